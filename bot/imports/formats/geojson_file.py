"""GeoJSON: a FeatureCollection of Points, whose properties are the columns."""

from collections.abc import Iterator, Mapping
from json import dumps, loads
from typing import Final, TypeGuard

from bot.imports.table.headers import PLACED, POINT_LIST, Field, Headings, meaning, missing
from bot.imports.table.problems import FileUnreadable, Note
from bot.imports.table.stated_datums import Stated, stated_in
from bot.imports.table.tables import MOST_ROWS, Line, Table, table_of_lines
from bot.imports.table.wording import BadFile, Unused
from bot.imports.values.cells import Cell


def table_of_geojson(written: str, headings: Headings = POINT_LIST) -> Table:
    """Read the features, numbered from 1. Raises FileUnreadable for JSON that is something else."""
    parsed = _parsed(written)
    features = list(_features(parsed))
    cells = [_cells(feature, headings) for feature in features]
    fields = frozenset({field for each in cells for field in each} | {Field.LATITUDE, Field.LONGITUDE})
    lines = [Line(number, each, fields) for number, each in enumerate(cells, 1)]
    table = table_of_lines(fields, lines, _stated(parsed), _unused(features, headings))
    if absent := missing(fields, headings):
        raise FileUnreadable(BadFile.COLUMNS_MISSING, **absent)
    return table


_MOST_PARTS: Final = 6_000_000
"""Objects, lists and what is told apart in them, counted before any is made: 200,000 places have some 4,000,000."""


def _parsed(written: str) -> object:
    if sum(written.count(mark) for mark in "{[,") > _MOST_PARTS:
        raise FileUnreadable(BadFile.TOO_MANY_ROWS, most=f"{MOST_ROWS:,}")
    try:
        parsed: object = loads(written)
    except (RecursionError, ValueError):
        raise FileUnreadable(BadFile.BROKEN_JSON) from None
    return parsed


def _stated(parsed: object) -> Iterator[Stated]:
    """Read the member "crs", which the older GeoJSON has; the newer is always WGS-84 and says nothing."""
    crs = parsed.get("crs") if _is_object(parsed) else None
    if crs:
        said = dumps(crs, ensure_ascii=False)
        datums = list(stated_in(said, alone=True))
        yield Stated(datums[0] if len(datums) == 1 else None, said, 1)


def _unused(features: list[Mapping[str, object]], headings: Headings) -> Iterator[Note]:
    names = dict.fromkeys(name for feature in features for name in _properties(feature))
    unused = [name for name in names if meaning(name, headings) in {None, Field.REMARK}]
    if unused:
        yield Note(0, Unused.COLUMNS, {"columns": "、".join(unused)})


def _features(parsed: object) -> Iterator[Mapping[str, object]]:
    found = parsed.get("features") if _is_object(parsed) and parsed.get("type") == "FeatureCollection" else None
    if not isinstance(found, list):
        raise FileUnreadable(BadFile.NOT_GEOJSON)
    for feature in found:
        if not _is_object(feature):
            raise FileUnreadable(BadFile.NOT_GEOJSON)
        yield feature


def _cells(feature: Mapping[str, object], headings: Headings) -> Mapping[Field, Cell]:
    cells: dict[Field, Cell] = {}
    for name, value in _properties(feature).items():
        field = meaning(name, headings)
        if field is not None and field not in PLACED:
            cells.setdefault(field, value)
    if "id" in feature:
        cells.setdefault(Field.CODE, feature["id"])
    return {**cells, **_place(feature.get("geometry"))}


def _properties(feature: Mapping[str, object]) -> Mapping[str, object]:
    properties = feature.get("properties")
    return properties if _is_object(properties) else {}


def _place(geometry: object) -> Mapping[Field, Cell]:
    """Take longitude and latitude of a Point; any other geometry is given as its type, which is no coordinate."""
    if not _is_object(geometry):
        return {}
    if geometry.get("type") != "Point":
        return {Field.COORDINATES: geometry.get("type")}
    match geometry.get("coordinates"):
        case [longitude, latitude, *_]:
            return {Field.LONGITUDE: longitude, Field.LATITUDE: latitude}
    return {}


def _is_object(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, dict)
