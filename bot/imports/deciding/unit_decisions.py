"""What becomes of each row of a list of units: a tree with no unknown parent, no ring and nothing upside down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, final

from bot.imports.deciding.references import References, codes, stem
from bot.imports.deciding.unit_rows import ListedUnit
from bot.imports.table.headers import Field
from bot.imports.table.problems import Finding
from bot.imports.table.row_cells import as_code
from bot.imports.table.summaries import Outcome
from bot.imports.table.wording import Fault
from bot.imports.values import spellings
from bot.imports.values.cells import folded
from domain.places.places import Unit, UnitKind, code_from_name

_DEPTH: Final[Mapping[UnitKind, int]] = MappingProxyType({kind: depth for depth, kind in enumerate(UnitKind)})
_NO_CODES: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class UnitList:
    """The rows that can be read, those that cannot by code and name as far as they say it, and the list's columns."""

    listed: Sequence[ListedUnit]
    refused: Mapping[str, int]
    fields: frozenset[Field]


def decide_units(given: UnitList, known: Sequence[Unit]) -> Outcome[Unit]:
    """Go through the rows; their order does not matter, but the first of two that are one unit is taken."""
    deciding = _Deciding(given, known)
    outcome = Outcome[Unit](renamed=deciding.renamed)
    for row in given.listed:
        decided = deciding.decided(row)
        if isinstance(decided, Finding):
            outcome.findings.append(decided)
        else:
            before = deciding.before.get(decided.code)
            outcome.take(decided, before, changed=before is not None and not deciding.stands(decided))
    return outcome


