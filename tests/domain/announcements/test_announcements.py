"""The life of an announcement: what the table has is possible, all else is not, and every end can be reached."""

from itertools import product

import pytest

from domain.announcements.announcements import MISSED, ROWS, STANDINGS, TABLE, Stage, Standing, Verb, after
from domain.lifecycle import NotPossibleError
from domain.messages.delivery import MOVES, State


@pytest.mark.parametrize(("stage", "verb"), list(product(Stage, Verb)))
def test_verb_in_a_stage(stage: Stage, verb: Verb) -> None:
    if stage in ROWS[verb].before:
        assert after(stage, verb) is ROWS[verb].after
    else:
        with pytest.raises(NotPossibleError):
            after(stage, verb)


def test_every_verb_has_one_row() -> None:
    assert [row.verb for row in TABLE] == list(Verb)


def test_every_stage_is_reached_from_a_draft() -> None:
    reached = {Stage.DRAFT}
    while new := {row.after for row in TABLE if row.before & reached} - reached:
        reached |= new

    assert reached == set(Stage)


def test_what_is_discarded_or_recalled_stays_so() -> None:
    assert frozenset().union(*(row.before for row in TABLE)) == set(Stage) - {Stage.DISCARDED, Stage.RECALLED}


def test_nothing_begins_without_being_scheduled() -> None:
    assert ROWS[Verb.BEGIN].before == {Stage.SCHEDULED}


def test_every_state_of_a_message_is_a_standing() -> None:
    assert set(STANDINGS) == set(State)
    assert set(STANDINGS.values()) == set(Standing)


def test_whoever_was_missed_may_have_another_turn() -> None:
    missed = {state for state, standing in STANDINGS.items() if standing in MISSED}

    assert missed == {state for state in State if State.TODO in MOVES[state] and state is not State.SENDING}
