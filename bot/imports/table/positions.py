"""Where a row says that its place is: two numbers checked, and told apart from what only looks like two."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

from bot.imports.table.headers import Field
from bot.imports.table.problems import Finding
from bot.imports.table.row_cells import RowCells
from bot.imports.table.stated_datums import read_datum, stated_in
from bot.imports.table.wording import Fault
from bot.imports.values.degrees import degrees
from domain.places.datums import Datum, to_wgs84
from domain.places.geo import InvalidPosition, Position
from domain.places.places import Box

COUNTRY: Final = Box(south=3.4, west=73.4, north=53.6, east=135.1)
"""China, its islands included, from the Zengmu shoal to the Amur and from the Pamirs to the Ussuri."""

_GEOMETRIES: Final = frozenset(
    {"MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)
_BETWEEN: Final = re.compile(r"[,;、]")
_TWO: Final = 2


def position(cells: RowCells, datum: Datum) -> Position | Finding:
    """Read the row's position as WGS-84, or say what is wrong with it. `datum` holds unless the row names its own."""
    row, texts = cells.line.number, cells.texts
    own = texts.get(Field.DATUM, "")
    said = own or texts.get(Field.REMARK, "")
    named = read_datum(own) if own else next(stated_in(said), datum)
    if named is None:
        return Finding(row, Field.DATUM, said, Fault.DATUM_UNKNOWN)
    return _position(row, texts, named)


def _position(row: int, texts: Mapping[Field, str], datum: Datum) -> Position | Finding:
    latitude, longitude = texts.get(Field.LATITUDE, ""), texts.get(Field.LONGITUDE, "")
    if latitude or longitude or Field.COORDINATES not in texts:
        return _two_cells(row, latitude, longitude, datum)
    return _one_cell(row, texts[Field.COORDINATES], datum)


def written_position(texts: Mapping[Field, str]) -> str:
    """Return the coordinates as they stand in the file."""
    pair = ", ".join(part for part in (texts.get(Field.LATITUDE, ""), texts.get(Field.LONGITUDE, "")) if part)
    return pair or texts.get(Field.COORDINATES, "")


def _two_cells(row: int, latitude: str, longitude: str, datum: Datum) -> Position | Finding:
    read: dict[Field, float] = {}
    for field, written in ((Field.LATITUDE, latitude), (Field.LONGITUDE, longitude)):
        if not written:
            return Finding(row, field, written, Fault.POSITION_EMPTY)
        value = degrees(written)
        if value is None:
            return Finding(row, field, written, Fault.POSITION_UNREADABLE)
        read[field] = value
    return _checked(row, read[Field.LATITUDE], read[Field.LONGITUDE], f"{latitude}, {longitude}", datum)


def _one_cell(row: int, written: str, datum: Datum) -> Position | Finding:
    if written in _GEOMETRIES:
        return Finding(row, Field.COORDINATES, written, Fault.NOT_A_PLACE)
    if not written:
        return Finding(row, Field.COORDINATES, written, Fault.POSITION_EMPTY)
    plain = normalize("NFKC", written).strip("()[] ")
    parts = _BETWEEN.split(plain) if _BETWEEN.search(plain) else plain.split()
    values = [degrees(part) for part in parts]
    if len(values) != _TWO or values[0] is None or values[1] is None:
        return Finding(row, Field.COORDINATES, written, Fault.POSITION_UNREADABLE)
    first, second = values[0], values[1]
    # Maps of China copy "longitude,latitude", others the reverse; inside the country the figures tell which is which.
    latitude, longitude = (second, first) if _in_country(second, first) else (first, second)
    return _checked(row, latitude, longitude, written, datum)


def _checked(row: int, latitude: float, longitude: float, written: str, datum: Datum) -> Position | Finding:
    fault, named = _fault(latitude, longitude)
    if fault is not None:
        return Finding(row, Field.COORDINATES, written, fault, named)
    return to_wgs84(Position(latitude, longitude), datum)


def _fault(latitude: float, longitude: float) -> tuple[Fault | None, Mapping[str, str]]:
    nothing: Mapping[str, str] = MappingProxyType({})
    if latitude == 0 or longitude == 0:
        return Fault.POSITION_ZERO, nothing
    if _in_country(longitude, latitude):
        return Fault.POSITION_SWAPPED, {"latitude": repr(longitude), "longitude": repr(latitude)}
    try:
        placed = Position(latitude, longitude)
    except InvalidPosition:
        return Fault.POSITION_IMPOSSIBLE, nothing
    return (None if COUNTRY.contains(placed) else Fault.POSITION_ABROAD), nothing


def _in_country(latitude: float, longitude: float) -> bool:
    return COUNTRY.south <= latitude <= COUNTRY.north and COUNTRY.west <= longitude <= COUNTRY.east
