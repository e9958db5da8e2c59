"""Slips of typing: mended where a word of ours is meant, left alone where none or one of two may be."""

import pytest

from domain.said.sentences.slips import mended
from storage.places.pinyin import readings


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("挂 靠", "挂靠"),
        ("报 名 周 六 党 课", "报名周六党课"),
        ("党克", "党课"),
        ("我要包名", "我要报名"),
        ("sing up for saturday", "sign up for saturday"),
        ("actvities this week", "activities this week"),
        ("activitie", "activities"),
        ("activvities", "activities"),
        ("acxivities", "activities"),
        ("servce point", "service point"),
        ("events on saterday", "events on saturday"),
        ("huodng", "huodong"),
    ],
)
def test_slip_is_mended(said: str, meant: str) -> None:
    assert list(mended(said, readings)) == [meant]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "挂靠",
        "大橘猫",
        "好的谢谢",
        "sign up",
        "stopping by",
        "shopping centre",
        "xylophone lessons",
        "completely different",
        "word " * 30,
    ],
)
def test_what_has_no_slip_stays(said: str) -> None:
    assert [one for one in mended(said, readings) if one != said] == []


def test_sound_of_words_is_remembered_for_whoever_says_how_they_sound() -> None:
    assert list(mended("党克", lambda sign: readings(sign)[:1])) == ["党课"]
    assert list(mended("党克", lambda sign: (sign,))) == []
