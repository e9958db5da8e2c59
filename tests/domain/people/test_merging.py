"""The law by which two lives become one: nothing twice, nothing better given up, nothing judged that people judge."""

from itertools import product

import pytest

from domain.activities import duties, seats
from domain.affiliations.affiliations import State, Stay
from domain.people import merging
from domain.people.merging import Clash, Had, Life


def had(number: int, state: State, stay: Stay = Stay.MOBILE, since: float = 0.0) -> Had:
    return Had(number, stay, state, since)


@pytest.mark.parametrize(
    ("kept", "joins", "clash"),
    [
        (Life(is_telegram=True), Life(is_telegram=True), Clash.TELEGRAM),
        (Life(has_role=True), Life(has_role=True), Clash.ROLES),
        (Life(name="王芳"), Life(name="李四"), Clash.NAMES),
        (Life(stays=(had(1, State.ACTIVE),)), Life(stays=(had(2, State.CONFIRMATION_DUE),)), Clash.STAYS),
        (Life(stays=(had(1, State.SUBMITTED),)), Life(stays=(had(2, State.RETURNED),)), Clash.REQUESTS),
    ],
)
def test_what_is_left_to_people(kept: Life, joins: Life, clash: Clash) -> None:
    assert merging.clashes(kept, joins) == (clash,)


@pytest.mark.parametrize(
    ("kept", "joins"),
    [
        (Life(is_telegram=True, has_role=True), Life()),
        (Life(name="王芳"), Life(name="王芳")),
        (Life(name="王芳"), Life()),
        (Life(stays=(had(1, State.ACTIVE),)), Life(stays=(had(2, State.ACTIVE, Stay.VISIT),))),
        (Life(stays=(had(1, State.ACTIVE),)), Life(stays=(had(2, State.ENDED), had(3, State.SUBMITTED)))),
    ],
)
def test_what_needs_no_judge(kept: Life, joins: Life) -> None:
    assert merging.clashes(kept, joins) == ()


def test_drafts_give_way() -> None:
    draft, newer, sent = had(1, State.DRAFT, since=1), had(2, State.DRAFT, since=2), had(3, State.SUBMITTED)
    assert merging.drafts_dropped(Life(stays=(draft,)), Life(stays=(sent,))) == (1,)
    assert merging.drafts_dropped(Life(stays=(sent,)), Life(stays=(draft,))) == (1,)
    assert merging.drafts_dropped(Life(stays=(draft,)), Life(stays=(newer,))) == (1,)
    assert merging.drafts_dropped(Life(stays=(newer,)), Life(stays=(draft,))) == (1,)
    assert merging.drafts_dropped(Life(stays=(draft,)), Life(stays=(had(4, State.DRAFT, Stay.VISIT),))) == ()
    assert merging.drafts_dropped(Life(stays=(draft,)), Life(stays=(had(5, State.ENDED),))) == ()


def test_details_by_which_somebody_was_accepted_hold() -> None:
    told, later = Life(told_at=1.0), Life(told_at=2.0)
    here = Life(told_at=1.0, stays=(had(1, State.ACTIVE),))
    assert merging.takes_details_of_joining(told, later)
    assert not merging.takes_details_of_joining(later, told)
    assert not merging.takes_details_of_joining(here, later)
    assert merging.takes_details_of_joining(later, here)
    assert merging.takes_details_of_joining(Life(), told)
    assert not merging.takes_details_of_joining(told, Life())


@pytest.mark.parametrize(("kept", "joins"), [*product(seats.State, seats.State)])
def test_seat_that_stays_is_never_the_lesser(kept: seats.State, joins: seats.State) -> None:
    """Every pair of states has an answer; one who was seen, or holds a seat, does not lose that."""
    stays = joins if merging.better_seat(kept, joins) else kept
    if seats.HERE & {kept, joins}:
        assert stays in seats.HERE
    elif seats.HOLDING & {kept, joins}:
        assert stays in seats.HOLDING
    assert merging.frees_a_seat(kept, joins) == (kept in seats.HOLDING and joins in seats.HOLDING)
    assert not (merging.better_seat(kept, joins) and merging.better_seat(joins, kept))


@pytest.mark.parametrize(("kept", "joins"), [*product(duties.State, duties.State)])
def test_answer_that_stays_fills_a_place_where_one_did(kept: duties.State, joins: duties.State) -> None:
    stays = joins if merging.better_answer(kept, joins) else kept
    assert (stays in duties.FILLING) == bool(duties.FILLING & {kept, joins})
