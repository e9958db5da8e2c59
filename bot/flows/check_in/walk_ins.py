"""Somebody has come without signing up: found by name in the unit, or all of its district, and let in."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.check_in import rights, roll_call
from bot.flows.check_in.names import heard
from bot.flows.check_in.reading_out import checked_in
from bot.flows.check_in.steps import CheckInDesk, ChoosingWalkIn, NamingWalkIn
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import back_or_menu
from bot.flows.moments import long_day
from bot.flows.typed import readable
from domain import roll
from domain.activities import Standing
from domain.places import UnitKind
from domain.roll import Finding, Known
from storage.activities import admission
from storage.activities.activities import ActivityRow
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import members
from storage.places import places
from storage.places.places import UnitRow

_MOST: Final = 5_000  # who takes part in a unit and below it; a district has fewer
_SHOWN: Final = 8
_LABEL: Final = 40


def show_naming(_step: NamingWalkIn, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    asked = t(
        "Who has come without signing up? Type the name, of somebody who takes part in {unit}.",
        unit=_scope(row, desk).name,
    )
    other = t("Everybody else can scan the QR code, as long as seats are free.")
    return Text(f"{asked}\n{other}", (back_or_menu(desk),))


def hear_naming(_step: NamingWalkIn, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    return _searched(row, event, desk)


def show_found(step: ChoosingWalkIn, _row: ActivityRow, desk: Desk) -> Text:
    stays = {one.chat_id: one for chat_id in step.chats for one in affiliations.current(desk.unit, chat_id)}
    told = members.find_all(desk.unit, step.chats)
    labels = [_label(told[chat].details.name if chat in told else "", stays.get(chat), desk) for chat in step.chats]
    choices = tuple((Button(label, str(number)),) for number, label in enumerate(labels))
    return Text(desk.words("“{name}”: who is meant?", name=step.typed), (*choices, back_or_menu(desk)))


def hear_found(step: ChoosingWalkIn, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(choice, message_id) if choice in map(str, range(len(step.chats))):
            return _let_in(row, step.chats[int(choice)], message_id, desk)
    return _searched(row, event, desk)


def _label(name: str, stay: AffiliationRow | None, desk: Desk) -> str:
    since = desk.words.plain("here since {day}", day=long_day(stay.arrives_on, desk.today, desk.words)) if stay else ""
    return readable(" · ".join(part for part in (name, since) if part), _LABEL) or "…"


def _searched(row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(CheckInDesk(row.id), replaces=message_id)
        case Said(typed) if name := readable(typed):
            return _search(row, name, desk)
    return None


def _search(row: ActivityRow, typed: str, desk: Desk) -> Move:
    """Look for a name, which is written down: the answer names people."""
    unit = _scope(row, desk)
    stays = affiliations.here(desk.unit, [places.path_of(desk.unit, unit.id)], 0, _MOST)
    told = members.find_all(desk.unit, [one.chat_id for one in stays])
    among = [Known(chat_id, heard(one.details.name)) for chat_id, one in told.items()]
    found = roll.match(heard(typed), among)
    shown = () if found.finding is Finding.NONE else found.keys[:_SHOWN]
    roll_call.note_look(row, shown, desk)
    if not shown:
        said = desk.words("I found nobody called “{name}” who takes part in {unit}.", name=typed, unit=unit.name)
        return Go(NamingWalkIn(row.id), before=(Text(said),))
    return Go(ChoosingWalkIn(row.id, typed, shown))


def _scope(row: ActivityRow, desk: Desk) -> UnitRow:
    """Return within which unit people are found: the own one, or its district for who organises all of that."""
    *above, own = places.ancestors(desk.unit, row.unit_id)
    districts = (one for one in above if one.kind is UnitKind.DISTRICT and desk.may_organise(one.id))
    return next(districts, own)


def _let_in(row: ActivityRow, chat_id: int, message_id: int, desk: Desk) -> Move:
    if members.find(desk.unit, chat_id) is None:  # forgotten meanwhile
        return Go(NamingWalkIn(row.id), replaces=message_id)
    standing = admission.may_come(desk.unit, row, chat_id) or Standing.PASSING_BY
    seen = rights.check_in(row, chat_id, desk, standing)
    return Go(CheckInDesk(row.id), before=(checked_in(seen, message_id, desk),))
