"""Volunteer teams: who is in them, who leads, which areas they have, and what is due this week."""

from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.grid.handing import passed_on
from bot.flows.grid.rights import team as find
from bot.flows.grid.steps import ChoosingTeamMember, MyBuildings, NamingTeam, TeamCard, TeamList
from bot.flows.grid.text import area_name, promise_line, until
from bot.flows.keyboards import two_a_row
from bot.flows.paging import PAGE, page_buttons
from bot.flows.persons import colleague
from bot.flows.rights import forbid, organised, own_units
from bot.flows.typed import readable
from domain.people.roles import may_help
from storage.grid import areas, handing_over, promises, teams
from storage.grid.areas import AssignmentRow
from storage.grid.teams import TeamRow
from storage.people import roles
from storage.places import places

_NAME: Final = 30
_WEEK_S: Final = 7 * 86_400.0
_DUTIES: Final = 5


def opened(opened: Opened, desk: Desk) -> Move:
    if not opened.row_id:
        return Go(TeamList()) if organised(desk) else forbid("teams", desk)
    step = TeamCard(opened.row_id)
    return Go(step) if find(step, desk) is not None else forbid(f"team:{opened.row_id}", desk)


def show_list(step: TeamList, paths: list[str], desk: Desk) -> Text:
    t, rows = desk.words, teams.of_units(desk.unit, paths)
    numbered = list(enumerate(rows, 1))[step.page * PAGE : (step.page + 1) * PAGE]
    lines = [t("Volunteer teams of your units:") if rows else t("There is no volunteer team yet.")]
    lines += [t("{number}. {name}", number=at, name=row.name) for at, row in numbered]
    numbers = tuple(Button(str(at), str(row.id)) for at, row in numbered)
    pages = page_buttons(step.page, PAGE, len(rows), desk)
    last = (Button(t.button("New team"), "new"), Button(t.button("Back"), "back"))
    return Text("\n".join(lines), (*((numbers,) if numbers else ()), *pages, last))


