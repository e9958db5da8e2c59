"""What is remembered between two turns goes through JSON unchanged, and what cannot be understood is lost politely."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows import STEPS
from bot.flows.organising.steps import CallingOffSurely
from bot.flows.points import NearestList, Origin, PointCard
from bot.flows.step import AtMenu, Step
from bot.memory import MOST_EARLIER, Flood, Memory, read, write
from tests.anywhere.steps import IN_NO_HURRY, PLACES


def _earlier(turn: int, step: Step) -> bytes:
    return Memory(step, turn).moved_on(step, turn + 1).earlier[0]


EARLIER = st.lists(st.builds(_earlier, st.integers(1, 2**31), PLACES), max_size=3).map(tuple)
MEMORIES = st.builds(
    Memory,
    step=PLACES,
    screen=st.integers(0, 2**31),
    pressed=st.text(max_size=64),
    pressed_at=st.floats(0, 1e11),
    flood=st.builds(Flood, st.floats(0, 1e11), st.integers(0, 10**6), st.booleans()),
    lost=st.just(False),  # noqa: FBT003  hypothesis takes the value so
    earlier=EARLIER,
    offers=st.lists(st.tuples(st.text(max_size=8), st.text(max_size=64)), max_size=6).map(tuple),
)


@IN_NO_HURRY
@given(MEMORIES)
def test_memory_goes_through_json_unchanged(memory: Memory) -> None:
    assert read(write(memory)) == memory


def test_memory_before_the_first_turn() -> None:
    assert read(b"") == Memory(AtMenu(), 0, "", 0.0, Flood(), lost=False)


def test_memory_as_it_is_stored() -> None:
    head, place = write(Memory(NearestList(Origin("嘉兴大厦", 31.2, 121.5), page=2), screen=7)).split(b"\n")
    assert json.loads(head) == {
        "at": "NearestList",
        "version": 1,
        "screen": 7,
        "pressed": "",
        "pressed_at": 0.0,
        "flood": [0.0, 0, False],
    }
    assert json.loads(place) == {
        "origin": {"title": "嘉兴大厦", "latitude": 31.2, "longitude": 121.5},
        "services": 0,
        "open_only": False,
        "page": 2,
        "open_at": None,
        "all_day": False,
        "open_on": None,
        "open_until": None,
        "part": None,
    }


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.__name__)
def test_place_of_another_version_is_lost(step: type[Step]) -> None:
    assert read(_stored(step.__name__, step.VERSION + 1, b"{}")) == _LOST


@pytest.mark.parametrize("place", [b"", b"{", b"[]", b'{"unit_id": null}', b'{"page": 1}'])
def test_place_that_does_not_fit_is_lost(place: bytes) -> None:
    assert read(_stored("UnitList", 1, place)) == _LOST


def test_place_that_is_gone_is_lost() -> None:
    assert read(_stored("ChoosingHat", 1, b"{}")) == _LOST


def test_place_with_a_field_that_was_dropped_is_read() -> None:
    assert read(_stored("AtMenu", 1, b'{"mood": "good"}')).step == AtMenu()


_LOST = Memory(AtMenu(), 7, "m.6.more", 1.5, Flood(1.0, 2, told=True), lost=True)


def _stored(at: str, version: int, place: bytes) -> bytes:
    head = {
        "at": at,
        "version": version,
        "screen": 7,
        "pressed": "m.6.more",
        "pressed_at": 1.5,
        "flood": [1.0, 2, True],
    }
    return json.dumps(head).encode() + b"\n" + place


# ---------------------------------------------------------------- earlier screens


def test_earlier_screens_are_remembered_with_the_turn_of_their_buttons() -> None:
    cards = [PointCard(number) for number in range(1, MOST_EARLIER + 4)]
    at = Memory()
    for turn, card in enumerate(cards, 1):
        at = read(write(at.moved_on(card, turn)))
    assert at.step == at.shown_at(len(cards)) == cards[-1]
    remembered = {turn: at.shown_at(turn) for turn in range(len(cards) + 2)}
    first = len(cards) - MOST_EARLIER
    assert remembered == {turn: cards[turn - 1] if first <= turn <= len(cards) else None for turn in remembered}


def test_earlier_screen_of_another_version_is_not_remembered() -> None:
    card = b'{"point_id": 1}'
    gone, changed = b"1 ChoosingHat 1 {}", b"2 PointCard 99 " + card
    broken, fits = b"3 PointCard 1 {}", b"4 PointCard 1 " + card
    at = read(write(Memory(screen=5, earlier=(gone, changed, broken, fits))))
    assert [at.shown_at(turn) for turn in range(1, 5)] == [None, None, None, PointCard(1)]
    assert at.moved_on(PointCard(2), 6).earlier == (changed, broken, fits, b"5 AtMenu 1 " + at.stored)


def test_step_that_passes_is_remembered_only_as_long_as_it_is_the_current_one() -> None:
    surely = CallingOffSurely(1, "下雨")
    again = Memory(surely, 1).moved_on(surely, 2)
    assert again.shown_at(1) == surely
    assert again.moved_on(PointCard(1), 3).earlier == ()
