"""Every sentence that an import can say about a list, for whoever mends it; its value is the message."""

from collections.abc import Mapping
from enum import StrEnum, unique

from bot.texts import report, words
from bot.texts.names import unit_kind_name
from domain.places.places import UnitKind


@unique
class Fault(StrEnum):
    """What can be wrong with a row."""

    NAME_EMPTY = report("The name is missing.")
    TOO_LONG = report("Too long: at most {most} characters.")
    LAYER_UNKNOWN = report("This layer is not known. It can be: centre, point, micro station.")
    SERVICE_UNKNOWN = report("“{word}” is not a known service. It can be: {known}.")
    YES_OR_NO = report("Write yes or no, or leave it empty if not known.")
    PHONE_IMPOSSIBLE = report("“{part}” cannot be a phone number. For example: 021-62790000 or 13812345678.")
    HOURS_UNREADABLE = report("The hours could not be read, because of “{part}”. For example: Mo-Fr 09:00-17:00.")
    HOURS_DATE = report(
        "The spreadsheet made a date of it. Format the cell as text and write, for example: Mo-Fr 09:00-17:00."
    )
    POSITION_EMPTY = report("The coordinates are missing.")
    POSITION_UNREADABLE = report("The coordinate could not be read. For example: 31.2304 or 31°13′49″N.")
    POSITION_ZERO = report("The coordinates are zero, so probably were never filled in.")
    POSITION_SWAPPED = report(
        "Latitude and longitude are swapped. The other way round: latitude {latitude}, longitude {longitude}."
    )
    POSITION_IMPOSSIBLE = report("Nowhere on Earth: latitude runs from -90 to 90, longitude from -180 to 180.")
    POSITION_ABROAD = report("The coordinates are outside the country.")
    NOT_A_PLACE = report("Not a single place (a GeoJSON Point).")
    DATUM_UNKNOWN = report("This datum is not known. It can be: WGS-84, GCJ-02 (Amap), BD-09 (Baidu).")
    DISTRICT_UNKNOWN = report(
        "There is no such district in {city}; there are: {known}. A new one is made by `waystation import units`, never"
        " by a list of places."
    )
    CODE_REWRITTEN = report(
        "The spreadsheet has rewritten this code. Format the column as text, enter the code again and save."
    )
    CELL_REWRITTEN = report("The spreadsheet made a date of this. Format the cell as text and enter it again.")
    DITTO = report("Write it out: “the same as above” may be meant for something else.")
    DISTRICT_EMPTY = report("The district is missing, and neither the subdistrict nor the address tells it.")
    OTHER_CITY = report("The address is in another city ({there}), not in {city}.")
    OTHER_DISTRICT = report("The address is in another district ({there}); the row says {district}.")
    FAR_FROM_CITY = report("Not in {city}: some {km} km from its middle. Check the coordinates and the district.")
    FAR_FROM_DISTRICT = report(
        "Not in {district}: some {km} km from its middle. Check the coordinates and the district."
    )
    SAME_CODE = report("The same code as row {other}.")
    SAME_NAME_AND_ADDRESS = report("A duplicate of row {other}: the same name and address.")
    SAME_NAME_BUT = report(
        "A duplicate of row {other}, which was taken: the same name and address. But they differ: {differs}."
    )
    SAME_SPOT = report("A duplicate of row {other}: the same name, {m} m away.")
    RUNG_EMPTY = report("The layer is missing. It can be: city, district, subdistrict, centre, point, branch.")
    RUNG_UNKNOWN = report("This layer is not known. It can be: city, district, subdistrict, centre, point, branch.")
    RUNG_CHANGED = report(
        "A unit with this code is there already, and it is a {known}. Check the code, or give the unit a new one."
    )
    SITE_UNKNOWN = report(
        "This kind is not known. It can be: building, park, development zone, shopping street, market."
    )
    MERGED = report("This building was merged into {code}, and the row was not taken. Take it out of the list.")
    LANDMARK_UNKNOWN = report(
        "This kind is not known. It can be: metro station, railway station, airport, square, street, temple, park,"
        " sight, shops, school, hospital, other."
    )
    SAME_LANDMARK = report("A duplicate of row {other}: the same landmark.")
    SITE_OF_NO_BRANCH = report("Only a branch has a kind of site.")
    PARENT_EMPTY = report("The unit above is missing. Only a city has none.")
    PARENT_OF_CITY = report("A city has no unit above it: leave this empty.")
    PARENT_UNKNOWN = report("There is no such unit, neither in the list nor among those that are there.")
    PARENT_NOT_ABOVE = report("The unit above must be of a higher layer: that one is a {above}, this one a {below}.")
    PARENT_REFUSED = report("The unit above is in row {other}, which was not taken.")
    PARENT_RING = report("Going up from here leads round and back to the unit itself.")
    SAME_UNIT = report("A duplicate of row {other}: the same layer, name and unit above.")
    UNIT_UNKNOWN = report("There is no such unit.")
    UNIT_AMBIGUOUS = report("Several units have this name. Write the code: {codes}.")
    UNIT_EMPTY = report("The unit is missing. Only an admin may have none, which means all of them.")
    BRANCH_UNKNOWN = report("There is no such branch.")
    BRANCH_AMBIGUOUS = report("Several branches have this name. Write the code: {codes}.")
    ROLE_UNKNOWN = report("This role is not known. It can be: admin, organiser, volunteer.")
    ROLE_EMPTY = report("The role is missing. It can be: admin, organiser, volunteer.")
    DAY_UNREADABLE = report("This is no day. For example: 2027-02-05.")
    ARRANGEMENT_UNKNOWN = report("Write whether the day is off or worked.")
    HOLIDAY_UNKNOWN = report("This holiday is not known. It can be: {known}.")
    HOLIDAY_EMPTY = report("The holiday is missing. It can be: {known}.")
    DAY_NO_WEEKEND = report("A day is moved to a Saturday or Sunday, and this is neither.")
    SAME_DAY = report("The same day as row {other}.")
    LABEL_EMPTY = report(
        "Say whom the link is for, for example “Weifang 2”. It goes into the file of links only and is not stored."
    )
    RESOURCE_KIND_UNKNOWN = report("Say what it is: a room, equipment or a speaker.")
    USE_UNKNOWN = report("Say who may use it: own unit, on request, or shared.")
    FEATURE_UNKNOWN = report("“{word}” is not known here. A room can have: {known}.")
    COUNT_UNREADABLE = report("Write a whole number up to {most}.")
    POINT_UNKNOWN = report("There is no such service point. Write its code or its full name.")
    WHOLE_UNKNOWN = report("What it is a part of is neither in the list nor known. Write its code.")
    WHOLE_RING = report("Going up from here leads round: it would be a part of itself.")
    SAME_RESOURCE = report("A duplicate of row {other}: the same code, or the same name and unit.")
    SAME_INVITATION = report("A duplicate of row {other}: the same unit, role and label.")


