"""An organiser adds a duty to an activity: what is to be done, and by how many; its times are the activity's."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities import text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.duties import listing
from bot.flows.duties.steps import CountingDuty, DutyList, NamingDuty
from bot.flows.keyboards import two_a_row
from bot.flows.typed import readable
from bot.texts import Words
from domain.activities.duties import Task
from domain.said.writing.how_many import how_many
from storage.activities import duties
from storage.activities.activities import ActivityRow

NAME_MOST: Final = 30
_NEEDED_MOST: Final = 99
PROPOSED: Final = ("1", "2", "3", "5", "8", "10")


def hear_naming(_step: NamingDuty, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(DutyList(row.id), replaces=message_id)
        case Chose("0" | "1" | "2" | "3" as choice, message_id):
            return Go(CountingDuty(row.id, _proposed_names(desk.words)[int(choice)]), replaces=message_id)
        case Said(typed) if readable(typed):
            return Go(CountingDuty(row.id, readable(typed, NAME_MOST)))
    return None


def show_naming(_step: NamingDuty, _row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    proposed = [Button(name, str(at)) for at, name in enumerate(_proposed_names(t))]
    back = (Button(t.button("Back"), "back"),)
    return Text(t("What is to be done? Tap a proposal or type it."), (*two_a_row(proposed), back))


def _proposed_names(t: Words) -> tuple[str, ...]:
    return (
        t.plain("Welcoming people"),
        t.plain("Check-in"),
        t.plain("Setting up the room"),
        t.plain("Taking pictures"),
    )


def hear_counting(step: CountingDuty, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(NamingDuty(row.id), replaces=message_id)
        case Chose(typed) | Said(typed) if needed := count(typed):
            return _add(row, step.name, needed, desk)
        case Said():
            return Remain((unclear(desk.words),))
    return None


def show_counting(step: CountingDuty, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    when = text.when(row, desk.now.tzinfo, t)
    lines = (
        t("How many volunteers are needed for “{duty}”? Tap or type a number.", duty=step.name),
        t("The time is the activity's, {when}; it can be changed afterwards.", when=when),
    )
    proposed = tuple(Button(one, one) for one in PROPOSED)
    return Text("\n".join(lines), (proposed, (Button(t.button("Back"), "back"),)))


def _add(row: ActivityRow, name: str, needed: int, desk: Desk) -> Move:
    if listing.may_add(row, desk):
        duties.add(desk.unit, row.id, Task(name, row.starts_at, row.ends_at, needed))
    return Go(DutyList(row.id))


def count(typed: str) -> int:
    """Read how many; 0 for what is no number that makes sense."""
    return how_many(typed, _NEEDED_MOST)


def unclear(t: Words) -> Text:
    return Text(t("Please type a number from 1 to {most}.", most=_NEEDED_MOST))
