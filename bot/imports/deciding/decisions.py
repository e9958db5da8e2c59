"""What becomes of each row: a new point, a known one changed or not, or a problem."""

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, final

from bot.imports.deciding.bounds import Bounds, Sighting, known_sightings
from bot.imports.deciding.buildings import Buildings
from bot.imports.deciding.duplicates import Accepted
from bot.imports.deciding.rows import Listed, Reading
from bot.imports.deciding.tree import Tree
from bot.imports.table.headers import Field
from bot.imports.table.problems import Finding
from bot.imports.table.summaries import Outcome
from bot.imports.table.wording import Fault
from domain.places.geo import Position, distance_m
from domain.places.places import Building, Layer, Point, Unit, code_from_name
from storage.places.merged import Merged

STILL_M: Final = 0.1
"""A point that has moved by less has not moved: the way through another datum and back costs a hundredth of this."""


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """What the store holds before the import."""

    units: Sequence[Unit]
    buildings: Sequence[Building]
    points: Sequence[Point]
    merged: Sequence[Merged] = ()


@dataclass(slots=True)
class PointOutcome(Outcome[Point]):
    """With the units and buildings that the list names first."""

    units: list[Unit] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)


def decide(readings: deque[Reading], known: KnownPlaces) -> PointOutcome:
    """Go through the rows in their order; the first of two that are one place is taken.

    Takes the rows out as it goes: a long list is not held twice.
    """
    return _Deciding(readings, known).outcome(readings)


def strange_district(listed: Listed, known: Sequence[str]) -> Finding:
    """Refuse a district that the city has not, naming those that it has."""
    named = {"city": listed.city, "known": "、".join(known)}
    return Finding(listed.row, Field.DISTRICT, listed.district, Fault.DISTRICT_UNKNOWN, named)


@final
class _Deciding:
    def __init__(self, readings: Collection[Reading], known: KnownPlaces) -> None:
        self._tree = Tree(known.units)
        self._buildings = Buildings(known.buildings, self._tree, known.merged)
        self._accepted = Accepted()
        self._codes: dict[str, int] = {}
        self._by_code = {point.code: point for point in known.points}
        listed = {reading.listed.code for reading in readings}
        # A known point that another row names by its code is that row's, whatever it is called now.
        self._by_name = {code_from_name(p.name, p.address): p for p in known.points if p.code not in listed}
        self._bounds = Bounds.of(chain(known_sightings(known.points, self._tree), self._sightings(readings)))
        self._outcome = PointOutcome(units=self._tree.added, buildings=self._buildings.added)

    def outcome(self, readings: deque[Reading]) -> PointOutcome:
        while readings:
            reading = readings.popleft()
            self._outcome.findings += reading.findings
            if reading.is_sound and reading.position is not None:
                self._outcome.findings += self._decided(reading.listed, reading.position)
        return self._outcome

    def _decided(self, listed: Listed, placed: Position) -> tuple[Finding, ...]:
        known = self._recognised(listed)
        if known is not None and distance_m(known.position, placed) < STILL_M:
            placed = known.position
        finding = self._doubt(listed, placed, known) or self._accepted.repeated(listed, placed)
        if finding is None:
            finding = self._taken(listed, placed, known)
        return () if finding is None else (finding,)

    def _recognised(self, listed: Listed) -> Point | None:
        by_code = self._by_code.get(listed.code) if listed.code else None
        if by_code or not self._by_name:
            return by_code
        return self._by_name.get(code_from_name(listed.name, listed.address))

    def _doubt(self, listed: Listed, placed: Position, known: Point | None) -> Finding | None:
        """Check the place of a row, unless the point is known to be there already."""
        strange = self._tree.strange_district(listed.city, listed.district)
        unknown = strange_district(listed, strange) if strange else None
        if known is not None and known.position == placed:
            return unknown
        district = self._district_name(listed, known)
        if not district and known is None and Field.DISTRICT in listed.fields:
            return Finding(listed.row, Field.DISTRICT, listed.district, Fault.DISTRICT_EMPTY)
        return self._bounds.outside(listed, district, placed) or unknown

    def _taken(self, listed: Listed, placed: Position, known: Point | None) -> Finding | None:
        point = self._point(listed, placed, known)
        other = self._codes.setdefault(point.code, listed.row)
        if other != listed.row:
            return Finding(listed.row, Field.CODE, point.code, Fault.SAME_CODE, {"other": str(other)})
        self._outcome.take(point, known, changed=point != known)
        if known is not None and point.code != known.code:
            self._outcome.renamed[known.code] = point.code
        return None

    def _point(self, listed: Listed, placed: Position, known: Point | None) -> Point:
        """Make the point that the row describes; what the list has no column for stays as it is known."""
        unit_code = self._unit_code(listed, known)
        if known is None:
            code = listed.code or code_from_name(listed.name, listed.address)
            known = Point(code, listed.name, Layer.POINT, unit_code, None, "", placed)
        point = Point(
            code=listed.code or known.code,
            name=listed.name,
            layer=listed.layer or known.layer,
            unit_code=unit_code,
            building_code=known.building_code,
            position=placed,
            address=listed.address if Field.ADDRESS in listed.fields else known.address,
            services=listed.services if Field.SERVICES in listed.fields else known.services,
            hours=listed.hours if Field.HOURS in listed.fields else known.hours,
            phone=listed.phone if Field.PHONE in listed.fields else known.phone,
            step_free=listed.step_free if Field.STEP_FREE in listed.fields else known.step_free,
        )
        if Field.BUILDING not in listed.fields:
            return point
        building_code = self._buildings.code(listed.building, point)
        return point if building_code == point.building_code else replace(point, building_code=building_code)

    def _unit_code(self, listed: Listed, known: Point | None) -> str:
        """Find or add the row's unit. A known point stays in its finer unit if the row only names the one above."""
        name = self._district_name(listed, None)
        if not name and known is not None:
            return known.unit_code
        unit = self._tree.city(listed.city)
        if name:
            unit = self._tree.district(unit, name)
        if name and listed.subdistrict:
            unit = self._tree.subdistrict(unit, listed.subdistrict)
        return known.unit_code if known is not None and self._tree.lies_in(known.unit_code, unit.code) else unit.code

    def _district_name(self, listed: Listed, known: Point | None) -> str:
        name = self._tree.district_name(listed.district, listed.subdistrict)
        if name or known is None:
            return name
        district = self._tree.district_of(known.unit_code)
        return district.name if district else ""

    def _sightings(self, readings: Iterable[Reading]) -> Iterable[Sighting]:
        for reading in readings:
            elsewhere = any(finding.fault is Fault.OTHER_CITY for finding in reading.findings)
            if reading.position is not None and not elsewhere:
                listed = reading.listed
                district = self._tree.district_name(listed.district, listed.subdistrict)
                yield Sighting(listed.city, district, reading.position)
