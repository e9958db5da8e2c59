"""One row of a list: understood, or everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

from bot.imports import words
from bot.imports.addresses import elsewhere, head
from bot.imports.cells import is_moment, text
from bot.imports.headers import Field
from bot.imports.opening import hours
from bot.imports.phones import phone
from bot.imports.positions import position, written_position
from bot.imports.problems import Finding
from bot.imports.tables import Line
from bot.imports.wording import Fault
from domain.datums import Datum
from domain.geo import Position
from domain.places import NO_SERVICES, Layer, Services

MOST: Final[Mapping[Field, int]] = MappingProxyType(
    {
        Field.CODE: 80,
        Field.NAME: 100,
        Field.CITY: 30,
        Field.DISTRICT: 30,
        Field.SUBDISTRICT: 40,
        Field.ADDRESS: 300,
        Field.BUILDING: 100,
        Field.PHONE: 100,
        Field.HOURS: 300,
    }
)
"""How many characters a field may have. A code fits its column; the rest fits a card that is still read."""


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
    texts = {name: text(cell) for name, cell in line.cells.items()}
    placed = position(line.number, texts, datum)
    row = _Row(line, texts)
    listed = row.listed(home_city)
    if isinstance(placed, Finding):
        return Reading(listed, None, (*row.findings, placed))
    return Reading(listed, placed, tuple(row.findings))


@dataclass(slots=True)
class _Row:
    line: Line
    texts: Mapping[Field, str]
    findings: list[Finding] = field(default_factory=list)

    def listed(self, home_city: str) -> Listed:
        city, address = self._text(Field.CITY) or home_city, self._text(Field.ADDRESS)
        return Listed(
            row=self.line.number,
            code=self._code(),
            name=self._name(),
            layer=self._layer(),
            city=city,
            district=self._district(city, address),
            subdistrict=self._text(Field.SUBDISTRICT),
            address=address,
            building=self._text(Field.BUILDING),
            written=written_position(self.texts),
            services=self._services(),
            hours=self._hours(),
            phone=self._phone(),
            step_free=self._step_free(),
        )

    def _text(self, name: Field) -> str:
        """Return the cell's text; nothing for one that is too long, which is noted."""
        written = self.texts.get(name, "")
        if len(written) > MOST[name]:
            self._note(name, Fault.TOO_LONG, most=str(MOST[name]))
            return ""
        return written

    def _note(self, name: Field, fault: Fault, **named: str) -> None:
        self.findings.append(Finding(self.line.number, name, self.texts.get(name, ""), fault, named))

    def _code(self) -> str:
        code = "".join(normalize("NFKC", self.texts.get(Field.CODE, "")).split())
        if len(code) > MOST[Field.CODE]:
            self._note(Field.CODE, Fault.TOO_LONG, most=str(MOST[Field.CODE]))
            return ""
        return code

    def _name(self) -> str:
        if not self.texts.get(Field.NAME):
            self._note(Field.NAME, Fault.NAME_EMPTY)
        return self._text(Field.NAME)

    def _layer(self) -> Layer | None:
        written = self.texts.get(Field.LAYER, "")
        layer = words.layer(written)
        if layer is None and not words.is_unknown(written) and written:
            self._note(Field.LAYER, Fault.LAYER_UNKNOWN)
        return layer

    def _district(self, city: str, address: str) -> str:
        district = self._text(Field.DISTRICT).removeprefix(city)
        there = elsewhere(address, city, district)
        if there:
            self._note(Field.ADDRESS, Fault.OTHER_CITY, there=there, city=city)
        read = head(address)
        return district or (read.district if read.city else "")

    def _services(self) -> Services:
        found = words.services(self.texts.get(Field.SERVICES, ""))
        if isinstance(found, Services):
            return found
        self._note(Field.SERVICES, Fault.SERVICE_UNKNOWN, word=found, known=words.known_services())
        return NO_SERVICES

    def _hours(self) -> str:
        if is_moment(self.line.cells.get(Field.HOURS)):
            self._note(Field.HOURS, Fault.HOURS_DATE)
            return ""
        written = self._text(Field.HOURS)
        if not written or words.is_unknown(written):
            return ""
        read = hours(written)
        if read is None:
            self._note(Field.HOURS, Fault.HOURS_UNREADABLE)
        return read or ""

    def _phone(self) -> str:
        written = self._text(Field.PHONE)
        if not written or words.is_unknown(written):
            return ""
        read = phone(written)
        if read is None:
            self._note(Field.PHONE, Fault.PHONE_IMPOSSIBLE)
        return read or ""

    def _step_free(self) -> bool | None:
        read = words.yes_or_no(self.texts.get(Field.STEP_FREE, ""))
        if isinstance(read, str):
            self._note(Field.STEP_FREE, Fault.YES_OR_NO)
            return None
        return read