def hear_list(_step: TeamList, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("new", message_id):
            return Go(NamingTeam(own_units(desk)[0].id), replaces=message_id)
        case Chose("back", message_id):
            return Go(MyBuildings(), replaces=message_id)
        case Chose(row_id=team_id, message_id=message_id) if team_id:
            mine = find(TeamCard(team_id), desk) is not None
            return Go(TeamCard(team_id), replaces=message_id) if mine else forbid(f"team:{team_id}", desk)
    return None


def show_naming(step: NamingTeam, _path: str, desk: Desk) -> Text:
    unit = places.unit(desk.unit, step.unit_id)
    asked = desk.words("How is the new team of {unit} called?", unit=unit.name if unit else "")
    return Text(asked, ((Button(desk.words.button("Back"), "back"),),))


def hear_naming(step: NamingTeam, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(TeamList(), replaces=message_id)
        case Said(typed) if readable(typed):
            row = teams.make(desk.unit, step.unit_id, readable(typed, _NAME), desk.now.timestamp())
            return Go(ChoosingTeamMember(row.id))
    return None


def show(_step: TeamCard, row: TeamRow, desk: Desk) -> Text:
    t = desk.words
    lines = [t("<b>{name}</b>", name=row.name), *_people(row, desk)]
    held = [one for one in _areas(row, desk) if one.team_id == row.id]
    zone = desk.now.tzinfo
    lines += [t("Area: {area}, {until}", area=area_name(desk.unit, one, t), until=until(one, t, zone)) for one in held]
    lines += _week(row, desk)
    ways = [Button(t.button("Members and leader"), "people")] if desk.may_organise(row.unit_id) else []
    back: Buttons = (
        *two_a_row(ways),
        (Button(t.button("My buildings"), EntryPoint.GRID.data()), Button(t.button("Back"), "back")),
    )
    return Text("\n".join(lines), back)


def _people(row: TeamRow, desk: Desk) -> list[str]:
    t = desk.words
    members = teams.members(desk.unit, row.id)
    if not members:
        return [t("Nobody is in it yet.")]
    names = [
        t.plain("{name} (leads)", name=colleague(desk.unit, one.chat_id, t))
        if one.is_leader
        else colleague(desk.unit, one.chat_id, t)
        for one in members
    ]
    return [t("In it: {names}", names=" · ".join(names))]


def _areas(row: TeamRow, desk: Desk) -> list[AssignmentRow]:
    return areas.of_units(desk.unit, [places.path_of(desk.unit, row.unit_id)], desk.now.timestamp())


def _week(row: TeamRow, desk: Desk) -> list[str]:
    """Say what is due within a week of what its members owe."""
    t, until_then = desk.words, desk.now.timestamp() + _WEEK_S
    owed = [one for member in teams.members(desk.unit, row.id) for one in promises.of_owner(desk.unit, member.chat_id)]
    due = sorted((one for one in owed if one.due <= until_then), key=lambda one: (one.due, one.id))[:_DUTIES]
    if not due:
        return [t("Nothing is due this week.")]
    return [t("Due this week:"), *(promise_line(at, one, desk) for at, one in enumerate(due, 1))]


def hear(step: TeamCard, row: TeamRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("people", message_id):
            may = desk.may_organise(row.unit_id)
            return Go(ChoosingTeamMember(step.team_id), replaces=message_id) if may else forbid(f"team:{row.id}", desk)
        case Chose("back", message_id):
            return Go(TeamList() if organised(desk) else MyBuildings(), replaces=message_id)
    return None


def _candidates(row: TeamRow, desk: Desk) -> list[int]:
    """Return who may be in it: those in it first, then whoever helps this unit."""
    path = places.path_of(desk.unit, row.unit_id)
    inside = [one.chat_id for one in teams.members(desk.unit, row.id)]
    helping = {*roles.volunteers_of(desk.unit, path), *(one.chat_id for one in roles.holders_below(desk.unit, path))}
    able = [
        one
        for one in sorted(helping - {*inside})
        if may_help((held.grant for held in roles.held(desk.unit, one)), path)
    ]
    return [*inside, *able]


def show_members(step: ChoosingTeamMember, row: TeamRow, desk: Desk) -> Text:
    t = desk.words
    members = {one.chat_id: one.is_leader for one in teams.members(desk.unit, row.id)}
    people = _candidates(row, desk)
    shown = people[step.page * PAGE : (step.page + 1) * PAGE]
    rows: list[tuple[Button, ...]] = []
    for chat_id in shown:
        name = colleague(desk.unit, chat_id, t)
        if chat_id not in members:
            rows.append((Button(t.button("Take in {name}", name=name), f"in.{chat_id}"),))
            continue
        leads = () if members[chat_id] else (Button(t.button("{name} leads", name=name), f"lead.{chat_id}"),)
        rows.append((*leads, Button(t.button("Without {name}", name=name), f"out.{chat_id}")))
    lines = [t("Who is in {name}? Those below help this unit.", name=row.name), *_people(row, desk)]
    last = (Button(t.button("Back"), "back"),)
    return Text("\n".join(lines), (*rows, *page_buttons(step.page, PAGE, len(people), desk), last))


def hear_members(step: ChoosingTeamMember, row: TeamRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(TeamCard(step.team_id), replaces=message_id)
        case Chose(choice, message_id) if "." in choice:
            verb, _, number = choice.partition(".")
            chat_id = int(number) if number.isdecimal() and len(number) <= 15 else 0
            return _done(step, row, verb, chat_id, message_id, desk) if chat_id in _candidates(row, desk) else None
    return None


def _done(  # noqa: PLR0913, PLR0917  a verb with its object, at a screen
    step: ChoosingTeamMember, row: TeamRow, verb: str, chat_id: int, message_id: int, desk: Desk
) -> Move | None:
    t = desk.words_for(chat_id)
    inside = {one.chat_id for one in teams.members(desk.unit, row.id)}
    match verb:
        case "in" if teams.join(desk.unit, row.id, chat_id, desk.now.timestamp()):
            said = Text(t("You are in the team {name} now.", name=row.name), ((_card(row, chat_id, desk),),))
            return Go(step, replaces=message_id, tells=_to(chat_id, said, desk))
        case "lead" if chat_id in inside:
            teams.lead(desk.unit, row.id, chat_id)
            return Go(
                step,
                replaces=message_id,
                tells=_to(chat_id, Text(t("You lead the team {name} now.", name=row.name)), desk),
            )
        case "out" if chat_id in inside:
            passed = handing_over.leave_team(desk.unit, row.id, chat_id, desk.deed())
            said = Text(t("You are not in the team {name} any more. Thank you.", name=row.name))
            tells = (*_to(chat_id, said, desk), *passed_on(desk.unit, passed, desk.words_for, desk.now))
            return Go(step, replaces=message_id, tells=tells)
    return Go(step, replaces=message_id)


def _card(row: TeamRow, chat_id: int, desk: Desk) -> Button:
    return Button(desk.words_for(chat_id).button("See the team"), EntryPoint.TEAM.data(row.id))


def _to(chat_id: int, said: Text, desk: Desk) -> tuple[Tell, ...]:
    return () if chat_id == desk.person.chat_id else (Tell(chat_id, said),)
