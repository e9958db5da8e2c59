"""The spreadsheet of those who did not get an announcement: what stands in it, and that nothing in it computes."""

from io import BytesIO

from openpyxl import load_workbook

from bot.papers.undelivered import DeliveryList, Missed, delivery_sheet

_WANG = Missed("王芳", "停用机器人", "已停用机器人。", "2026-12-01 12:00")
_EVIL = Missed("=1+1", "Failed", "", "")


def cells(given: DeliveryList, language: str) -> list[tuple[object, ...]]:
    book = load_workbook(BytesIO(delivery_sheet(given, language)))
    (sheet,) = book.worksheets
    return [tuple(cell.value for cell in row if cell.value is not None) for row in sheet.iter_rows()]


def test_sheet_has_a_line_for_everybody_who_was_missed() -> None:
    assert cells(DeliveryList("通知公告 · 静安寺街道", [_WANG]), "zh_Hans") == [
        ("通知公告 · 静安寺街道",),
        ("序号", "姓名", "情况", "原因", "时间"),
        (1, "王芳", "停用机器人", "已停用机器人。", "2026-12-01 12:00"),
    ]


def test_those_beyond_the_most_are_counted_in_the_last_line() -> None:
    assert cells(DeliveryList("Notices", [_EVIL], "and 3 more"), "en") == [
        ("Notices",),
        ("no.", "name", "standing", "why", "when"),
        (1, "=1+1", "Failed"),
        ("and 3 more",),
    ]


def test_name_that_looks_like_a_formula_is_text() -> None:
    book = load_workbook(BytesIO(delivery_sheet(DeliveryList("Notices", [_EVIL]), "en")))
    assert book.worksheets[0]["B3"].data_type == "s"
