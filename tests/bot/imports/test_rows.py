"""One row: what is understood, and everything that can be wrong with it."""

import re
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.imports.deciding.rows import Listed, Reading, understood
from bot.imports.table.headers import Field, columns, meaning
from bot.imports.table.tables import Line
from bot.imports.table.wording import BadFile, Fault, Unused, said
from bot.imports.values.addresses import Head, elsewhere, head
from bot.imports.values.cells import Cell, text
from bot.imports.values.degrees import degrees
from bot.imports.values.opening import hours
from bot.imports.values.phones import phone
from bot.imports.values.spellings import layer, role, rung, services, site, yes_or_no
from domain.places.datums import Datum, from_wgs84
from domain.places.geo import Position, distance_m
from domain.places.places import NO_SERVICES, Layer, Services
from domain.times.hours import HoursUnreadable

GOOD: dict[Field, Cell] = {
    Field.CODE: "JA-1",
    Field.NAME: "静安寺街道党群服务中心",
    Field.LAYER: "服务中心",
    Field.DISTRICT: "静安区",
    Field.SUBDISTRICT: "静安寺街道",
    Field.ADDRESS: "上海市静安区南京西路1686号",
    Field.LATITUDE: "31.2231",
    Field.LONGITUDE: "121.4455",
    Field.SERVICES: "挂靠、会议室",
    Field.HOURS: "周一至周五 9:00-17:00",
    Field.PHONE: "021-62790000",
    Field.STEP_FREE: "是",
    Field.BUILDING: "嘉兴大厦",
}


def read(**changed: Cell) -> Reading:
    return read_in(Datum.WGS84, **changed)


def read_in(datum: Datum, /, **changed: Cell) -> Reading:
    cells = GOOD | {Field(name): value for name, value in changed.items()}
    return understood(Line(7, cells), datum, "上海市")


def faults(reading: Reading) -> list[tuple[str, str, Fault]]:
    return [(finding.column.value, finding.value, finding.fault) for finding in reading.findings]


def test_good_row_is_understood() -> None:
    assert read() == Reading(
        Listed(
            row=7,
            code="JA-1",
            name="静安寺街道党群服务中心",
            layer=Layer.CENTRE,
            city="上海市",
            district="静安区",
            subdistrict="静安寺街道",
            address="上海市静安区南京西路1686号",
            building="嘉兴大厦",
            written="31.2231, 121.4455",
            services=Services.ACCEPTS_AFFILIATIONS | Services.ROOM_HIRE,
            hours="Mo-Fr 09:00-17:00",
            phone="021-62790000",
            step_free=True,
        ),
        Position(31.2231, 121.4455),
        (),
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": ""}, ("name", "", Fault.NAME_EMPTY)),
        ({"name": "\u200b \u00a0"}, ("name", "", Fault.NAME_EMPTY)),
        ({"name": "长" * 101}, ("name", "长" * 101, Fault.TOO_LONG)),
        ({"code": "x" * 81}, ("code", "x" * 81, Fault.TOO_LONG)),
        ({"layer": "宫殿"}, ("layer", "宫殿", Fault.LAYER_UNKNOWN)),
        ({"services": "挂靠、理发"}, ("services", "挂靠、理发", Fault.SERVICE_UNKNOWN)),
        ({"step_free": "也许"}, ("step_free", "也许", Fault.YES_OR_NO)),
        ({"phone": "12345678901"}, ("phone", "12345678901", Fault.PHONE_IMPOSSIBLE)),
        ({"phone": "021-62790000、1381234"}, ("phone", "021-62790000、1381234", Fault.PHONE_IMPOSSIBLE)),
        ({"phone": "打给王老师"}, ("phone", "打给王老师", Fault.PHONE_IMPOSSIBLE)),
        ({"hours": "看情况"}, ("hours", "看情况", Fault.HOURS_UNREADABLE)),
        ({"hours": "25:00-26:00"}, ("hours", "25:00-26:00", Fault.HOURS_UNREADABLE)),
        ({"hours": time(9, 0)}, ("hours", "09:00:00", Fault.HOURS_DATE)),
        ({"hours": datetime(2026, 9, 17)}, ("hours", "2026-09-17T00:00:00", Fault.HOURS_DATE)),  # noqa: DTZ001  as in Excel
        ({"latitude": ""}, ("latitude", "", Fault.POSITION_EMPTY)),
        ({"longitude": None}, ("longitude", "", Fault.POSITION_EMPTY)),
        ({"latitude": "不详"}, ("latitude", "不详", Fault.POSITION_UNREADABLE)),
        ({"longitude": "121.4.5"}, ("longitude", "121.4.5", Fault.POSITION_UNREADABLE)),
        ({"latitude": 0, "longitude": 0}, ("coordinates", "0, 0", Fault.POSITION_ZERO)),
        ({"latitude": 121.4455, "longitude": 31.2231}, ("coordinates", "121.4455, 31.2231", Fault.POSITION_SWAPPED)),
        ({"latitude": 91, "longitude": 181}, ("coordinates", "91, 181", Fault.POSITION_IMPOSSIBLE)),
        ({"latitude": "1e9"}, ("coordinates", "1e9, 121.4455", Fault.POSITION_IMPOSSIBLE)),
        ({"latitude": 48.85, "longitude": 2.35}, ("coordinates", "48.85, 2.35", Fault.POSITION_ABROAD)),
        ({"address": "浙江省舟山市普陀区海莲路1号"}, ("address", "浙江省舟山市普陀区海莲路1号", Fault.OTHER_CITY)),
    ],
)
def test_bad_cell_is_told(changed: dict[str, Cell], expected: tuple[str, str, Fault]) -> None:
    assert faults(read(**changed)) == [expected]


