"""Lists in every format and encoding that they come in, and files that are no list."""

from collections.abc import Callable
from datetime import time
from io import BytesIO
from json import dumps
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.imports.formats.files import MOST_BYTES, read_table
from bot.imports.table.headers import Field
from bot.imports.table.problems import FileUnreadable
from bot.imports.table.tables import Line
from bot.imports.table.wording import BadFile
from tests.stage.chance import examples

LIST = "编号,名称,纬度,经度\nA1,静安寺站,31.22,121.44\nA2,曹家渡站,31.23,121.43\n"
LINES = (
    Line(2, {Field.CODE: "A1", Field.NAME: "静安寺站", Field.LATITUDE: "31.22", Field.LONGITUDE: "121.44"}),
    Line(3, {Field.CODE: "A2", Field.NAME: "曹家渡站", Field.LATITUDE: "31.23", Field.LONGITUDE: "121.43"}),
)

SPLIT: list[list[object]] = [[*row.split(",")] for row in LIST.splitlines()]

Kept = Callable[[bytes], Path]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Write bytes to a file whose name says nothing."""

    def write(content: bytes) -> Path:
        file = tmp_path / "list"
        file.write_bytes(content)
        return file

    return write


def workbook(*sheets: list[list[object]]) -> bytes:
    book = Workbook(write_only=True)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def collection(*features: object) -> bytes:
    return dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def why(file: Path) -> BadFile:
    with pytest.raises(FileUnreadable) as refused:
        read_table(file)
    return refused.value.why


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_csv_in_every_encoding(kept: Kept, encoding: str) -> None:
    assert read_table(kept(LIST.encode(encoding))).lines == LINES


def test_csv_in_utf_16_of_the_other_byte_order(kept: Kept) -> None:
    assert read_table(kept(b"\xfe\xff" + LIST.encode("utf-16-be"))).lines == LINES


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "\uff0c"])
def test_csv_separator_is_guessed(kept: Kept, separator: str) -> None:
    assert read_table(kept(LIST.replace(",", separator).encode())).lines == LINES


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_csv_with_other_line_ends(kept: Kept, line_end: str) -> None:
    assert read_table(kept(LIST.replace("\n", line_end).encode())).lines == LINES


def test_csv_quoted_cell_keeps_its_commas_and_line_ends(kept: Kept) -> None:
    table = read_table(kept(b'name,lat,lng\n"a, b\nc",31.2,121.4\nd,31.3,121.5\n'))
    assert [(line.number, line.cells[Field.NAME]) for line in table.lines] == [(2, "a, b\nc"), (3, "d")]


def test_rows_keep_their_numbers_past_titles_and_blank_rows(kept: Kept) -> None:
    table = read_table(kept(f"静安区服务点一览表\n\n{LIST}\n ,,,\nA3,江宁站,31.24,121.44\n".encode()))
    assert [line.number for line in table.lines] == [4, 5, 8]


def test_short_row_says_nothing_of_what_it_lacks(kept: Kept) -> None:
    assert read_table(kept(b"name,lat,lng,phone\na,31.2\n")).lines == (
        Line(2, {Field.NAME: "a", Field.LATITUDE: "31.2"}),
    )


def test_xlsx_with_title_and_numbers_as_floats(kept: Kept) -> None:
    rows: list[list[object]] = [
        ["静安区服务点"],
        ["编号", "名称", "纬度", "经度", "开放时间"],
        [310101.0, "静安寺站", 31.22, 121.44, time(9, 0)],
    ]
    (line,) = read_table(kept(workbook(rows))).lines
    assert line == Line(
        3,
        {
            Field.CODE: 310101,
            Field.NAME: "静安寺站",
            Field.LATITUDE: 31.22,
            Field.LONGITUDE: 121.44,
            Field.HOURS: time(9, 0),
        },
    )


def test_xlsx_list_on_the_second_sheet(kept: Kept) -> None:
    content = workbook([["说明"], ["请勿修改"]], SPLIT)
    assert read_table(kept(content)).lines == LINES


def test_geojson_features_are_numbered_from_one(kept: Kept) -> None:
    content = collection(feature({"type": "Point", "coordinates": [121.44, 31.22]}, 名称="静安寺站", id="A1", height=3))
    (line,) = read_table(kept(content)).lines
    assert line == Line(1, {Field.NAME: "静安寺站", Field.CODE: "A1", Field.LONGITUDE: 121.44, Field.LATITUDE: 31.22})


def test_geojson_id_of_the_feature_is_its_code(kept: Kept) -> None:
    one = feature({"type": "Point", "coordinates": [121.44, 31.22, 4.0]}, name="a") | {"id": 7}
    (line,) = read_table(kept(collection(one))).lines
    assert line.cells[Field.CODE] == 7


@pytest.mark.parametrize("geometry", [None, {"type": "Point"}, {"type": "Point", "coordinates": [1]}])
def test_geojson_feature_without_a_place_has_no_coordinates(kept: Kept, geometry: object) -> None:
    (line,) = read_table(kept(collection(feature(geometry, name="a")))).lines
    assert line == Line(1, {Field.NAME: "a"})


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_geojson_in_other_encodings(kept: Kept, encoding: str, mark: str) -> None:
    content = collection(feature({"type": "Point", "coordinates": [121.44, 31.22]}, name="静安寺站"))
    (line,) = read_table(kept(f"{mark}\n {content.decode()}".encode(encoding))).lines
    assert line.cells[Field.NAME] == "静安寺站"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", BadFile.EMPTY),
        (b"\xef\xbb\xbf \r\n\t\n", BadFile.EMPTY),
        (bytes(range(256)) * 8, BadFile.BINARY),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", BadFile.BINARY),
        (b"\xff\xfe\x00", BadFile.BINARY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", BadFile.OLD_EXCEL),
        (b"PK\x03\x04 and then nothing", BadFile.BROKEN_XLSX),
        (b"{", BadFile.BROKEN_JSON),
        (b"[" * 200_000, BadFile.BROKEN_JSON),
        (b'{"type": "Feature"}', BadFile.NOT_GEOJSON),
        (b"[1, 2]", BadFile.NOT_GEOJSON),
        (b'{"type": "FeatureCollection", "features": {}}', BadFile.NOT_GEOJSON),
        (b'{"type": "FeatureCollection", "features": [1]}', BadFile.NOT_GEOJSON),
        (b'{"type": "FeatureCollection", "features": []}', BadFile.NO_ROWS),
        (collection(feature({"type": "Point", "coordinates": [121.4, 31.2]}, height=1)), BadFile.COLUMNS_MISSING),
        (b"name,lat,lng\n", BadFile.NO_ROWS),
        (b"name,lat,lng\n,,\n\n", BadFile.NO_ROWS),
        (b"name,address\na,b\n", BadFile.COLUMNS_MISSING),
        (b"just a letter to somebody", BadFile.COLUMNS_MISSING),
        (b'name,lat,lng\n"' + b"x" * 200_000, BadFile.QUOTE_OPEN),
        (workbook([]), BadFile.EMPTY),
        (workbook([["名称", "纬度", "经度"]]), BadFile.NO_ROWS),
    ],
)
def test_what_is_no_list_is_refused(kept: Kept, content: bytes, reason: BadFile) -> None:
    assert why(kept(content)) == reason


def test_zip_that_is_no_workbook_is_refused(kept: Kept) -> None:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("letter.txt", "dear all")
    assert why(kept(content.getvalue())) == BadFile.BROKEN_XLSX


def test_missing_file_is_refused(tmp_path: Path) -> None:
    assert why(tmp_path / "nowhere.csv") == BadFile.NOT_FOUND


def test_folder_is_refused(tmp_path: Path) -> None:
    assert why(tmp_path) == BadFile.NOT_OPENED


def test_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as sparse:
        sparse.truncate(300_000_000)
    with pytest.raises(FileUnreadable) as refused:
        read_table(file)
    assert refused.value.text("en") == "The file has 300 MB; at most 50 MB are read. Please split it."
    assert MOST_BYTES == 50_000_000


def test_missing_columns_are_named_in_both_languages(kept: Kept) -> None:
    with pytest.raises(FileUnreadable) as refused:
        read_table(kept("编号,地址\nA1,南京西路\n".encode()))
    assert str(refused.value) == (
        "没有找到这些列：名称 name、纬度 latitude、经度 longitude。"
        "第一行要写列名，例如：编号、名称、区、地址、纬度、经度。"
    )


def test_geojson_of_another_shape_is_told_by_its_type(kept: Kept) -> None:
    (line,) = read_table(kept(collection(feature({"type": "Polygon", "coordinates": [[]]}, name="a")))).lines
    assert line == Line(1, {Field.NAME: "a", Field.COORDINATES: "Polygon"})


def test_geojson_without_properties_says_no_name(kept: Kept) -> None:
    one = {"type": "Feature", "geometry": None}
    (line, _) = read_table(kept(collection(one, feature(None, name="a")))).lines
    assert line == Line(1, {})


def test_list_of_too_many_rows_is_refused(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.imports.table.tables.MOST_ROWS", 1)
    assert why(kept(LIST.encode())) == BadFile.TOO_MANY_ROWS


@pytest.mark.parametrize("parts", ["{},", "[],", "1,", '{"a":[]},'])
def test_geojson_of_too_many_parts_is_refused_before_they_are_made(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, parts: str
) -> None:
    monkeypatch.setattr("bot.imports.formats.geojson_file._MOST_PARTS", 1000)
    monkeypatch.setattr("bot.imports.formats.geojson_file.loads", None)
    content = '{"type":"FeatureCollection","features":[' + parts * 1000 + "{}]}"
    assert why(kept(content.encode())) == BadFile.TOO_MANY_ROWS


@pytest.mark.parametrize("line", ["," * 1_000_001, '"' + "x" * 1_000_000, ";" * 2_000_000 + "\n"])
def test_csv_line_without_an_end_is_refused_before_it_is_taken_apart(kept: Kept, line: str) -> None:
    assert why(kept(f"name,lat,lng\n{line}".encode())) == BadFile.LINE_TOO_LONG
    assert why(kept(line.encode())) == BadFile.LINE_TOO_LONG


def test_workbook_of_too_many_rows_is_refused(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.imports.formats.sheet_rows.MOST_ROWS", -99)
    assert why(kept(workbook(SPLIT))) == BadFile.TOO_MANY_ROWS


def test_workbook_that_unpacks_to_too_much_is_refused(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.imports.formats.workbook.MOST_UNPACKED", 1000)
    assert why(kept(workbook(SPLIT))) == BadFile.UNPACKS_TOO_LARGE


@given(content=st.binary(max_size=400))
@example(content=b"PK\x03\x04" + bytes(60))
@example(content=b"\xff\xfea\x00\n\x00")
@example(content=b'{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":"ab"}}]}')
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_a_list_or_refused(kept: Kept, content: bytes) -> None:
    try:
        table = read_table(kept(content))
    except FileUnreadable as refused:
        assert (refused.text("zh_Hans") != "") & (refused.text("en") != "")  # noqa: PT017  either outcome is right
    else:
        assert len(table.lines) > 0


@given(damage=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=30), cut=st.integers(0, 10_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(3 / 5))
def test_damaged_workbook_is_a_list_or_refused(kept: Kept, damage: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(workbook(SPLIT))
    for where, value in damage:
        content[where % len(content)] = value
    file = kept(bytes(content[: max(cut, 4)]))
    try:
        table = read_table(file)
    except FileUnreadable as refused:
        assert refused.text("en") != ""  # noqa: PT017  either outcome is right
    else:
        assert len(table.lines) > 0
