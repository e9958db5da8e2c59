"""An activity is called off, for a reason that everybody concerned reads."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities import in_hand, text
from bot.flows.activities import tells as activity_tells
from bot.flows.activities.in_hand import ActivitiesInHand, ActivityInHand
from bot.flows.booking import following as bookings
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.duties import following
from bot.flows.groups import cards
from bot.flows.keyboards import two_a_row
from bot.flows.organising.composing import changes
from bot.flows.organising.steps import CallingOff, CallingOffSurely
from bot.flows.typed import readable
from bot.planning import activities as activity_clock
from storage.activities import activities
from storage.activities.activities import ActivityClosedError, ActivityRow

REASON_MOST: Final = 200


def show_reasons(_step: CallingOff, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    choices = [Button(reason, str(number)) for number, reason in enumerate(_reasons(desk))]
    asked = t("Why is “{title}” called off? Tap a reason, or type your own; people read it.", title=row.title)
    return Text(asked, (*two_a_row(choices), (Button(t.button("Back"), "back"),)))


def _reasons(desk: Desk) -> tuple[str, ...]:
    t = desk.words
    return (
        t.plain("Too few have signed up"),
        t.plain("The room is not free"),
        t.plain("The weather"),
        t.plain("The speaker cannot come"),
    )


def hear_reason(_step: CallingOff, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ActivityInHand(row.id), replaces=message_id)
        case Chose("0" | "1" | "2" | "3" as choice, message_id):
            return Go(CallingOffSurely(row.id, _reasons(desk)[int(choice)]), replaces=message_id)
        case Said(typed) if readable(typed):
            return Go(CallingOffSurely(row.id, readable(typed, REASON_MOST)))
    return None


def show_surely(step: CallingOffSurely, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    lines = [
        t("Call off {what}?", what=text.headline(row, desk.now.tzinfo, t)),
        t("The reason: {reason}", reason=step.reason),
        in_hand.told(changes.concerned(row, desk), desk),
    ]
    return Text("\n".join(lines), ((Button(t.button("Call it off"), "off"), Button(t.button("Back"), "back")),))


def hear_surely(step: CallingOffSurely, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(CallingOff(row.id), replaces=message_id)
        case Chose("off", message_id):
            return _call_off(row, step.reason, message_id, desk)
        case Said(typed) if readable(typed):
            return Go(CallingOffSurely(row.id, readable(typed, REASON_MOST)))
    return None


def _call_off(row: ActivityRow, reason: str, message_id: int, desk: Desk) -> Move:
    t = desk.words
    number = changes.concerned(row, desk)
    try:
        after = activities.cancel(desk.unit, row.id, desk.deed(reason))
    except ActivityClosedError:
        return Go(ActivityInHand(row.id), before=(changes.closed(t),))
    activity_clock.plan_for(desk.unit, after, desk.now)
    done = t("✅ Called off. {whom}", whom=in_hand.told(number, desk))
    tells = activity_tells.cancelled(after, desk.unit, desk.words_for, desk.now)
    tells += following.called_off(after, desk)
    tells += bookings.called_off(after.id, desk)
    tells += cards.cancelled(after, desk.unit, desk.words_for, desk.now)
    return Go(ActivitiesInHand(), before=(Text(done, replaces=message_id),), tells=tells)
