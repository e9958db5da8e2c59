"""The calendar of one's own, as a phone asks for it: over HTTP, read by another reader of the format."""

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from icalendar import Calendar, Event
from sqlalchemy import select

from domain.activities.activities import Plan
from domain.affiliations.affiliations import Verb
from domain.booking.raster import Span
from domain.people.deeds import Deed
from domain.people.members import Details
from storage.activities import activities, signups
from storage.booking import booking, closures, saving
from storage.people import calendar_feeds, members, people
from storage.tables.feeds import calendar_feeds as feeds_table
from storage.tables.pages import pages
from storage.unit_of_work import Store, UnitOfWork
from tests.conftest import KEY
from tests.stage.pages import PageClient, open_house
from tests.stage.talk import ZONE
from tests.storage.booking.lending import OPENING, OTHER, RESOURCES, number, wish
from tests.storage.signing import CHEN, DAY_S, OURS, plan
from tests.storage.stays import draft, walk

pytestmark = pytest.mark.wire

Told = TypeVar("Told")


@pytest.fixture
def store(city_url: str) -> Iterator[Store]:
    """Give the store that the house works with."""
    opened = Store(city_url, KEY)
    yield opened
    opened.close()


def done(store: Store, work: Callable[[UnitOfWork], Told]) -> Told:
    with store.unit_of_work() as unit:
        told = work(unit)
        unit.commit()
    return told


def published(unit: UnitOfWork, wanted: Plan, now: float) -> int:
    activity_id = activities.draft(unit, wanted, 1, Deed(CHEN, now)).id
    activities.publish(unit, activity_id, Deed(CHEN, now))
    return activity_id


async def tapped(page: PageClient, label: str, words: str) -> str:
    """Press the button on the newest screen, once all of it is there, and return what is answered."""
    await asyncio.sleep(0.3)
    await page.polls()
    await page.taps(label)
    return await page.hears(words)


async def subscribed(page: PageClient) -> str:
    """Ask for the calendar in a sentence, and return the address that is told."""
    await page.says("订阅日历")
    await page.hears("有的在境外")
    await page.taps("生成地址")
    told = await page.hears("您的日历地址")
    found = re.search(r"http\S+/calendar/[\w-]{43}\.ics", told)
    assert found, told
    return found.group()


async def fetched(page: PageClient, address: str, **headers: str) -> tuple[int, dict[str, Event], str]:
    """Ask as a phone does, without a cookie; return the status, what stands there by UID, and the tag."""
    async with page.http.get(address, headers={"Cookie": "", **headers}) as answer:
        body = await answer.read()
        if answer.status != 200:
            return answer.status, {}, answer.headers.get("ETag", "")
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        calendar = Calendar.from_ical(body)
    assert isinstance(calendar, Calendar)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    events = {str(event["UID"]).partition("@")[0]: event for event in calendar.events}
    return answer.status, events, answer.headers["ETag"]


def moment(at: object) -> float:
    assert isinstance(at, datetime)
    return at.timestamp()


def number_of(store: Store) -> int:
    with store.unit_of_work() as unit:
        return int(unit.connection.scalars(select(pages.c.number)).one())


async def test_calendar_follows_what_its_person_does(city_url: str, store: Store) -> None:
    now = time.time()
    async with open_house(city_url, KEY) as origin, PageClient.at(origin) as page:
        await page.does("start")
        await page.hears("这里是驿站")
        address = await subscribed(page)
        assert (await fetched(page, address))[1] == {}

        person = number_of(store)
        lecture = done(store, lambda unit: published(unit, plan(starts_at=now + 3 * DAY_S), now))
        done(store, lambda unit: signups.sign_up(unit, lecture, person, OURS, now))
        _, events, tag = await fetched(page, address)
        event = events[f"activity-{lecture}"]
        assert (event["SUMMARY"], event["STATUS"], event["SEQUENCE"]) == ("新时代党课", "CONFIRMED", 0)
        assert moment(event.start) == int(now + 3 * DAY_S)
        assert len(event.walk("VALARM")) == 2
        assert (await fetched(page, address, **{"If-None-Match": tag}))[0] == 304

        moved = plan(starts_at=now + 4 * DAY_S)
        done(store, lambda unit: activities.amend(unit, lecture, moved, Deed(CHEN, now)))
        _, events, _ = await fetched(page, address, **{"If-None-Match": tag})
        event = events[f"activity-{lecture}"]
        assert (event["SEQUENCE"], moment(event.start)) == (1, int(now + 4 * DAY_S))

        done(store, lambda unit: signups.leave(unit, lecture, person, now))
        _, events, _ = await fetched(page, address)
        event = events[f"activity-{lecture}"]
        assert (event["STATUS"], event["SEQUENCE"], event.walk("VALARM")) == ("CANCELLED", 2, [])

        done(store, lambda unit: signups.sign_up(unit, lecture, person, OURS, now))
        _, events, _ = await fetched(page, address)
        assert (events[f"activity-{lecture}"]["STATUS"], events[f"activity-{lecture}"]["SEQUENCE"]) == ("CONFIRMED", 3)


