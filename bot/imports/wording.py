"""Every sentence that an import can say, Chinese and English side by side, for whoever has to mend the list."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Fault(StrEnum):
    """What can be wrong with a row."""

    NAME_EMPTY = "name_empty"
    TOO_LONG = "too_long"
    LAYER_UNKNOWN = "layer_unknown"
    SERVICE_UNKNOWN = "service_unknown"
    YES_OR_NO = "yes_or_no"
    PHONE_IMPOSSIBLE = "phone_impossible"
    HOURS_UNREADABLE = "hours_unreadable"
    HOURS_DATE = "hours_date"
    POSITION_EMPTY = "position_empty"
    POSITION_UNREADABLE = "position_unreadable"
    POSITION_ZERO = "position_zero"
    POSITION_SWAPPED = "position_swapped"
    POSITION_IMPOSSIBLE = "position_impossible"
    POSITION_ABROAD = "position_abroad"
    NOT_A_PLACE = "not_a_place"
    DISTRICT_EMPTY = "district_empty"
    OTHER_CITY = "other_city"
    OTHER_DISTRICT = "other_district"
    FAR_FROM_CITY = "far_from_city"
    FAR_FROM_DISTRICT = "far_from_district"
    SAME_CODE = "same_code"
    SAME_NAME_AND_ADDRESS = "same_name_and_address"
    SAME_SPOT = "same_spot"
    RUNG_EMPTY = "rung_empty"
    RUNG_UNKNOWN = "rung_unknown"
    RUNG_CHANGED = "rung_changed"
    SITE_UNKNOWN = "site_unknown"
    SITE_OF_NO_BRANCH = "site_of_no_branch"
    PARENT_EMPTY = "parent_empty"
    PARENT_OF_CITY = "parent_of_city"
    PARENT_UNKNOWN = "parent_unknown"
    PARENT_NOT_ABOVE = "parent_not_above"
    PARENT_REFUSED = "parent_refused"
    PARENT_RING = "parent_ring"
    SAME_UNIT = "same_unit"
    UNIT_UNKNOWN = "unit_unknown"
    UNIT_AMBIGUOUS = "unit_ambiguous"
    UNIT_EMPTY = "unit_empty"
    BRANCH_UNKNOWN = "branch_unknown"
    BRANCH_AMBIGUOUS = "branch_ambiguous"
    ROLE_UNKNOWN = "role_unknown"
    ROLE_EMPTY = "role_empty"
    LABEL_EMPTY = "label_empty"
    SAME_INVITATION = "same_invitation"


class BadFile(StrEnum):
    """Why a file cannot be read as a list."""

    NOT_FOUND = "not_found"
    NOT_OPENED = "not_opened"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    BINARY = "binary"
    OLD_EXCEL = "old_excel"
    BROKEN_XLSX = "broken_xlsx"
    BROKEN_CSV = "broken_csv"
    BROKEN_JSON = "broken_json"
    NOT_GEOJSON = "not_geojson"
    COLUMNS_MISSING = "columns_missing"
    NO_ROWS = "no_rows"
    NOT_LINKS = "not_links"


_ROWS: Final[Mapping[Fault, tuple[str, str]]] = MappingProxyType(
    {
        Fault.NAME_EMPTY: ("没有名称。", "The name is missing."),
        Fault.TOO_LONG: ("太长,最多 {most} 个字。", "Too long: at most {most} characters."),
        Fault.LAYER_UNKNOWN: (
            "不认识这个层级。可以写:服务中心、服务点、微站。",
            "This layer is not known. It can be: centre, point, micro station.",
        ),
        Fault.SERVICE_UNKNOWN: (
            "不认识“{word}”。可以写:{known}。",
            "“{word}” is not a known service. It can be: {known}.",
        ),
        Fault.YES_OR_NO: ("请写“是”或“否”,不清楚就留空。", "Write yes or no, or leave it empty if not known."),
        Fault.PHONE_IMPOSSIBLE: (
            "不像电话号码。例如:021-62790000 或 13812345678。",
            "This cannot be a phone number. For example: 021-62790000 or 13812345678.",
        ),
        Fault.HOURS_UNREADABLE: (
            "没有看懂开放时间。例如:周一至周五 9:00-17:00。",
            "The hours could not be read. For example: Mo-Fr 09:00-17:00.",
        ),
        Fault.HOURS_DATE: (
            "电子表格把它变成了日期或时刻。请把单元格设为文本,重新填写,例如:周一至周五 9:00-17:00。",
            "The spreadsheet made a date of it. Format the cell as text and write, for example: Mo-Fr 09:00-17:00.",
        ),
        Fault.POSITION_EMPTY: ("没有坐标。", "The coordinates are missing."),
        Fault.POSITION_UNREADABLE: (
            "没有看懂坐标。例如:31.2304 或 31°13′49″。",
            "The coordinate could not be read. For example: 31.2304 or 31°13′49″N.",
        ),
        Fault.POSITION_ZERO: ("坐标是零,应是没有填写。", "The coordinates are zero, so probably were never filled in."),
        Fault.POSITION_SWAPPED: (
            "经度和纬度填反了。对调后是:纬度 {latitude},经度 {longitude}。",
            "Latitude and longitude are swapped. The other way round: latitude {latitude}, longitude {longitude}.",
        ),
        Fault.POSITION_IMPOSSIBLE: (
            "不是地球上的坐标:纬度在 -90 至 90 之间,经度在 -180 至 180 之间。",
            "Nowhere on Earth: latitude runs from -90 to 90, longitude from -180 to 180.",
        ),
        Fault.POSITION_ABROAD: ("坐标不在国内。", "The coordinates are outside the country."),
        Fault.NOT_A_PLACE: ("不是一个点(GeoJSON 的 Point)。", "Not a single place (a GeoJSON Point)."),
        Fault.DISTRICT_EMPTY: (
            "没有写所在区,地址里也看不出来。",
            "The district is missing, and the address does not tell it.",
        ),
        Fault.OTHER_CITY: (
            "地址在{there},不在{city}。",
            "The address is in another city ({there}), not in {city}.",
        ),
        Fault.OTHER_DISTRICT: (
            "地址在{there},这一行写的是{district}。",
            "The address is in another district ({there}); the row says {district}.",
        ),
        Fault.FAR_FROM_CITY: (
            "坐标不在{city}:离那里的中心约 {km} 公里。请核对坐标和所在区。",
            "Not in {city}: some {km} km from its middle. Check the coordinates and the district.",
        ),
        Fault.FAR_FROM_DISTRICT: (
            "坐标不在{district}:离那里的中心约 {km} 公里。请核对坐标和所在区。",
            "Not in {district}: some {km} km from its middle. Check the coordinates and the district.",
        ),
        Fault.SAME_CODE: ("编号和第 {other} 行重复。", "The same code as row {other}."),
        Fault.SAME_NAME_AND_ADDRESS: (
            "和第 {other} 行重复:名称和地址相同。",
            "A duplicate of row {other}: the same name and address.",
        ),
        Fault.SAME_SPOT: (
            "和第 {other} 行重复:名称相同,位置只差 {m} 米。",
            "A duplicate of row {other}: the same name, {m} m away.",
        ),
        Fault.RUNG_EMPTY: (
            "没有写层级。可以写:市、区、街道、服务中心、服务点、支部。",
            "The layer is missing. It can be: city, district, subdistrict, centre, point, branch.",
        ),
        Fault.RUNG_UNKNOWN: (
            "不认识这个层级。可以写:市、区、街道、服务中心、服务点、支部。",
            "This layer is not known. It can be: city, district, subdistrict, centre, point, branch.",
        ),
        Fault.RUNG_CHANGED: (
            "这个编号已经有一个单位,层级是{known},不能改。请核对编号,或给新单位一个新编号。",
            "A unit with this code is there already, and it is a {known}. Check the code, or give the unit a new one.",
        ),
        Fault.SITE_UNKNOWN: (
            "不认识这个类型。可以写:楼宇、园区、开发区、商圈、市场。",
            "This kind is not known. It can be: building, park, development zone, shopping street, market.",
        ),
        Fault.SITE_OF_NO_BRANCH: ("只有支部才写场所类型。", "Only a branch has a kind of site."),
        Fault.PARENT_EMPTY: (
            "没有写上级单位。只有市一级不写。",
            "The unit above is missing. Only a city has none.",
        ),
        Fault.PARENT_OF_CITY: ("市一级没有上级单位,请留空。", "A city has no unit above it: leave this empty."),
        Fault.PARENT_UNKNOWN: (
            "没有找到这个上级单位,名单里没有,已有的单位里也没有。",
            "There is no such unit, neither in the list nor among those that are there.",
        ),
        Fault.PARENT_NOT_ABOVE: (
            "上级的层级要比它高:上级是{above},它是{below}。",
            "The unit above must be of a higher layer: that one is a {above}, this one a {below}.",
        ),
        Fault.PARENT_REFUSED: (
            "它的上级在第 {other} 行,那一行没有收下。",
            "The unit above is in row {other}, which was not taken.",
        ),
        Fault.PARENT_RING: (
            "上级绕成了一圈,最后又回到它自己。",
            "Going up from here leads round and back to the unit itself.",
        ),
        Fault.SAME_UNIT: (
            "和第 {other} 行重复:层级、名称和上级都相同。",
            "A duplicate of row {other}: the same layer, name and unit above.",
        ),
        Fault.UNIT_UNKNOWN: ("没有找到这个单位。", "There is no such unit."),
        Fault.UNIT_AMBIGUOUS: (
            "叫这个名称的单位不止一个,请写编号:{codes}。",
            "Several units have this name. Write the code: {codes}.",
        ),
        Fault.UNIT_EMPTY: (
            "没有写单位。只有管理员可以不写,那就是全部单位。",
            "The unit is missing. Only an admin may have none, which means all of them.",
        ),
        Fault.BRANCH_UNKNOWN: ("没有找到这个支部。", "There is no such branch."),
        Fault.BRANCH_AMBIGUOUS: (
            "叫这个名称的支部不止一个,请写编号:{codes}。",
            "Several branches have this name. Write the code: {codes}.",
        ),
        Fault.ROLE_EMPTY: (
            "没有写角色。可以写:管理员、组织员、志愿者。",
            "The role is missing. It can be: admin, organiser, volunteer.",
        ),
        Fault.ROLE_UNKNOWN: (
            "不认识这个角色。可以写:管理员、组织员、志愿者。",
            "This role is not known. It can be: admin, organiser, volunteer.",
        ),
        Fault.LABEL_EMPTY: (
            "请写明链接给谁,例如“潍坊新村 2 号”。这几个字只写进链接表,不会保存。",
            "Say whom the link is for, for example “Weifang 2”. It goes into the file of links only and is not stored.",
        ),
        Fault.SAME_INVITATION: (
            "和第 {other} 行重复:单位、角色和备注都相同。",
            "A duplicate of row {other}: the same unit, role and label.",
        ),
    }
)

_FILES: Final[Mapping[BadFile, tuple[str, str]]] = MappingProxyType(
    {
        BadFile.NOT_FOUND: ("没有找到这个文件:{file}", "There is no such file: {file}"),
        BadFile.NOT_OPENED: ("这个文件打不开:{file}", "This file cannot be opened: {file}"),
        BadFile.EMPTY: ("这个文件是空的。", "The file is empty."),
        BadFile.TOO_LARGE: (
            "这个文件有 {size} MB,最多 {most} MB。请分成几份。",
            "The file has {size} MB; at most {most} MB are read. Please split it.",
        ),
        BadFile.TOO_MANY_ROWS: (
            "这个文件超过 {most} 行。请分成几份。",
            "The file has more than {most} rows. Please split it.",
        ),
        BadFile.BINARY: (
            "这不是文字表格。请存为 CSV(UTF-8)、XLSX 或 GeoJSON。",
            "This is not a table of text. Please save it as CSV (UTF-8), XLSX or GeoJSON.",
        ),
        BadFile.OLD_EXCEL: (
            "这是旧版 Excel 文件,或者加了密码。请不加密码,另存为 .xlsx 或 CSV。",
            "This is an old Excel file, or has a password. Please save it without one as .xlsx or CSV.",
        ),
        BadFile.BROKEN_XLSX: (
            "这个文件不是完好的 XLSX。请用电子表格打开,另存为 .xlsx 或 CSV。",
            "This is not a sound XLSX file. Please open it in a spreadsheet and save it as .xlsx or CSV.",
        ),
        BadFile.BROKEN_CSV: (
            "这个 CSV 读不下去,可能少了一个引号。",
            "This CSV cannot be read to its end; a quotation mark may be missing.",
        ),
        BadFile.BROKEN_JSON: ("这个 JSON 不完整。", "This JSON is broken."),
        BadFile.NOT_GEOJSON: (
            "这个 JSON 不是 GeoJSON 的 FeatureCollection。",
            "This JSON is not a GeoJSON FeatureCollection.",
        ),
        BadFile.COLUMNS_MISSING: (
            "没有找到这些列:{missing}。第一行要写列名,例如:{labels}。",
            "No column was found for: {missing}. The first row names the columns, for example: {names}.",
        ),
        BadFile.NOT_LINKS: (
            "{file} 已经有了,但不是邀请链接表。请换一个文件名。",
            "{file} is there already and is no file of links. Please choose another name.",
        ),
        BadFile.NO_ROWS: ("只有列名,没有数据。", "There are column names, but no rows."),
    }
)


def said_of_row(fault: Fault, named: Mapping[str, str], language: str) -> str:
    return _chosen(_ROWS[fault], language).format_map(named)


def said_of_file(why: BadFile, named: Mapping[str, str], language: str) -> str:
    return _chosen(_FILES[why], language).format_map(named)


def _chosen(pair: tuple[str, str], language: str) -> str:
    chinese, english = pair
    return english if language == "en" else chinese
