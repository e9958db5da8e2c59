"""The way in to the desk: by a code that the chat asks about, by a link out of the chat, and out again."""

from __future__ import annotations

import pytest

from bot.chat import Commanded, Tapped
from domain.people.deeds import HOUSE, Deed
from storage.desk import sessions
from storage.people import roles
from tests.stage.desk import DeskHouse
from tests.stage.security_world import HOST, MEMBER, VOLUNTEER
from tests.stage.talk import button, buttons, html, said

pytestmark = [pytest.mark.asyncio, pytest.mark.wire]


async def test_whole_way_in(there: DeskHouse) -> None:
    async with there.browser() as one:
        page = await one.signs_in(HOST)
    assert (page.status, page.url) == (200, f"{there.origin}/desk/today")
    told = html([reply for chat_id, reply in said(there.store) if chat_id == HOST][-1])
    assert "The desk is open now in Chrome 128 · Windows (127.0.0.x)" in told


async def test_wrong_number_ends_it(there: DeskHouse) -> None:
    async with there.browser() as one:
        shown = await one.post("/desk/in", {})
        code, number = shown.every(r'<strong class="code" id="\w+">([^<]+)</strong>')
        chat = there.talk(HOST)
        asked = chat.does(Commanded("desk", code))
        chat.updates += 100
        wrong = next(one for one in buttons(asked) if one.label.isdigit() and one.label != number)
        answer = chat.does(Tapped(wrong.data, 500))
        assert "stays outside" in html(answer[-1])
        again = await one.get("/desk/in")
        assert "Show a code" in again.words
        with there.store.unit_of_work() as unit:
            assert sessions.of_person(unit, HOST, there.clock.now) == []


@pytest.mark.parametrize("who", [MEMBER, VOLUNTEER])
async def test_nobody_without_a_unit_comes_in(there: DeskHouse, who: int) -> None:
    async with there.browser() as one:
        shown = await one.post("/desk/in", {})
        code, _ = shown.every(r'<strong class="code" id="\w+">([^<]+)</strong>')
        there.talk(who).does(Commanded("desk", code))
        assert "The chat has agreed" not in (await one.get("/desk/in")).words
    with there.store.unit_of_work() as unit:
        assert sessions.of_code(unit, code.replace(" ", ""), there.clock.now) is not None  # nobody was asked


async def test_link_is_used_once_and_by_a_post(there: DeskHouse) -> None:
    chat = there.talk(HOST)
    door = chat.does(Commanded("desk"))
    chat.updates += 100
    sent = chat.does(Tapped(button(door, "Open it on this phone").data, 500))
    path = next(one.url for one in buttons(sent) if one.url).removeprefix(there.origin)
    async with there.browser() as preview, there.browser() as phone, there.browser() as late:
        for _ in range(2):
            assert "on this device?" in (await preview.get(path)).words
        assert (await phone.post(path, {})).url.endswith("/desk/today")
        assert (await late.post(path, {})).status == 410
        assert (await late.get("/desk/today")).url.endswith("/desk/in")


async def test_sessions_end(there: DeskHouse) -> None:
    async with there.signed_in(HOST) as one:
        assert (await one.get("/desk/today")).url.endswith("/desk/today")
        there.clock.now += sessions.IDLE_S + 1
        assert (await one.get("/desk/today")).url.endswith("/desk/in")
    async with there.signed_in(HOST) as one:
        for _ in range(30):
            there.clock.now += 1_500
            page = await one.get("/desk/today")
        assert page.url.endswith("/desk/in")


async def test_signed_out_in_the_chat(there: DeskHouse) -> None:
    async with there.signed_in(HOST) as one, there.signed_in(HOST) as other:
        chat = there.talk(HOST)
        door = chat.does(Commanded("desk"))
        assert "Chrome 128 · Windows · 127.0.0.x · since" in html(door[-1])
        chat.updates += 100
        chat.does(Tapped(button(door, "Sign out 1").data, 500))
        assert (await other.get("/desk/today")).url.endswith("/desk/in")
        assert (await one.get("/desk/today")).url.endswith("/desk/today")
        await one.does("/desk/out/all")
        assert (await one.get("/desk/today")).url.endswith("/desk/in")


async def test_who_loses_the_role_loses_the_desk(there: DeskHouse) -> None:
    async with there.signed_in(HOST) as one:
        with there.store.unit_of_work() as unit:
            for held in roles.held(unit, HOST):
                roles.take(unit, held.id, Deed(HOUSE, there.clock.now))
            unit.commit()
        assert (await one.get("/desk/today")).status == 403


@pytest.mark.parametrize("out", ["/desk/out", "/desk/out/all"])
async def test_who_has_signed_out_comes_in_again_and_is_told_each_time(there: DeskHouse, out: str) -> None:
    for _ in range(3):
        with there.store.unit_of_work() as unit:
            link = sessions.make_link(unit, HOST, there.clock.now)
            unit.commit()
        async with there.browser() as one:
            assert (await one.post(f"/desk/link/{link}", {})).url.endswith("/desk/today")
            assert (await one.does(out)).url.endswith("/desk/in")
        there.clock.now += 60
    told = " ".join(html(reply) for chat_id, reply in said(there.store) if chat_id == HOST)
    assert told.count("The desk is open now in Chrome 128") == 3
