"""Everything that can be found by its name, in memory: 16,000 names in about five megabytes."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from io import StringIO
from itertools import chain
from math import isnan, nan
from typing import Any, Final, NamedTuple, Self, final

from sqlalchemy import Column, Row, Select, Table, func, select

from domain.geo import Position
from domain.places import Layer, UnitKind
from storage import tables
from storage.pinyin import spoken_otherwise, syllables
from storage.search_lines import Lines, Sounds, joined
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


_AT_ONCE: Final = 500
"""So many rows are in memory while an index is written."""


class Entry(NamedTuple):
    """One name that can be found. `row_id` is 0 for a street; `where` names the units above, the district first.

    `address` is folded and begins with the street, below the units; `pinyin` is what `storage.pinyin.syllables` writes.
    """

    rank: Rank
    row_id: int
    name: str
    where: str
    address: str
    pinyin: str
    latitude: float
    longitude: float


@final
class PlaceIndex:
    """Numbers from 0 on stand for entries: in the order of their ranks, the short names first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take the entries in their order, one after another: what is kept of each is a few strokes in long texts."""
        self.ranks = bytearray()
        self.row_ids = array("q")
        self.where: list[str] = []
        self._latitudes = array("d")
        self._longitudes = array("d")
        shown, addresses, pinyin = StringIO(), StringIO(), StringIO()
        for entry in entries:
            self.ranks.append(entry.rank)
            self.row_ids.append(entry.row_id)
            self.where.append(entry.where)
            self._latitudes.append(entry.latitude)
            self._longitudes.append(entry.longitude)
            shown.write(entry.name.replace("\n", " ") + "\n")
            addresses.write(entry.address + "\n")
            pinyin.write(entry.pinyin + "\n")
        self.shown = Lines(shown.getvalue())
        self.names = Lines(joined(map(fold, self.shown)))
        self.addresses = Lines(addresses.getvalue())
        self.sounds = Sounds(pinyin.getvalue())
        self._also_of = array("I")
        self._also = Sounds(joined(self._heard_otherwise()))

    def _heard_otherwise(self) -> Iterator[str]:
        for number, name in enumerate(self.names):
            for heard in spoken_otherwise(name):
                self._also_of.append(number)
                yield heard

    @classmethod
    def read(cls, unit: UnitOfWork) -> Self:
        chains = _chains(unit)
        return cls(
            chain(
                _units(unit, chains),
                _places(unit, Rank.BUILDING, _BUILDINGS, chains),
                _places(unit, Rank.CENTRE, _POINTS.where(tables.points.c.layer == Layer.CENTRE), chains),
                _streets(unit, chains),
                _places(unit, Rank.POINT, _POINTS.where(tables.points.c.layer == Layer.POINT), chains),
                _places(unit, Rank.MICRO_STATION, _POINTS.where(tables.points.c.layer == Layer.MICRO_STATION), chains),
            )
        )

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


...