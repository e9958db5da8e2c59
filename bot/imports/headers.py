"""Which column is which: Chinese and English headers, in any order and many spellings."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from re import compile as pattern
from types import MappingProxyType
from typing import Final
from unicodedata import normalize


class Field(StrEnum):
    """What a row can tell."""

    CODE = "code"
    NAME = "name"
    LAYER = "layer"
    CITY = "city"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    ADDRESS = "address"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    COORDINATES = "coordinates"
    SERVICES = "services"
    HOURS = "hours"
    PHONE = "phone"
    STEP_FREE = "step_free"
    BUILDING = "building"


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
            "街道 镇 街镇 街道镇 乡镇 街道乡镇 街道办 所在街道 所属街道 所属街镇 所在街镇 "
            "subdistrict street township jiedao streettown"
        ),
        Field.ADDRESS: "地址 详细地址 站点地址 服务点地址 具体地址 所在地址 地点 address addr streetaddress location",
        Field.LATITUDE: "纬度 北纬 纬度值 纬度坐标 y坐标 坐标y lat latitude y latdeg wgslat gcjlat",
        Field.LONGITUDE: "经度 东经 经度值 经度坐标 x坐标 坐标x lng lon long longitude x wgslng gcjlng",
        Field.COORDINATES: "坐标 经纬度 坐标点 地理坐标 位置坐标 coordinates coords latlng latlon position",
        Field.SERVICES: "服务 服务项目 服务内容 提供服务 服务事项 功能 services service offers facilities",
        Field.HOURS: "开放时间 营业时间 服务时间 开门时间 时间 工作时间 hours openinghours openhours open times",
        Field.PHONE: "电话 联系电话 电话号码 联系方式 座机 手机 咨询电话 phone tel telephone phonenumber mobile",
        Field.STEP_FREE: (
            "无障碍 无障碍设施 无障碍通道 是否无障碍 轮椅 轮椅通行 "
            "stepfree wheelchair accessible accessibility wheelchairaccess"
        ),
        Field.BUILDING: "楼宇 楼宇名称 大楼 大厦 所在楼宇 所属楼宇 建筑 building buildingname buildingcode tower",
    }
)

_MEANS: Final = MappingProxyType({word: field for field, words in _SPELLINGS.items() for word in words.split()})
_BRACKETED: Final = pattern(r"[(\[{<【].*?[)\]}>】]")
_HAN: Final = pattern(r"[\u3400-\u9fff]+")

LABELS: Final[Mapping[Field, str]] = MappingProxyType(
    {
        Field.CODE: "编号",
        Field.NAME: "名称",
        Field.LAYER: "层级",
        Field.CITY: "城市",
        Field.DISTRICT: "区",
        Field.SUBDISTRICT: "街道",
        Field.ADDRESS: "地址",
        Field.LATITUDE: "纬度",
        Field.LONGITUDE: "经度",
        Field.COORDINATES: "坐标",
        Field.SERVICES: "服务",
        Field.HOURS: "开放时间",
        Field.PHONE: "电话",
        Field.STEP_FREE: "无障碍",
        Field.BUILDING: "楼宇",
    }
)


def columns(headers: Sequence[str]) -> Mapping[Field, int]:
    """Find the column of each field; where two columns claim a field, the left one has it."""
    found: dict[Field, int] = {}
    for column, header in enumerate(headers):
        field = meaning(header)
        if field is not None:
            found.setdefault(field, column)
    return found


@lru_cache(4096)
def meaning(header: str) -> Field | None:
    """Say what a header means, whatever its case, width, spacing and remarks in brackets: 经度(GCJ-02), "Name 名称"."""
    folded = _BRACKETED.sub("", normalize("NFKC", header[:100]).casefold())
    plain = "".join(letter for letter in folded if letter.isalnum())
    chinese = "".join(_HAN.findall(plain))
    latin = _HAN.sub("", plain)
    return _MEANS.get(plain) or _MEANS.get(chinese) or _MEANS.get(latin)


def missing(found: Iterable[Field]) -> str:
    """Name the columns without which a list is no list, in both languages; empty when nothing is missing."""
    have = set(found)
    wanted = [Field.NAME]
    if Field.COORDINATES not in have:
        wanted += [Field.LATITUDE, Field.LONGITUDE]
    return "、".join(f"{LABELS[field]} {field}" for field in wanted if field not in have)
