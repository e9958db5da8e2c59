"""What falls due by itself, and when."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.affiliations.affiliations import CLOSED, HERE, State, reviewer
from domain.affiliations.reminders import (
    ENDS,
    MORNING,
    PAPERS,
    STEPS,
    Facts,
    HostRules,
    NoticeKind,
    Planned,
    QuietHours,
    months_after,
    overtaken_by,
    plan,
)
from domain.rules import DEFAULTS

ZONE = timezone(timedelta(hours=8))


def weekdays_after(day: date, number: int) -> date:
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


RULES = HostRules(DEFAULTS.__getitem__, weekdays_after)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


def lines(planned: tuple[Planned, ...]) -> list[str]:
    return [f"{one.due:%Y-%m-%d %H:%M} {one.kind}" for one in planned]


STAY = Facts(
    State.ACTIVE,
    arrives_on=date(2026, 12, 1),
    state_since=at("2026-12-03 15:00"),
    ends_on=date(2028, 1, 31),
    submitted_on=date(2026, 12, 2),
    paper_until=date(2027, 3, 31),
    last_contact=at("2026-12-03 15:00"),
)


def test_plan_of_a_stay_is_in_order() -> None:
    assert lines(plan(STAY, RULES, at("2026-12-03 15:00"))) == [
        "2026-12-09 09:30 report_in",
        "2027-03-17 09:30 paper_14",
        "2027-03-28 09:30 paper_3",
        "2027-06-02 09:30 ask_transfer",
        "2027-06-03 09:30 out_of_contact",
        "2027-12-03 09:30 ask_again",
        "2028-01-01 09:30 end_30",
        "2028-01-24 09:30 end_7",
        "2028-01-31 09:30 last_day",
        "2028-02-01 09:30 expire",
    ]


def test_plan_without_end_document_or_contact() -> None:
    bare = Facts(State.ACTIVE, date(2026, 12, 1), at("2026-12-03 15:00"))
    assert lines(plan(bare, RULES, at("2026-12-03 15:00"))) == [
        "2026-12-08 09:30 report_in",
        "2027-06-01 09:30 ask_transfer",
        "2027-12-03 09:30 ask_again",
    ]


def test_plan_once_the_question_is_asked_does_not_ask_again() -> None:
    asked = replace(STAY, state=State.CONFIRMATION_DUE, state_since=at("2027-12-03 09:30"))
    assert lines(plan(asked, RULES, at("2027-12-03 09:30"))) == [
        "2028-01-01 09:30 end_30",
        "2028-01-24 09:30 end_7",
        "2028-01-31 09:30 last_day",
        "2028-02-01 09:30 expire",
    ]


def test_plan_asks_nothing_on_the_last_day_or_later() -> None:
    short = replace(STAY, ends_on=date(2026, 12, 9), paper_until=None, last_contact=None)
    assert lines(plan(short, RULES, at("2026-12-03 15:00"))) == [
        "2026-12-09 09:30 last_day",
        "2026-12-10 09:30 expire",
    ]


def test_plan_says_until_when_a_notice_is_of_use() -> None:
    not_after = {one.kind: one.not_after for one in plan(STAY, RULES, at("2026-12-03 15:00"))}
    last_day, paper = at("2028-01-31 23:59:59.999999"), at("2027-03-31 23:59:59.999999")
    assert not_after == {
        NoticeKind.REPORT_IN: at("2027-01-08 09:30"),
        NoticeKind.PAPER_14: paper,
        NoticeKind.PAPER_3: paper,
        NoticeKind.ASK_TRANSFER: None,
        NoticeKind.OUT_OF_CONTACT: None,
        NoticeKind.ASK_AGAIN: None,
        NoticeKind.END_30: last_day,
        NoticeKind.END_7: last_day,
        NoticeKind.LAST_DAY: last_day,
        NoticeKind.EXPIRE: None,
    }


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        ("2028-01-31 09:00", ["2028-01-31 09:30 last_day", "2028-02-01 09:30 expire"]),
        ("2028-01-31 09:30", ["2028-02-01 09:30 expire"]),
        ("2028-02-20 09:29", ["2028-02-20 09:30 expire"]),
        ("2028-02-20 09:30", ["2028-02-21 09:30 expire"]),
    ],
)
def test_plan_of_a_stay_that_is_over_ends_it_next_morning(moment: str, ends: list[str]) -> None:
    over = replace(STAY, state=State.CONFIRMATION_DUE, paper_until=None, last_contact=None)
    assert lines(plan(over, RULES, at(moment))) == ends


@pytest.mark.parametrize("state", [State.SUBMITTED, State.HOST_ACCEPTED])
def test_plan_of_a_request_reminds_the_reviewer_and_then_the_level_above(state: State) -> None:
    request = replace(STAY, state=state, due_on=date(2026, 12, 7))
    assert lines(plan(request, RULES, at("2026-12-02 15:00"))) == [
        "2026-12-07 09:30 unanswered",
        "2026-12-10 09:30 unanswered_above",
    ]


def test_plan_of_a_request_without_a_day_counts_working_days() -> None:
    request = replace(STAY, state=State.SUBMITTED, state_since=at("2026-12-04 15:00"))
    assert lines(plan(request, RULES, at("2026-12-04 15:00"))) == [
        "2026-12-09 09:30 unanswered",
        "2026-12-14 09:30 unanswered_above",
    ]


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, *sorted(CLOSED)])
def test_plan_where_nobody_waits_is_empty(state: State) -> None:
    assert plan(replace(STAY, state=state), RULES, at("2026-12-03 15:00")) == ()


def test_facts_with_an_end_before_the_arrival_are_refused() -> None:
    with pytest.raises(ValueError, match="does not end before the arrival"):
        replace(STAY, ends_on=date(2026, 11, 30))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_months_after(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_plan_of_somebody_who_arrives_on_february_29() -> None:
    leap = Facts(State.ACTIVE, date(2028, 2, 29), at("2028-02-29 08:00"), ends_on=date(2029, 3, 31))
    assert lines(plan(leap, RULES, at("2028-02-29 08:00"))) == [
        "2028-03-07 09:30 report_in",
        "2028-08-29 09:30 ask_transfer",
        "2029-02-28 09:30 ask_again",
        "2029-03-01 09:30 end_30",
        "2029-03-24 09:30 end_7",
        "2029-03-31 09:30 last_day",
        "2029-04-01 09:30 expire",
    ]


# ---------------------------------------------------------------- whatever the facts

days = st.dates(date(2020, 1, 1), date(2099, 12, 31))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2099, 12, 31), timezones=st.just(ZONE))  # noqa: DTZ001  zoned


@st.composite
def facts(draw: st.DrawFn, states: st.SearchStrategy[State]) -> Facts:
    arrives_on = draw(days)
    stays_for = draw(st.none() | st.integers(0, 900))
    return Facts(
        draw(states),
        arrives_on,
        draw(moments),
        None if stays_for is None else arrives_on + timedelta(days=stays_for),
        draw(st.none() | days),
        draw(st.none() | days),
        draw(st.none() | days),
        draw(st.none() | moments),
    )


@given(facts(st.sampled_from(State)), moments)
def test_plan_is_ahead_in_order_in_the_morning_and_has_each_kind_once(known: Facts, moment: datetime) -> None:
    planned = plan(known, RULES, moment)
    kinds = [one.kind for one in planned]
    assert [one.kind for one in planned if one.due <= moment] == []
    assert sorted(one.due for one in planned) == [one.due for one in planned]
    assert sorted(set(kinds)) == sorted(kinds)
    assert {one.due.timetz() for one in planned} <= {MORNING.replace(tzinfo=ZONE)}
    assert [one.kind for one in planned if one.not_after is not None and one.not_after <= one.due] == []


@given(facts(st.sampled_from(State)), moments)
def test_plan_follows_the_fact_it_is_about(known: Facts, moment: datetime) -> None:
    due = {one.kind: one.due.date() for one in plan(known, RULES, moment)}
    fact = {
        NoticeKind.REPORT_IN: known.arrives_on,
        NoticeKind.ASK_TRANSFER: known.arrives_on,
        NoticeKind.ASK_AGAIN: known.state_since.date(),
        NoticeKind.EXPIRE: known.ends_on,
        NoticeKind.OUT_OF_CONTACT: known.last_contact and known.last_contact.date(),
        NoticeKind.UNANSWERED_ABOVE: due.get(NoticeKind.UNANSWERED),
    }
    assert [kind for kind, day in fact.items() if day and kind in due and due[kind] <= day] == []
    for kind, before in {**PAPERS, **ENDS}.items():
        last_day = known.paper_until if kind in PAPERS else known.ends_on
        assert kind not in due or (last_day is not None and last_day - due[kind] == timedelta(days=before))


@given(facts(st.sampled_from(State)), moments)
def test_plan_tells_reviewers_of_requests_and_members_of_stays(known: Facts, moment: datetime) -> None:
    kinds = {one.kind for one in plan(known, RULES, moment)}
    to_reviewers = {NoticeKind.UNANSWERED, NoticeKind.UNANSWERED_ABOVE}
    assert not kinds or reviewer(known.state) or known.state in HERE
    assert not kinds & to_reviewers or reviewer(known.state)
    assert not kinds - to_reviewers or known.state in HERE


@given(facts(st.just(State.ACTIVE)), moments)
def test_plan_made_anew_when_the_question_is_asked_repeats_and_loses_nothing(known: Facts, moment: datetime) -> None:
    at_first = plan(known, RULES, moment)
    rung, waiting = [], list(at_first)
    while waiting:
        one = waiting.pop(0)
        rung.append((one.kind, one.due))
        if one.kind is NoticeKind.ASK_AGAIN:
            asked = replace(known, state=State.CONFIRMATION_DUE)
            waiting = list(plan(asked, RULES, one.due))
    assert rung == [(one.kind, one.due) for one in at_first]


def test_plan_lets_a_step_come_last_in_its_morning() -> None:
    known = replace(STAY, state_since=at("2026-12-31 12:00"), ends_on=date(2028, 1, 30), paper_until=date(2028, 1, 3))
    same_morning = [one.kind for one in plan(known, RULES, at("2027-06-30 12:00")) if one.due == at("2027-12-31 09:30")]
    assert same_morning == [NoticeKind.PAPER_3, NoticeKind.END_30, NoticeKind.ASK_AGAIN]


@given(facts(st.just(State.ACTIVE)), moments)
def test_plan_has_nothing_after_a_step_in_the_same_morning(known: Facts, moment: datetime) -> None:
    pairs = pairwise(plan(known, RULES, moment))
    assert [later.kind for one, later in pairs if one.kind in STEPS and later.due == one.due] == []


# ---------------------------------------------------------------- quiet hours


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("21:59:59", False), ("22:00", True), ("23:59", True), ("00:00", True), ("07:29:59", True), ("07:30", False)],
)
def test_quiet_hours_across_midnight(clock: str, *, quiet: bool) -> None:
    assert QuietHours().hold(at(f"2026-12-03 {clock}")) is quiet


@pytest.mark.parametrize(("clock", "quiet"), [("11:59", False), ("12:00", True), ("13:59", True), ("14:00", False)])
def test_quiet_hours_within_a_day(clock: str, *, quiet: bool) -> None:
    assert QuietHours(time(12), time(14)).hold(at(f"2026-12-03 {clock}")) is quiet


@given(moments)
def test_quiet_hours_of_equal_times_never_hold(moment: datetime) -> None:
    assert QuietHours(time(8), time(8)).hold(moment) is False


@pytest.mark.parametrize(
    ("kind", "later"),
    [
        (NoticeKind.PAPER_14, {NoticeKind.PAPER_3}),
        (NoticeKind.END_30, {NoticeKind.END_7, NoticeKind.LAST_DAY, NoticeKind.EXPIRE}),
        (NoticeKind.LAST_DAY, {NoticeKind.EXPIRE}),
        (NoticeKind.EXPIRE, set()),
        (NoticeKind.ASK_AGAIN, set()),
    ],
)
def test_reminder_gives_way_to_the_later_ones_of_the_same_day(kind: NoticeKind, later: set[NoticeKind]) -> None:
    assert overtaken_by(kind) == later
