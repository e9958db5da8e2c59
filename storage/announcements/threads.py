"""The centre's mail: what members write to a unit and what its organisers answer, sealed, one thread until closed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, delete, exists, func, select, update

from domain.announcements.announcements import Medium
from domain.messages.threads import State
from domain.people.deeds import By, Deed
from storage.once import once, once_each
from storage.people import audit, deeds
from storage.places.scopes import within
from storage.rows import read
from storage.tables.announcements import announcements, thread_messages, threads
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

SAID: Final = b"thread_messages.said"
"""The purpose for which the words are sealed."""

_row: Final = threads.c
_message: Final = thread_messages.c
_THREADS: Final[Select[Any]] = select(threads)


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread; times in seconds since 1970. `about` is what a message was about that it answers ("announcement:12").

    `unanswered_since` is when the member wrote what nobody has answered yet; None: all is answered.
    """

    id: int
    chat_id: int
    unit_id: int
    about: str
    state: State
    taken_by: int | None
    opened_at: float
    unanswered_since: float | None
    closed_at: float | None

    @property
    def waits(self) -> bool:
        return self.state is not State.CLOSED and self.unanswered_since is not None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message of a thread; `file` is None where it is words alone."""

    id: int
    from_member: bool
    by_chat: int
    said: str
    file: Medium | None
    at: float


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written at once: words, files, or both."""

    said: str
    files: tuple[Medium, ...] = ()


@dataclass(frozen=True, slots=True)
class Posted:
    """A thread after a member wrote into it: whether it began with that, and whether it had waited before."""

    row: ThreadRow
    is_new: bool
    waited: bool


def post(unit: UnitOfWork, unit_id: int, writing: Writing, deed: Deed, about: str = "") -> Posted:
    """Write to a unit: into the open thread about this, or with this unit where it is about nothing; else a new one."""
    chat_id, now = deed.by.chat_id, deed.now
    mine = (_row.chat_id == chat_id) & (_row.unit_id == unit_id) & (_row.state != State.CLOSED)
    same = mine & (_row.about == about) if about else mine
    found = unit.connection.execute(_THREADS.where(same).order_by(_row.id.desc()).limit(1).with_for_update())
    row = found.one_or_none()
    if row is not None:
        return _posted(unit, _thread(row), writing, now)
    values = {"chat_id": chat_id, "unit_id": unit_id, "about": about, "state": State.OPEN, "opened_at": now}
    made: int = unit.connection.scalars(threads.insert().returning(_row.id), {**values, "unanswered_since": now}).one()
    _say(unit, made, writing, deed, from_member=True)
    return Posted(_expected(unit, made), is_new=True, waited=False)


def post_to(unit: UnitOfWork, thread_id: int, writing: Writing, now: float) -> Posted:
    """Write into this thread, which opens again if it was closed. Raises `LookupError` where there is none."""
    row = unit.connection.execute(_THREADS.where(_row.id == thread_id).with_for_update()).one_or_none()
    if row is None:
        raise LookupError(thread_id)
    return _posted(unit, _thread(row), writing, now)


def _posted(unit: UnitOfWork, row: ThreadRow, writing: Writing, now: float) -> Posted:
    _say(unit, row.id, writing, Deed(By(row.chat_id), now), from_member=True)
    values: dict[str, Any] = {} if row.waits else {"unanswered_since": now}
    if row.state is State.CLOSED:
        values |= {"state": State.OPEN, "taken_by": None, "closed_at": None}
    if values:
        unit.connection.execute(update(threads).where(_row.id == row.id).values(values))
    return Posted(_expected(unit, row.id), is_new=False, waited=row.waits)


def take(unit: UnitOfWork, thread_id: int, deed: Deed, *, over: bool = False) -> bool:
    """Take it in hand; `over`: also from a colleague. False: somebody else was first, or it is closed."""
    free = _row.state != State.CLOSED if over else _row.state == State.OPEN
    return _change(unit, thread_id, free, "take", deed, state=State.TAKEN, taken_by=deed.by.chat_id)


