"""One row of a list of units: understood, or everything that is wrong with it."""

from dataclasses import dataclass

from bot.imports.table.headers import Field
from bot.imports.table.problems import Finding
from bot.imports.table.row_cells import RowCells
from bot.imports.table.tables import Line
from bot.imports.table.wording import Fault
from bot.imports.values import spellings
from domain.places.places import SiteKind, UnitKind


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """What a row says: `above` is the code or the name of the unit above, empty for a city; `code` may be empty."""

    row: int
    code: str
    name: str
    kind: UnitKind
    site: SiteKind | None
    above: str


def understood_unit(line: Line) -> ListedUnit | tuple[Finding, ...]:
    cells = RowCells.of(line)
    code, name, above = cells.code(), cells.name(), cells.text(Field.PARENT)
    kind = _rung(cells)
    site = _site(cells, kind)
    if kind is UnitKind.CITY and above:
        cells.note(Field.PARENT, Fault.PARENT_OF_CITY)
    if kind not in {UnitKind.CITY, None} and not cells.written(Field.PARENT):
        cells.note(Field.PARENT, Fault.PARENT_EMPTY)
    if kind is None or cells.findings:
        return tuple(cells.findings)
    return ListedUnit(line.number, code, name, kind, site, above)


def _rung(cells: RowCells) -> UnitKind | None:
    written = cells.written(Field.LAYER)
    rung = spellings.rung(written)
    if rung is None:
        cells.note(Field.LAYER, Fault.RUNG_UNKNOWN if written else Fault.RUNG_EMPTY)
    return rung


def _site(cells: RowCells, kind: UnitKind | None) -> SiteKind | None:
    written = cells.written(Field.SITE)
    if not written or spellings.is_unknown(written):
        return None
    site = spellings.site(written)
    if site is None:
        cells.note(Field.SITE, Fault.SITE_UNKNOWN)
    elif kind not in {UnitKind.BRANCH, None}:
        cells.note(Field.SITE, Fault.SITE_OF_NO_BRANCH)
    return site
