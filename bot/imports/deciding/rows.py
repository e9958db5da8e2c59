"""One row of a list: understood, or everything that is wrong with it."""

from dataclasses import dataclass, field, replace

from bot.imports.table.headers import Field
from bot.imports.table.positions import position, written_position
from bot.imports.table.problems import Finding
from bot.imports.table.row_cells import RowCells
from bot.imports.table.tables import Line
from bot.imports.table.wording import Fault
from bot.imports.values import spellings
from bot.imports.values.addresses import elsewhere, head
from bot.imports.values.cells import is_moment
from bot.imports.values.opening import hours
from bot.imports.values.phones import phone
from domain.places.datums import Datum
from domain.places.geo import Position
from domain.places.places import Layer, Services
from domain.remembered import remembered
from domain.times.hours import HoursUnreadable


@dataclass(frozen=True, slots=True)
class Listed:
    """What a row says; empty or None where it says nothing. `written` are the coordinates as they stand in the file."""

    row: int
    code: str
    name: str
    layer: Layer | None
    city: str
    district: str
    subdistrict: str
    address: str
    building: str
    written: str
    services: Services
    hours: str
    phone: str
    step_free: bool | None
    fields: frozenset[Field] = field(default=frozenset(), compare=False)
    """What its sheet has a column for."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a row: with no findings it makes sense by itself. `position` is None where it could not be read."""

    listed: Listed
    position: Position | None
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether the row can be taken, if without some of its cells."""
        return self.position is not None and all(finding.costs_only_itself for finding in self.findings)


def understood(line: Line, datum: Datum, home_city: str) -> Reading:
    """Read every cell of a row; `home_city` is where it is if the row does not say."""
    cells = RowCells.of(line)
    placed = position(cells, datum)
    listed = _Row(cells).listed(home_city)
    if isinstance(placed, Finding):
        return Reading(listed, None, (*cells.findings, placed))
    return Reading(listed, placed, tuple(cells.findings))


@dataclass(frozen=True, slots=True)
class _Row:
    cells: RowCells

    def listed(self, home_city: str) -> Listed:
        city, address = self.cells.text(Field.CITY) or home_city, self.cells.text(Field.ADDRESS)
        listed = Listed(
            row=self.cells.line.number,
            code=self.cells.code(),
            name=self.cells.name(),
            layer=self._layer(),
            city=city,
            district=self._district(city, address),
            subdistrict=self.cells.text(Field.SUBDISTRICT),
            address=address,
            building=self.cells.text(Field.BUILDING),
            written=written_position(self.cells.texts),
            services=self._services(),
            hours=self._hours(),
            phone=self._phone(),
            step_free=self._step_free(),
            fields=self.cells.line.fields,
        )
        vain = self._said_in_vain(listed)
        return replace(listed, fields=_without(listed.fields, vain)) if vain else listed

    def _said_in_vain(self, listed: Listed) -> frozenset[Field]:
        """Name the columns of which nothing was understood here: what is known of the place is not lost for that."""
        wrong = frozenset(finding.column for finding in self.cells.findings)
        read = {Field.SERVICES: listed.services, Field.PHONE: listed.phone}
        return wrong - {name for name, value in read.items() if value}

    def _layer(self) -> Layer | None:
        written = self.cells.written(Field.LAYER)
        layer = spellings.layer(written)
        if layer is None and not spellings.is_unknown(written) and written:
            self.cells.note(Field.LAYER, Fault.LAYER_UNKNOWN)
        return layer

    def _district(self, city: str, address: str) -> str:
        district = self.cells.text(Field.DISTRICT).removeprefix(city)
        read = head(address)
        there = elsewhere(read, city, district)
        if there:
            self.cells.note(Field.ADDRESS, Fault.OTHER_CITY, there=there, city=city)
        return district or (read.district if read.city else "")

    def _services(self) -> Services:
        found, unknown = spellings.services(self.cells.written(Field.SERVICES))
        if unknown:
            self.cells.note(
                Field.SERVICES, Fault.SERVICE_UNKNOWN, word="、".join(unknown), known=spellings.known_services()
            )
        return found

    def _phone(self) -> str:
        """Keep the numbers that can be read, and name those that cannot."""
        written = self._said(Field.PHONE)
        found, unknown = phone(written)
        if unknown:
            self.cells.note(Field.PHONE, Fault.PHONE_IMPOSSIBLE, part="、".join(unknown))
        return found

    def _hours(self) -> str:
        if is_moment(self.cells.line.cells.get(Field.HOURS)):
            self.cells.note(Field.HOURS, Fault.HOURS_DATE)
            return ""
        written = self._said(Field.HOURS)
        found = hours(written) if written else ""
        if isinstance(found, HoursUnreadable):
            self.cells.note(Field.HOURS, Fault.HOURS_UNREADABLE, part=found.part)
            return ""
        return found

    def _said(self, name: Field) -> str:
        """Return the cell, or nothing for one that says that there is nothing to say."""
        written = self.cells.text(name)
        return "" if spellings.is_unknown(written) else written

    def _step_free(self) -> bool | None:
        read = spellings.yes_or_no(self.cells.written(Field.STEP_FREE))
        if isinstance(read, str):
            self.cells.note(Field.STEP_FREE, Fault.YES_OR_NO)
            return None
        return read


@remembered(1024)
def _without(fields: frozenset[Field], vain: frozenset[Field]) -> frozenset[Field]:
    """Hold each set of columns once: a set weighs as much as all the rest of a row."""
    return fields - vain
