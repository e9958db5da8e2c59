"""Lists as street offices keep them: what goes in, and a report of every sheet, row, column and datum."""

from collections.abc import Callable
from datetime import date
from json import dumps
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.imports.formats.files import read_table
from bot.imports.points import import_points
from bot.imports.table.problems import FileUnreadable
from bot.imports.table.summaries import Summary
from bot.imports.table.wording import BadFile, Fault
from domain.places.datums import Datum, to_wgs84
from domain.places.geo import Position, distance_m
from domain.places.places import Layer, Point, Services
from storage.places.imports import known_points, known_units
from storage.unit_of_work import Store

LISTS = Path(__file__).parents[3].parent / "shared" / "cases" / "lists"

Brought = Callable[..., Summary]
Rows = list[list[object]]


@pytest.fixture
def brought(sqlite_store: Store, tmp_path: Path) -> Brought:
    """Import a list without saying what its coordinates count in: a file, a workbook, or lines of CSV."""

    def run(given: Path | Workbook | str | bytes, datum: Datum | None = None) -> Summary:
        file = tmp_path / "list"
        match given:
            case Path():
                file = given
            case Workbook():
                given.save(file)
            case str():
                file.write_text(given, encoding="utf-8")
            case bytes():
                file.write_bytes(given)
        return import_points(sqlite_store, file, datum)

    return run


def points(store: Store) -> dict[str, Point]:
    with store.unit_of_work() as unit:
        return {point.name: point for point in known_points(unit)}


def units(store: Store) -> dict[str, str]:
    with store.unit_of_work() as unit:
        return {each.code: each.name for each in known_units(unit)}


def counts(summary: Summary) -> tuple[int, int, int]:
    return summary.read, summary.imported, summary.rejected


def problems(summary: Summary) -> list[tuple[str, str, Fault]]:
    return [(problem.at, problem.field, problem.fault) for problem in summary.problems]


def notes(summary: Summary) -> list[str]:
    return [f"{note.at} {note.text}".strip() for note in summary.notes]


def book(**sheets: Rows) -> Workbook:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return made


def first(made: Workbook) -> Worksheet:
    return made.worksheets[0]


def why(brought: Brought, given: object, datum: Datum | None = None) -> tuple[BadFile, str]:
    with pytest.raises(FileUnreadable) as refused:
        brought(given, datum)
    return refused.value.why, str(refused.value)


# ---------------------------------------------------------------- the two lists that are kept beside the repository

beside = pytest.mark.skipif(not LISTS.exists(), reason=f"the lists are not beside the repository: {LISTS}")


