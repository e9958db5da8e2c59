"""Formatting as Telegram tells it, and the HTML that becomes of it."""

from html import unescape
from re import sub
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.entities import to_html

KINDS = ("bold", "italic", "text_link", "code", "custom_emoji", "blockquote")


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("text", "entities", "html"),
    [
        ("通知", None, ""),
        ("通知", [], ""),
        ("通知", [entity("bold", 0, 2)], "<b>通知</b>"),
        ("a<b & c_", [entity("italic", 2, 1)], "a&lt;<i>b</i> &amp; c_"),
        ("😀 看", [entity("underline", 3, 1)], "😀 <u>看</u>"),
        (
            "看这里",
            [entity("text_link", 1, 2, url='https://x.cn/?a="1"&b')],
            '看<a href="https://x.cn/?a=&quot;1&quot;&amp;b">这里</a>',
        ),
        ("abc", [entity("bold", 0, 3), entity("italic", 1, 1)], "<b>a<i>b</i>c</b>"),
        ("abc", [entity("bold", 0, 2), entity("italic", 1, 2)], "<b>a<i>b</i></b><i>c</i>"),
        ("ab", [entity("strikethrough", 0, 1), entity("code", 1, 1)], "<s>a</s><code>b</code>"),
        ("ab", [entity("spoiler", 0, 1), entity("pre", 1, 1)], "<tg-spoiler>a</tg-spoiler><pre>b</pre>"),
        ("ab", [entity("expandable_blockquote", 0, 2)], "<blockquote>ab</blockquote>"),
        ("👍好", [entity("custom_emoji", 0, 2, custom_emoji_id="1")], ""),
        ("👍好", [entity("custom_emoji", 0, 2), entity("bold", 0, 3)], "<b>👍好</b>"),
        ("@fang", [entity("mention", 0, 5)], ""),
        ("😀", [entity("bold", 0, 1)], ""),
        ("ab", [entity("bold", 1, 9)], ""),
        ("ab", [entity("bold", -1, 1), entity("bold", 0, 0), {"type": "bold"}, "bold"], ""),
    ],
)
def test_text_with_entities_is_written_as_html(text: str, entities: object, html: str) -> None:
    assert to_html(text, entities) == html


@given(
    st.text(),
    st.lists(st.builds(entity, st.sampled_from(KINDS), st.integers(-1, 9), st.integers(0, 9), url=st.just("x.cn"))),
)
def test_words_stay_whatever_formats_them(text: str, entities: list[dict[str, Any]]) -> None:
    html = to_html(text, entities)
    assert not html or unescape(sub("<[^>]*>", "", html)) == text
