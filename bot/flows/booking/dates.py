"""A series of bookings: every date with how it stands. What could not be had keeps its reason, and heals."""

from bot.chat import Button, Text
from bot.flows.booking import following, text
from bot.flows.booking.following import hand
from bot.flows.booking.steps import BookingCard, MyBookings, SeriesDates
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import by_finding
from domain.booking.life import OPEN, State, Verb
from storage.booking import bookings, series
from storage.booking.bookings import BookingRow
from storage.booking.series import SeriesRow

_LEFT = frozenset({State.WAITING, State.OFFERED, State.REFUSED})


def own_series(step: SeriesDates, desk: Desk) -> SeriesRow | None:
    row = series.find(desk.unit, step.series_id)
    return row if row is not None and desk.may_organise(row.unit_id) else None


AN_OWN_SERIES = by_finding(own_series, "booking_series:{step.series_id}")


def summary(rows: list[BookingRow], desk: Desk) -> str:
    """Say how many dates are had, and how many not yet."""
    t = desk.words
    had = sum(row.holds for row in rows)
    left = sum(row.state in _LEFT and not row.holds for row in rows)
    lines = [t.plural("{number} date is booked.", "{number} dates are booked.", had)]
    if left:
        lines.append(
            t.plural(
                "{number} could not be had; it keeps its reason, and you are asked as soon as it comes free.",
                "{number} could not be had; they keep their reasons, and you are asked as soon as one comes free.",
                left,
            )
        )
    return "\n".join(lines)


def show(step: SeriesDates, _row: SeriesRow, desk: Desk) -> Text:
    t, rows = desk.words, bookings.of_series(desk.unit, step.series_id)
    shown = list(enumerate(rows[step.page * PAGE :][:PAGE], step.page * PAGE + 1))
    heading = text.named(bookings.resource_of(desk.unit, rows[0])) if rows else ""
    lines = [t("<b>{what}</b>, a series", what=heading), summary(rows, desk)]
    for number, row in shown:
        lines.append(
            t(
                "{number}. {when}: {state}",
                number=number,
                when=text.when(row, desk.now.tzinfo, t),
                state=text.short(row, t),
            )
        )
    numbers = tuple(Button(str(number), str(row.id)) for number, row in shown)
    goes_on = any(row.state in OPEN and row.starts_at > desk.now.timestamp() for row in rows)
    end = (Button(t.button("End the series"), "end"),) if goes_on else ()
    return Text(
        "\n".join(lines),
        (
            *((numbers,) if numbers else ()),
            *page_buttons(step.page, PAGE, len(rows), desk),
            (*end, Button(t.button("Back"), "back")),
        ),
    )


def hear(step: SeriesDates, row: SeriesRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(MyBookings(), replaces=message_id)
        case Chose("end", message_id):
            return _end(step, row, message_id, desk)
        case Chose(row_id=booking_id) if booking_id in {one.id for one in bookings.of_series(desk.unit, row.id)}:
            return Go(BookingCard(booking_id))
    return None


def _end(step: SeriesDates, row: SeriesRow, message_id: int, desk: Desk) -> Move:
    """Let all dates go that are ahead; the owner is told once, of the first that was had, and those who wait are asked.

    A date that waited for the hours of another one of them is asked no more.
    """
    by = hand(desk)
    before = {one.id: one for one in bookings.of_series(desk.unit, row.id)}
    freed = series.end(desk.unit, row.id, by.opening, desk.deed())
    had = [one.row for one in freed if before[one.row.id].holds]
    told = tuple(tell for one in had[:1] for tell in following.stepped(one, Verb.CANCEL, by))
    told += following.opened_again([one for done in freed for one in done.offers if one.id not in before], by)
    said = Text(desk.words("The series has ended; all dates ahead are free again."), replaces=message_id)
    return Go(SeriesDates(step.series_id), before=(said,), tells=told)
