"""What goes out over a channel that can do less: every cell of the table, and what holds for any text and channel."""

import re
from dataclasses import replace
from html import unescape
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.abilities import EVERY_TAG, LEAST, TELEGRAM, WEB, Abilities, ButtonLimits, Unit
from bot.chat import (
    Button,
    Card,
    Cards,
    Commands,
    Document,
    Drawing,
    Key,
    Message,
    Picture,
    Pin,
    Post,
    Text,
    Toast,
    Unsend,
)
from bot.degrading import Degraded, degraded
from bot.degrading.cutting import counted
from bot.texts import words
from domain.announcements.announcements import Medium

ZH, EN = words("zh_Hans"), words("en")
ON: Final = Button("Next", "menu.1.next")
BACK: Final = Button("Back", "menu.1.back")
LASTING: Final = Button("I will come", "=come.7")
LINK: Final = Button("Map", url="https://m.example/1")
PHOTO: Final = Medium("photo", "f1")
PLAIN: Final = replace(LEAST, length=4096)
"""Nothing but texts, however long."""


def shown(message: Message, abilities: Abilities = PLAIN) -> list[str]:
    """Return the texts that a message becomes."""
    parts = degraded(message, abilities, EN).parts
    assert all(isinstance(part, Text) for part in parts)
    return [part.html for part in parts if isinstance(part, Text)]


EVERYTHING: Final[tuple[Message, ...]] = (
    Text('<b>Hello</b> &amp; <a href="https://x.example">more</a>', ((ON, BACK), (LINK,)), replaces=7),
    Text("Where?", keys=((Key("Here", "location"), Key("Back")),)),
    Text("Gone", hide_keys=True),
    Pin(31.224, 121.446, "JA-1", "Nanjing Road", "JA-1, Nanjing Road", ((ON,),)),
    Document("a.pdf", b"%PDF", "The poster", ((ON,),)),
    Drawing(b"PNG", "The code", ((ON,),), replaces=9),
    Picture("f1", "The entrance", ((ON,),)),
    Post("<b>Thursday</b>", (PHOTO,), ((LASTING,),), replaces=5),
    Post("Thursday", buttons=((LASTING,),)),
    Cards("r", (Card("k", "t", "d", "h"),)),
    Unsend((1, 2)),
    Toast("r", "Noted"),
    Commands((("menu", "the menu"),)),
)


@pytest.mark.parametrize("message", EVERYTHING, ids=lambda one: type(one).__name__)
def test_nothing_is_degraded_where_everything_is_able(message: Message) -> None:
    assert degraded(message, TELEGRAM, EN) == Degraded((message,))


def test_formatting_that_is_not_able_leaves_no_tag_and_keeps_the_address_of_a_link() -> None:
    said = Text(
        '<b>Sure</b>: <a href="https://x.example/?a=1&amp;b=2">see here</a>, 1 &lt; 2, <tg-spoiler>ssh</tg-spoiler>'
    )
    assert shown(said) == ["Sure: see here https://x.example/?a=1&amp;b=2, 1 &lt; 2, ssh"]


def test_a_link_whose_words_are_its_address_is_written_once() -> None:
    assert shown(Text('<a href="https://x.example">https://x.example</a>')) == ["https://x.example"]


def test_some_formatting_is_kept_and_other_is_not() -> None:
    some = replace(PLAIN, formatting=frozenset({"b"}))
    assert shown(Text("<b>one <i>two</i></b> <strong>three</strong>"), some) == [
        "<b>one two</b> <strong>three</strong>"
    ]


def test_a_tag_that_was_never_closed_formats_the_rest() -> None:
    assert shown(Text("a <b>b"), replace(PLAIN, formatting=EVERY_TAG)) == ["a <b>b</b>"]


def test_what_is_formatted_across_a_cut_is_formatted_on_both_sides() -> None:
    bold = replace(PLAIN, length=8, formatting=EVERY_TAG)
    assert shown(Text("<b>one two three</b>"), bold) == ["<b>one two</b>", "<b>three</b>"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one two\n\nthree four", ["one two", "three four"]),
        ("a\nb c d e f g h", ["a", "b c d e f g h"]),
        ("One it is. Two now", ["One it is.", "Two now"]),
        ("一二三四五六七。八九十一二三四", ["一二三四五六七。", "八九十一二三四"]),
        ("abcdefghijklmnopqrst", ["abcdefghijklm", "nopqrst"]),
        ("see https://x.e", ["see", "https://x.e"]),
        ("一二三四五六七八九十一二👍🏽三", ["一二三四五六七八九十一二", "👍🏽三"]),
        ("一二三四五六七八九十一二e\u0301三", ["一二三四五六七八九十一二", "e\u0301三"]),
    ],
)
def test_a_text_is_cut_where_it_hurts_least(text: str, parts: list[str]) -> None:
    assert shown(Text(text), replace(PLAIN, length=13)) == parts


