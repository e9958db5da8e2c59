"""Who holds a role in an organiser's units, and taking it away."""

from dataclasses import replace

from bot.chat import Button, Text
from bot.flows import role_commands
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.paging import PAGE, page_buttons
from bot.flows.persons import colleague
from bot.flows.reviewing.granting import may_give, unit_name
from bot.flows.reviewing.steps import ChoosingRole, HolderList, TakingAway
from bot.flows.rights import forbid, organised
from bot.flows.step import AtMenu
from bot.texts.names import role_name
from storage.grid import handing_over
from storage.grid.handing_over import Passed
from storage.people import roles
from storage.people.roles import HolderRow, LastAdminError


def _all_holders(desk: Desk) -> list[HolderRow]:
    """Return everybody whose role the person could take away, once each."""
    found = {row.grant_id: row for path in organised(desk) for row in roles.holders_below(desk.unit, path)}
    return [row for _, row in sorted(found.items()) if may_give(row.role, row.unit_id, desk)]


def hear(step: HolderList, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ChoosingRole(), replaces=message_id)
        case Chose(row_id=grant_id, message_id=message_id) if grant_id:
            if _holder(grant_id, desk) is None:
                return forbid(f"grant:{grant_id}", desk)
            return Go(TakingAway(grant_id, step), replaces=message_id)
    return None


def _holder(grant_id: int, desk: Desk) -> HolderRow | None:
    return next((row for row in _all_holders(desk) if row.grant_id == grant_id), None)


def show(step: HolderList, _paths: list[str], desk: Desk) -> Text:
    t = desk.words
    found = _all_holders(desk)
    page = found[step.page * PAGE : (step.page + 1) * PAGE]
    numbered = list(enumerate(page, step.page * PAGE + 1))
    lines = [t("Who holds a role in your units. Tap a number to take the role away.")]
    lines += [f"{number}. {_line(row, desk)}" for number, row in numbered]
    numbers = tuple(Button(str(number), str(row.grant_id)) for number, row in numbered)
    pages = page_buttons(step.page, PAGE, len(found), desk)
    return Text("\n".join(lines), (*((numbers,) if numbers else ()), *pages, _back(desk)))


def _line(row: HolderRow, desk: Desk) -> str:
    t = desk.words
    line = t(
        "{name} · {role}, {unit}",
        name=colleague(desk.unit, row.chat_id, t),
        role=role_name(row.role, t),
        unit=unit_name(row.unit_id, desk, t),
    )
    return f"{line} · {t('yourself')}" if _is_own(row, desk) else line


def show_taking(step: TakingAway, _paths: list[str], desk: Desk) -> Text:
    t = desk.words
    row = _holder(step.grant_id, desk)
    if row is None:
        return Text(t("This role is not held any more."), (_back(desk),))
    if roles.is_last_admin(desk.unit, row.grant_id):
        last = t("This is the only admin of everything, and the role cannot be taken away. Invite another admin first.")
        return Text(f"{last}\n{_line(row, desk)}", (_back(desk),))
    if not _is_own(row, desk):
        asked = t("Take this role away? It ends at once.")
    elif step.surely:
        asked = t("<b>Really take your own role away?</b> Somebody else would have to invite you again.")
    else:
        asked = t("<b>This is you.</b> Take your own role away? It ends at once.")
    label = t.button("Take mine away") if step.surely else t.button("Take away")
    return Text(f"{asked}\n{_line(row, desk)}", ((Button(label, "take"), *_back(desk)),))


def _is_own(row: HolderRow, desk: Desk) -> bool:
    return row.chat_id == desk.person.chat_id


def hear_taking(step: TakingAway, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("take", message_id):
            return _take(step, message_id, desk)
        case Chose("back", message_id):
            return Go(step.back, replaces=message_id)
    return None


def _take(step: TakingAway, message_id: int, desk: Desk) -> Move:
    row = _holder(step.grant_id, desk)
    if row is None:
        return forbid(f"grant:{step.grant_id}", desk)
    if _is_own(row, desk) and not step.surely:
        return Go(replace(step, surely=True), replaces=message_id)
    line = _line(row, desk)  # with the last role the name goes too
    try:
        roles.take(desk.unit, row.grant_id, desk.deed())
    except LastAdminError:
        return Go(step, replaces=message_id)
    passed = handing_over.lose_role(desk.unit, row.chat_id, desk.deed())
    t = desk.words
    done = Text(t("✅ Taken away: {line}", line=line), replaces=message_id)
    after = step.back if organised(desk) else AtMenu()
    return Go(
        after,
        before=(done,),
        tells=(*_to_holder(row, desk), *_to_owners(passed, desk), *role_commands.renewed(row.chat_id, desk)),
    )


def _to_holder(row: HolderRow, desk: Desk) -> tuple[Tell, ...]:
    if _is_own(row, desk):
        return ()
    t = desk.words_for(row.chat_id)
    told = t("Your role has ended: {role}, {unit}.", role=role_name(row.role, t), unit=unit_name(row.unit_id, desk, t))
    thanks = t("Thank you for your work. Everything that is yours as a member stays as it is.")
    return (Tell(row.chat_id, Text(f"{told}\n{thanks}")),)


def _to_owners(passed: list[Passed], desk: Desk) -> tuple[Tell, ...]:
    """Tell those to whom it has passed on what the holder of the role had promised."""
    tells = []
    for owner in dict.fromkeys(one.owner for one in passed):
        t = desk.words_for(owner)
        count = sum(one.owner == owner for one in passed)
        said = t.plural("{number} promise has passed on to you:", "{number} promises have passed on to you:", count)
        tells.append(Tell(owner, Text(said, ((Button(t.button("See them"), EntryPoint.PROMISES.data()),),))))
    return tuple(tells)


def _back(desk: Desk) -> tuple[Button, ...]:
    return (Button(desk.words.button("Back"), "back"),)
