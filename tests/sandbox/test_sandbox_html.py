"""HTML as Telegram reads it, and texts shown as HTML that a page may trust."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.formatting.entities import find_entities, to_html, utf16_length, with_found
from sandbox.formatting.html import HALF_CHARACTER, parse_html
from sandbox.refusals import RefusedError


def _entity(offset: int, length: int, kind: str, **more: object) -> dict[str, object]:
    return {"offset": offset, "length": length, "type": kind, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>粗</b><i>斜</i>", "粗斜", [_entity(0, 1, "bold"), _entity(1, 1, "italic")]),
        ("😀<b>x</b>", "😀x", [_entity(2, 1, "bold")]),
        ("<b>a<i>b</i></b>", "ab", [_entity(0, 2, "bold"), _entity(1, 1, "italic")]),
        ("<STRONG>a</strong>", "a", [_entity(0, 1, "bold")]),
        ("<b>a</>", "a", [_entity(0, 1, "bold")]),
        ("&lt;b&gt; &amp;amp; &quot; &#65; &#x4e2d; &nbsp; &", '<b> &amp; " A 中 &nbsp; &', []),
        ('<a href="https://x.cn/?a=1&amp;b=2">x</a>', "x", [_entity(0, 1, "text_link", url="https://x.cn/?a=1&b=2")]),
        ('<a href="x.cn">x</a>', "x", [_entity(0, 1, "text_link", url="http://x.cn/")]),
        ("<a href='javascript:x'>x</a>", "x", []),
        ('<a href="mailto:a@b.cn">x</a>', "x", [_entity(0, 1, "text_link", url="mailto:a@b.cn")]),
        ('<span class="tg-spoiler">x</span>', "x", [_entity(0, 1, "spoiler")]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [_entity(0, 1, "spoiler")]),
        ("<blockquote expandable>x</blockquote>", "x", [_entity(0, 1, "expandable_blockquote")]),
        ('<pre><code class="language-sql">x</code></pre>', "x", [_entity(0, 1, "pre", language="sql")]),
        ("<code>x</code>", "x", [_entity(0, 1, "code")]),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [_entity(0, 2, "custom_emoji", custom_emoji_id="5")]),
        ("<b></b>x", "x", []),
        ('<a href="tg://user?id=7">x</a>', "x", [_entity(0, 1, "text_mention", user={"id": 7})]),
        ("<a href=telegram.org>x</a>", "x", [_entity(0, 1, "text_link", url="http://telegram.org/")]),
        ('<a href="localhost">x</a><a href="https://x.cn:99999">y</a>', "xy", []),
    ],
)
def test_tags_become_entities(source: str, text: str, entities: list[object]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("中<p>", 'Unsupported start tag "p" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=x", 'Unclosed start tag "a" at byte offset 0'),
        ("x&#57311;", HALF_CHARACTER),
        ("&#xD83D;&#xDE00;", HALF_CHARACTER),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=a/b>x</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_malformed_html_is_refused(source: str, wrong: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_html(source)
    assert (refused.value.code, refused.value.description) == (400, f"Bad Request: can't parse entities: {wrong}")


@given(st.text(alphabet="/@#$.:+-_()[] 4a中😀\n", max_size=60))
def test_what_is_found_in_any_text_lies_in_it_and_apart(text: str) -> None:
    found = find_entities(text)
    ends = [int(str(one["offset"])) + int(str(one["length"])) for one in found]
    assert max(ends, default=0) <= utf16_length(text)
    assert all(int(str(after["offset"])) >= end for after, end in zip(found[1:], ends, strict=False))


@given(st.text(alphabet="<>/&;abi ='\"😀中\n", max_size=40))
def test_any_text_is_read_or_refused(source: str) -> None:
    with suppress(RefusedError):
        text, entities = parse_html(source)
        ends = [int(str(one["offset"])) + int(str(one["length"])) for one in entities]
        assert max(ends, default=0) <= utf16_length(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [_entity(0, 6, "bot_command")]),
        ("😀 /help@some_bot", [_entity(3, 14, "bot_command")]),
        ("1/2 and a/b", []),
        ("看 https://x.cn/a，好", [_entity(2, 16, "url")]),  # Telegram takes ，for a part of the path
        ("@waystation #学习 a@b.cn", [_entity(0, 11, "mention"), _entity(12, 3, "hashtag"), _entity(16, 6, "email")]),
        ("#1 @x", []),
        ("telegram.org, see", [_entity(0, 12, "url")]),
        ("(https://x.cn/a_(b)).", [_entity(1, 18, "url")]),
        ("http://1.2.3.4:80/x", [_entity(0, 19, "url")]),
        ("http://shop", []),
        ("v1.2 and 3.14", []),
        ("tg://resolve?domain=x.", [_entity(0, 21, "url")]),
        ("$USD $usd $TOOLONGTAG", [_entity(0, 4, "cashtag")]),
        ("#tag@name #end#", [_entity(0, 9, "hashtag")]),
        ("4111 1111 1111 1111", [_entity(0, 19, "bank_card_number")]),
        ("4111 1111 1111 1112", []),
        ("+86 138 0013 8000", [_entity(0, 17, "phone_number")]),
        ("@gif @abc", [_entity(0, 4, "mention")]),
        (f"@{'a' * 33}", []),
        ("/a@b </b> /c> x/d", []),
        ("上海www.shanghai.gov.cn好", []),
    ],
)
def test_commands_links_and_names_are_found(text: str, found: list[object]) -> None:
    assert find_entities(text) == found


def test_what_is_found_inside_given_entities_is_left_alone() -> None:
    given_entities = [_entity(0, 6, "code")]
    assert with_found("/start /help", given_entities) == [_entity(0, 6, "code"), _entity(7, 5, "bot_command")]


@pytest.mark.parametrize(
    ("text", "entities", "html"),
    [
        ('<script> & "', [], "&lt;script&gt; &amp; &quot;"),
        ("a\nb", [_entity(0, 3, "bold")], "<b>a\nb</b>"),
        ("😀中x", [_entity(2, 1, "italic")], "😀<i>中</i>x"),
        ("abc", [_entity(0, 3, "bold"), _entity(1, 1, "italic")], "<b>a<i>b</i>c</b>"),
        ("abc", [_entity(0, 2, "bold"), _entity(1, 2, "italic")], "<b>a<i>b</i></b>c"),
        ("x", [_entity(0, 1, "text_link", url="javascript:alert(1)")], "x"),
        (
            "x",
            [_entity(0, 1, "text_link", url='https://x.cn/"><b>')],
            '<a href="https://x.cn/&quot;&gt;&lt;b&gt;" target="_blank" rel="noopener noreferrer">x</a>',
        ),
    ],
)
def test_a_text_is_shown_as_safe_html(text: str, entities: list[dict[str, object]], html: str) -> None:
    assert to_html(text, entities) == html
