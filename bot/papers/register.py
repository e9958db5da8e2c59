"""The register of mobile members (流动党员登记册): a unit and all below it as a spreadsheet. The audit knows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.papers.sheet import Cell, Column, Sheet
from bot.texts import Words, paper, words
from bot.texts.names import affiliation_name, document_name, home_answer_name, stay_name
from domain.affiliations.affiliations import HERE
from domain.people.deeds import By, Deed
from domain.people.members import Details
from domain.people.roles import may_organise
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import deeds, members, roles
from storage.people.members import MemberRow
from storage.places import places
from storage.unit_of_work import UnitOfWork

_AT_ONCE: Final = 5_000  # people in one question: both databases have a limit
_NOTHING_TOLD: Final = Details()

SHEET: Final = Sheet(
    paper("register"),
    (
        Column(paper("no."), 6),
        Column(paper("name"), 12),
        Column(paper("phone"), 16),
        Column(paper("employer"), 22),
        Column(paper("building"), 16),
        Column(paper("host point"), 22),
        Column(paper("kind of stay"), 11),
        Column(paper("home branch"), 24),
        Column(paper("contact of the branch"), 16),
        Column(paper("document"), 15),
        Column(paper("document number"), 18),
        Column(paper("valid until"), 12),
        Column(paper("day of arrival"), 12),
        Column(paper("expected end"), 12),
        Column(paper("state"), 14),
        Column(paper("home confirmed"), 13),
    ),
)


class NotAllowedError(Exception):
    """This person is no organiser of the unit; nothing was read."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which register, in which language; `by` is who asks for it, None for the command line. `now` since 1970.

    `is_csv`: the header and the lines as CSV, without the title, instead of a spreadsheet.
    """

    unit_id: int
    language: str
    zone: ZoneInfo
    now: float
    by: int | None = None
    is_csv: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """The file, and how many stays stand in it."""

    content: bytes
    count: int


def export_register(unit: UnitOfWork, wish: Wish) -> Register:
    """Write everybody who takes part here now, and write down who was looked at. The caller commits.

    Raises `NotAllowedError`, and `LookupError` for a unit that does not exist.
    """
    register, chat_ids = read_register(unit, wish)
    write_down(unit, wish, chat_ids)
    return register


def read_register(unit: UnitOfWork, wish: Wish) -> tuple[Register, list[int]]:
    """Write the same file without writing down who was looked at, and return who that is.

    For who reads beside the writer: nothing is handed out before `write_down` is committed. Raises as above.
    """
    path = places.path_of(unit, wish.unit_id)
    row = places.unit(unit, wish.unit_id)
    if row is None:
        raise LookupError("there is no such unit")
    _check_allowed(unit, wish, path)
    stays = affiliations.of_units(unit, [path], HERE)
    t, day = words(wish.language), datetime.fromtimestamp(wish.now, wish.zone)
    lines = _lines(unit, stays, t)
    title = t.paper(
        "Register of mobile members · {unit} · {year}-{month:02}-{day:02} · {count} in all",
        unit=row.name,
        year=day.year,
        month=day.month,
        day=day.day,
        count=len(lines),
    )
    content = SHEET.as_csv(lines, wish.language) if wish.is_csv else SHEET.written(title, lines, wish.language)
    return Register(content, len(lines)), [stay.chat_id for stay in stays]


def _check_allowed(unit: UnitOfWork, wish: Wish, path: str) -> None:
    if wish.by is not None and not may_organise((held.grant for held in roles.held(unit, wish.by)), path):
        raise NotAllowedError("only an organiser of the unit has its register")


def write_down(unit: UnitOfWork, wish: Wish, chat_ids: Sequence[int]) -> None:
    """Write a row for the register, and one for each person in it: everybody is told who has seen what."""
    whole = Deed(By(wish.by), wish.now, f"{len(chat_ids)} stays")
    deeds.write_down(unit, whole, "register.export", f"unit:{wish.unit_id}")
    each = (f"person:{chat_id}" for chat_id in sorted(set(chat_ids)))
    deeds.write_down(unit, replace(whole, reason=""), "member.register", *each)


def _lines(unit: UnitOfWork, stays: Sequence[AffiliationRow], t: Words) -> list[tuple[Cell, ...]]:
    known = _members(unit, [stay.chat_id for stay in stays])
    hosts = {id_: point.name for id_, point in places.points(unit, {stay.point_id for stay in stays}).items()}
    buildings = _buildings(unit, known)
    return [
        (number, *_line(stay, known.get(stay.chat_id), hosts[stay.point_id], buildings, t))
        for number, stay in enumerate(stays, 1)
    ]


def _line(
    stay: AffiliationRow, member: MemberRow | None, host: str, buildings: Mapping[int, str], t: Words
) -> tuple[Cell, ...]:
    told = member.details if member else _NOTHING_TOLD
    building = told.building or (buildings.get(member.building_id or 0, "") if member else "")
    home = " · ".join(part for part in (told.home.name, told.home.place) if part)
    return (
        told.name,
        told.phone,
        told.employer,
        building,
        host,
        stay_name(stay.stay, t),
        home,
        told.home.contact,
        document_name(told.paper.kind, t),
        told.paper.number,
        told.paper.valid_until,
        stay.arrives_on,
        stay.ends_on,
        affiliation_name(stay.state, t),
        home_answer_name(stay.home, t),
    )


def _members(unit: UnitOfWork, chat_ids: Sequence[int]) -> Mapping[int, MemberRow]:
    found: dict[int, MemberRow] = {}
    for start in range(0, len(chat_ids), _AT_ONCE):
        found |= members.find_all(unit, chat_ids[start : start + _AT_ONCE])
    return found


def _buildings(unit: UnitOfWork, known: Mapping[int, MemberRow]) -> Mapping[int, str]:
    ids = {member.building_id for member in known.values() if member.building_id is not None}
    rows = (places.building(unit, id_) for id_ in sorted(ids))
    return {row.id: row.name for row in rows if row is not None}
