"""The ways to people: which person an address belongs to, and by which of them something reaches a person.

Telegram's own numbers need no row: an address there is its person, and its own name. Other channels call people by
texts of theirs; each gets a number of ours that Telegram never gives, so that all else holds one number for a chat.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import BindParameter, Row, bindparam, exists, or_, select, update

from storage.once import once
from storage.sealed import Seal, UnsealableError
from storage.tables.messages import conversations
from storage.tables.people import addresses, grants, people
from storage.unit_of_work import UnitOfWork

NAME: Final = b"addresses.name"

TELEGRAM: Final = "telegram"

FIRST: Final = 2**52
"""Telegram's numbers have 52 bits at most ("at most 52 significant bits", says the Bot API)."""

_MANY: Final = 2**52  # below 2**53: whatever reads our numbers as JSON has them to the last digit

_HASHED: Final = b"addresses.name_hash"

_row: Final = addresses.c


@dataclass(frozen=True, slots=True)
class Address:
    """One way to a person: the number of ours, its channel, what that calls them, and whose it is.

    `is_lost`: nothing arrives there. Where no key here opens it, the name is empty. `used_at` is when they wrote there
    last, in seconds since 1970; 0: nothing tells.
    """

    number: int
    channel: str
    name: str
    person: int
    is_lost: bool = False
    is_chosen: bool = field(default=False, compare=False)
    used_at: float = field(default=0.0, compare=False)


def name_hash(seal: Seal, whole: str) -> str:
    """Return the hash by which an address is found; `whole` is what is sealed of it, its channel and its name there."""
    return seal.digest(whole, _HASHED)


def _whole(channel: str, name: str) -> str:
    return f"{channel}:{name}"


def number_of(unit: UnitOfWork, channel: str, name: str, now: float) -> int:
    """Return the number of an address, which is drawn when it is heard of first: then it is a person of its own."""
    hashes = unit.seal.digests(_whole(channel, name), _HASHED)
    known = select(_row.number).where(_row.channel == channel, _row.name_hash.in_(hashes))
    number: int | None = unit.connection.scalar(known)
    if number is not None:
        return number
    number = FIRST + secrets.randbelow(_MANY)
    _add(unit, number, channel, name, now)
    return number


def _add(unit: UnitOfWork, number: int, channel: str, name: str, now: float) -> None:
    row = {
        "number": number,
        "channel": channel,
        "name_hash": name_hash(unit.seal, _whole(channel, name)),
        "name": unit.seal.close(_whole(channel, name).encode(), NAME),
        "person": number,
        "used_at": now,
    }
    unit.connection.execute(addresses.insert(), row)


def persons(unit: UnitOfWork, numbers: Iterable[int]) -> Mapping[int, int]:
    """Return by address the person whom it belongs to, where that is another number; Telegram's are not asked for."""
    ours = [number for number in numbers if number >= FIRST]
    if not ours:
        return {}
    query = select(_row.number, _row.person).where(_row.number.in_(ours), _row.person != _row.number)
    return {row.number: row.person for row in unit.connection.execute(query)}


def link(unit: UnitOfWork, number: int, person: int, now: float) -> None:
    """Let an address belong to somebody who has proved both; what is known of that person is known there from now on.

    Somebody of Telegram gets a row for the address there, too: it is one of several now. Raises `ValueError` where it
    cannot be: Telegram's people keep their numbers.
    """
    if number < FIRST:
        raise ValueError("an address of Telegram is its own person")
    if person < FIRST and unit.connection.scalar(select(_row.number).where(_row.number == person)) is None:
        _add(unit, person, TELEGRAM, str(person), now)
    unit.connection.execute(update(addresses).where(_row.number == number).values(person=person))


def unlink(unit: UnitOfWork, number: int) -> None:
    """Let an address be a person of its own again."""
    unit.connection.execute(update(addresses).where(_row.number == number).values(person=number, is_chosen=False))


@once(addresses)
def of_person(unit: UnitOfWork, person: int) -> tuple[int, ...]:
    """Return the numbers of all addresses of somebody, their own number among them."""
    query = select(_row.number).where(_row.person == person)
    return tuple(sorted({person, *unit.connection.scalars(query)}))


def person_of(unit: UnitOfWork, number: int) -> int:
    """Return whose an address is."""
    return persons(unit, (number,)).get(number, number)


def listed(unit: UnitOfWork, person: int) -> list[Address]:
    """Return all addresses of somebody: first what reaches them, one of Telegram's that has no row among them."""
    read = sorted(_read(unit, (person,)), key=lambda one: (one.is_lost, not one.name))
    found = [address for address in read if address.person == person]
    if person < FIRST and not any(address.number == person for address in found):
        return [Address(person, TELEGRAM, str(person), person), *found]
    return found


