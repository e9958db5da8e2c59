"""Giving roles: an invitation link for one person, which works once, and what it opens."""

from typing import Final

from bot.chat import Button, Buttons, Text
from bot.deep_links import INVITATION, link
from bot.flows import role_commands, tries
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import Opened
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.moments import local
from bot.flows.paging import UNITS_PAGE, page_buttons
from bot.flows.persons import colleague
from bot.flows.reviewing.steps import ChoosingRole, ChoosingScope, HolderList, NamingMyself, OpenInvitations
from bot.flows.rights import closed, forbid, organised, own_units
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from bot.texts import Words
from bot.texts.names import role_name
from domain.people.roles import Role, may_grant
from domain.people.tries import Thing
from storage.people import colleagues, invitations, roles
from storage.people.invitations import Accepted, Invitation, InvitationRefused
from storage.places import places

HOURS: Final = 72
_INVITED: Final = (Role.ORGANISER, Role.VOLUNTEER, Role.ADMIN)


def opened(_button: Opened, desk: Desk) -> Move:
    return Go(ChoosingRole()) if organised(desk) else forbid("roles", desk)


def may_give(role: Role, unit_id: int | None, desk: Desk) -> bool:
    """Tell whether the person may give (and take) this role in this unit; None: everywhere."""
    path = roles.EVERYWHERE if unit_id is None else places.path_of(desk.unit, unit_id)
    return bool(path) and may_grant((held.grant for held in desk.grants), role, path)


def show_roles(_step: ChoosingRole, _paths: list[str], desk: Desk) -> Text:
    t = desk.words
    invited = [role for role in _INVITED if role is not Role.ADMIN or may_give(role, None, desk)]
    rows = two_a_row([Button(role_name(role, t), role) for role in invited])
    number = len(open_invitations(desk))
    waiting = (Button(t.button("Open invitations · {number}", number=number), "open"),) if number else ()
    last = (Button(t.button("Who holds a role"), "holders"), *waiting)
    asked = t("Whom would you like to invite? You get a link that works once.")
    return Text(asked, (*rows, last, (to_menu(desk),)) if waiting else (*rows, (*last, to_menu(desk))))


def open_invitations(desk: Desk) -> list[Invitation]:
    """Return those that can still be used, of roles that the person may give."""
    found = invitations.open_ones(desk.unit, desk.now.timestamp())
    return [one for one in found if may_give(one.role, one.unit_id, desk)]


