"""The import of what units share: rooms, equipment and speakers, each with its terms; and the same list written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bot.imports.deciding.references import References, codes
from bot.imports.formats.files import read_table
from bot.imports.formats.report import write_table
from bot.imports.table.headers import RESOURCE_LIST, Field
from bot.imports.table.problems import Finding
from bot.imports.table.row_cells import RowCells
from bot.imports.table.summaries import USUAL, Manner, Mode, Outcome, Progress, Summary, unwatched
from bot.imports.table.tables import Table
from bot.imports.table.wording import Fault
from bot.imports.values import lending_words, spellings
from bot.imports.values.cells import folded
from bot.imports.values.opening import hours
from bot.texts import words
from domain.booking.resources import LONGEST_BUFFER_MIN, Kind, Resource, Terms, Use
from domain.places.places import Point, Unit, code_from_name
from domain.times.hours import HoursUnreadable
from storage.booking.listing import known
from storage.booking.saving import save
from storage.places.imports import known_points, known_units
from storage.unit_of_work import Store, UnitOfWork

COLUMNS: Final = (
    *(Field.CODE, Field.KIND, Field.NAME, Field.UNIT, Field.POINT, Field.WHEREABOUTS, Field.HOURS, Field.CAPACITY),
    *(Field.FEATURES, Field.TOPICS, Field.LANGUAGES, Field.USE, Field.BEFORE, Field.AFTER, Field.HOME_HOURS),
    *(Field.HOME_DAYS, Field.QUOTA, Field.PART_OF),
)
"""What a list is written with; it can be read again."""

_MOST: Final[Mapping[Field, int]] = {
    Field.CAPACITY: 100_000,
    Field.BEFORE: LONGEST_BUFFER_MIN,
    Field.AFTER: LONGEST_BUFFER_MIN,
    Field.HOME_DAYS: 365,
    Field.QUOTA: 744,
}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store holds before the import."""

    units: References
    points: Mapping[str, Point]
    by_code: Mapping[str, Resource]
    by_name: Mapping[tuple[str, str], Resource]


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    resource: Resource


def import_resources(store: Store, file: Path, manner: Manner = USUAL, on_progress: Progress = unwatched) -> Summary:
    """Bring a list into the store: good rows go in, all in one transaction; the others are reported with reasons.

    What is known keeps its bookings. Raises FileUnreadable.
    """
    table = read_table(file, RESOURCE_LIST)
    with store.unit_of_work() as unit:
        outcome = _decided(table, _known(unit))
        if manner.mode is Mode.KEEP:
            save(unit, [*outcome.imported, *outcome.updated])
            unit.commit()
    on_progress(len(table.lines), len(table.lines))
    return outcome.summary(table, manner.language)


def export_resources(unit: UnitOfWork, file: Path, path: str, language: str) -> int:
    """Write what the units at this path and below lend, as a list that can be read again. Raises OSError."""
    t = words(language)
    rows = [_written(one) for one in known(unit, path)]
    write_table(file, [t.report(column) for column in COLUMNS], rows)
    return len(rows)


def _written(one: Resource) -> tuple[str, ...]:
    terms = one.terms
    return (
        *(one.code, lending_words.kind.words[one.kind].split()[0], one.name, one.unit_code, one.point_code or ""),
        *(one.whereabouts, one.hours, _number(one.capacity), lending_words.named_features(one.has)),
        *("、".join(one.topics), "、".join(one.languages), lending_words.use.words[terms.use].split()[0]),
        *(str(terms.before_min), str(terms.after_min), terms.home_hours, str(terms.home_days)),
        *(_number(terms.quota_hours), "、".join(one.part_of)),
    )


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _known(unit: UnitOfWork) -> _Known:
    there = known(unit, with_retired=True)
    return _Known(
        References(known_units(unit)),
        {key: one for one in known_points(unit) for key in (one.code, folded(one.name))},
        {one.code: one for one in there},
        {(one.unit_code, folded(one.name)): one for one in there},
    )


def _decided(table: Table, there: _Known) -> Outcome[Resource]:
    """Go through the rows in their order; the first of two that are one thing is taken."""
    outcome = Outcome[Resource]()
    taken: dict[str, int] = {}
    rows = []
    for row in _rows(table, there, outcome.findings):
        other = taken.setdefault(row.resource.code, row.number)
        if other != row.number:
            named = {"other": str(other)}
            outcome.findings.append(Finding(row.number, Field.NAME, row.resource.name, Fault.SAME_RESOURCE, named))
        else:
            rows.append(row)
    for row in _whole(rows, there, outcome.findings):
        before = there.by_code.get(row.resource.code)
        outcome.take(row.resource, before, changed=row.resource != before)
    return outcome