def test_everything_wrong_with_a_row_is_told_at_once() -> None:
    reading = read(name="", phone="1", hours="?!", latitude="x")
    assert faults(reading) == [
        ("name", "", Fault.NAME_EMPTY),
        ("hours", "?!", Fault.HOURS_UNREADABLE),
        ("phone", "1", Fault.PHONE_IMPOSSIBLE),
        ("latitude", "x", Fault.POSITION_UNREADABLE),
    ]
    assert reading.position is None


def test_swapped_coordinates_are_told_with_how_to_mend_them() -> None:
    (finding,) = read(latitude="121.4455", longitude="31.2231").findings
    assert finding.told("zh_Hans").problem == "经度和纬度填反了。对调后是：纬度 31.2231，经度 121.4455。"


def test_unknown_service_is_told_with_those_that_are_known() -> None:
    (finding,) = read(services="挂靠;理发").findings
    assert finding.told("en").problem == (
        "“理发” is not a known service. It can be: 挂靠、转接、学习、场地、咨询、骑手休息、志愿、阅读、充电、急救."
    )


@pytest.mark.parametrize("unknown", ["", "-", "无", "暂无", "不详", "N/A", "#N/A", None])
def test_cell_that_says_unknown_is_empty(unknown: Cell) -> None:
    reading = read(services=unknown, hours=unknown, phone=unknown, layer=unknown)
    assert (reading.findings, reading.listed.services, reading.listed.hours) == ((), NO_SERVICES, "")
    assert (reading.listed.phone, reading.listed.layer) == ("", None)


@pytest.mark.parametrize("datum", list(Datum))
def test_position_is_brought_to_wgs84(datum: Datum) -> None:
    true = Position(31.2231, 121.4455)
    shifted = from_wgs84(true, datum)
    placed = read_in(datum, latitude=shifted.latitude, longitude=shifted.longitude).position
    assert placed is not None
    assert distance_m(placed, true) < 0.01


