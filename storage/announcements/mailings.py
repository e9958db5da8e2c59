"""Mailings: one call to each of a frozen list of chats. The rows of the outbox with its letters are list and ledger.

Its states are `domain.announcements.MailingState`. It has ended when `ended_at` is set: one that is being stopped has
not, until the last of its rows is closed. Whatever goes over many rows does so in portions, one to a transaction.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    Text,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    update,
)

from domain.announcements import MISSED, STANDINGS, MailingState, Purpose, Standing
from domain.delivery import Lane, State, check_move
from domain.topics import Topic
from storage.announcements.audiences import Who, refused
from storage.announcements.audiences import recipients as meant
from storage.announcements.fan_out import spoken
from storage.messages import wordings as letters_of
from storage.tables.announcements import announcements, letters, mailings, topic_refusals
from storage.tables.people import outbox, people
from storage.unit_of_work import UnitOfWork

PORTION: Final = 2_000
"""How many people, or rows, one transaction goes over: some 30 ms."""

BEFORE_ALL: Final = -(2**62)
"""Less than every chat's number; groups have negative ones."""

_row: Final = outbox.c
_FLIGHT: Final = (State.TODO, State.SENDING)


@dataclass(frozen=True, slots=True)
class MailingRow:
    """A mailing; moments in seconds since 1970.

    `frozen_to`: where the writing of its list has come to, or the going over it. Whoever stands as `again` says, behind
    that, is still to have another turn.
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


def begin(  # noqa: PLR0913  a mailing has these parts
    unit: UnitOfWork,
    announcement_id: int,
    purpose: Purpose,
    letters: Mapping[str, bytes],
    *,
    urgent: bool,
    paid: bool,
    not_after: float | None,
    now: float,
) -> MailingRow:
    """Begin a mailing with a reply for each language, as JSON bytes. Its list is still empty: see `freeze_some`."""
    values = {
        "announcement_id": announcement_id,
        "purpose": purpose,
        "state": MailingState.FREEZING,
        "frozen_to": 0,
        "urgent": urgent,
        "paid": paid,
        "not_after": not_after,
        "began_at": now,
    }
    mailing_id = unit.connection.execute(mailings.insert().values(values).returning(mailings.c.id)).scalar_one()
    letters_of.write(unit, mailing_id, letters)
    return _one(unit, mailing_id)


def rewrite(unit: UnitOfWork, mailing_id: int, letters: Mapping[str, bytes]) -> None:
    """Give its letters new words: whoever it has not reached yet reads them."""
    letters_of.rewrite(unit, mailing_id, letters)


# ---------------------------------------------------------------- finding them


def of(unit: UnitOfWork, announcement_id: int, purpose: Purpose = Purpose.SEND) -> MailingRow | None:
    """Return the newest mailing of an announcement for this purpose."""
    which = (mailings.c.announcement_id == announcement_id) & (mailings.c.purpose == purpose)
    found = unit.connection.execute(_SELECT.where(which).order_by(mailings.c.id.desc()).limit(1)).one_or_none()
    return None if found is None else _read(found)


_SELECT: Final = select(*(mailings.c[name] for name in MailingRow.__slots__))


def _read(row: Row[*tuple[Any, ...]]) -> MailingRow:
    again = frozenset(map(Standing, row.again.split(","))) if row.again else frozenset[Standing]()
    told = {"purpose": Purpose(row.purpose), "state": MailingState(row.state), "again": again}
    return MailingRow(**row._asdict() | told)


def _one(unit: UnitOfWork, mailing_id: int) -> MailingRow:
    return _read(unit.connection.execute(_SELECT.where(mailings.c.id == mailing_id)).one())


def _locked(unit: UnitOfWork, mailing_id: int) -> MailingRow:
    return _read(unit.connection.execute(_SELECT.where(mailings.c.id == mailing_id).with_for_update()).one())


def _set(unit: UnitOfWork, mailing_id: int, **values: object) -> None:
    unit.connection.execute(update(mailings).where(mailings.c.id == mailing_id).values(values))


# ---------------------------------------------------------------- writing its list


def freeze_some(unit: UnitOfWork, mailing_id: int, who: Who | None, now: float) -> bool:
    """Write a portion of the list, and tell whether it is whole: then the mailing runs, or has ended if it is empty.

    Goes on from where the last transaction came to. Without `who` the list are those that the sending has reached; or,
    where a recall has been before, those whose messages it could not delete.
    """
    mailing = _locked(unit, mailing_id)
    if mailing.state is not MailingState.FREEZING:
        return True
    added, upto = _copy_some(unit, mailing, now) if who is None else _add_some(unit, mailing, who, now)
    size = mailing.size + added
    if upto is not None:
        _set(unit, mailing_id, size=size, frozen_to=upto)
        return False
    runs = {"state": MailingState.RUNNING} if size else {"state": MailingState.DONE, "ended_at": now}
    _set(unit, mailing_id, size=size, frozen_at=now, **runs)
    return True


_COLUMNS: Final = (
    *("dedupe", "chat_id", "lane", "state", "letter_id", "target", "others"),
    *("not_before", "not_after", "about", "written_at", "done_at"),
)


def _add_some(unit: UnitOfWork, mailing: MailingRow, who: Who, now: float) -> tuple[int, int | None]:
    """Add the recipients among the next people, and after the last of them the groups; return how many, and up to whom.

    None: that was all.
    """
    chat_id = people.c.chat_id
    ahead = select(chat_id).where(chat_id > mailing.frozen_to).order_by(chat_id)
    upto = unit.connection.scalar(ahead.offset(PORTION - 1).limit(1))
    found = meant(unit, who.audience, who.house_language).where(chat_id > mailing.frozen_to)
    if upto is not None:
        found = found.where(chat_id <= upto)
    added = _insert(unit, _from_people(unit, mailing, who, now, found))
    return (added, upto) if upto is not None else (added + _add_groups(unit, mailing, who, now), None)


def _from_people(unit: UnitOfWork, mailing: MailingRow, who: Who, now: float, found: Select[tuple[int]]) -> Select[Any]:
    chat_id = people.c.chat_id
    by_language = letters_of.of(unit, mailing.id)
    other = _letter_for_others(by_language, who)
    says = spoken(who.house_language, by_language)
    letter = case(*((says == language, literal(one)) for language, one in by_language.items()), else_=literal(other))
    no = false() if who.obligatory else refused(who.topic)
    return found.order_by(chat_id).with_only_columns(
        literal(f"m{mailing.id}:") + cast(chat_id, Text),
        chat_id,
        literal(int(Lane.ANNOUNCEMENT)),
        case((no, literal(str(State.OPTED_OUT))), else_=literal(str(State.TODO))),
        letter,
        null(),
        null(),
        *_usual(mailing, now),
        case((no, literal(now)), else_=null()),
    )


def _letter_for_others(by_language: Mapping[str, int], who: Who) -> int:
    """Return the letter of those who read none of its languages: the house's, where it has one."""
    return by_language.get(who.house_language, next(iter(by_language.values())))


