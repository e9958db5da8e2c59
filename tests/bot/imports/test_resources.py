"""The list of what units share: read, refused with reasons, read again, and written so that it can be read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.imports.resources import export_resources, import_resources
from bot.imports.table.summaries import Summary
from bot.imports.table.wording import Fault
from domain.booking.resources import Has, Kind, Terms, Use
from storage.booking import resources
from storage.booking.listing import known
from storage.unit_of_work import Store
from tests.storage.stays import settle

LIST = """\
编号,类型,名称,所属单位,服务点,位置,开放时间,容量,设施,专题,语言,使用范围,会前预留,会后预留,本单位保留时段,提前开放天数,限额,属于
H1,场地,多功能厅,静安寺街道,JA-1,3 楼,周一至周日8:30-21:00,80,投影、音响,,,共享,15,15,周四18:00-21:00,7,8,
,场地,多功能厅A,静安寺街道,静安寺街道党群服务中心,3 楼,,40,,,,需申请,,,,,,多功能厅
,设备,便携音响,静安寺街道,,二楼库房,,,,音箱,,,,,,,,
S1,讲师,周律师,静安区,,,,,,律师、劳动法,中文、英文,,,,,,,
"""
FAULTS = """\
类型,名称,单位,容量,设施,使用范围,服务点,属于
会飞的,甲,静安寺街道,,,,,
场地,乙,静安寺街道,很多,,,,
场地,丙,静安寺街道,,泳池,,,
场地,丁,静安寺街道,,,谁都行,,
场地,戊,静安寺街道,,,,没有的点,
场地,己,静安寺街道,,,,,没有的厅
场地,庚,静安寺街道,,,,,辛
场地,辛,静安寺街道,,,,,庚
场地,壬,没有的街道,,,,,
场地,癸,静安寺街道,,,,,
场地,癸,静安寺街道,,,,,
"""


@pytest.fixture
def city(new_store: Callable[[], Store]) -> Store:
    store = new_store()
    settle(store)
    return store


def brought(store: Store, text: str, folder: Path) -> Summary:
    file = folder / "list.csv"
    file.write_text(text, encoding="utf-8")
    return import_resources(store, file)


def test_list_is_understood(city: Store, tmp_path: Path) -> None:
    summary = brought(city, LIST, tmp_path)

    assert (summary.problems, summary.imported) == ((), 4)
    with city.unit_of_work() as unit:
        hall = resources.by_code(unit, "H1")
        lawyer = resources.by_code(unit, "S1")
        assert hall is not None
        assert lawyer is not None
        assert (hall.hours, hall.capacity, hall.has) == ("Mo-Su 08:30-21:00", 80, Has.PROJECTOR | Has.SOUND)
        assert hall.terms == Terms(Use.FREE, 15, 15, "Th 18:00-21:00", 7, 8)
        assert [one.name for one in resources.parts_of(unit, hall.id)] == ["多功能厅A"]
        assert (lawyer.kind, lawyer.name, lawyer.topics) == (Kind.SPEAKER, "周律师", ("律师", "劳动法"))
        assert lawyer.languages == ("zh", "en")


def test_second_run_and_its_own_export_change_nothing(city: Store, tmp_path: Path) -> None:
    brought(city, LIST, tmp_path)
    with city.unit_of_work() as unit:
        before = known(unit)
        assert export_resources(unit, tmp_path / "out.csv", "/", "zh_Hans") == 4
        assert export_resources(unit, tmp_path / "out.xlsx", "/", "en") == 4

    for again in (tmp_path / "list.csv", tmp_path / "out.csv", tmp_path / "out.xlsx"):
        summary = import_resources(city, again)
        assert (summary.problems, summary.unchanged) == ((), 4)
    with city.unit_of_work() as unit:
        assert known(unit) == before


def test_what_cannot_be_taken_says_why(city: Store, tmp_path: Path) -> None:
    summary = brought(city, FAULTS, tmp_path)

    assert {one.row: one.fault for one in summary.problems} == {
        2: Fault.RESOURCE_KIND_UNKNOWN,
        3: Fault.COUNT_UNREADABLE,
        4: Fault.FEATURE_UNKNOWN,
        5: Fault.USE_UNKNOWN,
        6: Fault.POINT_UNKNOWN,
        7: Fault.WHOLE_UNKNOWN,
        8: Fault.WHOLE_RING,
        9: Fault.WHOLE_RING,
        10: Fault.UNIT_UNKNOWN,
        12: Fault.SAME_RESOURCE,
    }
    assert (summary.imported, summary.rejected) == (1, 10)
