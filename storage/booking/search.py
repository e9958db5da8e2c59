"""What is free at a time, for so many people, with what is wanted, near; else the nearest that can be had instead."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import islice
from math import ceil, cos, floor, radians
from typing import Final

from sqlalchemy import BigInteger, ColumnElement, and_, cast, exists, func, or_, select

from domain.booking.opening import Opening
from domain.booking.raster import SLOT_S, Span
from domain.booking.resources import LONGEST_BUFFER_MIN, NOTHING, Has, Kind, Use
from domain.booking.suggesting import common, nearest, shorter
from domain.places.geo import Position, distance_m
from storage.booking import gaps, resources
from storage.booking.bookings import Wish
from storage.booking.hours_asked import HoursAsked
from storage.booking.judging import is_allowed
from storage.booking.resources import IN_USE, ResourceRow
from storage.places import places
from storage.tables.booking import closures, held_slots, resource_covers
from storage.tables.booking import resources as table
from storage.tables.places import points, units
from storage.unit_of_work import UnitOfWork

LIMIT: Final = 6
"""Buttons of a screen."""

_LOOKED_AT: Final = 12
"""So many of the nearest are looked at for another time."""

_row: Final = table.c
_covers: Final = resource_covers.alias("of_it").c
_mine: Final = resource_covers.alias("mine").c
_theirs: Final = resource_covers.alias("theirs").c


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: by which unit, when, and what it must have.

    `words`: each must stand in its name, topics or whereabouts; `about`: one of these must. `near` None: near the
    unit's own. `resource_id`: this very one, or else others like it.
    """

    unit_id: int
    span: Span
    kind: Kind = Kind.ROOM
    people: int | None = None
    has: Has = NOTHING
    words: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    near: Position | None = None
    language: str = ""
    resource_id: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A resource that can be had then; `metres` as the crow flies, None: from nowhere, or on the move."""

    resource: ResourceRow
    metres: float | None
    at_once: bool


class Other(StrEnum):
    """In which way an alternative differs from what was wanted."""

    TIME = "time"
    SHORTER = "shorter"
    ROOM = "room"  # another one at the same time: of the same kind, though not all that was wanted


@dataclass(frozen=True, slots=True)
class Alternative:
    """What can be had instead; `lacks` and `seats_short` say what of the wish another room does not have."""

    other: Other
    resource: ResourceRow
    span: Span
    lacks: Has = NOTHING
    seats_short: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, nearest first; where nothing was, up to three alternatives, each in another way."""

    found: tuple[Found, ...]
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A room and a speaker at one time."""

    room: ResourceRow
    speaker: ResourceRow
    span: Span


@dataclass(frozen=True, slots=True)
class Together:
    """Rooms and speakers that can be had at the time asked for; where either lacks, the nearest times for both."""

    rooms: tuple[Found, ...]
    speakers: tuple[Found, ...]
    alternatives: tuple[Pair, ...] = ()


def free(unit: UnitOfWork, question: Question, opening: Opening, now: float, limit: int = LIMIT) -> tuple[Found, ...]:
    """Return what can be had, the own unit's and the nearest first, and nothing instead."""
    return tuple(islice(_to_be_had(unit, question, opening, now), limit))


def find(unit: UnitOfWork, question: Question, opening: Opening, now: float, limit: int = LIMIT) -> Answer:
    """Return what can be had, the own unit's and the nearest first; else alternatives."""
    found = free(unit, question, opening, now, limit)
    if found:
        return Answer(found)
    return Answer((), tuple(alternatives(unit, question, opening, now)))


def together(unit: UnitOfWork, room: Question, speaker: Question, opening: Opening, now: float) -> Together:
    """Find a room and somebody to speak in it at one time; `speaker` is asked about the time of `room`."""
    whom = replace(speaker, span=room.span, kind=Kind.SPEAKER)
    rooms = tuple(islice(_to_be_had(unit, room, opening, now), LIMIT))
    speakers = tuple(islice(_to_be_had(unit, whom, opening, now), LIMIT))
    if rooms and speakers:
        return Together(rooms, speakers)
    return Together(rooms, speakers, tuple(_pairs(unit, room, whom, opening, now)))


# ---------------------------------------------------------------- what is free