@beside
def test_street_office_goes_in(brought: Brought, sqlite_store: Store) -> None:
    summary = brought(LISTS / "street-office.xlsx")
    assert counts(summary) == (8, 7, 1)
    assert problems(summary) == [
        ("服务阵地!6", "services", Fault.SERVICE_UNKNOWN),
        ("服务阵地!7", "hours", Fault.HOURS_UNREADABLE),
        ("服务阵地!8", "phone", Fault.DITTO),
        ("服务阵地!9", "name", Fault.SAME_NAME_BUT),
        ("黄浦区!4", "code", Fault.CODE_REWRITTEN),
    ]
    assert notes(summary) == [
        "坐标按 GCJ-02 读取，依据是文件里写的：注：坐标为高德地图坐标",
        "工作表“旧表”是隐藏的，没有读取。",
        "工作表“空表”是空的。",
        "服务阵地!1 表头上方的文字，没有导入：静安区党群服务阵地信息一览表",
        "服务阵地!2 表头上方的文字，没有导入：填报单位：静安区 填报日期：2026年11月",
        "服务阵地!3 没有用到的列：序号、备注",
        "服务阵地!10 不是名单中的一行，没有导入：合计 6个",
        "服务阵地!11 不是名单中的一行，没有导入：填表人：王某 审核人：李某",
        "服务阵地!12 不是名单中的一行，没有导入：注：坐标为高德地图坐标",
    ]
    kept, named = points(sqlite_store), units(sqlite_store)
    assert {name: (one.layer, named[one.unit_code], one.phone) for name, one in kept.items()} == {
        "静安寺街道党群服务中心": (Layer.CENTRE, "静安寺街道", "021-62790000 转 801"),
        "晨曦大厦服务点": (Layer.POINT, "静安寺街道", "13900000001"),
        "百乐微驿站": (Layer.MICRO_STATION, "南京西路街道", "62791111、62792222"),
        "松柏里服务点": (Layer.POINT, "南京西路街道", "021-62793333 转 12"),
        "申江广场服务点": (Layer.POINT, "曹家渡街道", ""),
        "百川楼服务点": (Layer.POINT, "外滩街道", "63210000"),
        "浦江微站": (Layer.POINT, "外滩街道", "63210001"),
    }
    centre = kept["静安寺街道党群服务中心"]
    assert centre.services == Services.ACCEPTS_AFFILIATIONS | Services.STUDY | Services.ROOM_HIRE
    assert (centre.address, centre.hours) == ("愚园路100号", "Mo-Fr 09:00-17:30; PH off")
    assert kept["百川楼服务点"].code == "000123"
    there = to_wgs84(Position(31 + 13 / 60 + 12 / 3600, 121 + 26 / 60 + 31 / 3600), Datum.GCJ02)
    assert distance_m(kept["百乐微驿站"].position, there) < 1


@beside
def test_quote_is_refused_once(brought: Brought) -> None:
    reason, told = why(brought, LISTS / "quote.csv")
    assert (reason, told[:6].strip(), "门口有坡道" in told) == (BadFile.QUOTE_OPEN, "第 2 行有", True)


@beside
def test_quote_without_its_mark_goes_where_it_says(brought: Brought, sqlite_store: Store) -> None:
    written = (LISTS / "quote.csv").read_text("utf-8").replace('"', "")
    assert counts(brought(written)) == (3, 3, 0)
    there = to_wgs84(Position(31.2301, 121.4602), Datum.GCJ02)
    assert distance_m(points(sqlite_store)["嘉兴大厦服务点"].position, there) < 1


# ---------------------------------------------------------------- three more of the kind


def test_community_list_with_headings_between_rows(brought: Brought, sqlite_store: Store) -> None:
    """A header of two lines below groups, headings across the page, the header again on the second page, remarks."""
    made = book(
        一览=[
            ["徐汇区社区党群服务站点情况（2026年第四季度）"],
            ["基本信息", "", "", "位置信息", "", "", "联系方式", "", "备注"],
            ["站点名称", "站点类型", "所属街镇", "地址", "经度(百度)", "纬度(百度)", "服务电话", "开放时间", ""],
            ["一、湖南路街道"] * 9,
            [
                "乌鲁木齐楼站",
                "楼宇党群服务站",
                "湖南路街道",
                "乌鲁木齐中路1-2号",
                121.4531,
                31.2167,
                "64310001转8",
                "8:30-17:00",
                "新增",
            ],
            [
                "长乐里驿站",
                "驿站",
                "同上",
                "长乐路9弄",
                121.4562,
                31.2189,
                "64310002/64310003",
                "周一至周六 9点到18点",
                "",
            ],
            ["站点名称", "站点类型", "所属街镇", "地址", "经度(百度)", "纬度(百度)", "服务电话", "开放时间", ""],
            ["梧桐里站", "服务点", "天平路街道", date(2026, 1, 2), 121.4482, 31.2098, "见门口", "全年无休", ""],
            ["小计", 3],
            ["说明：新增站点以街道报送为准"],
            ["徐虹站", "服务点", "天平路街道", "", "", "", "", "", ""],
        ],
        填表说明=[["请逐项填写"], ["不得合并单元格"]],
    )
    for cells in ("A2:C2", "D2:F2", "G2:H2", "A4:I4"):
        first(made).merge_cells(cells)
    summary = brought(made)
    assert counts(summary) == (4, 3, 1)
    assert problems(summary) == [
        ("8", "address", Fault.CELL_REWRITTEN),
        ("8", "hours", Fault.HOURS_UNREADABLE),
        ("8", "phone", Fault.PHONE_IMPOSSIBLE),
        ("11", "latitude", Fault.POSITION_EMPTY),
    ]
    told = notes(summary)
    assert told[0] == "坐标按 BD-09 读取，依据是文件里写的：位置信息 经度(百度)"
    assert told[1].startswith("工作表“填表说明”没有读取：没有找到这些列：")
    assert told[2:] == [
        "1 表头上方的文字，没有导入：徐汇区社区党群服务站点情况（2026年第四季度）",
        "3 没有用到的列：备注",
        "4 不是名单中的一行，没有导入：一、湖南路街道",
        "7 不是名单中的一行，没有导入：站点名称 站点类型 所属街镇 地址 经度(百度) 纬度(百度) 服务电话 开放时间",
        "9 不是名单中的一行，没有导入：小计 3",
        "10 不是名单中的一行，没有导入：说明：新增站点以街道报送为准",
    ]
    kept = points(sqlite_store)
    assert {name: (one.phone, one.hours, one.address) for name, one in kept.items()} == {
        "乌鲁木齐楼站": ("64310001 转 8", "08:30-17:00", "乌鲁木齐中路1-2号"),
        "长乐里驿站": ("64310002、64310003", "Mo-Sa 09:00-18:00", "长乐路9弄"),
        "梧桐里站": ("", "", ""),
    }