@pytest.mark.parametrize(
    ("unit", "parts"), [(Unit.CHARACTERS, ["😀😀😀😀"]), (Unit.UTF_16, ["😀😀", "😀😀"]), (Unit.BYTES, ["😀"] * 4)]
)
def test_a_length_is_counted_in_the_unit_of_the_channel(unit: Unit, parts: list[str]) -> None:
    assert shown(Text("😀😀😀😀"), replace(PLAIN, length=4, unit=unit)) == parts


def test_a_limit_below_one_sign_still_ends() -> None:
    assert shown(Text("😀😀"), replace(PLAIN, length=1, unit=Unit.BYTES)) == ["😀", "😀"]


def test_buttons_become_numbers_and_links_are_written_out() -> None:
    found = degraded(Text("Well?", ((ON, BACK), (LINK,))), PLAIN, EN)
    assert found.parts == (Text("Well?\n\n1 Next\n2 Back\nMap: https://m.example/1\nReply with a number."),)
    assert found.pressed == {"1": "menu.1.next", "2": "menu.1.back"}


def test_links_alone_ask_for_no_number() -> None:
    assert degraded(Text("", ((LINK,),)), PLAIN, EN) == Degraded((Text("Map: https://m.example/1"),))


def test_a_label_that_is_a_number_keeps_it() -> None:
    lines = tuple(Button(label, f"menu.1.{label}") for label in ("1", "3", "1"))
    found = degraded(Text("1. A\n3. B", (lines, (ON,))), PLAIN, EN)
    assert found.parts == (Text("1. A\n3. B\n\n2 1\n4 Next\nReply with a number."),)
    assert found.pressed == {"1": "menu.1.1", "3": "menu.1.3", "2": "menu.1.1", "4": "menu.1.next"}


def test_a_label_that_begins_with_a_number_keeps_it() -> None:
    stars = tuple((Button(label, f"rate.1.{label[0]}"),) for label in ("5 very good", "1 not good", "7th"))
    found = degraded(Text("Well?", stars), PLAIN, EN)
    assert found.parts == (Text("Well?\n\n5 very good\n1 not good\n2 7th\nReply with a number."),)
    assert found.pressed == {"5": "rate.1.5", "1": "rate.1.1", "2": "rate.1.7"}


def test_numbers_are_marked_where_a_number_may_be_the_answer() -> None:
    found = degraded(Text("How many?", ((ON,), (Button("10", "menu.1.10"),)), asks_words=True), PLAIN, EN)
    assert found.pressed == {"#1": "menu.1.next", "#10": "menu.1.10"}
    assert found.parts == (Text("How many?\n\n#1 Next\n#10\nReply with # and a number, such as #1."),)


def test_numbers_are_marked_below_what_is_no_screen() -> None:
    assert degraded(Text("Coming?", ((LASTING,),)), PLAIN, EN).pressed == {"#1": "=come.7"}


def test_keys_become_numbers_without_those_that_share_what_cannot_be_shared() -> None:
    keys = ((Key("My place", "location"),), (Key("My number", "phone"),), (Key("Back"),))
    found = degraded(Text("Where?", keys=keys, hide_keys=True), PLAIN, ZH)
    assert found.parts == (Text("Where?\n\n1 Back\n请回复数字。"),)
    assert found.pressed == {"1": ">Back"}


def test_a_keyboard_keeps_the_keys_that_work() -> None:
    keys = ((Key("My place", "location"), Key("My number", "phone")), (Key("Back"),))
    web = degraded(Text("Where?", keys=keys), WEB, EN)
    assert [part.keys for part in web.parts if isinstance(part, Text)] == [
        ((Key("My place", "location"),), (Key("Back"),))
    ]


@pytest.mark.parametrize(
    "limits",
    [
        ButtonLimits(most=1, label=20, links=True),
        ButtonLimits(most=9, label=3, links=True),
        ButtonLimits(most=9, label=20, links=False),
    ],
    ids=["too many", "too long", "no links"],
)
def test_buttons_beyond_the_limits_become_numbers(limits: ButtonLimits) -> None:
    found = degraded(Text("Well?", ((ON, LINK),)), replace(PLAIN, buttons=limits), EN)
    assert found.pressed == {"1": "menu.1.next"}


def test_buttons_within_the_limits_stand_below_each_other_and_below_the_last_part() -> None:
    able = replace(PLAIN, length=6, buttons=ButtonLimits(most=6, label=10))
    assert degraded(Text("one\n\ntwo", ((ON, BACK),)), able, EN).parts == (Text("one"), Text("two", ((ON,), (BACK,))))


def test_an_edit_is_a_new_message() -> None:
    assert degraded(Text("Now", replaces=7), PLAIN, EN) == Degraded((Text("Now"),))


def test_an_edit_rewrites_with_its_first_part() -> None:
    able = replace(PLAIN, length=3, editing=True)
    assert degraded(Text("one two", replaces=7), able, EN).parts == (Text("one", replaces=7), Text("two"))


