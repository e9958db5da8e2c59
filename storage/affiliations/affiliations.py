"""Affiliations: opened, amended, moved along `domain.affiliations.affiliations.TABLE`, and read back by both sides."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal, TypedDict, Unpack

from sqlalchemy import ColumnElement, Row, and_, bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError

from domain.affiliations.affiliations import CLOSED, HERE, Actor, Ending, State, Stay, Step, Verb, transition
from domain.lifecycle import NotPossibleError
from domain.people.deeds import CLOCK, HOUSE, By, Deed
from domain.people.two_people import Act, check
from domain.rules import Rule
from storage.gentle_insert import or_leave
from storage.lock_order import Locked
from storage.once import once
from storage.people import audit, deeds
from storage.places import unit_rules
from storage.places.scopes import within
from storage.rows import read
from storage.tables.affiliations import affiliation_steps, affiliations
from storage.tables.people import members
from storage.tables.places import points, units
from storage.unit_of_work import UnitOfWork

HOME_SAID: Final = b"affiliations.home_said"

REASON: Final = b"affiliation_steps.reason"
"""The purposes for which what the home branch said, and reasons, are sealed."""

Home = Literal["unconfirmed", "confirmed", "objected"]

_row: Final = affiliations.c

_THIS: Final = _row.id == bindparam("this")
_FIND: Final = select(affiliations).where(_THIS)
_LOCK: Final = _FIND.with_for_update()
_REWRITE: Final = update(affiliations).where(_THIS).returning(*_row)
_NEWEST_FIRST: Final = select(affiliations).order_by(_row.id.desc())
_UNDECIDED: Final = select(affiliations).where(
    _row.chat_id == bindparam("chat"), _row.stay == bindparam("kind"), _row.state.not_in([*CLOSED, *HERE])
)
_UNIT_OF_POINT: Final = select(points.c.unit_id).where(points.c.id == bindparam("point"))
_CURRENT: Final = _NEWEST_FIRST.where(_row.chat_id == bindparam("chat"), _row.state.not_in(CLOSED))
_STEPS: Final = (
    select(affiliation_steps)
    .where(affiliation_steps.c.affiliation_id == bindparam("this"))
    .order_by(affiliation_steps.c.id)
)

_OPEN: Final = or_leave(
    affiliations,
    (
        *("chat_id", "stay", "state", "version", "point_id", "unit_id", "levels", "arrives_on", "ends_on", "home"),
        *("continues_id", "state_since"),
    ),
)

_MENDABLE: Final = frozenset({State.DRAFT, State.RETURNED})


class ReasonMissingError(Exception):
    """This step needs a reason; nothing has changed."""


class AlreadyHereError(Exception):
    """The person has another one of this kind already; nothing has changed."""


@dataclass(frozen=True, slots=True)
class AffiliationRow:
    """An affiliation as it stands; `point_id` and `unit_id` are the host's, times in seconds since 1970.

    `due_on` is until when whoever's turn it is has time. `continues_id` is the stay elsewhere that this one goes on.
    `accepted_by` is who accepted it on the first level, while the level above decides.
    """

    id: int
    chat_id: int
    stay: Stay
    state: State
    version: int
    point_id: int
    unit_id: int
    levels: int
    arrives_on: date
    ends_on: date | None
    home: Home
    home_said: str
    ending: Ending | None
    continues_id: int | None
    submitted_at: float | None
    state_since: float
    due_on: date | None
    out_of_contact_since: float | None
    accepted_by: int | None = None


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that was taken; `by_chat` None: by nobody."""

    verb: Verb
    before: State
    after: State
    actor: Actor
    by_chat: int | None
    reason: str
    at: float


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken: the affiliation after it, and the row of the table that allowed it.

    `moved` is the stay elsewhere that was left with it; its host is to be told too.
    """

    row: AffiliationRow
    transition: Step
    moved: AffiliationRow | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a member asks for; `continues_id` is the stay elsewhere that this one goes on."""

    stay: Stay
    point_id: int
    arrives_on: date
    ends_on: date | None = None
    continues_id: int | None = None


class Amendment(TypedDict, total=False):
    """What the member may change before it is submitted, or after it was returned."""

    point_id: int
    stay: Stay
    arrives_on: date
    ends_on: date | None


