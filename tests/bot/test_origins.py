"""Shared locations are held for a quarter of an hour, and for so many chats at most."""

from datetime import UTC, datetime, timedelta

from bot import origins
from bot.origins import KEPT, Origins
from domain.geo import Position

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)
HERE, THERE = Position(31.2235, 121.4454), Position(31.2290, 121.5180)


def test_recall_what_was_kept() -> None:
    held = Origins()
    held.keep(1, HERE, NOW)
    held.keep(2, THERE, NOW)
    assert [held.recall(chat, NOW) for chat in (1, 2, 3)] == [HERE, THERE, None]


def test_recall_the_last_one() -> None:
    held = Origins()
    held.keep(1, HERE, NOW)
    held.keep(1, THERE, NOW + timedelta(minutes=1))
    assert held.recall(1, NOW + timedelta(minutes=1)) == THERE


def test_recall_just_before_and_at_the_end() -> None:
    held = Origins()
    held.keep(1, HERE, NOW)
    assert held.recall(1, NOW + KEPT - timedelta(seconds=1)) == HERE
    assert held.recall(1, NOW + KEPT) is None


def test_sharing_again_begins_anew() -> None:
    held = Origins()
    held.keep(1, HERE, NOW)
    held.keep(2, HERE, NOW + timedelta(minutes=5))
    held.keep(1, THERE, NOW + timedelta(minutes=10))
    later = NOW + timedelta(minutes=20)
    assert [held.recall(1, later), held.recall(2, later)] == [THERE, None]


def test_what_is_forgotten_is_not_in_memory_any_more() -> None:
    held = Origins()
    held.keep(1, HERE, NOW)
    held.keep(2, THERE, NOW + KEPT)
    assert list(held._held) == [2]


def test_the_oldest_make_room() -> None:
    held = Origins()
    for chat in range(origins._MOST + 2):
        held.keep(chat, HERE, NOW)
    assert [held.recall(chat, NOW) for chat in (0, 1, 2)] == [None, None, HERE]


def test_no_location_is_shown_in_a_log() -> None:
    held = Origins()
    held.keep(1, HERE, NOW)
    assert repr(held) == "Origins()"
