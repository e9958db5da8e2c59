"""Browsing without a location or a name: district, subdistrict, service point."""

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.finding import point_text
from bot.flows.finding.romanised import pinyin_beside
from bot.flows.finding.steps import BrowsingUnits
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.paging import PAGE, UNITS_PAGE, page_buttons
from bot.flows.points import PointCard, UnitList
from bot.texts import Words
from domain.places.places import UnitKind
from storage.places import places
from storage.places.places import PointRow, UnitRow


def hear_units(_step: BrowsingUnits, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("districts", message_id):
            return Go(BrowsingUnits(), replaces=message_id)
        case Chose(row_id=unit_id, message_id=message_id) if unit_id:
            return Go(into(unit_id, desk), replaces=message_id)
    return None


def into(unit_id: int, desk: Desk) -> BrowsingUnits | UnitList:
    """Go down one rung: to the subdistricts of a district, or to the service points of anything smaller."""
    below = places.units_below(desk.unit, unit_id, UnitKind.SUBDISTRICT)
    return BrowsingUnits(unit_id) if below else UnitList(unit_id)


def show_units(step: BrowsingUnits, desk: Desk) -> Text:
    t = desk.words
    kind = UnitKind.SUBDISTRICT if step.unit_id else UnitKind.DISTRICT
    units = places.units_below(desk.unit, step.unit_id or None, kind)
    shown = units[step.page * UNITS_PAGE : (step.page + 1) * UNITS_PAGE]
    rows = two_a_row([Button(_label(unit, t), str(unit.id)) for unit in shown])
    back = Button(t.button("All districts"), "districts") if step.unit_id else to_menu(desk)
    buttons = (*rows, *page_buttons(step.page, UNITS_PAGE, len(units), desk), (back,))
    return Text(_heading(step, len(units), desk), buttons)


def _label(unit: UnitRow, t: Words) -> str:
    name = " ".join(filter(None, (unit.name, pinyin_beside(unit.name, t))))
    return t.button("{unit} · {number}", unit=name, number=unit.points)


def _heading(step: BrowsingUnits, count: int, desk: Desk) -> str:
    t = desk.words
    if not count:
        return t("There are no service points here yet.")
    if not step.unit_id:
        return t("Which district? The figures say how many service points there are.")
    district = places.unit(desk.unit, step.unit_id)
    return t("{district}: which subdistrict or town?", district=district.name if district else "")


def hear_points(step: UnitList, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("up", message_id):
            ancestors = places.ancestors(desk.unit, step.unit_id)
            up = [unit for unit in ancestors if unit.kind == UnitKind.DISTRICT and unit.id != step.unit_id]
            return Go(BrowsingUnits(up[-1].id if up else 0), replaces=message_id)
        case Chose(row_id=point_id) if point_id:
            return Go(PointCard(point_id, from_unit=step))
        case Said(typed):  # the number of a line
            chosen = (point for number, point in lines_of(step, desk) if typed.strip() == str(number))
            return next((Go(PointCard(point.id, from_unit=step)) for point in chosen), None)
    return None


def lines_of(step: UnitList, desk: Desk) -> list[tuple[int, PointRow]]:
    """Return the points that the list shows, with their numbers."""
    first = step.page * PAGE
    return list(enumerate(places.points_of(desk.unit, step.unit_id, first, PAGE), first + 1))


def show_points(step: UnitList, desk: Desk) -> Text:
    t, numbered = desk.words, lines_of(step, desk)
    count, unit = places.count_points_of(desk.unit, step.unit_id), places.unit(desk.unit, step.unit_id)
    name = unit.name if unit else ""
    lines = [t.plural("{unit}: {number} service point", "{unit}: {number} service points", count, unit=name)]
    lines += [point_text.listed(number, point, None, desk.now, t) for number, point in numbered]
    numbers = tuple(Button(str(number), str(point.id)) for number, point in numbered)
    pages = page_buttons(step.page, PAGE, count, desk)
    back = (Button(t.button("Back"), "up"), to_menu(desk))
    return Text("\n".join(lines), (*((numbers,) if numbers else ()), *pages, back))
