"""File names say what is in them, and every system takes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers.naming import file_name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("签到表", "新时代党课", date(2026, 12, 3)), "签到表 新时代党课 2026-12-03.x"),
        (("海报", "上午/下午：*谁来?*\n \u202eb", None), "海报 上午 下午： 谁来 b.x"),
        (("月报", "", "2026-12"), "月报 2026-12.x"),
        (("a", "..\\..\\etc"), "a etc.x"),
        (("长" * 31,), f"{'长' * 29}….x"),
        (('../../etc/passwd"; rm -rf ~\r\nX: 1',), "etc passwd ; rm -rf ~ X 1.x"),
        (("\u2060a\ufeff\u00adb\U000e0041c\ud800",), "a b c.x"),
        (("...",), "waystation.x"),
        (("\u202e",), "waystation.x"),
        (("CON",), "_CON.x"),
        (("nul.txt",), "_nul.txt.x"),
        (("Com1 .a",), "_Com1 .a.x"),
        (("Concert",), "Concert.x"),
        (("海报", "CON"), "海报 CON.x"),
    ],
)
def test_file_name(parts: tuple[str | date | None, ...], name: str) -> None:
    assert file_name("x", *parts) == name


@given(st.text(), st.text())
def test_any_name_fits_a_file_system(first: str, second: str) -> None:
    name = file_name("xlsx", "Certificate of attendance", first, second, date(2026, 12, 3))
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|\n')
