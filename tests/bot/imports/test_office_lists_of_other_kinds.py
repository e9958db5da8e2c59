"""Three lists as offices keep them, of buildings, days off and people: what goes in, and what their report says."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from bot.imports.buildings_file import import_buildings
from bot.imports.calendar_list import import_calendar
from bot.imports.organisers import Links, import_organisers
from bot.imports.table.problems import FileUnreadable
from bot.imports.table.summaries import Summary
from bot.imports.table.wording import BadFile, Fault
from domain.places.datums import Datum, to_wgs84
from domain.places.geo import Position, distance_m
from domain.places.places import SiteKind
from domain.times.holidays import Holiday
from storage.calendar_days import published
from storage.places.imports import known_buildings
from storage.unit_of_work import Store
from tests.stage import small_city

Rows = Sequence[Sequence[object]]


@pytest.fixture
def city(sqlite_store: Store) -> Store:
    with sqlite_store.unit_of_work() as unit:
        small_city.build(unit)
        unit.commit()
    return sqlite_store


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Path]:
    def save(rows: Rows, *merged: str) -> Path:
        made = Workbook()
        for row in rows:
            made.worksheets[0].append(list(row))
        for cells in merged:
            made.worksheets[0].merge_cells(cells)
        made.save(tmp_path / "list.xlsx")
        return tmp_path / "list.xlsx"

    return save


def counts(summary: Summary) -> tuple[int, int, int]:
    return summary.read, summary.imported, summary.rejected


def problems(summary: Summary) -> list[tuple[str, str, Fault]]:
    return [(one.at, one.field, one.fault) for one in summary.problems]


def notes(summary: Summary) -> list[str]:
    return [f"{one.at} {one.text}".strip() for one in summary.notes]


# ---------------------------------------------------------------- buildings

BUILDINGS = (
    ("静安区重点楼宇（园区）党建台账",),
    ("更新时间：2026.11.25", "", "", "", "", "", "单位：幢"),
    ("序号", "街道", "楼宇\n名称", "楼宇属性", "详细地址", "经纬度（高德）", "楼长及电话", "入驻企业", "备注"),
    (1, "静安寺街道", "晶品大厦 ", "商务楼宇", "愚园路68号", "121.4467,31.2235", "陈某 13900000001", 86, "双楼长"),
    (2, "", "会德丰广场（1-2号楼）", "商务楼宇", "南京西路1717号", "121.4475，31.2247", None, "约120家", ""),
    (3, "南京西路街道", "静安８号创意园", "园区", "江宁路8号", "31.2302,121.4562", "", 45, "在建"),
    (4, "南京西路街道", "丰盛里", "商业综合体", "茂名北路245弄", "121.4600 31.2280", "", 30, ""),
    (5, "某某街道", "某某广场", "商圈", "万航渡路889号", "121.44,31.23", "", 200, ""),
    (6, "静安寺街道", "久光", "商圈", "南京西路1618号", "见地图", "", 1, ""),
    ("合计", "", "6幢"),
    ("注：属性分为商务楼宇、园区、商圈、专业市场",),
)


def test_ledger_of_buildings(city: Store, saved: Callable[..., Path]) -> None:
    with city.unit_of_work() as unit:
        before = {one.code for one in known_buildings(unit)}
    summary = import_buildings(city, saved(BUILDINGS, "A1:I1", "B4:B5"), None)
    assert counts(summary) == (6, 4, 2)
    assert problems(summary) == [
        ("8", "district", Fault.DISTRICT_EMPTY),
        ("9", "coordinates", Fault.POSITION_UNREADABLE),
    ]
    assert summary.problems[0].problem == "没有写所在区，从街道和地址也看不出来。"
    assert notes(summary) == [
        "坐标按 GCJ-02 读取，依据是文件里写的：经纬度（高德）",
        "1 表头上方的文字，没有导入：静安区重点楼宇（园区）党建台账",
        "2 表头上方的文字，没有导入：更新时间：2026.11.25 单位：幢",
        "3 没有用到的列：序号、楼长及电话、入驻企业、备注",
        "10 不是名单中的一行，没有导入：合计 6幢",
        "11 不是名单中的一行，没有导入：注：属性分为商务楼宇、园区、商圈、专业市场",
    ]
    with city.unit_of_work() as unit:
        new = {one.name: one for one in known_buildings(unit) if one.code not in before}
    assert {name: (one.kind, one.unit_code) for name, one in new.items()} == {
        "晶品大厦": (SiteKind.BUILDING, "310106011"),
        "会德丰广场（1-2号楼）": (SiteKind.BUILDING, "310106011"),
        "静安8号创意园": (SiteKind.PARK, "310106012"),
        "丰盛里": (SiteKind.SHOPPING_STREET, "310106012"),
    }
    there = to_wgs84(Position(31.2302, 121.4562), Datum.GCJ02)
    assert distance_m(new["静安8号创意园"].position, there) < 1


# ---------------------------------------------------------------- days off

DAYS = (
    ("2027年部分节假日安排",),
    ("节日", "日期", "星期", "放假/上班", "说明"),
    ("元旦", date(2027, 1, 1), "五", "放假", ""),
    *(("春节" if day == 5 else "", f"2027年2月{day}日（周某）", "", "放假", "") for day in range(5, 12)),
    ("春节", "2027.2.20", "六", "上班", "补休"),
    ("清明", date(2027, 4, 5), "一", "放假", ""),
    ("劳动节", datetime(2027, 5, 1), "", "休", ""),  # noqa: DTZ001  a spreadsheet knows no zones
    ("同上", "2027/5/2", "", "休", ""),
    *(("", f"2027/5/{day}", "", "休", "") for day in range(3, 6)),
    ("端午", 20270609, "", "放假", ""),
    ("中秋", "2027-9-15", "", "放假", ""),
    *(("国庆", f"2027-10-{day}", "", "放假", "") for day in range(1, 8)),
    ("国庆", "2027-10-9", "六", "上班", ""),
    ("注：以通知为准",),
)


def test_days_off_as_an_office_writes_them_down(city: Store, saved: Callable[..., Path]) -> None:
    summary = import_calendar(city, saved(DAYS, "A1:E1"))
    assert (counts(summary), problems(summary)) == ((25, 25, 0), [])
    with city.unit_of_work() as unit:
        days = published(unit)
    assert [day.day for day, of in days.off.items() if of is Holiday.LABOUR_DAY] == [1, 2, 3, 4, 5]
    assert days.off[date(2027, 2, 11)] is Holiday.SPRING_FESTIVAL
    assert days.worked == {date(2027, 2, 20), date(2027, 10, 9)}


def test_days_off_that_are_not_understood_are_named_before_the_year_is_called_half(
    city: Store, saved: Callable[..., Path]
) -> None:
    spoilt = [("劳动节" if row[1] == "2027/5/2" else row[0], *row[1:]) for row in DAYS if len(row) > 1]
    spoilt = [(row[0], "5月1日" if isinstance(row[1], datetime) else row[1], *row[2:]) for row in spoilt]
    spoilt[-9] = ("", *spoilt[-9][1:])
    with pytest.raises(FileUnreadable) as refused:
        import_calendar(city, saved(spoilt))
    assert refused.value.why is BadFile.YEAR_NOT_READ
    assert str(refused.value) == (
        "2027 年的放假日期不全，缺：劳动节、中秋节。一行也没有导入。有几行没有看懂：第 12、18 行。"
        "请先补全这些行的日期、安排（休或班）和节日。"
    )


def test_day_off_without_its_holiday_is_told_so(city: Store, saved: Callable[..., Path]) -> None:
    summary = import_calendar(city, saved([*DAYS[:-1], ("", "2027-12-31", "", "休", "")]))
    assert problems(summary) == [(str(len(DAYS)), "holiday", Fault.HOLIDAY_EMPTY)]


# ---------------------------------------------------------------- people

PEOPLE = """静安区组织员、志愿者名单,,,,,
序号,姓名,单位,职务/身份,手机,备注
1,陈　静,静安寺街道,组织员,13900000002,牵头
2,李强（志愿）,南京西路街道,志愿者,1390000 0003,
3,周某某,静安区,组织员 ,13900000004,分管
4,吴敏,,管理员,,区里
5,何老师,静安寺,志愿者/组织员,,身兼两职
6,王芳,静安寺街道,骨干,,
合计：6人,,,,,
"""


def test_list_of_people(city: Store, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="gb18030")
    links = Links("b", 72, tmp_path / "links.csv", 1_800_000_000.0, ZoneInfo("Asia/Shanghai"))
    summary = import_organisers(city, tmp_path / "people.csv", links)
    assert counts(summary) == (6, 4, 2)
    assert problems(summary) == [("7", "role", Fault.ROLE_UNKNOWN), ("8", "role", Fault.ROLE_UNKNOWN)]
    assert notes(summary) == [
        "1 表头上方的文字，没有导入：静安区组织员、志愿者名单",
        "2 没有用到的列：序号、手机、备注",
        "9 不是名单中的一行，没有导入：合计：6人",
    ]
    written = links.file.read_text(encoding="utf-8-sig")
    assert [line.split(",")[3] for line in written.splitlines()[1:]] == ["陈 静", "李强（志愿）", "周某某", "吴敏"]
    assert "13900000002" not in written
