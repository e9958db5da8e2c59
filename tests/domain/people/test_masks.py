"""Masks: two people can be told apart by them, nobody can be known by them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people.masks import masked, masked_name, masked_number, masked_phone
from domain.people.members import Details, DocumentKind, HomeBranch, Paper


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王芳", "王*"),
        ("欧阳锦绣", "欧***"),
        ("阿依古丽·买买提", "阿***"),
        ("Anna Schmidt", "A***"),
        ("王", "王*"),
        ("", ""),
    ],
)
def test_name(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("+8613912345678", "139****5678"),
        ("13912345678", "139****5678"),
        ("+4915112345678", "+49****5678"),
        ("05641234567", "056****4567"),
        ("+3725123", "****23"),
        ("12345", "****"),
        ("", ""),
    ],
)
def test_phone(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


@pytest.mark.parametrize(("number", "shown"), [("LD-2026-00017", "****0017"), ("1234567", "****"), ("", "")])
def test_number(number: str, shown: str) -> None:
    assert masked_number(number) == shown


def test_details_keep_what_is_no_secret() -> None:
    paper = Paper(DocumentKind.ACTIVITY_CARD, "LD-2026-00017", date(2027, 12, 31), "AgAC")
    told = Details("王芳", "+8613912345678", "某公司", "某大厦", HomeBranch("某支部", "六安", "0564"), paper)
    shown = Details(
        "王*",
        "139****5678",
        "****",
        "****",
        HomeBranch("****", "****", "****"),
        Paper(DocumentKind.ACTIVITY_CARD, "****0017", date(2027, 12, 31)),
    )
    assert masked(told) == shown


def test_nothing_told_shows_nothing() -> None:
    assert masked(Details()) == Details()


@given(st.from_regex(r"\+?[0-9]{1,15}", fullmatch=True))
def test_at_least_four_digits_of_a_long_phone_are_hidden(phone: str) -> None:
    digits = phone.removeprefix("+86")
    assert len(masked_phone(phone).replace("*", "")) <= max(0, len(digits) - 4)
