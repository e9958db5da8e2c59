"""The buildings that somebody looks after, the longest waiting first; behind them those of the own units."""

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.grid import hour
from bot.flows.grid.rights import helped
from bot.flows.grid.steps import BuildingCard, MyBuildings
from bot.flows.grid.text import site_line
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import forbid, organised
from domain.grid.gaps import longest_first
from storage.grid import areas, promises, sites
from storage.grid.sites import SiteRow


def opened(_opened: Opened, desk: Desk) -> Move:
    return Go(MyBuildings()) if helped(desk) else forbid("grid", desk)


def listed(desk: Desk) -> list[SiteRow]:
    """Return what is one's own, and then, for organisers, what else lies in their units."""
    unit, now = desk.unit, desk.now.timestamp()
    held = [(areas.area(unit, row), row.path) for row in areas.of_person(unit, desk.person.chat_id, now)]
    own = ordered(sites.of_areas(unit, held, now)) if held else []
    paths = organised(desk)
    if not paths:
        return own
    mine = {row.site.id for row in own}
    return [*own, *(row for row in ordered(sites.of_units(unit, paths, now)) if row.site.id not in mine)]


def ordered(rows: list[SiteRow]) -> list[SiteRow]:
    by_id = {row.site.id: row for row in rows}
    return [by_id[site.id] for site in longest_first(row.site for row in rows)]


def hear(_step: MyBuildings, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("hour", message_id):
            return hour.begin(desk, message_id)
        case Chose(row_id=building_id, message_id=message_id) if building_id:
            return Go(BuildingCard(building_id), replaces=message_id)
        case Said(typed) if typed.strip().isdecimal():
            numbered = enumerate(listed(desk), 1)
            return next((Go(BuildingCard(row.site.id)) for at, row in numbered if str(at) == typed.strip()), None)
    return None


def show(step: MyBuildings, _paths: list[str], desk: Desk) -> Text:
    t, rows = desk.words, listed(desk)
    numbered = list(enumerate(rows, 1))[step.page * PAGE : (step.page + 1) * PAGE]
    lines = [t("Your buildings, the longest waiting first:") if rows else t("No building is yours to look after yet.")]
    lines += [site_line(at, row, t, desk.now.tzinfo) for at, row in numbered]
    lines.append(t("Have you been to one? Just write it in a sentence, with the building's name."))
    numbers = tuple(Button(str(at), str(row.site.id)) for at, row in numbered)
    owed = promises.count_of_owner(desk.unit, desk.person.chat_id)
    ways = [Button(t.button("I have an hour"), "hour")]
    ways += [Button(t.button("Promises · {number}", number=owed), EntryPoint.PROMISES.data())] if owed else []
    if organised(desk):
        ways.append(Button(t.button("Areas"), EntryPoint.ASSIGNMENT.data()))
        ways.append(Button(t.button("Teams"), EntryPoint.TEAM.data()))
    pages = page_buttons(step.page, PAGE, len(rows), desk)
    return Text("\n".join(lines), (*((numbers,) if numbers else ()), *pages, *two_a_row([*ways, to_menu(desk)])))
