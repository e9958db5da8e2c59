"""The token on the wall: how long it works, and for which activity."""

import re

from domain.activities.tokens import OLDEST, STEP_S, changes_at, fits, new_secret, token

SECRET, OTHER = b"s" * 32, b"o" * 32
NOON = 1_796_184_000.0


def test_token_works_for_its_minute_and_the_two_after() -> None:
    shown = token(SECRET, NOON)
    minutes = [fits(SECRET, shown, NOON + minute * STEP_S) for minute in range(-1, OLDEST + 2)]
    assert minutes == [False, True, True, True, False]


def test_token_of_another_activity_does_not_work() -> None:
    assert not fits(SECRET, token(OTHER, NOON), NOON)


def test_token_can_stand_in_a_deep_link() -> None:
    assert {
        bool(re.fullmatch("[A-Za-z0-9_-]{12}", token(SECRET, NOON + minute * STEP_S))) for minute in range(500)
    } == {True}


def test_what_is_no_token_does_not_work() -> None:
    assert [fits(SECRET, offered, NOON) for offered in ("", "签到", "a" * 500)] == [False, False, False]


def test_next_token_comes_with_the_next_minute() -> None:
    assert [changes_at(NOON), changes_at(NOON + 59.5)] == [NOON + 60, NOON + 60]
    assert token(SECRET, changes_at(NOON)) != token(SECRET, NOON)


def test_secrets_differ() -> None:
    assert len({new_secret() for _ in range(100)}) == 100