@final
class _Deciding:
    def __init__(self, given: UnitList, known: Sequence[Unit]) -> None:
        self.before: dict[str, Unit] = {}  # known units by the code that they will have
        self.renamed: dict[str, str] = {}
        self._codes_before: dict[str, str] = {}
        self._given = given
        self._known = {unit.code: unit for unit in known}
        self._references = References(known)
        self._by_code: dict[str, ListedUnit] = {}
        self._by_name: dict[str, list[ListedUnit]] = {}
        for row in given.listed:
            self._by_name.setdefault(stem(row.name), []).append(row)
            if row.code:
                self._by_code.setdefault(row.code, row)
        # A known unit that a row names by its code is that row's, whatever it is called now.
        self._by_place = {_place(unit): unit for unit in reversed(known) if unit.code not in self._by_code}
        self._decided: dict[int, Unit | Finding] = {}
        self._taken: dict[str, ListedUnit] = {}
        self._taken_places: dict[tuple[UnitKind, str | None, str], ListedUnit] = {}

    def decided(self, row: ListedUnit) -> Unit | Finding:
        """Decide a row once, after the unit above it: no deeper recursion than the tree has rungs."""
        if row.row not in self._decided:
            self._decided[row.row] = self._decide(row)
        return self._decided[row.row]

    def stands(self, unit: Unit) -> bool:
        """Tell whether the store holds a known unit exactly like this."""
        before = self.before[unit.code]
        parent_code = before.parent_code and self.renamed.get(before.parent_code, before.parent_code)
        return replace(before, parent_code=parent_code) == unit

    def _decide(self, row: ListedUnit) -> Unit | Finding:
        first = self._by_code.get(row.code, row)
        if first is not row:
            return Finding(row.row, Field.CODE, row.code, Fault.SAME_CODE, {"other": str(first.row)})
        above = self._above(row) if row.above else None
        return above if isinstance(above, Finding) else self._unit(row, above.code if above else None)

    def _unit(self, row: ListedUnit, parent_code: str | None) -> Unit | Finding:
        unit = Unit(row.code, row.kind, row.name, parent_code, row.site)
        known = self._known.get(row.code) or self._by_place.get(_place(unit, self._codes_before))
        if known is not None and known.kind is not row.kind:
            written = spellings.rung_word(row.kind)
            return Finding(row.row, Field.LAYER, written, Fault.RUNG_CHANGED, {"known": known.kind})
        if known is not None:
            unit = replace(unit, code=row.code or known.code)
            unit = unit if Field.SITE in self._given.fields else replace(unit, site_kind=known.site_kind)
        if not unit.code:
            unit = replace(unit, code=code_from_name(row.name, parent_code or ""))
        return self._taking(row, unit, known)

    def _taking(self, row: ListedUnit, unit: Unit, known: Unit | None) -> Unit | Finding:
        """Take the unit for this row, unless an earlier row is the same unit."""
        other = self._taken.setdefault(known.code if known else unit.code, row)
        there = self._taken_places.setdefault(_place(unit), row)
        # Two rows with codes of their own may share a name; without, they are one unit.
        if other is row and not (row.code and there.code):
            other = there
        if other is not row:
            return Finding(row.row, Field.NAME, row.name, Fault.SAME_UNIT, {"other": str(other.row)})
        if known is not None:
            self.before[unit.code] = known
            if known.code != unit.code:
                self.renamed[known.code] = unit.code
                self._codes_before[unit.code] = known.code
        return unit

    def _above(self, row: ListedUnit) -> Unit | Finding:
        rows, known = self._meant(row.above)
        higher = [one for one in rows if _DEPTH[one.kind] < _DEPTH[row.kind]]
        decided = [self.decided(one) for one in higher]
        units = {unit.code: unit for unit in known if _DEPTH[unit.kind] < _DEPTH[row.kind]}
        units |= {unit.code: unit for unit in decided if isinstance(unit, Unit)}
        units = {code: unit for code, unit in units.items() if code not in self.renamed}
        if len(units) > 1:
            return _finding(row, Fault.UNIT_AMBIGUOUS, codes=codes(units.values()))
        if units:
            return next(iter(units.values()))
        if higher:
            return _refused(row, higher[0].row)
        return self._not_above(row, [*(one.kind for one in rows), *(one.kind for one in known)])

    def _meant(self, written: str) -> tuple[Sequence[ListedUnit], Sequence[Unit]]:
        """Find the rows and the known units that are meant: those of this code, else all of this name."""
        code = as_code(written)
        if code in self._by_code or code in self._known:
            return (
                [self._by_code[code]] if code in self._by_code else [],
                [self._known[code]] if code in self._known else [],
            )
        same = self._by_name.get(stem(written), [])
        exact = [row for row in same if folded(row.name) == folded(written)]
        return exact or same, self._references.meant(written)

    def _not_above(self, row: ListedUnit, kinds: Sequence[UnitKind]) -> Finding:
        if not kinds:
            other = self._given.refused.get(as_code(row.above)) or self._given.refused.get(stem(row.above))
            return _refused(row, other) if other else _finding(row, Fault.PARENT_UNKNOWN)
        if self._leads_back(row):
            return _finding(row, Fault.PARENT_RING)
        return _finding(row, Fault.PARENT_NOT_ABOVE, above=kinds[0], below=row.kind)

    def _leads_back(self, row: ListedUnit) -> bool:
        """Go up through the list from row to row; tell whether this ends where it began."""
        seen: set[int] = set()
        at: ListedUnit | None = row
        while at is not None and at.row not in seen:
            seen.add(at.row)
            at = next(iter(self._meant(at.above)[0]), None) if at.above else None
        return at is row


def _finding(row: ListedUnit, fault: Fault, **named: str) -> Finding:
    return Finding(row.row, Field.PARENT, row.above, fault, named)


def _refused(row: ListedUnit, other: int) -> Finding:
    return _finding(row, Fault.PARENT_REFUSED, other=str(other))


def _place(unit: Unit, codes_before: Mapping[str, str] = _NO_CODES) -> tuple[UnitKind, str | None, str]:
    """Say what tells units apart: two of one kind and name below the same unit are one."""
    parent_code = unit.parent_code and codes_before.get(unit.parent_code, unit.parent_code)
    return unit.kind, parent_code, stem(unit.name)
