"""What an address says about city and district, where it says it plainly at its beginning."""

import re
from dataclasses import dataclass
from typing import Final

_PROVINCES: Final = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|"
    "内蒙古|广西|西藏|宁夏|新疆"
)
_MUNICIPALITIES: Final = frozenset({"北京市", "天津市", "上海市", "重庆市"})
_HEAD: Final = re.compile(
    rf"(?:中国)?(?P<province>(?:{_PROVINCES})(?!市|路|街|大道)(?:省|(?:壮族|回族|维吾尔)?自治区)?)?[-\s]*"
    r"(?P<city>[\u4e00-\u9fff]{2,7}?市)?[-\s]*"
    r"(?P<district>[\u4e00-\u9fff]{1,6}?(?:新区|区|县))?"
)
_DISTRICT_END: Final = re.compile(r"(?<=..)(?:新区|区|县|市)$")
_SUBDISTRICT_END: Final = re.compile(r"(?<=.)(?:街道办事处|街道|镇|乡)$")


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of an address; empty where it does not say."""

    province: str
    city: str
    district: str


def head(address: str) -> Head:
    """Read province, city and district off the beginning: 浙江省舟山市普陀区... What follows may look like them."""
    found = _HEAD.match(address)
    return Head(*found.groups("")) if found else Head("", "", "")


def elsewhere(read: Head, city: str, district: str) -> str:
    """Return the other city that the address names, or nothing.

    "新城市广场" looks like a city too, so it counts only after a province, before the row's own district, or when it
    is one of the four municipalities.
    """
    if not read.city or district_stem(read.city) == district_stem(city):
        return ""
    before_district = read.district != "" and district_stem(read.district) == district_stem(district)
    return read.city if read.province or before_district or read.city in _MUNICIPALITIES else ""


def district_stem(name: str) -> str:
    """Shorten 徐汇区 to 徐汇: lists write either."""
    return _DISTRICT_END.sub("", name)


def subdistrict_stem(name: str) -> str:
    return _SUBDISTRICT_END.sub("", name)
