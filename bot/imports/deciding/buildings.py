"""Which building a row means: found by code, or by name within its district, or new where its first point stands."""

from collections.abc import Iterable
from typing import final

from bot.imports.deciding.tree import Tree
from bot.imports.values.cells import folded
from domain.places.places import Building, Point, SiteKind, code_from_name
from storage.places.merged import Merged


@final
class Buildings:
    """The known buildings, and in `added` those that the list is the first to name."""

    def __init__(self, known: Iterable[Building], tree: Tree, merged: Iterable[Merged] = ()) -> None:
        self.added: list[Building] = []
        self._tree = tree
        self._by_code: dict[str, Building] = {}
        self._by_name: dict[tuple[str, str], Building] = {}
        for building in known:
            self._keep(building)
        self._into: dict[str, str] = {}
        self._into_by_name: dict[tuple[str, str], str] = {}
        for one in merged:
            self._into[one.code] = one.into
            self._into_by_name.setdefault(self._key(one.name, one.unit_code), one.into)

    def code(self, written: str, point: Point) -> str | None:
        """Return the code of the building in which the point says it is; None where it says nothing."""
        if not written:
            return None
        found = self._by_code.get(written) or self._by_name.get(self._key(written, point.unit_code))
        if found is None and (into := self.merged_into(written, written, point.unit_code)):
            return into
        if found is None:
            code = self.new_code(written, point.unit_code)
            found = Building(code, written, SiteKind.BUILDING, point.address, point.unit_code, point.position)
            self.added.append(found)
            self._keep(found)
        return found.code

    def called(self, name: str, unit_code: str) -> Building | None:
        """Find a building by its name within the district of this unit."""
        return self._by_name.get(self._key(name, unit_code))

    def merged_into(self, code: str, name: str, unit_code: str) -> str:
        """Return the code of the building that the one of this code or name is now; "": it was merged into none."""
        by_code = self._into.get(code, "")
        return by_code or (
            "" if self.called(name, unit_code) else self._into_by_name.get(self._key(name, unit_code), "")
        )

    def new_code(self, name: str, unit_code: str) -> str:
        """Make a lasting code for a building that brings none; its name is one of a kind within its district."""
        return code_from_name(name, f"building\n{self._district(unit_code)}")

    def _keep(self, building: Building) -> None:
        self._by_code[building.code] = building
        self._by_name.setdefault(self._key(building.name, building.unit_code), building)

    def _key(self, name: str, unit_code: str) -> tuple[str, str]:
        return folded(name), self._district(unit_code)

    def _district(self, unit_code: str) -> str:
        district = self._tree.district_of(unit_code)
        return district.code if district else unit_code
