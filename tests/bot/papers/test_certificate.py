"""The certificate's page: one, with everything on it, the same each time."""

import base64
import re
import zlib
from dataclasses import replace

import pytest

from bot.papers.certificate import Certificate, certificate_pdf

WANGS = Certificate(
    name="阿依古丽·买买提",
    title="重温入党誓词",
    kind="主题党日",
    when="2026年12月3日 19:00–20:30",
    where="静安寺街道党群服务中心",
    hours="1.5 小时",
    holder="上海市 · 静安区 · 静安寺街道",
    code="ABCDE23456",
    link="https://t.me/station_bot?start=v_ABCDE23456",
    issued_on="2026年12月4日",
    language="zh_Hans",
)
ANNAS = replace(WANGS, name="Anna Müller", kind="Theme day", hours="1.5 hours", when="Dec 3, 2026", language="en")
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)


def written(pdf: bytes) -> str:
    """Read the page's text: in the Chinese type two bytes make a sign, in the Latin ones it is one."""
    (packed,) = re.findall(rb"stream\r?\n(.*?)~>endstream", pdf, re.DOTALL)
    content = zlib.decompress(base64.a85decode(packed))
    return "".join(_read(one) for one in re.findall(rb"\(((?:\\.|[^\\)])*)\) Tj", content, re.DOTALL))


def _read(raw: bytes) -> str:
    plain = _ESCAPED.sub(lambda one: bytes([int(one[1], 8)]) if len(one[1]) == 3 else one[1], raw)
    chinese = len(plain) % 2 == 0 and (b"\0" in plain or any(byte > 0x7F for byte in plain))
    return plain.decode("utf-16-be" if chinese else "cp1252")


def test_page_shows_everything_in_chinese() -> None:
    text = written(certificate_pdf(WANGS)).replace(" ", "")
    expected = (
        *("参加证明", "阿依古丽·买买提", "重温入党誓词", "主题党日", "2026年12月3日19:00–20:30"),
        *("静安寺街道党群服务中心", "1.5小时", "静安区", "ABCDE-23456", "2026年12月4日"),
    )
    assert [one for one in expected if one not in text] == []


def test_page_shows_everything_in_english() -> None:
    text = written(certificate_pdf(ANNAS))
    expected = ("Certificate of Attendance", "Anna Müller", "Theme day", "1.5 hours", "Code: ABCDE-23456", "静安寺街道")
    assert [one for one in expected if one.replace(" ", "") not in text.replace(" ", "")] == []


def test_same_certificate_gives_the_same_bytes() -> None:
    assert certificate_pdf(WANGS) == certificate_pdf(WANGS)
    assert certificate_pdf(WANGS) != certificate_pdf(replace(WANGS, code="ABCDE23457"))


@pytest.mark.parametrize("name", ["长" * 400, "<b>&", "👩‍🏫李", "𠮷野", "A" * 300])
def test_any_name_fits_on_one_page(name: str) -> None:
    pdf = certificate_pdf(replace(WANGS, name=name, title=name, where="", holder=name))
    assert pdf.count(b"/Type /Page\n") == 1