@pytest.mark.parametrize(
    "written",
    ["31.2231,121.4455", "121.4455, 31.2231", "31.2231 121.4455", "(31.2231、121.4455)", "北纬31.2231,东经121.4455"],
)
def test_both_coordinates_in_one_cell(written: str) -> None:
    reading = read(latitude="", longitude="", coordinates=written)
    assert (reading.findings, reading.position) == ((), Position(31.2231, 121.4455))


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", Fault.POSITION_EMPTY),
        ("Polygon", Fault.NOT_A_PLACE),
        ("31.2231", Fault.POSITION_UNREADABLE),
        ("31.2,121.4,5", Fault.POSITION_UNREADABLE),
        ("南京西路", Fault.POSITION_UNREADABLE),
        ("48.85,2.35", Fault.POSITION_ABROAD),
    ],
)
def test_bad_coordinates_in_one_cell(written: str, fault: Fault) -> None:
    assert faults(read(latitude="", longitude="", coordinates=written)) == [("coordinates", written, fault)]


def test_district_is_read_off_the_address_where_it_is_not_given() -> None:
    assert read(district="").listed.district == "静安区"


def test_district_loses_the_name_of_its_city() -> None:
    assert read(district="上海市静安区").listed.district == "静安区"


def test_code_is_the_same_in_every_width() -> None:
    codes = ["310101.0", 310101.0, 310101, " 310101\u200b", "\uff13\uff11\uff10\uff11\uff10\uff11"]
    assert [read(code=code).listed.code for code in codes] == ["310101.0", *["310101"] * 4]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, ""),
        (True, "true"),
        (3.0, "3"),
        (31.25, "31.25"),
        (date(2026, 9, 17), "2026-09-17"),
        (["挂靠", "学习"], "挂靠、学习"),
        (" a\u00a0\u3000b\r\n c\u200d\ufeff ", "a b c"),
        ("a\x00b\ud800c\uffff", "a bc"),
        ("\U00030000", "\U00030000"),
        ("#REF!", ""),
        (float("nan"), ""),
        (float("inf"), "inf"),
        (1e300, "1e+300"),
    ],
)
def test_cell_as_text(cell: Cell, expected: str) -> None:
    assert text(cell) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("31.2304", 31.2304),
        ("31,2304", 31.2304),
        ("\uff13\uff11\uff0e\uff12\uff13", 31.23),
        ("31.25°", 31.25),
        ("31.25度", 31.25),
        ("-31.25", -31.25),
        ("31.25S", -31.25),
        ("N31.25", 31.25),
        ("西经 121.5", -121.5),
        ("31°30′", 31.5),
        ("31°30'36\"N", 31.51),
        ("31°30\u203236\u2033", 31.51),
        ("31º30'36''", 31.51),
        ("东经121度30分36秒", 121.51),
        ("-121:30:36", -121.51),
        ("三一点二五", 31.25),
        ("三十一点二五", 31.25),
        ("一百二十一点五", 121.5),
        ("一百零五", 105.0),
        ("十五", 15.0),
        ("31°60′", None),
        ("31°30′61″", None),
        ("31 121", None),
        ("", None),
        ("点", None),
        ("百", None),
        ("31.2304.5", None),
        ("nan", None),
        ("0x1f", None),
    ],
)
def test_degrees_as_people_write_them(written: str, expected: float | None) -> None:
    assert degrees(written) == (None if expected is None else pytest.approx(expected, abs=1e-12))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("021-62790000", "021-62790000"),
        ("(021)62790000", "(021)62790000"),
        ("62790000", "62790000"),
        ("6279 0000", "6279 0000"),
        ("2162790000", "021 6279 0000"),
        ("13812345678", "13812345678"),
        ("+86 138 1234 5678", "+86 138 1234 5678"),
        ("400-820-8820", "400-820-8820"),
        ("12345", "12345"),
        ("12371", "12371"),
        ("021-62790000转8012", "021-62790000 转 8012"),
        ("021-62790000 ext. 12", "021-62790000 转 12"),
        ("021-62790000 / 13812345678", "021-62790000、13812345678"),
        ("\uff10\uff12\uff11-62790000", "021-62790000"),
        ("021-55501001-801", "021-55501001 转 801"),
        ("55501001-12", "55501001 转 12"),
        ("021－62790000转801", "021-62790000 转 801"),
        ("62790000#801", "62790000 转 801"),
        ("139 0000 0001（王老师）", "139 0000 0001"),
        ("王老师 13900000001", "13900000001"),
        ("13900000001王老师", "13900000001"),
        ("电话：021-62790000", "021-62790000"),
        ("021-62790000（工作日）、13900000001（陈老师）", "021-62790000、13900000001"),
        ("62790000或62790001", "62790000、62790001"),
        ("/", ""),
    ],
)
def test_phones_as_people_write_them(written: str, expected: str) -> None:
    assert phone(written) == (expected, ())


