"""The life of an affiliation: whoever tries whatever, it follows the table or stays as it was."""

import re
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.affiliations.affiliations import (
    CLOSED,
    HERE,
    ROWS,
    TABLE,
    WAITING,
    Actor,
    Ending,
    State,
    Step,
    Verb,
    reviewer,
    transition,
)
from domain.lifecycle import NotPossibleError

LEVELS: Final = (1, 2)
ATTEMPTS: Final = st.lists(st.tuples(st.sampled_from(Verb), st.sampled_from(Actor)), max_size=40)
PAGE: Final = Path(__file__).parents[3] / "docs/affiliations.md"


def attempt(verb: Verb, state: State, actor: Actor, levels: int) -> Step | None:
    try:
        return transition(verb, state, actor, levels)
    except NotPossibleError:
        return None


# ---------------------------------------------------------------- walking the table


@given(start=st.sampled_from(State), levels=st.sampled_from(LEVELS), attempts=ATTEMPTS)
def test_any_walk_follows_the_table(start: State, levels: int, attempts: list[tuple[Verb, Actor]]) -> None:
    state = start
    for verb, actor in attempts:
        row = attempt(verb, state, actor, levels)
        if row is not None:
            assert (row in TABLE, row.verb, state in row.before, actor in row.by) == (True, verb, True, True)
            state = row.after


@given(levels=st.sampled_from(LEVELS), attempts=ATTEMPTS)
def test_what_is_closed_stays_closed(levels: int, attempts: list[tuple[Verb, Actor]]) -> None:
    for state in CLOSED:
        assert [attempt(verb, state, actor, levels) for verb, actor in attempts] == [None] * len(attempts)


@given(attempts=ATTEMPTS)
def test_on_two_levels_nothing_is_active_before_both_have_agreed(attempts: list[tuple[Verb, Actor]]) -> None:
    state = State.DRAFT
    for verb, actor in attempts:
        row = attempt(verb, state, actor, 2)
        if row is not None and row.after in HERE and state not in HERE:
            assert (state, verb, actor) == (State.HOST_ACCEPTED, Verb.CONFIRM, Actor.UPPER)
        state = state if row is None else row.after


def test_every_row_is_reached_from_a_draft() -> None:
    used = {row.verb for levels in LEVELS for row in _reached(levels)}

    assert used == set(Verb)


@pytest.mark.parametrize(("levels", "missing"), [(1, {State.HOST_ACCEPTED}), (2, set[State]())])
def test_every_state_is_reached_from_a_draft(levels: int, missing: set[State]) -> None:
    reached = {State.DRAFT} | {row.after for row in _reached(levels)}

    assert set(State) - reached == missing


def test_table_has_one_row_for_each_verb() -> None:
    assert [row.verb for row in TABLE] == list(dict.fromkeys(row.verb for row in TABLE))
    assert set(ROWS) == set(Verb)
    assert list(ROWS.values()) == list(TABLE)


def _reached(levels: int) -> list[Step]:
    """Return the rows that can be used on the way from a draft, by anybody."""
    states, used = {State.DRAFT}, list[Step]()
    while True:
        tried = [attempt(verb, state, actor, levels) for verb, state, actor in product(Verb, states, Actor)]
        used = [row for row in tried if row is not None]
        following = states | {row.after for row in used}
        if following == states:
            return used
        states = following


# ---------------------------------------------------------------- who may do what


