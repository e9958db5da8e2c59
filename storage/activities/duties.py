"""Duties and what volunteers say to them: places are counted under the duty's lock, the reserve is called in turn."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import Row, and_, exists, func, select, update

from domain.activities.duties import FILLING, State, Task, Verb, transition
from domain.activities.offers import offer_until
from domain.lifecycle import NotPossibleError
from domain.rules import Rule
from storage.gentle_insert import or_leave
from storage.lock_order import Locked
from storage.messages import notices
from storage.once import once, once_each
from storage.places import unit_rules
from storage.rows import read
from storage.tables.activities import activities, duties, duty_answers
from storage.unit_of_work import UnitOfWork

SAID: Final = b"duty_answers.said"
"""The purpose for which volunteers' own words are sealed."""

LAPSE: Final = "lapse"
"""The kind of the notice by which a call ends; its subject is "duty_answer:12", its version the place in the line."""

_duty: Final = duties.c
_row: Final = duty_answers.c


@dataclass(frozen=True, slots=True)
class DutyRow:
    """Something to be done at an activity; `called_at` is when volunteers were called last, in seconds since 1970."""

    id: int
    activity_id: int
    task: Task
    called_at: float | None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """Where one volunteer stands with one duty; `place` tells the order in the reserve, 0: never stood there."""

    id: int
    duty_id: int
    chat_id: int
    state: State
    place: int
    since: float
    asked_until: float | None
    late_minutes: int


@dataclass(frozen=True, slots=True)
class Noted:
    """What a volunteer adds to a yes: how late they come, and in which words they said it."""

    late_minutes: int = 0
    words: str = ""


