"""The roll call: names page by page, a tap checks in and never out; and taking a check-in back.

Whoever runs the check-in sees full names here. Each opening is written down.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.activities import tells as activity_tells
from bot.flows.check_in import rights
from bot.flows.check_in.names import labels, name_of
from bot.flows.check_in.reading_out import awaited, signup, typed_names
from bot.flows.check_in.steps import CheckInDesk, RollCall, TakingBack
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import back_or_menu, two_a_row
from bot.flows.paging import page_buttons
from domain.activities.seats import HERE
from storage.activities import attendance
from storage.activities.activities import ActivityRow
from storage.activities.signup_reading import SignupRow
from storage.people import deeds

_PAGE: Final = 10


def note_look(row: ActivityRow, named: Iterable[int], desk: Desk, typed: str = "") -> None:
    """Write down that a list of names was opened, and for each person, by chat, that they were on it.

    `typed` is the name that was looked for; it is sealed like every reason.
    """
    deed = replace(rights.deed(desk), reason=typed)
    deeds.write_down(desk.unit, deed, "attendance.roll", f"activity:{row.id}")
    deeds.write_down(desk.unit, deed, "member.roll", *(f"person:{chat_id}" for chat_id in named))


def hear_expected(step: RollCall, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(CheckInDesk(row.id), replaces=message_id)
        case Chose() if mine := signup(row, event.row_id, desk):
            rights.check_in(row, mine.chat_id, desk)
            return Go(replace(step, last=mine.id), replaces=event.message_id)
        case Said(typed):
            return typed_names(typed, row, desk)
    return None


def show_expected(step: RollCall, row: ActivityRow, desk: Desk) -> Text:
    t, rows, last = desk.words, awaited(row, desk), signup(row, step.last, desk)
    is_here = last is not None and last.state in HERE
    lines = [t("✅ {name} is checked in.", name=name_of(last, desk))] if last is not None and is_here else []
    left = t("Not here yet: {number}. Tap those who are here.", number=len(rows))
    lines.append(left if rows else t("Nobody is missing."))
    return Text("\n".join(lines), (*_page(rows, step.page, desk), back_or_menu(desk)))


def _page(rows: Sequence[SignupRow], page: int, desk: Desk) -> Buttons:
    shown = labels(rows, desk)
    page = min(page, max(0, len(rows) - 1) // _PAGE)  # whoever is tapped leaves the list, which grows shorter
    on_page = rows[page * _PAGE : (page + 1) * _PAGE]
    return (
        *two_a_row([Button(shown[one.id], str(one.id)) for one in on_page]),
        *page_buttons(page, _PAGE, len(rows), desk),
    )


def hear_present(step: TakingBack, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(CheckInDesk(row.id), replaces=message_id)
        case Chose() if mine := signup(row, event.row_id, desk):
            return _take_back(step, row, mine, event.message_id, desk)
    return None


def _take_back(step: TakingBack, row: ActivityRow, mine: SignupRow, message_id: int, desk: Desk) -> Move:
    if mine.state not in HERE:
        return Go(step, replaces=message_id)
    t, name = desk.words, name_of(mine, desk)
    undone = attendance.undo(desk.unit, row.id, mine.chat_id, rights.deed(desk))
    offers = undone.offers if undone else ()
    tells = activity_tells.offers(offers, desk.unit, desk.words_for, desk.now)
    said = t("Taken back: {name}. It is noted that you did it.", name=name)
    return Go(step, before=(Text(said, replaces=message_id),), tells=tells)


def show_present(step: TakingBack, row: ActivityRow, desk: Desk) -> Text:
    t, rows = desk.words, attendance.seen(desk.unit, row.id)
    said = t("Whose check-in was a mistake? Tap the name.") if rows else t("Nobody is checked in yet.")
    return Text(said, (*_page(rows, step.page, desk), back_or_menu(desk)))