def _usual(mailing: MailingRow, now: float) -> tuple[ColumnElement[Any], ...]:
    """Return the time of a row, what it is about, and when it was written."""
    until = null() if mailing.not_after is None else literal(mailing.not_after)
    return literal(now), until, literal(f"announcement:{mailing.announcement_id}"), literal(now)


def _insert(unit: UnitOfWork, rows: Select[Any]) -> int:
    insert = outbox.insert().from_select(_COLUMNS, rows).execution_options(preserve_rowcount=True)
    return unit.connection.execute(insert).rowcount


def _add_groups(unit: UnitOfWork, mailing: MailingRow, who: Who, now: float) -> int:
    letter_id = _letter_for_others(letters_of.of(unit, mailing.id), who)
    rows = [
        {
            "dedupe": f"m{mailing.id}:{chat_id}",
            "chat_id": chat_id,
            "lane": Lane.ANNOUNCEMENT,
            "state": State.TODO,
            "letter_id": letter_id,
            "not_before": now,
            "not_after": mailing.not_after,
            "about": f"announcement:{mailing.announcement_id}",
            "written_at": now,
        }
        for chat_id in sorted(set(who.to_groups))
    ]
    if rows:
        unit.connection.execute(outbox.insert(), rows)
    return len(rows)


def _copy_some(unit: UnitOfWork, mailing: MailingRow, now: float) -> tuple[int, int | None]:
    """Add some of those whom the sending has reached, in the order of its rows: `frozen_to` is a row id here."""
    theirs, shows = _before(unit, mailing)
    reached = (_row.letter_id.in_(theirs.values())) & shows
    ahead = select(_row.id).where(reached, _row.id > mailing.frozen_to).order_by(_row.id)
    upto = unit.connection.scalar(ahead.offset(PORTION - 1).limit(1))
    here = reached & (_row.id > mailing.frozen_to)
    if upto is not None:
        here &= _row.id <= upto
    return (_insert(unit, _from_reached(unit, mailing, theirs, now, here)) if theirs else 0), upto