def give_back(unit: UnitOfWork, thread_id: int, deed: Deed) -> bool:
    """Leave it to the colleagues. False: it is closed."""
    return _change(unit, thread_id, _IS_OPEN, "give_back", deed, state=State.OPEN, taken_by=None)


def give(unit: UnitOfWork, thread_id: int, colleague: int, deed: Deed) -> bool:
    """Put it into the hands of a colleague, by chat. False: it is closed."""
    return _change(unit, thread_id, _IS_OPEN, "give", deed, state=State.TAKEN, taken_by=colleague)


def move(unit: UnitOfWork, thread_id: int, unit_id: int, deed: Deed) -> bool:
    """Hand it over to another unit. False: it is closed."""
    return _change(unit, thread_id, _IS_OPEN, "move", deed, unit_id=unit_id, state=State.OPEN, taken_by=None)


def close(unit: UnitOfWork, thread_id: int, deed: Deed) -> bool:
    """Close it. False: it was closed already."""
    closed = {"state": State.CLOSED, "closed_at": deed.now, "unanswered_since": None}
    return _change(unit, thread_id, _IS_OPEN, "close", deed, **closed)


def answer(unit: UnitOfWork, thread_id: int, writing: Writing, deed: Deed) -> bool:
    """Answer the member; who answers has it in hand from now on. False: it was closed meanwhile."""
    taken = {"state": State.TAKEN, "taken_by": deed.by.chat_id, "unanswered_since": None}
    if not _change(unit, thread_id, _IS_OPEN, "answer", deed, **taken):
        return False
    _say(unit, thread_id, writing, deed, from_member=False)
    return True


_IS_OPEN: Final[ColumnElement[bool]] = _row.state != State.CLOSED


def _change(
    unit: UnitOfWork, thread_id: int, possible: ColumnElement[bool], verb: str, deed: Deed, **values: object
) -> bool:
    audit.hold(unit)
    done = unit.connection.execute(update(threads).where(_row.id == thread_id, possible).values(**values))
    if not done.rowcount:
        return False
    deeds.write_down(unit, deed, f"thread.{verb}", f"thread:{thread_id}")
    return True


def _say(unit: UnitOfWork, thread_id: int, writing: Writing, deed: Deed, *, from_member: bool) -> None:
    files: tuple[Medium | None, ...] = writing.files or (None,)
    rows = [
        {
            "thread_id": thread_id,
            "from_member": from_member,
            "by_chat": deed.by.chat_id,
            "said": unit.seal.close((writing.said if number == 0 else "").encode(), SAID),
            "file_kind": file.kind if file else None,
            "file_id": file.file_id if file else None,
            "at": deed.now,
        }
        for number, file in enumerate(files)
    ]
    unit.connection.execute(thread_messages.insert(), rows)


@once(threads)
def find(unit: UnitOfWork, thread_id: int) -> ThreadRow | None:
    row = unit.connection.execute(_THREADS.where(_row.id == thread_id)).one_or_none()
    return None if row is None else _thread(row)


def open_of(unit: UnitOfWork, chat_id: int) -> list[ThreadRow]:
    """Return this person's open threads, the newest first."""
    query = _THREADS.where(_row.chat_id == chat_id, _IS_OPEN).order_by(_row.id.desc())
    return [_thread(row) for row in unit.connection.execute(query)]


@once(threads)
def has_any(unit: UnitOfWork, chat_id: int) -> bool:
    """Tell whether this person has ever written to a unit."""
    return bool(unit.connection.scalar(select(exists().where(_row.chat_id == chat_id))))


