"""Codes of certificates: what is read back from however they were typed."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activities.certificate_codes import LENGTH, SIGNS, may_be, named, new_code, read, shown


def test_code_reads_back_as_it_is_shown() -> None:
    for _ in range(100):
        code = new_code(secrets.choice)
        assert (read(code), read(shown(code)), len(code)) == (code, code, LENGTH)


@pytest.mark.parametrize(
    "typed",
    [
        *("ABCDE23456", "abcde23456", " ABCDE - 23456 ", "abcde 23456", "ＡＢＣＤＥ２３４５６", "ABCDE—23456"),
        *("https://t.me/station_bot?start=v_ABCDE23456", "?start=v_abcde23456"),
    ],
)
def test_code_is_read_however_it_was_typed(typed: str) -> None:
    assert read(typed) == "ABCDE23456"


@pytest.mark.parametrize("typed", ["", "ABCDE2345", "ABCDE234567", "ABCDE2345O", "ABCDE2345I", "编号", "v_ABCDE23456"])
def test_what_is_no_code_is_not_read(typed: str) -> None:
    assert read(typed) == ""


@given(st.text())
def test_anything_typed_is_a_code_or_nothing(typed: str) -> None:
    code = read(typed)
    assert code == "" or (len(code) == LENGTH and set(code) <= set(SIGNS))


@pytest.mark.parametrize("typed", ["is there a dress code", "how do i find the room", "good night", "编号是多少"])
def test_sentence_names_no_code_and_is_none(typed: str) -> None:
    assert (named(typed), may_be(typed)) == ("", False)


@pytest.mark.parametrize("typed", ["ABCDE-2345O", "abcde23451", "ABCDE FGHIL", "?start=v_ABCDE2345O"])
def test_code_with_a_slip_may_be_one(typed: str) -> None:
    assert may_be(typed)


def test_code_is_named_in_a_sentence() -> None:
    assert named("编号是 ABCDE-23456") == "ABCDE23456"
    assert named("certificate ABCDEFGHJK") == "ABCDEFGHJK"
