"""Who is signed in at the desk, and how they came in: rows that are listed, and ended, in the chat.

A secret is known to the browser, or to whoever has the link, alone: here lie hashes. Times in seconds since 1970.
"""

import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, delete, insert, or_, select, update

from domain.people.deeds import By, Deed
from storage.people import deeds
from storage.rows import read
from storage.tables.desk import desk_looks, desk_sessions, desk_sign_ins
from storage.tokens import token_hash
from storage.unit_of_work import UnitOfWork

SIGNS_IN_S: Final = 180.0
"""So long a code, or a link, can be used."""

IDLE_S: Final = 30 * 60.0
LONGEST_S: Final = 12 * 3_600.0
"""A session ends when nothing was asked for so long, and after so long in any case."""

NOTED_S: Final = 60.0
"""So often it is written down at most that a session is still used."""

LOOKS_S: Final = 120.0
"""So long somebody who has opened an item is said to have it open."""

_BROWSER: Final = 60
_NETWORK: Final = 40
_sign_in: Final = desk_sign_ins.c
_session: Final = desk_sessions.c


class Standing(StrEnum):
    """How far a sign-in is."""

    SHOWN = "shown"  # the code stands on the page
    ASKED = "asked"  # it was written into the chat, which asks back
    AGREED = "agreed"  # the browser may come in
    OVER = "over"  # it has, or the person said no


@dataclass(frozen=True, slots=True)
class Where:
    """Where somebody signs in: the browser's name and system, and its network without the last part."""

    browser: str
    network: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody is about to sign in; `code` None: by a link, `chat_id` None: nobody has written the code yet."""

    id: int
    code: str | None
    number: int
    chat_id: int | None
    state: Standing
    browser: str
    network: str
    born_at: float
    expires_at: float


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in."""

    id: int
    chat_id: int
    browser: str
    network: str
    born_at: float
    seen_at: float


def show_code(unit: UnitOfWork, secret: str, where: Where, now: float) -> SignIn:
    """Make a code for the browser that has this secret; an earlier one of the same browser is over."""
    unit.connection.execute(delete(desk_sign_ins).where(_sign_in.secret_hash == token_hash(secret)))
    taken = set(unit.connection.scalars(select(_sign_in.code).where(_sign_in.expires_at > now)))
    code = next(one for one in iter(lambda: f"{secrets.randbelow(1_000_000):06}", None) if one not in taken)
    return _begin(unit, secret, {"code": code, "chat_id": None, "state": Standing.SHOWN}, where, now)


def make_link(unit: UnitOfWork, chat_id: int, now: float) -> str:
    """Make a link's token for somebody whose chat is at hand; one that was made before is over."""
    token = secrets.token_urlsafe(32)
    unit.connection.execute(delete(desk_sign_ins).where(_sign_in.chat_id == chat_id, _sign_in.code.is_(None)))
    _begin(unit, token, {"code": None, "chat_id": chat_id, "state": Standing.AGREED}, Where("", ""), now)
    return token


def _begin(unit: UnitOfWork, secret: str, told: dict[str, Any], where: Where, now: float) -> SignIn:
    values = {
        **told,
        "secret_hash": token_hash(secret),
        "number": 10 + secrets.randbelow(90),
        "browser": where.browser[:_BROWSER],
        "network": where.network[:_NETWORK],
        "born_at": now,
        "expires_at": now + SIGNS_IN_S,
    }
    row = unit.connection.execute(insert(desk_sign_ins).values(values).returning(*desk_sign_ins.c)).one()
    return _sign_in_of(row)


def of_browser(unit: UnitOfWork, secret: str, now: float) -> SignIn | None:
    """Return the sign-in of a browser's, or a link's, secret; None: there is none, or its time is over."""
    return _one(unit, and_(_sign_in.secret_hash == token_hash(secret), _sign_in.expires_at > now))


def of_code(unit: UnitOfWork, code: str, now: float) -> SignIn | None:
    """Return the sign-in whose page shows this code, where nobody else has written it yet."""
    return _one(unit, and_(_sign_in.code == code, _sign_in.state == Standing.SHOWN, _sign_in.expires_at > now))


def asked(unit: UnitOfWork, sign_in_id: int, chat_id: int, now: float) -> SignIn | None:
    """Return the sign-in about which this person is asked, locked; None: they are not, or its time is over."""
    mine = select(desk_sign_ins).where(_is_asked(sign_in_id, chat_id), _sign_in.expires_at > now)
    row = unit.connection.execute(mine.with_for_update()).one_or_none()
    return None if row is None else _sign_in_of(row)


def ask(unit: UnitOfWork, sign_in_id: int, chat_id: int) -> bool:
    """Write down who is asked. False: somebody else has written the code first."""
    shown = and_(_sign_in.id == sign_in_id, _sign_in.state == Standing.SHOWN)
    changed = update(desk_sign_ins).where(shown).values(state=Standing.ASKED, chat_id=chat_id)
    return unit.connection.execute(changed).rowcount == 1


def settle(unit: UnitOfWork, sign_in_id: int, chat_id: int, *, agrees: bool) -> None:
    """Write down what the person has said who is asked (`asked`); of what is settled already nothing changes."""
    changed = update(desk_sign_ins).where(_is_asked(sign_in_id, chat_id))
    unit.connection.execute(changed.values(state=Standing.AGREED if agrees else Standing.OVER))


def _is_asked(sign_in_id: int, chat_id: int) -> ColumnElement[bool]:
    return and_(_sign_in.id == sign_in_id, _sign_in.chat_id == chat_id, _sign_in.state == Standing.ASKED)