def take_over(unit: UnitOfWork, joins: int, kept: int, now: float) -> None:
    """Let all addresses of one person belong to another; what was chosen there counts no more.

    Raises `ValueError` where it cannot be: Telegram's people keep their numbers.
    """
    if joins < FIRST:
        raise ValueError("an address of Telegram is its own person")
    for number in of_person(unit, joins):
        link(unit, number, kept, now)
    unit.connection.execute(update(addresses).where(_row.number == joins).values(is_chosen=False))


def use(unit: UnitOfWork, numbers: Iterable[int], now: float) -> None:
    """Note that somebody has written from these addresses: what comes next reaches them there."""
    ours = [number for number in numbers if number >= FIRST]
    if ours:
        used = update(addresses).where(_row.number.in_(ours))
        unit.connection.execute(used.values(used_at=now, unreachable_since=None))


def choose(unit: UnitOfWork, person: int, number: int) -> None:
    """Let what comes unasked reach a person at this address, wherever they wrote last; 0: where they wrote last."""
    own = update(addresses).where(_row.person == person)
    unit.connection.execute(own.values(is_chosen=_row.number == number))


def mark_unreachable(unit: UnitOfWork, number: int, since: float) -> None:
    """Remember since when nothing arrives at an address."""
    unit.connection.execute(update(addresses).where(_row.number == number).values(unreachable_since=since))


def are_there(unit: UnitOfWork) -> bool:
    """Tell whether there is any address but those that go without a row."""
    return bool(unit.connection.scalar(select(exists(select(_row.number)))))


def roads(
    unit: UnitOfWork, answers: Collection[int], others: Collection[int], untrusted: Collection[str] = ()
) -> Mapping[int, Address]:
    """Return by chat the address that a message for it goes to, where that is none of Telegram's.

    `answers` go to the very address where the question came from. `others` are for persons, who get them at one
    address: the one that they chose, else where they wrote last; one that no key here opens comes after those, and one
    where nothing arrives after all others. Whoever holds a role is reached by a channel that proves who they are, if
    any reaches them: by one that is `untrusted` only where no other does.
    """
    found: dict[int, Address] = {}
    asked = {number for number in answers if number >= FIRST} | set(others)
    read = _read(unit, asked)
    bound = _with_role(unit, {one.person for one in read if one.channel in untrusted})
    unproved = {one.number for one in read if one.person in bound and one.channel in untrusted}
    known = sorted(read, key=lambda one: (one.is_lost, one.number in unproved, not one.name))
    for address in known:
        if address.number in answers:
            found[address.number] = address
        if address.person in others:
            found.setdefault(address.person, address)
    for address in known:  # who has become one with somebody else meanwhile is still reached where they were
        if address.number in others:
            found.setdefault(address.number, address)
    return {chat: address for chat, address in found.items() if address.channel != TELEGRAM}


def _with_role(unit: UnitOfWork, persons: Collection[int]) -> frozenset[int]:
    if not persons:
        return frozenset()
    held = select(grants.c.chat_id).where(grants.c.chat_id.in_(list(persons)), grants.c.revoked_at.is_(None))
    return frozenset(unit.connection.scalars(held))


def _read(unit: UnitOfWork, numbers: Collection[int]) -> list[Address]:
    """Read the addresses with these numbers or of these persons: first what each person chose, then used last.

    When Telegram was used last, and whether it arrives there, stands where it stood before there were others.
    """
    read = unit.connection.execute(_READ, {"numbers": list(numbers)})
    return [_address(unit.seal, row) for row in sorted(read, key=_rank)]


_ASKED: Final[BindParameter[Any]] = bindparam("numbers", expanding=True)

_READ: Final = (
    select(addresses, conversations.c.changed_at, people.c.unreachable_since.label("at_telegram"))
    .join_from(addresses, conversations, conversations.c.chat_id == _row.number, isouter=True)
    .outerjoin(people, people.c.chat_id == _row.number)
    .where(or_(_row.number.in_(_ASKED), _row.person.in_(_ASKED)))
)


def _address(seal: Seal, row: Row[*tuple[Any, ...]]) -> Address:
    """Read one. One that no key here opens holds up nobody else."""
    lost = row.at_telegram if row.number < FIRST else row.unreachable_since
    used = _used(row)
    return Address(row.number, row.channel, _name(seal, row), row.person, lost is not None, bool(row.is_chosen), used)


def _name(seal: Seal, row: Row[*tuple[Any, ...]]) -> str:
    if row.channel == TELEGRAM:
        return str(row.number)
    try:
        return seal.open(row.name, NAME).decode().removeprefix(_whole(row.channel, ""))
    except UnsealableError:
        return ""


def _rank(row: Row[*tuple[Any, ...]]) -> tuple[bool, float, int]:
    return not row.is_chosen, -_used(row), row.number


def _used(row: Row[*tuple[Any, ...]]) -> float:
    return (row.changed_at or row.used_at) if row.number < FIRST else row.used_at  # type: ignore[no-any-return]
