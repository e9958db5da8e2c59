"""What can be found: units, buildings, service points and landmarks, and the short names by which links call them."""

import re
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag, StrEnum
from hashlib import sha256
from math import cos, degrees, radians
from typing import Final, Self
from unicodedata import normalize

from domain.places.geo import EARTH_RADIUS_M, Position

SLUG_LENGTH: Final = 60
"""Telegram's deep links carry 64 characters; four are left to say what is meant."""

_PLAIN: Final = re.compile(rf"[A-Za-z0-9_-]{{1,{SLUG_LENGTH}}}")
_HASHED: Final = re.compile(r"h[a-z2-7]{26}")


class UnitKind(StrEnum):
    """The rungs of the tree, from the top."""

    CITY = "city"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    CENTRE = "centre"
    POINT = "point"
    BRANCH = "branch"


class SiteKind(StrEnum):
    """What a building is, and what a branch is a branch of."""

    BUILDING = "building"
    PARK = "park"
    DEVELOPMENT_ZONE = "development_zone"
    SHOPPING_STREET = "shopping_street"
    MARKET = "market"


class LandmarkKind(StrEnum):
    """What a landmark is: something that everybody knows and names when asked where he is."""

    METRO_STATION = "metro_station"
    RAILWAY_STATION = "railway_station"
    AIRPORT = "airport"
    SQUARE = "square"
    STREET = "street"
    TEMPLE = "temple"
    PARK = "park"
    SIGHT = "sight"
    SHOPS = "shops"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    OTHER = "other"


class Layer(StrEnum):
    """The three sizes of a service point."""

    CENTRE = "centre"
    POINT = "point"
    MICRO_STATION = "micro_station"


class Services(IntFlag):
    """What a service point offers, stored as one whole number: a bit is never given a new meaning."""

    ACCEPTS_AFFILIATIONS = 1
    TRANSFER_DESK = 2
    STUDY = 4
    ROOM_HIRE = 8
    COUNSELLING = 16
    RIDER_REST = 32
    VOLUNTEERING = 64
    READING = 128
    CHARGING = 256
    FIRST_AID = 512


NO_SERVICES: Final = Services(0)


@dataclass(frozen=True, slots=True)
class Unit:
    """One node of the tree; `site_kind` only for a branch, and there only where it is known."""

    code: str
    kind: UnitKind
    name: str
    parent_code: str | None
    site_kind: SiteKind | None = None


@dataclass(frozen=True, slots=True)
class Building:
    code: str
    name: str
    kind: SiteKind
    address: str
    unit_code: str
    position: Position


@dataclass(frozen=True, slots=True)
class Point:
    """A service point; `hours` in OpenStreetMap's syntax or "" where unknown, `step_free` None where unknown."""

    code: str
    name: str
    layer: Layer
    unit_code: str
    building_code: str | None
    address: str
    position: Position
    services: Services = NO_SERVICES
    hours: str = ""
    phone: str = ""
    step_free: bool | None = None


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that is no service point and no building of ours; `lines` are those that stop at a station.

    `other_names` are what it is called besides: shorter, former, or in English; its pinyin need not be among them.
    """

    code: str
    name: str
    kind: LandmarkKind
    position: Position
    other_names: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of degrees, edges included; west beyond east means that it spans the antimeridian."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def around(cls, positions: Iterable[Position], margin_km: float) -> Self:
        """Draw the smallest box that holds all positions and at least the margin around each of them.

        Raises ValueError for no positions.
        """
        held = list(positions)
        if not held:
            raise ValueError("a box needs at least one position")
        margin = degrees(margin_km * 1000 / EARTH_RADIUS_M)
        south = min(position.latitude for position in held) - margin
        north = max(position.latitude for position in held) + margin
        if south <= -90.0 or north >= 90.0:
            return cls(max(south, -90.0), -180.0, min(north, 90.0), 180.0)
        west, width = _narrowest([position.longitude for position in held])
        return cls._padded(south, north, west, width, margin)

    @classmethod
    def _padded(cls, south: float, north: float, west: float, width: float, margin: float) -> Self:
        # Towards a pole a degree of longitude shrinks; the latitude that is further out decides.
        sideways = margin / cos(radians(max(-south, north)))
        if width + 2 * sideways >= 360.0:
            return cls(south, -180.0, north, 180.0)
        return cls(south, _wrapped(west - sideways), north, _wrapped(west + width + sideways))

    def contains(self, position: Position) -> bool:
        if not self.south <= position.latitude <= self.north:
            return False
        if self.west <= self.east:
            # 180 E is kept as -180 in a position, so an edge at 180 means both.
            return self.west <= position.longitude <= self.east or (self.east == 180.0 and position.longitude == -180.0)
        return position.longitude >= self.west or position.longitude <= self.east


def _narrowest(longitudes: list[float]) -> tuple[float, float]:
    """Find the western edge and the width of the narrowest band of longitudes that holds them all."""
    ordered = sorted(longitudes)
    following = [*ordered[1:], ordered[0] + 360.0]
    gap, west = max((after - here, _wrapped(after)) for here, after in zip(ordered, following, strict=True))
    return west, 360.0 - gap


def _wrapped(longitude: float) -> float:
    return (longitude + 180.0) % 360.0 - 180.0


def slug(code: str) -> str:
    """Write the code as deep links and buttons carry it: at most 60 characters of A-Za-z0-9_-.

    A code that fits is its own slug. Any other becomes "h" and 26 letters of base32 (130 bits of SHA-256). A code
    that looks like such a hash is hashed as well, so no plain code has the slug of another code.
    """
    if _PLAIN.fullmatch(code) and not _HASHED.fullmatch(code):
        return code
    return "h" + _digest(code)


def code_from_name(name: str, address: str) -> str:
    """Make a lasting code for a row that brings none; spacing, width and case of the letters do not count."""
    return "n-" + _digest(f"{_folded(name)}\n{_folded(address)}")


def _folded(text: str) -> str:
    return "".join(normalize("NFKC", text).casefold().split())


def _digest(text: str) -> str:
    return b32encode(sha256(text.encode("utf-8", "surrogatepass")).digest())[:26].decode("ascii").lower()
