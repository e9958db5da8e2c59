"""What the coordinates of a table count in: as the file says, else as was asked, else WGS-84; and a note of which."""

from bot.imports.table.headers import Field
from bot.imports.table.problems import Note
from bot.imports.table.stated_datums import Datums, Stated, read_datum, settled
from bot.imports.table.tables import Table
from bot.imports.table.wording import Unused
from bot.imports.values.cells import text
from domain.places.datums import Datum


def datums_of(table: Table, asked: Datum | None) -> tuple[Datums, tuple[Note, ...]]:
    """Settle it. Raises FileUnreadable, naming both, where the file contradicts itself or what was asked for."""
    datums = settled((*table.stated, *_other_than(table, asked)), asked, table.sheets)
    if asked is not None or Field.DATUM in table.fields:
        return datums, ()
    if datums.is_guess:
        return datums, (Note(0, Unused.DATUM_ASSUMED),)
    named = {"datum": "、".join(sorted({one.label for one in datums.of_sheets.values()})), "said": datums.said}
    return datums, (Note(0, Unused.DATUM_OBEYED, named),)


def _other_than(table: Table, asked: Datum | None) -> list[Stated]:
    """Find a row that names another datum than was asked for; rows of one list may differ among themselves."""
    if asked is None or Field.DATUM not in table.fields:
        return []
    for line in table.lines:
        written = text(line.cells.get(Field.DATUM))
        own = read_datum(written) if written else None
        if own is not None and own is not asked:
            return [Stated(own, written, line.number)]
    return []