NOTHING_NOTED: Final = Noted()


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that was taken, and those of the reserve who were called because of it."""

    row: AnswerRow
    called: tuple[AnswerRow, ...] = ()


def add(unit: UnitOfWork, activity_id: int, task: Task) -> DutyRow:
    values = {"activity_id": activity_id, **asdict(task)}
    return _duty_row(unit.connection.execute(duties.insert().values(values).returning(*_duty)).one())


def change(unit: UnitOfWork, duty_id: int, task: Task, now: float) -> tuple[AnswerRow, ...]:
    """Change a duty; where more are needed than before the reserve is called, and those calls are returned.

    Fewer places than are filled send nobody away. Raises `NotPossibleError` if there is no such duty.
    """
    locked(unit, duty_id)
    unit.connection.execute(update(duties).where(_duty.id == duty_id).values(asdict(task)))
    return call_reserve(unit, duty_id, now)


def remove(unit: UnitOfWork, duty_id: int) -> list[AnswerRow]:
    """Take a duty away, and return those who would have come or stood by; they are to be told."""
    concerned = of_duty(unit, duty_id, [*FILLING, State.RESERVE])
    unit.connection.execute(duties.delete().where(_duty.id == duty_id))
    return concerned


def find(unit: UnitOfWork, duty_id: int) -> DutyRow | None:
    return found.one(unit, duty_id)


@once_each(duties)
def found(unit: UnitOfWork, duty_ids: Collection[int]) -> Mapping[int, DutyRow]:
    """Return those of these duties that there are."""
    rows = unit.connection.execute(select(duties).where(_duty.id.in_(list(duty_ids))))
    return {row.id: _duty_row(row) for row in rows}


@once(duties)
def of_activity(unit: UnitOfWork, activity_id: int) -> Sequence[DutyRow]:
    """Return the duties of an activity, the earliest first."""
    query = select(duties).where(_duty.activity_id == activity_id).order_by(_duty.starts_at, _duty.id)
    return tuple(_duty_row(row) for row in unit.connection.execute(query))


@once_each(duties, duty_answers)
def filled(unit: UnitOfWork, duty_ids: Collection[int]) -> Mapping[int, int]:
    """Count those who come, by duty."""
    query = select(_row.duty_id, func.count()).where(_row.duty_id.in_(list(duty_ids)), _row.state == State.COMING)
    found = {row[0]: row[1] for row in unit.connection.execute(query.group_by(_row.duty_id))}
    return {duty_id: found.get(duty_id, 0) for duty_id in duty_ids}


@once(duties, duty_answers)
def answer_by_id(unit: UnitOfWork, answer_id: int) -> AnswerRow | None:
    row = unit.connection.execute(select(duty_answers).where(_row.id == answer_id)).one_or_none()
    return None if row is None else _answer_row(row)


@once(duties, duty_answers)
def answer_of(unit: UnitOfWork, duty_id: int, chat_id: int) -> AnswerRow | None:
    query = select(duty_answers).where(_row.duty_id == duty_id, _row.chat_id == chat_id)
    row = unit.connection.execute(query).one_or_none()
    return None if row is None else _answer_row(row)


def of_duty(unit: UnitOfWork, duty_id: int, states: Collection[State]) -> list[AnswerRow]:
    """Return the answers in these states, in the order of the reserve."""
    return [answer for answer in answers(unit, (duty_id,)).get(duty_id, ()) if answer.state in states]


@once_each(duties, duty_answers)
def answers(unit: UnitOfWork, duty_ids: Collection[int]) -> Mapping[int, Sequence[AnswerRow]]:
    """Return all answers to each of these duties, in the order of the reserve."""
    query = select(duty_answers).where(_row.duty_id.in_(list(duty_ids))).order_by(_row.place, _row.id)
    found: dict[int, list[AnswerRow]] = {duty_id: [] for duty_id in duty_ids}
    for row in unit.connection.execute(query):
        found[row.duty_id].append(_answer_row(row))
    return {duty_id: tuple(rows) for duty_id, rows in found.items()}


@once(duty_answers)
def was_asked(unit: UnitOfWork, chat_id: int) -> bool:
    """Tell whether this person was ever asked for a duty; most never are."""
    return bool(unit.connection.scalar(select(exists().where(_row.chat_id == chat_id))))


@once(duties, duty_answers, activities)
def of_person(unit: UnitOfWork, chat_id: int, now: float) -> Sequence[tuple[DutyRow, AnswerRow]]:
    """Return the duties to come that this person was asked for, the earliest first."""
    if not was_asked(unit, chat_id):
        return ()
    query = (
        select(duties)
        .join_from(duties, duty_answers, and_(_row.duty_id == _duty.id, _row.chat_id == chat_id))
        .join(activities, and_(activities.c.id == _duty.activity_id, activities.c.stage == "published"))
        .where(_duty.ends_at > now)
    )
    asked = [_duty_row(row) for row in unit.connection.execute(query.order_by(_duty.starts_at, _duty.id))]
    if not asked:
        return ()
    mine = select(duty_answers).where(_row.chat_id == chat_id, _row.duty_id.in_([duty.id for duty in asked]))
    own = {row.duty_id: _known(unit, _answer_row(row)) for row in unit.connection.execute(mine)}
    for duty in asked:
        found.know(unit, duty.id, duty)
    return tuple((duty, own[duty.id]) for duty in asked)


def _known(unit: UnitOfWork, row: AnswerRow) -> AnswerRow:
    """Know it by its number, and as this person's answer to the duty."""
    answer_by_id.know(unit, row, row.id)
    answer_of.know(unit, row, row.duty_id, row.chat_id)
    return row


def ask(unit: UnitOfWork, duty_id: int, chat_ids: Iterable[int], now: float) -> list[AnswerRow]:
    """Ask these volunteers, and return those who had not been asked before."""
    return ask_all(unit, [duty_id], chat_ids, now)[duty_id]


