"""Making an activity repeat: rules that fit its day are proposed; any of its dates can be moved or dropped alone."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from bot.chat import Button, Text
from bot.flows.activities.in_hand import DraftCard
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.moments import local
from bot.flows.organising.steps import PlanningSeries
from bot.texts import Words
from storage.activities import activities, agenda, drafts, series
from storage.activities.activities import ActivityRow
from storage.booking import bookings

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SHOWN: Final = 4


def rules(day: date) -> Mapping[str, str]:
    """Return the rules (RFC 5545) that have this day, by the choice that a button carries."""
    name, nth = _DAYS[day.weekday()], (day.day - 1) // 7 + 1
    found = {"weekly": f"FREQ=WEEKLY;BYDAY={name}", "fortnightly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={name}"}
    if nth < 5:
        found["nth"] = f"FREQ=MONTHLY;BYDAY={nth}{name}"
    if (day + timedelta(days=7)).month != day.month:
        found["last"] = f"FREQ=MONTHLY;BYDAY=-1{name}"
    return found


def said(rule: str, t: Words) -> str:
    """Say a rule in words; only those that are proposed here."""
    what, _, by_day = rule.rpartition("BYDAY=")
    number, day = by_day[:-2], t.weekday(_DAYS.index(by_day[-2:]))
    if "INTERVAL=2" in what:
        return t.plain("every other {day}", day=day)
    match number:
        case "":
            return t.plain("every {day}", day=day)
        case "-1":
            return t.plain("the last {day} of every month", day=day)
    nth = (t.plain("first"), t.plain("second"), t.plain("third"), t.plain("fourth"))[int(number) - 1]
    return t.plain("the {nth} {day} of every month", nth=nth, day=day)


def of_row(row: ActivityRow, desk: Desk) -> str:
    """Say by which rule an activity repeats; "" where it does not."""
    found = series.find(desk.unit, row.series_id) if row.series_id else None
    return said(found.rule, desk.words) if found is not None and found.ended_at is None else ""


def hear(_step: PlanningSeries, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(DraftCard(row.id), replaces=message_id)
        case Chose("once", message_id) if row.series_id:
            return _once(row, message_id, desk)
        case Chose(choice, message_id):
            rule = rules(_day(row, desk)).get(choice)
            return None if rule is None else _repeated(row, rule, message_id, desk)
    return None


def _repeated(row: ActivityRow, rule: str, message_id: int, desk: Desk) -> Move:
    """Put the first date of a new series in the place of the draft."""
    let_go(row, desk)
    begun = series.begin(desk.unit, row.unit_id, rule, row.plan, desk.person.chat_id, desk.now)
    (first,) = agenda.of_series(desk.unit, begun.id)
    bookings.carry_over(desk.unit, row.id, first.id)
    drafts.discard(desk.unit, row.id)
    return Go(DraftCard(first.id), replaces=message_id)


def _once(row: ActivityRow, message_id: int, desk: Desk) -> Move:
    let_go(row, desk)
    alone = activities.draft(desk.unit, row.plan, row.unit_id, desk.deed())
    bookings.carry_over(desk.unit, row.id, alone.id)
    drafts.discard(desk.unit, row.id)
    return Go(DraftCard(alone.id), replaces=message_id)


def let_go(row: ActivityRow, desk: Desk) -> None:
    """Let go of the series that the draft was the first date of."""
    if row.series_id:
        series.end(desk.unit, row.series_id, desk.now.timestamp())


def _day(row: ActivityRow, desk: Desk) -> date:
    return local(row.starts_at, desk.now.tzinfo).date()


def show(_step: PlanningSeries, row: ActivityRow, desk: Desk) -> Text:
    t, day = desk.words, _day(row, desk)
    lines = (
        t("How does it repeat, from {day} on?", day=t.day(day)),
        t("Each date becomes an activity of its own: any of them can be moved or called off alone."),
    )
    choices = [(Button(said(rule, t), choice),) for choice, rule in rules(day).items()]
    once = ((Button(t.button("Only once"), "once"),),) if row.series_id else ()
    return Text("\n".join(lines), (*choices, *once, (Button(t.button("Back"), "back"),)))


def planned(row: ActivityRow, desk: Desk) -> list[str]:
    """Say what the series comes to: its rule and its next days."""
    rule = of_row(row, desk)
    found = series.find(desk.unit, row.series_id) if row.series_id else None
    if not rule or found is None:
        return []
    t, first = desk.words, row.of_series.day if row.of_series else _day(row, desk)
    days = list(series.occurrences(found.rule, first, first + series.HORIZON))[:_SHOWN]
    return [t("Repeats {rule}: {days} …", rule=rule, days=" · ".join(t.day(day) for day in days))]
