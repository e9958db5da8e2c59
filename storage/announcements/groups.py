"""A messenger's group that belongs to a unit: asked for by an organiser, joined, agreed to in the group, and bound."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, select, update

from domain.people.deeds import Deed
from storage.people import audit, deeds
from storage.places.scopes import at_or_below
from storage.rows import read
from storage.tables.announcements import groups
from storage.tables.places import units
from storage.tokens import new_token, token_hash
from storage.unit_of_work import UnitOfWork

TITLE: Final = b"groups.title"
"""The purpose for which the titles are sealed."""

VALID_S: Final = 24 * 3600.0
"""So long a link works that lets the bot into a group."""

_row: Final = groups.c


class State(StrEnum):
    """How far it has come."""

    ASKED = "asked"  # an organiser has a link
    JOINED = "joined"  # the bot was let into a group by it
    AGREED = "agreed"  # who answers for it in the group has said yes; now the organiser does
    BOUND = "bound"
    LEFT = "left"  # refused, ended, or the bot was put out


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group, or what may become one; `chat_id` is 0 until the bot was let in. Times in seconds since 1970.

    `let_in_by` is who let it in; 0: an administrator who writes there in the group's name. `topic_id` is the topic
    that posts go to, in a group that has topics; 0: none. `moved_from` is the number that it had before; 0: none.
    """

    id: int
    unit_id: int
    asked_by: int
    asked_at: float
    state: State
    chat_id: int
    title: str
    let_in_by: int = 0
    topic_id: int = 0
    moved_from: int = 0


def ask(unit: UnitOfWork, unit_id: int, deed: Deed) -> str:
    """Begin to bind a group; returns the link's token, which is not kept and cannot be shown again."""
    token = new_token()
    asked = {"asked_by": deed.by.chat_id, "asked_at": deed.now, "state": State.ASKED}
    unit.connection.execute(groups.insert(), {"unit_id": unit_id, "token_hash": token_hash(token), **asked})
    return token


def join(unit: UnitOfWork, token: str, chat_id: int, title: str, deed: Deed) -> GroupRow | None:
    """Note that the bot is in a group by this link, and who let it in; None for a link that does not lead on."""
    return _join(unit, _row.token_hash == token_hash(token), chat_id, title, deed)


def join_without_link(unit: UnitOfWork, chat_id: int, title: str, deed: Deed) -> GroupRow | None:
    """Note that an organiser with a link let the bot into a group, before the link itself is heard of.

    None where there are several links: which of them it was, the link tells.
    """
    return _join(unit, _row.asked_by == deed.by.chat_id, chat_id, title, deed)


def _join(unit: UnitOfWork, which: ColumnElement[bool], chat_id: int, title: str, deed: Deed) -> GroupRow | None:
    fresh = (_row.state == State.ASKED) & (_row.asked_at > deed.now - VALID_S)
    rows = unit.connection.execute(_found(which & fresh).with_for_update()).all()
    if len(rows) != 1 or of_chat(unit, chat_id) is not None:
        return None
    row, sealed = rows[0], unit.seal.close(title.encode(errors="replace"), TITLE)
    _become(unit, _row.id == row.id, state=State.JOINED, chat_id=chat_id, title=sealed, let_in_by=deed.by.chat_id)
    return find(unit, row.id)


def agree(unit: UnitOfWork, group_id: int, chat_id: int, topic_id: int = 0) -> GroupRow | None:
    """Note that the group in this chat says yes, in this topic of it; None where nobody has asked it."""
    row = _locked(unit, group_id)
    if row is None or row.chat_id != chat_id or row.state is not State.JOINED:
        return None
    in_topic = {"topic_id": topic_id} if topic_id else {}
    _become(unit, _row.id == group_id, state=State.AGREED, **in_topic)
    return find(unit, group_id)


def bind(unit: UnitOfWork, group_id: int, deed: Deed) -> GroupRow | None:
    """Bind a group that has agreed; None for any other, and where the same group is bound already."""
    row = _locked(unit, group_id)
    if row is None or row.state is not State.AGREED or of_chat(unit, row.chat_id) is not None:
        return None
    _become(unit, _row.id == group_id, state=State.BOUND, bound_at=deed.now)
    deeds.write_down(unit, deed, "group.bind", f"group:{group_id}")
    return find(unit, group_id)