def enter(unit: UnitOfWork, secret: str, key: str, where: Where, now: float) -> Session | None:
    """Make a session, whose browser gets this key, of a sign-in that was agreed to: once. None: it was not."""
    fits = and_(_sign_in.secret_hash == token_hash(secret), _sign_in.state == Standing.AGREED)
    used = update(desk_sign_ins).where(fits, _sign_in.expires_at > now).values(state=Standing.OVER)
    chat_id = unit.connection.scalar(used.returning(_sign_in.chat_id))
    if chat_id is None:
        return None
    values = {
        "secret_hash": token_hash(key),
        "chat_id": chat_id,
        "browser": where.browser[:_BROWSER],
        "network": where.network[:_NETWORK],
        "born_at": now,
        "seen_at": now,
    }
    row = unit.connection.execute(insert(desk_sessions).values(values).returning(*desk_sessions.c)).one()
    deeds.write_down(unit, Deed(By(chat_id), now), "desk.enter", f"person:{chat_id}")
    return read(Session, row)


def find(unit: UnitOfWork, key: str, now: float) -> Session | None:
    """Return the session of this key; None: there is none, or its time is over."""
    fits = and_(_session.secret_hash == token_hash(key), _lives(now))
    row = unit.connection.execute(select(desk_sessions).where(fits)).one_or_none()
    return None if row is None else read(Session, row)


def of_person(unit: UnitOfWork, chat_id: int, now: float) -> list[Session]:
    """Return where this person is signed in, the latest first."""
    mine = select(desk_sessions).where(_session.chat_id == chat_id, _lives(now)).order_by(_session.id.desc())
    return [read(Session, row) for row in unit.connection.execute(mine)]


def held(unit: UnitOfWork, chat_id: int) -> list[Session]:
    """Return all sessions of this person that are kept, whether their time is over or not."""
    mine = select(desk_sessions).where(_session.chat_id == chat_id).order_by(_session.id)
    return [read(Session, row) for row in unit.connection.execute(mine)]


def note(unit: UnitOfWork, session_id: int, now: float) -> None:
    """Write down that a session is still used."""
    unit.connection.execute(update(desk_sessions).where(_session.id == session_id).values(seen_at=now))


def end(unit: UnitOfWork, chat_id: int, session_id: int, now: float) -> bool:
    """End one session of this person. False: it has ended already."""
    mine = delete(desk_sessions).where(_session.chat_id == chat_id, _session.id == session_id)
    if unit.connection.execute(mine).rowcount == 0:
        return False
    deeds.write_down(unit, Deed(By(chat_id), now), "desk.leave", f"person:{chat_id}")
    return True


def end_all(unit: UnitOfWork, chat_id: int, now: float) -> int:
    """End all sessions of this person, and whatever was about to become one; return how many sessions there were."""
    unit.connection.execute(delete(desk_sign_ins).where(_sign_in.chat_id == chat_id))
    ended = unit.connection.execute(delete(desk_sessions).where(_session.chat_id == chat_id)).rowcount
    if ended:
        deeds.write_down(unit, Deed(By(chat_id), now), "desk.leave", f"person:{chat_id}")
    return ended


def look(unit: UnitOfWork, subject: str, chat_id: int, now: float) -> None:
    """Write down that this person has it open now."""
    mine = and_(desk_looks.c.subject == subject, desk_looks.c.chat_id == chat_id)
    if unit.connection.execute(update(desk_looks).where(mine).values(at=now)).rowcount == 0:
        unit.connection.execute(insert(desk_looks).values(subject=subject, chat_id=chat_id, at=now))


def lookers(unit: UnitOfWork, subjects: list[str], but: int, now: float) -> dict[str, list[int]]:
    """Return who else has each of these open now."""
    there = and_(desk_looks.c.subject.in_(subjects), desk_looks.c.at > now - LOOKS_S, desk_looks.c.chat_id != but)
    found: dict[str, list[int]] = {}
    rows = select(desk_looks.c.subject, desk_looks.c.chat_id).where(there).order_by(desk_looks.c.at)
    for subject, chat_id in unit.connection.execute(rows) if subjects else ():
        found.setdefault(subject, []).append(chat_id)
    return found


def drop_old(unit: UnitOfWork, now: float) -> None:
    """Drop what is over."""
    unit.connection.execute(delete(desk_sign_ins).where(_sign_in.expires_at <= now))
    unit.connection.execute(
        delete(desk_sessions).where(or_(_session.seen_at <= now - IDLE_S, _session.born_at <= now - LONGEST_S))
    )
    unit.connection.execute(delete(desk_looks).where(desk_looks.c.at <= now - LOOKS_S))


def forget(unit: UnitOfWork, chat_id: int) -> None:
    """Forget where this person is signed in, and what they look at."""
    unit.connection.execute(delete(desk_sign_ins).where(_sign_in.chat_id == chat_id))
    unit.connection.execute(delete(desk_sessions).where(_session.chat_id == chat_id))
    unit.connection.execute(delete(desk_looks).where(desk_looks.c.chat_id == chat_id))


def _lives(now: float) -> ColumnElement[bool]:
    return and_(_session.seen_at > now - IDLE_S, _session.born_at > now - LONGEST_S)


def _one(unit: UnitOfWork, which: ColumnElement[bool]) -> SignIn | None:
    row = unit.connection.execute(select(desk_sign_ins).where(which)).one_or_none()
    return None if row is None else _sign_in_of(row)


def _sign_in_of(row: Row[Any]) -> SignIn:
    return read(SignIn, row, state=Standing(row.state))