@pytest.mark.parametrize(
    "written", ["1234567", "138123456789", "021-6279", "+1 212 555 01", "12371x", "打给王老师", "转801"]
)
def test_no_phone_number(written: str) -> None:
    assert phone(written) == ("", (written,))


def test_phone_that_is_none_costs_only_itself() -> None:
    assert phone("021-62790000、1381234") == ("021-62790000", ("1381234",))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("周一至周五 9:00-17:00", "Mo-Fr 09:00-17:00"),
        ("Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00"),
        ("24/7", "24/7"),
        ("Mo[1] 09:00-12:00", "Mo[1] 09:00-12:00"),
    ],
)
def test_hours_are_opening_hours(written: str, expected: str) -> None:
    assert hours(written) == expected


@pytest.mark.parametrize("written", ["Mo-Fr at dawn", "2026", "夏令时9:00-17:30/冬令时9:00-17:00"])
def test_hours_that_cannot_be_read_say_what_is_in_the_way(written: str) -> None:
    trouble = hours(written)
    assert isinstance(trouble, HoursUnreadable)
    assert trouble.part in written


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("服务中心", Layer.CENTRE),
        ("Centre", Layer.CENTRE),
        ("服务点", Layer.POINT),
        ("微站", Layer.MICRO_STATION),
        ("Micro-Station", Layer.MICRO_STATION),
        ("micro_station", Layer.MICRO_STATION),
        ("宫殿", None),
    ],
)
def test_layers_in_both_languages(written: str, expected: Layer | None) -> None:
    assert layer(written) == expected


@pytest.mark.parametrize("service", list(Services))
def test_every_service_has_its_own_name(service: Services) -> None:
    assert services((service.name or "").replace("_", " ").title()) == (service, ())


def test_services_are_separated_in_many_ways() -> None:
    wanted = Services.ACCEPTS_AFFILIATIONS | Services.STUDY | Services.CHARGING
    assert {services(f"挂靠{mark}study{mark} 充电。") for mark in "、,;/|\n\uff0c\uff1b"} == {(wanted, ())}


@pytest.mark.parametrize(
    ("written", "expected"),
    [("是", True), ("YES", True), ("1", True), ("否", False), ("no", False), ("", None), ("不详", None), ("半", "半")],
)
def test_yes_or_no(written: str, expected: bool | str | None) -> None:  # noqa: FBT001  what is expected
    assert yes_or_no(written) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("浙江省舟山市普陀区海莲路1号", Head("浙江省", "舟山市", "普陀区")),
        ("浙江舟山市普陀区", Head("浙江", "舟山市", "普陀区")),
        ("上海市-长宁区-金钟路631号", Head("", "上海市", "长宁区")),
        ("浦东新区张杨路500号", Head("", "", "浦东新区")),
        ("吉林市船营区", Head("", "吉林市", "船营区")),
        ("海南路12号", Head("", "", "")),
        ("沪太路3075", Head("", "", "")),
        ("", Head("", "", "")),
    ],
)
def test_head_of_an_address(address: str, expected: Head) -> None:
    assert head(address) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("舟山市普陀区海莲路1号", "舟山市"),
        ("浙江省杭州市西湖区", "杭州市"),
        ("北京市朝阳区", "北京市"),
        ("上海市普陀区", ""),
        ("新城市广场3号", ""),
        ("杭州市西湖区", ""),
        ("普陀区桃花镇", ""),
    ],
)
def test_address_in_another_city_than_row_of_putuo_in_shanghai(address: str, expected: str) -> None:
    assert elsewhere(head(address), "上海市", "普陀区") == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("编号", Field.CODE),
        ("站点名称", Field.NAME),
        ("*名称", Field.NAME),
        ("Name 名称", Field.NAME),
        ("类型", Field.LAYER),
        ("所在区", Field.DISTRICT),
        ("街镇", Field.SUBDISTRICT),
        ("Sub-district", Field.SUBDISTRICT),
        ("详细地址", Field.ADDRESS),
        ("纬度(GCJ-02)", Field.LATITUDE),
        ("LAT", Field.LATITUDE),
        ("经 度", Field.LONGITUDE),
        ("Lng", Field.LONGITUDE),
        ("lon", Field.LONGITUDE),
        ("经纬度", Field.COORDINATES),
        ("服务项目", Field.SERVICES),
        ("Opening hours", Field.HOURS),
        ("联系电话", Field.PHONE),
        ("step_free", Field.STEP_FREE),
        ("楼宇", Field.BUILDING),
        ("备注", Field.REMARK),
        ("阵地类型", Field.LAYER),
        ("可提供服务", Field.SERVICES),
        ("主要服务项目", Field.SERVICES),
        ("对外开放时间", Field.HOURS),
        ("所属\n街道（镇）", Field.SUBDISTRICT),
        ("坐标（经度,纬度）", Field.COORDINATES),
        ("负责人电话", None),
        ("", None),
    ],
)
def test_headers_in_both_languages(header: str, expected: Field | None) -> None:
    assert meaning(header) == expected


