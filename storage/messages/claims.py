"""What the sender asks of the outbox and tells it: what is due, claimed, marked, and settled after a crash."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from domain.messages.delivery import HOLDS_S, Lane, Queue, State, check_move
from storage.messages.outbox import REPLY
from storage.messages.wordings import Wording
from storage.sealed import UnsealableError
from storage.tables.leases import leadership
from storage.tables.messages import outbox
from storage.tables.people import people
from storage.unit_of_work import UnitOfWork

_row: Final = outbox.c


def _is(state: State, rows: FromClause = outbox) -> ColumnElement[bool]:
    """Say the state in the statement itself: a partial index does not serve a parameter."""
    return rows.c.state == literal_column(f"'{state}'")


@dataclass(frozen=True, slots=True)
class Head:
    """The first row in a chat's line (of one lane); `more` tells that others wait behind it.

    `tried`: it has been under way before. `channel`, `name` and `address` as in `Claimed`.
    """

    row_id: int
    chat_id: int
    lane: Lane | Queue
    more: bool
    unreachable: bool
    tried: bool = False
    channel: str = ""
    name: str = ""
    address: int = 0


def _alive(rows: FromClause = outbox) -> ColumnElement[bool]:
    return or_(rows.c.not_after.is_(None), rows.c.not_after > bindparam("now"))


def _waits(rows: FromClause) -> ColumnElement[bool]:
    """Say that it waits, and that no mailing sends it: mailings are looked at by `storage.announcements.lines`."""
    return and_(_is(State.TODO, rows), rows.c.letter_id.is_(None))


_HELD_AT_MOST_S: Final = 2 * HOLDS_S
"""What holds for so long was written by a clock gone wrong.

It is more than any hold lasts, since whoever asks has looked at its clock a moment ago: what another took in hand in
that moment, or by a clock that is a little ahead, ends later than `now + HOLDS_S`, and holds all the same.
"""


def _holds(rows: FromClause) -> ColumnElement[bool]:
    """Say that what follows must not overtake it."""
    return rows.c.holds_until.between(bindparam("now"), bindparam("now") + _HELD_AT_MOST_S)


def _due() -> Select[int, int, bool, float | None, bool]:
    other = outbox.alias()
    same_line = and_(_waits(other), other.c.lane == _row.lane, other.c.chat_id == _row.chat_id)
    # An answer that nobody has taken in hand yet goes before what was written after it, whatever the clock of the
    # worker that wrote it: the order in a chat is that of the rows.
    is_fresh = and_(
        other.c.lane == literal_column(str(int(Lane.INTERACTIVE))),
        other.c.holds_until.is_(None),
        other.c.not_before <= bindparam("now") + HOLDS_S,
    )
    stands_before = and_(
        same_line,
        other.c.id < _row.id,
        _alive(other),
        or_(other.c.not_before <= bindparam("now"), _holds(other), is_fresh),
    )
    under_way = select(other.c.chat_id).where(
        _is(State.SENDING, other), other.c.lane == bindparam("lane"), _holds(other)
    )
    more = exists().where(same_line, other.c.id > _row.id)
    return (
        select(_row.id, _row.chat_id, more, people.c.unreachable_since, _row.holds_until.is_not(None))
        .join_from(outbox, people, people.c.chat_id == _row.chat_id, isouter=True)
        .where(_waits(outbox), _row.lane == bindparam("lane"), _row.not_before <= bindparam("now"), _alive())
        .where(_row.chat_id.not_in(under_way), ~exists().where(stands_before))
        .order_by(_row.not_before, _row.id)
        .limit(bindparam("at_most"))
    )


_DUE: Final = _due()


def due(unit: UnitOfWork, lane: Lane, now: float, at_most: int) -> list[Head]:
    """Look at the lines of a lane, the longest waiting first. Nothing is claimed.

    One head for each chat: a thousand rows of one chat take no more room here than one row of another. A chat whose
    row is under way, or was tried and waits to be tried again, has no head for as long as that row holds: what follows
    must not overtake it. Then it gives way, and whatever of them is due goes, the first of them first.
    """
    rows = unit.connection.execute(_DUE, {"lane": lane, "now": now, "at_most": at_most})
    return [Head(row[0], row[1], lane, row[2], row[3] is not None, bool(row[4])) for row in rows]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is about to fly; `reply` as it was written, empty if it cannot be unsealed (another key).

    A mailing's row has its `wording`, whose reply is the same for all its readers; the call rewrites or deletes the
    message `target`, and `others` that were sent with it. `topic` is the one of a group's topics that it goes to.
    `gives_way`: what follows in its chat waits for it no more. `in_words`: what a pin, picture or file came to, so that
    words go in its place (empty: itself), in `language` where the person's is known. So many parts of it, `part`, have
    gone out already, as `others`. Where it goes by another channel than Telegram's: `channel`, its `name` for the one
    meant, and `address`, the number of ours that stands for both.
    """

    row_id: int
    chat_id: int
    lane: Lane
    reply: bytes
    attempts: int
    first_tried_at: float | None
    wording: Wording | None = None
    target: int = 0
    others: tuple[int, ...] = ()
    topic: int = 0
    gives_way: bool = False
    in_words: str = ""
    language: str = ""
    part: int = 0
    channel: str = ""
    name: str = ""
    address: int = 0


