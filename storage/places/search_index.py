"""Everything that can be found by its name, in memory: 16,000 names in about five megabytes."""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from functools import cached_property
from io import StringIO
from itertools import chain
from math import isnan, nan
from typing import Any, Final, NamedTuple, Self, final

from sqlalchemy import Row, Select, Table, func, or_, select, union_all

from domain.places.geo import Position
from domain.places.places import Layer, UnitKind
from storage.places.pinyin import spoken_otherwise, syllables
from storage.places.search_lines import Exactly, Lines, Sounds, joined, plain
from storage.places.search_text import Street, below_units, fold, street, without_rung
from storage.tables import places as place_tables
from storage.unit_of_work import UnitOfWork

_UNIT: Final = place_tables.units.c
_NAMED: Final = (UnitKind.DISTRICT, UnitKind.SUBDISTRICT)


class Rank(IntEnum):
    """What comes first where two names fit alike."""

    UNIT = 0
    LANDMARK = 1
    BUILDING = 2
    CENTRE = 3
    STREET = 4
    POINT = 5
    MICRO_STATION = 6


_AT_ONCE: Final = 500
"""So many rows are in memory while an index is written."""


_KIND_OF_PLACE: Final = 3
"""So many longer names end in one that says only what kind of place it is: 党群服务中心."""


_HIGHEST_NUMBER: Final = 1_000_000
"""Of a house: what is said to be higher is none, or a slip."""


_LETTERS: Final = re.compile("[a-z]")
_HANZI: Final = re.compile("[\u3400-\u9fff]{3,}")
_SAYS_WHAT_IT_IS: Final = re.compile(
    "(?:购物|艺术|商业|商务|办公|国际|金融|创意|产业|科技|文化|生活|时尚|体育|会议|展览|城市|社区|中央|党群|党员|服务|居民"
    "|中心|广场|大厦|大楼|商厦|商场|商城|公寓|酒店|园区|街区|驿站|微站|[东西南北中新楼座馆园区站点店号层]|[分总]部|[一二三]期)++"
)
"""What says of a place only of which kind it is."""


class Entry(NamedTuple):
    """One name that can be found. `row_id` is 0 for a street; `where` names the units above, the district first.

    `address` is folded and begins with the street, below the units; `pinyin` is what `pinyin.syllables` writes.
    `shown` is what a thing with several names is called when it is found by another; empty: by this one.
    """

    rank: Rank
    row_id: int
    name: str
    where: str
    address: str
    pinyin: str
    latitude: float
    longitude: float
    shown: str = ""