def test_left_column_wins_where_two_have_one_meaning() -> None:
    assert columns(["面积", "名称", "站名", "lat"]) == {Field.NAME: 1, Field.LATITUDE: 3}


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_every_fault_has_its_sentence(language: str) -> None:
    names = (
        *("word", "known", "most", "latitude", "longitude", "there", "city", "district", "km", "other", "m"),
        *("codes", "above", "below", "part", "differs", "code"),
    )
    told = [said(fault, {name: name for name in names}, language) for fault in Fault]
    of_files = dict.fromkeys(
        (
            "file",
            "size",
            "most",
            "missing",
            "examples",
            "row",
            "text",
            "said",
            "there",
            "asked",
            "again",
            "other",
            "year",
            "holidays",
            "rows",
        ),
        "7",
    )
    files = [said(why, of_files, language) for why in BadFile]
    of_notes = dict.fromkeys(("text", "columns", "column", "sheet", "why", "datum", "said", "units"), "7")
    notes = [said(why, of_notes, language) for why in Unused]
    assert (len(set(told)), len(set(files)), len(set(notes))) == (len(Fault), len(BadFile), len(Unused))


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize(
    ("fault", "read"),
    [
        (Fault.LAYER_UNKNOWN, layer),
        (Fault.RUNG_UNKNOWN, rung),
        (Fault.RUNG_EMPTY, rung),
        (Fault.SITE_UNKNOWN, site),
        (Fault.ROLE_UNKNOWN, role),
        (Fault.ROLE_EMPTY, role),
    ],
)
def test_what_a_sentence_offers_is_understood(fault: Fault, read: Callable[[str], object], language: str) -> None:
    _, _, offered = re.sub("：", ":", said(fault, {}, language)).rpartition(":")
    offers = re.split("[,、]", offered.rstrip(".。"))
    assert (len(offers) > 2, [word for word in offers if read(word) is None]) == (True, [])


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.dates(),
    st.times(),
    st.lists(st.text(), max_size=3),
    st.from_regex(r"[-+]?[0-9]{1,3}[°.:,][0-9′.]{0,5}[NSEW]?", fullmatch=True),
)


@given(cells=st.dictionaries(st.sampled_from(Field), CELLS), datum=st.sampled_from(Datum))
@settings(deadline=None)
def test_any_cells_are_understood_or_told(cells: dict[Field, Cell], datum: Datum) -> None:
    reading = understood(Line(1, cells), datum, "上海市")
    assert (reading.position is None or bool(reading.listed.name)) or len(reading.findings) > 0
    assert all(finding.told("en").problem for finding in reading.findings)
