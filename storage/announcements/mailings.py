"""Mailings: one call to each of a frozen list of chats. The rows of the outbox with its wordings are list and ledger.

Its states are `domain.announcements.announcements.MailingState`. It has ended when `ended_at` is set: one that is being
stopped has not, until the last of its rows is closed. Whatever goes over many rows does so in portions, one to a
transaction.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Row,
    bindparam,
    case,
    exists,
    false,
    literal_column,
    null,
    or_,
    select,
    update,
)

from domain.announcements.announcements import MISSED, STANDINGS, MailingState, Purpose, Standing
from domain.announcements.topics import Topic
from domain.messages.delivery import Lane, State, check_move
from storage.messages import wordings as says
from storage.once import once
from storage.rows import read
from storage.tables.announcements import announcements, mailings, topic_refusals, wordings
from storage.tables.messages import outbox
from storage.unit_of_work import UnitOfWork

PORTION: Final = 2_000
"""How many people, or rows, one transaction goes over: some 30 ms."""

_row: Final = outbox.c

_FLIGHT: Final = (State.TODO, State.SENDING)


@dataclass(frozen=True, slots=True)
class MailingRow:
    """A mailing; moments in seconds since 1970.

    `frozen_to`: how far its list has been written, or gone over again. Recipients behind that point whose standing
    is in `again` are still to be sent it once more.
    """

    id: int
    announcement_id: int
    purpose: Purpose
    state: MailingState
    size: int
    urgent: bool
    paid: bool
    not_after: float | None
    began_at: float
    frozen_at: float | None
    ended_at: float | None
    frozen_to: int
    again: frozenset[Standing]


@dataclass(frozen=True, slots=True)
class Terms:
    """From when on it leaves, whether before others and in quiet hours too, at which pace, and until when."""

    now: float
    urgent: bool = False
    paid: bool = False
    not_after: float | None = None


def begin(
    unit: UnitOfWork, announcement_id: int, purpose: Purpose, replies: Mapping[str, bytes], terms: Terms
) -> MailingRow:
    """Begin a mailing with a reply for each language, as JSON bytes.

    Its list is still empty: `storage.announcements.freezing` writes it.
    """
    values = {
        "announcement_id": announcement_id,
        "purpose": purpose,
        "state": MailingState.FREEZING,
        "frozen_to": 0,
        "urgent": terms.urgent,
        "paid": terms.paid,
        "not_after": terms.not_after,
        "began_at": terms.now,
    }
    mailing_id = unit.connection.execute(mailings.insert().values(values).returning(mailings.c.id)).scalar_one()
    says.write(unit, mailing_id, replies)
    return _one(unit, mailing_id)


@once(mailings)
def of(unit: UnitOfWork, announcement_id: int, purpose: Purpose = Purpose.SEND) -> MailingRow | None:
    """Return the newest mailing of an announcement for this purpose."""
    found = unit.connection.execute(_NEWEST, {"announcement": announcement_id, "purpose": purpose}).one_or_none()
    return None if found is None else _read(found)


_SELECT: Final = select(*(mailings.c[name] for name in MailingRow.__slots__))
_NEWEST: Final = (
    _SELECT.where(mailings.c.announcement_id == bindparam("announcement"), mailings.c.purpose == bindparam("purpose"))
    .order_by(mailings.c.id.desc())
    .limit(1)
)


def _read(row: Row[*tuple[Any, ...]]) -> MailingRow:
    again = frozenset(map(Standing, row.again.split(","))) if row.again else frozenset[Standing]()
    return read(MailingRow, row, purpose=Purpose(row.purpose), state=MailingState(row.state), again=again)


def _one(unit: UnitOfWork, mailing_id: int) -> MailingRow:
    return _read(unit.connection.execute(_SELECT.where(mailings.c.id == mailing_id)).one())


def locked(unit: UnitOfWork, mailing_id: int) -> MailingRow:
    """Lock it: whoever goes over its rows in portions says in its row how far, and is the only one who does.

    Who announces locks the announcement before; who refuses a topic locks mailings alone.
    """
    return _read(unit.connection.execute(_SELECT.where(mailings.c.id == mailing_id).with_for_update()).one())


def put(unit: UnitOfWork, mailing_id: int, **values: object) -> None:
    unit.connection.execute(update(mailings).where(mailings.c.id == mailing_id).values(values))


def hold(unit: UnitOfWork, mailing_id: int) -> None:
    """Let nothing more of it be claimed; what flies lands. Only what runs can be held."""
    _move(unit, mailing_id, MailingState.RUNNING, MailingState.PAUSED)


def release(unit: UnitOfWork, mailing_id: int) -> None:
    """Let it go on."""
    _move(unit, mailing_id, MailingState.PAUSED, MailingState.RUNNING)


def _move(unit: UnitOfWork, mailing_id: int, before: MailingState, after: MailingState) -> None:
    which = (mailings.c.id == mailing_id) & (mailings.c.state == before)
    unit.connection.execute(update(mailings).where(which).values(state=after))


def stop_some(unit: UnitOfWork, mailing_id: int, now: float) -> bool:
    """Let nothing more of it be claimed, close a portion of what waits, and tell whether that was all."""
    mailing = locked(unit, mailing_id)
    if mailing.ended_at is not None:
        return True
    waiting = select(_row.id).where(rows_of(mailing_id), _row.state == State.TODO).limit(PORTION)
    closed = unit.connection.execute(update(outbox).where(_row.id.in_(waiting)).values(_ended(State.STOPPED, now)))
    is_all = closed.rowcount < PORTION
    put(unit, mailing_id, state=MailingState.STOPPED, ended_at=now if is_all else None, again=None)
    return is_all


def finish(unit: UnitOfWork, mailing_id: int, now: float) -> bool:
    """End a mailing of which nothing waits or flies any more, and tell whether that is so."""
    mailing = locked(unit, mailing_id)
    if mailing.ended_at is not None:
        return True
    if mailing.state is not MailingState.RUNNING or mailing.again or _any(unit, mailing_id, _FLIGHT):
        return False
    put(unit, mailing_id, state=MailingState.DONE, ended_at=now)
    return True


def _any(unit: UnitOfWork, mailing_id: int, states: Collection[State]) -> bool:
    return bool(unit.connection.scalar(select(exists().where(rows_of(mailing_id), _row.state.in_(states)))))


def _ended(state: State, now: float) -> dict[str, object]:
    check_move(State.TODO, state)
    return {"state": state, "reply": None, "done_at": now}


def again(unit: UnitOfWork, mailing_id: int, standings: Collection[Standing], now: float) -> int:
    """Let those of its recipients who stand so have their turn once more, a portion of them at once: see `again_some`.

    Returns how many that portion is. Only who was missed can be meant (`domain.announcements.announcements.MISSED`),
    else `ValueError`. Whose standing is unknown may read it twice. Of a time that is over nothing is left: it goes
    without one.
    """
    if not_missed := set(standings) - MISSED:
        raise ValueError(f"who is {', '.join(sorted(not_missed))} was not missed")
    mailing = locked(unit, mailing_id)
    moved, upto = _turn_some(unit, mailing, standings, 0, now)
    runs = {"state": MailingState.RUNNING, "ended_at": None} if moved else {}
    put(unit, mailing_id, again=_left(standings, upto), frozen_to=upto or 0, **runs)
    return moved


def again_some(unit: UnitOfWork, mailing_id: int, now: float) -> bool:
    """Let a further portion have their turn once more, from where the last one came to; tell whether that was all.

    It may run meanwhile: who is missed once more stands before that place, and is not meant a second time.
    """
    mailing = locked(unit, mailing_id)
    if not mailing.again:
        return True
    _, upto = _turn_some(unit, mailing, mailing.again, mailing.frozen_to, now)
    put(unit, mailing_id, again=_left(mailing.again, upto), frozen_to=upto or 0)
    return upto is None


def _left(standings: Collection[Standing], upto: int | None) -> str | None:
    return None if upto is None else ",".join(sorted(standings))


def _turn_some(
    unit: UnitOfWork, mailing: MailingRow, standings: Collection[Standing], after: int, now: float
) -> tuple[int, int | None]:
    """Return how many of those behind this row had their turn, and up to which one. None: that was all."""
    states = [state for state, standing in STANDINGS.items() if standing in standings]
    for state in states:
        check_move(state, State.TODO)
    missed = (rows_of(mailing.id)) & (_row.state.in_(states)) & (_row.id > after)
    upto = unit.connection.scalar(select(_row.id).where(missed).order_by(_row.id).offset(PORTION - 1).limit(1))
    here = missed if upto is None else missed & (_row.id <= upto)
    ids = list(unit.connection.scalars(update(outbox).where(here).values(_anew(now)).returning(_row.id)))
    _leave_out(unit, mailing.announcement_id, ids, now)
    return len(ids), upto


def _leave_out(unit: UnitOfWork, announcement_id: int, ids: Collection[int], now: float) -> None:
    """Take those out again who have come to want nothing of its topic since it was sent."""
    topic = select(announcements.c.topic).where(
        announcements.c.id == announcement_id, announcements.c.obligatory.is_(false())
    )
    mine = (topic_refusals.c.chat_id == _row.chat_id) & (topic_refusals.c.topic == topic.scalar_subquery())
    refusing = _row.id.in_(ids) & exists().where(mine).correlate(outbox)
    unit.connection.execute(update(outbox).where(refusing).values(_ended(State.OPTED_OUT, now)))


def _anew(now: float) -> dict[str, object]:
    perhaps_there = case((_row.state == State.UNKNOWN, _row.repeats + 1), else_=_row.repeats)
    over = case((_row.not_after <= now, null()), else_=_row.not_after)
    nothing = dict.fromkeys(("claimed_by", "first_tried_at", "holds_until", "reason", "done_at"))
    return nothing | {
        "state": State.TODO,
        "repeats": perhaps_there,
        "not_after": over,
        "not_before": now,
        "attempts": 0,
    }


def refuse(unit: UnitOfWork, chat_id: int, topic: Topic, now: float) -> int:
    """Take back what of this topic still waits for somebody who wants nothing of it, and return how much it was."""
    # A list that is just being gone over must not pass by: its portion is waited for, and the next sees the refusal.
    gone_over = or_(mailings.c.state == MailingState.FREEZING, mailings.c.again.is_not(None))
    unit.connection.execute(select(mailings.c.id).where(gone_over).with_for_update()).all()
    about_it = (
        select(wordings.c.id)
        .join_from(wordings, mailings, mailings.c.id == wordings.c.mailing_id)
        .join(announcements, announcements.c.id == mailings.c.announcement_id)
        .where(mailings.c.purpose == Purpose.SEND, announcements.c.topic == topic)
        .where(announcements.c.obligatory.is_(false()))
    )
    waiting = (_row.chat_id == chat_id) & (_row.lane == Lane.ANNOUNCEMENT) & _IS_TODO & _row.letter_id.in_(about_it)
    return unit.connection.execute(update(outbox).where(waiting).values(_ended(State.OPTED_OUT, now))).rowcount


_IS_TODO: Final = _row.state == literal_column(f"'{State.TODO}'")  # a partial index does not serve a parameter


def rows_of(mailing_id: int) -> ColumnElement[bool]:
    return _row.letter_id.in_(select(wordings.c.id).where(wordings.c.mailing_id == mailing_id))
