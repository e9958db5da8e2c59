"""The first questions about a new activity: who holds it, what it is, what it is called. Its time comes next."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities import rights
from bot.flows.activities.in_hand import ActivitiesInHand
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import Opened
from bot.flows.keyboards import two_a_row
from bot.flows.organising import listing
from bot.flows.organising.composing import defaults
from bot.flows.organising.composing.defaults import TITLE_MOST
from bot.flows.organising.steps import ChoosingHolder, KindOfActivity, NamingActivity, SayingWhen, Seed
from bot.flows.rights import forbid, own_units
from bot.flows.typed import readable
from domain.activities.activities import Kind
from storage.places.places import UnitRow

_UNITS: Final = 8
_LABEL: Final = 40


def opened(opened: Opened, desk: Desk) -> Move:
    """Begin a new one, on the day that is named (ISO) or on any, or go on with the one whose number is named.

    Who organises a single unit is not asked which.
    """
    if opened.choice and defaults.read_day(opened.choice) is None:
        return listing.opened(opened, desk)
    own = own_units(desk)
    if not own:
        return forbid("activities", desk)
    return Go(KindOfActivity(own[0].id, opened.choice) if len(own) == 1 else ChoosingHolder(opened.choice))


def copied(opened: Opened, desk: Desk) -> Move:
    """Begin one like this; only its time is asked."""
    row = rights.seen(opened.row_id, desk)
    if row is None:
        return rights.forbid(opened.row_id, desk)
    return Go(SayingWhen(Seed(row.unit_id, row.kind, row.title, copy_of=row.id)))


def last_row(desk: Desk) -> tuple[Button, ...]:
    """Return the buttons below all questions that come before there is a draft."""
    return Button(desk.words.button("Menu"), "menu"), Button(desk.words.button("Back"), "back")


def show_units(_step: ChoosingHolder, own: list[UnitRow], desk: Desk) -> Text:
    choices = tuple((Button(readable(unit.name, _LABEL), str(unit.id)),) for unit in own[:_UNITS])
    return Text(desk.words("Which unit holds the activity?"), (*choices, last_row(desk)))


def hear_unit(step: ChoosingHolder, own: list[UnitRow], event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ActivitiesInHand(), replaces=message_id)
        case Chose(row_id=unit_id) if any(unit.id == unit_id for unit in own):
            return Go(KindOfActivity(unit_id, step.day))
    return None


def show_kinds(_step: KindOfActivity, _path: str, desk: Desk) -> Text:
    kinds = [Button(defaults.kind_title(kind, desk.words), kind) for kind in Kind]
    return Text(desk.words("What is it?"), (*two_a_row(kinds), last_row(desk)))


def hear_kind(step: KindOfActivity, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            several = len(own_units(desk)) > 1
            return Go(ChoosingHolder(step.day) if several else ActivitiesInHand(), replaces=message_id)
        case Chose(choice, message_id) if choice in set(Kind):
            return Go(NamingActivity(step.unit_id, Kind(choice), step.day), replaces=message_id)
    return None


def show_titles(step: NamingActivity, path: str, desk: Desk) -> Text:
    proposed = enumerate(defaults.titles(path, step.kind, desk))
    choices = tuple((Button(readable(title, _LABEL), str(number)),) for number, title in proposed)
    asked = desk.words("What is it called? Take a proposal or type a title.")
    return Text(asked, (*choices, last_row(desk)))


def hear_title(step: NamingActivity, path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(KindOfActivity(step.unit_id, step.day), replaces=message_id)
        case Chose("0" | "1" | "2" as choice):
            proposed = defaults.titles(path, step.kind, desk)[int(choice) : int(choice) + 1]
            return Go(SayingWhen(Seed(step.unit_id, step.kind, proposed[0]), step.day)) if proposed else None
        case Said(typed) if readable(typed):
            return Go(SayingWhen(Seed(step.unit_id, step.kind, readable(typed, TITLE_MOST)), step.day))
    return None