def test_district_list_with_a_sheet_for_each_street(brought: Brought, sqlite_store: Store) -> None:
    """Columns that differ from sheet to sheet, codes by format, one sheet in another datum, chart and notes beside."""
    north: Rows = [["编号", "名称", "区", "街道", "经度", "纬度", "坐标系", "电话"]]
    north += [[7, "北一站", "静安区", "彭浦镇", 121.451, 31.301, "高德", "56010001"]]
    north += [[8.5, "北二站", "静安区", "彭浦镇", 121.452, 31.302, "国家2000", "56010002"]]
    north += [["1-3", "北三站", "静安区", "彭浦镇", 121.453, 31.303, "上海城建坐标系", ""]]
    south: Rows = [["服务点名称", "区", "纬度", "经度", "服务"]]
    south += [["南一站", "静安区", 31.221, 121.441, "学习\n接收挂靠"], ["南二站", "静安区", 31.222, 121.442, "无"]]
    made = book(北片=north, 南片=south)
    for row in (2, 3):
        made["北片"].cell(row, 1).number_format = "000000"
    summary = brought(made)
    assert counts(summary) == (5, 4, 1)
    assert problems(summary) == [("北片!3", "code", Fault.CODE_REWRITTEN), ("北片!4", "datum", Fault.DATUM_UNKNOWN)]
    kept = points(sqlite_store)
    assert kept["北一站"].code == "000007"
    assert distance_m(kept["北一站"].position, to_wgs84(Position(31.301, 121.451), Datum.GCJ02)) < 1
    assert kept["北二站"].position == Position(31.302, 121.452)
    assert kept["南一站"].services == Services.STUDY | Services.ACCEPTS_AFFILIATIONS