def end(unit: UnitOfWork, group_id: int, deed: Deed) -> GroupRow | None:
    """Let a group go, or turn one down; returns what it was, or None where there is nothing to end."""
    row = _locked(unit, group_id)
    if row is None or row.state is State.LEFT:
        return None
    _become(unit, _row.id == group_id, state=State.LEFT, left_at=deed.now)
    deeds.write_down(unit, deed, "group.end", f"group:{group_id}")
    return row


def left(unit: UnitOfWork, chat_id: int, now: float) -> GroupRow | None:
    """Note that the bot is in this group no more; returns the bound one that it was."""
    bound = of_chat(unit, chat_id)
    alive = (_row.chat_id == chat_id) & (_row.state != State.LEFT)
    _become(unit, alive, state=State.LEFT, left_at=now)
    return bound


def moved(unit: UnitOfWork, chat_id: int, to: int) -> None:
    """Give a group the number that it has as a supergroup; numbers of messages and topics are not taken along."""
    alive = (_row.chat_id == chat_id) & (_row.state != State.LEFT) & (_row.chat_id != to)
    _become(unit, alive, chat_id=to, moved_from=chat_id, topic_id=None)


def post_in(unit: UnitOfWork, group_id: int, topic_id: int) -> None:
    """Let posts go to this topic from now on."""
    _become(unit, _row.id == group_id, topic_id=topic_id)


def topics(unit: UnitOfWork, chats: Collection[int]) -> Mapping[int, int]:
    """Return by chat to which topic posts go; the groups that have none are not in it."""
    if not chats:
        return {}
    with_topic = _row.chat_id.in_(sorted(chats)) & (_row.state != State.LEFT) & _row.topic_id.is_not(None)
    rows = unit.connection.execute(select(_row.chat_id, _row.topic_id).where(with_topic))
    return {row[0]: row[1] for row in rows}


def alive(unit: UnitOfWork, chat_id: int) -> GroupRow | None:
    """Return the newest group of this chat that is bound or may become so."""
    here = (_row.chat_id == chat_id) & (_row.state != State.LEFT)
    row = unit.connection.execute(_found(here).order_by(_row.id.desc()).limit(1)).one_or_none()
    return None if row is None else _group(unit, row)


def find(unit: UnitOfWork, group_id: int) -> GroupRow | None:
    row = unit.connection.execute(_found(_row.id == group_id)).one_or_none()
    return None if row is None else _group(unit, row)


def of_token(unit: UnitOfWork, token: str) -> GroupRow | None:
    row = unit.connection.execute(_found(_row.token_hash == token_hash(token))).one_or_none()
    return None if row is None else _group(unit, row)


def of_chat(unit: UnitOfWork, chat_id: int) -> GroupRow | None:
    """Return the bound group of this chat."""
    query = _found((_row.chat_id == chat_id) & (_row.state == State.BOUND))
    row = unit.connection.execute(query).one_or_none()
    return None if row is None else _group(unit, row)


def bound_below(unit: UnitOfWork, path: str) -> list[GroupRow]:
    """Return the bound groups of the unit at this path and of all below it, the oldest first."""
    below = select(units.c.id).where(at_or_below(path))
    query = _found(_row.unit_id.in_(below) & (_row.state == State.BOUND)).order_by(_row.id)
    return [_group(unit, row) for row in unit.connection.execute(query)]


def _found(which: ColumnElement[bool]) -> Select[Any]:
    return select(groups).where(which)


def _locked(unit: UnitOfWork, group_id: int) -> GroupRow | None:
    """Lock it, so that it takes one step at a time; the audit first, to which the step is written."""
    audit.hold(unit)
    row = unit.connection.execute(_found(_row.id == group_id).with_for_update()).one_or_none()
    return None if row is None else _group(unit, row)


def _become(unit: UnitOfWork, which: ColumnElement[bool], **values: object) -> None:
    unit.connection.execute(update(groups).where(which).values(values))


def _group(unit: UnitOfWork, row: Row[Any]) -> GroupRow:
    told = {name: getattr(row, name) or 0 for name in ("chat_id", "let_in_by", "topic_id", "moved_from")}
    return read(GroupRow, row, state=State(row.state), title=unit.seal.open_text(row.title, TITLE), **told)
