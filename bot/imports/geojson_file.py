"""GeoJSON: a FeatureCollection of Points, whose properties are the columns."""

from collections.abc import Iterator, Mapping
from json import loads
from typing import TypeGuard

from bot.imports.cells import Cell
from bot.imports.headers import POINT_LIST, Field, Headings, meaning, missing
from bot.imports.problems import FileUnreadable
from bot.imports.tables import Line, Table, table_of_lines
from bot.imports.wording import BadFile

_PLACED = frozenset({Field.LATITUDE, Field.LONGITUDE, Field.COORDINATES})


def table_of_geojson(written: str, headings: Headings = POINT_LIST) -> Table:
    """Read the features, numbered from 1. Raises FileUnreadable for JSON that is something else."""
    features = _features(_parsed(written))
    lines = [Line(number, _cells(feature, headings)) for number, feature in enumerate(features, 1)]
    fields = {field for line in lines for field in line.cells} | {Field.LATITUDE, Field.LONGITUDE}
    table = table_of_lines(fields, lines)
    if absent := missing(fields, headings):
        raise FileUnreadable(BadFile.COLUMNS_MISSING, **absent)
    return table


def _parsed(written: str) -> object:
    try:
        parsed: object = loads(written)
    except (RecursionError, ValueError):
        raise FileUnreadable(BadFile.BROKEN_JSON) from None
    return parsed


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
    properties = feature.get("properties")
    for name, value in (properties if _is_object(properties) else {}).items():
        field = meaning(name, headings)
        if field is not None and field not in _PLACED:
            cells.setdefault(field, value)
    if "id" in feature:
        cells.setdefault(Field.CODE, feature["id"])
    return {**cells, **_place(feature.get("geometry"))}


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