def test_saved_csv_with_codes_and_dates_rewritten(brought: Brought, sqlite_store: Store) -> None:
    """What Excel makes of codes when it saves a list as CSV; a total, a stray cell and a signature at the end."""
    summary = brought(
        "服务阵地汇总,,,,,\n,,,,,\n"
        "编号,阵地名称,区,坐标(经纬度),联系电话,无障碍设施\n"
        '3.10106E+17,甲站,静安区,"121.44, 31.22",2162790000,有\n'
        '1月2日,乙站,静安区,"31.23；121.45",62790001（王老师）,√\n'
        '2-Jan,丙站,静安区,"121.46 31.24",,无,此处多写一格\n'
        "合计：,3,,,,\n填表人：王某,,,审核人：李某,,\n(盖章),,,,,\n"
    )
    assert counts(summary) == (3, 3, 0)
    assert problems(summary) == [(str(row), "code", Fault.CODE_REWRITTEN) for row in (4, 5, 6)]
    assert summary.problems[0].problem == (
        "这个编号被表格软件改写了。请把整列设为文本格式，重新填写编号后保存。这一格没有采用，其余已导入。"
    )
    told = notes(summary)
    assert told[0].startswith("文件和 --crs 都没有说明坐标系，坐标按 WGS-84 读取。")
    assert told[1:] == [
        "1 表头上方的文字，没有导入：服务阵地汇总",
        "6 第 7 列没有表头，没有导入。从这一行起这一列有内容。",
        "7 不是名单中的一行，没有导入：合计： 3",
        "8 不是名单中的一行，没有导入：填表人：王某 审核人：李某",
        "9 不是名单中的一行，没有导入：(盖章)",
    ]
    kept = points(sqlite_store)
    assert [(one.phone, one.step_free) for one in kept.values()] == [
        ("021 6279 0000", True),
        ("62790001", True),
        ("", False),
    ]


# ---------------------------------------------------------------- headers, quotes, encodings, data


def test_header_of_two_lines_without_merging(brought: Brought, sqlite_store: Store) -> None:
    assert counts(brought("名称,坐标,,电话\n,经度,纬度,\n甲站,121.44,31.22,62790000\n")) == (1, 1, 0)
    assert points(sqlite_store)["甲站"].phone == "62790000"


def test_part_of_a_group_is_not_the_whole(brought: Brought, sqlite_store: Store) -> None:
    made = book(
        表=[
            ["名称", "坐标", "", "开放时间", ""],
            ["", "经度", "纬度", "上午", "下午"],
            ["甲", 121.44, 31.22, "9-11", "13-17"],
        ]
    )
    for cells in ("A1:A2", "B1:C1", "D1:E1"):
        first(made).merge_cells(cells)
    summary = brought(made)
    assert counts(summary) == (1, 1, 0)
    assert notes(summary)[1:] == ["2 没有用到的列：开放时间 上午、开放时间 下午"]
    assert points(sqlite_store)["甲"].hours == ""


def test_merged_cell_holds_for_all_its_cells(brought: Brought, sqlite_store: Store) -> None:
    rows: Rows = [["名称", "区", "街道", "经度", "纬度"], ["甲", "静安区", "彭浦镇", 121.44, 31.22]]
    made = book(表=[*rows, ["乙", None, None, 121.45, 31.23], ["丙", None, None, 121.46, 31.24], []])
    first(made).merge_cells("B2:B5")
    first(made).merge_cells("C2:C3")
    first(made).merge_cells("Y1:Z9")
    assert counts(brought(made)) == (3, 3, 0)
    named = units(sqlite_store)
    assert [named[one.unit_code] for one in points(sqlite_store).values()] == ["彭浦镇", "彭浦镇", "静安区"]


def test_hidden_sheet_is_never_chosen(brought: Brought) -> None:
    made = book(旧=[["名称", "经度", "纬度"], ["甲", 121.44, 31.22]], 新=[["通知"], ["见附件"]])
    first(made).sheet_state = "hidden"
    made.active = 1
    assert why(brought, made)[0] is BadFile.COLUMNS_MISSING