_FREE: Final = and_(
    _row.id.in_(bindparam("rows", expanding=True)),
    _is(State.TODO),
    _alive(),
    or_(_row.letter_id.is_(None), _row.letter_id.in_(bindparam("wordings", expanding=True))),
)


def _claim(free: ColumnElement[bool]) -> ReturningUpdate[*tuple[Any, ...]]:
    return (
        update(outbox)
        .where(free)
        .values(
            state=State.SENDING,
            claimed_by=bindparam("worker"),
            holds_until=func.coalesce(_row.holds_until, bindparam("now") + HOLDS_S),
        )
        .returning(
            *(_row.id, _row.chat_id, _row.lane, _row.reply, _row.attempts, _row.first_tried_at),
            *(_row.letter_id, _row.target, _row.others, _row.in_words, _row.part, _holds(outbox).label("holds")),
        )
    )


_CLAIM: Final = _claim(_FREE)

# Two workers that want the same row must not wait for each other: whoever comes second goes without.
_CLAIM_AMONG_MANY: Final = _claim(_row.id.in_(select(_row.id).where(_FREE).with_for_update(skip_locked=True)))

# And a leader that was taken for dead meanwhile gets nothing but answers, for another leads.
_RULES: Final = or_(
    _row.lane == literal_column(str(int(Lane.INTERACTIVE))),
    bindparam("term") == select(leadership.c.term).scalar_subquery(),
)
_CLAIM_UNDER_A_LEADER: Final = _claim(
    _row.id.in_(select(_row.id).where(_FREE, _RULES).with_for_update(skip_locked=True, of=outbox))
)

_NONE: Final[Mapping[int, Wording]] = MappingProxyType({})


def claim(  # noqa: PLR0913  each of these decides
    unit: UnitOfWork,
    row_ids: Collection[int],
    worker: str,
    now: float,
    running: Mapping[int, Wording] = _NONE,
    *,
    term: int | None = None,
) -> list[Claimed]:
    """Take those of these rows that nobody has taken and whose time is not over.

    Among several workers all but answers are for whose reign has the number `term` (None: there are none).
    Of mailings' rows only those with one of the wordings that are `running` in this transaction: a mailing may have
    been paused since it was looked at.
    """
    if not row_ids:
        return []
    asked: dict[str, object] = {"rows": list(row_ids), "worker": worker, "now": now, "wordings": list(running)}
    statement = _CLAIM_AMONG_MANY if unit.on_postgresql else _CLAIM
    if unit.on_postgresql and term is not None:
        statement = _CLAIM_UNDER_A_LEADER
        asked["term"] = term
    return [_claimed(unit, row, running) for row in unit.connection.execute(statement, asked)]


def _claimed(unit: UnitOfWork, row: Row[*tuple[Any, ...]], running: Mapping[int, Wording]) -> Claimed:
    own = row.reply is not None
    wording = None if own or row.letter_id is None else running[row.letter_id]
    reply = wording.reply if wording else _unsealed(unit, row.reply)
    others = tuple(map(int, row.others.split(","))) if row.others else ()
    return Claimed(
        row.id,
        row.chat_id,
        Lane(row.lane),
        reply,
        row.attempts,
        row.first_tried_at,
        wording,
        row.target or 0,
        others,
        gives_way=not row.holds,
        in_words=row.in_words or "",
        part=row.part,
    )


SEALED: Final = "sealed with another key"
"""Why a row waits that no key here opens."""

_LOOKED_AT_AGAIN_S: Final = 600.0