@pytest.mark.parametrize(
    ("levels", "state", "actor", "verbs"),
    [
        (1, State.SUBMITTED, Actor.HOST, {Verb.CONFIRM, Verb.RETURN, Verb.DECLINE}),
        (1, State.SUBMITTED, Actor.UPPER, set[Verb]()),
        (2, State.SUBMITTED, Actor.HOST, {Verb.ACCEPT, Verb.RETURN, Verb.DECLINE}),
        (2, State.SUBMITTED, Actor.UPPER, set[Verb]()),
        (2, State.HOST_ACCEPTED, Actor.HOST, set[Verb]()),
        (2, State.HOST_ACCEPTED, Actor.UPPER, {Verb.CONFIRM, Verb.RETURN, Verb.DECLINE}),
        (1, State.ACTIVE, Actor.HOST, {Verb.END}),
        (1, State.ACTIVE, Actor.UPPER, set[Verb]()),
        (1, State.ACTIVE, Actor.CLOCK, {Verb.ASK_AGAIN, Verb.EXPIRE}),
        (1, State.ACTIVE, Actor.HOUSE, {Verb.MOVE}),
        (1, State.DRAFT, Actor.MEMBER, {Verb.SUBMIT, Verb.DISCARD}),
        (1, State.SUBMITTED, Actor.MEMBER, {Verb.WITHDRAW}),
        (2, State.HOST_ACCEPTED, Actor.MEMBER, {Verb.WITHDRAW}),
        (1, State.RETURNED, Actor.MEMBER, {Verb.SUBMIT, Verb.WITHDRAW}),
        (1, State.ACTIVE, Actor.MEMBER, {Verb.RENEW, Verb.GO_HOME, Verb.TRANSFER, Verb.GO_ELSEWHERE}),
        (1, State.CONFIRMATION_DUE, Actor.MEMBER, {Verb.STILL_HERE, Verb.GO_HOME, Verb.TRANSFER, Verb.GO_ELSEWHERE}),
    ],
)
def test_what_is_possible(levels: int, state: State, actor: Actor, verbs: set[Verb]) -> None:
    assert {verb for verb in Verb if attempt(verb, state, actor, levels)} == verbs


def test_refusal_says_who_what_and_where() -> None:
    with pytest.raises(NotPossibleError, match=r"^member cannot confirm what is submitted$"):
        transition(Verb.CONFIRM, State.SUBMITTED, Actor.MEMBER, 1)


def test_reasons_are_needed_where_somebody_is_turned_down() -> None:
    assert {row.verb for row in TABLE if row.needs_reason} == {Verb.RETURN, Verb.DECLINE, Verb.END}


def test_everything_that_ends_says_why() -> None:
    assert {row.verb for row in TABLE if row.ending} == {row.verb for row in TABLE if row.after is State.ENDED}
    assert {row.ending for row in TABLE if row.ending} == set(Ending)


@pytest.mark.parametrize("state", State)
def test_reviewer_is_whoever_can_confirm_or_accept(state: State) -> None:
    able = {
        actor
        for levels, actor, verb in product(LEVELS, Actor, (Verb.ACCEPT, Verb.CONFIRM))
        if attempt(verb, state, actor, levels)
    }

    assert able == {reviewer(state)} - {None}


def test_states_are_told_apart() -> None:
    assert sorted([*HERE, *WAITING, *CLOSED, State.DRAFT]) == sorted(State)


# ---------------------------------------------------------------- the page


def test_diagram_is_drawn_from_the_table() -> None:
    assert re.findall(r"```mermaid\n(.*?)\n```", PAGE.read_text(), re.DOTALL) == [diagram()]


def test_table_of_the_page_is_the_table() -> None:
    assert "\n".join(line for line in PAGE.read_text().splitlines() if line.startswith("|")) == table()


def diagram() -> str:
    moves = [f"    {before} --> {row.after}: {row.verb}" for row in TABLE for before in State if before in row.before]
    ends = [f"    {state} --> [*]" for state in State if state in CLOSED]
    return "\n".join(["stateDiagram-v2", "    [*] --> draft", *moves, *ends])


def table() -> str:
    head = ["| verb | from | to | by | reason | tells |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *(_line(row) for row in TABLE)])


def _line(row: Step) -> str:
    after = f"{row.after} ({row.ending})" if row.ending else row.after
    reason = "needed" if row.needs_reason else ""
    cells = (row.verb, _listed(row.before), after, _listed(row.by), reason, _listed(row.tells))
    return "| " + " | ".join(cells) + " |"


def _listed(values: Iterable[str | None]) -> str:
    return ", ".join(sorted(filter(None, values)))
