"""An organiser adds a duty to an activity: what is to be done, and by how many; its times are the activity's."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities import text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.duties import screens
from bot.flows.duties.steps import CountingDuty, DutyList, NamingDuty
from bot.flows.keyboards import two_a_row
from bot.flows.typed import readable
from bot.texts import Words
from domain.duties import Task
from domain.how_many import how_many
from storage.activities import duties
from storage.activities.activities import ActivityRow

NAME_MOST: Final = 30
NEEDED_MOST: Final = 99
PROPOSED: Final = ("1", "2", "3", "5", "8", "10")


def hear(step: NamingDuty | CountingDuty, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    t = desk.words
    match step, event:
        case NamingDuty(), Chose("back", message_id):
            return Go(DutyList(row.id), replaces=message_id)
        case CountingDuty(), Chose("back", message_id):
            return Go(NamingDuty(row.id), replaces=message_id)
        case NamingDuty(), Chose("0" | "1" | "2" | "3" as choice, message_id):
            return Go(CountingDuty(row.id, names(t)[int(choice)]), replaces=message_id)
        case NamingDuty(), Said(typed) if readable(typed):
            return Go(CountingDuty(row.id, readable(typed, NAME_MOST)))
        case CountingDuty(_, name), Chose(typed) | Said(typed):
            needed = count(typed)
            if needed:
                return _add(row, name, needed, desk)
            return Remain((unclear(t),)) if isinstance(event, Said) else None
    return None


def _add(row: ActivityRow, name: str, needed: int, desk: Desk) -> Move:
    if screens.may_add(row, desk):
        duties.add(desk.unit, row.id, Task(name, row.starts_at, row.ends_at, needed))
    return Go(DutyList(row.id))


def count(typed: str) -> int:
    """Read how many; 0 for what is no number that makes sense."""
    return how_many(typed, NEEDED_MOST)


def unclear(t: Words) -> Text:
    return Text(t("Please type a number from 1 to {most}.", most=NEEDED_MOST))


def names(t: Words) -> tuple[str, ...]:
    return (
        t.plain("Welcoming people"),
        t.plain("Check-in"),
        t.plain("Setting up the room"),
        t.plain("Taking pictures"),
    )


def question(step: NamingDuty | CountingDuty, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    back = (Button(t.button("Back"), "back"),)
    if isinstance(step, NamingDuty):
        proposed = [Button(name, str(at)) for at, name in enumerate(names(t))]
        return Text(t("What is to be done? Tap a proposal or type it."), (*two_a_row(proposed), back))
    when = text.when(row, desk.now.tzinfo, t)
    lines = (
        t("How many volunteers are needed for “{duty}”? Tap or type a number.", duty=step.name),
        t("The time is the activity's, {when}; it can be changed afterwards.", when=when),
    )
    return Text("\n".join(lines), (tuple(Button(one, one) for one in PROPOSED), back))