@once(threads, thread_messages)
def answered_since(unit: UnitOfWork, chat_id: int, since: float) -> Sequence[tuple[ThreadRow, float]]:
    """Return the threads of this person that were answered last and since then, closed or not, and when; newest first.

    Whoever has written again after that waits for an answer, and is not among them.
    """
    if not has_any(unit, chat_id):
        return ()
    last = select(func.max(_message.id)).group_by(_message.thread_id)
    query = (
        select(threads, _message.at)
        .join_from(threads, thread_messages, _message.thread_id == _row.id)
        .where(_row.chat_id == chat_id, _message.id.in_(last), ~_message.from_member, _message.at > since)
    )
    found = unit.connection.execute(query.order_by(_message.id.desc()))
    return tuple((_thread(row), row.at) for row in found)


def answered_by(unit: UnitOfWork, chat_id: int, since: float) -> int | None:
    """Return the thread that this organiser has answered last, if since then; None: none."""
    mine = (_message.by_chat == chat_id) & ~_message.from_member & (_message.at > since)
    newest = select(_message.thread_id).where(mine).order_by(_message.id.desc()).limit(1)
    found: int | None = unit.connection.scalar(newest)
    return found


def messages(unit: UnitOfWork, thread_id: int) -> list[MessageRow]:
    """Return everything that was written in it, in order."""
    query = select(thread_messages).where(_message.thread_id == thread_id).order_by(_message.id)
    return [_read(unit, row) for row in unit.connection.execute(query)]


@once_each(thread_messages)
def first_words(unit: UnitOfWork, thread_ids: Collection[int]) -> Mapping[int, MessageRow]:
    """Return for each of these threads the member's newest message."""
    newest = select(func.max(_message.id)).where(_message.thread_id.in_(thread_ids), _message.from_member)
    query = select(thread_messages).where(_message.id.in_(newest.group_by(_message.thread_id)))
    return {row.thread_id: _read(unit, row) for row in unit.connection.execute(query)}


def of_ids(unit: UnitOfWork, ids: Sequence[int]) -> dict[int, ThreadRow]:
    """Return those of these threads that there are, by number, in one statement."""
    rows = unit.connection.execute(_THREADS.where(_row.id.in_(ids))) if ids else ()
    return {row.id: _thread(row) for row in rows}


def in_mail(unit: UnitOfWork, paths: Sequence[str], but: int, skip: int, count: int) -> list[ThreadRow]:
    """Return what these units have been written and is not closed, but for what this chat wrote.

    What waits for an answer comes first, the longest waiting before the others.
    """
    query = _in_mail(_THREADS, paths, but).order_by(_row.unanswered_since.is_(None), _row.unanswered_since, _row.id)
    return [_thread(row) for row in unit.connection.execute(query.offset(skip).limit(count))]


def unanswered(unit: UnitOfWork, paths: Sequence[str], but: int, most: int) -> list[ThreadRow]:
    """Return what of their mail nobody has answered, the longest waiting first."""
    query = _in_mail(_THREADS, paths, but).where(_row.unanswered_since.is_not(None))
    return [_thread(row) for row in unit.connection.execute(query.order_by(_row.unanswered_since, _row.id).limit(most))]


def closed_mail(unit: UnitOfWork, paths: Sequence[str], but: int, skip: int, count: int) -> list[ThreadRow]:
    """Return what these units have closed, the last first."""
    query = _of_units(_THREADS, paths, but).where(_row.state == State.CLOSED).order_by(_row.closed_at.desc(), _row.id)
    return [_thread(row) for row in unit.connection.execute(query.offset(skip).limit(count))]


def count_in_mail(unit: UnitOfWork, paths: Sequence[str], but: int) -> int:
    return unit.connection.scalar(_in_mail(_COUNT, paths, but)) or 0


def count_closed(unit: UnitOfWork, paths: Sequence[str], but: int) -> int:
    return unit.connection.scalar(_of_units(_COUNT, paths, but).where(_row.state == State.CLOSED)) or 0


def count_waiting(unit: UnitOfWork, paths: Sequence[str], but: int) -> int:
    """Count what nobody has answered yet."""
    return _count_waiting(unit, tuple(paths), but)