async def test_address_is_renewed_and_ended(city_url: str, store: Store) -> None:
    async with open_house(city_url, KEY) as origin, PageClient.at(origin) as page:
        await page.does("start")
        await page.hears("这里是驿站")
        first = await subscribed(page)
        assert done(store, lambda unit: unit.connection.scalars(select(feeds_table.c.token_hash)).one()) not in first
        second = re.findall(r"http\S+\.ics", await tapped(page, "换个地址", "您的日历地址"))[0]
        assert second != first
        assert [(await fetched(page, one))[0] for one in (first, second)] == [410, 200]
        await page.says("取消日历订阅")
        await tapped(page, "停用", "要停用")
        await tapped(page, "停用", "已停用")
        assert (await fetched(page, second))[0] == 410
        assert (await fetched(page, f"{origin}/calendar/{'x' * 43}.ics"))[0] == 404
        async with page.http.post(second, data=b"", headers={"Origin": origin}) as answer:
            assert answer.status == 405
        async with page.http.get(second.removesuffix(".ics"), allow_redirects=False) as answer:
            assert answer.headers["Location"] == f"webcal{second.removeprefix('http')}"


async def test_whoever_asks_too_often_is_asked_to_wait(sqlite_city_url: str) -> None:
    async with open_house(sqlite_city_url, KEY) as origin, PageClient.at(origin) as page:
        await page.does("start")
        address = await subscribed(page)
        answers = [(await fetched(page, address))[0] for _ in range(61)]
        assert (answers[:60], answers[60]) == ([200] * 60, 429)


async def test_offer_has_its_deadline_and_a_stay_its_end(sqlite_city_url: str) -> None:
    store, now, ends = Store(sqlite_city_url, KEY), time.time(), datetime.now(ZONE).date() + timedelta(days=900)
    async with open_house(sqlite_city_url, KEY) as origin, PageClient.at(origin) as page:
        await page.does("start")
        address, person = await subscribed(page), number_of(store)

        def lived(unit: UnitOfWork) -> tuple[int, int]:
            people.welcome(unit, [1001], now)
            members.keep(unit, person, Details("王芳"), now=now)
            lecture = published(unit, plan(seats=1, starts_at=now + 9 * DAY_S), now)
            signups.sign_up(unit, lecture, 1001, OURS, now)
            signups.wait(unit, lecture, person, OURS, now)
            return lecture, walk(unit, draft(unit, person, ends_on=ends).id, [Verb.SUBMIT, Verb.CONFIRM]).id

        lecture, stay = done(store, lived)
        _, events, _ = await fetched(page, address)
        waiting, end = events[f"activity-{lecture}"], events[f"stay-{stay}"]
        assert (waiting["STATUS"], waiting["SUMMARY"]) == ("TENTATIVE", "【候补】新时代党课")
        assert (end.start, end.end) == (ends, ends + timedelta(days=1))
        assert (str(end["SUMMARY"]), len(end.walk("VALARM"))) == ("驿站：您在这里的期限到期", 3)
        offered = done(store, lambda unit: signups.leave(unit, lecture, 1001, now)).offers[0]
        _, events, _ = await fetched(page, address)
        until = events[f"offer-{offered.id}"]
        assert moment(until.end) == int(offered.offered_until or 0)
        assert [str(alarm["ACTION"]) for alarm in until.walk("VALARM")] == ["DISPLAY"] * 2
        assert str(until["SUMMARY"]) == "名额保留到此时：新时代党课"
    store.close()


async def test_calendar_of_a_room_follows_its_bookings(city_url: str, store: Store) -> None:
    now, secret = time.time(), "r" * 43
    by = Deed(CHEN, now)
    morning = datetime.combine(datetime.now(ZONE).date() + timedelta(days=3), datetime.min.time(), ZONE).timestamp()
    first, second = (Span(morning + hour * 3_600, morning + (hour + 1) * 3_600) for hour in (10, 14))

    def lends(unit: UnitOfWork) -> int:
        saving.save(unit, RESOURCES)
        room = number(unit, "B")
        calendar_feeds.begin(unit, calendar_feeds.of_resource(room), secret, now)
        return room

    def books(code: str, span: Span) -> int:
        row = done(store, lambda unit: booking.book(unit, wish(unit, code, span, by=OTHER), OPENING, by)).row
        assert row is not None
        return row.id

    async with open_house(city_url, KEY) as origin, PageClient.at(origin) as page:
        address, room = f"{origin}/calendar/{secret}.ics", done(store, lends)
        assert (await fetched(page, address))[1] == {}

        hall, asked = books("HALL", first), books("B", second)
        _, events, tag = await fetched(page, address)
        shown = {key: (str(event["SUMMARY"]), str(event["STATUS"])) for key, event in events.items()}
        assert shown == {
            f"booking-{hall}": ("主题党日", "CONFIRMED"),  # whoever has the hall has the room
            f"booking-{asked}": ("【申请中】主题党日", "TENTATIVE"),
        }
        assert moment(events[f"booking-{asked}"].start) == int(second.starts_at)
        assert (await fetched(page, address, **{"If-None-Match": tag}))[0] == 304

        done(store, lambda unit: booking.grant(unit, asked, by))
        closure, _ = done(store, lambda unit: closures.close(unit, room, first, OPENING, Deed(by.by, now, "电梯检修")))
        _, events, _ = await fetched(page, address)
        shown = {key: (str(event["SUMMARY"]), str(event["STATUS"])) for key, event in events.items()}
        assert shown == {
            f"booking-{hall}": ("主题党日", "CANCELLED"),
            f"booking-{asked}": ("主题党日", "CONFIRMED"),
            f"closure-{closure.id}": ("停用：电梯检修", "CONFIRMED"),
        }

        done(store, lambda unit: closures.retire(unit, room, by))
        assert (await fetched(page, address))[0] == 410
