"""The table of a booking's life: what it allows, and what can be reached."""

import pytest

from domain.booking.life import CAN_HEAL, HAD, HOLDING, OPEN, TABLE, Actor, State, Verb, transition
from domain.booking.resources import Terms
from domain.lifecycle import NotPossibleError


def test_every_verb_has_one_row() -> None:
    assert [row.verb for row in TABLE] == list(Verb)


def test_what_is_over_goes_nowhere() -> None:
    for state in set(State) - OPEN:
        for verb in Verb:
            for actor in Actor:
                with pytest.raises(NotPossibleError):
                    transition(verb, state, actor)


def test_every_state_is_reached() -> None:
    reached = {State.REQUESTED, State.GRANTED, State.WAITING, State.REFUSED}
    assert reached | {row.after for row in TABLE} == set(State)


def test_nobody_but_the_owner_grants() -> None:
    for actor in set(Actor) - {Actor.OWNER}:
        with pytest.raises(NotPossibleError):
            transition(Verb.GRANT, State.REQUESTED, actor)


def test_what_is_had_is_held() -> None:
    assert HAD < HOLDING < OPEN
    assert CAN_HEAL


@pytest.mark.parametrize("terms", [{"before_min": 241}, {"after_min": -1}, {"home_days": -1}, {"quota_hours": -1}])
def test_terms_that_make_no_sense(terms: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"buffer|negative"):
        Terms(**terms)  # type: ignore[arg-type]  # numbers, by name