def _before(unit: UnitOfWork, mailing: MailingRow) -> tuple[Mapping[str, int], ColumnElement[bool]]:
    """Return the letters of the mailing whose list this one goes through again, and which of its rows are meant."""
    recall = of(unit, mailing.announcement_id, Purpose.RECALL) if mailing.purpose is Purpose.CORRECT else None
    if recall is not None:
        return letters_of.of(unit, recall.id), _IS_KEPT
    sending = of(unit, mailing.announcement_id)
    shows = (_row.state == State.SENT) & (_row.message_id.is_not(None))
    return ({} if sending is None else letters_of.of(unit, sending.id)), shows


_IS_KEPT: Final = (_row.state == State.FAILED) & _row.reason.contains("be deleted")
"""Of a row of a recall: the messenger says "message can't be deleted", for one reason or another."""


def is_kept_somewhere(unit: UnitOfWork, mailing_id: int) -> bool:
    """Tell whether there are chats whose messages a recall could not delete."""
    return bool(unit.connection.scalar(select(exists().where(_of_mailing(mailing_id), _IS_KEPT))))


def _from_reached(
    unit: UnitOfWork, mailing: MailingRow, theirs: Mapping[str, int], now: float, here: ColumnElement[bool]
) -> Select[Any]:
    own = letters_of.of(unit, mailing.id)
    other = next(iter(own.values()))
    letter = case(*((_row.letter_id == one, literal(own.get(name, other))) for name, one in theirs.items()))
    return (
        select(
            literal(f"m{mailing.id}:") + cast(_row.chat_id, Text),
            _row.chat_id,
            literal(int(Lane.ANNOUNCEMENT)),
            literal(str(State.TODO)),
            letter,
            func.coalesce(_row.target, _row.message_id),
            _row.others,
            *_usual(mailing, now),
            null(),
        )
        .where(here)
        .order_by(_row.id)
    )


# ---------------------------------------------------------------- holding it, going on, ending it


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
    mailing = _locked(unit, mailing_id)
    if mailing.ended_at is not None:
        return True
    waiting = select(_row.id).where(_of_mailing(mailing_id), _row.state == State.TODO).limit(PORTION)
    closed = unit.connection.execute(update(outbox).where(_row.id.in_(waiting)).values(_ended(State.STOPPED, now)))
    is_all = closed.rowcount < PORTION
    _set(unit, mailing_id, state=MailingState.STOPPED, ended_at=now if is_all else None, again=None)
    return is_all


def finish(unit: UnitOfWork, mailing_id: int, now: float) -> bool:
    """End a mailing of which nothing waits or flies any more, and tell whether that is so."""
    mailing = _locked(unit, mailing_id)
    if mailing.ended_at is not None:
        return True
    if mailing.state is not MailingState.RUNNING or mailing.again or _any(unit, mailing_id, _FLIGHT):
        return False
    _set(unit, mailing_id, state=MailingState.DONE, ended_at=now)
    return True


