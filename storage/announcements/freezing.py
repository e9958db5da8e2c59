"""The list of a mailing, frozen when it begins: written in portions, from an audience or an earlier mailing's list."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    select,
)

from domain.announcements.announcements import MailingState, Purpose
from domain.messages.delivery import Lane, State
from storage.announcements import mailings
from storage.announcements.audiences import Who, refused
from storage.announcements.audiences import recipients as meant
from storage.announcements.fan_out import spoken
from storage.announcements.mailings import MailingRow, of, rows_of
from storage.messages import wordings as says
from storage.tables.messages import outbox
from storage.tables.people import people
from storage.unit_of_work import UnitOfWork

_row: Final = outbox.c


_COLUMNS: Final = (
    *("dedupe", "chat_id", "lane", "state", "letter_id", "target", "others"),
    *("not_before", "not_after", "about", "written_at", "done_at"),
)


def freeze_some(unit: UnitOfWork, mailing_id: int, who: Who | None, now: float) -> bool:
    """Write a portion of the list, and tell whether it is whole: then the mailing runs, or has ended if it is empty.

    Goes on from where the last transaction came to. Without `who` the list are those that the sending has reached; or,
    where a recall has been before, those whose messages it could not delete.
    """
    mailing = mailings.locked(unit, mailing_id)
    if mailing.state is not MailingState.FREEZING:
        return True
    added, upto = _copy_some(unit, mailing, now) if who is None else _add_some(unit, mailing, who, now)
    size = mailing.size + added
    if upto is not None:
        mailings.put(unit, mailing_id, size=size, frozen_to=upto)
        return False
    runs = {"state": MailingState.RUNNING} if size else {"state": MailingState.DONE, "ended_at": now}
    mailings.put(unit, mailing_id, size=size, frozen_at=now, **runs)
    return True


def _add_some(unit: UnitOfWork, mailing: MailingRow, who: Who, now: float) -> tuple[int, int | None]:
    """Add the recipients among the next people, and after the last of them the groups; return how many, and up to whom.

    None: that was all.
    """
    chat_id = people.c.chat_id
    ahead = select(chat_id).where(chat_id > mailing.frozen_to).order_by(chat_id)
    upto = unit.connection.scalar(ahead.offset(mailings.PORTION - 1).limit(1))
    found = meant(unit, who.audience, who.house_language).where(chat_id > mailing.frozen_to)
    if upto is not None:
        found = found.where(chat_id <= upto)
    added = _insert(unit, _from_people(unit, mailing, who, now, found))
    return (added, upto) if upto is not None else (added + _add_groups(unit, mailing, who, now), None)


def _from_people(unit: UnitOfWork, mailing: MailingRow, who: Who, now: float, found: Select[tuple[int]]) -> Select[Any]:
    chat_id = people.c.chat_id
    by_language = says.of(unit, mailing.id)
    other = _wording_for_others(by_language, who)
    read = spoken(who.house_language, by_language)
    wording = case(*((read == language, literal(one)) for language, one in by_language.items()), else_=literal(other))
    no = false() if who.obligatory else refused(who.topic)
    return found.order_by(chat_id).with_only_columns(
        literal(f"m{mailing.id}:") + cast(chat_id, Text),
        chat_id,
        literal(int(Lane.ANNOUNCEMENT)),
        case((no, literal(str(State.OPTED_OUT))), else_=literal(str(State.TODO))),
        wording,
        null(),
        null(),
        *_usual(mailing, now),
        case((no, literal(now)), else_=null()),
    )


def _wording_for_others(by_language: Mapping[str, int], who: Who) -> int:
    """Return the wording for those who read none of its languages: the house's, where it has one."""
    return by_language.get(who.house_language, next(iter(by_language.values())))


def _usual(mailing: MailingRow, now: float) -> tuple[ColumnElement[Any], ...]:
    """Return the time of a row, what it is about, and when it was written."""
    until = null() if mailing.not_after is None else literal(mailing.not_after)
    return literal(now), until, literal(f"announcement:{mailing.announcement_id}"), literal(now)


def _insert(unit: UnitOfWork, rows: Select[Any]) -> int:
    insert = outbox.insert().from_select(_COLUMNS, rows).execution_options(preserve_rowcount=True)
    return unit.connection.execute(insert).rowcount


def _add_groups(unit: UnitOfWork, mailing: MailingRow, who: Who, now: float) -> int:
    wording_id = _wording_for_others(says.of(unit, mailing.id), who)
    rows = [
        {
            "dedupe": f"m{mailing.id}:{chat_id}",
            "chat_id": chat_id,
            "lane": Lane.ANNOUNCEMENT,
            "state": State.TODO,
            "letter_id": wording_id,
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
    upto = unit.connection.scalar(ahead.offset(mailings.PORTION - 1).limit(1))
    here = reached & (_row.id > mailing.frozen_to)
    if upto is not None:
        here &= _row.id <= upto
    return (_insert(unit, _from_reached(unit, mailing, theirs, now, here)) if theirs else 0), upto


def _before(unit: UnitOfWork, mailing: MailingRow) -> tuple[Mapping[str, int], ColumnElement[bool]]:
    """Return the wordings of the mailing whose list this one goes through again, and which of its rows are meant."""
    recall = of(unit, mailing.announcement_id, Purpose.RECALL) if mailing.purpose is Purpose.CORRECT else None
    if recall is not None:
        return says.of(unit, recall.id), _IS_KEPT
    sending = of(unit, mailing.announcement_id)
    shows = (_row.state == State.SENT) & (_row.message_id.is_not(None))
    return ({} if sending is None else says.of(unit, sending.id)), shows


_IS_KEPT: Final = (_row.state == State.FAILED) & _row.reason.contains("be deleted")
"""Of a row of a recall: the messenger says "message can't be deleted", for one reason or another."""


def is_kept_somewhere(unit: UnitOfWork, mailing_id: int) -> bool:
    """Tell whether there are chats whose messages a recall could not delete."""
    return bool(unit.connection.scalar(select(exists().where(rows_of(mailing_id), _IS_KEPT))))


def _from_reached(
    unit: UnitOfWork, mailing: MailingRow, theirs: Mapping[str, int], now: float, here: ColumnElement[bool]
) -> Select[Any]:
    own = says.of(unit, mailing.id)
    other = next(iter(own.values()))
    wording = case(*((_row.letter_id == one, literal(own.get(name, other))) for name, one in theirs.items()))
    return (
        select(
            literal(f"m{mailing.id}:") + cast(_row.chat_id, Text),
            _row.chat_id,
            literal(int(Lane.ANNOUNCEMENT)),
            literal(str(State.TODO)),
            wording,
            func.coalesce(_row.target, _row.message_id),
            _row.others,
            *_usual(mailing, now),
            null(),
        )
        .where(here)
        .order_by(_row.id)
    )
