"""Which column is which: Chinese and English headers, in any order and many spellings, for each kind of list."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, final
from unicodedata import normalize

from bot.imports.table.wording import Named
from bot.texts import report, words
from domain import bounded
from domain.remembered import remembered


class Field(StrEnum):
    """What a row can tell; the value is what its column is called, a message of reports."""

    CODE = report("code")
    NAME = report("name")
    LAYER = report("layer")
    CITY = report("city")
    DISTRICT = report("district")
    SUBDISTRICT = report("subdistrict")
    ADDRESS = report("address")
    LATITUDE = report("latitude")
    LONGITUDE = report("longitude")
    COORDINATES = report("coordinates")
    SERVICES = report("services")
    HOURS = report("hours")
    PHONE = report("phone")
    STEP_FREE = report("step_free")
    BUILDING = report("building")
    PARENT = report("parent")
    SITE = report("site")
    UNIT = report("unit")
    BRANCH = report("branch")
    OTHER_NAMES = report("other_names")
    LINES = report("lines")
    ROLE = report("role")
    LABEL = report("label")
    LINK = report("link")
    UNTIL = report("until")
    DATUM = report("datum")
    REMARK = report("remark")
    DAY = report("day")
    ARRANGEMENT = report("arrangement")
    HOLIDAY = report("holiday")
    KIND = report("kind")
    POINT = report("point")
    WHEREABOUTS = report("whereabouts")
    CAPACITY = report("capacity")
    FEATURES = report("features")
    TOPICS = report("topics")
    LANGUAGES = report("languages")
    USE = report("use")
    BEFORE = report("before")
    AFTER = report("after")
    HOME_HOURS = report("home_hours")
    HOME_DAYS = report("home_days")
    QUOTA = report("quota")
    PART_OF = report("part_of")


PLACED: Final = frozenset({Field.LATITUDE, Field.LONGITUDE, Field.COORDINATES})
"""The fields that say where a place is."""

_ABOUT_COORDINATES: Final[Mapping[Field, str]] = MappingProxyType(
    {
        Field.DATUM: "坐标系 坐标系统 坐标类型 坐标基准 坐标体系 坐标来源 datum crs srs coordinatesystem coordsystem",
        Field.REMARK: "备注 备注说明 说明 remark remarks note notes comment comments",
    }
)
"""Columns that are kept nowhere, but may say what the coordinates count in."""


@final
@dataclass(frozen=True, slots=True, eq=False)
class Headings:
    """What the headers of one kind of list mean: spellings separated by spaces, folded as `meaning` folds a header.

    `needed` are the columns without which a list is no list; COORDINATES there may stand as latitude and longitude.
    """

    spellings: Mapping[Field, str]
    needed: Sequence[Field]
    examples: Sequence[Field]
    means: Mapping[str, Field]

    @classmethod
    def of(cls, spellings: Mapping[Field, str], needed: Sequence[Field], examples: Sequence[Field]) -> "Headings":
        means = {word: field for field, spelled in spellings.items() for word in spelled.split()}
        return cls(MappingProxyType(dict(spellings)), needed, examples, MappingProxyType(means))


_SPELLINGS: Final[Mapping[Field, str]] = MappingProxyType(
    {
        Field.CODE: "编号 代码 编码 站点编号 站点代码 站点编码 服务点编号 点位编号 code id pointcode sitecode uid",
        Field.NAME: (
            "名称 名字 站点名称 站点名 服务点名称 服务点 点位名称 站名 机构名称 单位名称 阵地名称 "
            "name title pointname sitename stationname servicepoint"
        ),
        Field.LAYER: "层级 类型 级别 类别 站点类型 站点层级 服务点类型 layer level type kind category pointtype",
        Field.CITY: "市 城市 所在市 所在城市 所属市 city town",
        Field.DISTRICT: "区 区县 县区 行政区 所在区 所属区 所在区县 所属区县 区名 县 district county adname",
        Field.SUBDISTRICT: (
            "街道 镇 街镇 街道镇 乡镇 街道乡镇 街道办 所在街道 所属街道 所属街镇 所在街镇 属地街道 所属镇 所属乡镇 "
            "subdistrict street township jiedao streettown"
        ),
        Field.ADDRESS: "地址 详细地址 站点地址 服务点地址 具体地址 所在地址 地点 address addr streetaddress location",
        Field.LATITUDE: "纬度 北纬 纬度值 纬度坐标 y坐标 坐标y lat latitude y latdeg wgslat gcjlat",
        Field.LONGITUDE: "经度 东经 经度值 经度坐标 x坐标 坐标x lng lon long longitude x wgslng gcjlng",
        Field.COORDINATES: "坐标 经纬度 坐标点 地理坐标 位置坐标 coordinates coords latlng latlon position",
        Field.SERVICES: "服务 服务项目 服务内容 提供服务 服务事项 功能 services service offers facilities",
        Field.HOURS: "开放时间 营业时间 服务时间 开门时间 时间 工作时间 hours openinghours openhours open times",
        Field.PHONE: (
            "电话 联系电话 电话号码 联系方式 座机 手机 手机号 咨询电话 服务电话 办公电话 值班电话 热线 服务热线 "
            "phone tel telephone phonenumber mobile"
        ),
        Field.STEP_FREE: (
            "无障碍 无障碍设施 无障碍通道 是否无障碍 轮椅 轮椅通行 "
            "stepfree wheelchair accessible accessibility wheelchairaccess"
        ),
        Field.BUILDING: "楼宇 楼宇名称 大楼 大厦 所在楼宇 所属楼宇 建筑 building buildingname buildingcode tower",
        **_ABOUT_COORDINATES,
    }
)

_PLACE_EXAMPLES: Final = (Field.CODE, Field.NAME, Field.DISTRICT, Field.ADDRESS, Field.LATITUDE, Field.LONGITUDE)
POINT_LIST: Final = Headings.of(_SPELLINGS, (Field.NAME, Field.COORDINATES), _PLACE_EXAMPLES)

_UNIT_CODES: Final = "单位编号 单位代码 单位编码 组织编号 组织代码 组织编码 unitcode unitid"
_UNIT_NAMES: Final = "单位 单位名称 组织 组织名称 unit unitname organisation organization"

UNIT_LIST: Final = Headings.of(
    {
        Field.CODE: f"编号 代码 编码 code id {_UNIT_CODES}",
        Field.NAME: f"名称 名字 name title {_UNIT_NAMES}",
        Field.LAYER: "层级 类型 级别 类别 单位类型 单位层级 组织类型 layer level type kind category unitkind unittype",
        Field.PARENT: (
            "上级 上级单位 上级组织 上级名称 上级编号 上级代码 上级单位编号 上级单位代码 上级单位名称 上级组织名称 "
            "所属 所属单位 所属组织 隶属 隶属单位 parent parentcode parentunit parentname above belongsto"
        ),
        Field.SITE: "支部类型 场所类型 楼宇类型 sitekind site sitetype branchkind branchtype",
    },
    needed=(Field.NAME, Field.LAYER, Field.PARENT),
    examples=(Field.CODE, Field.NAME, Field.LAYER, Field.PARENT),
)

BUILDING_LIST: Final = Headings.of(
    {
        Field.CODE: "编号 代码 编码 楼宇编号 楼宇代码 楼宇编码 code id buildingcode buildingid uid",
        Field.NAME: (
            "名称 名字 楼宇 楼宇名称 楼宇名 楼名 大楼 大楼名称 大厦 大厦名称 园区名称 建筑 建筑名称 "
            "name title building buildingname tower"
        ),
        Field.DISTRICT: _SPELLINGS[Field.DISTRICT],
        Field.ADDRESS: f"{_SPELLINGS[Field.ADDRESS]} 楼宇地址 buildingaddress",
        Field.LATITUDE: _SPELLINGS[Field.LATITUDE],
        Field.LONGITUDE: _SPELLINGS[Field.LONGITUDE],
        Field.COORDINATES: _SPELLINGS[Field.COORDINATES],
        **_ABOUT_COORDINATES,
        Field.CITY: _SPELLINGS[Field.CITY],
        Field.SUBDISTRICT: _SPELLINGS[Field.SUBDISTRICT],
        Field.SITE: (
            "类型 类别 楼宇类型 楼宇属性 楼宇性质 场所类型 建筑类型 属性 性质 业态 "
            "kind type category sitekind site buildingkind buildingtype"
        ),
        Field.UNIT: f"所属单位 归属单位 属地单位 管理单位 所属组织 {_UNIT_NAMES} {_UNIT_CODES}",
        Field.BRANCH: (
            "支部 党支部 楼宇支部 楼宇党支部 支部名称 支部编号 支部代码 branch branchcode branchname buildingbranch"
        ),
    },
    needed=(Field.NAME, Field.COORDINATES),
    examples=_PLACE_EXAMPLES,
)

LANDMARK_LIST: Final = Headings.of(
    {
        Field.CODE: "编号 代码 编码 地标编号 code id uid",
        Field.NAME: "名称 名字 地标 地标名称 站名 车站 name title landmark landmarkname station stationname",
        Field.SITE: "类别 类型 地标类型 kind type category landmarkkind landmarktype",
        Field.OTHER_NAMES: (
            "别名 其他名称 又名 曾用名 俗称 英文名 英文名称 othernames othername aliases alias alsocalled englishname"
        ),
        Field.LINES: "线路 地铁线路 轨交线路 所属线路 lines line metrolines metroline",
        Field.LATITUDE: _SPELLINGS[Field.LATITUDE],
        Field.LONGITUDE: _SPELLINGS[Field.LONGITUDE],
        Field.COORDINATES: _SPELLINGS[Field.COORDINATES],
        **_ABOUT_COORDINATES,
    },
    needed=(Field.NAME, Field.COORDINATES),
    examples=(Field.NAME, Field.SITE, Field.OTHER_NAMES, Field.LINES, Field.LATITUDE, Field.LONGITUDE),
)

CALENDAR_LIST: Final = Headings.of(
    {
        Field.DAY: "日期 日子 时间 day date",
        Field.ARRANGEMENT: "安排 类型 放假或上班 放假上班 上班放假 休或班 休班 放假安排 调休安排 arrangement kind type",
        Field.HOLIDAY: "节日 节假日 假期 名称 holiday name",
    },
    needed=(Field.DAY, Field.ARRANGEMENT, Field.HOLIDAY),
    examples=(Field.DAY, Field.ARRANGEMENT, Field.HOLIDAY),
)

ORGANISER_LIST: Final = Headings.of(
    {
        Field.UNIT: f"{_UNIT_NAMES} {_UNIT_CODES} 所属单位 负责单位 范围 scope",
        Field.NAME: "单位全称 nameoftheunit",  # in the file of links, beside the code
        Field.ROLE: "角色 身份 职责 职务 岗位 职务身份 身份职务 角色身份 role duty position",
        Field.LABEL: (
            "标签 姓名 名字 人员 人员姓名 联系人 备注 说明 对象 称呼 给谁 "
            "label person note remark remarks for recipient"
        ),
        Field.LINK: "链接 邀请链接 link invitation invitationlink",
        Field.UNTIL: "有效期至 有效至 截止 until validuntil expires",
    },
    needed=(Field.UNIT, Field.ROLE, Field.LABEL),
    examples=(Field.UNIT, Field.ROLE, Field.LABEL),
)

RESOURCE_LIST: Final = Headings.of(
    {
        Field.CODE: "编号 代码 编码 资源编号 资源代码 code id uid",
        Field.KIND: "类型 类别 资源类型 kind type category",
        Field.NAME: "名称 名字 姓名 资源名称 场地名称 设备名称 name title",
        Field.UNIT: f"{_UNIT_NAMES} {_UNIT_CODES} 所属单位 归属单位 管理单位 owner",
        Field.POINT: "服务点 站点 所在站点 所在服务点 服务站 驿站 point site station",
        Field.WHEREABOUTS: "位置 存放位置 存放地点 房号 楼层 whereabouts where room storage",
        Field.HOURS: _SPELLINGS[Field.HOURS],
        Field.CAPACITY: "容量 人数 可容纳人数 容纳人数 座位 座位数 capacity seats people",
        Field.FEATURES: "设施 配置 配套设施 设备配置 features facilities has",
        Field.TOPICS: "专题 主题 课题 主讲专题 别称 topics topic subjects",
        Field.LANGUAGES: "语言 授课语言 languages language",
        Field.USE: "使用范围 共享方式 共享范围 谁可使用 开放方式 use sharing whomayuse",
        Field.BEFORE: "提前分钟 会前预留 会前预留分钟 前预留 before minutesbefore",
        Field.AFTER: "延后分钟 会后预留 会后预留分钟 后预留 after minutesafter",
        Field.HOME_HOURS: "本单位保留时段 保留时段 自留时段 homehours kepthours",
        Field.HOME_DAYS: "提前开放天数 保留至前几天 开放天数 homedays opensdaysbefore",
        Field.QUOTA: "每单位每月小时 每月限额 月限额 限额 quota hourspermonth",
        Field.PART_OF: "属于 所属场地 组成 上级场地 partof whole",
    },
    needed=(Field.NAME, Field.KIND, Field.UNIT),
    examples=(Field.CODE, Field.KIND, Field.NAME, Field.UNIT, Field.POINT, Field.CAPACITY, Field.USE, Field.PART_OF),
)

LINK_FILE: Final = Headings.of(
    ORGANISER_LIST.spellings, needed=(*ORGANISER_LIST.needed, Field.LINK), examples=ORGANISER_LIST.examples
)
"""The file that the links of such a list go into."""

_BRACKETED: Final = bounded.compiled(r"[(\[{<【].*?[)\]}>】]")
_QUALIFIER: Final = re.compile(
    r"^(?:党群|党建|党员|服务阵地|服务点|服务站|驿站|阵地|站点|点位|网点|场所|可以?|能|(?:高德|百度|腾讯)(?:地图)?|火星|天地图|主要|具体|详细|对外|日常|每日|现有?|的|固定)+(?=..)"
)
"""What an office puts before the name of a column: 阵地类型, 可提供服务, 对外开放时间."""
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_NOTHING: Final[Mapping[str, Named]] = MappingProxyType({})


def columns(headers: Sequence[str], headings: Headings = POINT_LIST) -> Mapping[Field, int]:
    """Find the column of each field; where two columns claim a field, the left one has it."""
    found: dict[Field, int] = {}
    for column, header in enumerate(headers):
        field = meaning(header, headings)
        if field is not None:
            found.setdefault(field, column)
    return found


@remembered(4096)
def meaning(header: str, headings: Headings = POINT_LIST) -> Field | None:
    """Say what a header means, whatever its case, width, spacing and remarks in brackets: 经度(GCJ-02), "Name 名称"."""
    folded = _BRACKETED.sub("", normalize("NFKC", header[:100]).casefold())
    plain = "".join(letter for letter in folded if letter.isalnum())
    chinese = "".join(_HAN.findall(plain))
    latin = _HAN.sub("", plain)
    means = headings.means
    return means.get(plain) or means.get(chinese) or means.get(latin) or means.get(_QUALIFIER.sub("", chinese))


def missing(found: Iterable[Field], headings: Headings = POINT_LIST) -> Mapping[str, Named]:
    """Name the columns without which a list is no list, and what columns can be; nothing when all are there."""
    have = set(found)
    wanted: list[Field] = []
    for field in headings.needed:
        placed = field is Field.COORDINATES and field not in have
        wanted += (Field.LATITUDE, Field.LONGITUDE) if placed else (field,)
    absent = [field for field in wanted if field not in have]
    if not absent:
        return _NOTHING
    chinese = words("zh_Hans").report  # a list may be in either language, so the columns are named in both
    return {
        "missing": "、".join(f"{chinese(field)} {field}" for field in absent),
        "examples": tuple(headings.examples),
    }
