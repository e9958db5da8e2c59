"""Rooms and buildings among what waits at the desk: decided in place, by the chat's own screens, for who may."""

from __future__ import annotations

import pytest

from domain.booking.life import State
from domain.booking.raster import Span
from domain.booking.resources import Kind, Resource
from domain.grid import promises as promised
from domain.people.deeds import By, Deed
from domain.places.geo import Position
from domain.places.places import Building, SiteKind
from storage.booking import booking, bookings, resources, saving
from storage.booking.bookings import BookingRow, Wish
from storage.grid import areas, promises
from storage.grid.areas import Charge, Holder
from storage.grid.promises import New
from storage.places import places
from storage.places import saving as saving_places
from tests.stage.desk import DeskHouse
from tests.stage.security_world import ABOVE, HOST, SIBLING
from tests.stage.talk import html, said
from tests.storage.booking.lending import OPENING
from tests.storage.stays import unit_id

pytestmark = [pytest.mark.asyncio, pytest.mark.wire]

DAY_S = 86_400


def asked(there: DeskHouse) -> BookingRow:
    """Let the sibling ask the host for its hall."""
    now = there.clock.now
    with there.store.unit_of_work() as unit:
        saving.save(unit, [Resource("HALL", Kind.ROOM, "Hall", "310106011", "JA-1")])
        hall = resources.by_code(unit, "HALL")
        assert hall is not None
        span = Span(now + 9 * DAY_S, now + 9 * DAY_S + 7_200)
        wish = Wish(hall.id, unit_id(unit, "310106012"), "Study", span)
        row = booking.book(unit, wish, OPENING, Deed(By(SIBLING, "organiser"), now)).row
        unit.commit()
    assert row is not None
    return row


def state_of(there: DeskHouse, row: BookingRow) -> State:
    with there.store.unit_of_work() as unit:
        found = bookings.find(unit, row.id)
        assert found is not None
        return found.state


def told_to(there: DeskHouse, person: int) -> list[str]:
    return [html(reply) for chat_id, reply in said(there.store) if chat_id == person]


async def test_request_to_borrow_is_granted_in_place(there: DeskHouse) -> None:
    row = asked(there)
    press = {"subject": f"booking:{row.id}", "version": str(row.version), "press": "grant", "back": "/desk/today"}
    async with there.signed_in(HOST) as one, there.signed_in(ABOVE) as other, there.signed_in(SIBLING) as borrower:
        page = await one.get("/desk/today?kind=rooms")
        assert "Hall · " in page.words
        assert "asks for it; is to hear by" in page.words
        assert "is to hear by" not in (await borrower.get("/desk/today")).words
        await borrower.does("/desk/do", **press)
        assert state_of(there, row) is State.REQUESTED
        assert "✅ Agreed." in (await one.does("/desk/do", **press)).words
        assert state_of(there, row) is State.GRANTED
        assert "This has been decided already" in (await other.does("/desk/do", **press)).words
        assert "is to hear by" not in (await one.get("/desk/today")).words
    assert any("Hall" in words for words in told_to(there, SIBLING))


async def test_refusal_asks_why_on_a_page_of_its_own(there: DeskHouse) -> None:
    row = asked(there)
    async with there.signed_in(HOST) as one:
        page = await one.does("/desk/do", subject=f"booking:{row.id}", version="1", press="refuse")
        assert "Why not?" in page.words
        path = page.url.removeprefix(there.origin)
        done = await one.post(path, {"key": page.hidden("key"), "words": "The lift is being repaired"})
        assert "Noted." in done.words
    assert state_of(there, row) is State.REFUSED
    assert any("The lift is being repaired" in words for words in told_to(there, SIBLING))


async def test_room_is_given_back_in_place(there: DeskHouse) -> None:
    row, now = asked(there), there.clock.now
    with there.store.unit_of_work() as unit:
        booking.grant(unit, row.id, Deed(By(HOST, "organiser"), now))
        booking.ask_still(unit, row.id, now + 3_600, now)
        unit.commit()
    async with there.signed_in(SIBLING) as one, there.signed_in(HOST) as owner:
        assert "Is it still needed? Without a word by" in (await one.get("/desk/today")).words
        assert "Is it still needed?" not in (await owner.get("/desk/today")).words
        done = await one.does("/desk/do", subject=f"booking:{row.id}", version="3", press="back_it")
        assert "Given back, thank you." in done.words
    assert state_of(there, row) is State.RELEASED


async def test_promise_is_kept_and_a_visit_is_due(there: DeskHouse) -> None:
    now = there.clock.now
    with there.store.unit_of_work() as unit:
        here = Position(31.2241, 121.4461)
        tower = Building("B3", "Host Tower", SiteKind.BUILDING, "Yuyuan Road 1", "310106011", here)
        saving_places.save_buildings(unit, [tower])
        building = places.building_by_code(unit, "B3")
        assert building is not None
        by = Deed(By(ABOVE, "organiser"), now)
        areas.assign(unit, Charge(building.unit_id, (building.id,)), Holder(HOST), by)
        new = New(promised.Kind.PROMISE, building.id, HOST, "Bring the forms", now - DAY_S)
        promise = promises.make(unit, new, now - 2 * DAY_S)
        unit.commit()
    press = {"subject": f"promise:{promise.id}", "version": "0", "press": "kept", "back": "/desk/today"}
    async with there.signed_in(HOST) as one, there.signed_in(ABOVE) as other:
        words = (await one.get("/desk/today?kind=rounds")).words
        assert "Host Tower · Bring the forms Was promised by" in words
        assert "A visit is due: nobody has come yet" in words
        assert "Host Tower" in (await one.get(f"/desk/open/building/{building.id}")).words
        assert "Host Tower" not in (await other.get("/desk/today")).words
        await other.does("/desk/do", **press)
        with there.store.unit_of_work() as unit:
            assert len(promises.of_owner(unit, HOST)) == 1
        assert "✅ Done: Host Tower, Bring the forms." in (await one.does("/desk/do", **press)).words
        assert "Bring the forms" not in (await one.get("/desk/today")).words


async def test_table_of_what_is_lent(there: DeskHouse) -> None:
    asked(there)
    with there.store.unit_of_work() as unit:
        saving.save(unit, [Resource("LAWYER", Kind.SPEAKER, "周律师", "310106011", topics=("劳动法",))])
        unit.commit()
    async with there.signed_in(HOST) as one, there.signed_in(SIBLING) as other:
        words = (await one.get("/desk/table/resources")).words
        assert "Hall Room " in words
        assert ("周**" in words, "周律师" in words) == (True, False)
        narrowed = await one.get("/desk/table/resources?f.kind=room")
        assert ("Hall" in narrowed.words, "周" in narrowed.words) == (True, False)
        assert "Hall" not in (await other.get("/desk/table/resources")).words
        file = await one.post("/desk/export/csv/resources?f.kind=room", {"key": narrowed.hidden("key")})
        hall = next(line for line in file.text.splitlines() if "Hall" in line)
        assert hall.endswith("1,0,0")  # asked for once, and nothing is had or waited for
        opened = await one.get(narrowed.every(r'href="(/desk/open/resource/\d+)"')[0])
        assert "Take it off the list" in opened.words
