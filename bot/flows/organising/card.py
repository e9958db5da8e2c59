"""One activity as its organiser sees it: its figures, how many to count on, and what can be done with it."""

from typing import Final

from bot.chat import Button, Buttons, Document, Text
from bot.deep_links import activity_link
from bot.flows.activities import rights, text
from bot.flows.activities.in_hand import ActivityInHand
from bot.flows.afterwards.activity_report import attendance_list
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint
from bot.flows.gaps import warning
from bot.flows.keyboards import two_a_row
from bot.flows.moments import local
from bot.flows.organising.composing import series
from bot.flows.organising.steps import CallingOff, ChoosingPart, NotConfirmed
from bot.papers.naming import file_name
from bot.papers.poster import Poster, poster_pdf
from bot.planning import activities as activity_clock
from domain.activities.activities import Stage
from domain.activities.forecast import forecast
from storage.activities import agenda, signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.agenda import Of
from storage.activities.signup_reading import Counts
from storage.places import places

_LOOK_BACK: Final = 20
"""So many of the unit's latest activities tell which share of people come."""


def hear(step: ActivityInHand, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.back, replaces=message_id)
        case Chose("poster"):
            return Go(step, before=_poster(row, desk))
        case Chose("list"):
            return Go(step, before=(attendance_list(row, desk),))
        case Chose("risk", message_id):
            return Go(NotConfirmed(row.id), replaces=message_id)
        case Chose("change", message_id) if rights.is_open(row, desk):
            return Go(ChoosingPart(row.id), replaces=message_id)
        case Chose("off", message_id) if rights.is_open(row, desk):
            return Go(CallingOff(row.id), replaces=message_id)
        case Chose("stop", message_id) if row.series_id:
            activity_clock.stop(desk.unit, row.series_id, desk.now)
            done = desk.words("No more dates are made. Those that are there stay as they are.")
            return Go(step, before=(Text(done, replaces=message_id),))
    return None


def _poster(row: ActivityRow, desk: Desk) -> tuple[Text | Document, ...]:
    """Draw the poster whose code opens the activity's card; what cannot be set is said before."""
    t, link = desk.words, activity_link(desk.leads_to, row.token)
    when, where = text.when(row, desk.now.tzinfo, t), text.where(desk.unit, row, t)
    drawn = poster_pdf(Poster.of_activity(row.title, f"{when}\n{where}" if where else when, link))
    name = file_name("pdf", t.plain("Poster"), row.title, local(row.starts_at, desk.now.tzinfo).date())
    return *warning(t, row.title, where), Document(name, drawn, t.plain("The poster: its code opens this activity."))


def show(_step: ActivityInHand, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    counts = signup_reading.counts(desk.unit, [row.id])[row.id]
    lines = [text.full_card(desk.unit, row, counts, desk.now, t)]
    if rule := series.of_row(row, desk):
        lines.append(t("Repeats {rule}.", rule=rule))
    if row.stage is Stage.PUBLISHED:
        is_open = rights.is_open(row, desk)
        lines += [_standing(counts, desk), *_expected(row, counts, desk)] if is_open else [text.came(counts, t)]
    return Text("\n".join(lines), _buttons(row, counts, desk))


def _standing(counts: Counts, desk: Desk) -> str:
    """Say the figures that are not zero."""
    t = desk.words
    figures = (
        (counts.held, t("signed up {number}", number=counts.held)),
        (counts.confirmed, t("confirmed {number}", number=counts.confirmed)),
        (counts.waiting, t("waiting {number}", number=counts.waiting)),
        (counts.offered, t("offered {number}", number=counts.offered)),
        (counts.on_leave, t("on leave {number}", number=counts.on_leave)),
    )
    return " · ".join(said for number, said in figures if number) or t("Nobody has signed up yet.")


def _expected(row: ActivityRow, counts: Counts, desk: Desk) -> list[str]:
    """Forecast how many come, and say from what."""
    t = desk.words
    came, missed = _attendance(row, desk)
    here = counts.came
    told = forecast(counts.confirmed + here, counts.signed_up, came, missed)
    if not counts.signed_up and not told.expected:
        return []
    line = t("Expected to come: about {number}.", number=told.expected)
    if not counts.signed_up:
        return [line]
    if told.is_known:
        how = t(
            "Counted: all who confirmed, and {percent}% of the others, as in the unit’s last activities.",
            percent=told.percent,
        )
    else:
        how = t(
            "Counted: all who confirmed, and {percent}% of the others; there is too little to go by yet.",
            percent=told.percent,
        )
    return [line, f"<i>{how}</i>"]


def _attendance(row: ActivityRow, desk: Desk) -> tuple[int, int]:
    """Return how many with a seat came to the unit's latest activities, and how many did not, where it was entered."""
    paths = [places.path_of(desk.unit, row.unit_id)]
    held = agenda.past(desk.unit, Of(paths), desk.now.timestamp(), 0, _LOOK_BACK)
    counts = [one for one in signup_reading.counts(desk.unit, [one.id for one in held]).values() if one.came]
    return sum(one.checked_in for one in counts), sum(one.absent for one in counts)


def _buttons(row: ActivityRow, counts: Counts, desk: Desk) -> Buttons:
    t, number = desk.words, row.id
    back = Button(t.button("Back"), "back")
    copy = Button(t.button("Copy"), EntryPoint.COPY_ACTIVITY.data(number))
    if row.stage is Stage.CANCELLED:
        return ((copy, back),)
    desk_button = Button(t.button("Check-in"), EntryPoint.CHECK_IN.data(number))
    report = Button(t.button("Report"), EntryPoint.ACTIVITY_REPORT.data(number))
    tell = EntryPoint.ANNOUNCE_TO.data(number)
    if not rights.is_open(row, desk):
        came = [Button(t.button("Tell those who came"), tell)] if counts.came else []
        return two_a_row([desk_button, report, *came, copy, back])
    told = [Button(t.button("Tell those signed up"), tell)] if counts.held else []
    shown = [
        desk_button,
        Button(t.button("Duties"), EntryPoint.DUTIES.data(number)),
        Button(t.button("Change something"), "change"),
        Button(t.button("Poster"), "poster"),
        *([Button(t.button("Attendance list"), "list")] if counts.held else []),
        *told,
        Button(t.button("Call it off"), "off"),
    ]
    if row.plan.confirm_by is not None and counts.signed_up:
        shown.insert(0, Button(t.button("Not confirmed · {number}", number=counts.signed_up), "risk"))
    if series.of_row(row, desk):
        shown.append(Button(t.button("End the series"), "stop"))
    return (*two_a_row(shown), (copy, back))
