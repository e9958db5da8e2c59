"""Handing out an area: what, to whom, until when; three questions, each answered by a tap or in words."""

from datetime import date, timedelta
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.finding.sure_names import buildings_in
from bot.flows.grid.steps import AssignmentCard, AssignmentList, ChoosingArea, ChoosingLooker, ChoosingTerm
from bot.flows.grid.text import area_name, building_name, evening, until
from bot.flows.keyboards import two_a_row
from bot.flows.narrowing import named
from bot.flows.paging import PAGE, UNITS_PAGE, page_buttons
from bot.flows.persons import colleague
from bot.flows.rights import forbid, own_units
from bot.flows.typed import readable
from bot.planning import grid as planning
from domain.people.roles import may_help
from domain.times import dates
from storage.grid import areas, teams
from storage.grid.areas import Charge, Holder
from storage.people import roles
from storage.places import places
from storage.places.places import UnitRow

_TERMS: Final = (91, 182, 365)
_MOST_BUILDINGS: Final = 40
_TEAM: Final = "t"


def show_area(step: ChoosingArea, _paths: list[str], desk: Desk) -> Text:
    t, units = desk.words, _units(desk)
    shown = units[step.page * UNITS_PAGE : (step.page + 1) * UNITS_PAGE]
    asked = t("What is to be looked after? Tap a unit, or type the names of buildings.")
    buttons = two_a_row([Button(readable(unit.name, 40), str(unit.id)) for unit in shown])
    pages = page_buttons(step.page, UNITS_PAGE, len(units), desk)
    return Text(asked, (*buttons, *pages, (Button(t.button("Back"), "back"),)))


def _units(desk: Desk) -> list[UnitRow]:
    own = own_units(desk)
    return [*own, *(below for unit in own for below in places.children(desk.unit, unit.id))]


def hear_area(_step: ChoosingArea, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AssignmentList(), replaces=message_id)
        case Chose(row_id=unit_id, message_id=message_id) if unit_id:
            may = desk.may_organise(unit_id)
            return Go(ChoosingLooker(unit_id), replaces=message_id) if may else forbid(f"unit:{unit_id}", desk)
        case Said(typed) if readable(typed):
            return _typed(typed, desk)
    return None


def _typed(typed: str, desk: Desk) -> Move | None:
    hits = buildings_in(typed, desk.search.names(desk.unit))
    found = [places.building(desk.unit, building_id) for building_id in dict.fromkeys(hit.id for _, _, hit in hits)]
    rows = [row for row in found if row is not None][:_MOST_BUILDINGS]
    if not rows:
        place = named(typed, desk)
        if place is None or not place.unit_id:
            return Go(ChoosingArea(), before=(Text(desk.words("I know no unit or building of that name.")),))
        return Go(ChoosingLooker(place.unit_id)) if desk.may_organise(place.unit_id) else forbid("areas", desk)
    if not all(desk.may_organise(row.unit_id) for row in rows):
        return forbid("areas", desk)
    return Go(
        ChoosingLooker(_shared(rows[0].unit_id, [row.unit_id for row in rows], desk), tuple(row.id for row in rows))
    )


def _shared(first: int, unit_ids: list[int], desk: Desk) -> int:
    """Return the lowest unit that all of these lie in, for its organisers hand the area out."""
    paths = [places.path_of(desk.unit, one) for one in unit_ids]
    chain = [int(part) for part in paths[0].strip("/").split("/") if part]
    return next((one for one in reversed(chain) if all(f"/{one}/" in path for path in paths)), first)


def show_looker(step: ChoosingLooker, _path: str, desk: Desk) -> Text:
    t = desk.words
    choices = _lookers(step, desk)
    shown = choices[step.page * PAGE : (step.page + 1) * PAGE]
    rows = tuple((Button(readable(label, 40), choice),) for label, choice in shown)
    what = _what(step.unit_id, step.buildings, desk)
    asked = t("Who looks after {area}? Whoever has a role here, and every team, stands below.", area=what)
    return Text(asked, (*rows, *page_buttons(step.page, PAGE, len(choices), desk), (Button(t.button("Back"), "back"),)))


def _what(unit_id: int, buildings: tuple[int, ...], desk: Desk) -> str:
    if buildings:
        return desk.words.plain(", ").join(building_name(desk.unit, one) for one in buildings[:3])
    found = places.unit(desk.unit, unit_id)
    return found.name if found else ""