@once(affiliations)
def find(unit: UnitOfWork, affiliation_id: int) -> AffiliationRow | None:
    row = unit.connection.execute(_FIND, {"this": affiliation_id}).one_or_none()
    return None if row is None else _affiliation(unit, row)


@once(affiliations)
def locked(unit: UnitOfWork, affiliation_id: int) -> AffiliationRow | None:
    """Return it as it stands, and let nobody else change it until the transaction ends.

    Every step of it is written to the audit, which is held first: two who hold rows never wait for each other there.
    """
    audit.hold(unit)
    unit.hold(Locked.AFFILIATION, affiliation_id)
    row = unit.connection.execute(_LOCK, {"this": affiliation_id}).one_or_none()
    return None if row is None else _affiliation(unit, row)


@once(affiliations)
def current(unit: UnitOfWork, chat_id: int) -> Sequence[AffiliationRow]:
    """Return all of this person that are not closed, the newest first."""
    return tuple(of_rows(unit, unit.connection.execute(_CURRENT, {"chat": chat_id})))


def know_current(unit: UnitOfWork, chat_ids: Collection[int]) -> None:
    """Read `current` of all these people in one statement, for whoever asks for each of them afterwards."""
    found: dict[int, list[AffiliationRow]] = {chat_id: [] for chat_id in chat_ids}
    if found:
        for row in _read(unit, _row.chat_id.in_(found), _row.state.not_in(CLOSED)):
            found[row.chat_id].append(row)
    for chat_id, rows in found.items():
        current.know(unit, tuple(rows), chat_id)


def history(unit: UnitOfWork, chat_id: int) -> list[AffiliationRow]:
    """Return all of this person that there ever were, the newest first."""
    return _read(unit, _row.chat_id == chat_id)


def of_units(unit: UnitOfWork, paths: Sequence[str], states: Iterable[State]) -> list[AffiliationRow]:
    """Return those of these units and all below that stand in one of these states, by arrival: a register."""
    query = select(affiliations).join_from(affiliations, units, _row.unit_id == units.c.id)
    wanted = query.where(within(paths), _row.state.in_(list(states))).order_by(_row.arrives_on, _row.id)
    return [_affiliation(unit, row) for row in unit.connection.execute(wanted)]


def here(unit: UnitOfWork, paths: Sequence[str], skip: int, count: int) -> list[AffiliationRow]:
    """Return a page of those who take part at these units and below, the latest arrivals first."""
    query = select(affiliations).join_from(affiliations, units, _row.unit_id == units.c.id)
    page = query.where(within(paths), _row.state.in_(HERE)).order_by(_row.arrives_on.desc(), _row.id.desc())
    return of_rows(unit, unit.connection.execute(page.offset(skip).limit(count)))


def of_rows(unit: UnitOfWork, rows: Iterable[Row[Any]]) -> list[AffiliationRow]:
    """Return the affiliations that rows of their table hold."""
    return [_affiliation(unit, row) for row in rows]


def steps(unit: UnitOfWork, affiliation_id: int) -> list[StepRow]:
    """Return what has happened to it, in order."""
    return list(_steps(unit, affiliation_id))


@once(affiliation_steps)
def _steps(unit: UnitOfWork, affiliation_id: int) -> Sequence[StepRow]:
    return tuple(_step(unit, row) for row in unit.connection.execute(_STEPS, {"this": affiliation_id}))


def _read(unit: UnitOfWork, *which: ColumnElement[bool]) -> list[AffiliationRow]:
    rows = unit.connection.execute(_NEWEST_FIRST.where(*which))
    return [_affiliation(unit, row) for row in rows]


def open_draft(unit: UnitOfWork, chat_id: int, wish: Wish, now: float) -> AffiliationRow:
    """Open a draft, or return the one of this kind that waits already, as it stands. `members.keep` comes before.

    Raises `ValueError` for a stay to continue that is not this person's.
    """
    if wish.continues_id is not None and _chat_of(unit, wish.continues_id) != chat_id:
        raise ValueError("only one's own stay can be continued")
    row = {
        "chat_id": chat_id,
        "stay": wish.stay,
        "state": State.DRAFT,
        "version": 1,
        **_host(unit, wish.point_id),
        "arrives_on": wish.arrives_on.isoformat(),
        "ends_on": _written(wish.ends_on),
        "home": "unconfirmed",
        "continues_id": wish.continues_id,
        "state_since": now,
    }
    unit.connection.execute(_OPEN, row)
    return _affiliation(unit, unit.connection.execute(_UNDECIDED, {"chat": chat_id, "kind": wish.stay}).one())