@pytest.mark.parametrize(
    ("written", "row"),
    [
        ('名称,区,经度,纬度,备注\n甲,静安区,121.44,31.22,"坡道\n乙,静安区,121.45,31.23,\n', 2),
        ('名称,区,经度,纬度,备注\n甲,静安区,121.44,31.22,"坡道\n乙,静安区,121.45,31.23,"电梯\n', 2),
        ('名称,区,经度,纬度,备注\n甲,静安区,121.44,31.22,"坡道\n乙,静安区,121.45,31.23,电梯"\n', 2),
        ('名称,区,经度,纬度\n甲,静安区,121.44,31.22\n"乙"站,静安区,121.45,31.23\n', 3),
        ('名称,区,经度,纬度,备注\r\n"甲\r\n站",静安区,121.44,31.22,\r\n乙,静安区,121.45,31.23,"x\r\n', 3),
    ],
)
def test_open_quotation_mark_names_its_row(brought: Brought, written: str, row: int) -> None:
    reason, told = why(brought, written)
    assert (reason, f"第 {row} 行" in told) == (BadFile.QUOTE_OPEN, True)


ROWS = "名称,区,经度,纬度\n嘉兴大厦服务点,静安区,121.44,31.22\n晨曦楼微站,静安区,121.45,31.23\n百乐站,静安区"


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (ROWS.encode()[:-2], 4),
        (ROWS.encode("utf-8-sig")[:-2], 4),
        (ROWS.encode() + "\n松柏里服务点,静安区,121.46,31.24\n".encode("gb18030"), 5),
        (ROWS.encode("gb18030") + "\n松柏里服务点,静安区,121.46,31.24\n".encode(), 5),
        (ROWS.encode().replace(b"\xe5\x98\x89", b"\xe5\x89"), 2),
        ("服务点名称,经度,纬度".encode()[:-1], 1),
        ("名称,经度,纬度\n\ue123\ue456站,121.44,31.22\n".encode("gb18030"), 2),
        ("名稱,區,經度,緯度\n嘉興大廈服務點,靜安區,121.44,31.22\n".encode("big5"), 1),
        (ROWS.encode("gb18030") + b"\n\xff\xff,\n", 5),
    ],
)
def test_damaged_or_mixed_encoding_is_refused_with_its_place(brought: Brought, content: bytes, row: int) -> None:
    reason, told = why(brought, content)
    assert (reason, f"第 {row} 行" in told) == (BadFile.DAMAGED, True)


@pytest.mark.parametrize(
    "written",
    [
        "名称,经度,纬度\n联通大厦,121.44,31.22\n",
        "名稱,名称,经度,纬度\n龍門樓,龍門樓,121.44,31.22\n",
        "名称,经度,纬度\n镕铭喆昇堃楼,121.44,31.22\n",
    ],
)
def test_rare_names_and_traditional_characters_are_no_damage(brought: Brought, written: str) -> None:
    assert counts(brought(written.encode("gb18030"))) == (1, 1, 0)


def collection(crs: str) -> str:
    place = {
        "type": "Feature",
        "properties": {"name": "甲"},
        "geometry": {"type": "Point", "coordinates": [121.4602, 31.2301]},
    }
    return dumps(
        {"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": crs}}, "features": [place]}
    )


GCJ = to_wgs84(Position(31.2301, 121.4602), Datum.GCJ02)
BD = to_wgs84(Position(31.2301, 121.4602), Datum.BD09)
AS_IT_IS = Position(31.2301, 121.4602)


@pytest.mark.parametrize(
    ("written", "there"),
    [
        ("名称,经度(GCJ-02),纬度(GCJ-02)\n甲,121.4602,31.2301\n", GCJ),
        ("名称,经度,纬度,坐标系\n甲,121.4602,31.2301,GCJ02\n", GCJ),
        ("名称,经度,纬度,坐标系\n甲,121.4602,31.2301,\n", AS_IT_IS),
        ("名称,高德坐标\n甲,121.4602 31.2301\n", GCJ),
        ("name,gcjlng,gcjlat\n甲,121.4602,31.2301\n", GCJ),
        ("name,wgslng,wgslat\n甲,121.4602,31.2301\n", AS_IT_IS),
        ("本表坐标取自百度地图,,\n名称,经度,纬度\n甲,121.4602,31.2301\n", BD),
        ("名称,经度,纬度,备注\n甲,121.4602,31.2301,坐标为腾讯地图坐标\n", GCJ),
        ("名称,经度,纬度\n甲,121.4602,31.2301\n注：坐标不是高德坐标，为WGS84坐标,,\n", AS_IT_IS),
        ("名称,经度,纬度\n甲,121.4602,31.2301\n注：请在高德地图上搜索,,\n", AS_IT_IS),
        (collection("urn:ogc:def:crs:OGC:1.3:CRS84"), AS_IT_IS),
    ],
)
def test_stated_datum_is_obeyed(brought: Brought, sqlite_store: Store, written: str, there: Position) -> None:
    brought(written)
    assert distance_m(points(sqlite_store)["甲"].position, there) < 1


