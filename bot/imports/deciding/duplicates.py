"""The same place twice in one list: by code, by name and address, or by name within a few steps."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from math import floor
from operator import attrgetter
from typing import Final

from bot.imports.deciding.rows import Listed
from bot.imports.table.headers import Field
from bot.imports.table.problems import Finding
from bot.imports.table.wording import Fault, Named
from bot.imports.values.addresses import district_stem
from bot.imports.values.cells import folded
from domain.places.geo import Position, distance_m
from domain.places.places import Layer, Services
from domain.remembered import remembered

SAME_SPOT_M: Final = 50.0

_MARKS: Final = re.compile(r"(?<!\d)[\W_]+|[\W_]+(?!\d)")
"""Anything but letters and digits, except between two digits: 1-2号 is not 12号."""

_COMPARED: Final[Sequence[tuple[Field, Callable[[object], object]]]] = (
    (Field.LAYER, attrgetter("layer")),
    (Field.SERVICES, attrgetter("services")),
    (Field.HOURS, attrgetter("hours")),
    (Field.PHONE, attrgetter("phone")),
    (Field.STEP_FREE, attrgetter("step_free")),
)
"""What two rows about one place may contradict each other in."""

_CELL_DEGREES: Final = 0.001
"""At every latitude of the country wider than SAME_SPOT_M, so neighbouring cells hold whatever is that near."""

_ROW_OF_CELLS: Final = 1 << 20
_CELLS: Final = 1 << 40
"""More than there are cells in one row, and in all rows, of the whole Earth."""

_DIGEST_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class _Taken:
    """What of an earlier row is still asked for; the row itself is let go, for a long list has many."""

    row: int
    code: str
    placed: Position
    layer: Layer | None
    services: Services
    hours: str
    phone: str
    step_free: bool | None


@dataclass(slots=True)
class Accepted:
    """The rows taken so far, to be held against later ones that may repeat them.

    Names and addresses are held as numbers made of them (BLAKE2b, 128 bits): no two have the same.
    """

    _codes: dict[str, int] = field(default_factory=dict)
    _named: dict[int, _Taken] = field(default_factory=dict)
    _spots: dict[int, tuple[_Taken, ...]] = field(default_factory=dict)

    def repeated(self, listed: Listed, placed: Position) -> Finding | None:
        """Say which earlier row this one repeats, or take it in."""
        district = _key(listed.district)
        city = _named(listed.city), _named(district_stem(listed.city))
        name = _essence(listed.name, city)
        address = _essence(listed.address, (*city, _named(listed.district)))
        whole, spot = _number(name, address, district), _spot(name, placed)
        finding = self._same_code(listed) or self._same_name(listed, placed, whole) or self._near(listed, placed, spot)
        if finding is None:
            taken = _taken(listed, placed)
            if listed.code:
                self._codes[listed.code] = listed.row
            self._named[whole] = taken
            self._spots[spot] = (*self._spots.get(spot, ()), taken)
        return finding

    def _same_code(self, listed: Listed) -> Finding | None:
        other = self._codes.get(listed.code)
        if other is None:
            return None
        return Finding(listed.row, Field.CODE, listed.code, Fault.SAME_CODE, {"other": str(other)})

    def _same_name(self, listed: Listed, placed: Position, whole: int) -> Finding | None:
        """Say which row was first, and in what the two contradict each other."""
        other = self._named.get(whole)
        if other is None:
            return None
        named: dict[str, Named] = {"other": str(other.row)}
        differs = tuple(field for field, of in _COMPARED if of(listed) != of(other))
        if distance_m(other.placed, placed) >= SAME_SPOT_M:
            differs += (Field.COORDINATES,)
        fault = Fault.SAME_NAME_BUT if differs else Fault.SAME_NAME_AND_ADDRESS
        return Finding(listed.row, Field.NAME, listed.name, fault, {**named, "differs": differs} if differs else named)

    def _near(self, listed: Listed, placed: Position, spot: int) -> Finding | None:
        """Two rows with codes of their own may share a name and a door; without, they are one place."""
        for step in _AROUND:
            for other in self._spots.get(spot + step, ()):
                apart = distance_m(other.placed, placed)
                if apart < SAME_SPOT_M and not (listed.code and other.code):
                    named = {"other": str(other.row), "m": str(round(apart))}
                    return Finding(listed.row, Field.NAME, listed.name, Fault.SAME_SPOT, named)
        return None


_AROUND: Final = tuple(down * _ROW_OF_CELLS + right for down in (-1, 0, 1) for right in (-1, 0, 1))


def _taken(listed: Listed, placed: Position) -> _Taken:
    said = listed.layer, listed.services, listed.hours, listed.phone, listed.step_free
    return _Taken(listed.row, listed.code, placed, *said)


def _spot(name: str, placed: Position) -> int:
    """Give a number to the cell in which a name stands; those of its neighbours are `_AROUND` it."""
    row, column = (floor((degrees + 180) / _CELL_DEGREES) for degrees in (placed.latitude, placed.longitude))
    return _number(name) * _CELLS + row * _ROW_OF_CELLS + column


def _number(*words: str) -> int:
    return int.from_bytes(
        blake2b("\n".join(words).encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()
    )


_named: Final = remembered(1024)(folded)
"""A unit's name, folded: a list says it in thousands of rows."""


@remembered(1024)
def _key(district: str) -> str:
    return district_stem(folded(district))


def _essence(written: str, units: Sequence[str]) -> str:
    """Leave out what the same name has in one row and not in the other: marks, and the names of the units above."""
    plain = _MARKS.sub("", folded(written))
    for unit in units:
        shorter = plain.replace(unit, "") if unit else plain
        plain = shorter or plain
    return plain
