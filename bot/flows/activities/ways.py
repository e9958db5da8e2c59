"""Another way to look for an activity: at the own service point, of a kind, on a day."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities import text
from bot.flows.activities.finding import may_see
from bot.flows.activities.steps import ActivityList, ChoosingDay, ChoosingKind, ChoosingWay, SayingSpot
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.keyboards import two_a_row
from bot.flows.moments import local
from bot.flows.own_point import own_point
from domain.activities.activities import LATER_S, Kind
from domain.said.days import read

DAYS: Final = 4  # offered as buttons; any other can be typed


def show_ways(_step: ChoosingWay, desk: Desk) -> Text:
    t = desk.words
    mine = (Button(t.button("At my service point"), "point"),) if own_point(desk) else ()
    rows = (
        (Button(t.button("📍 Around a place"), "around"), *mine),
        (Button(t.button("By kind"), "kind"), Button(t.button("By day"), "day")),
        (Button(t.button("Everything this week"), "all"), Button(t.button("Back"), "back")),
    )
    return Text(t("How would you like to look?"), rows)


def hear_way(step: ChoosingWay, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("around"):
            return Go(SayingSpot(step.back))
        case Chose("point", message_id) if (point := own_point(desk)) is not None:
            return Go(step.back.at_point(point.id), replaces=message_id)
        case Chose("kind", message_id):
            return Go(ChoosingKind(step.back), replaces=message_id)
        case Chose("day", message_id):
            return Go(ChoosingDay(step.back), replaces=message_id)
        case Chose("all", message_id):
            return Go(ActivityList(), replaces=message_id)
        case Chose("back", message_id):
            return Go(step.back, replaces=message_id)
    return None


def show_kinds(_step: ChoosingKind, desk: Desk) -> Text:
    """Offer the kinds of which there is something."""
    t = desk.words
    coming = {row.kind for row in may_see(desk, desk.now.timestamp() + LATER_S)}
    labels = [Button(text.kind_name(kind, t), kind) for kind in Kind if kind in coming]
    said = t("Which kind?") if labels else t("There is nothing coming that you could sign up for.")
    return Text(said, (*two_a_row(labels), (Button(t.button("Back"), "back"),)))


def hear_kind(step: ChoosingKind, event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ChoosingWay(step.back), replaces=message_id)
        case Chose(choice, message_id) if choice in set(Kind):
            return Go(step.back.narrowed(kind=Kind(choice)), replaces=message_id)
    return None


def show_days(_step: ChoosingDay, desk: Desk) -> Text:
    """Offer the next days on which there is something."""
    t = desk.words
    coming = {local(row.starts_at, desk.now.tzinfo).date() for row in may_see(desk, desk.now.timestamp() + LATER_S)}
    days = sorted(day for day in coming if day >= desk.today)[:DAYS]
    labels = [Button(t.day(day), day.isoformat()) for day in days]
    said = t("Which day? Tap one, or type it, for example “{example}”.", example=t.plain("December 12"))
    return Text(said, (*two_a_row(labels), (Button(t.button("Back"), "back"),)))


def hear_day(step: ChoosingDay, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ChoosingWay(step.back), replaces=message_id)
        case Chose(choice, message_id):
            return _on_day(step.back, choice, message_id, desk)
        case Said(typed):
            return _on_day(step.back, typed, 0, desk)
    return None


def _on_day(back: ActivityList, typed: str, message_id: int, desk: Desk) -> Move:
    days = read(typed, desk.now)
    if days is None:
        t = desk.words
        said = t("I could not read that as a day. “{example}” works, or “tomorrow”.", example=t.plain("December 12"))
        return Remain((Text(said),))
    return Go(replace(back.on_days(days.first, days.last), part=days.part or back.part), replaces=message_id)
