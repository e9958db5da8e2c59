"""The states of a message on its way out."""

import pytest

from domain.lifecycle import NotPossibleError
from domain.messages.delivery import MOVES, TABLE, State, Verb, check_move


def test_every_verb_has_one_row() -> None:
    assert [row.verb for row in TABLE] == list(Verb)


def test_every_state_is_reached_from_the_first() -> None:
    reached = {State.TODO}
    while new := {after for state in reached for after in MOVES[state]} - reached:
        reached |= new

    assert reached == set(State)


def test_end_states_are_left_only_to_be_sent_again() -> None:
    """What nobody wants stays as it is, what was sent too, unless it stood on a page that nobody came to."""
    ends = set(State) - {State.TODO, State.SENDING}
    kept = {State.SENT: {State.EXPIRED}, State.OPTED_OUT: set[State]()}
    assert {state: set(MOVES[state]) for state in ends} == {state: kept.get(state, {State.TODO}) for state in ends}


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_move_is_refused_exactly_where_the_table_lacks_it(before: State, after: State) -> None:
    if after in MOVES[before]:
        check_move(before, after)
        return
    with pytest.raises(NotPossibleError, match=f"^a message never goes from {before} to {after}$"):
        check_move(before, after)
