"""Somebody has come without signing up: found by name in the unit, or all of its district, and let in.

Who organises the unit knows its members, and may type a name as it sounds. Whoever else is at the door sees nothing of
members but those who are expected: a name that is typed in full is confirmed, and nothing else is shown.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows import tries
from bot.flows.check_in import rights, roll_call
from bot.flows.check_in.names import heard
from bot.flows.check_in.reading_out import checked_in
from bot.flows.check_in.steps import CheckInDesk, ChoosingWalkIn, NamingWalkIn
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import back_or_menu
from bot.flows.moments import long_day
from bot.flows.typed import readable
from domain.activities.activities import Standing
from domain.people.names import same
from domain.people.tries import Thing
from domain.places.places import UnitKind
from domain.said.answers import roll
from domain.said.answers.roll import Finding, Known
from domain.said.errands import member_sought
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
    t, unit = desk.words, _scope(row, desk).name
    asked = (
        t("Who has come without signing up? Type the name, of somebody who takes part in {unit}.", unit=unit)
        if desk.may_organise(row.unit_id)
        else t("Who has come without signing up? Type the full name, of somebody who takes part in {unit}.", unit=unit)
    )
    other = t("Everybody else can scan the QR code, as long as seats are free.")
    return Text(f"{asked}\n{other}", (back_or_menu(desk),))


def hear_naming(_step: NamingWalkIn, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    return _searched(row, event, desk)


def show_found(step: ChoosingWalkIn, row: ActivityRow, desk: Desk) -> Text:
    if not desk.may_organise(row.unit_id):
        is_confirmed = _is_confirmed(step.typed, step.chats, desk)
        return _show_confirmed(step, desk) if is_confirmed else show_naming(NamingWalkIn(row.id), row, desk)
    stays = {one.chat_id: one for chat_id in step.chats for one in affiliations.current(desk.unit, chat_id)}
    told = members.find_all(desk.unit, step.chats)
    labels = [_label(told[chat].details.name if chat in told else "", stays.get(chat), desk) for chat in step.chats]
    choices = tuple((Button(label, str(number)),) for number, label in enumerate(labels))
    return Text(desk.words("“{name}”: who is meant?", name=step.typed), (*choices, back_or_menu(desk)))


def _show_confirmed(step: ChoosingWalkIn, desk: Desk) -> Text:
    """Show the name as it was typed, and nothing that the store knows of whose it is."""
    t = desk.words
    let_in = (Button(t.button("Check in {name}", name=readable(step.typed, _LABEL)), "0"),)
    return Text(t("“{name}” takes part here. Check in?", name=step.typed), (let_in, back_or_menu(desk)))


def hear_found(step: ChoosingWalkIn, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(choice, message_id) if choice in map(str, range(len(step.chats))) and _may(step, row, desk):
            return _let_in(row, step.chats[int(choice)], message_id, desk)
    return _searched(row, event, desk)


def _may(step: ChoosingWalkIn, row: ActivityRow, desk: Desk) -> bool:
    """Tell whether what was found may be used still: what an organiser found by its sound is not a volunteer's."""
    return desk.may_organise(row.unit_id) or _is_confirmed(step.typed, step.chats, desk)


def _is_confirmed(typed: str, chats: Sequence[int], desk: Desk) -> bool:
    told = members.find_all(desk.unit, chats)
    return len(chats) == 1 and all(same(typed, one.details.name) for one in told.values())


def _label(name: str, stay: AffiliationRow | None, desk: Desk) -> str:
    since = desk.words.plain("here since {day}", day=long_day(stay.arrives_on, desk.today, desk.words)) if stay else ""
    return readable(" · ".join(part for part in (name, since) if part), _LABEL) or "…"


def _searched(row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(CheckInDesk(row.id), replaces=message_id)
        case Said(typed) if (name := readable(typed)) and member_sought.may_be(name, desk.now):
            return _search(row, name, desk)
    return None


def _search(row: ActivityRow, typed: str, desk: Desk) -> Move:
    """Look for a name, which is written down as it was typed: the answer names people."""
    unit, knows = _scope(row, desk), desk.may_organise(row.unit_id)
    shut = None if knows else tries.shut(Thing.NAME, desk, row)
    if shut:
        return Go(CheckInDesk(row.id), before=(shut,))
    stays = affiliations.here(desk.unit, [places.path_of(desk.unit, unit.id)], 0, _MOST)
    told = members.find_all(desk.unit, [one.chat_id for one in stays])
    names = {chat_id: one.details.name for chat_id, one in told.items()}
    shown = _like(typed, names) if knows else tuple(chat_id for chat_id, name in names.items() if same(typed, name))
    roll_call.note_look(row, shown, desk, typed)
    if not shown:
        tells = () if knows else tries.missed(Thing.NAME, desk, row)
        said = desk.words("I found nobody called “{name}” who takes part in {unit}.", name=typed, unit=unit.name)
        return Go(NamingWalkIn(row.id), before=(Text(said),), tells=tells)
    if len(shown) > 1 and not knows:
        said = desk.words("More than one is called so. Please let them scan the QR code, or ask the organiser.")
        return Go(NamingWalkIn(row.id), before=(Text(said),))
    return Go(ChoosingWalkIn(row.id, typed, shown))


def _like(typed: str, names: Mapping[int, str]) -> tuple[int, ...]:
    """Return who is called so, or sounds so; an organiser chooses among them."""
    found = roll.match(heard(typed), [Known(chat_id, heard(name)) for chat_id, name in names.items()])
    return () if found.finding is Finding.NONE else found.keys[:_SHOWN]


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
