"""Giving and taking roles: an invitation link for one person, the list of who holds what, and taking away."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons, Reply, Text
from bot.deep_links import INVITATION, link
from bot.flows import role_commands
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Tell
from bot.flows.entry_points import Opened
from bot.flows.keyboards import to_menu
from bot.flows.paging import page_buttons
from bot.flows.reviewing import text
from bot.flows.reviewing.steps import ChoosingRole, ChoosingScope, HolderList, TakingAway
from bot.flows.rights import closed, forbid, nothing_here, organised, own_units, without_role
from bot.flows.step import AtMenu, Step
from bot.flows.typed import readable
from bot.texts import Words
from bot.texts.names import role_name
from domain.roles import Role, may_grant
from storage.people import invitations, roles
from storage.people.invitations import InvitationRefused
from storage.people.roles import HolderRow
from storage.places import places
from storage.places.places import UnitRow

HOURS: Final = 72
UNITS_PAGE: Final = 6
HOLDERS_PAGE: Final = 5
_INVITED: Final = (Role.ORGANISER, Role.VOLUNTEER, Role.ADMIN)


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    if not may_invite(desk):
        return without_role(event, "roles", desk)
    match step, event:
        case ChoosingRole(), Chose("holders", message_id):
            return Go(HolderList(), replaces=message_id)
        case ChoosingRole(), Chose(Role.ADMIN, message_id):
            return _issue(Role.ADMIN, None, message_id, desk)
        case ChoosingRole(), Chose(Role.ORGANISER, message_id):
            return Go(ChoosingScope(Role.ORGANISER, _top(desk)), replaces=message_id)
        case ChoosingRole(), Chose(Role.VOLUNTEER, message_id):
            return Go(ChoosingScope(Role.VOLUNTEER, _top(desk)), replaces=message_id)
        case ChoosingScope(), Chose(choice, message_id):
            return _in_scope(step, choice, message_id, desk)
        case HolderList(), Chose(choice, message_id):
            return _in_list(step, choice, message_id, desk)
        case TakingAway(grant_id, back), Chose("take", message_id):
            return _take(grant_id, back, message_id, desk)
        case TakingAway(back=back), Chose("back", message_id):
            return Go(back, replaces=message_id)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    if not may_invite(desk):
        return nothing_here(desk)
    match step:
        case ChoosingScope():
            return (_scopes(step, desk),)
        case HolderList():
            return (_holders(step, desk),)
        case TakingAway():
            return (_sure(step, desk),)
    return (_roles(desk),)


def opens(_opened: Opened, desk: Desk) -> Move | None:
    return inviting(desk)


def inviting(desk: Desk) -> Move:
    return Go(ChoosingRole()) if may_invite(desk) else forbid("roles", desk)


def may_invite(desk: Desk) -> bool:
    return any(held.role in {Role.ADMIN, Role.ORGANISER} for held in desk.grants)


# ---------------------------------------------------------------- inviting


def _may_give(role: Role, unit_id: int | None, desk: Desk) -> bool:
    path = roles.EVERYWHERE if unit_id is None else places.path_of(desk.unit, unit_id)
    return bool(path) and may_grant((held.grant for held in desk.grants), role, path)


def _top(desk: Desk) -> int:
    """Return the unit to begin at: the own one; 0 where there are several to choose from."""
    own = own_units(desk)
    return own[0].id if len(own) == 1 else 0


def _in_scope(step: ChoosingScope, choice: str, message_id: int, desk: Desk) -> Move | None:
    match choice:
        case "here" if step.unit_id:
            return _issue(step.role, step.unit_id, message_id, desk)
        case "next":
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case "previous":
            return Go(replace(step, page=max(0, step.page - 1)), replaces=message_id)
        case "back":
            return Go(_one_up(step, desk), replaces=message_id)
    unit_id = Chose(choice, message_id).row_id
    if not unit_id:
        return None
    if not _may_give(step.role, unit_id, desk):
        return forbid(f"unit:{unit_id}", desk)
    return Go(ChoosingScope(step.role, unit_id), replaces=message_id)


def _one_up(step: ChoosingScope, desk: Desk) -> ChoosingScope | ChoosingRole:
    unit = places.unit(desk.unit, step.unit_id)
    if unit is None or unit.parent_id is None or not _may_give(step.role, unit.parent_id, desk):
        return ChoosingRole() if not step.unit_id or len(own_units(desk)) == 1 else ChoosingScope(step.role)
    return ChoosingScope(step.role, unit.parent_id)


def _issue(role: Role, unit_id: int | None, message_id: int, desk: Desk) -> Move:
    if not _may_give(role, unit_id, desk):
        return forbid(f"unit:{unit_id or 0}", desk)
    now = desk.now.timestamp()
    token = invitations.issue(desk.unit, role, unit_id, desk.deed(), HOURS)
    ends = text.moment(now + HOURS * 3600, desk)
    t = desk.words
    lines = (
        t("You are invited as {role}: {unit}.", role=_role(role, t), unit=_where(unit_id, desk, t)),
        t("This link works once, until {day}, {clock}:", day=t.day(ends), clock=t.clock(ends)),
        link(desk.bot_link.rpartition("/")[2], f"{INVITATION}{token}"),
    )
    how = Text(t("Forward the next message to the person you mean, and to nobody else."), replaces=message_id)
    return Go(ChoosingRole(), before=(how, Text("\n".join(lines))))


def _roles(desk: Desk) -> Text:
    t = desk.words
    labels = [
        Button(_role(role, t), role) for role in _INVITED if role is not Role.ADMIN or _may_give(role, None, desk)
    ]
    rows = [tuple(labels[first : first + 2]) for first in range(0, len(labels), 2)]
    last = (Button(t.button("Who holds a role"), "holders"), to_menu(desk))
    return Text(t("Whom would you like to invite? You get a link that works once."), (*rows, last))


def _scopes(step: ChoosingScope, desk: Desk) -> Text:
    t = desk.words
    role = _role(step.role, t)
    if step.unit_id and not _may_give(Role.ORGANISER, step.unit_id, desk):
        return closed(desk)
    units = places.children(desk.unit, step.unit_id) if step.unit_id else own_units(desk)
    shown = units[step.page * UNITS_PAGE : (step.page + 1) * UNITS_PAGE]
    lines = [t("{role}: for which unit? The role holds for it and everything below.", role=role)]
    here: Buttons = ()
    if step.unit_id:
        lines.append(t("Chosen so far: {unit}", unit=_where(step.unit_id, desk, t)))
        here = ((Button(t.button("Invite for this unit"), "here"),),)
    return Text(
        "\n".join(lines), (*here, *_units(shown), *page_buttons(step.page, UNITS_PAGE, len(units), desk), _back(desk))
    )


def _units(shown: list[UnitRow]) -> Buttons:
    choices = [Button(readable(unit.name, 40), str(unit.id)) for unit in shown]
    return tuple(tuple(choices[first : first + 2]) for first in range(0, len(choices), 2))


def _back(desk: Desk) -> tuple[Button, ...]:
    return (Button(desk.words.button("Back"), "back"),)


def _role(role: Role, t: Words) -> str:
    return role_name(role, t)


def _where(unit_id: int | None, desk: Desk, t: Words) -> str:
    if unit_id is None:
        return t.plain("everywhere")
    unit = places.unit(desk.unit, unit_id)
    return unit.name if unit else ""


# ---------------------------------------------------------------- who holds what


def _all_holders(desk: Desk) -> list[HolderRow]:
    """Return everybody whose role the person could take away, once each."""
    found = {row.grant_id: row for path in organised(desk) for row in roles.holders_below(desk.unit, path)}
    return [row for _, row in sorted(found.items()) if _may_give(row.role, row.unit_id, desk)]


def _in_list(step: HolderList, choice: str, message_id: int, desk: Desk) -> Move | None:
    match choice:
        case "next":
            return Go(HolderList(step.page + 1), replaces=message_id)
        case "previous":
            return Go(HolderList(max(0, step.page - 1)), replaces=message_id)
        case "back":
            return Go(ChoosingRole(), replaces=message_id)
    grant_id = Chose(choice, message_id).row_id
    if not grant_id:
        return None
    if _holder(grant_id, desk) is None:
        return forbid(f"grant:{grant_id}", desk)
    return Go(TakingAway(grant_id, step), replaces=message_id)


def _holder(grant_id: int, desk: Desk) -> HolderRow | None:
    return next((row for row in _all_holders(desk) if row.grant_id == grant_id), None)


def _holders(step: HolderList, desk: Desk) -> Text:
    t = desk.words
    found = _all_holders(desk)
    page = found[step.page * HOLDERS_PAGE : (step.page + 1) * HOLDERS_PAGE]
    numbered = list(enumerate(page, step.page * HOLDERS_PAGE + 1))
    lines = [t("Who holds a role in your units. Tap a number to take the role away.")]
    lines += [f"{number}. {_line(row, desk)}" for number, row in numbered]
    numbers = tuple(Button(str(number), str(row.grant_id)) for number, row in numbered)
    pages = page_buttons(step.page, HOLDERS_PAGE, len(found), desk)
    return Text("\n".join(lines), (*((numbers,) if numbers else ()), *pages, _back(desk)))


def _line(row: HolderRow, desk: Desk) -> str:
    t = desk.words
    line = t(
        "{name} · {role}, {unit}",
        name=text.name_of(row.chat_id, desk),
        role=_role(row.role, t),
        unit=_where(row.unit_id, desk, t),
    )
    return f"{line} · {t('yourself')}" if row.chat_id == desk.person.chat_id else line


def _sure(step: TakingAway, desk: Desk) -> Text:
    t = desk.words
    row = _holder(step.grant_id, desk)
    if row is None:
        return Text(t("This role is not held any more."), (_back(desk),))
    lines = (
        t("Take this role away? It ends at once."),
        _line(row, desk),
    )
    return Text("\n".join(lines), ((Button(t.button("Take away"), "take"), *_back(desk)),))


def _take(grant_id: int, back: HolderList, message_id: int, desk: Desk) -> Move:
    row = _holder(grant_id, desk)
    if row is None:
        return forbid(f"grant:{grant_id}", desk)
    roles.take(desk.unit, grant_id, desk.deed())
    t = desk.words
    done = Text(t("✅ Taken away: {line}", line=_line(row, desk)), replaces=message_id)
    after = back if may_invite(desk) else AtMenu()
    return Go(after, before=(done,), tells=(*_to_holder(row, desk), *role_commands.renewed(row.chat_id, desk)))


def _to_holder(row: HolderRow, desk: Desk) -> tuple[Tell, ...]:
    if row.chat_id == desk.person.chat_id:
        return ()
    t = desk.words_for(row.chat_id)
    told = t("Your role has ended: {role}, {unit}.", role=_role(row.role, t), unit=_where(row.unit_id, desk, t))
    thanks = t("Thank you for your work. Everything that is yours as a member stays as it is.")
    return (Tell(row.chat_id, Text(f"{told}\n{thanks}")),)


# ---------------------------------------------------------------- accepting


def accept(token: str, desk: Desk) -> Move:
    """Use an invitation up, and say what one can do now."""
    t = desk.words
    try:
        accepted = invitations.accept(desk.unit, token, desk.person.chat_id, desk.now.timestamp())
    except InvitationRefused as refused:
        return Go(AtMenu(), before=(Text(_refused(refused.why, t)),))
    lines = (
        t(
            "✅ Welcome. You are now {role}: {unit}.",
            role=_role(accepted.role, t),
            unit=_where(accepted.unit_id, desk, t),
        ),
        _what_now(accepted.role, t),
    )
    tells = role_commands.renewed(desk.person.chat_id, desk)
    return Go(AtMenu(), before=(Text("\n".join(lines)),), tells=tells)


def _refused(why: str, t: Words) -> str:
    match why:
        case "used":
            return t("This invitation has been used already; each works once. Ask for a new one if it was not you.")
        case "expired":
            return t("This invitation is no longer good. Whoever sent it can make a new one.")
    return t("I do not know this invitation. Perhaps the link was cut: please open it again, or ask for a new one.")


def _what_now(role: Role, t: Words) -> str:
    match role:
        case Role.ADMIN:
            return t("You can review requests everywhere, and invite admins, organisers and volunteers. See the menu.")
        case Role.ORGANISER:
            return t("You can review requests, see who takes part, and invite others for your units. See the menu.")
    return t("Thank you for helping. When something is to be done, you hear from us here.")


FLOW = Flow("g", (ChoosingRole, ChoosingScope, HolderList, TakingAway), hear, show, opens)
