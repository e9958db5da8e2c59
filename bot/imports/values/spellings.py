"""The words that a list uses for layers, rungs, sites, landmarks, roles, services and yes or no, in either language."""

import re
from collections.abc import Hashable, Iterable, Mapping
from types import MappingProxyType
from typing import Final, Generic, TypeVar, final

from bot.imports.values.cells import folded
from domain.people.roles import Role
from domain.places.places import NO_SERVICES, LandmarkKind, Layer, Services, SiteKind, UnitKind
from domain.remembered import remembered
from domain.times.holidays import Holiday

Meant = TypeVar("Meant", bound=Hashable)


@final
class Spellings(Generic[Meant]):
    """What a list may call each of a kind: words separated by spaces, the first one being its name in Chinese."""

    def __init__(self, words: Mapping[Meant, str]) -> None:
        self.words: Final = words
        self._meant = {word: meant for meant, spelled in words.items() for word in spelled.split()}

    def __call__(self, written: str) -> Meant | None:
        """Read a word, or None for one that means none of them."""
        return self._meant.get(_folded_word(written))


def _folded_word(written: str) -> str:
    return folded(written).replace("_", "").replace("-", "").rstrip("。.")


_layer: Final = Spellings[Layer](
    {
        Layer.CENTRE: "服务中心 中心 党群服务中心 党员服务中心 中心站 总站 centre center servicecentre servicecenter",
        Layer.POINT: "服务点 站点 点 站 服务站 党群服务站 党群服务点 党员服务点 驿站 point servicepoint station",
        Layer.MICRO_STATION: "微站 微站点 微驿站 微服务站 微服务点 党群微站 小站 micro microstation microsite",
    }
)

rung: Final = Spellings[UnitKind](
    {
        UnitKind.CITY: "市 城市 市级 直辖市 地级市 city citylevel",
        UnitKind.DISTRICT: "区 区县 县 新区 区级 行政区 district county",
        UnitKind.SUBDISTRICT: "街道 镇 乡 街镇 乡镇 街道级 街道乡镇 subdistrict street town township",
        UnitKind.CENTRE: "服务中心 中心 党群服务中心 党员服务中心 centre center servicecentre servicecenter",
        UnitKind.POINT: "服务点 服务站 站点 点 站 党群服务站 党群服务点 党员服务点 point servicepoint station",
        UnitKind.BRANCH: "支部 党支部 楼宇支部 楼宇党支部 联合支部 联合党支部 branch buildingbranch",
    }
)

site: Final = Spellings[SiteKind](
    {
        SiteKind.BUILDING: "楼宇 商务楼 商务楼宇 写字楼 大楼 大厦 楼 building tower office officebuilding",
        SiteKind.PARK: "园区 产业园 产业园区 科技园 科技园区 创意园 创意园区 park businesspark technologypark",
        SiteKind.DEVELOPMENT_ZONE: "开发区 经济开发区 工业区 高新区 developmentzone zone",
        SiteKind.SHOPPING_STREET: "商圈 商业街 商业街区 商业综合体 购物中心 商场 shoppingstreet shoppingcentre mall",
        SiteKind.MARKET: "市场 专业市场 批发市场 集贸市场 market",
    }
)

landmark: Final = Spellings[LandmarkKind](
    {
        LandmarkKind.METRO_STATION: "地铁站 地铁 轨交站 轨道交通站 metro metrostation subway subwaystation station",
        LandmarkKind.RAILWAY_STATION: "火车站 高铁站 铁路 车站 railway railwaystation trainstation",
        LandmarkKind.AIRPORT: "机场 航站楼 airport terminal",
        LandmarkKind.SQUARE: "广场 square plaza",
        LandmarkKind.STREET: "道路 路 街道 马路 street road",
        LandmarkKind.TEMPLE: "寺庙 寺 庙 教堂 temple church",
        LandmarkKind.PARK: "公园 绿地 park garden",
        LandmarkKind.SIGHT: "景点 景区 名胜 场馆 博物馆 体育馆 图书馆 sight museum stadium library tower",
        LandmarkKind.SHOPS: "商圈 商场 商业街 购物中心 shops mall shoppingcentre shoppingcenter",
        LandmarkKind.SCHOOL: "学校 大学 高校 school university college",
        LandmarkKind.HOSPITAL: "医院 hospital",
        LandmarkKind.OTHER: "其他 其它 other",
    }
)

role: Final = Spellings[Role](
    {
        Role.ADMIN: "管理员 系统管理员 admin administrator",
        Role.ORGANISER: "党务工作者 组织员 组织者 党务干部 工作人员 负责人 书记 organiser organizer secretary",
        Role.VOLUNTEER: "志愿者 志愿 义工 volunteer",
    }
)

holiday: Final = Spellings[Holiday](
    {
        Holiday.NEW_YEAR: "元旦 newyear newyearsday",
        Holiday.SPRING_FESTIVAL: "春节 springfestival",
        Holiday.QINGMING: "清明节 清明 qingming tombsweepingday",
        Holiday.LABOUR_DAY: "劳动节 五一 labourday",
        Holiday.DRAGON_BOAT: "端午节 端午 dragonboat dragonboatfestival",
        Holiday.MID_AUTUMN: "中秋节 中秋 midautumn midautumnfestival",
        Holiday.NATIONAL_DAY: "国庆节 国庆 nationalday",
    }
)

is_off: Final = Spellings[bool]({True: "休 放假 休息 假 off holiday", False: "班 上班 调休上班 补班 worked work"})

