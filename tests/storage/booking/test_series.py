"""Series that heal: over a clash, a closure, a holiday, and the hour that summer time skips."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.facts.open_times import OpenTimes
from domain.booking.life import State, Why
from domain.booking.raster import Span
from storage.booking import booking, closures, series
from storage.unit_of_work import Store
from tests.storage.booking.lending import EVENING, NOW, OPENING, OWNER, deed, number, span, wish

BERLIN = ZoneInfo("Europe/Berlin")
HALL = "HALL"


def test_what_clashes_keeps_its_reason_and_is_offered(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        other = booking.book(
            unit, wish(unit, "A", span("2026-12-17", "20:00", "21:00"), title="读书会"), OPENING, deed()
        )
        closures.close(unit, number(unit, "B"), span("2026-12-24", "00:00", "23:45"), OPENING, deed(reason="漏水"))

        begun = series.begin(unit, wish(unit, HALL), "FREQ=WEEKLY", date(2027, 1, 7), OPENING, deed())

        assert [row.starts_at for row in begun.held] == [
            EVENING.starts_at,
            *(span(day, "19:00", "20:30").starts_at for day in ("2026-12-31", "2027-01-07")),
        ]
        assert [(row.why, row.other_title) for row in begun.missed] == [(Why.TAKEN, "读书会"), (Why.CLOSED, "")]
        assert other.row is not None
        done = booking.release(unit, other.row.id, OPENING, deed())
        assert [one.id for one in done.offers] == [begun.missed[0].id]
        assert [row.day for row in series.healing(unit, begun.series.id)] == [date(2026, 12, 17), date(2026, 12, 24)]


def test_holiday(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        begins = span("2026-12-25", "19:00", "20:30")

        begun = series.begin(unit, wish(unit, HALL, begins), "FREQ=WEEKLY", date(2027, 1, 8), OPENING, deed())

        assert [(row.day, row.state, row.why) for row in begun.missed] == [
            (date(2027, 1, 1), State.REFUSED, Why.HOLIDAY)
        ]


def test_hour_that_summer_time_skips(lending: Store) -> None:
    opening = OpenTimes(BERLIN)
    first = datetime(2027, 3, 21, 2, 30, tzinfo=BERLIN).timestamp()
    with lending.unit_of_work() as unit:
        wanted = replace(wish(unit, "A", by=OWNER), span=Span(first, first + 3_600))

        begun = series.begin(unit, wanted, "FREQ=WEEKLY", date(2027, 4, 4), opening, deed())

        assert [(row.day, row.state, row.why) for row in begun.rows] == [
            (date(2027, 3, 21), State.GRANTED, None),
            (date(2027, 3, 28), State.REFUSED, Why.NO_SUCH_HOUR),
            (date(2027, 4, 4), State.GRANTED, None),
        ]
        local = datetime.fromtimestamp(begun.rows[2].starts_at, BERLIN)
        assert (local.hour, local.minute) == (2, 30)


def test_series_ends(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        begun = series.begin(unit, wish(unit, HALL), "FREQ=WEEKLY", date(2027, 1, 7), OPENING, deed())

        done = series.end(unit, begun.series.id, OPENING, deed(NOW + 60))

        assert {one.row.state for one in done} == {State.CANCELLED}
        assert series.healing(unit, begun.series.id) == []
