"""The import of landmarks: what a list does to the store, the first time and every time after."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.demo.landmarks import landmarks
from bot.imports.landmarks import import_landmarks
from bot.imports.table.problems import FileUnreadable
from bot.imports.table.summaries import Manner, Mode, Summary
from bot.imports.table.wording import Fault
from domain.places.datums import Datum, from_wgs84
from domain.places.geo import Position, distance_m
from domain.places.places import Box, Landmark, LandmarkKind, code_from_name
from storage.places.landmarks import known_landmarks
from storage.unit_of_work import Store
from tests.conftest import NewStore

Imported = Callable[..., Summary]

HEADER = "编号,名称,类别,别名,线路,纬度,经度"
HERE = Position(31.2251, 121.4417)
ROW = "S1,静安寺,地铁站,Jing'an Temple;静安古寺,2号线、7号线,31.2251,121.4417"
TEMPLE = Landmark("S1", "静安寺", LandmarkKind.METRO_STATION, HERE, ("Jing'an Temple", "静安古寺"), ("2号线", "7号线"))
SHANGHAI = Box(30.6, 120.8, 31.9, 122.0)


@pytest.fixture
def imported(store: Store, tmp_path: Path) -> Imported:
    """Import a list given as lines of CSV."""

    def run(*lines: str, header: str = HEADER, manner: Manner | None = None, datum: Datum = Datum.WGS84) -> Summary:
        file = tmp_path / "landmarks.csv"
        file.write_text("\n".join([header, *lines]), encoding="utf-8")
        return import_landmarks(store, file, datum, manner or Manner())

    return run


def kept(store: Store) -> list[Landmark]:
    with store.unit_of_work() as unit:
        return known_landmarks(unit)


def counts(summary: Summary) -> tuple[int, int, int, int, int]:
    return summary.read, summary.imported, summary.updated, summary.unchanged, summary.rejected


def told(summary: Summary) -> list[tuple[int, str, Fault]]:
    return [(problem.row, problem.field, problem.fault) for problem in summary.problems]


def test_landmark_is_imported_with_all_that_is_said(imported: Imported, new_store: NewStore) -> None:
    assert counts(imported(ROW)) == (1, 1, 0, 0, 0)
    assert kept(new_store()) == [TEMPLE]


def test_second_run_changes_nothing(imported: Imported, store: Store) -> None:
    imported(ROW)
    assert (counts(imported(ROW)), kept(store)) == ((1, 0, 0, 1, 0), [TEMPLE])


def test_dry_run_tells_the_same_and_changes_nothing(imported: Imported, store: Store) -> None:
    assert (counts(imported(ROW, manner=Manner(Mode.TRY))), kept(store)) == ((1, 1, 0, 0, 0), [])


def test_headers_may_be_english_and_only_name_and_coordinates_are_needed(imported: Imported, store: Store) -> None:
    imported("The Bund,31.2385,121.4862", header="Name,lat,lng")
    code = code_from_name("The Bund", "landmark\nother")
    assert kept(store) == [Landmark(code, "The Bund", LandmarkKind.OTHER, Position(31.2385, 121.4862))]


def test_coordinates_of_chinese_maps_are_read_as_said(imported: Imported, store: Store) -> None:
    there = from_wgs84(HERE, Datum.GCJ02)
    imported(f"静安寺,{there.latitude},{there.longitude}", header="名称,纬度,经度", datum=Datum.GCJ02)
    assert distance_m(kept(store)[0].position, HERE) < 0.01


def test_changed_row_is_written_over_the_known_one(imported: Imported, store: Store) -> None:
    imported(ROW)
    summary = imported("S1,静安寺,寺庙,,,31.2260,121.4417")
    changed = Landmark("S1", "静安寺", LandmarkKind.TEMPLE, Position(31.2260, 121.4417))
    assert (counts(summary), kept(store)) == ((1, 0, 1, 0, 0), [changed])


def test_what_the_list_has_no_column_for_stays(imported: Imported, store: Store) -> None:
    imported(ROW)
    assert counts(imported("S1,静安寺,31.2251001,121.4417", header="code,name,lat,lng")) == (1, 0, 0, 1, 0)
    assert kept(store) == [TEMPLE]


def test_landmark_known_by_name_and_kind_gets_the_code_of_the_list(imported: Imported, store: Store) -> None:
    imported("静安寺,地铁站,31.2251,121.4417", header="名称,类别,纬度,经度")
    assert counts(imported(ROW)) == (1, 0, 1, 0, 0)
    assert kept(store) == [TEMPLE]


def test_two_kinds_of_one_name_are_two(imported: Imported, store: Store) -> None:
    imported("静安寺,地铁站,31.2251,121.4417", "静安寺,寺庙,31.2256,121.4408", header="名称,类别,纬度,经度")
    assert {one.kind for one in kept(store)} == {LandmarkKind.METRO_STATION, LandmarkKind.TEMPLE}


@pytest.mark.parametrize(
    ("row", "field", "fault"),
    [
        ("a,,地铁站,,,31.2,121.4", "name", Fault.NAME_EMPTY),
        ("a,甲,飞船,,,31.2,121.4", "site", Fault.LANDMARK_UNKNOWN),
        ("a,甲,地铁站,,,,", "latitude", Fault.POSITION_EMPTY),
        ("a,甲,地铁站,,,121.4,31.2", "coordinates", Fault.POSITION_SWAPPED),
        ("S1,静安寺,地铁站,,,31.2,121.4", "name", Fault.SAME_LANDMARK),
    ],
)
def test_row_that_makes_no_sense_is_refused_alone(
    imported: Imported, store: Store, row: str, field: str, fault: Fault
) -> None:
    assert told(imported(ROW, row)) == [(3, field, fault)]
    assert kept(store) == [TEMPLE]


def test_other_names_that_are_too_long_cost_only_themselves(imported: Imported, store: Store) -> None:
    summary = imported(f"a,甲,地铁站,{'很' * 301},,31.2,121.4")
    assert (counts(summary), told(summary)) == ((1, 1, 0, 0, 0), [(2, "other_names", Fault.TOO_LONG)])
    assert [(one.name, one.other_names) for one in kept(store)] == [("甲", ())]


def test_kind_that_is_not_known_is_other(imported: Imported, store: Store) -> None:
    imported("a,甲,不详,,,31.2,121.4")
    assert kept(store)[0].kind is LandmarkKind.OTHER


def test_list_without_coordinates_is_none(imported: Imported) -> None:
    with pytest.raises(FileUnreadable):
        imported("静安寺", header="名称")


def test_landmarks_of_the_demo_are_all_good_and_in_the_city() -> None:
    given = landmarks()
    assert len(given) >= 50
    assert all(SHANGHAI.contains(one.position) for one in given)
    assert {name for one in given for name in (one.name, *one.other_names)} >= {
        *("静安寺", "人民广场", "陆家嘴", "徐家汇", "南京西路", "Jing'an Temple", "People's Square", "The Bund")
    }