def amend(unit: UnitOfWork, affiliation_id: int, **changes: Unpack[Amendment]) -> AffiliationRow:
    """Change what the member has said. Raises `NotPossibleError` once it is submitted, and `AlreadyHereError`."""
    row = _expected(unit, affiliation_id)
    if row.state not in _MENDABLE:
        raise NotPossibleError(f"an affiliation that is {row.state} cannot be amended")
    values: dict[str, Any] = {name: _written(told) for name, told in changes.items()}
    if "point_id" in changes:
        values |= _host(unit, changes["point_id"])
    if values:
        with _one_of_each_kind(unit):
            return _rewritten(unit, affiliation_id, values)
    return row


def do(unit: UnitOfWork, affiliation_id: int, verb: Verb, deed: Deed, until: date | None = None) -> Done:
    """Take a step, write it down, and leave the stay that this one continues when it is confirmed.

    `until` is the new end for RENEW; for the others how long whoever's turn it is then has time. Whether the actor may
    act for this unit is asked before. Raises `NotPossibleError`, `ReasonMissingError` or `AlreadyHereError`, and then
    nothing has changed.
    """
    row = _expected(unit, affiliation_id)
    levels = unit_rules.value(unit, Rule.REVIEW_LEVELS, row.unit_id) if verb is Verb.SUBMIT else row.levels
    step = transition(verb, row.state, deed.by.actor, levels)
    _check_two_people(row, deed)
    if step.needs_reason and not deed.reason.strip():
        raise ReasonMissingError(f"to {verb} needs a reason")
    if verb is Verb.RENEW and until is None:
        raise ValueError("to renew needs a new end")
    if step.after is State.DISCARDED:
        return _discard(unit, row, step, deed)
    with _one_of_each_kind(unit):
        moved = _leave_the_earlier(unit, row, deed.now) if verb is Verb.CONFIRM else None
        values = _after(row, step, deed, until) | {"levels": levels}
        after = _rewritten(unit, row.id, values)
        _write_down(unit, row, step, deed)
    return Done(after, step, moved)


def _discard(unit: UnitOfWork, row: AffiliationRow, step: Step, deed: Deed) -> Done:
    """Delete a draft, which only its member has ever seen. Its number may come again, so that the audit has none."""
    unit.connection.execute(delete(affiliations).where(_row.id == row.id))
    deeds.write_down(unit, replace(deed, reason=""), f"affiliation.{step.verb}", f"person:{row.chat_id}")
    return Done(replace(row, state=step.after, version=row.version + 1), step)


def _check_two_people(row: AffiliationRow, deed: Deed) -> None:
    """Raise `NotPossibleError` where the host's side is the member, or the second of two levels is the first."""
    if deed.by.actor in {Actor.HOST, Actor.UPPER}:
        check(Act.TAKE_IN, row.chat_id, deed.by.chat_id)
    if deed.by.actor is Actor.UPPER:
        check(Act.REVIEW, row.accepted_by, deed.by.chat_id)


def _after(row: AffiliationRow, step: Step, deed: Deed, until: date | None) -> dict[str, Any]:
    values: dict[str, Any] = {"state": step.after, "version": row.version + 1, "ending": step.ending, "due_on": None}
    values["accepted_by"] = deed.by.chat_id if step.verb is Verb.ACCEPT else None
    values["ends_on" if step.verb is Verb.RENEW else "due_on"] = _written(until)
    if step.after is not row.state:
        values["state_since"] = deed.now
    if step.verb is Verb.SUBMIT:
        values["submitted_at"] = deed.now
    if step.after in CLOSED:
        values["out_of_contact_since"] = None
    return values


def _leave_the_earlier(unit: UnitOfWork, row: AffiliationRow, now: float) -> AffiliationRow | None:
    """Move the stay that this one continues, unless it has ended by itself meanwhile."""
    earlier = None if row.continues_id is None else locked(unit, row.continues_id)
    if earlier is None or earlier.state not in HERE:
        return None
    return do(unit, earlier.id, Verb.MOVE, Deed(HOUSE, now)).row


_STEP: Final = affiliation_steps.insert()