def _lookers(step: ChoosingLooker, desk: Desk) -> list[tuple[str, str]]:
    """Return teams and people who may look after it: label and choice."""
    path, t = places.path_of(desk.unit, step.unit_id), desk.words
    people = {row.chat_id for row in roles.holders_below(desk.unit, path)}
    people |= {*roles.volunteers_of(desk.unit, path), *roles.organisers_of(desk.unit, path)}
    able = sorted(chat_id for chat_id in people if _may(chat_id, path, desk))
    own = [held.path for held in desk.grants]
    found = [(readable(team.name), f"{_TEAM}{team.id}") for team in teams.of_units(desk.unit, own)]
    return [*found, *((colleague(desk.unit, chat_id, t), str(chat_id)) for chat_id in able)]


def _may(chat_id: int, path: str, desk: Desk) -> bool:
    return may_help((held.grant for held in roles.held(desk.unit, chat_id)), path)


def hear_looker(step: ChoosingLooker, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ChoosingArea(), replaces=message_id)
        case Chose(choice, message_id) if choice in {one for _, one in _lookers(step, desk)}:
            team_id = int(choice[1:]) if choice.startswith(_TEAM) else 0
            chat_id = 0 if team_id else int(choice)
            return Go(ChoosingTerm(step.unit_id, step.buildings, chat_id, team_id), replaces=message_id)
    return None


def show_term(_step: ChoosingTerm, _path: str, desk: Desk) -> Text:
    t = desk.words
    labels = (t.button("Three months"), t.button("Half a year"), t.button("A year"))
    terms = [Button(label, str(days)) for label, days in zip(labels, _TERMS, strict=True)]
    rows = two_a_row([*terms, Button(t.button("No end set"), "open"), Button(t.button("Back"), "back")])
    return Text(t("Until when? Two weeks before the end I ask. Tap, or type a day."), rows)


def hear_term(step: ChoosingTerm, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ChoosingLooker(step.unit_id, step.buildings), replaces=message_id)
        case Chose("open", message_id):
            return _assign(step, None, message_id, desk)
        case Chose("91" | "182" | "365" as days, message_id):
            return _assign(step, desk.today + timedelta(days=int(days)), message_id, desk)
        case Said(typed) if readable(typed):
            span = dates.read(typed.strip(), desk.today, desk.today)
            if span is None or span.last <= desk.today:
                return Go(step, before=(Text(desk.words("I read no day to come in that. For example: June 30.")),))
            return _assign(step, span.last, 0, desk)
    return None


def _assign(step: ChoosingTerm, last: date | None, message_id: int, desk: Desk) -> Move:
    path = places.path_of(desk.unit, step.unit_id)
    buildings = [one for b in step.buildings if (one := places.building(desk.unit, b)) is not None]
    is_theirs = all(desk.may_organise(one.unit_id) for one in buildings) and len(buildings) == len(step.buildings)
    team = teams.find(desk.unit, step.team_id) if step.team_id else None
    able = team is not None if step.team_id else _may(step.chat_id, path, desk)
    if not is_theirs:
        return forbid(f"unit:{step.unit_id}", desk)
    if not able:
        gone = Text(desk.words("They can look after nothing here any more. Please choose again."), replaces=message_id)
        return Go(ChoosingLooker(step.unit_id, step.buildings), before=(gone,))
    ends = evening(last, desk.now.tzinfo) if last else None
    holder = Holder(team_id=step.team_id) if step.team_id else Holder(chat_id=step.chat_id)
    row = areas.assign(desk.unit, Charge(step.unit_id, tuple(one.id for one in buildings), ends), holder, desk.deed())
    planning.plan_assignment(desk.unit, row, desk.now)
    tells = []
    for chat_id in areas.chats_of(desk.unit, row):
        if chat_id == desk.person.chat_id:
            continue
        t = desk.words_for(chat_id)
        said = t(
            "{area} is yours to look after, {until}.",
            area=area_name(desk.unit, row, t),
            until=until(row, t, desk.now.tzinfo),
        )
        ways = (
            Button(t.button("My buildings"), EntryPoint.GRID.data()),
            Button(t.button("Briefing"), EntryPoint.BRIEFING.data(row.id)),
        )
        tells.append(Tell(chat_id, Text(said, (ways,))))
    return Go(AssignmentCard(row.id), replaces=message_id, tells=tuple(tells))
