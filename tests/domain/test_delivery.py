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
    try:
        check_move(before, after)
        allowed = True
    except ValueError as refusal:
        assert str(refusal) == f"a message never goes from {before} to {after}"
        allowed = False

    assert allowed == (after in MOVES[before])
