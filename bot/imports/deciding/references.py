"""Which unit a cell means: the one of that code, else all that have that name."""

from collections.abc import Iterable
from typing import final

from bot.imports.table.row_cells import as_code
from bot.imports.values.addresses import district_stem, subdistrict_stem
from bot.imports.values.cells import folded
from domain.places.places import Unit


@final
class References:
    """Units by code and by name; 徐汇 finds 徐汇区 where nothing has exactly that name."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_code: dict[str, Unit] = {}
        self._by_name: dict[str, list[Unit]] = {}
        self._by_stem: dict[str, list[Unit]] = {}
        for unit in units:
            self._by_code[unit.code] = unit
            self._by_name.setdefault(folded(unit.name), []).append(unit)
            self._by_stem.setdefault(stem(unit.name), []).append(unit)

    def meant(self, written: str) -> tuple[Unit, ...]:
        """Return the unit of this code, or all of this name: none, one, or several that only a code tells apart."""
        by_code = self._by_code.get(as_code(written))
        if by_code is not None:
            return (by_code,)
        return tuple(self._by_name.get(folded(written)) or self._by_stem.get(stem(written)) or ())


def stem(name: str) -> str:
    return subdistrict_stem(district_stem(folded(name)))


def codes(units: Iterable[Unit]) -> str:
    """Name the codes between which somebody has to choose, five at most."""
    known = sorted(unit.code for unit in units)
    return "、".join(known[:5]) + ("…" if len(known) > 5 else "")
