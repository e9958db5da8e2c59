"""A building: who has it, its members and companies, when somebody came last, what is open; and its story."""

from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.grid.rights import building as find
from bot.flows.grid.rights import is_in_hand
from bot.flows.grid.steps import BuildingCard, BuildingStory, MyBuildings, SayingEstimate, WritingVisit
from bot.flows.grid.text import (
    company_name,
    last_visit,
    looker_name,
    members,
    promise_line,
    source_name,
    until,
)
from bot.flows.keyboards import two_a_row
from bot.flows.moments import local
from bot.flows.paging import page_buttons
from bot.flows.rights import forbid
from bot.flows.typed import readable
from domain.grid.sources import Source
from storage.affiliations import hatchery
from storage.grid import areas, promises, sites, story, visits
from storage.grid.sites import SiteRow
from storage.grid.story import Event, What
from storage.places import places
from storage.places.places import BuildingRow

_COMPANIES: Final = 5
_EVENTS: Final = 8
_MOST_MEMBERS: Final = 100_000


def opened(opened: Opened, desk: Desk) -> Move:
    step = BuildingCard(opened.row_id)
    return Go(step) if find(step, desk) is not None else forbid(f"building:{opened.row_id}", desk)


def hear(step: BuildingCard, row: BuildingRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("visit", message_id):
            return Go(WritingVisit(step.building_id), replaces=message_id)
        case Chose("story", message_id):
            return Go(BuildingStory(step.building_id), replaces=message_id)
        case Chose("estimate", message_id) if desk.may_organise(row.unit_id):
            return Go(SayingEstimate(step.building_id), replaces=message_id)
        case Chose("back", message_id):
            return Go(MyBuildings(), replaces=message_id)
    return None


def show(_step: BuildingCard, row: BuildingRow, desk: Desk) -> Text:
    t, mine = desk.words, is_in_hand(row, desk)
    lines = [t("<b>{name}</b>", name=row.name), f"📍 {t('{address}', address=row.address)}", _who_has_it(row, desk)]
    lines += _known(sites.sure(desk.unit, row.id, desk.now.timestamp()), desk)
    if mine:
        lines += [*_companies(row, desk), *_open(row, desk)]
    ways = [Button(t.button("Note a visit"), "visit")]
    ways += [Button(t.button("Its story"), "story")] if mine else []
    ways += [Button(t.button("How many members"), "estimate")] if desk.may_organise(row.unit_id) else []
    return Text("\n".join(lines), (*two_a_row([*ways, Button(t.button("Back"), "back")]), *_nest(row, desk)))


def _who_has_it(row: BuildingRow, desk: Desk) -> str:
    t = desk.words
    held = areas.of_building(desk.unit, row.id, row.unit_id, desk.now.timestamp())
    if not held:
        above = places.unit(desk.unit, row.unit_id)
        return t("Nobody has it by name; {unit} answers for it.", unit=above.name if above else "")
    return t(
        "Looked after by {who}, {until}.",
        who=looker_name(desk.unit, held[0], t),
        until=until(held[0], t, desk.now.tzinfo),
    )


def _known(site: SiteRow, desk: Desk) -> list[str]:
    t = desk.words
    lines = []
    if site.source is not None:
        said = t("{members} ({source})", members=members(site, t), source=source_name(site.source, t))
        lines.append(said[:1].upper() + said[1:])
    came = last_visit(site, t, desk.now.tzinfo)
    branch = places.unit(desk.unit, site.branch_id) if site.branch_id else None
    lines.append(t("{visit}.", visit=came[:1].upper() + came[1:]))
    lines.append(t("Branch: {name}", name=branch.name) if branch else t("No branch of its own yet."))
    return lines


def _companies(row: BuildingRow, desk: Desk) -> list[str]:
    found = visits.companies_of(desk.unit, row.id)
    names = " · ".join(readable(company_name(one, desk.words), 40) for one in found[-_COMPANIES:])
    return [desk.words("Companies: {names}", names=names)] if names else []


def _open(row: BuildingRow, desk: Desk) -> list[str]:
    found = promises.of_buildings(desk.unit, [row.id])[:_COMPANIES]
    return (
        [desk.words("Open here:"), *(promise_line(at, one, desk) for at, one in enumerate(found, 1))] if found else []
    )


def _nest(row: BuildingRow, desk: Desk) -> Buttons:
    """Lead to the branch that could be founded here, where enough take part."""
    if row.branch_id or not desk.may_organise(row.unit_id):
        return ()
    ready = [nest for nest in hatchery.ready(desk.unit) if nest.building_id == row.id]
    label = desk.words.button("Found a branch")
    return ((Button(label, EntryPoint.NEST.data(f"b{row.id}")),),) if ready else ()


def show_estimate(_step: SayingEstimate, row: BuildingRow, desk: Desk) -> Text:
    t = desk.words
    asked = t("About how many members work in {building}? A number is enough.", building=row.name)
    return Text(asked, ((Button(t.button("Back"), "back"),),))


def hear_estimate(step: SayingEstimate, row: BuildingRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(BuildingCard(step.building_id), replaces=message_id)
        case Said(typed) if typed.strip().isdecimal() and len(typed.strip()) <= 6 and int(typed) <= _MOST_MEMBERS:
            now = desk.now.timestamp()
            visits.put_estimates(desk.unit, [(row.id, int(typed))], Source.ORGANISER, now)
            return Go(BuildingCard(row.id))
        case Said():
            return Go(step, before=(Text(desk.words("Please type a number, for example {example}.", example="40")),))
    return None


def hear_story(step: BuildingStory, _row: BuildingRow, event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(BuildingCard(step.building_id), replaces=message_id)
    return None


def show_story(step: BuildingStory, row: BuildingRow, desk: Desk) -> Text:
    t = desk.words
    events = story.of(desk.unit, row.id, desk.now.timestamp())
    shown = events[step.page * _EVENTS : (step.page + 1) * _EVENTS]
    lines = [t("<b>{name}</b>, from the beginning:", name=row.name)]
    lines += [_event(one, desk) for one in shown]
    if not events:
        lines.append(t("Nothing is on record yet."))
    back = (Button(t.button("Back"), "back"),)
    return Text("\n".join(lines), (*page_buttons(step.page, _EVENTS, len(events), desk), back))


def _event(one: Event, desk: Desk) -> str:
    t = desk.words
    said = {
        What.MEMBER: t.plain("the first member took part"),
        What.VISIT: t.plain("a visit") if not one.words else t.plain("a visit: {words}", words=readable(one.words, 60)),
        What.ACTIVITY: t.plain("activity: {words}", words=readable(one.words, 60)),
        What.BRANCH: t.plain("its branch was founded: {words}", words=readable(one.words, 60)),
    }[one.what]
    return t("· {day}: {said}", day=t.full_day(local(one.at, desk.now.tzinfo).date()), said=said)
