"""Codes as people write them, browsers as people call them, and sentences that are about another way in."""

import pytest

from domain.people.browsers import kind_of
from domain.people.roads import SIGNS, read, spaced
from domain.said.settings.roads import asks_for_ways_in


@pytest.mark.parametrize("typed", ["AB2C-D3EF", "ab2cd3ef", " ab2c d3ef。", "ＡＢ２Ｃ－Ｄ３ＥＦ", "AB2C—D3EF"])
def test_code_is_read_however_it_is_written(typed: str) -> None:
    assert read(typed) == "AB2CD3EF"


@pytest.mark.parametrize("typed", ["", "AB2C", "AB2CD3EFG", "AB2CD3E0", "AB2CD3EI", "嘉兴大厦嘉兴大厦", "A" * 65])
def test_what_is_none_is_none(typed: str) -> None:
    assert read(typed) == ""


def test_code_is_spaced_in_fours() -> None:
    assert spaced("AB2CD3EF") == "AB2C-D3EF"
    assert read(spaced(SIGNS[:16])) == SIGNS[:16]


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        ("Mozilla/5.0 (Linux; Android 12) Chrome/86.0 MicroMessenger/8.0", "wechat:android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 14_0 like Mac OS X) Version/14.0 Safari/604.1", "safari:iphone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "edge:windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "firefox:linux"),
        ("curl/8", ""),
        ("", ""),
        ("x" * 5_000, ""),
    ],
)
def test_browser_is_called_as_people_call_it(agent: str, kind: str) -> None:
    assert kind_of(agent) == kind


@pytest.mark.parametrize(
    "said",
    [
        *(
            "换手机了",
            "我换手机了怎么办",
            "手机丢了怎么办",
            "新手机怎么登录",
            "在微信和电报上都用",
            "怎么绑定Telegram",
            "恢复码",
        ),
        *("请问怎么关联微信？", "聊天页不见了", "换了个浏览器", "清了缓存怎么办", "找回账号"),
        *("link Telegram", "How do I link my phone?", "I lost my page", "I have a new phone", "recovery code"),
    ],
)
def test_sentence_about_another_way_in(said: str) -> None:
    assert asks_for_ways_in(said)


@pytest.mark.parametrize(
    "said",
    [
        *("换手机号", "手机号换了", "手机丢了，明天来不了", "新手机店在哪里", "微信群在哪", "微信", "手机", "电报大楼"),
        *("I lost my phone and cannot come", "phone", "my new phone number", "Telegram", "a new page of history"),
    ],
)
def test_what_says_more_or_something_else_is_none(said: str) -> None:
    assert not asks_for_ways_in(said)
