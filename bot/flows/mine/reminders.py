"""How long before an activity somebody wants to be reminded: of all, or of one kind."""

from typing import Final

from bot.chat import Button, Text
from bot.flows.activities import text
from bot.flows.activities.steps import MyActivities
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import two_a_row
from bot.flows.mine.steps import ChoosingLeadKind, SettingLeadTimes
from bot.texts import Words
from domain.activities.activities import Kind
from domain.activities.notices import NEVER
from storage.activities import lead_times

LEADS: Final = (3, 48)
"""The choices that the screen offers, of those in `domain.activities.notices`."""


def hear(step: SettingLeadTimes, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("kinds", message_id):
            return Go(ChoosingLeadKind(), replaces=message_id)
        case Chose("back", message_id):
            return Go(MyActivities() if step.kind is None else ChoosingLeadKind(), replaces=message_id)
        case Chose("usual", message_id):
            lead_times.forget(desk.unit, desk.person.chat_id, step.kind)
            return Go(step, replaces=message_id)
        case Chose(choice, message_id) if choice in {str(hours) for hours in (*LEADS, NEVER)}:
            lead_times.choose(desk.unit, desk.person.chat_id, step.kind, int(choice))
            return Go(step, replaces=message_id)
    return None


def hear_kind(_step: ChoosingLeadKind, event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(SettingLeadTimes(), replaces=message_id)
        case Chose(choice, message_id) if choice in set(Kind):
            return Go(SettingLeadTimes(Kind(choice)), replaces=message_id)
    return None


def show(step: SettingLeadTimes, desk: Desk) -> Text:
    t, kind = desk.words, step.kind
    chosen = lead_times.wishes(desk.unit, desk.person.chat_id).get(kind)
    lines = [
        t("When shall I remind you of what you have signed up for?")
        if kind is None
        else t("When shall I remind you of this kind: {kind}?", kind=text.kind_name(kind, t)),
        t("Where a seat is to be confirmed I ask you all the same, so that it does not get lost."),
    ]
    labels = []
    for hours in (None, *LEADS, NEVER):
        label = _lead(hours, kind, t)
        labels.append(Button(f"✓ {label}" if hours == chosen else label, "usual" if hours is None else str(hours)))
    kinds = (Button(t.button("Another kind"), "kinds"),) if kind is None else ()
    return Text("\n".join(lines), (*two_a_row(labels), (*kinds, Button(t.button("Back"), "back"))))


def _lead(hours: int | None, kind: Kind | None, t: Words) -> str:
    match hours:
        case None:
            return t.button("The morning before") if kind is None else t.button("As for the others")
        case 3:
            return t.button("3 hours before")
        case 48:
            return t.button("2 days before")
    return t.button("No reminder")


def show_kinds(_step: ChoosingLeadKind, desk: Desk) -> Text:
    t = desk.words
    rows = two_a_row([Button(text.kind_name(kind, t), kind) for kind in Kind])
    return Text(t("For which kind shall it be different?"), (*rows, (Button(t.button("Back"), "back"),)))
