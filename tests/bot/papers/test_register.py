"""The register: who stands in it, what it shows, who may have it, and that the audit knows."""

from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.papers.register import SHEET, NotAllowedError, Wish, export_register
from bot.texts import words
from domain.affiliations.affiliations import Verb
from domain.people.members import Details
from storage.people import audit, members
from storage.unit_of_work import Store
from storage.upkeep.audit_trail import trail
from tests.storage import stays

ZONE = ZoneInfo("Asia/Shanghai")
TITLE = f"流动党员登记册 · 静安区 · 截至 {datetime.fromtimestamp(stays.NOW, ZONE):%Y年%-m月%-d日} · 共 1 人次"


@pytest.fixture
def city(store: Store) -> Store:
    """Give a city in which 王芳 takes part in one district and another member in another."""
    stays.settle(store)
    with store.unit_of_work() as unit:
        stays.active(unit)
        unit.commit()
    return store


def exported(store: Store, code: str, language: str = "zh_Hans", by: int | None = None) -> tuple[Worksheet, int]:
    with store.unit_of_work() as unit:
        wish = Wish(stays.unit_id(unit, code), language, ZONE, stays.NOW, by)
        register = export_register(unit, wish)
        unit.commit()
    return load_workbook(BytesIO(register.content)).active, register.count


def rows(sheet: Worksheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_register_shows_what_such_registers_show(city: Store) -> None:
    sheet, count = exported(city, "310106")
    (title, header, line) = rows(sheet)
    assert (count, title[0]) == (1, TITLE)
    assert header == [words("zh_Hans").paper(column.header) for column in SHEET.columns]
    assert line == [
        *(1, "王芳", "+8613912345678", "Sunrise Trading", "嘉兴大厦", "静安寺街道党群服务中心", "流动党员"),
        *("阳光社区第二党支部 · 安徽省六安市", "+8656412345678", "流动党员活动证", "LD-2026-00017"),
        *(datetime(2027, 12, 31), datetime(2027, 3, 1), datetime(2028, 1, 1), "挂靠中", "尚未确认"),  # noqa: DTZ001  cells have no zone
    ]


def test_register_in_english(city: Store) -> None:
    (title, header, line) = rows(exported(city, "310106", "en")[0])
    assert str(title[0]).startswith("Register of mobile members · 静安区 · ")
    assert header == [words("en").paper(column.header) for column in SHEET.columns]
    assert (line[6], line[9], line[14], line[15]) == ("mobile member", "activity card", "active", "not yet confirmed")


@pytest.mark.parametrize(
    ("code", "count"), [("31", 1), ("310106", 1), ("310106011", 1), ("310106012", 0), ("310115", 0)]
)
def test_register_holds_the_unit_and_all_below_it(city: Store, code: str, count: int) -> None:
    assert exported(city, code)[1] == count


def test_stay_that_is_over_or_not_decided_does_not_stand_in_it(city: Store) -> None:
    with city.unit_of_work() as unit:
        stays.walk(unit, stays.draft(unit, stays.LI).id, [Verb.SUBMIT])
        stays.walk(unit, stays.active(unit, stays.ZHAO).id, [Verb.GO_HOME])
        unit.commit()
    assert exported(city, "31")[1] == 1


def test_nothing_in_it_computes(city: Store) -> None:
    with city.unit_of_work() as unit:
        members.keep(unit, stays.WANG, Details("=1+1", "+86139", "-2", "@SUM(A1)"), now=stays.NOW)
        unit.commit()
    sheet, _ = exported(city, "31")
    cells = [sheet.cell(3, column) for column in range(2, 6)]
    assert [cell.value for cell in cells] == ["=1+1", "+86139", "-2", "@SUM(A1)"]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 4


def test_it_prints_across_on_a4_with_its_header_in_sight(city: Store) -> None:
    sheet, _ = exported(city, "31")
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C3", "$1:$2")
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", Worksheet.PAPERSIZE_A4)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.column_dimensions["H"].width) == (True, 24)


def test_audit_knows_of_the_register_and_of_everybody_in_it(city: Store) -> None:
    exported(city, "310106")
    with city.unit_of_work() as unit:
        unit_id = stays.unit_id(unit, "310106")
        assert [(row.what, row.chat_id, row.why) for row in trail(unit, f"unit:{unit_id}")] == [
            ("register.export", None, "1 stays")
        ]
        assert [(seen.what, seen.role) for seen in audit.seen_by(unit, f"person:{stays.WANG}")] == [
            ("member.register", "house")
        ]
        assert audit.verify(unit).broken_at is None


@pytest.mark.parametrize(("code", "allowed"), [("310106011", True), ("310106", True), ("31", False), ("310115", False)])
def test_organiser_has_the_registers_of_the_own_subtree_only(city: Store, code: str, allowed: bool) -> None:  # noqa: FBT001  a column of the table
    with city.unit_of_work() as unit:
        stays.organiser(unit, stays.CHEN, "310106")
        unit.commit()
    try:
        exported(city, code, by=stays.CHEN)
    except NotAllowedError:
        assert not allowed
    else:
        assert allowed


def test_refused_register_reads_nothing(city: Store) -> None:
    with pytest.raises(NotAllowedError):
        exported(city, "310106", by=stays.WU)
    with city.unit_of_work() as unit:
        assert audit.seen_by(unit, f"person:{stays.WANG}") == []


def test_days_are_days(city: Store) -> None:
    cell = exported(city, "31")[0].cell(3, 13)
    assert (cell.value.date(), cell.number_format) == (date(2027, 3, 1), "yyyy-mm-dd")
