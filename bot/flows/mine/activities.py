"""What somebody has signed up for or waits for, and how long before it they want to be reminded."""

from typing import Final

from bot.chat import Button, Buttons, Reply, Said, Text
from bot.flows.activities import buttons, text
from bot.flows.activities.steps import ActivityCard, MyActivities
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move
from bot.flows.entry_points import Opened
from bot.flows.mine import duties
from bot.flows.mine.steps import ChoosingLeadKind, SettingLeadTimes
from bot.flows.step import Step
from bot.texts import Words
from domain.activities import Kind, Stage
from domain.activity_notices import NEVER
from domain.seats import COMING, State
from storage.activities import activities, lead_times, signups
from storage.activities.signups import Appointment

PAGE: Final = 5
AHEAD_S: Final = 400 * 86_400.0  # all that is coming

MINE: Final = frozenset({*COMING, State.EXPECTED, State.WAITING, State.OFFERED, State.CHECKED_IN, State.WALKED_IN})
"""The states in which an activity is still somebody's."""

LEADS: Final = (3, 48)
"""The choices that the screen offers, of those in `domain.activity_notices`."""


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case MyActivities(page), Chose("next", message_id):
            return Go(MyActivities(page + 1), replaces=message_id)
        case MyActivities(page), Chose("previous", message_id):
            return Go(MyActivities(max(0, page - 1)), replaces=message_id)
        case MyActivities(), Chose("reminders", message_id):
            return Go(SettingLeadTimes(), replaces=message_id)
        case MyActivities(), Chose() if event.row_id:
            return Go(ActivityCard(event.row_id, from_mine=step))
        case MyActivities(), Said(typed):
            return _numbered(step, typed.strip(), desk)
        case SettingLeadTimes() | ChoosingLeadKind(), Chose(choice, message_id):
            return _wish(step, choice, message_id, desk)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case SettingLeadTimes(kind):
            return (_lead_times(kind, desk),)
        case ChoosingLeadKind():
            return (_lead_kinds(desk.words),)
        case MyActivities(page):
            return (_list(page, desk),)
    raise AssertionError(step)


def opens(opened: Opened, _desk: Desk) -> Move | None:
    """Open the list."""
    return None if opened.choice else Go(MyActivities())


# ---------------------------------------------------------------- the list


def _mine(desk: Desk) -> list[Appointment]:
    now = desk.now.timestamp()
    found = signups.of_person(desk.unit, desk.person.chat_id, now, now + AHEAD_S)
    return [one for one in found if one.signup.state in MINE and one.stage is not Stage.DRAFT]


def _lines(page: int, mine: list[Appointment]) -> list[tuple[int, Appointment]]:
    """Return what this page shows, with the numbers that it goes by."""
    return list(enumerate(mine[page * PAGE : (page + 1) * PAGE], page * PAGE + 1))


def _numbered(step: MyActivities, typed: str, desk: Desk) -> Move | None:
    """Open the line of the page whose number was typed, where there is one."""
    chosen = (one for number, one in _lines(step.page, _mine(desk)) if typed == str(number))
    return next((Go(ActivityCard(one.activity_id, from_mine=step)) for one in chosen), None)


def _list(page: int, desk: Desk) -> Text:
    t, mine = desk.words, _mine(desk)
    shown = _lines(page, mine)
    rows = activities.found(desk.unit, [one.activity_id for _, one in shown])
    lines = [_heading(page, len(mine), t)]
    lines += [
        text.listed(number, rows[one.activity_id], _state(one, desk), desk.now.tzinfo, t) for number, one in shown
    ]
    if page:
        return Text("\n".join(lines), _buttons(page, shown, len(mine), t))
    return Text("\n".join([*lines, *duties.lines(desk)]), (*duties.buttons(desk), *_buttons(page, shown, len(mine), t)))


def _heading(page: int, count: int, t: Words) -> str:
    if not count:
        return t("You have signed up for nothing at present. See what is on.")
    return t("Your next activities, continued:") if page else t("Your next activities:")


