"""Giving and taking roles: an invitation link for one person, the list of who holds what, and taking away."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons, Reply, Text
from bot.deep_links import INVITATION, link
from bot.flows import role_menu
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Opened, Tell
from bot.flows.finding.typed_place import readable
from bot.flows.reviewing import rights, text
from bot.flows.reviewing.queue import paging
from bot.flows.reviewing.review_rules import own_units
from bot.flows.whereabouts import AtMenu, ChoosingRole, ChoosingScope, HolderList, Place, TakingAway
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


def step(place: Place, event: Happening, desk: Desk) -> Move | None:
    if not may_invite(desk):
        return rights.without_role(event, "roles", desk)
    match place, event:
        case ChoosingRole(), Chose("holders", message_id):
            return Go(HolderList(), replaces=message_id)
        case ChoosingRole(), Chose(Role.ADMIN, message_id):
            return _issue(Role.ADMIN, None, message_id, desk)
        case ChoosingRole(), Chose(Role.ORGANISER, message_id):
            return Go(ChoosingScope(Role.ORGANISER, _top(desk)), replaces=message_id)
        case ChoosingRole(), Chose(Role.VOLUNTEER, message_id):
            return Go(ChoosingScope(Role.VOLUNTEER, _top(desk)), replaces=message_id)
        case ChoosingScope(), Chose(choice, message_id):
            return _in_scope(place, choice, message_id, desk)
        case HolderList(), Chose(choice, message_id):
            return _in_list(place, choice, message_id, desk)
        case TakingAway(grant_id, back), Chose("take", message_id):
            return _take(grant_id, back, message_id, desk)
        case TakingAway(back=back), Chose("back", message_id):
            return Go(back, replaces=message_id)
    return None


def show(place: Place, desk: Desk) -> tuple[Reply, ...]:
    if not may_invite(desk):
        return rights.nothing_here(desk)
    match place:
        case ChoosingScope():
            return (_scopes(place, desk),)
        case HolderList():
            return (_holders(place, desk),)
        case TakingAway():
            return (_sure(place, desk),)
    return (_roles(desk),)


def opens(_opened: Opened, desk: Desk) -> Move | None:
    return inviting(desk)


def inviting(desk: Desk) -> Move:
    return Go(ChoosingRole()) if may_invite(desk) else rights.forbid("roles", desk)


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


def _in_scope(place: ChoosingScope, choice: str, message_id: int, desk: Desk) -> Move | None:
    match choice:
        case "here" if place.unit_id:
            return _issue(place.role, place.unit_id, message_id, desk)
        case "next":
            return Go(replace(place, page=place.page + 1), replaces=message_id)
        case "previous":
            return Go(replace(place, page=max(0, place.page - 1)), replaces=message_id)
        case "back":
            return Go(_one_up(place, desk), replaces=message_id)
    unit_id = Chose(choice, message_id).row_id
    if not unit_id:
        return None
    if not _may_give(place.role, unit_id, desk):
        return rights.forbid(f"unit:{unit_id}", desk)
    return Go(ChoosingScope(place.role, unit_id), replaces=message_id)


def _one_up(place: ChoosingScope, desk: Desk) -> ChoosingScope | ChoosingRole:
    unit = places.unit(desk.unit, place.unit_id)
    if unit is None or unit.parent_id is None or not _may_give(place.role, unit.parent_id, desk):
        return ChoosingRole() if not place.unit_id or len(own_units(desk)) == 1 else ChoosingScope(place.role)
    return ChoosingScope(place.role, unit.parent_id)


def _issue(role: Role, unit_id: int | None, message_id: int, desk: Desk) -> Move:
    if not _may_give(role, unit_id, desk):
        return rights.forbid(f"unit:{unit_id or 0}", desk)
    now = desk.now.timestamp()
    token = invitations.issue(desk.unit, role, unit_id, desk.person.chat_id, HOURS, now)
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
    last = (Button(t.button("Who holds a role"), "holders"), rights.to_menu(desk))
    return Text(t("Whom would you like to invite? You get a link that works once."), (*rows, last))


def _scopes(place: ChoosingScope, desk: Desk) -> Text:
    t = desk.words
    role = _role(place.role, t)
    if place.unit_id and not _may_give(Role.ORGANISER, place.unit_id, desk):
        return rights.closed(desk)
    units = places.children(desk.unit, place.unit_id) if place.unit_id else own_units(desk)
    shown = units[place.page * UNITS_PAGE : (place.page + 1) * UNITS_PAGE]
    lines = [t("{role}: for which unit? The role holds for it and everything below.", role=role)]
    here: Buttons = ()
    if place.unit_id:
        lines.append(t("Chosen so far: {unit}", unit=_where(place.unit_id, desk, t)))
        here = ((Button(t.button("Invite for this unit"), "here"),),)
    return Text(
        "\n".join(lines), (*here, *_units(shown), *paging(place.page, UNITS_PAGE, len(units), desk), _back(desk))
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
    found = {row.grant_id: row for path in rights.organised(desk) for row in roles.holders_below(desk.unit, path)}
    return [row for _, row in sorted(found.items()) if _may_give(row.role, row.unit_id, desk)]


def _in_list(place: HolderList, choice: str, message_id: int, desk: Desk) -> Move | None:
    match choice:
        case "next":
            return Go(HolderList(place.page + 1), replaces=message_id)
        case "previous":
            return Go(HolderList(max(0, place.page - 1)), replaces=message_id)
        case "back":
            return Go(ChoosingRole(), replaces=message_id)
    grant_id = Chose(choice, message_id).row_id
    if not grant_id:
        return None
    if _holder(grant_id, desk) is None:
        return rights.forbid(f"grant:{grant_id}", desk)
    return Go(TakingAway(grant_id, place), replaces=message_id)


def _holder(grant_id: int, desk: Desk) -> HolderRow | None:
    return next((row for row in _all_holders(desk) if row.grant_id == grant_id), None)


def _holders(place: HolderList, desk: Desk) -> Text:
    t = desk.words
    found = _all_holders(desk)
    page = found[place.page * HOLDERS_PAGE : (place.page + 1) * HOLDERS_PAGE]
    numbered = list(enumerate(page, place.page * HOLDERS_PAGE + 1))
    lines = [t("Who holds a role in your units. Tap a number to take the role away.")]
    lines += [f"{number}. {_line(row, desk)}" for number, row in numbered]
    numbers = tuple(Button(str(number), str(row.grant_id)) for number, row in numbered)
    pages = paging(place.page, HOLDERS_PAGE, len(found), desk)
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


def _sure(place: TakingAway, desk: Desk) -> Text:
    t = desk.words
    row = _holder(place.grant_id, desk)
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
        return rights.forbid(f"grant:{grant_id}", desk)
    roles.take(desk.unit, grant_id, desk.person.chat_id, desk.now.timestamp())
    t = desk.words
    done = Text(t("✅ Taken away: {line}", line=_line(row, desk)), replaces=message_id)
    after = back if may_invite(desk) else AtMenu()
    return Go(after, before=(done,), tells=(*_to_holder(row, desk), *role_menu.renewed(row.chat_id, desk)))


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
    tells = role_menu.renewed(desk.person.chat_id, desk)
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


FLOW = Flow("g", (ChoosingRole, ChoosingScope, HolderList, TakingAway), step, show, opens)