@once(threads, units)
def _count_waiting(unit: UnitOfWork, paths: tuple[str, ...], but: int) -> int:
    waiting = _in_mail(_COUNT, paths, but).where(_row.unanswered_since.is_not(None))
    return unit.connection.scalar(waiting) or 0


def opened_since(unit: UnitOfWork, unit_id: int, since: float) -> int:
    """Count the threads with this unit that began since that moment: a flood of answers need not ring for each."""
    query = select(func.count(_row.id)).where(_row.unit_id == unit_id, _row.opened_at > since)
    return unit.connection.scalar(query) or 0


def unit_of_announcement(unit: UnitOfWork, announcement_id: int) -> int | None:
    """Return in whose name it was announced; None: there is no such announcement."""
    found: int | None = unit.connection.scalar(
        select(announcements.c.unit_id).where(announcements.c.id == announcement_id)
    )
    return found


_COUNT: Final[Select[Any]] = select(func.count(_row.id))


def _in_mail(query: Select[Any], paths: Sequence[str], but: int) -> Select[Any]:
    return _of_units(query, paths, but).where(_IS_OPEN)


def _of_units(query: Select[Any], paths: Sequence[str], but: int) -> Select[Any]:
    return query.join_from(threads, units).where(within(paths), _row.chat_id != but)


@dataclass(frozen=True, slots=True)
class MessageData:
    """One message of a thread, for its member: `by_chat` is told only where it is the member's own."""

    by_chat: int
    said: str
    file: str  # photo | video | document | voice, or ""
    at: float


@dataclass(frozen=True, slots=True)
class ThreadData:
    """A thread with everything in it."""

    unit: str
    state: str
    opened_at: float
    messages: tuple[MessageData, ...] = field(default=())


def of_person(unit: UnitOfWork, chat_id: int) -> Iterator[ThreadData]:
    query = select(threads, units.c.name).join_from(threads, units).where(_row.chat_id == chat_id).order_by(_row.id)
    for row in list(unit.connection.execute(query)):
        written = (
            MessageData(one.by_chat, one.said, one.file.kind if one.file else "", one.at)
            for one in messages(unit, row.id)
        )
        yield ThreadData(row.name, row.state, row.opened_at, tuple(written))


def ids_of(unit: UnitOfWork, chat_id: int) -> list[int]:
    return list(unit.connection.scalars(select(_row.id).where(_row.chat_id == chat_id).order_by(_row.id)))


def forget(unit: UnitOfWork, chat_id: int) -> None:
    """Forget what this person wrote, and what was answered."""
    _drop(unit, select(_row.id).where(_row.chat_id == chat_id))


def units_to_fade(unit: UnitOfWork, before: float) -> list[int]:
    """Return the units that hold threads which were closed before that moment."""
    return sorted(unit.connection.scalars(select(_row.unit_id).distinct().where(_row.closed_at < before)))


def fade(unit: UnitOfWork, unit_id: int, before: float) -> None:
    """Forget the threads of this unit that were closed before that moment."""
    _drop(unit, select(_row.id).where(_row.unit_id == unit_id, _row.closed_at < before))


def _drop(unit: UnitOfWork, which: Select[Any]) -> None:
    ids: Iterable[int] = list(unit.connection.scalars(which))
    unit.connection.execute(delete(thread_messages).where(_message.thread_id.in_(ids)))
    unit.connection.execute(delete(threads).where(_row.id.in_(ids)))


def _expected(unit: UnitOfWork, thread_id: int) -> ThreadRow:
    return _thread(unit.connection.execute(_THREADS.where(_row.id == thread_id)).one())


def _thread(row: Row[Any]) -> ThreadRow:
    return read(ThreadRow, row, state=State(row.state))


def _read(unit: UnitOfWork, row: Row[Any]) -> MessageRow:
    said = unit.seal.open_text(row.said, SAID)
    file = Medium(row.file_kind, row.file_id) if row.file_kind and row.file_id else None
    return MessageRow(row.id, row.from_member, row.by_chat, said, file, row.at)