def ask_all(
    unit: UnitOfWork, duty_ids: Collection[int], chat_ids: Iterable[int], now: float
) -> Mapping[int, list[AnswerRow]]:
    """Ask these volunteers for each of these duties, and return by duty those who had not been asked for it before.

    Raises `NotPossibleError` if there is one of the duties no more.
    """
    wanted = set(chat_ids)
    these = select(_duty.id).where(_duty.id.in_(list(duty_ids))).order_by(_duty.id)
    if len(unit.connection.scalars(these.with_for_update()).all()) < len(duty_ids):
        raise NotPossibleError("there is no such duty")
    known = {duty_id: {one.chat_id for one in asked} for duty_id, asked in answers(unit, duty_ids).items()}
    new = {duty_id: sorted(wanted - known[duty_id]) for duty_id in duty_ids}
    rows = [
        {"duty_id": duty_id, "chat_id": one, "state": str(State.ASKED), "place": 0, "since": now}
        for duty_id, chats in new.items()
        for one in chats
    ]
    if rows:
        unit.connection.execute(_ASK, rows)
    unit.connection.execute(update(duties).where(_duty.id.in_(list(duty_ids))).values(called_at=now))
    after = answers(unit, duty_ids)
    return {
        duty_id: [one for one in after[duty_id] if one.state is State.ASKED and one.chat_id in new[duty_id]]
        for duty_id in duty_ids
    }


def come(unit: UnitOfWork, duty_id: int, chat_id: int, now: float, noted: Noted = NOTHING_NOTED) -> Answered:
    """Take a yes: it gets a place while there is one, else it joins the reserve. Said twice, it only notes the rest.

    Raises `NotPossibleError` if there is no such duty.
    """
    duty = locked(unit, duty_id)
    mine = answer_of(unit, duty_id, chat_id)
    values = {"late_minutes": noted.late_minutes, "said": _sealed(unit, noted.words)}
    if mine and mine.state in {State.COMING, State.RESERVE}:
        return Answered(_put(unit, duty_id, chat_id, **values))
    verb = Verb.COME if _has_room(unit, duty, mine) else Verb.STAND_BY
    place = _next_place(unit, duty_id) if verb is Verb.STAND_BY else 0
    return Answered(_step(unit, _Scene(duty_id, chat_id, mine), verb, now, place=place, **values))


def decline(unit: UnitOfWork, duty_id: int, chat_id: int, now: float, *, words: str = "") -> Answered:
    """Take a no, from whoever was asked or had said yes; the next of the reserve is called if it frees a place.

    Raises `NotPossibleError` for somebody who was never asked.
    """
    locked(unit, duty_id)
    mine = answer_of(unit, duty_id, chat_id)
    if mine and mine.state in {State.DECLINED, State.DROPPED, State.LAPSED}:
        return Answered(mine)
    verb = Verb.DROP if mine and mine.state is State.COMING else Verb.DECLINE
    row = _step(unit, _Scene(duty_id, chat_id, mine), verb, now, late_minutes=0, said=_sealed(unit, words))
    return Answered(row, call_reserve(unit, duty_id, now))


def lapse(unit: UnitOfWork, answer_id: int, now: float) -> Answered | None:
    """End a call that was not answered in time, and call the next; None: there is none to end."""
    found = answer_by_id(unit, answer_id)
    if found is None:
        return None
    locked(unit, found.duty_id)
    mine = answer_of(unit, found.duty_id, found.chat_id)
    if mine is None or mine.state is not State.CALLED or (mine.asked_until or now) > now:
        return None
    row = _step(unit, _Scene(mine.duty_id, mine.chat_id, mine), Verb.LAPSE, now)
    return Answered(row, call_reserve(unit, mine.duty_id, now))


def call_reserve(unit: UnitOfWork, duty_id: int, now: float) -> tuple[AnswerRow, ...]:
    """Call as many of the reserve, in order, as places are free, each until a deadline; none when it is too late."""
    duty = locked(unit, duty_id)
    line = of_duty(unit, duty_id, [State.RESERVE])[: max(0, duty.task.needed - _filling(unit, duty_id))]
    until = offer_until(now, duty.task.starts_at, _longest_s(unit, duty), unit.quiet) if line else None
    return () if until is None else tuple(_call(unit, row, until, now) for row in line)