@unique
class Unused(StrEnum):
    """What of a file no row became, and how the file was understood."""

    ABOVE_HEADER = report("Above the header, not used: {text}")
    NOT_A_ROW = report("No row of the list, not used: {text}")
    COLUMNS = report("Columns not used: {columns}")
    BARE_COLUMN = report("Column {column} has no header: it was not used. This is the first row with something in it.")
    SHEET_HIDDEN = report("The sheet “{sheet}” is hidden and was not read.")
    SHEET_EMPTY = report("The sheet “{sheet}” is empty.")
    SHEET_NO_LIST = report("The sheet “{sheet}” was not read: {why}")
    DATUM_OBEYED = report("Coordinates were read as {datum}, as the file says: {said}")
    DATUM_ASSUMED = report(
        "Coordinates were read as WGS-84, because neither the list nor --crs says what they count in. Amap and Tencent"
        " give GCJ-02, Baidu BD-09: they are some 500 m off unless told with --crs."
    )
    UNITS_MADE = report("New units were made, because nothing of that name was there: {units}")


@unique
class BadFile(StrEnum):
    """Why a file cannot be read as a list."""

    NOT_FOUND = report("There is no such file: {file}")
    NOT_OPENED = report("This file cannot be opened: {file}")
    EMPTY = report("The file is empty.")
    TOO_LARGE = report("The file has {size} MB; at most {most} MB are read. Please split it.")
    UNPACKS_TOO_LARGE = report(
        "Unpacked, the file is larger than the {most} MB that are read. Please split it, and empty the cells that are"
        " not of the list."
    )
    TOO_MANY_ROWS = report("The file has more than {most} rows. Please split it.")
    BINARY = report("This is not a table of text. Please save it as CSV (UTF-8), XLSX or GeoJSON.")
    OLD_EXCEL = report("This is an old Excel file, or has a password. Please save it without one as .xlsx or CSV.")
    BROKEN_XLSX = report("This is not a sound XLSX file. Please open it in a spreadsheet and save it as .xlsx or CSV.")
    LINE_TOO_LONG = report("Line {row} has more than {most} characters, so this is no list. Nothing was imported.")
    QUOTE_OPEN = report(
        "A quotation mark in row {row} is not closed, so the rows below it cannot be told apart. Nothing was imported:"
        " mend the row (“{text}”) and import again."
    )
    DAMAGED = report(
        "The file is damaged, or put together from files in different encodings: line {row} (“{text}”). Nothing was"
        " imported: save all of it anew as CSV (UTF-8)."
    )
    DATUM_UNKNOWN = report(
        "The file says in row {row} what its coordinates count in, and that cannot be read: {said}. Nothing was"
        " imported: convert them to WGS-84, GCJ-02 or BD-09."
    )
    DATUM_CONTRADICTED = report(
        "The file says in row {row} that its coordinates are {there} ({said}), but --crs says {asked}. Nothing was"
        " imported: leave --crs out, or correct the file."
    )
    DATUM_TWICE = report(
        "The file contradicts itself about its coordinates: row {row} says “{said}”, row {again} says “{other}”."
        " Nothing was imported."
    )
    BROKEN_JSON = report("This JSON is broken.")
    NOT_GEOJSON = report("This JSON is not a GeoJSON FeatureCollection.")
    COLUMNS_MISSING = report(
        "No column was found for: {missing}. The first row names the columns, for example: {examples}."
    )
    YEAR_NOT_WHOLE = report(
        "The days off of {year} are not all there: {holidays}. Nothing was imported: a year is taken as a whole, as it"
        " was published."
    )
    YEAR_NOT_READ = report(
        "The days off of {year} are not all there: {holidays}. Nothing was imported. These rows were not understood;"
        " mend them first, each with its day, off or worked, and its holiday: {rows}."
    )
    NO_ROWS = report("There are column names, but no rows.")
    NOT_LINKS = report("{file} is there already and is no file of links. Please choose another name.")


Named = str | tuple[str, ...]
"""What a sentence names: as it stands in the file, or the columns that the sentence lists."""


def said(why: Fault | BadFile | Unused, named: Mapping[str, Named], language: str) -> str:
    """Say it; kinds of units and columns are named in the language of the sentence."""
    t = words(language)

    def told(one: Named) -> str:
        match one:
            case UnitKind():
                return unit_kind_name(one, t)
            case tuple():
                return t.report(", ").join(map(t.report, one))
        return one

    return t.report(why, **{name: told(one) for name, one in named.items()})
