"""The same place twice in one list: by code, by name and address, or by name within a few steps."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import floor
from operator import attrgetter
from typing import Final

from bot.imports.addresses import district_stem
from bot.imports.cells import folded
from bot.imports.headers import Field
from bot.imports.problems import Finding
from bot.imports.rows import Listed
from bot.imports.wording import Fault, Named
from domain.geo import Position, distance_m

SAME_SPOT_M: Final = 50.0

_MARKS: Final = re.compile(r"(?<!\d)[\W_]+|[\W_]+(?!\d)")
"""Anything but letters and digits, except between two digits: 1-2号 is not 12号."""

_COMPARED: Final[Sequence[tuple[Field, Callable[[Listed], object]]]] = (
    (Field.LAYER, attrgetter("layer")),
    (Field.SERVICES, attrgetter("services")),
    (Field.HOURS, attrgetter("hours")),
    (Field.PHONE, attrgetter("phone")),
    (Field.STEP_FREE, attrgetter("step_free")),
)
"""What two rows about one place may contradict each other in."""

_CELL_DEGREES: Final = 0.001
"""At every latitude of the country wider than SAME_SPOT_M, so neighbouring cells hold whatever is that near."""


@dataclass(slots=True)
class Accepted:
    """The rows taken so far, to be held against later ones that may repeat them."""

    _codes: dict[str, int] = field(default_factory=dict)
    _named: dict[tuple[str, str, str], tuple[Listed, Position]] = field(default_factory=dict)
    _spots: dict[tuple[str, int, int], list[tuple[Listed, Position]]] = field(default_factory=dict)

    def repeated(self, listed: Listed, placed: Position) -> Finding | None:
        """Say which earlier row this one repeats, or take it in."""
        district = district_stem(folded(listed.district))
        name = _essence(listed.name, listed.city, district_stem(listed.city))
        address = _essence(listed.address, listed.city, district_stem(listed.city), listed.district)
        finding = (
            self._same_code(listed)
            or self._same_name(listed, placed, (name, address, district))
            or self._near(listed, placed, name)
        )
        if finding is None:
            if listed.code:
                self._codes[listed.code] = listed.row
            self._named[name, address, district] = listed, placed
            self._spots.setdefault(_cell(name, placed), []).append((listed, placed))
        return finding

    def _same_code(self, listed: Listed) -> Finding | None:
        other = self._codes.get(listed.code)
        if other is None:
            return None
        return Finding(listed.row, Field.CODE, listed.code, Fault.SAME_CODE, {"other": str(other)})

    def _same_name(self, listed: Listed, placed: Position, key: tuple[str, str, str]) -> Finding | None:
        """Say which row was first, and in what the two contradict each other."""
        if key not in self._named:
            return None
        other, there = self._named[key]
        named: dict[str, Named] = {"other": str(other.row)}
        differs = tuple(field for field, of in _COMPARED if of(listed) != of(other))
        if distance_m(there, placed) >= SAME_SPOT_M:
            differs += (Field.COORDINATES,)
        fault = Fault.SAME_NAME_BUT if differs else Fault.SAME_NAME_AND_ADDRESS
        return Finding(listed.row, Field.NAME, listed.name, fault, {**named, "differs": differs} if differs else named)

    def _near(self, listed: Listed, placed: Position, name: str) -> Finding | None:
        """Two rows with codes of their own may share a name and a door; without, they are one place."""
        _, row, column = _cell(name, placed)
        for cell in ((name, row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)):
            for other, there in self._spots.get(cell, ()):
                apart = distance_m(there, placed)
                if apart < SAME_SPOT_M and not (listed.code and other.code):
                    named = {"other": str(other.row), "m": str(round(apart))}
                    return Finding(listed.row, Field.NAME, listed.name, Fault.SAME_SPOT, named)
        return None


def _cell(name: str, placed: Position) -> tuple[str, int, int]:
    return name, floor(placed.latitude / _CELL_DEGREES), floor(placed.longitude / _CELL_DEGREES)


def _essence(written: str, *units: str) -> str:
    """Leave out what the same name has in one row and not in the other: marks, and the names of the units above."""
    plain = _MARKS.sub("", folded(written))
    for unit in units:
        shorter = plain.replace(folded(unit), "") if unit else plain
        plain = shorter or plain
    return plain