def _state(one: Appointment, desk: Desk) -> str:
    """Say how somebody stands to one of them; plain text."""
    t = desk.words
    if one.stage is Stage.CANCELLED:
        return t.plain("cancelled")
    match one.signup.state:
        case State.SIGNED_UP:
            return t.plain("signed up")
        case State.CONFIRMED:
            return t.plain("you have confirmed")
        case State.EXPECTED:
            return t.plain("you are expected")
        case State.WAITING:
            return t.plain("waiting, number {number}", number=signups.place_in_line(desk.unit, one.signup))
        case State.OFFERED:
            return t.plain("a seat is kept for you")
    return t.plain("checked in")


def _buttons(page: int, shown: list[tuple[int, Appointment]], count: int, t: Words) -> Buttons:
    numbers = tuple(Button(str(number), str(one.activity_id)) for number, one in shown)
    paging = [Button(t.button("Previous"), "previous")] if page else []
    if count > (page + 1) * PAGE:
        paging.append(Button(t.button("Next"), "next"))
    rows = [row for row in (numbers, tuple(paging)) if row]
    rows.append((Button(t.button("Reminders"), "reminders"), buttons.all_activities(t)))
    return (*rows, (buttons.my_record(t), Button(t.button("Menu"), "menu")))


# ---------------------------------------------------------------- reminders


def _wish(step: SettingLeadTimes | ChoosingLeadKind, choice: str, message_id: int, desk: Desk) -> Move | None:
    match step, choice:
        case ChoosingLeadKind(), "back":
            return Go(SettingLeadTimes(), replaces=message_id)
        case ChoosingLeadKind(), _:
            return Go(SettingLeadTimes(Kind(choice)), replaces=message_id) if choice in set(Kind) else None
        case SettingLeadTimes(), "kinds":
            return Go(ChoosingLeadKind(), replaces=message_id)
        case SettingLeadTimes(kind), "back":
            return Go(MyActivities() if kind is None else ChoosingLeadKind(), replaces=message_id)
        case SettingLeadTimes(kind), "usual":
            lead_times.forget(desk.unit, desk.person.chat_id, kind)
        case SettingLeadTimes(kind), _ if choice in {str(hours) for hours in (*LEADS, NEVER)}:
            lead_times.choose(desk.unit, desk.person.chat_id, kind, int(choice))
        case _:
            return None
    return Go(step, replaces=message_id)


def _lead_times(kind: Kind | None, desk: Desk) -> Text:
    t = desk.words
    chosen = lead_times.wishes(desk.unit, desk.person.chat_id).get(kind)
    lines = [
        t("When shall I remind you of what you have signed up for?")
        if kind is None
        else t("When shall I remind you of this kind: {kind}?", kind=text.kind_name(kind, t)),
        t("Where a seat is to be confirmed I ask you all the same, so that it does not get lost."),
    ]
    offered = [(None, _usual(kind, t)), *((hours, _lead(hours, t)) for hours in (*LEADS, NEVER))]
    labels = [Button(f"✓ {label}" if hours == chosen else label, _data(hours)) for hours, label in offered]
    kinds = (Button(t.button("Another kind"), "kinds"),) if kind is None else ()
    rows = [tuple(labels[first : first + 2]) for first in range(0, len(labels), 2)]
    return Text("\n".join(lines), (*rows, (*kinds, Button(t.button("Back"), "back"))))


def _data(hours: int | None) -> str:
    return "usual" if hours is None else str(hours)


def _usual(kind: Kind | None, t: Words) -> str:
    return t.button("The morning before") if kind is None else t.button("As for the others")


def _lead(hours: int, t: Words) -> str:
    match hours:
        case 3:
            return t.button("3 hours before")
        case 48:
            return t.button("2 days before")
    return t.button("No reminder")


def _lead_kinds(t: Words) -> Text:
    labels = [Button(text.kind_name(kind, t), kind) for kind in Kind]
    rows = tuple(tuple(labels[first : first + 2]) for first in range(0, len(labels), 2))
    return Text(t("For which kind shall it be different?"), (*rows, (Button(t.button("Back"), "back"),)))


FLOW = Flow("i", (MyActivities, SettingLeadTimes, ChoosingLeadKind), hear, show, opens)