_service: Final = Spellings[Services](
    {
        Services.ACCEPTS_AFFILIATIONS: (
            "挂靠 可办挂靠 办理挂靠 接受挂靠 受理挂靠 临时挂靠 挂靠办理 affiliation affiliations acceptsaffiliations"
        ),
        Services.TRANSFER_DESK: (
            "转接 转接窗口 组织关系转接 组织关系 关系转接 接转 组织关系接转 transfer transfers transferdesk"
        ),
        Services.STUDY: "学习 学习室 学习活动 学习教育 党课 study studyroom learning",
        Services.ROOM_HIRE: (
            "场地 场地预约 场地租借 场地借用 借用场地 会议室 会议室预约 会议室借用 活动室 "
            "room rooms roomhire roombooking meetingroom meetingrooms"
        ),
        Services.COUNSELLING: "咨询 咨询服务 心理咨询 政策咨询 谈心 谈心室 counselling counseling advice",
        Services.RIDER_REST: (
            "骑手休息 骑手歇脚 骑手驿站 骑手之家 歇脚 休息 休息区 户外职工休息 riderrest riders rest restarea"
        ),
        Services.VOLUNTEERING: "志愿 志愿服务 志愿者服务 志愿者 volunteering volunteer volunteers",
        Services.READING: (
            "阅读 阅览 阅览室 图书 图书室 图书角 图书馆 书屋 书吧 书房 读书 reading readingroom books library"
        ),
        Services.CHARGING: "充电 手机充电 充电服务 charging phonecharging",
        Services.FIRST_AID: "急救 急救箱 医药箱 药箱 应急药箱 aed firstaid firstaidkit",
    }
)

_LAYER_ENDINGS: Final = (
    (re.compile("微[^微]{0,3}站点?$"), Layer.MICRO_STATION),
    (re.compile("中心$"), Layer.CENTRE),
    (re.compile("(?:服务|党群)(?:点|站)$|驿站$"), Layer.POINT),
)
_SERVICE_NAMES: Final = tuple(
    sorted(
        ((name, service) for service, spelled in _service.words.items() for name in spelled.split() if len(name) > 1),
        key=lambda one: -len(one[0]),
    )
)
_IN_BRACKETS: Final = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]")
_AROUND_SERVICES: Final = re.compile(
    "(?:接收|接受|接待|受理|办理|提供|借用|租用|预约|使用|开展|免费|自助|临时|党员|党群|党组织|流动|户外|职工|共享|公益"
    "|便民|移动|组织|活动|服务|设施|设备|场所|空间|阵地|[可及等的与和区间室点角站台机柜])*"
)
_YES: Final = "是 有 可 可以 能 支持 已配备 √ ✓ ✔ 无障碍 y yes true 1 full fullaccess designated"
_NO: Final = "否 无 没有 不 不可 不能 不支持 × ✗ ✘ 未配备 n no false 0"
_UNKNOWN: Final = "不详 未知 不清楚 不明 待定 未填 - -- — —— / ? unknown n/a na tbd"
_NOTHING: Final = frozenset(f"{_UNKNOWN} 无 没有 暂无 none nothing".split())
_ANSWERS: Final[Mapping[str, bool | None]] = MappingProxyType(
    dict.fromkeys(_UNKNOWN.split()) | dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)
)

_BETWEEN: Final = re.compile("[、,;/|\\n\uff0c\uff1b]+")


def rung_word(kind: UnitKind) -> str:
    """Name a kind of unit in Chinese."""
    return rung.words[kind].split()[0]


@remembered(1024)
def layer(written: str) -> Layer | None:
    """Read a layer, also one with a word before it: 街道党群服务中心, 楼宇党群服务站."""
    plain = _folded_word(_IN_BRACKETS.sub("", written))
    known = _layer(plain)
    if known is not None:
        return known
    return next((meant for ending, meant in _LAYER_ENDINGS if ending.search(plain)), None)


@remembered(4096)
def services(written: str) -> tuple[Services, tuple[str, ...]]:
    """Read words separated by 、 , ; / or |, and return those that are not known beside what they make."""
    found, unknown = NO_SERVICES, list[str]()
    for word in [] if is_unknown(written) else _BETWEEN.split(written):
        if not _folded_word(word) or is_unknown(word):
            continue
        service = _service(word) or _service_within(word)
        if service:
            found |= service
        else:
            unknown.append(word.strip())
    return found, tuple(unknown)


def _service_within(word: str) -> Services:
    """Read a service with words around it that change nothing, such as 接收挂靠; nothing where they might."""
    rest, found = folded(word), NO_SERVICES
    for name, service in _SERVICE_NAMES:
        if name in rest:
            rest, found = rest.replace(name, ""), found | service
    return found if _AROUND_SERVICES.fullmatch(rest) else NO_SERVICES


def listed(written: str) -> tuple[str, ...]:
    """Read names separated by 、 , ; / or |, each once."""
    return tuple(dict.fromkeys(name.strip() for name in _BETWEEN.split(written) if name.strip()))


def holiday_names(holidays: Iterable[Holiday]) -> str:
    """Name holidays as a list may name them, in Chinese."""
    return "、".join(holiday.words[one].split()[0] for one in holidays)


def known_services() -> str:
    """Name the services as a list may name them, in Chinese."""
    return "、".join(words.split()[0] for words in _service.words.values())


def yes_or_no(written: str) -> bool | str | None:
    """Read yes, no, or None for "not known"; what is neither comes back as it is."""
    return _ANSWERS.get(folded(written), written) if written else None


def is_unknown(written: str) -> bool:
    """Tell whether somebody wrote that there is nothing to write."""
    return folded(written) in _NOTHING