def _to_be_had(unit: UnitOfWork, question: Question, opening: Opening, now: float) -> Iterator[Found]:
    """Go through what nobody holds then, in order, and leave out what its rules do not allow.

    Whatever is shut then goes first, by the hours alone: in the evening that is most of a city.
    """
    path, asked = places.path_of(unit, question.unit_id), HoursAsked(opening)
    hours = cache(lambda one: asked.shut(one, question.span) is None)  # thousands of rooms, a dozen of hours
    near = _ranked(unit, question, path, _free(question), hours=hours)
    for some in _more_and_more(near):
        known = resources.found(unit, some)
        for one in (known[number] for number in some):
            if is_allowed(unit, one, _wish(question, one.id), asked, now):
                yield Found(one, _metres(question.near, one.position), one.is_at_once(path))


def _more_and_more(near: Sequence[int]) -> Iterator[Sequence[int]]:
    """Take a few, mostly that is enough, and then twice as many each time: where all is refused, that is soon known."""
    begin, count = 0, _LOOKED_AT
    while begin < len(near):
        yield near[begin : begin + count]
        begin, count = begin + count, count * 2


def _wish(question: Question, resource_id: int) -> Wish:
    return Wish(resource_id, question.unit_id, "", question.span, question.people)


def _ranked(
    unit: UnitOfWork,
    question: Question,
    path: str,
    *more: ColumnElement[bool],
    hours: Callable[[str], bool] = lambda _hours: True,
) -> list[int]:
    """Return the numbers of what fits and whose hours do: the own first, then the nearest, then the smallest."""
    query = select(_row.id, _row.hours, units.c.path, points.c.latitude, points.c.longitude, _row.capacity)
    query = query.join_from(table, units).join(points, points.c.id == _row.point_id, isouter=True)
    rows = unit.connection.execute(query.where(*_fits(question, path), *more)).all()
    from_here = _nearness(question.near)
    keys = [
        (not path.startswith(of), from_here(latitude, longitude), capacity or 0, number)
        for number, open_at, of, latitude, longitude, capacity in rows
        if hours(open_at)
    ]
    return [number for *_, number in sorted(keys)]


def _nearness(near: Position | None) -> Callable[[float | None, float | None], float]:
    """Return what sorts places by distance: on the flat, which is true enough within a city and takes no time."""
    if near is None:
        return lambda _latitude, _longitude: 0.0
    here, there, narrow = near.latitude, near.longitude, cos(radians(near.latitude))

    def squared(latitude: float | None, longitude: float | None) -> float:
        if latitude is None or longitude is None:
            return 0.0  # on the move: it comes here
        return (latitude - here) ** 2 + ((longitude - there) * narrow) ** 2

    return squared


def _metres(near: Position | None, there: Position | None) -> float | None:
    return None if near is None or there is None else distance_m(near, there)


def _fits(question: Question, path: str) -> Iterator[ColumnElement[bool]]:
    yield _row.kind == question.kind
    yield IN_USE
    if question.resource_id is not None:
        yield _row.id == question.resource_id
    if question.people is not None and question.kind is Kind.ROOM:
        yield or_(_row.capacity.is_(None), _row.capacity >= question.people)
    if question.has:
        yield _row.has.bitwise_and(int(question.has)) == int(question.has)
    if question.language:
        yield or_(_row.languages == "", _row.languages.contains(question.language, autoescape=True))
    for word in question.words:
        yield _says(word)
    if question.about:
        yield or_(*(_says(word) for word in question.about))
    yield or_(_row.use != Use.OWN, func.substr(path, 1, func.length(units.c.path)) == units.c.path)


def _says(word: str) -> ColumnElement[bool]:
    text = func.lower(_row.name + "\n" + _row.topics + "\n" + _row.whereabouts)
    return text.contains(word.lower(), autoescape=True)


