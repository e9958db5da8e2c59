"""An organiser takes a duty away; whoever said yes hears of it."""

from bot.chat import Button, Text
from bot.flows.activities.in_hand import told
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.duties import rights, tells, text
from bot.flows.duties.steps import DutyCard, DutyList, RemovingDuty
from bot.flows.duties.text import Matter
from domain.activities.duties import FILLING, State
from storage.activities import duties


def hear(_step: RemovingDuty, one: Matter, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(DutyCard(one.duty.id), replaces=message_id)
        case Chose("remove", message_id) if rights.may_change(one, desk):
            return _remove(one, message_id, desk)
    return None


def _remove(one: Matter, message_id: int, desk: Desk) -> Move:
    gone = duties.remove(desk.unit, one.duty.id)
    hear_of_it = tells.off(one, gone, desk.words_for) if one.is_open else ()
    done = desk.words("Removed: {duty}. {whom}", duty=one.duty.task.name, whom=told(len(hear_of_it), desk))
    return Go(DutyList(one.activity.id), before=(Text(done, replaces=message_id),), tells=hear_of_it)


def show(_step: RemovingDuty, one: Matter, desk: Desk) -> Text:
    t = desk.words
    number = len(duties.of_duty(desk.unit, one.duty.id, {*FILLING, State.RESERVE})) if one.is_open else 0
    lines = (t("Remove this duty?"), text.brief(one, t), told(number, desk))
    return Text("\n".join(lines), ((Button(t.button("Remove it"), "remove"), Button(t.button("Back"), "back")),))
