"""An organiser binds a group of the messenger to a unit, and lets it go; the other side is `groups_there`."""

from typing import Final

from bot.chat import Button, Reply, Text
from bot.deep_links import group_link
from bot.flows.activities.card import bot_name
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Remain, Tell
from bot.flows.entry_points import Opened, row_id
from bot.flows.groups import groups_there
from bot.flows.groups.steps import ChoosingGroupUnit, GroupCard, GroupList
from bot.flows.keyboards import to_menu
from bot.flows.paging import page_buttons
from bot.flows.rights import forbid, nothing_here, organised, own_units, without_role
from bot.flows.step import Step
from bot.flows.typed import readable
from storage.announcements import groups
from storage.announcements.groups import GroupRow, State
from storage.places import places

PAGE: Final = 4
_MOST_UNITS: Final = 5
_NAME: Final = 40


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    if not organised(desk):
        return without_role(event, "groups", desk)
    match step, event:
        case GroupList(), Chose("new", message_id):
            return _begin(message_id, desk)
        case GroupList(page), Chose("next", message_id):
            return Go(GroupList(page + 1), replaces=message_id)
        case GroupList(page), Chose("previous", message_id):
            return Go(GroupList(max(0, page - 1)), replaces=message_id)
        case GroupList(), Chose(row_id=number, message_id=message_id) if number:
            return Go(GroupCard(number), replaces=message_id)
        case ((ChoosingGroupUnit() | GroupCard()), Chose("back", message_id)):
            return Go(GroupList(), replaces=message_id)
        case ChoosingGroupUnit(), Chose(row_id=number) if number:
            return _link(number, desk)
        case GroupCard(number), Chose("end", message_id):
            return _let_go(number, message_id, desk)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    if not organised(desk):
        return nothing_here(desk)
    match step:
        case GroupList(page):
            return (_list(page, desk),)
        case GroupCard(number):
            return (_card(number, desk),)
    return (_which(desk),)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open the list (""); confirm what a group has agreed to ("b12"), or turn it down ("n12")."""
    number = row_id(opened.choice[1:])
    match opened.choice[:1]:
        case "":
            return listing(desk)
        case "b" if number:
            return _confirm(number, desk)
        case "n" if number:
            return _turn_down(number, desk)
    return None


def listing(desk: Desk) -> Move:
    return Go(GroupList()) if organised(desk) else forbid("groups", desk)


# ---------------------------------------------------------------- the list, and a link


def _list(page: int, desk: Desk) -> Text:
    t, bound = desk.words, _own(desk)
    first = page * PAGE
    shown = bound[first : first + PAGE]
    lines = [t("<b>Groups</b> that get our announcements and new activities:")]
    lines += [f"{first + place}. {_title(row)} · {_unit(row, desk)}" for place, row in enumerate(shown, 1)]
    if not shown:
        lines = [t("No group is bound yet. A group that is gets the announcements and new activities of its unit.")]
    numbers = tuple(Button(str(first + place), str(row.id)) for place, row in enumerate(shown, 1))
    rows = (*((numbers,) if numbers else ()), *page_buttons(page, PAGE, len(bound), desk))
    return Text("\n".join(lines), (*rows, (Button(t.button("Bind a group"), "new"), to_menu(desk))))


def _own(desk: Desk) -> list[GroupRow]:
    found = {row.id: row for path in organised(desk) for row in groups.bound_below(desk.unit, path)}
    return [found[number] for number in sorted(found)]


def _title(row: GroupRow) -> str:
    return readable(row.title, _NAME)


def _unit(row: GroupRow, desk: Desk) -> str:
    unit = places.unit(desk.unit, row.unit_id)
    return unit.name if unit else ""


def _begin(message_id: int, desk: Desk) -> Move:
    units = own_units(desk)
    return _link(units[0].id, desk) if len(units) == 1 else Go(ChoosingGroupUnit(), replaces=message_id)


def _which(desk: Desk) -> Text:
    t = desk.words
    rows = tuple((Button(readable(unit.name, _NAME), str(unit.id)),) for unit in own_units(desk)[:_MOST_UNITS])
    return Text(t("To which unit does the group belong?"), (*rows, (Button(t.button("Back"), "back"),)))


def _link(unit_id: int, desk: Desk) -> Move:
    if not desk.may_organise(unit_id):
        return forbid(f"unit:{unit_id}", desk)
    t, unit = desk.words, places.unit(desk.unit, unit_id)
    token = groups.ask(desk.unit, unit_id, desk.deed())
    lines = (
        t("A group for <b>{unit}</b>: open this and choose the group.", unit=unit.name if unit else ""),
        t("I ask there whether the group agrees, and then you once more. The link works for 24 hours, once."),
    )
    return Remain(
        (Text("\n".join(lines), ((Button(t.button("Choose the group"), url=group_link(bot_name(desk), token)),),)),)
    )


# ---------------------------------------------------------------- a group that has agreed


def _confirm(number: int, desk: Desk) -> Move:
    row = groups.find(desk.unit, number)
    if row is None or not desk.may_organise(row.unit_id):
        return forbid(f"group:{number}", desk)
    bound = groups.bind(desk.unit, number, desk.deed())
    if bound is None:
        return Go(GroupList(), before=(Text(desk.words("Nothing is left to confirm there.")),))
    said = desk.words("✅ {group} is bound: it gets our announcements and new activities.", group=_title(bound))
    return Go(GroupList(), before=(Text(said),), tells=(groups_there.bound(bound, desk),))


def _turn_down(number: int, desk: Desk) -> Move:
    row = groups.find(desk.unit, number)
    if row is None or not desk.may_organise(row.unit_id):
        return forbid(f"group:{number}", desk)
    if row.state is State.BOUND:
        return Go(GroupCard(number))
    return _ended(number, 0, desk)


def _card(number: int, desk: Desk) -> Text:
    t, row = desk.words, _bound(number, desk)
    if row is None:
        return Text(t("This group is not bound any more."), ((Button(t.button("Back"), "back"),),))
    said = t(
        "<b>{group}</b> belongs to {unit}. It gets our announcements and new activities.",
        group=_title(row),
        unit=_unit(row, desk),
    )
    return Text(said, ((Button(t.button("Let it go"), "end"), Button(t.button("Back"), "back")),))


def _bound(number: int, desk: Desk) -> GroupRow | None:
    row = groups.find(desk.unit, number)
    return row if row is not None and row.state is State.BOUND and desk.may_organise(row.unit_id) else None


def _let_go(number: int, message_id: int, desk: Desk) -> Move:
    if _bound(number, desk) is None:
        return Go(GroupList(), replaces=message_id)
    return _ended(number, message_id, desk)


def _ended(number: int, message_id: int, desk: Desk) -> Move:
    row = groups.end(desk.unit, number, desk.deed())
    if row is None:
        return Go(GroupList(), before=(Text(desk.words("Nothing is left to confirm there.")),), replaces=message_id)
    t, group = desk.words, _title(row)
    gone = row.state is State.BOUND
    said = t("{group} gets nothing from us any more.", group=group) if gone else t("{group} is not bound.", group=group)
    tells: tuple[Tell, ...] = (groups_there.ended(row, desk),)
    return Go(GroupList(), before=(Text(said, replaces=message_id),), tells=tells)


FLOW = Flow("z", (GroupList, ChoosingGroupUnit, GroupCard), hear, show, opens)
