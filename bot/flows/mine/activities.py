"""What somebody has signed up for or waits for."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities import buttons, listing, text
from bot.flows.activities.steps import ActivityCard, MyActivities
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.duties import duties_button
from bot.flows.keyboards import to_menu
from bot.flows.mine.steps import MyCalendar, SettingLeadTimes
from bot.flows.paging import PAGE, page_buttons
from bot.texts import Words
from domain.activities.activities import Stage
from domain.activities.seats import COMING, State
from storage.activities import activities, signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.signup_reading import Appointment

AHEAD_S: Final = 400 * 86_400.0  # all that is coming

MINE: Final = frozenset({*COMING, State.WAITING, State.OFFERED, State.CHECKED_IN, State.WALKED_IN})
"""The states in which an activity is still somebody's."""


def hear(step: MyActivities, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("reminders", message_id):
            return Go(SettingLeadTimes(), replaces=message_id)
        case Chose("calendar", message_id):
            return Go(MyCalendar(), replaces=message_id)
        case Chose(row_id=activity_id) if activity_id:
            return Go(ActivityCard(activity_id, from_mine=step))
        case Said(typed):
            chosen = (one for number, one in _lines(step.page, _mine(desk)) if typed.strip() == str(number))
            return next((Go(ActivityCard(one.activity_id, from_mine=step)) for one in chosen), None)
    return None


def _mine(desk: Desk) -> list[Appointment]:
    now = desk.now.timestamp()
    found = signup_reading.of_person(desk.unit, desk.person.chat_id, now, now + AHEAD_S)
    return [one for one in found if one.signup.state in MINE and one.stage is not Stage.DRAFT]


def _lines(page: int, mine: list[Appointment]) -> list[tuple[int, Appointment]]:
    """Return what this page shows, with the numbers that it goes by."""
    return list(enumerate(mine[page * PAGE : (page + 1) * PAGE], page * PAGE + 1))


def show(step: MyActivities, desk: Desk) -> Text:
    t, mine, page = desk.words, _mine(desk), step.page
    shown = _lines(page, mine)
    rows = activities.found(desk.unit, [one.activity_id for _, one in shown])
    text.know_places(desk.unit, rows.values())
    lines = [_heading(page, len(mine), t)]
    lines += [
        text.listed(number, rows[one.activity_id], _facts(one, rows[one.activity_id], desk), desk.now.tzinfo, t)
        for number, one in shown
    ]
    numbers = tuple(Button(str(number), str(one.activity_id)) for number, one in shown)
    buttons_below = (
        *((numbers,) if numbers else ()),
        *page_buttons(page, PAGE, len(mine), desk),
        (Button(t.button("Reminders"), "reminders"), buttons.all_activities(t)),
        *(((Button(t.button("In my phone's calendar"), "calendar"),),) if desk.page else ()),
        (buttons.my_record(t), to_menu(desk)),
    )
    if page:
        return Text("\n".join(lines), buttons_below)
    duties = duties_button.if_any(desk)
    return Text("\n".join(lines), (*((duties,) if duties else ()), *buttons_below))


def _heading(page: int, count: int, t: Words) -> str:
    if not count:
        return t("You have signed up for nothing at present. See what is on.")
    return t("Your next activities, continued:") if page else t("Your next activities:")


def _facts(one: Appointment, row: ActivityRow, desk: Desk) -> str:
    """Say where it is, and how somebody stands to it; plain text."""
    t = desk.words
    state = t.plain("cancelled") if one.stage is Stage.CANCELLED else listing.standing(one.signup, desk)
    return " · ".join(part for part in (text.where(desk.unit, row, t), state) if part)
