"""The states of a message on its way out."""

import pytest

from domain.delivery import MOVES, State, check_move


def test_table_names_every_state() -> None:
    assert set(MOVES) == set(State)


def test_end_states_are_left_by_no_move() -> None:
    assert {state for state in State if not MOVES[state]} == set(State) - {State.TODO, State.SENDING}


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_move_is_refused_exactly_where_the_table_lacks_it(before: State, after: State) -> None:
    if after in MOVES[before]:
        check_move(before, after)
        return
    with pytest.raises(ValueError, match=f"^a message never goes from {before} to {after}$"):
        check_move(before, after)
