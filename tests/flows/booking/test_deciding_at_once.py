"""Two owners decide on one request at the same moment, each in their chat: one does, the other is told so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from bot.chat import Tapped
from bot.flows.entry_points import EntryPoint
from bot.turn import take
from domain.booking.raster import Span
from domain.booking.resources import Kind, Resource
from domain.people.deeds import By, Deed
from storage.booking import booking, resources, saving
from storage.booking.bookings import Wish
from storage.tables.people import audit
from storage.unit_of_work import Store
from tests.stage.security_world import ABOVE, HOST, SIBLING, settle
from tests.stage.talk import NOON, Talk, house, html, said
from tests.storage.booking.lending import OPENING
from tests.storage.stays import unit_id

AT = NOON.timestamp()


def asked(store: Store) -> int:
    """Let the sibling ask the host for its hall, and return the number of the booking."""
    settle(store)
    with store.unit_of_work() as unit:
        saving.save(unit, [Resource("HALL", Kind.ROOM, "Hall", "310106011", "JA-1")])
        hall = resources.by_code(unit, "HALL")
        assert hall is not None
        wish = Wish(hall.id, unit_id(unit, "310106012"), "Study", Span(AT + 777_600, AT + 784_800))
        row = booking.book(unit, wish, OPENING, Deed(By(SIBLING, "organiser"), AT)).row
        unit.commit()
    assert row is not None
    return row.id


@pytest.mark.parametrize("second", [EntryPoint.GRANT_BOOKING, EntryPoint.REFUSE_BOOKING])
def test_one_decides_and_the_other_is_told(new_store: Callable[[], Store], second: EntryPoint) -> None:
    store = new_store()
    number = asked(store)

    def decides(person: int, entry: EntryPoint) -> None:
        own = new_store()
        talk = Talk(own, house("en"), person, "en", updates=person)
        arrival = talk.arrival(Tapped(entry.data(number), 500))
        own._in_unit(own.engine, lambda unit: take(unit, [arrival], talk.house, AT))

    with ThreadPoolExecutor(2) as hands:
        list(hands.map(decides, (HOST, ABOVE), (EntryPoint.GRANT_BOOKING, second)))

    with store.unit_of_work() as unit:
        done = select(audit.c.what).where(audit.c.subject == f"booking:{number}")
        grants = list(unit.connection.scalars(done)).count("booking.grant")
    heard = [html(reply) for chat_id, reply in said(store) if chat_id in {HOST, ABOVE}]
    assert grants == sum("✅ Agreed." in one for one in heard) == 1
    told = sum("This has been decided already" in one for one in heard)
    assert told == 1 or (second is EntryPoint.REFUSE_BOOKING and any("Why not?" in one for one in heard))
