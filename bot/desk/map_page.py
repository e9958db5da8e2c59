"""The map of coverage: our own drawing, with no tiles and no borders; buildings and points sized by people.

A large unit is drawn by squares of a raster: what stands in one is one mark. How large a mark is goes by classes of
people, so that no small number can be read from it; how dark, by how long ago somebody was there last.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Final

from bot.desk import periods
from bot.desk.showing import drawn
from bot.desk.visits import Visit
from bot.flows.desk import Desk
from bot.flows.moments import local
from bot.texts import Words
from storage.desk import coverage_map
from storage.desk.coverage_lines import Scope
from storage.desk.coverage_map import Extent, Raster, Spot

WIDE: Final = 640.0
"""The longer side of the drawing, in its own units."""

_EDGE: Final = 16.0
_CELLS: Final = 28
"""Squares along the longer side of the raster."""

_ALONE_MOST: Final = 150
"""So many spots are drawn one by one."""

_PEOPLE: Final = (10, 30, 100, 300)
_RADII: Final = (3.5, 5.0, 7.0, 9.5, 12.0)
_DAYS: Final = (30.0, 90.0, 180.0)
_AGES: Final = ("fresh", "some", "long", "never")
_LISTED: Final = 10
_DAY_S: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on the map: where, how large, which shade, and what is said of it ("": nothing)."""

    x: float
    y: float
    size: float
    shade: str
    said: str


@dataclass(frozen=True, slots=True)
class Frame:
    """How degrees become places on the drawing; a degree of longitude is shorter, the farther from the equator."""

    south: float
    west: float
    width: float
    height: float
    scale: float
    squeeze: float

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = (longitude - self.west) * self.squeeze * self.scale + _EDGE
        y = self.height - _EDGE - (latitude - self.south) * self.scale
        return x, y

    def raster(self) -> Raster:
        """Return the squares in which what is near together is gathered."""
        side = WIDE / _CELLS / self.scale
        return Raster(self.south, self.west, side, side / self.squeeze)


def frame_of(spots: Sequence[Spot], points: Extent | None) -> Frame | None:
    """Return the frame in which all of these stand; None where there are none."""
    latitudes, longitudes = [spot.latitude for spot in spots], [spot.longitude for spot in spots]
    if points:
        latitudes += [points.south, points.north]
        longitudes += [points.west, points.east]
    if not latitudes:
        return None
    south, north, west, east = min(latitudes), max(latitudes), min(longitudes), max(longitudes)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDE - 2 * _EDGE) / max((east - west) * squeeze, north - south, 0.005)
    width, height = (
        (far - near) * by * scale + 2 * _EDGE for near, far, by in ((west, east, squeeze), (south, north, 1))
    )
    return Frame(south, west, width, height, scale, squeeze)


def shade(last: float | None, until: float) -> str:
    """Say how long ago somebody was there."""
    return _AGES[-1] if last is None else _AGES[bisect_right(_DAYS, max(0.0, (until - last) / _DAY_S))]


def size(people: int) -> float:
    return _RADII[bisect_right(_PEOPLE, people)]


def cells(spots: Sequence[Spot], frame: Frame) -> Iterator[list[Spot]]:
    """Return spots that are drawn as one: each by itself, or all in a square of the raster."""
    if len(spots) <= _ALONE_MOST:
        yield from ([spot] for spot in spots)
        return
    found: dict[tuple[int, int], list[Spot]] = {}
    side = WIDE / _CELLS
    for spot in spots:
        x, y = frame.place(spot.latitude, spot.longitude)
        found.setdefault((int(x / side), int(y / side)), []).append(spot)
    yield from found.values()


def marks(spots: Sequence[Spot], frame: Frame, scope: Scope, t: Words) -> list[Mark]:
    """Draw buildings; the shade of several is that of the one where nobody has been for longest."""
    drawn_ones = []
    for some in cells(spots, frame):
        x, y = _middle(some, frame)
        last = None if any(one.last is None for one in some) else min(one.last or 0.0 for one in some)
        said = some[0].name if len(some) == 1 else t.plural("{number} building", "{number} buildings", len(some))
        drawn_ones.append(Mark(x, y, size(sum(one.people for one in some)), shade(last, scope.until), said))
    return sorted(drawn_ones, key=lambda mark: -mark.size)


def point_marks(spots: Sequence[Spot], frame: Frame) -> list[Mark]:
    """Draw points as small squares below the buildings."""
    return [Mark(*_middle([one], frame), size(one.people), "point", "") for one in spots]


def _middle(some: Sequence[Spot], frame: Frame) -> tuple[float, float]:
    count = len(some)
    x, y = frame.place(sum([one.latitude for one in some]) / count, sum([one.longitude for one in some]) / count)
    return round(x, 1), round(y, 1)


def map_page(visit: Visit) -> str:
    period, desk = periods.asked(visit), visit.desk
    scope = period.scope(desk)
    sites, extent = coverage_map.sites(desk.unit, scope), coverage_map.extent_of_points(desk.unit, scope)
    frame, count = frame_of(sites, extent), extent.count if extent else 0
    raster = frame.raster() if frame and count > _ALONE_MOST else None
    points = coverage_map.point_spots(desk.unit, scope, raster) if count else []
    told = {
        "period": period,
        "frame": frame,
        "buildings": marks(sites, frame, scope, desk.words) if frame else [],
        "points": point_marks(points, frame) if frame else [],
        "counts": (len(sites), count),
        "gathered": max(len(sites), count) > _ALONE_MOST,
        "quiet": [(spot, _since(spot, desk)) for spot in coverage_map.waiting_longest(sites, scope, _LISTED)],
        "units": periods.nearby_units(period, desk),
        "today": desk.today,
    }
    return drawn("map.html", visit, told)


def _since(spot: Spot, desk: Desk) -> str:
    t = desk.words
    if spot.last is None:
        return t.plain("nobody within half a year, as far as is known")
    return t.plain("last there: {day}", day=t.full_day(local(spot.last, desk.now.tzinfo).date()))