def _any(unit: UnitOfWork, mailing_id: int, states: Collection[State]) -> bool:
    return bool(unit.connection.scalar(select(exists().where(_of_mailing(mailing_id), _row.state.in_(states)))))


def _ended(state: State, now: float) -> dict[str, object]:
    check_move(State.TODO, state)
    return {"state": state, "reply": None, "done_at": now}


# ---------------------------------------------------------------- sending it again


def again(unit: UnitOfWork, mailing_id: int, standings: Collection[Standing], now: float) -> int:
    """Let those of its recipients who stand so have their turn once more, a portion of them at once: see `again_some`.

    Returns how many that portion is. Only who was missed can be meant (`domain.announcements.MISSED`), else
    `ValueError`. Whose standing is unknown may read it twice. Of a time that is over nothing is left: it goes without
    one.
    """
    if not_missed := set(standings) - MISSED:
        raise ValueError(f"who is {', '.join(sorted(not_missed))} was not missed")
    mailing = _locked(unit, mailing_id)
    moved, upto = _turn_some(unit, mailing, standings, 0, now)
    runs = {"state": MailingState.RUNNING, "ended_at": None} if moved else {}
    _set(unit, mailing_id, again=_left(standings, upto), frozen_to=upto or 0, **runs)
    return moved


def again_some(unit: UnitOfWork, mailing_id: int, now: float) -> bool:
    """Let a further portion have their turn once more, from where the last one came to; tell whether that was all.

    It may run meanwhile: who is missed once more stands before that place, and is not meant a second time.
    """
    mailing = _locked(unit, mailing_id)
    if not mailing.again:
        return True
    _, upto = _turn_some(unit, mailing, mailing.again, mailing.frozen_to, now)
    _set(unit, mailing_id, again=_left(mailing.again, upto), frozen_to=upto or 0)
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
    missed = (_of_mailing(mailing.id)) & (_row.state.in_(states)) & (_row.id > after)
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
    nothing = dict.fromkeys(("claimed_by", "first_tried_at", "reason", "done_at"))
    return nothing | {
        "state": State.TODO,
        "repeats": perhaps_there,
        "not_after": over,
        "not_before": now,
        "attempts": 0,
    }


def refuse(unit: UnitOfWork, chat_id: int, topic: Topic, now: float) -> int:
    """Take back what of this topic still waits for somebody who wants nothing of it, and return how much that was."""
    # A list that is just being gone over must not pass by: its portion is waited for, and the next sees the refusal.
    gone_over = or_(mailings.c.state == MailingState.FREEZING, mailings.c.again.is_not(None))
    unit.connection.execute(select(mailings.c.id).where(gone_over).with_for_update()).all()
    about_it = (
        select(letters.c.id)
        .join_from(letters, mailings, mailings.c.id == letters.c.mailing_id)
        .join(announcements, announcements.c.id == mailings.c.announcement_id)
        .where(mailings.c.purpose == Purpose.SEND, announcements.c.topic == topic)
        .where(announcements.c.obligatory.is_(false()))
    )
    waiting = (_row.chat_id == chat_id) & (_row.lane == Lane.ANNOUNCEMENT) & _IS_TODO & _row.letter_id.in_(about_it)
    return unit.connection.execute(update(outbox).where(waiting).values(_ended(State.OPTED_OUT, now))).rowcount


_IS_TODO: Final = _row.state == literal_column(f"'{State.TODO}'")  # a partial index does not serve a parameter


# ---------------------------------------------------------------- the ledger


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where the recipients of an announcement stand: `size` were frozen, and `by` counts them all.

    `repeated`: how many of them may have it twice, for it was sent again to whose standing was unknown; told once
    nothing waits any more.
    """

    size: int = 0
    by: Mapping[Standing, int] = field(default_factory=lambda: dict.fromkeys(Standing, 0))
    repeated: int = 0

    @property
    def pending(self) -> int:
        return self.by[Standing.NOT_YET]

    @property
    def done(self) -> int:
        return sum(self.by.values()) - self.pending


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where one recipient stands, why in the messenger's words, since when (None: not yet), and with which message."""

    standing: Standing
    reason: str = ""
    at: float | None = None
    message_id: int = 0


