"""The report file: the problems, in a table that spreadsheets open and nothing in it computes."""

from csv import reader
from json import dumps, loads
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.imports.formats.report import write_report
from bot.imports.points import import_points
from bot.imports.table.summaries import Manner, Summary
from domain.places.datums import Datum
from storage.unit_of_work import Store

LIST = """name,lat,lng,phone,services
=1+1,31.22,121.44,"=HYPERLINK(""x"")",
b,31.23,121.44,-5,@SUM(A1)
c,31.24,121.44,,
"""
CHINESE = [
    ["行", "字段", "值", "问题"],
    [
        *("2", "电话", '=HYPERLINK("x")'),
        "“=HYPERLINK”不像电话号码。例如：021-62790000 或 13812345678。这一格没有采用，其余已导入。",
    ],
    [
        *("3", "服务", "@SUM(A1)"),
        "不认识“@SUM(A1)”。可以写：挂靠、转接、学习、场地、咨询、骑手休息、志愿、阅读、充电、急救。这一格没有采用，其余已导入。",
    ],
    ["3", "电话", "-5", "“-5”不像电话号码。例如：021-62790000 或 13812345678。这一格没有采用，其余已导入。"],
]


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    return file


@pytest.fixture
def summary(sqlite_store: Store, listed: Path) -> Summary:
    return import_points(sqlite_store, listed, Datum.WGS84)


def test_csv_report_opens_as_utf_8_and_computes_nothing(summary: Summary, tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    write_report(summary, file)
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    harmless = [[f"'{value}" if value[0] in "=@-" else value for value in row] for row in CHINESE]
    assert list(reader(content.decode("utf-8-sig").splitlines())) == harmless


def test_xlsx_report_opens_and_computes_nothing(summary: Summary, tmp_path: Path) -> None:
    file = tmp_path / "report.XLSX"
    write_report(summary, file)
    book = load_workbook(file)
    cells = [list(row) for row in book.worksheets[0].iter_rows()]
    book.close()
    assert [[str(cell.value) for cell in row] for row in cells] == CHINESE
    assert {cell.data_type for row in cells for cell in row} == {"s", "n"}


def test_report_in_english(sqlite_store: Store, listed: Path, tmp_path: Path) -> None:
    summary = import_points(sqlite_store, listed, Datum.WGS84, Manner(language="en"))
    file = tmp_path / "report.csv"
    write_report(summary, file, "en")
    assert list(reader(file.read_text("utf-8-sig").splitlines()))[:2] == [
        ["row", "field", "value", "problem"],
        [
            *("2", "phone", '\'=HYPERLINK("x")'),
            (
                "“=HYPERLINK” cannot be a phone number. For example: 021-62790000 or 13812345678."
                " The row was taken without this."
            ),
        ],
    ]


def test_report_without_problems_is_a_header(tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    write_report(Summary(1, 1, 0, 0, 0, ()), file)
    assert file.read_text("utf-8-sig") == "行,字段,值,问题\n"


def test_summary_as_json_has_the_fields_of_the_contract(summary: Summary) -> None:
    printed = loads(dumps(summary.as_json()))
    problems = printed.pop("problems")
    assert printed == {"read": 3, "imported": 3, "updated": 0, "unchanged": 0, "rejected": 0}
    assert problems[0] == {
        "row": 2,
        "field": "phone",
        "value": '=HYPERLINK("x")',
        "problem": CHINESE[1][-1],
    }
