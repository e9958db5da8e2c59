"""The nearest service points, exactly, anywhere on the globe.

On the unit sphere in three dimensions the nearest by the straight line is the nearest by the great circle, and no pole
and no date line stands out. A box around the position grows or shrinks until the last point that is wanted lies within
the ball that the box surely holds: then nothing outside can be nearer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import Final, final

from domain.places.geo import Position, distance_m
from domain.places.places import NO_SERVICES, Services
from storage.places.nearest_box import Row, Surroundings
from storage.places.nearest_guess import Guesses
from storage.places.places import POINT_COLUMNS, PointRow, point_row
from storage.unit_of_work import UnitOfWork

MOST_EXAMINED: Final = 400
"""So many candidates are shown to `accepts` at most; what it has taken by then is the answer."""

_SQUARE: Final = len(POINT_COLUMNS)
_LATITUDE: Final = POINT_COLUMNS.index("latitude")
_LONGITUDE: Final = POINT_COLUMNS.index("longitude")

_ROUNDING: Final = 1e-14  # of a chord, 60 nanometres: below this the computed order of two points means nothing
_WHOLE_SPHERE: Final = 2.0
_SPECK: Final = 1e-9  # six millimetres: no smaller box is tried
_AMPLE: Final = 1.3  # reading some rows more is cheaper than asking again
_CROWD: Final = 192  # a box with more points than this is not read through before a smaller one was tried


@dataclass(frozen=True, slots=True)
class Near:
    """A point and how far it is, by the great circle."""

    point: PointRow
    metres: float


def nearest(  # noqa: PLR0913  a question with its filters, all but the first three by name
    unit: UnitOfWork,
    position: Position,
    count: int = 5,
    *,
    services: Services = NO_SERVICES,
    accepts: Callable[[PointRow], bool] | None = None,
    skip: int = 0,
) -> list[Near]:
    """Return `count` points after the first `skip`, by distance, then id; each offers all of `services`.

    `accepts` is asked from near to far, once for each candidate and for no more than are needed, MOST_EXAMINED at most.
    """
    question = _Question(Surroundings.of(unit, position, int(services)))
    if accepts is None:
        return question.closest(skip + count, skip)
    taken: list[Near] = []
    for candidate in question.from_near_to_far(2 * (skip + count)):
        if len(taken) == skip + count:
            break
        if accepts(candidate.point):
            taken.append(candidate)
    return taken[skip:]


@final
class _Question:
    """One search. Distances are chords of the unit sphere, unless a name says metres."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._guesses = Guesses.of(around)

    def closest(self, count: int, skip: int = 0) -> list[Near]:
        """Return the nearest `count` points, or all when they are fewer, without the first `skip`."""
        here = self._around.position
        rows = self._sure_rows(count) if count > 0 else ()
        measured = sorted((distance_m(here, Position(row[_LATITUDE], row[_LONGITUDE])), row[0], row) for row in rows)
        return [Near(point_row(row), metres) for metres, _, row in measured[skip:count]]

    def from_near_to_far(self, first: int) -> Iterator[Near]:
        """Yield points one by one, MOST_EXAMINED at most; `first` is how many are looked up to begin with."""
        seen, ahead = 0, first
        while seen < MOST_EXAMINED:
            ahead = min(ahead, MOST_EXAMINED)
            found = self.closest(ahead, seen)
            yield from found
            if seen + len(found) < ahead:
                return
            seen, ahead = ahead, 4 * ahead

    def _sure_rows(self, count: int) -> Sequence[Row]:
        """Return the nearest `count` rows by chord, and the next ones that only rounding may have put behind them.

        Many points at one spot need no end: they are in the order of their ids already.
        """
        wanted = count + 1
        while True:
            rows = self._rows(wanted)
            if len(rows) < wanted or wanted > count + _CROWD:
                return rows
            if _chord(rows[-1]) > _chord(rows[count - 1]) + _ROUNDING:
                return rows
            wanted += wanted

    def _rows(self, wanted: int) -> Sequence[Row]:
        """Return the nearest `wanted` rows by chord, or all when they are fewer.

        A box that is far too large costs only `crowd` rows. Then a smaller one is tried, larger than those that were
        too small; where there is none worth trying, more rows are read.
        """
        radius, crowd = self._guesses.near(self._around) * sqrt(wanted), max(_CROWD, 3 * wanted)
        too_small, too_full = 0.0, inf
        while True:
            radius = min(radius, _WHOLE_SPHERE)
            rows, held = self._around.within(radius, crowd, wanted)
            last = _chord(rows[-1]) + _ROUNDING if len(rows) == wanted else inf
            if held == crowd:
                too_full, radius = radius, min(last, radius * sqrt(wanted / crowd))
                if radius <= max(2 * too_small, _SPECK):
                    too_full, radius, crowd = inf, min(last, too_full), 16 * crowd
            elif last <= radius:
                self._guesses.learn(self._around, _AMPLE * last / sqrt(wanted))
                return rows
            elif radius == _WHOLE_SPHERE:
                return rows
            else:
                too_small, radius = radius, min(last, radius * _growth(len(rows), wanted), sqrt(radius * too_full))


def _chord(row: Row) -> float:
    return sqrt(row[_SQUARE])


def _growth(found: int, wanted: int) -> float:
    """Say how much further to look. A box reaches up to 1.73 times further than its ball, so 1.8 covers its corners."""
    return 1.8 * sqrt(wanted / max(found, 0.5))
