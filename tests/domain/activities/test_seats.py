"""The life of a sign-up: whoever tries whatever, it follows the table or stays as it was."""

from itertools import product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activities.seats import HERE, HOLDING, ROWS, TABLE, Actor, Row, State, Verb, free, transition, undone
from domain.lifecycle import NotPossibleError

NOW: Final = 1_800_000_000.0
ATTEMPTS: Final = st.lists(st.tuples(st.sampled_from(Verb), st.sampled_from(Actor)), max_size=40)


def attempt(verb: Verb, state: State | None, actor: Actor) -> Row | None:
    try:
        return transition(verb, state, actor)
    except NotPossibleError:
        return None


def walked(*steps: tuple[Verb, Actor]) -> State | None:
    state: State | None = None
    for verb, actor in steps:
        state = transition(verb, state, actor).after
    return state


# ---------------------------------------------------------------- walking the table


@given(attempts=ATTEMPTS)
def test_any_walk_follows_the_table(attempts: list[tuple[Verb, Actor]]) -> None:
    state: State | None = None
    for verb, actor in attempts:
        row = attempt(verb, state, actor)
        if row is not None:
            assert (row in TABLE, row.verb, state in row.before, actor in row.by) == (True, verb, True, True)
            state = row.after


def test_every_verb_has_one_row() -> None:
    assert [row.verb for row in TABLE] == list(Verb)
    assert list(ROWS) == list(Verb)


def test_what_is_not_in_the_table_cannot_happen() -> None:
    allowed = {(row.verb, state, actor) for row in TABLE for state in row.before for actor in row.by}
    tried = {one for one in product(Verb, [None, *State], Actor) if attempt(*one) is not None}

    assert tried == allowed


def test_every_state_can_be_reached() -> None:
    reached: set[State | None] = {None}
    while more := {row.after for row in TABLE if row.before & reached} - reached:
        reached |= more

    assert reached == {None, *State}


def test_who_was_seen_stays_seen_whatever_anybody_does() -> None:
    assert {attempt(verb, state, actor) for verb, state, actor in product(Verb, HERE, Actor)} == {None}


def test_nobody_offers_a_seat_but_the_house() -> None:
    assert [actor for actor in Actor if attempt(Verb.OFFER, State.WAITING, actor)] == [Actor.HOUSE]


def test_line_from_its_end_to_a_seat() -> None:
    person, house = Actor.PERSON, Actor.HOUSE

    assert walked((Verb.WAIT, person), (Verb.OFFER, house), (Verb.TAKE, person)) is State.CONFIRMED


def test_who_has_lapsed_may_wait_again() -> None:
    steps = (Verb.WAIT, Actor.PERSON), (Verb.OFFER, Actor.HOUSE), (Verb.LAPSE, Actor.CLOCK), (Verb.WAIT, Actor.PERSON)

    assert walked(*steps) is State.WAITING


def test_wrong_move_says_what_was_wrong() -> None:
    with pytest.raises(NotPossibleError, match=r"^person cannot take what is left$"):
        transition(Verb.TAKE, State.LEFT, Actor.PERSON)


# ---------------------------------------------------------------- seats


@pytest.mark.parametrize(("seats", "held", "left"), [(None, 400, None), (20, 0, 20), (20, 20, 0), (20, 25, 0)])
def test_free(seats: int | None, held: int, left: int | None) -> None:
    assert free(seats, held) == left


def test_who_is_there_holds_a_seat() -> None:
    assert HERE <= HOLDING


# ---------------------------------------------------------------- taking a check-in back


@pytest.mark.parametrize("before", [None, *State])
def test_undone_while_it_goes_on(before: State | None) -> None:
    assert undone(before, NOW + 1, NOW + 1, NOW) is before


def test_undone_after_the_offer_has_run_out() -> None:
    assert undone(State.OFFERED, NOW, NOW + 1, NOW) is State.LAPSED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, None),
        (State.SIGNED_UP, State.ABSENT),
        (State.CONFIRMED, State.ABSENT),
        (State.OFFERED, State.LAPSED),
        (State.WAITING, State.LAPSED),
        (State.ON_LEAVE, State.ON_LEAVE),
        (State.ABSENT, State.ABSENT),
    ],
)
def test_undone_when_it_is_over(before: State | None, after: State | None) -> None:
    assert undone(before, NOW + 1, NOW, NOW) is after
