"""Whatever people, organisers and the clock do, in whatever order: no seat too many, none idle, the line in order.

A state machine over the real storage, notices and bells, in SQLite's memory; what it holds the storage to is worked out
here once more, from what was seen before and after each step. `WAYSTATION_SEAT_RUNS` says how many runs there are
(`make chaos`: 50,000).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from os import environ
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import bindparam, select

from bot.house import House
from bot.planning.activities import after_change, plan_for
from domain.activities.activities import Audience, Kind, Plan, Spot, Stage, Standing
from domain.activities.notices import THANKS_UNTIL, NoticeKind, default_confirm_by
from domain.activities.offers import LEAST_S, MARGIN_S, Quiet, offer_until
from domain.activities.seats import COMING, HERE, HOLDING, TABLE, State, Way
from domain.affiliations.reminders import QuietHours
from domain.lifecycle import NotPossibleError
from domain.people.deeds import HOUSE, By, Deed
from domain.places.places import Unit, UnitKind
from scheduler.notices import runner as ringing
from storage.activities import activities, attendance, signups
from storage.activities import seats as seat_machine
from storage.activities.activities import ActivityClosedError
from storage.activities.seats import FullError
from storage.messages import notices
from storage.messages.notices import NoticeRow
from storage.people import people
from storage.places import saving
from storage.tables import messages as tables
from storage.tables import schema
from storage.tables.activities import signups as signup_table
from storage.unit_of_work import Store
from tests.conftest import KEY
from tests.stage.chance import examples

RUNS: Final = int(environ.get("WAYSTATION_SEAT_RUNS", "0")) or examples(20)
BEGIN_WITH: Final = (1, 2, 3, None)
"""Seats at the beginning: a test each, which several workers share."""

PLAY: Final = settings(
    max_examples=-(-RUNS // len(BEGIN_WITH)),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

ZONE: Final = ZoneInfo("Asia/Shanghai")
LIVED_IN: Final = House(language="zh_Hans", zone=ZONE, quiet_hours=QuietHours())
QUIET: Final = Quiet(QuietHours(), ZONE)
BEGINNING: Final = datetime(2026, 12, 1, 9, tzinfo=ZONE).timestamp()
HOUR_S: Final = 3_600.0
STAFF: Final = By(None, "organiser")
CROWD: Final = {number: Standing(number > 5) for number in range(1, 9)}
"""Everybody, and what they are to the unit."""

STEPS: Final = {(before, row.after) for row in TABLE for before in row.before}
PEOPLE: Final = st.sampled_from(sorted(CROWD))
ANY: Final = st.integers(0, len(CROWD) - 1)
SEATS: Final = st.sampled_from([1, 2, 3, None])
AHEAD_H: Final = st.sampled_from([100.0, 30.0, 20.0, 3.0, 1.5])

_signup: Final = signup_table.c
_notice: Final = tables.notices.c
_LOOK: Final = select(_signup.chat_id, _signup.id, _signup.state, _signup.since, _signup.offered_until, _signup.place)
_LAPSES: Final = select(_notice.subject, _notice.version, _notice.due_at).where(
    _notice.kind == seat_machine.LAPSE, _notice.state == "due"
)
_TOLD: Final = select(tables.outbox.c.chat_id).where(tables.outbox.c.dedupe.startswith(bindparam("key")))


@dataclass(frozen=True, slots=True)
class Stand:
    """How somebody stands, as a second look at the table has it."""

    id: int
    state: State
    since: float
    offered_until: float | None
    version: int


@cache
def _store() -> Store:
    store = Store("sqlite://", KEY)
    with store.unit_of_work() as unit:
        schema.metadata.create_all(unit.connection)
        saving.save_units(unit, [Unit("31", UnitKind.CITY, "上海市", None)])
        people.welcome(unit, CROWD, BEGINNING)
        unit.commit()
    return store


class Seats(RuleBasedStateMachine):
    """One activity, eight people, their organiser and the clock. Every run is one transaction, undone at its end."""

    def __init__(self, seats: int | None) -> None:
        super().__init__()
        self.seats = seats
        self.unit = _store().unit_of_work().__enter__()
        self.now = BEGINNING
        self.joined: dict[int, int] = {}  # who waits, and as the how-manieth they came
        self.came = 0
        self.stirred = False  # anybody has moved since the organiser last changed something
        self.stands: Mapping[int, Stand] = {}

    def teardown(self) -> None:
        self.unit.__exit__(None, None, None)

    @initialize(ahead=AHEAD_H, confirmed=st.booleans(), crowd=st.permutations(sorted(CROWD)), come=ANY)
    def publish(self, ahead: float, confirmed: bool, crowd: list[int], come: int) -> None:  # noqa: FBT001  hypothesis draws it
        starts_at = self.now + ahead * HOUR_S
        confirm_by = default_confirm_by(starts_at, self.local) if confirmed else None
        times = starts_at, starts_at + 2 * HOUR_S
        plan = Plan(
            Kind.LECTURE, "党课", *times, Spot(title="礼堂"), Audience.ANYONE, self.seats, confirm_by=confirm_by
        )
        self.id = activities.draft(self.unit, plan, 1, Deed(HOUSE, self.now)).id
        self.row = activities.publish(self.unit, self.id, Deed(STAFF, self.now))
        plan_for(self.unit, self.row, self.local)
        self.sign_up_or_wait(crowd[:come])

    @property
    def local(self) -> datetime:
        return datetime.fromtimestamp(self.now, ZONE)

    # ------------------------------------------------------------ what people do

    @rule(who=PEOPLE)
    def sign_up(self, who: int) -> None:
        verb = partial(signups.sign_up, self.unit, self.id, who, CROWD[who], self.now)
        self._do(verb)

    @rule(who=st.lists(PEOPLE, min_size=1, max_size=5, unique=True))
    def sign_up_or_wait(self, who: Sequence[int]) -> None:
        for one in who:
            verb = partial(signups.wait, self.unit, self.id, one, CROWD[one], self.now)
            self._do(verb)

    @precondition(lambda self: self._those(*COMING))
    @rule(which=ANY, reason=st.sampled_from([None, "", "出差"]))
    def leave(self, which: int, reason: str | None) -> None:
        who = self._one(which, *COMING)
        self._do(partial(signups.leave, self.unit, self.id, who, self.now, reason=reason))

    @precondition(lambda self: self._those(State.OFFERED))
    @rule(which=ANY, verb=st.sampled_from([signups.take, signups.decline]))
    def answer(self, which: int, verb: Callable[..., object]) -> None:
        self._do(partial(verb, self.unit, self.id, self._one(which, State.OFFERED), self.now))

    @precondition(lambda self: self._those(State.SIGNED_UP))
    @rule(which=ANY)
    def confirm(self, which: int) -> None:
        self._do(partial(signups.confirm, self.unit, self.id, self._one(which, State.SIGNED_UP), self.now))

    @rule(who=PEOPLE, verb=st.sampled_from([signups.take, signups.decline, signups.confirm, signups.leave]))
    def press_an_old_button(self, who: int, verb: Callable[..., object]) -> None:
        self._do(partial(verb, self.unit, self.id, who, self.now))

    @rule(who=PEOPLE, way=st.sampled_from([Way.QR, Way.ROLL]))
    def check_in(self, who: int, way: Way) -> None:
        expected = self._is(who, State.ABSENT)  # has a chair anyway
        verb = partial(attendance.check_in, self.unit, self.id, who, way, Deed(STAFF, self.now))
        self._do(verb, on_top=way is Way.ROLL or expected)

    @precondition(lambda self: self._those(*HERE))
    @rule(which=ANY)
    def undo(self, which: int) -> None:
        who = self._one(which, *HERE)
        self._do(partial(attendance.undo, self.unit, self.id, who, Deed(STAFF, self.now)), undone=who)

    # ------------------------------------------------------------ what the organiser does

    @precondition(lambda self: self.stirred)
    @rule(seats=SEATS)
    def change_seats(self, seats: int | None) -> None:
        self._amend(replace(self.row.plan, seats=seats))

    @precondition(lambda self: self.stirred)
    @rule(ahead=AHEAD_H)
    def move(self, ahead: float) -> None:
        starts_at = self.now + ahead * HOUR_S
        asked = self.row.plan.confirm_by is not None
        confirm_by = default_confirm_by(starts_at, self.local) if asked else None
        plan = replace(self.row.plan, starts_at=starts_at, ends_at=starts_at + 2 * HOUR_S, confirm_by=confirm_by)
        self._amend(plan)

    def _amend(self, plan: Plan) -> None:
        def amend() -> None:
            change = activities.amend(self.unit, self.id, plan, Deed(STAFF, self.now))
            after_change(self.unit, change, self.local)
            self.row, self.stirred = change.after, False

        self._do(amend)

    @precondition(lambda self: self.came > 2)  # a run that is called off early has little more to show
    @rule()
    def cancel(self) -> None:
        def call_off() -> None:
            self.row = activities.cancel(self.unit, self.id, Deed(STAFF, self.now, "大雨"))

        self._do(call_off)

    # ------------------------------------------------------------ what the clock does

    @rule(minutes=st.sampled_from([20, 1, 60, 300, 1_440]), rings=st.sampled_from([True, True, False]))
    def pass_time(self, minutes: int, rings: bool) -> None:  # noqa: FBT001  hypothesis draws it
        """Let time pass; without ringing, the process was down."""
        self.now += minutes * 60.0
        if rings and not QUIET.holds(self.now):
            self._do(self._ring)
            overdue = [who for who, one in self.stands.items() if self._is_overdue(one)]
            assert overdue == [], "an offer is past its time"

    def _ring(self) -> None:
        notices.expire(self.unit, self.now)
        while due := notices.due(self.unit, self.now, 9):
            for notice in due:
                before = self._look()
                rung = ringing._speak(self.unit, LIVED_IN, self.now, notice)
                if rung.done:
                    self._check_told(notice, before)

    def _check_told(self, notice: NoticeRow, before: Mapping[int, Stand]) -> None:
        """See that a notice has told everybody it is for, and nobody else; that none is told twice the outbox sees to.

        A step tells those whom it moves, a reminder those who were there for it when it was due.
        """
        told = set(self.unit.connection.scalars(_TOLD, {"key": f"notice:{notice.id}:"}))
        if notice.kind in {seat_machine.LAPSE, NoticeKind.RELEASE}:
            after = self._look()
            assert told == {who for who, one in after.items() if before[who].state is not one.state}
            return
        states = HERE if notice.kind == NoticeKind.OVER else COMING
        there = {who for who, one in before.items() if one.state in states and one.since <= notice.due_at}
        assert told <= there
        is_of_use = notice.kind == NoticeKind.SOON or self.now < self.row.ends_at + THANKS_UNTIL.total_seconds()
        if notice.kind in {NoticeKind.SOON, NoticeKind.OVER} and is_of_use:
            assert told == there

    def _is_overdue(self, stand: Stand) -> bool:
        is_held = self.row.stage is Stage.PUBLISHED
        return is_held and stand.state is State.OFFERED and (stand.offered_until or 0.0) <= self.now

    # ------------------------------------------------------------ what must hold

    def _do(self, verb: Callable[[], object], *, on_top: bool = False, undone: int | None = None) -> None:
        """Do it, and look whether everything is as it must be; what raises has changed nothing."""
        before = self.stands
        try:
            verb()
        except (NotPossibleError, FullError, ActivityClosedError):
            assert self._look() == before
            return
        self.stands = self._look()
        self.stirred = self.stirred or self.stands != before
        self._check_steps(before, undone)
        self._check_line(before)
        self._check_seats(before, on_top=on_top)
        self._check_offers()

    def _look(self) -> dict[int, Stand]:
        rows = self.unit.connection.execute(_LOOK)
        return {who: Stand(number, State(state), *rest) for who, number, state, *rest in rows}

    def _check_steps(self, before: Mapping[int, Stand], undone: int | None) -> None:
        """See that nobody's state has changed but along the table, or by an undo."""
        for who in before.keys() | self.stands.keys():
            then, now = _state(before, who), _state(self.stands, who)
            if then is not now and who != undone:
                assert _leads(then, now), f"{then} has become {now}"

    def _check_line(self, before: Mapping[int, Stand]) -> None:
        """See that nobody was asked before somebody who waits and came earlier, or stands nearer."""
        waiting = {who for who, one in self.stands.items() if one.state is State.WAITING}
        asked = [who for who in self.joined if who not in waiting and self._is(who, State.OFFERED)]
        assert [(one, other) for one in asked for other in waiting if self._turn(other) < self._turn(one)] == []
        for who in sorted(waiting - self.joined.keys(), key=lambda one: self.stands[one].version):
            if _state(before, who) not in HERE:  # an undo puts somebody back where they were
                self.came += 1
                self.joined[who] = self.came
        for who in self.joined.keys() - waiting:
            if not self._is(who, *HERE):
                del self.joined[who]

    def _turn(self, who: int) -> tuple[int, int]:
        return CROWD[who], self.joined.get(who, self.came + 1)

    def _check_seats(self, before: Mapping[int, Stand], *, on_top: bool) -> None:
        seats, held = self.row.seats, _held(self.stands)
        if seats is None or on_top:
            return
        assert held <= max(seats, _held(before)), "one seat too many"
        is_held = self.row.stage is Stage.PUBLISHED
        if is_held and held < seats and offer_until(self.now, self.row.starts_at, LEAST_S, QUIET) is not None:
            assert not any(one.state is State.WAITING for one in self.stands.values()), "a free seat while one waits"

    def _check_offers(self) -> None:
        """See that every offer that stands has a notice to come, at an end that leaves time to come."""
        offers = [one for one in self.stands.values() if one.state is State.OFFERED]
        if offers and self.row.stage is Stage.PUBLISHED:
            planned = {(subject, version): due_at for subject, version, due_at in self.unit.connection.execute(_LAPSES)}
            assert [planned.get((f"signup:{one.id}", one.version)) for one in offers] == [
                one.offered_until for one in offers
            ]
            latest = max(self.now, self.row.starts_at - MARGIN_S)
            assert [one for one in offers if (one.offered_until or 0.0) > latest] == [], "an offer ends too late"

    def _those(self, *states: State) -> list[int]:
        return [who for who in sorted(self.stands) if self._is(who, *states)]

    def _one(self, which: int, *states: State) -> int:
        those = self._those(*states)
        return those[which % len(those)]

    def _is(self, who: int, *states: State) -> bool:
        return _state(self.stands, who) in states


def _state(stands: Mapping[int, Stand], who: int) -> State | None:
    return stands[who].state if who in stands else None


def _held(stands: Mapping[int, Stand]) -> int:
    return sum(one.state in HOLDING for one in stands.values())


def _leads(before: State | None, after: State | None) -> bool:
    """Tell whether one step, or several of one ring, lead from one state to the other."""
    reached: set[State | None] = {before}
    while more := {then for one, then in STEPS if one in reached} - reached:
        reached |= more
    return after in reached


@pytest.mark.parametrize("seats", BEGIN_WITH)
def test_seats_whatever_happens(seats: int | None) -> None:
    def one_run() -> Seats:
        return Seats(seats)

    run_state_machine_as_test(one_run, settings=PLAY)  # type: ignore[arg-type]  # a function that makes one will do