def _free(question: Question) -> ColumnElement[bool]:
    """Say that nobody holds it then, nor what is around it, and that it is not closed."""
    span, slots = question.span, held_slots.c
    begins, ends = floor(span.starts_at) - SLOT_S, ceil(span.ends_at)  # whole: with fractions no index is asked
    held = exists().where(
        _covers.resource_id == _row.id,
        slots.resource_id == _covers.covered_id,
        # Said without the resource as well: a planner that knows these bounds asks the key, and reads no year of slots.
        slots.slot_start > begins - LONGEST_BUFFER_MIN * 60,
        slots.slot_start < ends + LONGEST_BUFFER_MIN * 60,
        slots.slot_start > begins - cast(_row.before_min, BigInteger) * 60,
        slots.slot_start < ends + cast(_row.after_min, BigInteger) * 60,
    )
    return and_(~held, ~_closed(span))


def _closed(span: Span) -> ColumnElement[bool]:
    # Found once for all: few things are closed at a time, and to ask that of each room takes longer than the rest.
    shut = closures.c
    closed = select(_mine.resource_id).where(
        shut.lifted_at.is_(None),
        shut.starts_at < span.ends_at,
        shut.ends_at > span.starts_at,
        _theirs.resource_id == shut.resource_id,
        _theirs.covered_id == _mine.covered_id,
    )
    return _row.id.in_(closed)


# ---------------------------------------------------------------- what else


def alternatives(unit: UnitOfWork, question: Question, opening: Opening, now: float) -> Iterator[Alternative]:
    """Return the nearest other time, less of the same time, and another room; each only where there is one."""
    candidates = _candidates(unit, question, opening)
    times = [(one, nearest(free, question.span, now)) for one, free in candidates]
    yield from _first(times, lambda span: abs(span.starts_at - question.span.starts_at), Other.TIME)
    parts = [(one, shorter(free, question.span)) for one, free in candidates]
    yield from _first(parts, lambda span: -span.seconds, Other.SHORTER)
    yield from _another_room(unit, question, opening, now)


def _first(
    some: Iterable[tuple[ResourceRow, Span | None]], key: Callable[[Span], float], other: Other
) -> Iterator[Alternative]:
    """Take the best; of those as good the nearest, which stands first."""
    there = [(one, span) for one, span in some if span is not None]
    if there:
        resource, span = min(there, key=lambda one: key(one[1]))
        yield Alternative(other, resource, span)


def _another_room(unit: UnitOfWork, question: Question, opening: Opening, now: float) -> Iterator[Alternative]:
    """Take one at the same time: like the one that was meant, else the one that lacks least."""
    anywhere = replace(question, resource_id=None)
    looser = replace(anywhere, has=NOTHING, people=None)
    # What was asked for anywhere has been looked for already, and nothing was found.
    for asked in [one for one in dict.fromkeys((anywhere, looser)) if one != question]:
        some = islice(_to_be_had(unit, asked, opening, now), _LOOKED_AT)
        told = [_told(question, one.resource) for one in some if one.resource.id != question.resource_id]
        if told:
            yield min(told, key=lambda one: (one.seats_short, one.lacks.bit_count()))
            return


def _told(question: Question, resource: ResourceRow) -> Alternative:
    short = (question.people or 0) - resource.capacity if resource.capacity is not None else 0
    return Alternative(Other.ROOM, resource, question.span, question.has & ~resource.has, max(0, short))


def _candidates(unit: UnitOfWork, question: Question, opening: Opening) -> list[tuple[ResourceRow, list[Span]]]:
    """Return the nearest that would fit at another time, with when they are free around the time asked for."""
    path = places.path_of(unit, question.unit_id)
    numbers = _ranked(unit, question, path)[:_LOOKED_AT]
    known = resources.found(unit, numbers)
    free = gaps.of(unit, list(known.values()), question.span, opening)
    return [(one, free[number]) for number, one in known.items()]


def _pairs(unit: UnitOfWork, room: Question, speaker: Question, opening: Opening, now: float) -> Iterator[Pair]:
    """Return up to three times, the nearest first, at which both can be had, each with other people or rooms."""
    rooms, speakers = (_candidates(unit, one, opening) for one in (room, speaker))
    pairs = [
        Pair(here, who, span)
        for here, free in rooms
        for who, times in speakers
        if (span := nearest(common(free, times), room.span, now)) is not None
    ]
    seen: set[float] = set()
    for pair in sorted(pairs, key=lambda one: abs(one.span.starts_at - room.span.starts_at)):
        if pair.span.starts_at not in seen and len(seen) < 3:
            seen.add(pair.span.starts_at)
            yield pair
