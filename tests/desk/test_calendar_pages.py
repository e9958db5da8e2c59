"""The calendar of the desk over HTTP, on both stores: what stands on a day, what of others', and the one on a phone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.chat import Said
from domain.people.deeds import HOUSE, By, Deed
from storage.booking import booking, closures, saving
from storage.people import calendar_feeds, roles
from storage.tables.feeds import calendar_feeds as feeds_table
from storage.unit_of_work import Store
from storage.upkeep import own_data
from tests.desk.test_coverage_pages import unit_of
from tests.stage.deeds.store import store_deed
from tests.stage.desk import Browser, DeskHouse, Page, served
from tests.stage.security_world import ABOVE, AT, HOST, MEMBER, SIBLING, STRANGER, settle
from tests.stage.talk import ZONE, Talk, html
from tests.storage.booking.lending import OPENING, RESOURCES, number, span, wish

pytestmark = [pytest.mark.asyncio, pytest.mark.wire]

MONTH = "/desk/calendar?month=2026-12"
WEEK = "/desk/calendar?week=2026-W50"
ROOMS = f"{WEEK}&show=rooms"


def own(page: Page) -> str:
    """Return what a page shows of the own units, in words."""
    return _words(re.sub(r'<ul class="others">.*?</ul>', " ", _table(page), flags=re.DOTALL))


def others(page: Page) -> str:
    return _words(" ".join(re.findall(r'<ul class="others">.*?</ul>', _table(page), re.DOTALL)))


def _table(page: Page) -> str:
    assert page.status == 200, page.words
    (table,) = re.findall(r"<table.*?</table>", page.text, re.DOTALL)
    return str(table)


def _words(text: str) -> str:
    return Page(200, text, {}, "").words


@pytest_asyncio.fixture
async def lent(store: Store) -> AsyncIterator[DeskHouse]:
    """Let the host lend a hall of two rooms, of which one is booked by a unit beside it, and close another."""
    settle(store)
    with store.unit_of_work() as unit:
        saving.save(unit, RESOURCES)
        by = Deed(By(SIBLING, "organiser"), AT)
        assert booking.book(unit, wish(unit, "A"), OPENING, by).row is not None
        assert booking.book(unit, wish(unit, "OWN", by="310106011", title="支委会"), OPENING, by).row is not None
        closures.close(unit, number(unit, "B"), span("2026-12-11", "08:00", "12:00"), OPENING, Deed(HOUSE, AT, "粉刷"))
        unit.commit()
    async with served(store, with_feeds=True) as desk:
        yield desk


async def test_month_shows_own_activities_with_how_they_stand(there: DeskHouse) -> None:
    store_deed(there.store, HOST, '(activity 党课 "Lost lecture" JA-1 12-12T19:00 20 members)', AT)
    store_deed(there.store, HOST, "(cancels rain)", AT)
    async with there.signed_in(HOST) as one:
        page = await one.get(MONTH)
        assert "19:00–20:30 Open lecture 静安寺街道党群服务中心, 1 of 20 seats taken" in own(page)
        assert "Quiet lecture draft" in own(page)
        assert "Lost lecture called off" in own(page)
        assert len(page.every(r"<s><a [^>]+>(Lost lecture)</a></s>")) == 1
        assert others(page) == ""
        (opens,) = page.every(r'href="(/desk/open/activity/\d+)">Open lecture')
        assert "Open lecture" in (await one.get(opens)).words
        assert "Open lecture" in own(await one.get(WEEK))
        assert "Open lecture" not in (await one.get("/desk/calendar?month=2027-01")).words


async def test_others_show_what_every_member_may_read(there: DeskHouse) -> None:
    store_deed(there.store, HOST, '(activity 党课 "Closed circle" JA-1 12-09T19:00 20 members,affiliated)', AT)
    store_deed(there.store, HOST, '(activity 党课 "Across the river" PD-1 12-09T19:00 20 anyone)', AT)
    async with there.signed_in(SIBLING) as one, there.signed_in(ABOVE) as above:
        page = await one.get(MONTH)
        assert "19:00–20:30 Open lecture 静安寺街道, 静安寺街道党群服务中心" in others(page)
        assert "taken" not in others(page)
        assert not page.every(r"(/desk/open/activity)")
        for hidden in ("Quiet lecture", "Closed circle", "Across the river"):
            assert hidden not in page.text
        for around in ("subdistrict", "none"):  # the host's is another subdistrict
            assert "Open lecture" not in (await one.get(f"{MONTH}&around={around}")).text
        whole = await above.get(MONTH)
        assert {"Closed circle", "Open lecture", "Quiet lecture"} <= set(re.findall(r">(\w+ \w+)</a>", whole.text))
        narrowed = await above.get(f"{MONTH}&unit={unit_of(there.store, '310106012')}")
        assert "Open lecture" in others(narrowed)
        assert "Open lecture" not in own(narrowed)


async def test_full_day_says_how_many_more_and_the_week_shows_them(there: DeskHouse) -> None:
    for hour in range(10, 16):
        store_deed(there.store, HOST, f'(activity 党课 "Round {hour}" JA-1 12-09T{hour}:00 20 anyone)', AT)
    async with there.signed_in(HOST) as one, there.signed_in(SIBLING) as other:
        page = await one.get(MONTH)
        assert "Round 13" in own(page)
        assert "Round 14" not in own(page)
        (week,) = page.every(r'<a data-swap href="([^"]+)">2 more</a>')
        assert "Round 15" in own(await one.get(week))
        assert "2 more" in others(await other.get(MONTH))


async def test_rooms_show_who_and_what_for_and_of_others_that_they_are_taken(lent: DeskHouse) -> None:
    async with lent.signed_in(HOST) as host, lent.signed_in(SIBLING) as one:
        page = await host.get(ROOMS)
        assert "19:00–20:30 多功能厅A 南京西路街道, 主题党日" in own(page)
        assert "支委会议室 静安寺街道, 支委会" in own(page)
        assert "8:00–12:00 多功能厅B Closed: 粉刷" in own(page)
        page = await one.get(ROOMS)
        assert "19:00–20:30 多功能厅A: taken 静安寺街道" in others(page)
        for hidden in ("主题党日", "支委会", "粉刷"):
            assert hidden not in page.text


async def test_whose_unit_it_is_not_learns_nothing(there: DeskHouse) -> None:
    unit_id = unit_of(there.store, "310106011")
    async with there.signed_in(SIBLING) as other, there.signed_in(MEMBER) as member, there.browser() as nobody:
        for address in (MONTH, ROOMS):
            assert (await other.get(f"{address}&unit={unit_id}")).status == 404
            assert (await member.get(address)).status == 403
            assert (await nobody.get(address)).url.endswith("/desk/in")


@pytest.mark.parametrize(
    "odd",
    [
        "unit=0x1",
        "month=2026-13",
        "month=9999-01",
        "month=x",
        "week=2026-W60",
        "week=2026-W5٣",
        "week=W",
        "around=moon",
    ],
)
async def test_odd_address_is_the_usual_page(there: DeskHouse, odd: str) -> None:
    async with there.signed_in(HOST) as one:
        page = await one.get(f"/desk/calendar?{odd}&plan=yesterday")
        assert page.status == 200
        assert "Open lecture" in own(page)


async def test_leafing_leads_on_and_back(there: DeskHouse) -> None:
    async with there.signed_in(HOST) as one:
        for address in (MONTH, WEEK, ROOMS):
            page = await one.get(address)
            (later,) = page.every(r'rel="next" href="([^"]+)"')
            (earlier,) = (await one.get(later)).every(r'rel="prev" href="([^"]+)"')
            assert own(await one.get(earlier)) == own(page), address
        first = await one.get("/desk/calendar?month=2020-01")
        assert not first.every(r"(rel=\"prev\")")


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
async def test_free_day_says_what_to_write_for_a_room_and_the_chat_takes_it(store: Store, language: str) -> None:
    settle(store)
    with store.unit_of_work() as unit:
        saving.save(unit, RESOURCES)
        unit.commit()
    async with served(store, language) as there, there.signed_in(HOST) as one:
        page = await one.get("/desk/calendar?month=2026-12&show=rooms")
        (plan,) = page.every(r'href="([^"]*plan=2026-12-16[^"]*)"')
        (told,) = (await one.get(plan.partition("#")[0])).every(r'id="plan">(.*?)</p>')
        sentence = re.findall("[“「](.*?)[”」]", told)[0]
        chat = Talk(store, there.house, HOST, {"en": "en", "zh_Hans": "zh-hans"}[language])
        answered = " ".join(map(html, chat.does(Said(sentence))))
        assert {"en": "Dec 16", "zh_Hans": "12月16日"}[language] in answered, (sentence, answered)


# ---------------------------------------------------------------- planning


async def on_the_screen(one: Browser, page: Page, **told: str) -> Page:
    """Press a button of a screen, by its label, or write words there."""
    (at,) = set(page.every(r'action="(/desk/at/[^"]+)"'))
    if "label" in told:
        (press,) = page.every(f'name="press" value="([^"]*)">{re.escape(told.pop("label"))}<')
        told["press"] = press
    return await one.does(at, **told)


async def test_free_day_begins_an_activity_with_its_day_known(there: DeskHouse) -> None:
    async with there.signed_in(HOST) as one:
        (plan,) = (await one.get(MONTH)).every(r'href="(/desk/open/compose/2026-12-16)"')
        kinds = await one.get(plan)
        titles = await on_the_screen(one, kinds, label="Party lecture")
        when = await on_the_screen(one, titles, words="The river")
        assert "At what time on Wed, Dec 16?" in when.words
        assert "What is it called?" in (await on_the_screen(one, when, label="Back")).words
        where = await on_the_screen(one, when, words="19:00-20:30")
        assert "Wed, Dec 16, 19:00–20:30" in where.words
        assert "19:00–20:30 The river draft" in own(await one.get(MONTH))
        assert "compose/2026-12-16" not in (await one.get(MONTH)).text


async def test_several_days_get_an_activity_like_one_that_there_is(lent: DeskHouse) -> None:
    store_deed(lent.store, HOST, '(activity 党课 "Early lecture" JA-1 12-12T09:00 20 members)', AT)
    async with lent.signed_in(HOST) as one:
        assert "Open lecture" not in (await one.get(f"{MONTH}&show=rooms&several=1")).words
        page = await one.get(f"{MONTH}&several=1")
        days = page.every(r'form="several" name="day" value="([^"]+)"')
        assert ("2026-12-16" in days, "2026-12-10" in days, len(days) > 10) == (True, False, True)
        assert [day for day in days if not day.startswith("2026-12")] == []
        ((pattern, called),) = re.findall(r'<option value="(\d+)">(Open lecture[^<]*)<', page.text)
        assert called == "Open lecture · 19:00–20:30"
        made = await planned(one, pattern, "publish", "2026-12-16", "2026-12-23", "2026-12-23", "2026-11-30", "x")
        assert "✅ 2 activities published." in made.words
        assert "2 days were left as they are" in made.words
        assert "✅ 1 draft made." in (await planned(one, pattern, "draft", "2026-12-30")).words
        assert own(await one.get(MONTH)).count("19:00–20:30 Open lecture") == 4
        assert own(await one.get(MONTH)).count("Open lecture draft") == 1
        ((early, _),) = re.findall(r'<option value="(\d+)">(Early lecture[^<]*)<', page.text)
        assert "1 day was left as it is" in (await planned(one, early, "publish", "2026-12-01")).words  # it is noon
        assert "Nothing was chosen." in (await planned(one, pattern, "draft")).words
        assert (await planned(one, pattern, "x", "2026-12-30")).status == 400


async def test_what_others_hold_is_no_pattern(lent: DeskHouse) -> None:
    async with lent.signed_in(HOST) as host, lent.signed_in(SIBLING) as other:
        (pattern,) = re.findall(r'<option value="(\d+)">Open lecture', (await host.get(f"{MONTH}&several=1")).text)
        assert "no activity to copy yet" in (await other.get(f"{MONTH}&several=1")).words
        assert "not in your hands" in (await planned(other, pattern, "publish", "2026-12-16")).words
        assert "Wed, Dec 16 Plan" in own(await host.get(MONTH))
        assert "not in your hands" in (await planned(host, "999", "draft", "2026-12-16")).words


async def planned(one: Browser, pattern: str, press: str, *days: str) -> Page:
    fields = [("key", await one.key()), ("pattern", pattern), ("press", press), ("back", f"{MONTH}&several=1")]
    return await one.post("/desk/calendar/plan", [*fields, *(("day", day) for day in days)])


async def asked(there: DeskHouse, address: str) -> tuple[int, str]:
    async with there.browser() as phone:
        page = await phone.get(address)
        return page.status, page.text


async def test_calendar_on_a_phone_is_of_who_organises_the_unit(lent: DeskHouse) -> None:
    unit_id = unit_of(lent.store, "310106011")
    fields = {"unit": str(unit_id), "press": "make"}
    async with lent.signed_in(HOST) as one, lent.signed_in(SIBLING) as other:
        made = await one.does("/desk/calendar/feed", **fields)
        (address,) = made.every(r"<code>[^<]*(/calendar/[\w-]{43}\.ics)</code>")
        assert address not in (await one.get("/desk/calendar")).text
        status, text = await asked(lent, address)
        assert (status, "SUMMARY:Open lecture" in text, "Quiet lecture" in text) == (200, True, False)
        assert "SUMMARY:多功能厅A · 主题党日" in text
        (newer,) = (await one.does("/desk/calendar/feed", **fields)).every(
            r"<code>[^<]*(/calendar/[\w-]{43}\.ics)</code>"
        )
        assert [(await asked(lent, one))[0] for one in (address, newer)] == [410, 200]
        assert (await other.does("/desk/calendar/feed", **fields)).status == 404
        assert (await one.does("/desk/calendar/feed", unit=str(unit_id), press="x")).status == 400
        with lent.store.unit_of_work() as unit:
            for held in roles.held(unit, HOST):
                roles.take(unit, held.id, Deed(HOUSE, AT))
            unit.commit()
        assert (await asked(lent, newer))[0] == 410  # whoever organises it no more reads it no more
        with lent.store.unit_of_work() as unit:
            assert len(calendar_feeds.ever_of_all(unit, HOST)) == 2
            own_data.clear_chat(unit, HOST)
            assert not unit.connection.execute(select(feeds_table)).all()


async def test_calendar_on_a_phone_can_be_ended(lent: DeskHouse) -> None:
    unit_id = unit_of(lent.store, "310106011")
    async with lent.signed_in(ABOVE) as one:
        page = await one.get(f"/desk/calendar?unit={unit_id}")
        assert "as long as you organise it" in page.words
        made = await one.does("/desk/calendar/feed", unit=str(unit_id), press="make")
        (address,) = made.every(r"<code>[^<]*(/calendar/[\w-]{43}\.ics)</code>")
        ended = await one.does("/desk/calendar/feed", unit=str(unit_id), press="end")
        assert "The calendar has ended" in ended.words
        assert (await asked(lent, address))[0] == 410


async def test_what_goes_on_over_midnight_says_its_days(there: DeskHouse) -> None:
    begins = datetime(2026, 12, 9, 22, tzinfo=ZONE)
    store_deed(there.store, HOST, f'(activity 党课 "Night watch" JA-1 {begins:%m-%dT%H:%M} 20 anyone 240)', AT)
    async with there.signed_in(HOST) as one, there.signed_in(STRANGER) as stranger:
        assert "22:00–Thu, Dec 10, 2:00 Night watch" in own(await one.get(MONTH))
        assert (await stranger.get(MONTH)).status == 403
