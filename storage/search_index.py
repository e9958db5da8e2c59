"""Everything that can be found by its name, in memory: 16,000 names in about five megabytes."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain
from math import isnan, nan
from typing import Any, Final, Self, final

from sqlalchemy import Column, Row, Table, select

from domain.geo import Position
from domain.places import Layer, UnitKind
from storage import tables
from storage.pinyin import spoken_otherwise, syllables
from storage.search_lines import Lines, Sounds
from storage.search_text import below_units, fold, street
from storage.unit_of_work import UnitOfWork

_NAMED: Final = (UnitKind.DISTRICT, UnitKind.SUBDISTRICT)


class Rank(IntEnum):
    """What comes first where two names fit alike."""

    UNIT = 0
    BUILDING = 1
    CENTRE = 2
    STREET = 3
    POINT = 4
    MICRO_STATION = 5


_RANKS: Final = {
    Layer.CENTRE: Rank.CENTRE,
    Layer.POINT: Rank.POINT,
    Layer.MICRO_STATION: Rank.MICRO_STATION,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One name that can be found. `row_id` is 0 for a street; `where` names the units above, the district first.

    `address` is folded and begins with the street, below the units; `pinyin` is what `storage.pinyin.syllables` writes.
    """

    rank: Rank
    row_id: int
    name: str
    where: str
    address: str
    pinyin: str
    position: Position | None


@final
class PlaceIndex:
    """Numbers from 0 on stand for entries: in the order of their ranks, the short names first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        kept = sorted(entries, key=lambda entry: (entry.rank, len(entry.name), entry.row_id))
        folded = [fold(entry.name) for entry in kept]
        self.ranks = bytes(entry.rank for entry in kept)
        self.row_ids = array("q", [entry.row_id for entry in kept])
        self.where = [entry.where for entry in kept]
        self.shown = Lines([entry.name.replace("\n", " ") for entry in kept])
        self.names = Lines(folded)
        self.addresses = Lines([entry.address for entry in kept])
        self.sounds = Sounds([entry.pinyin for entry in kept])
        also = [(number, heard) for number, name in enumerate(folded) for heard in spoken_otherwise(name)]
        self._also_of = array("I", [number for number, _ in also])
        self._also = Sounds([heard for _, heard in also])
        self._latitudes = array("d", [entry.position.latitude if entry.position else nan for entry in kept])
        self._longitudes = array("d", [entry.position.longitude if entry.position else nan for entry in kept])

    @classmethod
    def read(cls, unit: UnitOfWork) -> Self:
        named = _named_units(unit)
        places = [*_points(unit, named), *_buildings(unit, named)]
        return cls(chain(_units(named), places, _streets(places)))

    def __len__(self) -> int:
        return len(self.ranks)

    def position(self, number: int) -> Position | None:
        if isnan(self._latitudes[number]):
            return None
        return Position(self._latitudes[number], self._longitudes[number])

    def sounding(self, letters: str) -> Iterator[int]:
        """Yield the names that sound just so, in any of their readings."""
        yield from self.sounds.equal(letters)
        yield from map(self._also_of.__getitem__, self._also.equal(letters))

    def beginning_to_sound(self, letters: str) -> Iterator[int]:
        yield from self.sounds.beginning(letters)
        yield from map(self._also_of.__getitem__, self._also.beginning(letters))

    def holding_sound(self, letters: str) -> Iterator[int]:
        yield from self.sounds.holding(letters)
        yield from map(self._also_of.__getitem__, self._also.holding(letters))


@dataclass(frozen=True, slots=True)
class _Named:
    """A unit: its own name if it is a district or subdistrict, and the names of those from the district down to it."""

    name: str | None
    chain: Sequence[str]


def _named_units(unit: UnitOfWork) -> dict[int, _Named]:
    query = select(tables.units.c.id, tables.units.c.kind, tables.units.c.name, tables.units.c.path)
    rows = unit.connection.execute(query).all()
    names = {row.id: row.name for row in rows if row.kind in _NAMED}
    chains = {row.id: [names[i] for i in map(int, row.path.strip("/").split("/")) if i in names] for row in rows}
    return {row.id: _Named(names.get(row.id), chains[row.id]) for row in rows}


def _units(named: Mapping[int, _Named]) -> Iterator[Entry]:
    for unit_id, each in named.items():
        if each.name is not None:
            yield Entry(Rank.UNIT, unit_id, each.name, " ".join(each.chain[:-1]), "", syllables(each.name), None)


def _buildings(unit: UnitOfWork, named: Mapping[int, _Named]) -> Iterator[Entry]:
    for row in unit.connection.execute(select(*_columns(tables.buildings))):
        yield _place(Rank.BUILDING, row, named)


def _points(unit: UnitOfWork, named: Mapping[int, _Named]) -> Iterator[Entry]:
    for row in unit.connection.execute(select(*_columns(tables.points), tables.points.c.layer)):
        yield _place(_RANKS[Layer(row.layer)], row, named)


def _columns(table: Table) -> list[Column[Any]]:
    return [table.c[name] for name in ("id", "unit_id", "name", "address", "pinyin", "latitude", "longitude")]


def _place(rank: Rank, row: Row[*tuple[Any, ...]], named: Mapping[int, _Named]) -> Entry:
    where = " ".join(named[row.unit_id].chain)
    position = Position(row.latitude, row.longitude)
    return Entry(rank, row.id, row.name, where, below_units(fold(row.address)), row.pinyin, position)


def _streets(places: Iterable[Entry]) -> Iterator[Entry]:
    """Name each street of each district once; the place in the middle of its numbers says where it is."""
    along: dict[tuple[str, str], list[tuple[int, int, Entry]]] = {}
    for place in places:
        found = street(place.address)
        if found is not None:
            district = place.where.partition(" ")[0]
            along.setdefault((found.name, district), []).append((found.number, place.row_id, place))
    for (name, district), on_it in along.items():
        middle = sorted(on_it, key=lambda each: each[:2])[len(on_it) // 2][2]
        yield Entry(Rank.STREET, 0, name, district, "", syllables(name), middle.position)
