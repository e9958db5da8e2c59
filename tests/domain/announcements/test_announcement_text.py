"""How long the words of an announcement are, and which tags they may have."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.announcements.announcements import MOST_CAPTION, MOST_TEXT, Content, Medium
from domain.announcements.text import length, most, plain, says_something, seems, too_long, well_formed

_TAGS = ("b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler")
_TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
_MARKED = st.recursive(
    _TYPED.map(escape),
    lambda inner: st.one_of(
        st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", st.sampled_from(_TAGS), inner),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("html", "units"),
    [
        ("", 0),
        ("党课", 2),
        ("<b>党课</b>", 2),
        ("1 &lt; 2 &amp; 3", 9),
        ("😀", 2),
        ("👨‍👩‍👧", 8),
        ('<a href="https://example.org/?a=1&amp;b=2">here</a>', 4),
        (" \n blank ends do not count \n", 23),
        ("\ud83d", 1),
    ],
)
def test_length_is_counted_as_the_messenger_does(html: str, units: int) -> None:
    assert length(html) == units


@pytest.mark.parametrize(
    "html",
    [
        "",
        "plain",
        "a &amp; b &lt;c&gt; &quot;d&quot; &#x27;e&#39;",
        "<b>bold <i>and slanted</i></b>",
        '<a href="https://example.org/">link</a>',
        '<pre><code class="language-python">x = 1</code></pre>',
        "<blockquote>said</blockquote><blockquote expandable>long</blockquote>",
        "<tg-spoiler>hidden</tg-spoiler>",
    ],
)
def test_well_formed_is_what_a_front_writes(html: str) -> None:
    assert well_formed(html)


@pytest.mark.parametrize(
    "html",
    [
        "a < b",
        "a > b",
        "a & b",
        "&nbsp;",
        "<b>open",
        "closed</b>",
        "<b><i>crossed</b></i>",
        "<script>x</script>",
        "<b class='x'>x</b>",
        '<b class="x">x</b>',
        "<a>no address</a>",
        '<a href="">no address</a>',
        '<b>x</b class="y">',
        "<B>x</B>",
        "<br>",
    ],
)
def test_well_formed_refuses_anything_else(html: str) -> None:
    assert not well_formed(html)


@given(_MARKED)
def test_well_formed_holds_for_all_that_is_nested_properly(html: str) -> None:
    assert well_formed(html)


@given(_TYPED)
def test_plain_gives_back_what_was_typed(typed: str) -> None:
    assert plain(escape(typed)) == typed
    assert length(escape(typed)) == len(typed.strip().encode("utf-16-le")) // 2


def test_caption_may_be_less_long_than_a_text() -> None:
    picture = (Medium("photo", "x"),)
    assert (most(Content({})), most(Content({}, picture))) == (MOST_TEXT, MOST_CAPTION)


def test_too_long_tells_by_how_much_in_each_language() -> None:
    words = {"zh_Hans": "长" * (MOST_TEXT + 1), "en": "<b>" + "l" * MOST_TEXT + "</b>"}
    assert too_long(Content(words)) == {"zh_Hans": 1}
    caption = {"zh_Hans": "😀" * (MOST_CAPTION // 2 + 1), "en": "l" * MOST_CAPTION}
    assert too_long(Content(caption, (Medium("photo", "x"),))) == {"zh_Hans": 2}


def test_blanks_say_nothing() -> None:
    assert [says_something(html) for html in ("", " \n", "<b> </b>", "<b>x</b>")] == [False, False, False, True]


@pytest.mark.parametrize(
    ("text", "language"), [("党课", "zh_Hans"), ("Hi 党", "zh_Hans"), ("Lecture", "en"), ("1", "en")]
)
def test_language_is_guessed_from_the_script(text: str, language: str) -> None:
    assert seems(text) == language
