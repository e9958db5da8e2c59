"""The home of what is shared, and the book of what a unit lent and borrowed, month by month."""

from bot.flows.entry_points import EntryPoint
from storage.unit_of_work import Store
from tests.flows.booking.beginning import a_store_with
from tests.flows.booking.lent_on_terms import (
    HALL,
    HOST_UNIT,
    LIBRARY,
    SIBLING_UNIT,
    books,
    labels,
    opens,
    presses,
    read,
    span,
    talk,
)
from tests.stage.security_world import HOST, SIBLING

store = a_store_with(HALL, LIBRARY)


def test_month_is_read_and_the_ones_before_it(store: Store) -> None:
    books(store, "HALL", SIBLING_UNIT, span("08", "14:00", "16:00"))
    books(store, "HALL", HOST_UNIT, span("09", "14:00", "17:30"))
    host = talk(store, HOST)
    units = presses(host, opens(host, EntryPoint.SHARED), "Lent and borrowed")
    assert "Lent and borrowed: whose?" in read(units)
    book = presses(host, units, "静安寺街道")
    assert read(book) == (
        "<b>Lent and borrowed, Dec 2026</b>\n"
        "Lent to others: 2 hours\n"
        "Borrowed from others: 0 hours\n"
        "Used by the own unit: 3.5 hours\n"
        "Own rooms: open 387.5 hours, idle 382\n"
        "· 南京西路街道: lent 2, borrowed 0"
    )
    earlier = presses(host, book, "The month before")
    assert read(earlier).startswith("<b>Lent and borrowed, Nov 2026</b>\nLent to others: 0 hours")
    assert "Oct 2026" in read(presses(host, earlier, "The month before"))
    assert "What units share" in read(presses(host, earlier, "Back"))


def test_home_leads_to_what_is_asked_of_one(store: Store) -> None:
    books(store, "LIBRARY", HOST_UNIT, span("09", "14:00", "16:00"))
    sibling = talk(store, SIBLING)
    home = opens(sibling, EntryPoint.SHARED)
    assert "Asked of us · 1" in labels(home)
    waiting = presses(sibling, home, "Asked of us")
    assert "1 request to borrow:" in read(waiting)
    assert "静安寺街道, to be answered by" in read(waiting)