def _call(unit: UnitOfWork, mine: AnswerRow, until: float, now: float) -> AnswerRow:
    row = _step(unit, _Scene(mine.duty_id, mine.chat_id, mine), Verb.CALL, now, asked_until=until)
    notices.plan(unit, f"duty_answer:{row.id}", row.place, [notices.Planned(LAPSE, until)])
    return row


@once(duties)
def locked(unit: UnitOfWork, duty_id: int) -> DutyRow:
    """Lock a duty, whose row stands for all answers to it: one at a time counts places and calls the reserve.

    Raises `NotPossibleError` if there is none.
    """
    unit.hold(Locked.DUTY, duty_id)
    row = unit.connection.execute(select(duties).where(_duty.id == duty_id).with_for_update()).one_or_none()
    if row is None:
        raise NotPossibleError("there is no such duty")
    return _duty_row(row)


def _has_room(unit: UnitOfWork, duty: DutyRow, mine: AnswerRow | None) -> bool:
    """Tell whether a yes takes a place: one is kept for who was called, and nobody overtakes the reserve."""
    if mine and mine.state is State.CALLED:
        return True
    return _filling(unit, duty.id) < duty.task.needed


def _filling(unit: UnitOfWork, duty_id: int) -> int:
    query = select(func.count()).where(_row.duty_id == duty_id, _row.state.in_(sorted(FILLING)))
    return unit.connection.scalar(query) or 0


@dataclass(frozen=True, slots=True)
class _Scene:
    """A volunteer before a duty; `mine` None: was never asked."""

    duty_id: int
    chat_id: int
    mine: AnswerRow | None


def _step(unit: UnitOfWork, scene: _Scene, verb: Verb, now: float, **values: object) -> AnswerRow:
    """Take a step of the table and write it down. Raises `NotPossibleError`."""
    after = transition(verb, scene.mine.state if scene.mine else None).after
    values = {"state": after, "since": now, "asked_until": None, **values}
    if scene.mine is None:
        begun = {"duty_id": scene.duty_id, "chat_id": scene.chat_id, "place": 0, **values}
        begin = duty_answers.insert().values(begun).returning(*_row)
        return _known(unit, _answer_row(unit.connection.execute(begin).one()))
    return _put(unit, scene.duty_id, scene.chat_id, **values)


def _put(unit: UnitOfWork, duty_id: int, chat_id: int, **values: object) -> AnswerRow:
    which = and_(_row.duty_id == duty_id, _row.chat_id == chat_id)
    change = update(duty_answers).where(which).values(values).returning(*_row)
    return _known(unit, _answer_row(unit.connection.execute(change).one()))


def _next_place(unit: UnitOfWork, duty_id: int) -> int:
    taken = update(duties).where(_duty.id == duty_id).values(next_place=_duty.next_place + 1)
    place: int = unit.connection.execute(taken.returning(_duty.next_place)).scalar_one()
    return place - 1


def _longest_s(unit: UnitOfWork, duty: DutyRow) -> float:
    query = select(activities.c.unit_id).where(activities.c.id == duty.activity_id)
    unit_id: int = unit.connection.execute(query).scalar_one()
    return unit_rules.value(unit, Rule.OFFER_HOURS, unit_id) * 3_600.0


def _sealed(unit: UnitOfWork, words: str) -> bytes | None:
    return unit.seal.close_text(words, SAID)


def _duty_row(row: Row[Any]) -> DutyRow:
    task = Task(row.name, row.starts_at, row.ends_at, row.needed)
    return DutyRow(row.id, row.activity_id, task, row.called_at)


def _answer_row(row: Row[Any]) -> AnswerRow:
    return read(AnswerRow, row, state=State(row.state))


_ASK: Final = or_leave(duty_answers, ("duty_id", "chat_id", "state", "place", "since"))
