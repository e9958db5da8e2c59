"""A series as its borrower sees it: dates that were had and not, page by page, one opened, and the end of it."""

from bot.chat import Reply
from bot.flows.entry_points import EntryPoint
from domain.booking.life import State
from domain.booking.raster import Span
from storage.unit_of_work import Store
from tests.flows.booking.beginning import a_store_with
from tests.flows.booking.lent_on_terms import (
    HALL,
    HOST_UNIT,
    LIBRARY,
    SIBLING_UNIT,
    STUDIO,
    begins,
    booked,
    books,
    forged,
    heard,
    labels,
    loses_role,
    opens,
    presses,
    read,
    shuts,
    span,
    talk,
    told,
)
from tests.stage.security_world import HOST, SIBLING
from tests.stage.talk import Talk

FIRST = span("03", "14:00", "16:00")
WEEK_S = 7 * 86_400.0


store = a_store_with(HALL, STUDIO, LIBRARY)


def to_dates(store: Store, number: int) -> tuple[Talk, list[Reply]]:
    sibling = talk(store, SIBLING)
    return sibling, presses(sibling, opens(sibling, EntryPoint.BOOKING, number), "All dates")


def test_dates_are_read_page_by_page_one_is_opened_and_back_leads_home(store: Store) -> None:
    books(store, "STUDIO", HOST_UNIT, Span(FIRST.starts_at + WEEK_S, FIRST.ends_at + WEEK_S))
    rows = begins(store, "STUDIO", SIBLING_UNIT, FIRST, weeks=7)
    sibling, screen = to_dates(store, rows[0])
    assert read(screen).startswith(
        "<b>Studio · 静安寺街道</b>, a series\n6 dates are booked.\n"
        "1 could not be had; it keeps its reason, and you are asked as soon as it comes free.\n"
        "1. Thu, Dec 3, 14:00–16:00: yours\n"
        "2. Thu, Dec 10, 14:00–16:00: waiting: “Study” has it at that time\n"
    )
    further = presses(sibling, screen, "Next")
    assert labels(further) == ["6", "7", "Previous", "End the series", "Back"]
    card = presses(sibling, further, "7")
    assert "Thu, Jan 14, 14:00–16:00" in read(card)
    home = presses(sibling, presses(sibling, card, "All dates"), "Back")
    assert "What you have booked:" in read(home)


def test_number_of_another_booking_opens_nothing(store: Store) -> None:
    other = books(store, "LIBRARY", SIBLING_UNIT, FIRST)
    rows = begins(store, "STUDIO", SIBLING_UNIT, FIRST, weeks=2)
    sibling, screen = to_dates(store, rows[0])
    heard(sibling, forged(screen, str(other)))
    assert type(sibling.remembered.step).__name__ == "SeriesDates"


def test_series_ends_and_who_waits_for_a_date_is_asked(store: Store) -> None:
    rows = begins(store, "STUDIO", SIBLING_UNIT, FIRST, weeks=3)
    waits = [books(store, "STUDIO", HOST_UNIT, span(day, "15:00", "17:00")) for day in ("03", "10")]
    sibling, screen = to_dates(store, rows[0])
    sibling.waits(minutes=5)
    ended = presses(sibling, screen, "End the series")
    assert "The series has ended; all dates ahead are free again." in read(ended)
    assert "0 dates are booked.\n1. Thu, Dec 3, 14:00–16:00: cancelled" in read(ended)
    assert labels(ended) == ["1", "2", "3", "Back"]
    assert [one.state for one in booked(store, "STUDIO") if one.id in waits] == [State.OFFERED] * 2
    heard_by_host = told(store, HOST)
    assert heard_by_host.count("南京西路街道 has cancelled; it is free again:") == 1
    assert heard_by_host.count("What you are waiting for is free now:") == 2


def test_series_whose_first_date_was_never_had_ends_without_a_word_to_the_owner(store: Store) -> None:
    shuts(store, "STUDIO", span("03", "08:00", "22:00"))
    rows = begins(store, "STUDIO", SIBLING_UNIT, FIRST, weeks=1)
    sibling, screen = to_dates(store, rows[0])
    assert "0 dates are booked.\n1 could not be had" in read(screen)
    presses(sibling, screen, "End the series")
    assert told(store, HOST) == ""
    assert [one.state for one in booked(store, "STUDIO")] == [State.CANCELLED]


def test_owner_is_told_though_the_first_date_was_never_had(store: Store) -> None:
    shuts(store, "STUDIO", span("03", "08:00", "22:00"))
    rows = begins(store, "STUDIO", SIBLING_UNIT, FIRST, weeks=3)
    sibling, screen = to_dates(store, rows[0])
    presses(sibling, screen, "End the series")
    heard_by_host = told(store, HOST)
    assert heard_by_host.count("has cancelled; it is free again:") == 1
    assert "Thu, Dec 10, 14:00–16:00" in heard_by_host


def test_dates_beyond_the_hours_of_the_month_are_not_offered_while_the_series_ends(store: Store) -> None:
    rows = begins(store, "HALL", SIBLING_UNIT, FIRST, weeks=4)
    sibling, screen = to_dates(store, rows[0])
    assert "3. Thu, Dec 17, 14:00–16:00: waiting: your unit has had its hours of this month" in read(screen)
    presses(sibling, screen, "End the series")
    assert "What you are waiting for is free now" not in told(store, SIBLING)
    assert {one.state for one in booked(store, "HALL")} == {State.CANCELLED}


def test_series_is_shut_to_who_organises_no_more(store: Store) -> None:
    rows = begins(store, "STUDIO", SIBLING_UNIT, FIRST, weeks=2)
    sibling, screen = to_dates(store, rows[0])
    loses_role(store, SIBLING)
    assert "not in your hands" in read(presses(sibling, screen, "End the series"))
    assert {one.state for one in booked(store, "STUDIO")} == {State.GRANTED}
