"""What becomes of each row of a list of buildings: a new building, a known one changed or not, or a problem."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, final

from bot.imports.deciding.bounds import Bounds, Sighting, known_sightings
from bot.imports.deciding.buildings import Buildings
from bot.imports.deciding.decisions import STILL_M, strange_district
from bot.imports.deciding.duplicates import Accepted
from bot.imports.deciding.references import References, codes
from bot.imports.deciding.rows import Listed, understood
from bot.imports.deciding.tree import Tree
from bot.imports.table.headers import Field
from bot.imports.table.problems import Finding
from bot.imports.table.row_cells import RowCells
from bot.imports.table.summaries import Outcome
from bot.imports.table.tables import Line
from bot.imports.table.wording import Fault
from bot.imports.values import spellings
from domain.places.datums import Datum
from domain.places.geo import Position, distance_m
from domain.places.places import Building, Point, SiteKind, Unit, UnitKind
from storage.places.merged import Merged


@dataclass(frozen=True, slots=True)
class ListedBuilding:
    """What a row says; `unit` and `branch` are codes or names, empty where it says nothing."""

    listed: Listed
    kind: SiteKind | None
    unit: str
    branch: str
    position: Position


@dataclass(frozen=True, slots=True)
class KnownBuildings:
    """What the store holds before the import; `branches` are the codes of branches by codes of buildings.

    The points only say where cities and districts are.
    """

    units: Sequence[Unit]
    buildings: Sequence[Building]
    points: Sequence[Point]
    branches: Mapping[str, str]
    merged: Sequence[Merged] = ()


@dataclass(slots=True)
class BuildingOutcome(Outcome[Building]):
    """With the units that the list names first, and the branches by the codes of their buildings."""

    units: list[Unit] = field(default_factory=list)
    branches: dict[str, str] = field(default_factory=dict)


def understood_building(line: Line, datum: Datum, home_city: str) -> tuple[ListedBuilding | None, tuple[Finding, ...]]:
    """Read every cell of a row, None if it cannot be taken; `home_city` is where it is if the row does not say."""
    reading = understood(line, datum, home_city)
    cells = RowCells.of(line)
    kind = _kind(cells)
    unit, branch = cells.text(Field.UNIT), cells.text(Field.BRANCH)
    branch = "" if spellings.is_unknown(branch) else branch
    findings = (*reading.findings, *(one for one in cells.findings if one not in reading.findings))
    is_sound = reading.is_sound and all(finding.costs_only_itself for finding in findings)
    if reading.position is None or not is_sound:
        return None, findings
    return ListedBuilding(reading.listed, kind, unit, branch, reading.position), findings


def _kind(cells: RowCells) -> SiteKind | None:
    written = cells.written(Field.SITE)
    kind = spellings.site(written)
    if kind is None and written and not spellings.is_unknown(written):
        cells.note(Field.SITE, Fault.SITE_UNKNOWN)
    return kind


def decide_buildings(rows: Sequence[ListedBuilding], known: KnownBuildings) -> BuildingOutcome:
    """Go through the rows in their order; the first of two that are one building is taken."""
    deciding = _Deciding(rows, known)
    for row in rows:
        finding = deciding.decide(row)
        if finding is not None:
            deciding.outcome.findings.append(finding)
    return deciding.outcome


def units_in_use(outcome: BuildingOutcome) -> list[Unit]:
    """Return the new units that hold a building; one that only refused rows name is left out."""
    added = {unit.code: unit for unit in outcome.units}
    used: set[str] = set()
    for building in (*outcome.imported, *outcome.updated):
        unit = added.get(building.unit_code)
        while unit is not None:
            used.add(unit.code)
            unit = added.get(unit.parent_code or "")
    return [unit for unit in outcome.units if unit.code in used]


@final
class _Deciding:
    def __init__(self, rows: Sequence[ListedBuilding], known: KnownBuildings) -> None:
        self._tree = Tree(known.units)
        self._units = References(known.units)
        self._branches = References(unit for unit in known.units if unit.kind is UnitKind.BRANCH)
        self._branch_of = known.branches
        self._by_code = {building.code: building for building in known.buildings}
        listed = {row.listed.code for row in rows}
        # A known building that another row names by its code is that row's, whatever it is called now.
        others = (one for one in known.buildings if one.code not in listed)
        self._buildings = Buildings(others, self._tree, known.merged)
        self._bounds = Bounds.of(
            [*known_sightings([*known.buildings, *known.points], self._tree), *self._sightings(rows)]
        )
        self._accepted = Accepted()
        self._taken: dict[str, int] = {}
        self.outcome = BuildingOutcome(units=self._tree.added)

    def decide(self, row: ListedBuilding) -> Finding | None:
        unit_code = self._unit_code(row)
        if isinstance(unit_code, Finding):
            return unit_code
        if into := self._merged_into(row, unit_code):
            return _finding(row, Field.CODE, row.listed.code, Fault.MERGED, code=into)
        branch = self._branch(row)
        if isinstance(branch, Finding):
            return branch
        known = self._known(row, unit_code)
        placed = known.position if known and distance_m(known.position, row.position) < STILL_M else row.position
        listed = self._placed_in_tree(row.listed, unit_code)
        settled = known is not None and known.position == placed
        doubt = None if settled else self._bounds.outside(listed, listed.district, placed)
        finding = doubt or self._accepted.repeated(listed, placed)
        return finding or self._take(row, self._building(row, known, unit_code, placed), known, branch)

    def _take(self, row: ListedBuilding, building: Building, known: Building | None, branch: str) -> Finding | None:
        other = self._taken.setdefault(known.code if known else building.code, row.listed.row)
        if other != row.listed.row:
            return _finding(row, Field.CODE, building.code, Fault.SAME_CODE, other=str(other))
        branch_before = self._branch_of.get(known.code, "") if known else ""
        branch = branch if Field.BRANCH in row.listed.fields else branch_before
        if branch:
            self.outcome.branches[building.code] = branch
        self.outcome.take(building, known, changed=(building, branch) != (known, branch_before))
        if known is not None and building.code != known.code:
            self.outcome.renamed[known.code] = building.code
        return None

    def _merged_into(self, row: ListedBuilding, unit_code: str) -> str:
        """Return the code of the building that the row's is now: a list that is older than that brings nothing back."""
        if row.listed.code in self._by_code:
            return ""
        return self._buildings.merged_into(row.listed.code, row.listed.name, unit_code)

    def _known(self, row: ListedBuilding, unit_code: str) -> Building | None:
        by_code = self._by_code.get(row.listed.code) if row.listed.code else None
        return by_code or self._buildings.called(row.listed.name, unit_code)

    def _building(self, row: ListedBuilding, known: Building | None, unit_code: str, placed: Position) -> Building:
        """Make the building that the row describes; what the list has no column for stays as it is known."""
        listed = row.listed
        if known is None:
            code = listed.code or self._buildings.new_code(listed.name, unit_code)
            return Building(code, listed.name, row.kind or SiteKind.BUILDING, listed.address, unit_code, placed)
        # A known building stays in its finer unit if the row only names a district above it.
        finer = not row.unit and self._tree.lies_in(known.unit_code, unit_code)
        return Building(
            listed.code or known.code,
            listed.name,
            row.kind or known.kind,
            listed.address if Field.ADDRESS in listed.fields else known.address,
            known.unit_code if finer else unit_code,
            placed,
        )

    def _unit_code(self, row: ListedBuilding) -> str | Finding:
        """Find the unit that the row names, or the one of its district and subdistrict, which may be new."""
        listed = row.listed
        if row.unit:
            return _one(self._units.meant(row.unit), row, Field.UNIT, row.unit)
        if strange := self._tree.strange_district(listed.city, listed.district):
            return strange_district(listed, strange)
        district = self._tree.district_name(listed.district, listed.subdistrict)
        if district:
            unit = self._tree.district(self._tree.city(listed.city), district)
            return (self._tree.subdistrict(unit, listed.subdistrict) if listed.subdistrict else unit).code
        known = self._by_code.get(listed.code) if listed.code else None
        if known is None:
            return _finding(row, Field.DISTRICT, listed.district, Fault.DISTRICT_EMPTY)
        return known.unit_code

    def _branch(self, row: ListedBuilding) -> str | Finding:
        if not row.branch:
            return ""
        return _one(self._branches.meant(row.branch), row, Field.BRANCH, row.branch)

    def _placed_in_tree(self, listed: Listed, unit_code: str) -> Listed:
        """Say the city and the district as the tree has them: a row may name only a unit far below."""
        city, district = self._tree.city_of(unit_code), self._tree.district_of(unit_code)
        return replace(listed, city=city.name if city else listed.city, district=district.name if district else "")

    def _sightings(self, rows: Iterable[ListedBuilding]) -> Iterable[Sighting]:
        for row in rows:
            meant = self._units.meant(row.unit) if row.unit else ()
            listed = row.listed
            if len(meant) == 1:
                listed = self._placed_in_tree(listed, meant[0].code)
            district = self._tree.district_name(listed.district, listed.subdistrict)
            yield Sighting(listed.city, district, row.position)


_UNKNOWN: Final = MappingProxyType({Field.UNIT: Fault.UNIT_UNKNOWN, Field.BRANCH: Fault.BRANCH_UNKNOWN})
_AMBIGUOUS: Final = MappingProxyType({Field.UNIT: Fault.UNIT_AMBIGUOUS, Field.BRANCH: Fault.BRANCH_AMBIGUOUS})


def _one(meant: Sequence[Unit], row: ListedBuilding, name: Field, written: str) -> str | Finding:
    if not meant:
        return _finding(row, name, written, _UNKNOWN[name])
    if len(meant) > 1:
        return _finding(row, name, written, _AMBIGUOUS[name], codes=codes(meant))
    return meant[0].code


def _finding(row: ListedBuilding, name: Field, written: str, fault: Fault, **named: str) -> Finding:
    return Finding(row.listed.row, name, written, fault, named)
