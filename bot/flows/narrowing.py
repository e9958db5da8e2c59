"""Lists of fifty buildings: whoever types the name of a unit, a service point or a building sees only what is there."""

from dataclasses import dataclass
from typing import Final

from bot.flows.desk import Desk
from storage.places import places
from storage.places.search_names import HitKind
from storage.places.search_text import fold


@dataclass(frozen=True, slots=True)
class Place:
    """What a list can be narrowed to: one of the three is a row's number, the others are 0."""

    building_id: int = 0
    point_id: int = 0
    unit_id: int = 0


EVERYWHERE: Final = Place()
_UNITS_FIRST: Final = (HitKind.UNIT, HitKind.POINT)
_BUILDINGS_FIRST: Final = (HitKind.BUILDING, HitKind.POINT, HitKind.UNIT)


def named(typed: str, desk: Desk, *, buildings: bool = False) -> Place | None:
    """Return the place that these words name and nothing else; None: they name none. `buildings`: these count too."""
    found = {hit.kind: hit.id for hit in desk.search.names(desk.unit).called(fold(typed)) if hit.id}
    kinds = _BUILDINGS_FIRST if buildings else _UNITS_FIRST
    match next((kind for kind in kinds if kind in found), None):
        case HitKind.BUILDING as kind:
            return Place(building_id=found[kind])
        case HitKind.POINT as kind:
            return Place(point_id=found[kind])
        case HitKind.UNIT as kind:
            return Place(unit_id=found[kind])
    return None


def path(unit_id: int, desk: Desk) -> str:
    """Return the path of the unit that a list is narrowed to; "": to none."""
    return places.path_of(desk.unit, unit_id) if unit_id else ""


def name(place: Place, desk: Desk) -> str:
    """Say what a list is narrowed to; "" where it is to nothing that there is."""
    building = places.building(desk.unit, place.building_id) if place.building_id else None
    point = places.point(desk.unit, place.point_id) if place.point_id else None
    unit = places.unit(desk.unit, place.unit_id) if place.unit_id else None
    return next((one.name for one in (building, point, unit) if one is not None), "")


def hint(count: int, page: int, desk: Desk) -> list[str]:
    """Say below a list of several pages that it can be narrowed."""
    said = desk.words("To see only one street or service point, type its name.")
    return [f"<i>{said}</i>"] if count > page else []