def test_a_place_is_its_words_and_a_link_to_a_map_in_the_degrees_of_that_map() -> None:
    (text,) = shown(EVERYTHING[3])
    assert text.startswith("JA-1, Nanjing Road\nhttps://uri.amap.com/marker?position=121.45")
    assert text.endswith("\n\n#1 Next\nReply with # and a number, such as #1.")


def test_a_place_keeps_its_map_and_says_the_rest_behind_it() -> None:
    pin = Pin(31.0, 121.0, "A", "B", "C", ((ON,),))
    found = degraded(pin, replace(PLAIN, location_out=True), EN)
    assert found.parts == (replace(pin, buttons=()), Text("#1 Next\nReply with # and a number, such as #1."))


MISSING: Final = "(There is a picture or file with this that cannot be shown here.)"


@pytest.mark.parametrize(
    "message",
    [Document("a.pdf", b"x", "So <it> is"), Drawing(b"x", "So <it> is", replaces=3), Picture("f", "So <it> is")],
    ids=["document", "drawing", "picture"],
)
def test_a_file_is_its_words_and_what_is_missing(message: Message) -> None:
    assert shown(message) == [f"So &lt;it&gt; is\n\n{MISSING}"]


def test_a_file_without_words_says_what_is_missing() -> None:
    assert shown(Picture("f")) == [MISSING]


FILES: Final = replace(PLAIN, documents=True, pictures=True, media=True, caption=9)


@pytest.mark.parametrize("message", [Document("a", b"x"), Drawing(b"x"), Picture("f")], ids=["d", "g", "p"])
def test_a_file_keeps_a_short_caption_and_lists_its_buttons_behind_it(message: Document | Drawing | Picture) -> None:
    short, long = replace(message, caption="short", buttons=((ON,),)), replace(message, caption="much too long")
    listed = Text("#1 Next\nReply with # and a number, such as #1.")
    assert degraded(short, FILES, EN).parts == (replace(short, buttons=()), listed)
    assert degraded(long, FILES, EN).parts == (message, Text("much too long"))


def test_a_drawing_is_sent_anew_where_nothing_is_rewritten() -> None:
    assert degraded(Drawing(b"x", replaces=3), FILES, EN).parts == (Drawing(b"x"),)
    assert degraded(Drawing(b"x", replaces=3), replace(FILES, editing=True), EN).parts == (Drawing(b"x", replaces=3),)


def test_a_post_is_a_text_where_nothing_hangs_on_it_and_it_does_not_fit() -> None:
    found = degraded(Post("<b>Thursday</b>", buttons=((LASTING,),), replaces=5), PLAIN, EN)
    assert found.parts == (Text("Thursday\n\n#1 I will come\nReply with # and a number, such as #1."),)
    assert found.pressed == {"#1": "=come.7"}


def test_a_post_stays_one_where_it_fits() -> None:
    assert degraded(Post("<b>Thursday</b>", paid=True), PLAIN, EN).parts == (Post("Thursday", paid=True),)


def test_a_post_that_is_too_long_is_cut_and_rewrites_with_its_first_part() -> None:
    able = replace(PLAIN, length=6, editing=True)
    assert degraded(Post("one two six", replaces=5), able, EN).parts == (
        Text("one", replaces=5),
        Text("two"),
        Text("six"),
    )


def test_a_post_without_its_media_says_what_is_missing() -> None:
    assert shown(Post("Thursday", (PHOTO,), replaces=5)) == [f"Thursday\n\n{MISSING}"]


def test_a_post_whose_words_do_not_fit_below_its_media_says_them_behind() -> None:
    found = degraded(Post("Thursday evening", (PHOTO,)), FILES, EN)
    assert found.parts == (Post("", (PHOTO,)), Text("Thursday evening"))


@pytest.mark.parametrize("message", EVERYTHING[-4:], ids=lambda one: type(one).__name__)
def test_what_cannot_be_said_otherwise_is_nothing(message: Message) -> None:
    assert degraded(message, PLAIN, EN) == Degraded(())


@given(
    st.text(alphabet=st.sampled_from("ab 一。.\n<>&😀é‍"), max_size=400),
    st.integers(1, 12),
    st.integers(4, 60),
    st.sampled_from(Unit),
)
def test_no_part_is_too_long_and_no_word_is_lost(text: str, count: int, length: int, unit: Unit) -> None:
    able = replace(PLAIN, length=length, unit=unit)
    html = text.replace("&", "&amp;").replace("<", "&lt;")
    rows = tuple((Button(f"choice {number}", f"menu.1.{number}"),) for number in range(count))
    plain = [unescape(part) for part in shown(Text(html, rows), able)]
    assert all(0 < counted(part, unit) <= length for part in plain)
    assert _signs("".join(plain)).startswith(_signs(text))
    assert [f"choice{number}" in _signs("".join(plain)) for number in range(count)] == [True] * count


def _signs(text: str) -> str:
    return re.sub(r"\s", "", text)
