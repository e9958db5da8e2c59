"""Posters: the code opens the right place, and the page can be printed whatever the place is called."""

from base64 import a85decode
from io import BytesIO
from re import findall
from string import printable
from zlib import decompress

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.deep_links import link
from bot.papers.poster import Poster, poster_pdf, poster_png
from bot.papers.poster_page import QUIET_MODULES
from tests.stage.chance import examples
from tests.stage.pdf import fonts_outside, text_of

POINT = Poster.of_point("静安寺街道党群服务中心", "上海市静安区南京西路1686号", "JA-1", "@waystation_bot")


def modules(png: bytes, side: int) -> list[list[int]]:
    """Read the code back from the picture: 1 for dark, as in segno's matrix, its quiet zone left out."""
    picture = Image.open(BytesIO(png)).convert("L")
    scale = picture.width // (side + 2 * QUIET_MODULES)
    middles = [round((QUIET_MODULES + number + 0.5) * scale) for number in range(side)]
    return [[int(picture.getpixel((x, y)) == 0) for x in middles] for y in middles]


@pytest.mark.parametrize("code", ["JA-1", "静安/1"])
def test_png_carries_the_link_of_the_point(code: str) -> None:
    poster = Poster.of_point("静安寺站", "南京西路", code, "waystation_bot")
    expected = [list(row) for row in segno.make_qr(poster.link, error="q").matrix]
    assert modules(poster_png(poster), len(expected)) == expected


def test_png_is_large_and_has_its_quiet_zone() -> None:
    picture = Image.open(BytesIO(poster_png(POINT))).convert("L")
    side = len(segno.make_qr(POINT.link, error="q").matrix)
    quiet = QUIET_MODULES * picture.width // (side + 2 * QUIET_MODULES)
    assert (picture.width == picture.height, picture.width >= 1600) == (True, True)
    assert picture.crop((0, 0, picture.width, quiet)).getextrema() == (255, 255)
    assert picture.crop((0, 0, quiet, picture.height)).getextrema() == (255, 255)
    assert picture.getpixel((quiet, quiet)) == 0


def test_links_of_points_and_buildings() -> None:
    assert POINT.link == "https://t.me/waystation_bot?start=p_JA-1"
    assert Poster.of_building("嘉兴大厦", "张杨路", "JX", "bot").link == "https://t.me/bot?start=b_JX"


def test_links_of_a_house_with_a_page_lead_there() -> None:
    origin = "https://chat.example.org"
    assert Poster.of_point("静安寺站", "南京西路", "JA-1", origin).link == f"{origin}/p/p_JA-1"
    assert Poster.of_building("嘉兴大厦", "张杨路", "JX", origin).link == f"{origin}/p/b_JX"
    assert link(origin, "v_abc") == f"{origin}/p/v_abc"


@given(code=st.text())
def test_start_of_every_link_fits_telegram(code: str) -> None:
    start = Poster.of_point("a", "b", code, "bot").link.removeprefix("https://t.me/bot?start=")
    assert findall(r"^[A-Za-z0-9_-]{1,64}$", start) == [start]


def test_link_takes_the_name_with_and_without_its_at() -> None:
    assert link("@bot", "p_1") == link("bot", "p_1")


def test_page_is_one_a4_sheet_that_carries_its_type() -> None:
    page = poster_pdf(POINT)
    assert page.startswith(b"%PDF-")
    assert findall(rb"/MediaBox \[ 0 0 (\S+) (\S+) \]", page) == [(b"595.2756", b"841.8898")]
    assert fonts_outside(page) == []


def test_page_says_when_and_where_on_lines_of_their_own_in_chinese_as_it_is_set() -> None:
    page = poster_pdf(
        Poster.of_activity("甪直镇读书会🎉", "12月3日 19:30–20:30\n共和新路街道，301会议室", "https://t.me/b")
    )
    assert text_of(page).splitlines() == [
        *("驿站 Waystation", "甪直镇读书会", "12月3日 19:30–20:30", "共和新路街道，301会议室"),
        *("扫一扫，看详情、报名", "Scan to see more and to sign up", "https://t.me/b"),
    ]


def test_same_poster_is_the_same_file() -> None:
    assert poster_pdf(POINT) == poster_pdf(POINT)


def test_page_draws_every_dark_module() -> None:
    dark = sum(sum(row) for row in segno.make_qr(POINT.link, error="q").matrix)
    assert len(findall(rb" re\b", drawing(poster_pdf(POINT)))) == dark + 1  # and the strip at the top


def drawing(page: bytes) -> bytes:
    (stream,) = findall(rb"(?s)/ASCII85Decode /FlateDecode.*?stream\r?\n(.*?)~>", page)
    return decompress(a85decode(stream))


@pytest.mark.parametrize(
    ("name", "address"),
    [("长" * 100, "路" * 300), ("A&B <Centre> 1", ""), ("𠮷😀站", "\u200f\u202e"), (printable, printable), ("", "")],
)
def test_any_name_and_address_can_be_set(name: str, address: str) -> None:
    assert len(poster_pdf(Poster.of_point(name, address, "x", "bot"))) > 1000


@given(name=st.text(max_size=100), address=st.text(max_size=100))
@settings(max_examples=examples(2 / 5), deadline=None)
def test_any_text_can_be_set(name: str, address: str) -> None:
    assert poster_pdf(Poster.of_building(name, address, "x", "bot")).startswith(b"%PDF-")