@final
class PlaceIndex:
    """Entries go by numbers from 0 on: in the order of their ranks, the short names first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take the entries in their order, one after another: what is kept of each is a few strokes in long texts."""
        self.ranks = bytearray()
        self.row_ids = array("q")
        self.where: list[str] = []
        self._latitudes = array("d")
        self._longitudes = array("d")
        shown, names, addresses, pinyin = StringIO(), StringIO(), StringIO(), StringIO()
        for entry in entries:
            self.ranks.append(entry.rank)
            self.row_ids.append(entry.row_id)
            self.where.append(entry.where)
            self._latitudes.append(entry.latitude)
            self._longitudes.append(entry.longitude)
            shown.write((entry.shown or entry.name).replace("\n", " ") + "\n")
            names.write(fold(entry.name) + "\n")
            addresses.write(entry.address + "\n")
            pinyin.write(entry.pinyin + "\n")
        self.shown = Lines(shown.getvalue())
        self.names = Lines(names.getvalue())
        self.addresses = Lines(addresses.getvalue())
        self.sounds = Sounds(pinyin.getvalue())
        self._also_of = array("I")
        self._also = Sounds(joined(self._heard_otherwise()))
        self.called = Exactly(self.names)
        self.heard = Exactly(chain(self.sounds.letters, self._also.letters))
        self._short_units, self._short_units_heard = self._units_without_rung()
        self._of_two_scripts = self._parts_in_hanzi()

    @classmethod
    def read(cls, unit: UnitOfWork) -> Self:
        above = _names_above(unit)
        index = cls(
            chain(
                _units(unit, above),
                _landmarks(unit),
                _buildings(unit, above),
                _places(unit, Rank.CENTRE, _of_layer(Layer.CENTRE), above),
                _streets(unit, above),
                _places(unit, Rank.POINT, _of_layer(Layer.POINT), above),
                _places(unit, Rank.MICRO_STATION, _of_layer(Layer.MICRO_STATION), above),
            )
        )
        unit.forget_pages()
        return index

    def _heard_otherwise(self) -> Iterator[str]:
        for number, name in enumerate(self.names):
            for heard in spoken_otherwise(name):
                self._also_of.append(number)
                yield heard

    def __len__(self) -> int:
        return len(self.ranks)

    def exactly_called(self, folded: str) -> list[int]:
        """Return the entries of exactly this name.

        A district or subdistrict may be called without its rung, and what has a name in two scripts by its Hanzi.
        """
        found = [*self.called.equal(folded), *self._short_units.get(folded, ())]
        return found or list(self._of_two_scripts.get(folded, ()))

    def exactly_heard(self, letters: str) -> list[int]:
        """Return the entries whose whole name sounds just so, in any of its readings."""
        own = len(self)
        found = [number if number < own else self._also_of[number - own] for number in self.heard.equal(letters)]
        return sorted({*found, *self._short_units_heard.get(letters, ())})

    @cached_property
    def example(self) -> Street | None:
        """An address in the street in which most is known, to show how one is written; None: there is none."""
        numbered = [there for there in map(street, self.addresses) if there and there.number]
        known = Counter(there.name for there in numbered)
        return max(numbered, key=lambda there: known[there.name], default=None)

    def is_kind_of_place(self, folded: str) -> bool:
        """Tell whether many names end in this one: then it says what a place is, and not which."""
        return self.names.count(f"{folded}\n") - self.names.count(f"\n{folded}\n") >= _KIND_OF_PLACE

    def _units_without_rung(self) -> tuple[Mapping[str, list[int]], Mapping[str, list[int]]]:
        """Return the units by what people call them, in Hanzi and in letters."""
        short: defaultdict[str, list[int]] = defaultdict(list)
        heard: defaultdict[str, list[int]] = defaultdict(list)
        for number in range(self.ranks.count(Rank.UNIT)):
            name = without_rung(self.names[number])
            if len(name) > 1 and name != self.names[number]:
                short[name].append(number)
                heard[plain(syllables(name).replace(" ", ""))].append(number)
        return short, heard

    def _parts_in_hanzi(self) -> Mapping[str, list[int]]:
        """Return what has letters and Hanzi in its name by the Hanzi, where they name it: 太古汇 of HKRI太古汇."""
        parts: defaultdict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self.names):
            if _LETTERS.search(name) and self.ranks[number] != Rank.STREET:
                for part in _HANZI.findall(name):
                    if not _SAYS_WHAT_IT_IS.fullmatch(part):
                        parts[part].append(number)
        return parts

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


def _names_above(unit: UnitOfWork) -> Mapping[int, str]:
    """Return for every unit the names from the district down to the subdistrict, its own included."""
    rows = unit.connection.execute(select(_UNIT.id, _UNIT.kind, _UNIT.name, _UNIT.path)).all()
    names = {row.id: row.name for row in rows if row.kind in _NAMED}
    return {row.id: " ".join(names[i] for i in _ids(row.path) if i in names) for row in rows}


def _ids(path: str) -> Iterator[int]:
    return map(int, path.strip("/").split("/"))


def _units(unit: UnitOfWork, above: Mapping[int, str]) -> Iterator[Entry]:
    query = select(_UNIT.id, _UNIT.name, _UNIT.parent_id).where(_UNIT.kind.in_(_NAMED))
    for row in _read(unit, query.order_by(func.length(_UNIT.name), _UNIT.id)):
        yield Entry(Rank.UNIT, row.id, row.name, above.get(row.parent_id, ""), "", syllables(row.name), nan, nan)


