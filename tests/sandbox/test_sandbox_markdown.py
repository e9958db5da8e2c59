"""Markdown and MarkdownV2 as Telegram reads them."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.formatting.entities import utf16_length
from sandbox.formatting.markdown import parse_markdown, parse_markdown_v2
from sandbox.refusals import RefusedError


def _entity(offset: int, length: int, kind: str, **more: object) -> dict[str, object]:
    return {"offset": offset, "length": length, "type": kind, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("没有记号", "没有记号", []),
        ("*粗* _斜_", "粗 斜", [_entity(0, 1, "bold"), _entity(2, 1, "italic")]),
        ("😀*a*", "😀a", [_entity(2, 1, "bold")]),
        ("*a_b*", "a_b", [_entity(0, 3, "bold")]),  # marks do not nest
        ("\\*a\\_\\`\\[\\x", "*a_`[\\x", []),
        ("`a*b`", "a*b", [_entity(0, 3, "code")]),
        ("```py\na```", "a", [_entity(0, 1, "pre", language="py")]),
        ("```\n\na```", "\na", [_entity(0, 2, "pre")]),
        ("[驿站](https://x.cn)", "驿站", [_entity(0, 2, "text_link", url="https://x.cn/")]),
        ("[x.cn]", "x.cn", [_entity(0, 4, "text_link", url="http://x.cn/")]),
        ("[a](tg://user?id=7)", "a", [_entity(0, 1, "text_mention", user={"id": 7})]),
        ("[a](nowhere) **", "a ", []),
        ("[a](x.cn", "a", [_entity(0, 1, "text_link", url="http://x.cn/")]),
    ],
)
def test_markdown_becomes_entities(source: str, text: str, entities: list[object]) -> None:
    assert parse_markdown(source) == (text, entities)


@pytest.mark.parametrize(("source", "at"), [("_a", 0), ("中*a", 3), ("a `b", 2), ("[a", 0), ("```a``", 0)])
def test_markdown_without_an_end_is_refused(source: str, at: int) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_markdown(source)
    words = f"Can't find end of the entity starting at byte offset {at}"
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*a _b_ c*", "a b c", [_entity(0, 5, "bold"), _entity(2, 1, "italic")]),
        ("__a _b___", None, "Can't find end of Italic entity at byte offset 8"),
        ("__a _b_ __", "a b ", [_entity(0, 4, "underline"), _entity(2, 1, "italic")]),
        ("~a~ ||b||", "a b", [_entity(0, 1, "strikethrough"), _entity(2, 1, "spoiler")]),
        ("`a*_.`", "a*_.", [_entity(0, 4, "code")]),
        ("```py\na```", "a", [_entity(0, 1, "pre", language="py")]),
        ("```\na```", "a", [_entity(0, 1, "pre")]),
        ("[x\\.cn](https://x.cn/\\))", "x.cn", [_entity(0, 4, "text_link", url="https://x.cn/)")]),
        ("[x\\.cn]", "x.cn", [_entity(0, 4, "text_link", url="http://x.cn/")]),
        ("![👍](tg://emoji?id=5)", "👍", [_entity(0, 2, "custom_emoji", custom_emoji_id="5")]),
        (">a\n>b\nc", "a\nb\nc", [_entity(0, 4, "blockquote")]),
        (">a\n**>b", "a\nb", [_entity(0, 2, "blockquote"), _entity(2, 1, "blockquote")]),
        (">a\n>b||\nc", "a\nb\nc", [_entity(0, 4, "expandable_blockquote")]),
        (">a\n>||b\nc", None, "Can't find end of Spoiler entity at byte offset 4"),
        (">a\n>||b||||\nc", "a\nb\nc", [_entity(0, 4, "expandable_blockquote"), _entity(2, 1, "spoiler")]),
        (">a||||b||||", "ab", [_entity(0, 2, "blockquote")]),
        (">a\r\n>b||c||||", "a\r\nbc", [_entity(0, 5, "expandable_blockquote"), _entity(4, 1, "spoiler")]),
        ("\\_\\*\\.\\a\\", "_*.a\\", []),
        ("** __ __ ``", "   ", [_entity(1, 1, "underline")]),
        ("*a", None, "Can't find end of Bold entity at byte offset 0"),
        ("中_a", None, "Can't find end of Italic entity at byte offset 3"),
        (">*a\nb*", None, "Can't find end of Bold entity at byte offset 1"),
        ("a.b", None, "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a>b", None, "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("a|b", None, "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("[a](b", None, "Can't find end of a URL at byte offset 4"),
        ("![a]", None, "Custom emoji entity must contain a tg://emoji URL"),
        ("![a](x.cn)", None, "Custom emoji URL must have scheme tg"),
        ("![a](tg://user?id=1)", None, 'Custom emoji URL must have host "emoji"'),
        ("![a](tg://emoji)", None, "Custom emoji URL must have an emoji identifier"),
        ("![a](tg://emoji?id=05)", None, "Invalid custom emoji identifier specified"),
    ],
)
def test_markdown_v2_becomes_entities_or_is_refused(source: str, text: str | None, entities: object) -> None:
    if text is not None:
        assert parse_markdown_v2(source) == (text, entities)
        return
    with pytest.raises(RefusedError) as refused:
        parse_markdown_v2(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {entities}"


@given(st.text(alphabet="*_~|`[]()!>\\\r\n.a中😀", max_size=40))
def test_any_text_is_read_or_refused(source: str) -> None:
    for parse in (parse_markdown, parse_markdown_v2):
        with suppress(RefusedError):
            text, entities = parse(source)
            ends = [int(str(one["offset"])) + int(str(one["length"])) for one in entities]
            assert max(ends, default=0) <= utf16_length(text)


@pytest.mark.parametrize("sign", [*"*_~`[>\\.a", "||", "![", "a_", "\n>", "`a`"])
def test_the_longest_of_any_sign_is_read_quickly(sign: str) -> None:
    started = time.perf_counter()
    for parse in (parse_markdown, parse_markdown_v2):
        with suppress(RefusedError):
            parse(sign * (4096 // len(sign)))
    assert time.perf_counter() - started < 1
