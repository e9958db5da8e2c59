"""The life of an answer to a duty: what leads on, and what does not."""

import pytest

from domain.activities.duties import FILLING, ROWS, TABLE, Row, State, Task, Verb, transition
from domain.lifecycle import NotPossibleError


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.verb)
@pytest.mark.parametrize("state", [None, *State])
def test_table_alone_leads_on(row: Row, state: State | None) -> None:
    verb = row.verb
    if state in ROWS[verb].before:
        assert transition(verb, state).after is ROWS[verb].after
    else:
        with pytest.raises(NotPossibleError, match=f"{verb}"):
            transition(verb, state)


def test_every_verb_has_one_row() -> None:
    assert sorted(row.verb for row in TABLE) == sorted(Verb)


def test_place_is_kept_for_who_comes_and_who_is_called() -> None:
    assert {State.COMING, State.CALLED} == FILLING


@pytest.mark.parametrize(("starts_at", "ends_at", "needed"), [(5.0, 5.0, 1), (5.0, 4.0, 1), (5.0, 6.0, 0)])
def test_task_that_makes_no_sense(starts_at: float, ends_at: float, needed: int) -> None:
    with pytest.raises(ValueError, match="ends after it begins"):
        Task("引导", starts_at, ends_at, needed)
