"""How buildings, who has them, and promises are told: in lines that lists, cards, messages and briefings share."""

from datetime import date, datetime, tzinfo
from typing import Final

from bot.flows.desk import Desk
from bot.flows.moments import local
from bot.flows.persons import colleague
from bot.flows.typed import readable
from bot.texts import Words
from bot.texts.names import Names
from domain.grid.sources import Source
from storage.grid import areas, teams
from storage.grid.areas import AssignmentRow
from storage.grid.promises import PromiseRow
from storage.grid.sites import SiteRow
from storage.grid.visits import CompanyRow
from storage.places import places
from storage.unit_of_work import UnitOfWork

NAME: Final = 30

source_name = Names(
    "estimate",
    {
        "census": "from a list",
        "organiser": "as an organiser estimates",
        "visit": "as heard at visits",
        "affiliated": "as members have told",
    },
)


def building_name(unit: UnitOfWork, building_id: int) -> str:
    row = places.building(unit, building_id)
    return row.name if row else ""


def site_line(number: int, row: SiteRow, t: Words, zone: tzinfo | None) -> str:
    parts = [row.name, members(row, t), last_visit(row, t, zone)]
    if row.site.has_open:
        parts.append(t.plain("something is open"))
    return t("{number}. {parts}", number=number, parts=" · ".join(part for part in parts if part))


def members(row: SiteRow, t: Words) -> str:
    if row.source is None:
        return ""
    count = row.site.members
    if row.source is Source.AFFILIATED:
        return t.plural("{number} member or more", "{number} members or more", count)
    return t.plural("about {number} member", "about {number} members", count)


def last_visit(row: SiteRow, t: Words, zone: tzinfo | None) -> str:
    if row.last_visit is None:
        return t.plain("nobody has come yet")
    return t.plain("last visit {day}", day=day_of(row.last_visit, t, zone))


def day_of(moment: float, t: Words, zone: tzinfo | None) -> str:
    return t.day(local(moment, zone).date())


def company_name(row: CompanyRow, t: Words) -> str:
    return t.plain("{company}, floor {floor}", company=row.name, floor=row.floor) if row.floor else row.name


def area_name(unit: UnitOfWork, row: AssignmentRow, t: Words) -> str:
    """Name an area by its unit, or by its first building and how many more there are."""
    held = areas.area(unit, row)
    if not held.buildings:
        found = places.unit(unit, row.unit_id)
        return found.name if found else ""
    first = building_name(unit, held.buildings[0])
    if len(held.buildings) == 1:
        return first
    return t.plain("{building} and {number} more", building=first, number=len(held.buildings) - 1)


def looker_name(unit: UnitOfWork, row: AssignmentRow, t: Words) -> str:
    if row.chat_id is not None:
        return colleague(unit, row.chat_id, t)
    team = teams.find(unit, row.team_id or 0)
    return readable(team.name) if team else ""


def until(row: AssignmentRow, t: Words, zone: tzinfo | None) -> str:
    return t.plain("no end set") if row.ends is None else t.plain("until {day}", day=day_of(row.ends, t, zone))


def promise_line(number: int, row: PromiseRow, desk: Desk) -> str:
    t = desk.words
    line = t(
        "{number}. {building}: {what} · by {day}",
        number=number,
        building=building_name(desk.unit, row.building_id),
        what=readable(row.what, 60),
        day=day_of(row.due, t, desk.now.tzinfo),
    )
    return f"{line} · {t('overdue')}" if row.due < desk.now.timestamp() else line


def noon(day: date, zone: tzinfo | None) -> float:
    """Return the moment by which a day stands in the store: its noon, which tells nobody's hours."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=zone).timestamp()


def evening(day: date, zone: tzinfo | None) -> float:
    """Return until when something is to be done that is due on a day."""
    return datetime(day.year, day.month, day.day, 18, tzinfo=zone).timestamp()
