"""Replies and arrivals as bytes: what goes in comes out, and a person's coordinates do not go in."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import (
    Arrival,
    Button,
    Card,
    Cards,
    Commands,
    Document,
    Drawing,
    Event,
    Key,
    Message,
    Picture,
    Pin,
    SharedPlace,
    Text,
)
from bot.codec import decode, decode_arrival, encode, encode_arrival
from tests.anywhere.steps import IN_NO_HURRY

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
BUTTONS = st.lists(st.lists(st.builds(Button, WORDS, WORDS, WORDS), max_size=3).map(tuple), max_size=3).map(tuple)
KEYS = st.lists(st.lists(st.builds(Key, WORDS, WORDS), max_size=3).map(tuple), max_size=3).map(tuple)
DEGREES = st.floats(-90, 90)
REPLIES = st.one_of(
    st.builds(Text, WORDS, BUTTONS, KEYS, st.booleans(), st.integers(0, 2**52)),
    st.builds(Pin, DEGREES, DEGREES, WORDS, WORDS, WORDS, BUTTONS),
    st.builds(Document, WORDS, st.binary(max_size=40), WORDS, BUTTONS),
    st.builds(Picture, WORDS, WORDS, BUTTONS),
    st.builds(Drawing, st.binary(max_size=40), WORDS, BUTTONS, st.integers(0, 2**52)),
    st.builds(Cards, WORDS, st.lists(st.builds(Card, WORDS, WORDS, WORDS, WORDS, BUTTONS), max_size=3).map(tuple)),
    st.builds(Commands, st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple)),
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis wants them so
EVENTS = st.one_of(*[st.from_type(kind) for kind in get_args(Event) if kind is not SharedPlace])


@IN_NO_HURRY
@given(REPLIES)
def test_reply_comes_back(reply: Message) -> None:
    assert decode(encode(reply)) == reply


def test_reply_is_short() -> None:
    assert encode(Text("您好")) == 't{"html":"您好"}'.encode()


@pytest.mark.parametrize("content", [b"", b"x{}", b"{}"])
def test_decode_what_is_no_reply(content: bytes) -> None:
    with pytest.raises(ValueError, match="no reply begins with"):
        decode(content)


def test_decode_a_reply_that_lacks_something() -> None:
    with pytest.raises(ValueError, match="html"):
        decode(b"t{}")


@IN_NO_HURRY
@given(st.integers(0, 2**53), st.integers(-(2**53), 2**53), MOMENTS, st.none() | EVENTS, st.text(max_size=8))
def test_arrival_comes_back(update: int, chat: int, at: datetime, event: Event | None, language: str) -> None:
    arrival = Arrival(update, chat, at, event, language)
    assert decode_arrival(encode_arrival(arrival)) == arrival


def test_arrival_of_a_shared_place_comes_back_without_it() -> None:
    arrival = Arrival(1, 1001, datetime(2026, 12, 1, tzinfo=UTC), SharedPlace(31.2235, 121.4458, "街心花园"), "zh")
    kept = encode_arrival(arrival)
    assert decode_arrival(kept) == Arrival(1, 1001, arrival.at, None, "zh")
    assert [told for told in (b"31.2", b"121.4") if told in kept] == []
