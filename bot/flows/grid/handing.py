"""Handing over: what those who leave and those who come are told, and the briefing of an area on one page."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.chat import Button, Document, Text
from bot.flows.desk import Desk, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.grid.my_buildings import ordered
from bot.flows.grid.text import area_name, building_name, company_name, day_of, last_visit, looker_name, members, until
from bot.flows.typed import readable
from bot.papers.briefing import Briefing, Line, briefing_pdf
from bot.papers.naming import file_name
from bot.texts import Words
from storage.grid import areas, promises, sites, visits
from storage.grid.areas import AssignmentRow
from storage.grid.handing_over import Passed
from storage.grid.promises import PromiseRow
from storage.grid.sites import SiteRow
from storage.unit_of_work import UnitOfWork


def handed_over(
    unit: UnitOfWork, row: AssignmentRow, passed: Sequence[Passed], words_for: Callable[[int], Words], now: datetime
) -> tuple[Tell, ...]:
    """Tell those who had an area that it has ended, with thanks, and those who owe something now what that is."""
    told: dict[int, Tell] = {}
    for chat_id in areas.chats_of(unit, row):
        t = words_for(chat_id)
        said = t(
            "{area}: your time there has ended. What was open has passed on. Thank you.", area=area_name(unit, row, t)
        )
        told[chat_id] = Tell(chat_id, Text(said))
    for owner in dict.fromkeys(one.owner for one in passed):
        told[owner] = _to_new_owner(unit, row.id, owner, [one for one in passed if one.owner == owner], words_for, now)
    return tuple(told.values())


def passed_on(
    unit: UnitOfWork, passed: Sequence[Passed], words_for: Callable[[int], Words], now: datetime
) -> tuple[Tell, ...]:
    """Tell those who owe something now, where no area but a role has ended."""
    return tuple(
        _to_new_owner(unit, 0, owner, [one for one in passed if one.owner == owner], words_for, now)
        for owner in dict.fromkeys(one.owner for one in passed)
    )


def _to_new_owner(  # noqa: PLR0913, PLR0917  a message with all that it is made of
    unit: UnitOfWork,
    assignment_id: int,
    owner: int,
    passed: Sequence[Passed],
    words_for: Callable[[int], Words],
    now: datetime,
) -> Tell:
    t = words_for(owner)
    lines = [
        t.plural("{number} promise has passed on to you:", "{number} promises have passed on to you:", len(passed))
    ]
    lines += [_promise(unit, one.promise, t, now) for one in passed[:5]]
    ways = [Button(t.button("See them"), EntryPoint.PROMISES.data())]
    ways += [Button(t.button("Briefing"), EntryPoint.BRIEFING.data(assignment_id))] if assignment_id else []
    return Tell(owner, Text("\n".join(lines), (tuple(ways),)))


def _promise(unit: UnitOfWork, row: PromiseRow, t: Words, now: datetime) -> str:
    return t(
        "· {building}: {words}, by {day}",
        building=building_name(unit, row.building_id),
        words=readable(row.what, 60),
        day=day_of(row.due, t, now.tzinfo),
    )


def paper(row: AssignmentRow, desk: Desk) -> Document:
    """Write the briefing of an area: its buildings, the longest waiting first, and what is owed there."""
    t, unit, zone = desk.words, desk.unit, desk.now.tzinfo
    rows = ordered(sites.of_areas(unit, [(areas.area(unit, row), row.path)], desk.now.timestamp()))
    owed = promises.of_buildings(unit, [one.site.id for one in rows])
    name = area_name(unit, row, t)
    given = Briefing(
        area=name,
        looker=looker_name(unit, row, t),
        term=until(row, t, zone),
        made_on=t.full_day(desk.today),
        buildings=tuple(_building(one, desk) for one in rows[:MOST_BUILDINGS]),
        more_buildings=max(0, len(rows) - MOST_BUILDINGS),
        promises=tuple(_owed(one, desk) for one in owed[:MOST_PROMISES]),
        more_promises=max(0, len(owed) - MOST_PROMISES),
        language=t.language,
    )
    caption = t.plain("The briefing of {area}, on one page.", area=name)
    return Document(file_name("pdf", t.plain("Briefing"), name, desk.today), briefing_pdf(given), caption)


MOST_BUILDINGS = 10
MOST_PROMISES = 8


def _building(row: SiteRow, desk: Desk) -> Line:
    t = desk.words
    found = visits.companies_of(desk.unit, row.site.id)
    names = (
        "、".join(company_name(one, t) for one in found[-3:])
        if t.language != "en"
        else "; ".join(company_name(one, t) for one in found[-3:])
    )
    facts = [members(row, t), last_visit(row, t, desk.now.tzinfo), names]
    return Line(row.name, " · ".join(one for one in facts if one))


def _owed(row: PromiseRow, desk: Desk) -> Line:
    t = desk.words
    day = day_of(row.due, t, desk.now.tzinfo)
    return Line(
        building_name(desk.unit, row.building_id), t.plain("{words}, by {day}", words=readable(row.what, 80), day=day)
    )
