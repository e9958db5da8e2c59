"""The real list: 1,603 places of Shanghai in GCJ-02, with the dirt that real lists have."""

from collections import Counter
from json import loads
from pathlib import Path

import pytest

from bot.imports.points import import_points
from bot.imports.table.summaries import Summary
from bot.imports.table.wording import Fault
from domain.places.datums import Datum, to_wgs84
from domain.places.geo import Position, distance_m
from storage.places.nearest import nearest
from storage.unit_of_work import Store

LIST = Path(__file__).parents[3].parent / "shared" / "data" / "shanghai_real_places.geojson"

pytestmark = pytest.mark.skipif(not LIST.exists(), reason=f"the real list is not beside the repository: {LIST}")

TWINS = {569: 541, 603: 34, 1558: 1498}
"""Rows that repeat an earlier row: the same name and address, 0 to 21 m apart."""

ZHOUSHAN = [*range(36, 43), *range(673, 701)]
"""The 35 rows labelled 普陀区, every one of them in the district of that name in Zhoushan, 150 km to the south-east."""


@pytest.fixture
def summary(sqlite_store: Store) -> Summary:
    return import_points(sqlite_store, LIST, Datum.GCJ02)


def test_real_list_is_imported_but_for_its_bad_rows(summary: Summary) -> None:
    assert (summary.read, summary.imported, summary.rejected) == (1603, 1565, 38)
    assert Counter(problem.fault for problem in summary.problems) == {
        Fault.OTHER_CITY: 33,
        Fault.FAR_FROM_CITY: 2,
        Fault.SAME_NAME_AND_ADDRESS: 3,
    }


def test_rejected_rows_are_the_bad_ones(summary: Summary) -> None:
    assert [problem.row for problem in summary.problems] == sorted([*ZHOUSHAN, *TWINS])


def test_rejected_rows_are_really_bad() -> None:
    rows = [None, *loads(LIST.read_bytes())["features"]]
    places = [Position(*reversed(row["geometry"]["coordinates"])) for row in rows[1:]]
    districts = [row["properties"]["district"] for row in rows[1:]]
    assert [number for number, district in enumerate(districts, 1) if district == "普陀区"] == ZHOUSHAN
    assert max(places[number - 1].latitude for number in ZHOUSHAN) < 30.1  # Shanghai begins at 30.67 N
    for twin, first in TWINS.items():
        assert rows[twin]["properties"]["address"] == rows[first]["properties"]["address"]
        assert distance_m(places[twin - 1], places[first - 1]) < 22


def test_second_run_changes_nothing(summary: Summary, sqlite_store: Store) -> None:
    again = import_points(sqlite_store, LIST, Datum.GCJ02)
    assert (again.imported, again.updated, again.unchanged, again.problems) == (0, 0, 1565, summary.problems)


def test_nearest_of_a_known_place_is_that_place(summary: Summary, sqlite_store: Store) -> None:
    first = loads(LIST.read_bytes())["features"][0]
    longitude, latitude = first["geometry"]["coordinates"]
    with sqlite_store.unit_of_work() as unit:
        (found,) = nearest(unit, to_wgs84(Position(latitude, longitude), Datum.GCJ02), 1)
    assert (found.point.name, found.point.address) == (first["properties"]["name"], first["properties"]["address"])
    assert found.metres < 0.01
    assert summary.imported == 1565
