"""One row of a list: understood, or everything that is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.imports import spellings
from bot.imports.addresses import elsewhere, head
from bot.imports.cells import is_moment
from bot.imports.headers import Field
from bot.imports.opening import hours
from bot.imports.phones import phone
from bot.imports.positions import position, written_position
from bot.imports.problems import Finding
from bot.imports.row_cells import RowCells
from bot.imports.tables import Line
from bot.imports.wording import Fault
from domain.datums import Datum
from domain.geo import Position
from domain.places import NO_SERVICES, Layer, Services


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


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a row: with no findings it makes sense by itself. `position` is None where it could not be read."""

    listed: Listed
    position: Position | None
    findings: tuple[Finding, ...]


def understood(line: Line, datum: Datum, home_city: str) -> Reading:
    """Read every cell of a row; `home_city` is where it is if the row does not say."""
    cells = RowCells.of(line)
    placed = position(line.number, cells.texts, datum)
    listed = _Row(cells).listed(home_city)
    if isinstance(placed, Finding):
        return Reading(listed, None, (*cells.findings, placed))
    return Reading(listed, placed, tuple(cells.findings))


@dataclass(frozen=True, slots=True)
class _Row:
    cells: RowCells

    def listed(self, home_city: str) -> Listed:
        city, address = self.cells.text(Field.CITY) or home_city, self.cells.text(Field.ADDRESS)
        return Listed(
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
            phone=self._read(Field.PHONE, phone, Fault.PHONE_IMPOSSIBLE),
            step_free=self._step_free(),
        )

    def _layer(self) -> Layer | None:
        written = self.cells.written(Field.LAYER)
        layer = spellings.layer(written)
        if layer is None and not spellings.is_unknown(written) and written:
            self.cells.note(Field.LAYER, Fault.LAYER_UNKNOWN)
        return layer

    def _district(self, city: str, address: str) -> str:
        district = self.cells.text(Field.DISTRICT).removeprefix(city)
        there = elsewhere(address, city, district)
        if there:
            self.cells.note(Field.ADDRESS, Fault.OTHER_CITY, there=there, city=city)
        read = head(address)
        return district or (read.district if read.city else "")

    def _services(self) -> Services:
        found = spellings.services(self.cells.written(Field.SERVICES))
        if isinstance(found, Services):
            return found
        self.cells.note(Field.SERVICES, Fault.SERVICE_UNKNOWN, word=found, known=spellings.known_services())
        return NO_SERVICES

    def _hours(self) -> str:
        if is_moment(self.cells.line.cells.get(Field.HOURS)):
            self.cells.note(Field.HOURS, Fault.HOURS_DATE)
            return ""
        return self._read(Field.HOURS, hours, Fault.HOURS_UNREADABLE)

    def _read(self, name: Field, read: Callable[[str], str | None], fault: Fault) -> str:
        """Return the cell as `read` tidies it; nothing for one that says nothing or cannot be read, which is noted."""
        written = self.cells.text(name)
        if not written or spellings.is_unknown(written):
            return ""
        found = read(written)
        if found is None:
            self.cells.note(name, fault)
        return found or ""

    def _step_free(self) -> bool | None:
        read = spellings.yes_or_no(self.cells.written(Field.STEP_FREE))
        if isinstance(read, str):
            self.cells.note(Field.STEP_FREE, Fault.YES_OR_NO)
            return None
        return read