def hear_role(_step: ChoosingRole, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("holders", message_id):
            return Go(HolderList(), replaces=message_id)
        case Chose("open", message_id):
            return Go(OpenInvitations(), replaces=message_id)
        case Chose(Role.ADMIN, message_id):
            return _issue(Role.ADMIN, None, message_id, desk)
        case Chose(Role.ORGANISER, message_id):
            return Go(ChoosingScope(Role.ORGANISER, _top(desk)), replaces=message_id)
        case Chose(Role.VOLUNTEER, message_id):
            return Go(ChoosingScope(Role.VOLUNTEER, _top(desk)), replaces=message_id)
    return None


def _top(desk: Desk) -> int:
    """Return the unit to begin at: the own one; 0 where there are several to choose from."""
    own = own_units(desk)
    return own[0].id if len(own) == 1 else 0


def show_scopes(step: ChoosingScope, _paths: list[str], desk: Desk) -> Text:
    t = desk.words
    role = role_name(step.role, t)
    if step.unit_id and not may_give(Role.ORGANISER, step.unit_id, desk):
        return closed(desk)
    units = places.children(desk.unit, step.unit_id) if step.unit_id else own_units(desk)
    shown = units[step.page * UNITS_PAGE : (step.page + 1) * UNITS_PAGE]
    lines = [t("{role}: for which unit? The role holds for it and everything below.", role=role)]
    here: Buttons = ()
    if step.unit_id:
        lines.append(t("Chosen so far: {unit}", unit=unit_name(step.unit_id, desk, t)))
        here = ((Button(t.button("Invite for this unit"), "here"),),)
    choices = two_a_row([Button(readable(unit.name, 40), str(unit.id)) for unit in shown])
    pages = page_buttons(step.page, UNITS_PAGE, len(units), desk)
    return Text("\n".join(lines), (*here, *choices, *pages, (Button(t.button("Back"), "back"),)))


def hear_scope(step: ChoosingScope, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("here", message_id) if step.unit_id:
            return _issue(step.role, step.unit_id, message_id, desk)
        case Chose("back", message_id):
            return Go(_one_up(step, desk), replaces=message_id)
        case Chose(row_id=unit_id, message_id=message_id) if unit_id:
            if not may_give(step.role, unit_id, desk):
                return forbid(f"unit:{unit_id}", desk)
            return Go(ChoosingScope(step.role, unit_id), replaces=message_id)
    return None


def _one_up(step: ChoosingScope, desk: Desk) -> ChoosingScope | ChoosingRole:
    unit = places.unit(desk.unit, step.unit_id)
    if unit is None or unit.parent_id is None or not may_give(step.role, unit.parent_id, desk):
        return ChoosingRole() if not step.unit_id or len(own_units(desk)) == 1 else ChoosingScope(step.role)
    return ChoosingScope(step.role, unit.parent_id)


def _issue(role: Role, unit_id: int | None, message_id: int, desk: Desk) -> Move:
    if not may_give(role, unit_id, desk):
        return forbid(f"unit:{unit_id or 0}", desk)
    invited = Text(invitation(role, unit_id, desk))
    how = Text(desk.words("Forward the next message to the person you mean, and to nobody else."), replaces=message_id)
    return Go(ChoosingRole(), before=(how, invited))


def invitation(role: Role, unit_id: int | None, desk: Desk) -> str:
    """Make an invitation to a role that the person may give, and return the message for whoever is to take it."""
    now = desk.now.timestamp()
    token = invitations.issue(desk.unit, role, unit_id, desk.deed(), HOURS)
    ends = local(now + HOURS * 3600, desk.now.tzinfo)
    t = desk.words
    lines = (
        t("You are invited as {role}: {unit}.", role=role_name(role, t), unit=unit_name(unit_id, desk, t)),
        t("This link works once, until {day}, {clock}:", day=t.day(ends), clock=t.clock(ends)),
        link(desk.bot_name, f"{INVITATION}{token}"),
    )
    return "\n".join(lines)


def accept(token: str, desk: Desk) -> Move:
    """Use an invitation up, once it is known what colleagues call whoever takes the role."""
    if not desk.abilities.trusted:
        refused = Text(desk.words("A role is taken on Telegram: please open this link there."))
        return Go(AtMenu(), before=(refused,))
    shut = tries.shut(Thing.INVITATION, desk)
    if shut:
        return Go(AtMenu(), before=(shut,))
    try:
        found = invitations.look(desk.unit, token, desk.now.timestamp())
    except InvitationRefused as refused:
        tells = tries.missed(Thing.INVITATION, desk) if refused.why == "unknown" else ()
        said = tries.shut(Thing.INVITATION, desk) or Text(_refused(refused.why, desk.words))
        return Go(AtMenu(), before=(said,), tells=tells)
    if found.label or colleagues.name_of(desk.unit, desk.person.chat_id):
        return accepted(token, desk)
    return Go(NamingMyself(token))


def accepted(token: str, desk: Desk, name: str = "") -> Move:
    """Use it up, say what one can do now, and tell who sent it. `name`: what colleagues call the person."""
    t, me = desk.words, desk.person.chat_id
    try:
        taken = invitations.accept(desk.unit, token, me, desk.now.timestamp())
    except InvitationRefused as refused:
        return Go(AtMenu(), before=(Text(_refused(refused.why, t)),))
    if name:
        colleagues.keep(desk.unit, me, name)
    called = colleague(desk.unit, me, t)
    lines = (
        t(
            "✅ Welcome. You are now {role}: {unit}.",
            role=role_name(taken.role, t),
            unit=unit_name(taken.unit_id, desk, t),
        ),
        t("Colleagues see you as {name}; /privacy changes that.", name=called),
        _what_now(taken.role, t),
    )
    tells = (*_to_sender(taken, desk), *role_commands.renewed(me, desk))
    return Go(AtMenu(), before=(Text("\n".join(lines)),), tells=tells)


def _to_sender(taken: Accepted, desk: Desk) -> tuple[Tell, ...]:
    if taken.issued_by is None:
        return ()
    t = desk.words_for(taken.issued_by)
    said = t(
        "Your invitation has been taken by {name}: {role}, {unit}.",
        name=colleague(desk.unit, desk.person.chat_id, t),
        role=role_name(taken.role, t),
        unit=unit_name(taken.unit_id, desk, t),
    )
    return (Tell(taken.issued_by, Text(said)),)


def _refused(why: str, t: Words) -> str:
    match why:
        case "used":
            return t("This invitation has been used already; each works once. Ask for a new one if it was not you.")
        case "withdrawn":
            return t("This invitation has been withdrawn. Whoever sent it can make a new one.")
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


def unit_name(unit_id: int | None, desk: Desk, t: Words) -> str:
    if unit_id is None:
        return t.plain("everywhere")
    unit = places.unit(desk.unit, unit_id)
    return unit.name if unit else ""