@pytest.mark.parametrize(
    ("written", "asked", "reason", "named"),
    [
        (
            "名称,经度(GCJ-02),纬度(GCJ-02)\n甲,121.4,31.2\n",
            Datum.WGS84,
            BadFile.DATUM_CONTRADICTED,
            ("GCJ-02", "WGS-84"),
        ),
        ("名称,经度,纬度,坐标系\n甲,121.4,31.2,百度\n", Datum.GCJ02, BadFile.DATUM_CONTRADICTED, ("BD-09", "GCJ-02")),
        ("名称,经度(高德),纬度(百度)\n甲,121.4,31.2\n", None, BadFile.DATUM_TWICE, ("高德", "百度")),
        (
            "名称,经度(高德),纬度(高德)\n甲,121.4,31.2\n注：坐标为WGS84,,\n",
            None,
            BadFile.DATUM_TWICE,
            ("高德", "WGS84"),
        ),
        ("名称,经度,纬度\n甲,121.4,31.2\n注：坐标采用西安80坐标系,,\n", None, BadFile.DATUM_UNKNOWN, ("西安80",)),
        (collection("urn:ogc:def:crs:EPSG::3857"), None, BadFile.DATUM_UNKNOWN, ("3857",)),
    ],
)
def test_contradicted_datum_stops_the_import_once(
    brought: Brought, written: str, asked: Datum | None, reason: BadFile, named: tuple[str, ...]
) -> None:
    found, told = why(brought, written, asked)
    assert (found, [name for name in named if name not in told]) == (reason, [])


def test_sheets_may_differ_in_their_datum_if_each_says_so(brought: Brought, sqlite_store: Store) -> None:
    rows: list[Rows] = [[["名称", f"经度({of})", f"纬度({of})"], [of, 121.4602, 31.2301]] for of in ("高德", "百度")]
    brought(book(甲=rows[0], 乙=rows[1]))
    kept = points(sqlite_store)
    assert distance_m(kept["高德"].position, GCJ) < 1
    assert distance_m(kept["百度"].position, BD) < 1
    silent: Rows = [["名称", "经度", "纬度"], ["丙", 121.4602, 31.2301]]
    assert why(brought, book(甲=rows[0], 乙=rows[1], 丙=silent))[0] is BadFile.DATUM_TWICE


def test_everything_is_told_as_json_too(brought: Brought) -> None:
    told = brought(
        book(甲=[["名称", "经度", "纬度"], ["a", 121.4, 31.2]], 乙=[["名称", "经度", "纬度"], ["", 121.4, 31.2]])
    ).as_json()
    assert told["problems"] == [{"sheet": "乙", "row": 2, "field": "name", "value": "", "problem": "没有名称。"}]
    assert "notes" not in told
    hidden = book(甲=[["名称", "经度", "纬度", "面积"], ["a", 121.4, 31.2, 9]])
    told = brought(hidden).as_json()
    assert [list(note) for note in told["notes"]] == [["at", "note"]]  # type: ignore[attr-defined]


def test_workbook_reads_as_its_first_rows_do(tmp_path: Path) -> None:
    made = book(甲=[["名称", "经度", "纬度"], ["a", 121.4, 31.2]])
    made.save(tmp_path / "list.xlsx")
    assert [line.number for line in read_table(tmp_path / "list.xlsx").lines] == [2]
