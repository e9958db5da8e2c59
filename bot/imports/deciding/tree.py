"""Which unit a row belongs to: found in the tree by name, or new."""

from collections.abc import Iterable, Sequence
from typing import Final, final

from bot.imports.table.problems import Note
from bot.imports.table.wording import Unused
from bot.imports.values.addresses import district_stem, subdistrict_stem
from bot.imports.values.cells import folded
from domain.places.places import Unit, UnitKind, code_from_name
from domain.remembered import remembered

_NAMED: Final = 30


@final
class Tree:
    """The known units and those that the list adds; `added` holds parents before their children."""

    def __init__(self, known: Iterable[Unit]) -> None:
        self.added: list[Unit] = []
        self._by_code: dict[str, Unit] = {}
        self._by_name: dict[tuple[UnitKind, str | None, str], Unit] = {}
        self._subdistricts: dict[str, list[Unit]] = {}
        for unit in known:
            self._keep(unit)
        self._districts = [unit for unit in self._by_code.values() if unit.kind is UnitKind.DISTRICT]

    def home_city(self, otherwise: str) -> str:
        """Name the city of the store if it has just one: a list that does not say is from there."""
        cities = [unit.name for unit in self._by_code.values() if unit.kind is UnitKind.CITY]
        return cities[0] if len(cities) == 1 else otherwise

    def district_of(self, code: str) -> Unit | None:
        """Find the district in which a unit lies, itself included; None above the districts."""
        return self._above(code, UnitKind.DISTRICT)

    def city_of(self, code: str) -> Unit | None:
        return self._above(code, UnitKind.CITY)

    def lies_in(self, code: str, upper: str) -> bool:
        return any(unit.code == upper for unit in self._upwards(code))

    def district_name(self, name: str, subdistrict: str) -> str:
        """Return the name, or the district of the subdistrict where only one has a subdistrict of that name."""
        same = self._subdistricts.get(_stem(UnitKind.SUBDISTRICT, subdistrict), []) if subdistrict else []
        district = self.district_of(same[0].code) if len(same) == 1 and not name else None
        return district.name if district else name

    def strange_district(self, city: str, name: str) -> tuple[str, ...]:
        """Return the known districts of a city if this is none of them; nothing where no district is known there.

        Into an empty store a list brings its districts along; later a new one is rather a typing mistake.
        """
        there = [one for one in self._districts if _is_of(self.city_of(one.code), city)]
        wanted = _stem(UnitKind.DISTRICT, name)
        if not name or any(_stem(one.kind, one.name) == wanted for one in there):
            return ()
        return tuple(one.name for one in there)

    def district(self, city: Unit, name: str) -> Unit:
        return self._child(UnitKind.DISTRICT, city, name)

    def city(self, name: str) -> Unit:
        return self._child(UnitKind.CITY, None, name)

    def subdistrict(self, district: Unit, name: str) -> Unit:
        return self._child(UnitKind.SUBDISTRICT, district, name)

    def _child(self, kind: UnitKind, parent: Unit | None, name: str) -> Unit:
        parent_code = parent.code if parent else None
        found = self._by_name.get((kind, parent_code, _stem(kind, name)))
        if found is None:
            found = Unit(code_from_name(name, parent_code or ""), kind, name, parent_code)
            self.added.append(found)
            self._keep(found)
        return found

    def _keep(self, unit: Unit) -> None:
        self._by_code[unit.code] = unit
        self._by_name.setdefault((unit.kind, unit.parent_code, _stem(unit.kind, unit.name)), unit)
        if unit.kind is UnitKind.SUBDISTRICT:
            self._subdistricts.setdefault(_stem(unit.kind, unit.name), []).append(unit)

    def _above(self, code: str, kind: UnitKind) -> Unit | None:
        return next((unit for unit in self._upwards(code) if unit.kind is kind), None)

    def _upwards(self, code: str) -> Iterable[Unit]:
        unit = self._by_code.get(code)
        while unit is not None:
            yield unit
            unit = self._by_code.get(unit.parent_code) if unit.parent_code else None


def units_made(units: Sequence[Unit], known: Sequence[Unit]) -> list[Note]:
    """Say which units a list brought along, beside those known before: into an empty store it brings them all."""
    if not (units and known):
        return []
    names = "、".join(unit.name for unit in units[:_NAMED]) + ("…" if len(units) > _NAMED else "")
    return [Note(0, Unused.UNITS_MADE, {"units": names})]


def _is_of(city: Unit | None, name: str) -> bool:
    return city is not None and _stem(city.kind, city.name) == _stem(city.kind, name)


@remembered(4096)
def _stem(kind: UnitKind, name: str) -> str:
    shortened = subdistrict_stem if kind is UnitKind.SUBDISTRICT else district_stem
    return shortened(folded(name))
