"""The certificate's page: one, with everything on it, the same each time."""

from dataclasses import replace

import pytest

from bot.papers.certificate import Certificate, certificate_pdf
from tests.stage.pdf import fonts_outside, text_of

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


def test_page_shows_everything_in_chinese() -> None:
    text = text_of(certificate_pdf(WANGS)).replace(" ", "")
    expected = (
        *("参加证明", "阿依古丽·买买提", "重温入党誓词", "主题党日", "2026年12月3日19:00–20:30"),
        *("静安寺街道党群服务中心", "1.5小时", "静安区", "ABCDE-23456", "2026年12月4日"),
    )
    assert [one for one in expected if one not in text] == []


def test_page_shows_everything_in_english() -> None:
    text = text_of(certificate_pdf(ANNAS))
    expected = ("Certificate of Attendance", "Anna Müller", "Theme day", "1.5 hours", "Code: ABCDE-23456", "静安寺街道")
    assert [one for one in expected if one.replace(" ", "") not in text.replace(" ", "")] == []


def test_same_certificate_gives_the_same_bytes() -> None:
    assert certificate_pdf(WANGS) == certificate_pdf(WANGS)
    assert certificate_pdf(WANGS) != certificate_pdf(replace(WANGS, code="ABCDE23457"))


@pytest.mark.parametrize("name", ["长" * 400, "<b>&", "👩‍🏫李", "𠮷野", "A" * 300])
def test_any_name_fits_on_one_page(name: str) -> None:
    pdf = certificate_pdf(replace(WANGS, name=name, title=name, where="", holder=name))
    assert pdf.count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("name", ["𠮷祥", "Żółć Ngô Văn Ừ", "Нұрсұлтан Қасым", "䶮㛃𬱖", "阿依努尔·吐尔逊", "<b>&"])
def test_what_people_are_called_is_set_in_type_that_the_page_carries(name: str) -> None:
    pdf = certificate_pdf(replace(WANGS, name=name))
    assert (name in text_of(pdf).replace("\n", ""), fonts_outside(pdf)) == (True, [])


def test_a_letter_that_the_type_lacks_leaves_a_gap_to_write_it_in() -> None:
    assert "＿祥" in text_of(certificate_pdf(replace(WANGS, name="ئ祥"))).splitlines()
