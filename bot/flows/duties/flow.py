"""Duties: an organiser lists them, looks at one, adds, calls, changes and removes; a volunteer answers."""

from bot.chat import Reply, Text
from bot.flows.activities import rights
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move
from bot.flows.duties import calling, changing, making, screens
from bot.flows.duties import rights as duty_rights
from bot.flows.duties.steps import (
    CallingVolunteers,
    ChangingDuty,
    CountingDuty,
    DutyCard,
    DutyList,
    DutyPart,
    NamingDuty,
    RemovingDuty,
)
from bot.flows.duties.text import Matter
from bot.flows.entry_points import Opened, row_id
from bot.flows.mine import duty as my_duty
from bot.flows.mine.steps import MyDuty
from bot.flows.organising.composing import changes
from bot.flows.rights import forbid, nothing_here, without_role
from bot.flows.step import Step
from storage.activities import duties
from storage.activities.activities import ActivityRow


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step:
        case (
            DutyList(activity_id) | NamingDuty(activity_id) | CountingDuty(activity_id) | CallingVolunteers(activity_id)
        ):
            row = rights.seen(activity_id, desk)
            if row is None:
                return without_role(event, f"activity:{activity_id}", desk)
            return _with_activity(step, row, event, desk)
        case DutyCard(duty_id) | ChangingDuty(duty_id) | RemovingDuty(duty_id):
            one = duty_rights.seen(duty_id, desk)
            if one is None:
                return without_role(event, f"duty:{duty_id}", desk)
            return _with_duty(step, one, event, desk)
    return None


def _with_activity(
    step: DutyList | NamingDuty | CountingDuty | CallingVolunteers, row: ActivityRow, event: Happening, desk: Desk
) -> Move | None:
    match step:
        case DutyList():
            return _in_list(row, event, desk)
        case CallingVolunteers():
            return calling.hear(row, event, desk)
    return making.hear(step, row, event, desk)


def _with_duty(step: DutyCard | ChangingDuty | RemovingDuty, one: Matter, event: Happening, desk: Desk) -> Move | None:
    match step:
        case DutyCard():
            return _at_card(one, event, desk)
        case ChangingDuty(_, part):
            return changing.hear(part, one, event, desk)
    return changing.removing(one, event, desk)


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case MyDuty():
            return my_duty.show(step, desk)
        case (
            DutyList(activity_id) | NamingDuty(activity_id) | CountingDuty(activity_id) | CallingVolunteers(activity_id)
        ):
            row = rights.seen(activity_id, desk)
            return nothing_here(desk) if row is None else (_about_activity(step, row, desk),)
        case DutyCard(duty_id) | ChangingDuty(duty_id) | RemovingDuty(duty_id):
            one = duty_rights.seen(duty_id, desk)
            return nothing_here(desk) if one is None else (_about_duty(step, one, desk),)
    raise AssertionError(step)


def _about_activity(
    step: DutyList | NamingDuty | CountingDuty | CallingVolunteers, row: ActivityRow, desk: Desk
) -> Text:
    match step:
        case DutyList():
            return screens.listing(row, desk)
        case CallingVolunteers():
            return calling.question(row, desk)
    return making.question(step, row, desk)


def _about_duty(step: DutyCard | ChangingDuty | RemovingDuty, one: Matter, desk: Desk) -> Text:
    match step:
        case DutyCard():
            return screens.card(one, desk)
        case ChangingDuty(_, part):
            return changing.question(part, one, desk)
    return changing.surely(one, desk)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open the duties of an activity ("a12"), one duty ("12"), or take a volunteer's answer ("y12", "n12", "m12")."""
    match opened.choice[:1]:
        case "y" | "n" | "m":
            return my_duty.opens(opened, desk)
        case "a":
            activity_id = row_id(opened.choice[1:])
            row = rights.seen(activity_id, desk)
            return rights.forbid(activity_id, desk) if row is None else Go(DutyList(activity_id))
    if duty_rights.seen(opened.row_id, desk) is None:
        return forbid(f"duty:{opened.row_id}", desk)
    return Go(DutyCard(opened.row_id))


# ---------------------------------------------------------------- the list and the card


def _in_list(row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(changes.card(row), replaces=message_id)
        case Chose("add", message_id) if screens.may_add(row, desk):
            return Go(NamingDuty(row.id), replaces=message_id)
        case Chose("call", message_id) if calling.wanting(row, desk):
            return Go(CallingVolunteers(row.id), replaces=message_id)
        case Chose(row_id=duty_id, message_id=message_id) if duty_id in _ids(row, desk):
            return Go(DutyCard(duty_id), replaces=message_id)
    return None


def _ids(row: ActivityRow, desk: Desk) -> set[int]:
    return {duty.id for duty in duties.of_activity(desk.unit, row.id)}


def _at_card(one: Matter, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(DutyList(one.activity.id), replaces=message_id)
        case Chose("remove", message_id) if duty_rights.may_change(one, desk):
            return Go(RemovingDuty(one.duty.id), replaces=message_id)
        case Chose(choice, message_id) if choice in set(DutyPart) and duty_rights.may_change(one, desk):
            return Go(ChangingDuty(one.duty.id, DutyPart(choice)), replaces=message_id)
    return None


FLOW = Flow(
    "d",
    (DutyList, NamingDuty, CountingDuty, CallingVolunteers, DutyCard, ChangingDuty, RemovingDuty, MyDuty),
    hear,
    show,
    opens,
)