def set_aside(unit: UnitOfWork, row_ids: Collection[int], now: float) -> None:
    """Put claimed rows that no key here opens back as they are: what stands behind them in their chats overtakes them.

    They are looked at again in ten minutes, and where somebody else knows the key (`look_again`).
    """
    put_back = update(outbox).where(_row.id.in_(list(row_ids)), _is(State.SENDING))
    unit.connection.execute(
        put_back.values(
            state=State.TODO,
            claimed_by=null(),
            reason=SEALED,
            first_tried_at=null(),
            not_before=now + _LOOKED_AT_AGAIN_S,
        )
    )


def look_again(unit: UnitOfWork, now: float) -> int:
    """Let what was set aside be due now, for whoever comes with other keys; return how many rows that is."""
    aside = update(outbox).where(_is(State.TODO), _row.reason == SEALED)
    return unit.connection.execute(aside.values(not_before=now, reason=null())).rowcount


def count_sealed(unit: UnitOfWork) -> int:
    """Count what was set aside."""
    return unit.connection.scalar(select(func.count()).where(_is(State.TODO), _row.reason == SEALED)) or 0


def _unsealed(unit: UnitOfWork, sealed: bytes) -> bytes:
    try:
        return unit.seal.open(sealed, REPLY)
    except UnsealableError:
        return b""


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a claimed row. `attempts` and `repeats` are added to what stands there.

    For `State.TODO`: it is tried again from `not_before`, and was first tried at `first_tried_at` (None: not yet). A
    group that has another number from now on is `moved_to` it. `others` are the further messages of an album.
    `is_refused`: a chat did not take it, or not all of it. `in_words` and `part` as in `Claimed`, of the next try.
    `pressed`: what the numbers stand for that are shown now.
    """

    row_id: int
    state: State
    message_id: int = 0
    reason: str = ""
    attempts: int = 1
    repeats: int = 0
    not_before: float = 0.0
    first_tried_at: float | None = None
    others: tuple[int, ...] = ()
    moved_to: int = 0
    is_refused: bool = False
    in_words: str = ""
    part: int = 0
    pressed: Mapping[str, str] = field(default_factory=dict)


_OWN: Final = and_(_is(State.SENDING), _row.id == bindparam("row"), _row.claimed_by == bindparam("worker"))

_DONE: Final = (
    update(outbox)
    .where(_OWN)
    .values(
        state=bindparam("to"),
        reply=null(),
        message_id=bindparam("message"),
        others=func.coalesce(bindparam("further"), _row.others),
        reason=bindparam("why"),
        attempts=_row.attempts + bindparam("tries"),
        done_at=bindparam("now"),
    )
)

_AGAIN: Final = (
    update(outbox)
    .where(_OWN)
    .values(
        state=State.TODO,
        claimed_by=null(),
        reason=bindparam("why"),
        attempts=_row.attempts + bindparam("tries"),
        repeats=_row.repeats + bindparam("again"),
        not_before=bindparam("from"),
        first_tried_at=bindparam("first"),
        in_words=bindparam("instead"),
        part=bindparam("next"),
        holds_until=case((_row.part == bindparam("next"), _row.holds_until), else_=null()),  # each part anew
        others=func.coalesce(bindparam("further"), _row.others),
    )
)


def mark(unit: UnitOfWork, marks: Sequence[Mark], worker: str, now: float) -> None:
    """Write down what became of rows of this worker. Rows that are no longer its own are left as they are.

    What is done gives up its text: the outbox holds little.
    """
    for one in marks:
        check_move(State.SENDING, one.state)
    for one in marks:
        if one.moved_to:
            _move_line(unit, one, worker)
    done = [_done(one, worker, now) for one in marks if one.state != State.TODO]
    again = [_again(one, worker) for one in marks if one.state == State.TODO]
    if done:
        unit.connection.execute(_DONE, done)
    if again:
        unit.connection.execute(_AGAIN, again)


def _move_line(unit: UnitOfWork, one: Mark, worker: str) -> None:
    """Send what waits for a group to the number that it has as a supergroup.

    What rewrites or deletes a message stays: its number belongs to the chat where it was given.
    """
    before = unit.connection.scalar(select(_row.chat_id).where(_OWN), {"row": one.row_id, "worker": worker})
    if before is None or before == one.moved_to:
        return
    waiting = (_row.chat_id == before) & or_(_is(State.TODO), _row.id == one.row_id) & _row.target.is_(None)
    unit.connection.execute(update(outbox).where(waiting).values(chat_id=one.moved_to))


def _done(one: Mark, worker: str, now: float) -> dict[str, object]:
    return {
        "row": one.row_id,
        "worker": worker,
        "to": one.state,
        "message": one.message_id or None,
        "further": ",".join(map(str, one.others)) or None,
        "why": one.reason or None,
        "tries": one.attempts,
        "now": now,
    }


def _again(one: Mark, worker: str) -> dict[str, object]:
    return {
        "row": one.row_id,
        "worker": worker,
        "why": one.reason or None,
        "tries": one.attempts,
        "again": one.repeats,
        "from": one.not_before,
        "first": one.first_tried_at,
        "instead": one.in_words or None,
        "next": one.part,
        "further": ",".join(map(str, one.others)) or None,
    }


@dataclass(frozen=True, slots=True)
class Recovered:
    """How many rows a dead worker left under way: sent again, and given up because they must not be repeated."""

    again: int
    unknown: int


def claimants(unit: UnitOfWork) -> set[str]:
    """Return the workers that have rows under way, dead ones among them."""
    return set(unit.connection.scalars(_CLAIMANTS))


_CLAIMANTS: Final = select(_row.claimed_by).where(_is(State.SENDING)).distinct()


def recover(unit: UnitOfWork, worker: str, now: float, never_twice_from: int) -> Recovered:
    """Settle what a dead worker left under way: lanes from `never_twice_from` on become unknown, others go again.

    What rewrites or deletes a message goes again: twice is the same as once.
    """
    left = _is(State.SENDING) & (_row.claimed_by == worker)
    unknown = unit.connection.execute(
        update(outbox)
        .where(left, _row.lane >= never_twice_from, _row.target.is_(None))
        .values(state=State.UNKNOWN, reply=null(), reason="the sender died", done_at=now)
    )
    again = unit.connection.execute(
        update(outbox)
        .where(left)
        .values(
            state=State.TODO,
            claimed_by=null(),
            repeats=_row.repeats + 1,
            first_tried_at=func.coalesce(_row.first_tried_at, now),
            holds_until=now + HOLDS_S,  # it comes in its place, before whatever follows
        )
    )
    return Recovered(again.rowcount, unknown.rowcount)


def hold_on(unit: UnitOfWork, workers: Collection[str], now: float) -> int:
    """Let what these have under way, and what holds still, hold until it is known what became of them.

    They are silent: should they be dead, it is sent again, and what follows must not have gone before.
    """
    ends_soon = _row.holds_until.between(now, now + HOLDS_S / 2)
    held = update(outbox).where(_is(State.SENDING), _row.claimed_by.in_(sorted(workers)), ends_soon)
    return unit.connection.execute(held.values(holds_until=now + HOLDS_S)).rowcount


def release(unit: UnitOfWork, worker: str, flying: Collection[int]) -> int:
    """Put back rows that this worker claimed but never let fly (its commit was lost to it)."""
    stray = _is(State.SENDING) & (_row.claimed_by == worker) & _row.id.not_in(flying)
    return unit.connection.execute(update(outbox).where(stray).values(state=State.TODO, claimed_by=null())).rowcount


def take_back(unit: UnitOfWork, worker: str, flying: Collection[int], now: float) -> int:
    """Claim again what flies and is not claimed any more: the claim was lost with a database that crashed."""
    lost = _row.id.in_(list(flying)) & _is(State.TODO) & _row.claimed_by.is_(None)
    claimed = update(outbox).where(lost).values(state=State.SENDING, claimed_by=worker, holds_until=now + HOLDS_S)
    return unit.connection.execute(claimed).rowcount


def give_up(unit: UnitOfWork, row_ids: Collection[int], now: float) -> None:
    """Close waiting rows to people who cannot be reached."""
    if row_ids:
        waiting = _row.id.in_(row_ids) & _is(State.TODO)
        unit.connection.execute(update(outbox).where(waiting).values(_ended(State.UNREACHABLE, now)))


def expire(unit: UnitOfWork, now: float) -> int:
    """Close what is past its time and return how many rows it was."""
    late = _is(State.TODO) & (_row.not_after <= now)
    return unit.connection.execute(update(outbox).where(late).values(_ended(State.EXPIRED, now))).rowcount


def _ended(state: State, now: float) -> dict[str, object]:
    check_move(State.TODO, state)
    return {"state": state, "reply": None, "done_at": now}
