"""An organiser binds a group of the messenger to a unit, and lets it go; the other side is `groups_there`."""

from typing import Final

from bot.chat import Button, Text
from bot.deep_links import group_link
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.entry_points import Opened
from bot.flows.groups import groups_there
from bot.flows.groups.groups_there import NAME_MOST, unit_name
from bot.flows.groups.steps import ChoosingGroupUnit, GroupCard, GroupList
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.paging import UNITS_PAGE, page_buttons
from bot.flows.rights import forbid, organised, own_units
from bot.flows.typed import readable
from storage.announcements import groups
from storage.announcements.groups import GroupRow, State
from storage.places import places
from storage.places.places import UnitRow

_PAGE: Final = 4


def opened(_opened: Opened, desk: Desk) -> Move:
    return Go(GroupList()) if organised(desk) else forbid("groups", desk)


def show_list(step: GroupList, paths: list[str], desk: Desk) -> Text:
    t = desk.words
    found = {row.id: row for path in paths for row in groups.bound_below(desk.unit, path)}
    first = step.page * _PAGE
    shown = [found[number] for number in sorted(found)][first : first + _PAGE]
    lines = [t("<b>Groups</b> that get our announcements and new activities:")]
    lines += [f"{place}. {_title(row)} · {unit_name(row, desk)}" for place, row in enumerate(shown, first + 1)]
    if not shown:
        lines = [t("No group is bound yet. A group that is gets the announcements and new activities of its unit.")]
    numbers = tuple(Button(str(place), str(row.id)) for place, row in enumerate(shown, first + 1))
    rows = (*((numbers,) if numbers else ()), *page_buttons(step.page, _PAGE, len(found), desk))
    return Text("\n".join(lines), (*rows, (Button(t.button("Bind a group"), "new"), to_menu(desk))))


