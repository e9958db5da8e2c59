"""A workbook may say what it likes of its own size: what comes out of it is counted, and one sentence refuses it."""

import struct
import tracemalloc
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from bot.imports.formats.files import read_table
from bot.imports.formats.sheet_rows import rows_of
from bot.imports.formats.workbook import Workbook as Opened
from bot.imports.table.headers import Field
from bot.imports.table.problems import FileUnreadable
from bot.imports.table.tables import Table
from bot.imports.table.wording import BadFile, Unused
from bot.imports.values.cells import Cell

HEADER = '<row r="1"><c r="A1" t="str"><v>名称</v></c><c r="B1" t="str"><v>坐标</v></c></row>'
GOOD = '<row r="2"><c r="A2" t="str"><v>甲</v></c><c r="B2" t="str"><v>31.2, 121.4</v></c></row>'
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
SHARED = f"<sst><si><t>{'x' * 100}</t></si></sst>"
END = "</Relationships>"
RELATED = f'<Relationship Id="s" Type="http://x/relationships/sharedStrings" Target="sharedStrings.xml"/>{END}'

Kept = Callable[[bytes], Path]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    def keep(content: bytes) -> Path:
        (tmp_path / "list.xlsx").write_bytes(content)
        return tmp_path / "list.xlsx"

    return keep


def book(rows: str, *, around: str = SHEET, **parts: str) -> bytes:
    """Make a workbook of one sheet with these rows in XML; `parts` by their names without a folder."""
    made = BytesIO()
    new = Workbook()
    new.worksheets[0].append(["", "a text that is shared"])
    new.save(made)
    told = {"sheet1.xml": around.format(f"<sheetData>{rows}</sheetData>")} | {
        name.replace("_", "."): content for name, content in parts.items()
    }
    return repacked(made.getvalue(), {"sharedStrings.xml": SHARED, **told})


def repacked(content: bytes, told: Mapping[str, str]) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        brings = "sharedStrings.xml" in told  # openpyxl writes none of them
        for part in old.namelist():
            other = told.get(part.rpartition("/")[2])
            before = old.read(part).decode()
            if brings and part == "xl/_rels/workbook.xml.rels":
                before = before.replace(END, RELATED)
            new.writestr(part, before if other is None else other)
        if brings:
            new.writestr("xl/sharedStrings.xml", told["sharedStrings.xml"])
    return made.getvalue()


def why(file: Path) -> BadFile:
    with pytest.raises(FileUnreadable) as refused:
        read_table(file)
    assert all("\n" not in refused.value.text(language) for language in ("zh_Hans", "en"))
    return refused.value.why


def only_row(file: Path) -> list[Cell]:
    with ZipFile(file) as archive:
        opened = Opened.of(archive)
        (row,) = rows_of(opened, opened.sheets[0])
        return list(row)


def text(place: str, said: str = "x") -> str:
    return f'<c r="{place}" t="str"><v>{said}</v></c>'


# ---------------------------------------------------------------- where cells say that they are


@pytest.mark.parametrize("place", ["XFD200500", "XFD1048576", "A1048576", "A99999999999999999999"])
def test_cell_far_below_is_too_many_rows(kept: Kept, place: str) -> None:
    number = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert why(kept(book(f'{HEADER}{GOOD}<row r="{number}">{text(place)}</row>'))) is BadFile.TOO_MANY_ROWS


