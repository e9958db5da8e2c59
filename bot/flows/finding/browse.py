"""Browsing without a location or a name: district, subdistrict, service point."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons, Reply, Said, Text
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move
from bot.flows.finding import point_text
from bot.flows.finding.steps import BrowsingUnits, PointCard, UnitList
from bot.flows.step import Step
from bot.texts import Words
from domain.places import UnitKind
from storage.places import places
from storage.places.places import UnitRow

UNITS_PAGE: Final = 6
POINTS_PAGE: Final = 5


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case BrowsingUnits(page=page) | UnitList(page=page), Chose("next", message_id):
            return Go(replace(step, page=page + 1), replaces=message_id)
        case BrowsingUnits(page=page) | UnitList(page=page), Chose("previous", message_id):
            return Go(replace(step, page=max(0, page - 1)), replaces=message_id)
        case BrowsingUnits(), Chose("districts", message_id):
            return Go(BrowsingUnits(), replaces=message_id)
        case BrowsingUnits(), Chose(row_id=unit_id, message_id=message_id) if unit_id:
            return Go(into(unit_id, desk), replaces=message_id)
        case UnitList(unit_id), Chose("up", message_id):
            return Go(_above(unit_id, desk), replaces=message_id)
        case UnitList(), Chose(row_id=point_id) if point_id:
            return Go(PointCard(point_id, from_unit=step))
        case UnitList(), Said(typed):
            return _numbered(step, typed.strip(), desk)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case UnitList():
            return (_points(step, desk),)
        case BrowsingUnits():
            return (_units(step, desk),)
    raise AssertionError(step)


def into(unit_id: int, desk: Desk) -> BrowsingUnits | UnitList:
    """Go down one rung: to the subdistricts of a district, or to the service points of anything smaller."""
    below = places.units_below(desk.unit, unit_id, UnitKind.SUBDISTRICT)
    return BrowsingUnits(unit_id) if below else UnitList(unit_id)


def _above(unit_id: int, desk: Desk) -> BrowsingUnits:
    up = [
        unit for unit in places.ancestors(desk.unit, unit_id) if unit.kind == UnitKind.DISTRICT and unit.id != unit_id
    ]
    return BrowsingUnits(up[-1].id if up else 0)


def _units(step: BrowsingUnits, desk: Desk) -> Text:
    t = desk.words
    kind = UnitKind.SUBDISTRICT if step.unit_id else UnitKind.DISTRICT
    units = places.units_below(desk.unit, step.unit_id or None, kind)
    shown = units[step.page * UNITS_PAGE : (step.page + 1) * UNITS_PAGE]
    return Text(_units_heading(step, len(units), desk), _unit_buttons(step, shown, len(units), t))


def _units_heading(step: BrowsingUnits, count: int, desk: Desk) -> str:
    t = desk.words
    if not count:
        return t("There are no service points here yet.")
    if not step.unit_id:
        return t("Which district? The figures say how many service points there are.")
    district = places.unit(desk.unit, step.unit_id)
    return t("{district}: which subdistrict or town?", district=district.name if district else "")


def _unit_buttons(step: BrowsingUnits, shown: list[UnitRow], count: int, t: Words) -> Buttons:
    choices = [Button(f"{unit.name} · {unit.points}", str(unit.id)) for unit in shown]
    rows = [tuple(choices[first : first + 2]) for first in range(0, len(choices), 2)]
    back = Button(t.button("All districts"), "districts") if step.unit_id else Button(t.button("Menu"), "menu")
    return (*rows, *_paging(step.page, UNITS_PAGE, count, t), (back,))


def _points(step: UnitList, desk: Desk) -> Text:
    t = desk.words
    count = places.count_points_of(desk.unit, step.unit_id)
    shown = places.points_of(desk.unit, step.unit_id, step.page * POINTS_PAGE, POINTS_PAGE)
    unit = places.unit(desk.unit, step.unit_id)
    name = unit.name if unit else ""
    lines = [t.plural("{unit}: {number} service point", "{unit}: {number} service points", count, unit=name)]
    numbered = list(enumerate(shown, step.page * POINTS_PAGE + 1))
    lines += [point_text.listed(number, point, None, desk.now, t) for number, point in numbered]
    numbers = tuple(Button(str(number), str(point.id)) for number, point in numbered)
    paging = _paging(step.page, POINTS_PAGE, count, t)
    back = (Button(t.button("Back"), "up"), Button(t.button("Menu"), "menu"))
    return Text("\n".join(lines), (*((numbers,) if numbers else ()), *paging, back))


def _numbered(step: UnitList, typed: str, desk: Desk) -> Move | None:
    """Open the line of the page whose number was typed, where there is one."""
    first = step.page * POINTS_PAGE
    shown = places.points_of(desk.unit, step.unit_id, first, POINTS_PAGE)
    chosen = (point for number, point in enumerate(shown, first + 1) if typed == str(number))
    return next((Go(PointCard(point.id, from_unit=step)) for point in chosen), None)


def _paging(page: int, size: int, count: int, t: Words) -> Buttons:
    row = []
    if page:
        row.append(Button(t.button("Previous"), "previous"))
    if (page + 1) * size < count:
        row.append(Button(t.button("Next"), "next"))
    return (tuple(row),) if row else ()


FLOW = Flow("b", (BrowsingUnits, UnitList), hear, show)
