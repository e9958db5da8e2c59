"""The invitations that can still be used: for what, for whom, by whom and until when; and withdrawing one."""

from bot.chat import Button, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.moments import local
from bot.flows.paging import PAGE, page_buttons
from bot.flows.persons import colleague
from bot.flows.reviewing.granting import open_invitations, unit_name
from bot.flows.reviewing.steps import ChoosingRole, OpenInvitations, Withdrawing
from bot.flows.rights import forbid
from bot.flows.typed import readable
from bot.texts.names import role_name
from storage.people import invitations
from storage.people.invitations import Invitation


def hear(step: OpenInvitations, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ChoosingRole(), replaces=message_id)
        case Chose(row_id=number, message_id=message_id) if number:
            if _open(number, desk) is None:
                return forbid(f"invitation:{number}", desk)
            return Go(Withdrawing(number, step), replaces=message_id)
    return None


def _open(number: int, desk: Desk) -> Invitation | None:
    return next((one for one in open_invitations(desk) if one.id == number), None)


def show(step: OpenInvitations, _paths: list[str], desk: Desk) -> Text:
    t, found = desk.words, open_invitations(desk)
    numbered = list(enumerate(found[step.page * PAGE : (step.page + 1) * PAGE], step.page * PAGE + 1))
    head = t("These invitations have not been taken yet. Tap a number to withdraw one.")
    lines = [head if found else t("No invitation is open.")]
    lines += [f"{number}. {_line(one, desk)}" for number, one in numbered]
    numbers = tuple(Button(str(number), str(one.id)) for number, one in numbered)
    pages = page_buttons(step.page, PAGE, len(found), desk)
    return Text("\n".join(lines), (*((numbers,) if numbers else ()), *pages, (Button(t.button("Back"), "back"),)))


def _line(one: Invitation, desk: Desk) -> str:
    t, until = desk.words, local(one.expires_at, desk.now.tzinfo)
    what = t("{role}, {unit}", role=role_name(one.role, t), unit=unit_name(one.unit_id, desk, t))
    parts = [
        *([readable(one.label)] if one.label else []),
        what,
        t("until {day}, {clock}", day=t.day(until), clock=t.clock(until)),
        *([t("by {name}", name=colleague(desk.unit, one.issued_by, t))] if one.issued_by else []),
    ]
    return " · ".join(parts)


def show_withdrawing(step: Withdrawing, _paths: list[str], desk: Desk) -> Text:
    t, back = desk.words, Button(desk.words.button("Back"), "back")
    one = _open(step.invitation_id, desk)
    if one is None:
        return Text(t("This invitation is not open any more."), ((back,),))
    asked = t("Withdraw this invitation? Its link works no longer then.")
    return Text(f"{asked}\n{_line(one, desk)}", ((Button(t.button("Withdraw it"), "withdraw"), back),))


def hear_withdrawing(step: Withdrawing, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.back, replaces=message_id)
        case Chose("withdraw", message_id):
            if _open(step.invitation_id, desk) is None:
                return Go(step.back, replaces=message_id)
            invitations.withdraw(desk.unit, step.invitation_id, desk.deed())
            done = Text(desk.words("✅ Withdrawn. The link works no longer."), replaces=message_id)
            return Go(step.back, before=(done,))
    return None