def _whole(rows: Sequence[_Row], there: _Known, findings: list[Finding]) -> Iterator[_Row]:
    """Resolve what each is a part of, by code or by name among the unit's own; refuse a ring."""
    listed = {row.resource.code: row.resource for row in rows}
    by_name = {**there.by_name, **{(one.unit_code, folded(one.name)): one for one in listed.values()}}
    parts_of = {code: one.part_of for code, one in there.by_code.items()}
    resolved = []
    for row in rows:
        one = row.resource
        found = [
            listed.get(whole) or there.by_code.get(whole) or by_name.get((one.unit_code, folded(whole)))
            for whole in one.part_of
        ]
        codes_of = tuple(whole.code for whole in found if whole is not None)
        parts_of[one.code] = codes_of
        resolved.append((row, codes_of, len(codes_of) == len(found)))
    for row, codes_of, is_known in resolved:
        if not is_known or _rings(row.resource.code, parts_of):
            fault = Fault.WHOLE_RING if is_known else Fault.WHOLE_UNKNOWN
            findings.append(Finding(row.number, Field.PART_OF, "、".join(row.resource.part_of), fault, {}))
        else:
            yield _Row(row.number, replace(row.resource, part_of=codes_of))


def _rings(code: str, parts_of: Mapping[str, Iterable[str]]) -> bool:
    seen, coming = set[str](), list(parts_of[code])
    while coming:
        one = coming.pop()
        if one == code:
            return True
        if one not in seen:
            seen.add(one)
            coming += parts_of.get(one, ())
    return False


def _rows(table: Table, there: _Known, findings: list[Finding]) -> Iterator[_Row]:
    for line in table.lines:
        cells = RowCells.of(line)
        resource = _understood(cells, there)
        findings += cells.findings
        if resource is not None:
            yield _Row(line.number, resource)


def _understood(cells: RowCells, there: _Known) -> Resource | None:
    """Read every cell of a row, noting what is wrong with it; None where something is."""
    name, kind, unit = cells.name(), _kind(cells), _unit(cells, there.units)
    point, terms = _point(cells, there), _terms(cells)
    has, unknown = lending_words.features(cells.written(Field.FEATURES))
    for word in unknown:
        cells.note(Field.FEATURES, Fault.FEATURE_UNKNOWN, word=word, known=lending_words.known_features())
    details = {
        "whereabouts": cells.text(Field.WHEREABOUTS),
        "hours": _hours(cells, Field.HOURS),
        "capacity": _count(cells, Field.CAPACITY),
        "has": has,
        "topics": spellings.listed(cells.text(Field.TOPICS)),
        "languages": lending_words.languages(cells.text(Field.LANGUAGES)),
        "part_of": spellings.listed(cells.text(Field.PART_OF)),
    }
    code = cells.code()
    if kind is None or unit is None or cells.findings:
        return None
    before = there.by_name.get((unit.code, folded(name)))
    code = code or (before.code if before else code_from_name(name, f"resource\n{unit.code}"))
    point_code = point.code if point else None
    return Resource(code, kind, name, unit.code, point_code, terms=terms, **details)  # type: ignore[arg-type]  # by name


def _kind(cells: RowCells) -> Kind | None:
    kind = lending_words.kind(cells.written(Field.KIND))
    if kind is None:
        cells.note(Field.KIND, Fault.RESOURCE_KIND_UNKNOWN)
    return kind


def _unit(cells: RowCells, units: References) -> Unit | None:
    meant = units.meant(cells.text(Field.UNIT)) if cells.written(Field.UNIT) else ()
    if not meant:
        cells.note(Field.UNIT, Fault.UNIT_UNKNOWN)
    elif len(meant) > 1:
        cells.note(Field.UNIT, Fault.UNIT_AMBIGUOUS, codes=codes(meant))
    return meant[0] if len(meant) == 1 else None


def _point(cells: RowCells, there: _Known) -> Point | None:
    written = cells.text(Field.POINT)
    point = there.points.get(written) or there.points.get(folded(written)) if written else None
    if written and point is None:
        cells.note(Field.POINT, Fault.POINT_UNKNOWN)
    return point


def _terms(cells: RowCells) -> Terms:
    use = lending_words.use(cells.written(Field.USE))
    if use is None and cells.written(Field.USE):
        cells.note(Field.USE, Fault.USE_UNKNOWN)
    return Terms(
        use or Use.ASK,
        _count(cells, Field.BEFORE) or 0,
        _count(cells, Field.AFTER) or 0,
        _hours(cells, Field.HOME_HOURS),
        _count(cells, Field.HOME_DAYS) or 0,
        _count(cells, Field.QUOTA),
    )


def _hours(cells: RowCells, name: Field) -> str:
    written = cells.text(name)
    read = hours(written) if written and not spellings.is_unknown(written) else ""
    if isinstance(read, HoursUnreadable):
        cells.note(name, Fault.HOURS_UNREADABLE, part=read.part)
        return ""
    return read


def _count(cells: RowCells, name: Field) -> int | None:
    written = cells.written(name)
    if not written or spellings.is_unknown(written):
        return None
    if not (written.isascii() and written.isdigit()) or int(written[:9]) > _MOST[name]:
        cells.note(name, Fault.COUNT_UNREADABLE, most=str(_MOST[name]))
        return None
    return int(written)
