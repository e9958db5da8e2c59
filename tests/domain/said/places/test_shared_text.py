"""What apps of maps share: where the link says it is, in which datum, and what the place is called."""

import time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.places.datums import Datum, from_wgs84
from domain.places.geo import Position, distance_m
from domain.said.places.shared_text import LONGEST, taken_apart

HERE = Position(31.2301, 121.4602)
GCJ = from_wgs84(HERE, Datum.GCJ02)
BD = from_wgs84(HERE, Datum.BD09)
NAME = "嘉兴大厦"


def lon_lat(position: Position) -> str:
    return f"{position.longitude:.6f},{position.latitude:.6f}"


def lat_lon(position: Position) -> str:
    return f"{position.latitude:.6f},{position.longitude:.6f}"


LINKS = [
    f"https://uri.amap.com/marker?position={lon_lat(GCJ)}&name={quote(NAME)}",
    f"https://uri.amap.com/marker?position={lon_lat(HERE)}&name={quote(NAME)}&coordinate=wgs84",
    f"https://uri.amap.com/navigation?from=121.4,31.2,a&to={lon_lat(GCJ)},b&mode=walk&callnative=1",
    f"https://wb.amap.com/?p=B00155,{lat_lon(GCJ)},{quote(NAME)},{quote('愚园路')}",
    f"https://ditu.amap.com/regeo?lng={GCJ.longitude:.6f}&lat={GCJ.latitude:.6f}&name={quote(NAME)}",
    f"http://api.map.baidu.com/marker?location={lat_lon(BD)}&title={quote(NAME)}&content=x&output=html",
    f"http://api.map.baidu.com/marker?location={lat_lon(GCJ)}&coord_type=gcj02&title=x",
    f"https://apis.map.qq.com/uri/v1/marker?marker=coord:{lat_lon(GCJ)};title:{quote(NAME)};addr:x",
    f"https://map.qq.com/?type=marker&pointx={GCJ.longitude:.6f}&pointy={GCJ.latitude:.6f}&name={quote(NAME)}",
    f"https://maps.apple.com/?address=x&ll={lat_lon(HERE)}&q={quote(NAME)}",
    f"https://maps.google.com/?q={lat_lon(GCJ)}",
    f"https://www.google.com/maps/@{lat_lon(GCJ)},17z",
    f"https://www.google.com/maps/place/Jiaxing/@31.1,121.1,17z/data=!3d{GCJ.latitude:.6f}!4d{GCJ.longitude:.6f}",
    f"www.google.com.hk/maps?q={lat_lon(GCJ)}",
    f"https://www.openstreetmap.org/#map=17/{HERE.latitude}/{HERE.longitude}",
    f"https://www.openstreetmap.org/?mlat={HERE.latitude}&mlon={HERE.longitude}",
]


@pytest.mark.parametrize("link", LINKS)
def test_link_says_where_it_is(link: str) -> None:
    shared = taken_apart(f"快来 {link} 看看")
    assert shared is not None
    assert shared.position is not None
    assert (distance_m(shared.position, HERE) < 1, shared.has_link) == (True, True)


SHARED = [
    ("【嘉兴大厦】上海市静安区愚园路100号 https://surl.amap.com/AbC 点击链接查看详情", NAME),
    ("我分享了「嘉兴大厦」，快来看吧！https://j.map.baidu.com/ab/cd", NAME),
    ("嘉兴大厦\n上海市静安区愚园路100号\nhttps://maps.app.goo.gl/XyZ", NAME),
    ("嘉兴大厦\n上海市静安区愚园路100号", NAME),
    (f"https://uri.amap.com/marker?position={lon_lat(GCJ)}&name={quote(NAME)}", NAME),
    ("https://www.google.com/maps/place/Jiaxing+Building/@31.2281,121.4648,17z", "Jiaxing Building"),
]


@pytest.mark.parametrize(("text", "name"), SHARED)
def test_name_comes_first(text: str, name: str) -> None:
    shared = taken_apart(text)
    assert shared is not None
    assert shared.names[0] == name


def test_address_is_among_the_names() -> None:
    shared = taken_apart("【嘉兴大厦】地址：上海市静安区愚园路100号 https://surl.amap.com/AbC")
    assert shared is not None
    assert "上海市静安区愚园路100号" in shared.names


def test_figures_alone_are_wgs84() -> None:
    shared = taken_apart("31.2301,121.4602")
    assert shared is not None
    assert (shared.position, shared.has_link, shared.rest) == (HERE, False, "")


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/?ll=31.2301,121.4602",
        "https://surl.amap.com/AbC",
        "https://map.baidu.com/@13521468.84,3640283.97,12z",
        "https://maps.google.com/?q=131.2301,221.4602",
        "https://ditu.amap.com/regeo?lng=121.4648",
    ],
)
def test_link_that_does_not_say_where(link: str) -> None:
    shared = taken_apart(link)
    assert shared is not None
    assert (shared.position, shared.has_link) == (None, True)


@pytest.mark.parametrize("text", ["", "嘉兴大厦", "附近有服务点吗？", "1/2", "a.b", "x" * (LONGEST + 1)])
def test_what_nobody_shared(text: str) -> None:
    assert taken_apart(text) is None


SIGNS = [
    *("a", "a.", "a.a/", "1,", "/", "【", "「a", "\n", "https://", "https://a.amap.com/1.23,", "!3d1.11", "&to="),
    *("&lat=1.11", "?name=a", "1.2345,1.2345,", "，", " ", "嘉 "),
]


@pytest.mark.parametrize("sign", SIGNS)
def test_the_worst_of_texts_takes_no_time(sign: str) -> None:
    began = time.process_time()
    taken_apart((sign * LONGEST)[:LONGEST])
    assert time.process_time() - began < 0.5


@given(st.text(max_size=200))
def test_anything_is_taken_apart_without_a_stumble(text: str) -> None:
    taken_apart(text)
    taken_apart(f"https://uri.amap.com/marker?{text}")