@pytest.mark.parametrize(("place", "row"), [("XFD3", 3), ("XFD9000", 9_000)])
def test_cell_far_away_costs_nothing_and_is_named(kept: Kept, place: str, row: int) -> None:
    file = kept(book(f'{HEADER}{GOOD}<row r="{row}">{text(place)}</row>'))
    tracemalloc.start()
    table = read_table(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [line.number for line in table.lines] == [2]
    assert [(note.row, note.why) for note in table.notes] == [(row, Unused.NOT_A_ROW)]
    assert peak < 20_000_000


def test_empty_cells_far_away_are_nothing(kept: Kept) -> None:
    styled = '<row r="1048576" ht="13"><c r="A1048576" s="0"/><c r="XFD1048576" t="str"><v></v></c></row>'
    assert len(read_table(kept(book(HEADER + GOOD + styled))).lines) == 1


def test_dimension_is_not_believed(kept: Kept) -> None:
    for said in ("A1:XFD1048576", "A1", "nonsense"):
        around = SHEET.replace("{}", f'<dimension ref="{said}"/>{{}}')
        assert len(read_table(kept(book(HEADER + GOOD, around=around))).lines) == 1


@pytest.mark.parametrize("place", ["ZZZZ3", "XFE3", "31", "a-3"])
def test_cell_beyond_the_last_column_is_no_workbook(kept: Kept, place: str) -> None:
    assert why(kept(book(f'{HEADER}{GOOD}<row r="3">{text(place)}</row>'))) is BadFile.BROKEN_XLSX


# ---------------------------------------------------------------- how much comes out


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let a workbook hold so many characters, that hostile ones are made and refused in no time."""
    monkeypatch.setattr("bot.imports.formats.workbook.MOST_TEXT", 100_000)
    return 100_000


def wide(little: int) -> str:
    return "".join(f'<row r="{at}">{text(f"XFD{at}")}</row>' for at in range(3, 3 + little // 16_000 + 1))


def long_cell(little: int) -> str:
    return f'<row r="3">{text("A3", "x" * little)}</row>'


def long_inline(little: int) -> str:
    return f'<row r="3"><c r="A3" t="inlineStr"><is><t>{"x" * little}</t></is></c></row>'


def long_number(little: int) -> str:
    return f'<row r="3"><c r="A3"><v>{"1" * little}</v></c></row>'


def many_short(little: int) -> str:
    return "".join(f'<row r="{at}">{text(f"A{at}", "xxxx") * 10}</row>' for at in range(3, 3 + little // 40))


def shared_often(little: int) -> str:
    return "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(3, 3 + little // 20))


def merged(little: int) -> str:
    often = '<mergeCell ref="A1:XFD100000"/>' * (little // 100)
    return f"{wide(16_000)}</sheetData><mergeCells>{often}</mergeCells><sheetData>"


@pytest.mark.parametrize("rows", [wide, long_cell, long_inline, long_number, many_short, shared_often, merged])
def test_too_much_of_anything_is_refused_in_one_sentence(kept: Kept, little: int, rows: Callable[[int], str]) -> None:
    assert why(kept(book(HEADER + GOOD + rows(little)))) is BadFile.UNPACKS_TOO_LARGE


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize("strings", [f"<si><t>{'x' * 100_001}</t></si>", "<si/>" * 100_001])
def test_shared_texts_are_counted(kept: Kept, strings: str) -> None:
    content = book(HEADER + GOOD, sharedStrings_xml=f"<sst>{strings}</sst>")
    assert why(kept(content)) is BadFile.UNPACKS_TOO_LARGE


def test_two_sheets_share_what_may_come_out(kept: Kept, little: int) -> None:
    made = Workbook()
    for sheet in (made.worksheets[0], made.create_sheet()):
        sheet.append(["名称", "坐标"])
        sheet.append(["甲", *["x" * (little // 5)] * 3])
    content = BytesIO()
    made.save(content)
    assert len(content.getvalue()) < little
    assert why(kept(content.getvalue())) is BadFile.UNPACKS_TOO_LARGE


def test_cell_of_a_bomb_is_refused_before_it_is_held(kept: Kept, little: int) -> None:
    file = kept(book(f'{HEADER}{GOOD}<row r="3">{text("A3", "x" * 20_000_000)}</row>'))
    assert file.stat().st_size < little
    tracemalloc.start()
    assert why(file) is BadFile.UNPACKS_TOO_LARGE
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("part", ["styles_xml", "workbook_xml_rels"])
def test_part_that_is_read_as_a_whole_is_small(kept: Kept, part: str) -> None:
    assert why(kept(book(HEADER + GOOD, **{part: f"<x>{' ' * 5_000_000}</x>"}))) is BadFile.UNPACKS_TOO_LARGE


def test_parts_are_asked_for_their_size_first(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.imports.formats.workbook.MOST_UNPACKED", 1_000_000)
    assert why(kept(book(HEADER + GOOD, core_xml=" " * 1_000_000))) is BadFile.UNPACKS_TOO_LARGE


@pytest.mark.parametrize("said", [10, 300])
def test_directory_that_lies_about_a_size_is_no_workbook(kept: Kept, said: int) -> None:
    content = bytearray(book(f'{HEADER}{GOOD}<row r="3">{text("A3", "x" * 100_000)}</row>'))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    content[at + 24 : at + 28] = struct.pack("<L", said)
    assert why(kept(bytes(content))) is BadFile.BROKEN_XLSX


LAUGHS = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def test_entities_are_not_taken(kept: Kept) -> None:
    assert why(kept(book(HEADER + GOOD, around=LAUGHS + SHEET))) is BadFile.BROKEN_XLSX
    strings = f"{LAUGHS}<sst><si><t>&b;</t></si></sst>"
    assert why(kept(book(HEADER + GOOD, sharedStrings_xml=strings))) is BadFile.BROKEN_XLSX


def test_sheet_that_breaks_off_is_no_workbook(kept: Kept) -> None:
    assert why(kept(book(HEADER + GOOD, around="<worksheet>{}"))) is BadFile.BROKEN_XLSX
    assert why(kept(book(HEADER + GOOD, sharedStrings_xml="<sst><si>"))) is BadFile.BROKEN_XLSX


# ---------------------------------------------------------------- what cells say


def read(file: Path) -> Table:
    return read_table(file)


def test_cells_without_places_and_tags_with_prefixes_are_read(kept: Kept) -> None:
    rows = HEADER.replace(' r="1"', "").replace(' r="A1"', "").replace(' r="B1"', "") + GOOD
    assert [line.cells[Field.NAME] for line in read(kept(book(rows))).lines] == ["甲"]
    around = '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</x:worksheet>'
    prefixed = (HEADER + GOOD).replace("<", "<x:").replace("<x:/", "</x:")
    assert [line.cells[Field.NAME] for line in read(kept(book(prefixed, around=around))).lines] == ["甲"]


def test_rows_and_cells_in_another_order_keep_what_they_say(kept: Kept) -> None:
    backwards = '<row r="2"><c r="B2" t="str"><v>31.2, 121.4</v></c><c r="A2" t="str"><v>甲</v></c></row>'
    again = '<row r="2"><c r="A2" t="str"><v>乙</v></c><c r="B2" t="str"><v>31.3, 121.4</v></c></row>'
    lines = read(kept(book(HEADER + backwards + again))).lines
    assert [(line.number, line.cells[Field.NAME]) for line in lines] == [(2, "甲"), (3, "乙")]


def test_kinds_of_cells(kept: Kept) -> None:
    cells = (
        '<c r="A1" t="s"><v>1</v></c><c r="B1" t="b"><v>1</v></c><c r="C1" t="b"><v>0</v></c>'
        '<c r="D1" t="e"><v>#N/A</v></c>'
        '<c r="E1" t="d"><v>2027-02-05T09:30:00</v></c><c r="F1"><v>1.5</v></c><c r="G1" t="n"><f>1+1</f><v>2</v></c>'
        '<c r="H1" t="str"><v>a_x000D_b</v></c><c r="J1" t="inlineStr"><is><r><t>明珠</t></r><r><t>大厦</t></r>'
        '<rPh sb="0" eb="2"><t>ming</t></rPh></is></c>'
    )
    strings = "<sst><si><t>x</t></si><si><r><t>东方</t></r><rPh><t>dong</t></rPh><r><t>_x0041_</t></r></si></sst>"
    row = only_row(kept(book(f'<row r="1">{cells}</row>', sharedStrings_xml=strings)))
    moment = datetime(2027, 2, 5, 9, 30)  # noqa: DTZ001  a spreadsheet knows no zones
    assert row == ["东方A", True, False, "#N/A", moment, 1.5, 2.0, "a\rb", "", "明珠大厦"]


def test_what_styles_make_of_numbers(kept: Kept) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    given: list[tuple[float, str]] = [
        *((44_197.0, "yyyy-mm-dd"), (44_197.5, "m/d/yy h:mm"), (0.375, "h:mm"), (1.5, "[h]:mm"), (123.0, "000000")),
        *((1.5, "000000"), (44_197.0, "0.00"), (9e99, "yyyy-mm-dd"), (-5.0, "0000")),
    ]
    for column, (value, form) in enumerate(given, 1):
        sheet.cell(1, column, value).number_format = form
    content = BytesIO()
    made.save(content)
    noon = datetime(2021, 1, 1, 12)  # noqa: DTZ001  as above
    assert only_row(kept(content.getvalue())) == [
        *(date(2021, 1, 1), noon, time(9), timedelta(days=1, hours=12), "000123", 1.5, 44_197.0, 9e99, -5.0)
    ]


def test_days_counted_from_1904(kept: Kept) -> None:
    made = Workbook()
    made.worksheets[0].cell(1, 1, 42_735.0).number_format = "yyyy-mm-dd"
    content = BytesIO()
    made.save(content)
    with ZipFile(BytesIO(content.getvalue())) as archive:
        told = archive.read("xl/workbook.xml").decode()
    said = told.replace("<workbookPr ", '<workbookPr date1904="1" ')
    assert only_row(kept(repacked(content.getvalue(), {"workbook.xml": said}))) == [date(2021, 1, 1)]


def test_workbook_without_texts_and_styles(kept: Kept) -> None:
    content = book(HEADER + GOOD)
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w") as new:
        for part in old.namelist():
            told = old.read(part)
            if part == "xl/_rels/workbook.xml.rels":
                told = told.replace(b"/sharedStrings", b"/none").replace(b"/styles", b"/nothing")
            if part == "_rels/.rels":
                told = told.replace(b'Target="xl/', b'Target="/xl/')
            new.writestr(part, told)
    assert len(read(kept(made.getvalue())).lines) == 1


def test_sheet_of_another_kind_is_no_list(kept: Kept) -> None:
    content = book(HEADER + GOOD)
    with ZipFile(BytesIO(content)) as archive:
        told = archive.read("xl/_rels/workbook.xml.rels").decode()
    charts = told.replace("relationships/worksheet", "relationships/chartsheet")
    assert why(kept(repacked(content, {"workbook.xml.rels": charts}))) is BadFile.EMPTY
