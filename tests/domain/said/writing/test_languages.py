"""Which language a sentence is written in; names, single words and pinyin say nothing of it."""

import pytest

from domain.said.writing.languages import written_in


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("show me the activities this week", "en"),
        ("Where is the nearest service point?", "en"),
        ("附近有什么活动", "zh_Hans"),
        ("我要請假", "zh_Hans"),
        ("静安寺", ""),
        ("南京西路1266号", ""),
        ("AED", ""),
        ("Jing'an Temple station", ""),
        ("Plaza 66 Nanjing Road West", ""),
        ("wo yao qing jia on Saturday", ""),
        ("", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert written_in(text) == language