def ledger(unit: UnitOfWork, announcement_id: int) -> Ledger:
    """Count where the recipients of its sending stand."""
    mailing = of(unit, announcement_id)
    if mailing is None:
        return Ledger()
    mine = _of_mailing(mailing.id)
    by = dict.fromkeys(Standing, 0)
    for state, number in unit.connection.execute(select(_row.state, func.count()).where(mine).group_by(_row.state)):
        by[STANDINGS[State(state)]] += number
    ran_through = Ledger(mailing.size, by)
    if ran_through.pending:
        return ran_through  # looking at every row takes ten times as long as counting in the index
    repeated = unit.connection.scalar(select(func.count()).where(mine, _row.repeats > 0)) or 0
    return Ledger(mailing.size, by, repeated)


def failures(unit: UnitOfWork, announcement_id: int) -> dict[str, int]:
    """Count the reasons, in the messenger's words, for which it failed, the most frequent first."""
    number = func.count()
    query = select(func.coalesce(_row.reason, ""), number).where(_of_sending(announcement_id))
    failed = query.where(_row.state == State.FAILED).group_by(_row.reason).order_by(number.desc(), _row.reason)
    return {row[0]: row[1] for row in unit.connection.execute(failed)}


def standing_of(unit: UnitOfWork, announcement_id: int, chat_id: int) -> Recipient | None:
    """Return where this recipient stands; None: is none."""
    mailing = of(unit, announcement_id)
    if mailing is None:
        return None
    row = unit.connection.execute(select(*_RECIPIENT).where(_row.dedupe == f"m{mailing.id}:{chat_id}")).one_or_none()
    return None if row is None else _recipient(row)


def recipients(  # noqa: PLR0913, PLR0917  a portion of a list has these parts
    unit: UnitOfWork,
    announcement_id: int,
    standings: Collection[Standing] = tuple(Standing),
    after_chat: int = BEFORE_ALL,
    count: int = PORTION,
    skip: int = 0,
) -> list[tuple[int, Recipient]]:
    """Return up to `count` recipients who stand so, in the order of their chats, from behind this one on."""
    states = [state for state, standing in STANDINGS.items() if standing in standings]
    query = select(_row.chat_id, *_RECIPIENT).where(_of_sending(announcement_id), _row.state.in_(states))
    rows = unit.connection.execute(
        query.where(_row.chat_id > after_chat).order_by(_row.chat_id).offset(skip).limit(count)
    )
    return [(row.chat_id, _recipient(row)) for row in rows]


def rate(unit: UnitOfWork, mailing_id: int, since: float, now: float) -> float:
    """Return how many of its messages arrived in a second, in the time from `since` to `now`."""
    lately = select(func.count()).where(_of_mailing(mailing_id), _row.state == State.SENT, _row.done_at >= since)
    return (unit.connection.scalar(lately) or 0) / max(now - since, 0.001)


_RECIPIENT: Final = (_row.state, _row.reason, _row.done_at, _row.message_id)


def _recipient(row: Row[*tuple[Any, ...]]) -> Recipient:
    return Recipient(STANDINGS[State(row.state)], row.reason or "", row.done_at, row.message_id or 0)


def _of_mailing(mailing_id: int) -> ColumnElement[bool]:
    return _row.letter_id.in_(select(letters.c.id).where(letters.c.mailing_id == mailing_id))


def _of_sending(announcement_id: int) -> ColumnElement[bool]:
    newest: ScalarSelect[Any] = (
        select(func.max(mailings.c.id))
        .where(mailings.c.announcement_id == announcement_id, mailings.c.purpose == Purpose.SEND)
        .scalar_subquery()
    )
    return _row.letter_id.in_(select(letters.c.id).where(letters.c.mailing_id == newest))