def _write_down(unit: UnitOfWork, row: AffiliationRow, step: Step, deed: Deed) -> None:
    values = {
        "affiliation_id": row.id,
        "verb": step.verb,
        "before": row.state,
        "after": step.after,
        "actor": deed.by.actor,
        "by_chat": deed.by.chat_id,
        "reason": unit.seal.close_text(deed.reason, REASON),
        "at": deed.now,
    }
    unit.connection.execute(_STEP, values)
    deeds.write_down(unit, deed, f"affiliation.{step.verb}", f"affiliation:{row.id}")


@contextmanager
def _one_of_each_kind(unit: UnitOfWork) -> Iterator[None]:
    """Undo the block, and only that, if the person would have two of one kind."""
    try:
        with unit.savepoint():
            yield
    except IntegrityError as trouble:
        raise AlreadyHereError("there is another one of this kind") from trouble


def answer_home(
    unit: UnitOfWork, affiliation_id: int, home: Literal["confirmed", "objected"], said: str, now: float
) -> AffiliationRow:
    """Write down what the home branch answers. Raises `NotPossibleError` for a stay that is over."""
    row = _expected(unit, affiliation_id)
    if row.state in CLOSED:
        raise NotPossibleError(f"the home branch has nothing to say to an affiliation that is {row.state}")
    values = {"home": home, "home_said": unit.seal.close_text(said, HOME_SAID)}
    after = _rewritten(unit, affiliation_id, values)
    deed = Deed(By(None, "home"), now, said)
    deeds.write_down(unit, deed, f"affiliation.home_{home}", f"affiliation:{affiliation_id}")
    return after


def mark_out_of_contact(unit: UnitOfWork, before: float, now: float) -> list[int]:
    """Mark the active ones of people who were last in contact before that moment; return those newly marked."""
    audit.hold(unit)
    silent = select(members.c.chat_id).where(members.c.last_contact < before)
    new = and_(_row.state.in_(HERE), _row.out_of_contact_since.is_(None), _row.chat_id.in_(silent))
    marked = update(affiliations).where(new).values(out_of_contact_since=now).returning(_row.id)
    found = sorted(unit.connection.scalars(marked))
    subjects = (f"affiliation:{affiliation_id}" for affiliation_id in found)
    deeds.write_down(unit, Deed(CLOCK, now), "affiliation.out_of_contact", *subjects)
    return found


def _rewritten(unit: UnitOfWork, affiliation_id: int, values: Mapping[str, Any]) -> AffiliationRow:
    """Write these values into one that is locked, and return it as it stands then."""
    row = _affiliation(unit, unit.connection.execute(_REWRITE, {**values, "this": affiliation_id}).one())
    find.know(unit, row, affiliation_id)
    locked.know(unit, row, affiliation_id)
    return row


def _expected(unit: UnitOfWork, affiliation_id: int) -> AffiliationRow:
    row = locked(unit, affiliation_id)
    if row is None:
        raise NotPossibleError("there is no such affiliation")
    return row


def _chat_of(unit: UnitOfWork, affiliation_id: int) -> int | None:
    return unit.connection.scalar(select(_row.chat_id).where(_row.id == affiliation_id))


def _host(unit: UnitOfWork, point_id: int) -> dict[str, int]:
    """Return the columns that follow from the point. Raises `ValueError` for a point that there is not."""
    unit_id = unit.connection.scalar(_UNIT_OF_POINT, {"point": point_id})
    if unit_id is None:
        raise ValueError("there is no such point")
    return {
        "point_id": point_id,
        "unit_id": unit_id,
        "levels": unit_rules.value(unit, Rule.REVIEW_LEVELS, unit_id),
    }


def _affiliation(unit: UnitOfWork, row: Row[Any]) -> AffiliationRow:
    return read(
        AffiliationRow,
        row,
        stay=Stay(row.stay),
        state=State(row.state),
        arrives_on=date.fromisoformat(row.arrives_on),
        ends_on=_day(row.ends_on),
        home_said=unit.seal.open_text(row.home_said, HOME_SAID),
        ending=Ending(row.ending) if row.ending else None,
        due_on=_day(row.due_on),
    )


def _step(unit: UnitOfWork, row: Row[Any]) -> StepRow:
    reason = unit.seal.open_text(row.reason, REASON)
    return StepRow(Verb(row.verb), State(row.before), State(row.after), Actor(row.actor), row.by_chat, reason, row.at)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _written(told: object) -> object:
    return told.isoformat() if isinstance(told, date) else told
