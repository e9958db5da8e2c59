"""Positions in what somebody writes: the ways in which they are written, and what only looks like one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.places.geo import Position
from domain.said.places.coordinates import in_order, read

HERE = Position(31.2301, 121.4602)
SPOT = Position(31.23, 121 + 27 / 60 + 37 / 3600)

WRITTEN = [
    ("31.2301,121.4602", HERE),
    ("121.4602, 31.2301", HERE),
    ("31.2301 121.4602", HERE),
    ("３１.２３０１，１２１.４６０２", HERE),
    ("纬度：31.2301，经度：121.4602", HERE),
    ("经度121.4602 纬度31.2301", HERE),
    ("lat: 31.2301, lng: 121.4602", HERE),
    ("31.2301N, 121.4602E", HERE),
    ("N31.2301 E121.4602", HERE),
    ("31.2301° 121.4602°", HERE),
    ("geo:31.2301,121.4602", HERE),
    ("geo:31.2301,121.4602;u=20", HERE),
    ("geo:121.4602,31.2301", HERE),
    ("geo:0,0?q=31.2301,121.4602(嘉兴大厦)", HERE),
    ("北纬31°13′48″ 东经121°27′37″", SPOT),
    ("东经121度27分37秒，北纬31度13分48秒", SPOT),
    ("31°13'48\"N 121°27'37\"E", SPOT),
    ("31°13’48” N, 121°27’37” E", SPOT),
    ("48.8566, 2.3522", Position(48.8566, 2.3522)),
    ("-33.8688, 151.2093", Position(-33.8688, 151.2093)),
    ("南纬33.8688 东经151.2093", Position(-33.8688, 151.2093)),
    ("33°52′08″S 151°12′33″E", Position(-(33 + 52 / 60 + 8 / 3600), 151 + 12 / 60 + 33 / 3600)),
    ("西经0.1276，北纬51.5072", Position(51.5072, -0.1276)),
]

NONE = [
    *("", "你好", "价格 12.50, 30.25", "1.5,2.5", "2026.11.29", "13912345678", "第31.2301号"),
    *("31.2301", "91.12345,181.1234", "31°61′48″ 121°27′37″", "北纬31.2301 北纬32.2301", "31.2301 和以后再说 121.4602"),
    *("geo:0,0", "geo:91,181", "北纬95.123 东经121.123"),
]

SIGNS = ["1", "1.", "1,", "1.1,", "°", "1°", "1°1′", "12.345 ", "12.345n", "北纬", "geo:1,", "n ", " ", "-", "ß", "İ"]


@pytest.mark.parametrize(("written", "position"), WRITTEN)
def test_position_is_read(written: str, position: Position) -> None:
    found = read(written)
    assert found is not None
    assert (found.position.latitude, found.position.longitude) == pytest.approx(
        (position.latitude, position.longitude), abs=1e-9
    )


@pytest.mark.parametrize("written", NONE)
def test_what_is_no_position(written: str) -> None:
    assert read(written) is None


def test_the_sentence_around_it_is_left() -> None:
    found = read("明天在 31.2301，121.4602 附近有活动吗")
    assert found is not None
    assert found.rest == "明天在 附近有活动吗"


def test_negative_degrees_go_on_away_from_zero() -> None:
    found = read("-33°30′ 151°0′")
    assert found is not None
    assert found.position == Position(-33.5, 151.0)


def test_two_figures_that_are_nowhere() -> None:
    assert in_order(95.0, 200.0) is None


def test_letters_that_grow_when_they_are_made_small() -> None:
    found = read("İ31.2301,121.4602")
    assert found is not None
    assert found.position == HERE


@pytest.mark.parametrize("sign", SIGNS)
def test_the_worst_of_texts_takes_no_time(sign: str) -> None:
    began = time.process_time()
    read((sign * 4096)[:4096])
    assert time.process_time() - began < 0.5


@given(st.text(max_size=200))
def test_anything_is_read_without_a_stumble(text: str) -> None:
    read(text)