def _landmarks(unit: UnitOfWork) -> Iterator[Entry]:
    """Give each landmark an entry for each of its names, so that it is found by any, and is shown by its own."""
    table = place_tables.landmarks.c
    query = select(table.id, table.name, table.other_names, table.lines, table.latitude, table.longitude)
    for row in _read(unit, query.order_by(func.length(table.name), table.id)):
        lines = " ".join(row.lines.splitlines())
        for name in (row.name, *row.other_names.splitlines()):
            yield Entry(
                Rank.LANDMARK, row.id, name, lines, "", syllables(name), row.latitude, row.longitude, shown=row.name
            )


def _places(unit: UnitOfWork, rank: Rank, query: Select[Any], above: Mapping[int, str]) -> Iterator[Entry]:
    for id_, unit_id, name, address, pinyin, latitude, longitude in _read(unit, query):
        place = below_units(fold(address))
        yield Entry(rank, id_, name, above[unit_id], place, pinyin, latitude, longitude)


def _buildings(unit: UnitOfWork, above: Mapping[int, str]) -> Iterator[Entry]:
    """Give each building its entry, and one for each that was merged into it under another name: all are found."""
    for row in _read(unit, _NAMED_BUILDINGS):
        place = below_units(fold(row.address))
        at = row.latitude, row.longitude
        yield Entry(Rank.BUILDING, row.id, row.name, above[row.unit_id], place, row.pinyin, *at, shown=row.shown)


def _named_buildings() -> Select[Any]:
    table, former = place_tables.buildings.c, place_tables.merged_buildings.c
    at = table.latitude, table.longitude
    own = select(table.id, table.unit_id, table.name, table.name.label("shown"), table.address, table.pinyin, *at)
    before = (
        select(table.id, table.unit_id, former.name, table.name.label("shown"), former.address, former.pinyin, *at)
        .join_from(place_tables.merged_buildings, place_tables.buildings, table.id == former.into_id)
        .where(or_(former.name != table.name, former.address != table.address))
        .distinct()
    )
    all_of_them = union_all(own, before).subquery().c
    return select(*all_of_them).order_by(func.length(all_of_them.name), all_of_them.id)


_NAMED_BUILDINGS: Final = _named_buildings()


def _by_length(table: Table) -> Select[Any]:
    columns = [table.c[name] for name in ("id", "unit_id", "name", "address", "pinyin", "latitude", "longitude")]
    return select(*columns).order_by(func.length(table.c.name), table.c.id)


def _of_layer(layer: Layer) -> Select[Any]:
    return _by_length(place_tables.points).where(place_tables.points.c.layer == layer)


def _streets(unit: UnitOfWork, above: Mapping[int, str]) -> Iterator[Entry]:
    """Name each street of each district once; the place in the middle of its numbers says where it is."""
    along: defaultdict[tuple[str, str], array[float]] = defaultdict(lambda: array("d"))
    for table in (place_tables.points.c, place_tables.buildings.c):
        query = select(table.id, table.unit_id, table.address, table.latitude, table.longitude).order_by(table.id)
        for id_, unit_id, address, latitude, longitude in _read(unit, query):
            found = street(fold(address))
            if found is not None:
                # Bare numbers, four for each place: as tuples they would weigh six times as much.
                place = (min(found.number, _HIGHEST_NUMBER), id_, latitude, longitude)
                along[found.name, above[unit_id].partition(" ")[0]].extend(place)
    for (name, district), numbers in sorted(along.items(), key=lambda each: len(each[0][0])):
        places = sorted(zip(*[iter(numbers)] * 4, strict=True), key=lambda place: place[:2])
        *_, latitude, longitude = places[len(places) // 2]
        yield Entry(Rank.STREET, 0, name, district, "", syllables(name), latitude, longitude)


def _read(unit: UnitOfWork, query: Select[Any]) -> Iterator[Row[*tuple[Any, ...]]]:
    return iter(unit.connection.execute(query, execution_options={"yield_per": _AT_ONCE}))
