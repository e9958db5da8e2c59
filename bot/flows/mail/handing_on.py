"""A message of the mail is handed on: to a colleague by name, or to the unit above, beside or below."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.chat import Button, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.keyboards import two_a_row
from bot.flows.mail import tells as thread_tells
from bot.flows.mail import text as thread_text
from bot.flows.mail.steps import HandingOn
from bot.flows.paging import UNITS_PAGE, page_buttons
from bot.flows.persons import colleague
from bot.flows.typed import readable
from storage.announcements import threads
from storage.announcements.threads import ThreadRow
from storage.people import colleagues, roles
from storage.places import places

_LABEL: Final = 40


@dataclass(frozen=True, slots=True)
class Heir:
    """To whom it can be handed on: a colleague's chat, or a unit; the other is 0."""

    label: str
    chat_id: int = 0
    unit_id: int = 0

    @property
    def choice(self) -> str:
        return f"to.{self.chat_id}.{self.unit_id}"


def heirs(row: ThreadRow, desk: Desk) -> list[Heir]:
    """Return everybody it can be handed on to: colleagues who may act for the unit, then units."""
    return [*_colleagues(row, desk), *_units(row, desk)]


def _colleagues(row: ThreadRow, desk: Desk) -> Iterator[Heir]:
    acting = roles.acting_for(desk.unit, places.path_of(desk.unit, row.unit_id))
    chats = [one for one in acting if one not in {desk.person.chat_id, row.chat_id, row.taken_by}]
    colleagues.names_of(desk.unit, chats)
    for chat_id in chats:
        yield Heir(readable(colleague(desk.unit, chat_id, desk.words), _LABEL), chat_id)


def _units(row: ThreadRow, desk: Desk) -> Iterator[Heir]:
    t, unit = desk.words, places.unit(desk.unit, row.unit_id)
    above = None if unit is None else unit.parent_id
    if above is not None:
        name = thread_text.unit_name(desk.unit, above)
        yield Heir(t.button("Above: {unit}", unit=readable(name, _LABEL)), unit_id=above)
    for one in places.children(desk.unit, row.unit_id):
        yield Heir(readable(one.name, _LABEL), unit_id=one.id)
    for one in places.children(desk.unit, above):
        if one.id != row.unit_id:
            yield Heir(readable(one.name, _LABEL), unit_id=one.id)


def show(step: HandingOn, row: ThreadRow, desk: Desk) -> Text:
    t, found = desk.words, heirs(row, desk)
    shown = found[step.page * UNITS_PAGE : (step.page + 1) * UNITS_PAGE]
    choices = two_a_row([Button(one.label, one.choice) for one in shown])
    asked = t("Who is to have it? Colleagues are told; of another unit the member hears, too.")
    pages = page_buttons(step.page, UNITS_PAGE, len(found), desk)
    return Text(asked, (*choices, *pages, (Button(t.button("Back"), "back"),)))


def hear(step: HandingOn, row: ThreadRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.card, replaces=message_id)
        case Chose(choice, message_id) if choice.startswith("to."):
            chosen = next((one for one in heirs(row, desk) if one.choice == choice), None)
            return Go(step) if chosen is None else _hand_on(step, row, chosen, message_id, desk)
    return None


def _hand_on(step: HandingOn, row: ThreadRow, heir: Heir, message_id: int, desk: Desk) -> Move:
    """Hand it on; where it was closed meanwhile, show how it stands."""
    t, unit = desk.words, desk.unit
    done = (
        threads.give(unit, row.id, heir.chat_id, desk.deed())
        if heir.chat_id
        else threads.move(unit, row.id, heir.unit_id, desk.deed())
    )
    after = threads.find(unit, row.id)
    if not done or after is None:
        return Go(step.card, before=(Text(t("A colleague was first. This is how it stands now:")),))
    if heir.chat_id:
        said = Text(t("✅ Handed to {name}.", name=heir.label), replaces=message_id)
        return Go(step.card, before=(said,), tells=thread_tells.given(after, heir.chat_id, desk))
    return Go(step.card.back, before=(_moved(after, message_id, desk),), tells=moved_tells(after, desk))


def _moved(after: ThreadRow, message_id: int, desk: Desk) -> Text:
    name = thread_text.unit_name(desk.unit, after.unit_id)
    return Text(desk.words("✅ Handed on to {unit}.", unit=name), replaces=message_id)


def moved_tells(after: ThreadRow, desk: Desk) -> tuple[Tell, ...]:
    """Tell the member where it is now, and the organisers there."""
    name = thread_text.unit_name(desk.unit, after.unit_id)
    told = thread_tells.to_member(
        after, lambda words: words("What you wrote has been handed on to {unit}.", unit=name), desk
    )
    return (*told, *thread_tells.handed_over(after, desk))
