"""Where things are: a validated position, and distances on the mean sphere.

Every `Position` in the house is WGS-84 degrees unless a `domain.places.datums.Datum` beside it says otherwise.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import atan2, cos, hypot, isfinite, radians, sin
from typing import Final

EARTH_RADIUS_M: Final = 6_371_008.8
"""The mean radius R1 = (2a + b) / 3 of the WGS-84 ellipsoid, as the IUGG defines it."""

WALKING_M_PER_MIN: Final = 80.0
DETOUR_FACTOR: Final = 1.3


class PositionFault(StrEnum):
    """Why two numbers are no position."""

    NOT_FINITE = "not_finite"
    LATITUDE_RANGE = "latitude_range"
    LONGITUDE_RANGE = "longitude_range"


class InvalidPosition(ValueError):  # noqa: N818  named for what it says, as a caller catches it
    def __init__(self, fault: PositionFault, latitude: float, longitude: float) -> None:
        super().__init__(f"{fault}: {latitude!r}, {longitude!r}")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees: latitude -90..90, longitude -180..180, where 180 is kept as -180.

    Raises InvalidPosition (a ValueError) whose `fault` names the reason.
    """

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        fault = _fault(self.latitude, self.longitude)
        if fault is not None:
            raise InvalidPosition(fault, self.latitude, self.longitude)
        if self.longitude == 180.0:
            object.__setattr__(self, "longitude", -180.0)


def _fault(latitude: float, longitude: float) -> PositionFault | None:
    if not (isfinite(latitude) and isfinite(longitude)):
        return PositionFault.NOT_FINITE
    if not -90.0 <= latitude <= 90.0:
        return PositionFault.LATITUDE_RANGE
    if not -180.0 <= longitude <= 180.0:
        return PositionFault.LONGITUDE_RANGE
    return None


def distance_m(a: Position, b: Position) -> float:
    """Measure the great circle from a to b in metres.

    The atan2 form (Vincenty's formula on a sphere): unlike the haversine it keeps full precision for antipodes,
    and unlike the arc cosine for neighbours.
    """
    phi_a, phi_b = radians(a.latitude), radians(b.latitude)
    turn = radians(b.longitude - a.longitude)
    sin_a, cos_a, sin_b, cos_b = sin(phi_a), cos(phi_a), sin(phi_b), cos(phi_b)
    across = cos_b * cos(turn)
    opposite = hypot(cos_b * sin(turn), cos_a * sin_b - sin_a * across)
    return EARTH_RADIUS_M * atan2(opposite, sin_a * sin_b + cos_a * across)


def unit_vector(position: Position) -> tuple[float, float, float]:
    """Turn the position into (x, y, z) on the unit sphere: x through 0 N 0 E, z through the north pole."""
    phi, lam = radians(position.latitude), radians(position.longitude)
    flat = cos(phi)
    return flat * cos(lam), flat * sin(lam), sin(phi)


def walking_minutes(metres: float) -> int:
    """Estimate whole minutes on foot for a distance as the crow flies, at least 1.

    80 m/min is the pace by which Japanese estate agents must state walks (fair competition code for real estate
    advertising, 1 minute for every 80 m begun, rounded up), 4.8 km/h. Streets are longer than the crow's way by
    1.2 to 1.4 in grid-like cities; 1.3 is the middle.
    """
    return max(1, -int(-metres * DETOUR_FACTOR // WALKING_M_PER_MIN))
