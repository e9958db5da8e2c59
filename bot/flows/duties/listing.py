"""The duties of an activity, as its organiser sees them, and what can be done about them."""

from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.activities import in_hand, rights, text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.duties import calling
from bot.flows.duties.steps import CallingVolunteers, DutyCard, DutyList, NamingDuty
from bot.flows.duties.text import Matter, figures
from bot.flows.entry_points import Opened
from bot.texts import Words
from storage.activities import duties
from storage.activities.activities import ActivityRow

MOST_DUTIES: Final = 10
_A_ROW: Final = 5


def opened(opened: Opened, desk: Desk) -> Move:
    row = rights.seen(opened.row_id, desk)
    return rights.forbid(opened.row_id, desk) if row is None else Go(DutyList(row.id))


def may_add(row: ActivityRow, desk: Desk) -> bool:
    return rights.is_open(row, desk) and len(duties.of_activity(desk.unit, row.id)) < MOST_DUTIES


def hear(_step: DutyList, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(in_hand.card(row), replaces=message_id)
        case Chose("add", message_id) if may_add(row, desk):
            return Go(NamingDuty(row.id), replaces=message_id)
        case Chose("call", message_id) if calling.wanting(row, desk):
            return Go(CallingVolunteers(row.id), replaces=message_id)
        case Chose(row_id=duty_id, message_id=message_id) if any(
            duty.id == duty_id for duty in duties.of_activity(desk.unit, row.id)
        ):
            return Go(DutyCard(duty_id), replaces=message_id)
    return None


def show(_step: DutyList, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    found = duties.of_activity(desk.unit, row.id)
    for read in (duties.answers, duties.filled):
        read(desk.unit, [duty.id for duty in found])
    lines = [t("<b>{activity}</b>: duties", activity=text.headline(row, desk.now.tzinfo, t))]
    lines += [_listed(at, Matter(desk.unit, duty, row, desk.now), t) for at, duty in enumerate(found, 1)]
    if not found:
        lines.append(t("There is no duty yet: welcoming people, check-in, taking pictures …"))
    return Text("\n".join(lines), _buttons([duty.id for duty in found], row, desk))


def _listed(number: int, one: Matter, t: Words) -> str:
    return f"{number}. {t('{duty} · {when}', duty=one.duty.task.name, when=_span(one, t))}\n   {figures(one, t)}"


def _span(one: Matter, t: Words) -> str:
    """Say from when until when, without the day where that is the activity's."""
    if one.begins.date() == one.local(one.activity.starts_at).date() == one.local(one.duty.task.ends_at).date():
        return f"{t.clock(one.begins)}–{t.clock(one.local(one.duty.task.ends_at))}"
    return text.when(one.plan, one.now.tzinfo, t)


def _buttons(duty_ids: list[int], row: ActivityRow, desk: Desk) -> Buttons:
    t = desk.words
    numbers = [Button(str(at), str(duty_id)) for at, duty_id in enumerate(duty_ids, 1)]
    rows = [tuple(numbers[first : first + _A_ROW]) for first in range(0, len(numbers), _A_ROW)]
    if may_add(row, desk):
        rows.append((Button(t.button("Add a duty"), "add"),))
    if calling.wanting(row, desk):
        rows.append((Button(t.button("Call the volunteers"), "call"),))
    return (*rows, (Button(t.button("Back"), "back"),))
