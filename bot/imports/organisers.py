"""The import of organisers: a list of units, roles and labels in, a file of single-use links out.

The label stands in the file, so that each link reaches the right person, and is their name for colleagues once they
have taken the role; until then it is kept sealed beside the invitation. No number is stored.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.deep_links import invitation_link, invitation_token
from bot.imports.deciding.references import References, codes
from bot.imports.formats.files import read_table
from bot.imports.formats.report import write_table
from bot.imports.table.headers import LINK_FILE, ORGANISER_LIST, Field
from bot.imports.table.problems import FileUnreadable, Finding
from bot.imports.table.row_cells import RowCells
from bot.imports.table.summaries import USUAL, Manner, Mode, Outcome, Progress, Summary, unwatched
from bot.imports.table.tables import Line
from bot.imports.table.wording import BadFile, Fault
from bot.imports.values import spellings
from bot.imports.values.cells import harmless
from bot.texts import words
from bot.texts.names import role_name
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from domain.places.places import Unit
from storage.people.invitation_states import standing
from storage.people.invitations import address, issue
from storage.places.codes import unit_id_of
from storage.places.imports import known_units
from storage.unit_of_work import Store, UnitOfWork

Key = tuple[str, Role, str]
"""The code of the unit, the role and the label: what makes two rows one invitation."""

_TIME: Final = "%Y-%m-%d %H:%M"

_NUMBER: Final = re.compile(r"\+?\d[\d ()-]{5,}\d")
"""A phone number beside the name: it is for whoever passes the link on, and not kept."""

_NAME: Final = 20  # signs, as `bot.flows.reviewing.naming` asks for


@dataclass(frozen=True, slots=True)
class Links:
    """The links to make: of which bot, for how many hours, and the file that they stand in. `now` since 1970."""

    bot: str
    hours: int
    file: Path
    now: float
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Invited:
    """A row that makes sense; `unit` is None for an admin of everything."""

    row: int
    unit: Unit | None
    role: Role
    label: str

    @property
    def key(self) -> Key:
        return self.unit.code if self.unit else "", self.role, str(harmless(self.label))


@dataclass(frozen=True, slots=True)
class Kept:
    """A line of the file of links."""

    unit_code: str
    unit_name: str
    role: Role
    label: str
    link: str
    until: str

    @property
    def key(self) -> Key:
        return self.unit_code, self.role, self.label


def import_organisers(
    store: Store, file: Path, links: Links, manner: Manner = USUAL, on_progress: Progress = unwatched
) -> Summary:
    """Make a link for each row that has none in the file of links yet, or has one that expired unused.

    Raises FileUnreadable, and OSError where the links cannot be written.
    """
    table = read_table(file, ORGANISER_LIST)
    before = dict(_links_before(links.file))
    with store.unit_of_work() as unit:
        rows, findings = _read(table.lines, References(known_units(unit)))
        outcome = _decided(unit, rows, before, links.now)
        if manner.mode is Mode.KEEP and (outcome.imported or outcome.updated):
            made = {one.key: _made(unit, one, links) for one in (*outcome.imported, *outcome.updated)}
            with _written(links.file, (before | made).values(), manner.language):
                unit.commit()
    on_progress(len(table.lines), len(table.lines))
    outcome.findings += findings
    return outcome.summary(table, manner.language)


def _read(lines: Iterable[Line], units: References) -> tuple[list[Invited], list[Finding]]:
    rows: dict[Key, Invited] = {}
    findings: list[Finding] = []
    for line in lines:
        cells = RowCells.of(line)
        invited = _understood(cells, units)
        findings += cells.findings
        if invited is None:
            continue
        first = rows.setdefault(invited.key, invited)
        if first is not invited:
            findings.append(cells.finding(Field.LABEL, Fault.SAME_INVITATION, other=str(first.row)))
    return list(rows.values()), findings


def _understood(cells: RowCells, units: References) -> Invited | None:
    """Read every cell of a row, noting what is wrong with it; None where something is."""
    role = spellings.role(cells.written(Field.ROLE))
    if role is None:
        cells.note(Field.ROLE, Fault.ROLE_UNKNOWN if cells.written(Field.ROLE) else Fault.ROLE_EMPTY)
    unit = _unit(cells, units, role)
    label = cells.text(Field.LABEL)
    if not cells.written(Field.LABEL):
        cells.note(Field.LABEL, Fault.LABEL_EMPTY)
    if role is None or cells.findings:
        return None
    return Invited(cells.line.number, unit, role, label)


def _unit(cells: RowCells, units: References, role: Role | None) -> Unit | None:
    written = cells.text(Field.UNIT)
    meant = units.meant(written) if written else ()
    if not cells.written(Field.UNIT) and role is not Role.ADMIN:
        cells.note(Field.UNIT, Fault.UNIT_EMPTY)
    elif written and not meant:
        cells.note(Field.UNIT, Fault.UNIT_UNKNOWN)
    elif len(meant) > 1:
        cells.note(Field.UNIT, Fault.UNIT_AMBIGUOUS, codes=codes(meant))
    return meant[0] if meant else None


def _decided(unit: UnitOfWork, rows: Sequence[Invited], before: Mapping[Key, Kept], now: float) -> Outcome[Invited]:
    stands = standing(unit, [invitation_token(kept.link) for kept in before.values()], now)
    outcome = Outcome[Invited]()
    for row in rows:
        kept = before.get(row.key)
        match stands.get(invitation_token(kept.link)) if kept else None:
            case "open" | "used" | "withdrawn":
                outcome.unchanged += 1
            case "expired":
                outcome.updated.append(row)
            case _:
                outcome.imported.append(row)
    return outcome


def _made(unit: UnitOfWork, row: Invited, links: Links) -> Kept:
    """Issue an invitation for whoever the label names; only the file will know its link."""
    unit_id = unit_id_of(unit, row.unit.code) if row.unit else None
    token = issue(unit, row.role, unit_id, Deed(HOUSE, links.now), links.hours)
    if name := _NUMBER.sub(" ", row.label).strip()[:_NAME]:
        address(unit, token, " ".join(name.split()))
    until = datetime.fromtimestamp(links.now + links.hours * 3600, links.zone)
    name = row.unit.name if row.unit else ""
    code, role, label = row.key
    return Kept(code, name, role, label, invitation_link(links.bot, token), f"{until:{_TIME}}")


def _links_before(file: Path) -> Mapping[Key, Kept]:
    """Read the links made earlier. Raises FileUnreadable for a file that holds something else."""
    if not file.exists():
        return {}
    try:
        table = read_table(file, LINK_FILE)
    except FileUnreadable as why:
        if why.why in {BadFile.EMPTY, BadFile.NO_ROWS}:
            return {}  # no link was made yet
        raise FileUnreadable(BadFile.NOT_LINKS, file=str(file)) from None
    kept = [_kept(RowCells.of(line)) for line in table.lines]
    return {one.key: one for one in kept if one is not None}


def _kept(cells: RowCells) -> Kept | None:
    role = spellings.role(cells.written(Field.ROLE))
    if role is None:
        return None
    code, name, label = (cells.written(column) for column in (Field.UNIT, Field.NAME, Field.LABEL))
    return Kept(code, name, role, label, cells.written(Field.LINK), cells.written(Field.UNTIL))


@contextmanager
def _written(file: Path, lines: Iterable[Kept], language: str) -> Iterator[None]:
    """Write the file when the block has succeeded, and leave the one before it alone when it has not."""
    beside = file.with_name(f".new-{file.name}")
    beside.touch(0o600)  # whoever reads it can take a role
    try:
        t = words(language)
        header = (
            t.report("unit code"),
            t.report("name of the unit"),
            t.report("role"),
            t.report("label"),
            t.report("link"),
            t.report("valid until"),
        )
        rows = ((one.unit_code, one.unit_name, role_name(one.role, t), one.label, one.link, one.until) for one in lines)
        write_table(beside, header, rows)
        yield
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