def hear_list(_step: GroupList, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("new", message_id):
            units = own_units(desk)
            if len(units) == 1:
                return _into(units[0].id, message_id, desk)
            return Go(ChoosingGroupUnit(), replaces=message_id)
        case Chose(row_id=number, message_id=message_id) if number:
            return Go(GroupCard(number), replaces=message_id)
    return None


def _title(row: GroupRow) -> str:
    return readable(row.title, NAME_MOST)


def show_units(step: ChoosingGroupUnit, _paths: list[str], desk: Desk) -> Text:
    """Go down from the units that are one's own, page by page; of what is none of them nothing is shown."""
    t, units = desk.words, _choices(step, desk)
    shown = units[step.page * UNITS_PAGE : (step.page + 1) * UNITS_PAGE]
    rows = two_a_row([Button(readable(unit.name, NAME_MOST), str(unit.id)) for unit in shown])
    itself = places.unit(desk.unit, step.unit_id) if desk.may_organise(step.unit_id) else None
    this = ((Button(t.button("{unit} itself", unit=readable(itself.name, NAME_MOST)), "this"),),) if itself else ()
    pages = page_buttons(step.page, UNITS_PAGE, len(units), desk)
    return Text(t("To which unit does the group belong?"), (*this, *rows, *pages, (Button(t.button("Back"), "back"),)))


def _choices(step: ChoosingGroupUnit, desk: Desk) -> list[UnitRow]:
    if not step.unit_id:
        return own_units(desk)
    return places.children(desk.unit, step.unit_id) if desk.may_organise(step.unit_id) else []


def hear_units(step: ChoosingGroupUnit, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(_above(step, desk), replaces=message_id)
        case Chose("this") if step.unit_id:
            return _link(step.unit_id, desk)
        case Chose(row_id=number, message_id=message_id) if number:
            return _into(number, message_id, desk)
    return None


def _above(step: ChoosingGroupUnit, desk: Desk) -> GroupList | ChoosingGroupUnit:
    """Return one level up, as far as the units there are one's own."""
    tops = {top.id for top in own_units(desk)}
    if not step.unit_id or tops == {step.unit_id}:
        return GroupList()
    unit = places.unit(desk.unit, step.unit_id)
    above = unit.parent_id if unit is not None and unit.id not in tops else None
    return ChoosingGroupUnit(above or 0)


def _into(unit_id: int, message_id: int, desk: Desk) -> Move:
    """Choose among a unit and those below it; where there are none below, it is the one."""
    if desk.may_organise(unit_id) and places.children(desk.unit, unit_id):
        return Go(ChoosingGroupUnit(unit_id), replaces=message_id)
    return _link(unit_id, desk)


def _link(unit_id: int, desk: Desk) -> Move:
    if not desk.may_organise(unit_id):
        return forbid(f"unit:{unit_id}", desk)
    t, unit = desk.words, places.unit(desk.unit, unit_id)
    token = groups.ask(desk.unit, unit_id, desk.deed())
    lines = (
        t("A group for <b>{unit}</b>: open this and choose the group.", unit=unit.name if unit else ""),
        t("I ask there whether the group agrees, and then you once more. The link works for 24 hours, once."),
    )
    choose = Button(t.button("Choose the group"), url=group_link(desk.bot_name, token))
    return Remain((Text("\n".join(lines), ((choose,),)),))


def confirmed(opened: Opened, desk: Desk) -> Move | None:
    """Bind a group that has agreed, which every organiser of the unit may."""
    if not opened.row_id:
        return None
    if _organised(opened.row_id, desk) is None:
        return forbid(f"group:{opened.row_id}", desk)
    bound = groups.bind(desk.unit, opened.row_id, desk.deed())
    if bound is None:
        return Go(GroupList(), before=(Text(desk.words("Nothing is left to confirm there.")),))
    said = desk.words("✅ {group} is bound: it gets our announcements and new activities.", group=_title(bound))
    return Go(GroupList(), before=(Text(said),), tells=(groups_there.bound(bound, desk),))


def turned_down(opened: Opened, desk: Desk) -> Move | None:
    """Turn a group down that has agreed; one that is bound by now is shown instead."""
    if not opened.row_id:
        return None
    row = _organised(opened.row_id, desk)
    if row is None:
        return forbid(f"group:{opened.row_id}", desk)
    return Go(GroupCard(row.id)) if row.state is State.BOUND else _ended(row.id, 0, desk)


def _organised(number: int, desk: Desk) -> GroupRow | None:
    row = groups.find(desk.unit, number)
    return row if row is not None and desk.may_organise(row.unit_id) else None


def _bound(number: int, desk: Desk) -> GroupRow | None:
    row = _organised(number, desk)
    return row if row is not None and row.state is State.BOUND else None


def show_card(step: GroupCard, _paths: list[str], desk: Desk) -> Text:
    t, row = desk.words, _bound(step.group_id, desk)
    if row is None:
        return Text(t("This group is not bound any more."), ((Button(t.button("Back"), "back"),),))
    said = t(
        "<b>{group}</b> belongs to {unit}. It gets our announcements and new activities.",
        group=_title(row),
        unit=unit_name(row, desk),
    )
    return Text(said, ((Button(t.button("Let it go"), "end"), Button(t.button("Back"), "back")),))


def hear_card(step: GroupCard, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("end", message_id) if _bound(step.group_id, desk):
            return _ended(step.group_id, message_id, desk)
        case Chose("back" | "end", message_id):
            return Go(GroupList(), replaces=message_id)
    return None


def _ended(number: int, message_id: int, desk: Desk) -> Move:
    row = groups.end(desk.unit, number, desk.deed())
    if row is None:
        return Go(GroupList(), before=(Text(desk.words("Nothing is left to confirm there.")),), replaces=message_id)
    t, group, gone = desk.words, _title(row), row.state is State.BOUND
    said = t("{group} gets nothing from us any more.", group=group) if gone else t("{group} is not bound.", group=group)
    return Go(GroupList(), before=(Text(said, replaces=message_id),), tells=(groups_there.ended(row, desk),))
