"""Papers and lists on the desk: posters, invitations, the audit; each for whose role allows it, on both stores."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.desk import papers_page
from bot.flows.reviewing import granting
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.people import audit, invitations, roles
from storage.people.invitations import InvitationRefused
from storage.tables.people import audit as audit_table
from tests.stage.desk import Browser, DeskHouse, Page
from tests.stage.pdf import text_of
from tests.stage.security_world import ABOVE, ADMIN, HOST, SIBLING, STRANGER, unit_id

pytestmark = [pytest.mark.asyncio, pytest.mark.wire]

LINK = r"https://t\.me/waystation_bot\?start=i_([\w-]+)"


def number_of(there: DeskHouse, code: str) -> int:
    with there.store.unit_of_work() as unit:
        return unit_id(unit, code)


async def content(one: Browser, path: str) -> tuple[int, str, bytes]:
    async with one.http.get(one.there.origin + path) as answer:
        return answer.status, answer.headers.get("Content-Disposition", ""), await answer.read()


def pages_in(document: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", document))


# ---------------------------------------------------------------- posters


async def test_posters_of_a_unit_are_one_document(there: DeskHouse) -> None:
    host = number_of(there, "310106011")
    async with there.signed_in(HOST) as one:
        page = await one.get("/desk/papers")
        assert "Service points: 3 posters in one file" in page.words
        assert "Buildings: none in this unit" in page.words
        status, name, document = await content(one, f"/desk/posters/points/{host}.pdf")
        assert (status, "attachment" in name) == (200, True)
        assert (text_of(document).count("start=p_"), pages_in(document)) == (3, 3)
        assert (await content(one, f"/desk/posters/buildings/{host}.pdf"))[0] == 404
        assert (await content(one, f"/desk/posters/points/{number_of(there, '310106012')}.pdf"))[0] == 404


async def test_poster_of_one_place_is_found_by_its_name(there: DeskHouse) -> None:
    async with there.signed_in(ABOVE) as one:
        page = await one.get("/desk/papers?q=嘉星")
        assert "嘉星商务楼党员服务点" in page.words
        assert "久光党员服务点" not in page.words
        building, point = (
            page.every(r'href="(/desk/poster/buildings/\d+\.pdf)"')[0],
            page.every(r'href="(/desk/poster/points/\d+\.png)"')[0],
        )
        _, name, document = await content(one, building)
        assert (text_of(document).count("start=b_"), pages_in(document), ".pdf" in name) == (1, 1, True)
        assert (await content(one, point))[2].startswith(b"\x89PNG")


async def test_more_posters_than_one_file_takes_are_several_files(
    there: DeskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = number_of(there, "310106011")
    async with there.signed_in(HOST) as one:
        monkeypatch.setattr(papers_page, "MOST", 2)
        page = await one.get("/desk/papers")
        assert "Service points: 3 posters, up to 2 in one file" in page.words
        assert page.every(r'<option value="(\d+)">\d to \d') == ["1", "3"]
        files = [await content(one, f"/desk/posters/points/{host}.pdf?from={first}") for first in (1, 3)]
        assert [pages_in(document) for _, _, document in files] == [2, 1]
        assert ["1-2" in files[0][1], "3-3" in files[1][1]] == [True, True]
        names = page.every(r'<th scope="row"[^>]*>([^<]+)</th>')
        assert len(names) == 3
        said = ["".join(text_of(document).split()) for _, _, document in files]
        assert [sum(name in one for one in said) for name in names] == [1, 1, 1]
        for nothing in ("0", "2", "4", "x"):
            assert (await content(one, f"/desk/posters/points/{host}.pdf?from={nothing}"))[0] == 404


# ---------------------------------------------------------------- invitations


async def test_invitation_is_shown_once_listed_and_withdrawn(there: DeskHouse) -> None:
    host = number_of(there, "310106011")
    async with there.signed_in(HOST) as one, there.signed_in(SIBLING) as other:
        made = await one.does("/desk/invitations", unit=str(host), role="volunteer")
        assert "You are invited as volunteer: 静安寺街道." in made.words
        [token] = re.findall(LINK, made.text)
        listed = await one.get("/desk/invitations")
        assert (re.findall(LINK, listed.text), "Volunteer 静安寺街道" in listed.words) == ([], True)
        assert "Volunteer 静安寺街道" not in (await other.get("/desk/invitations")).words
        asks = listed.every(r'href="(/desk/invitations\?unit=\d+&amp;withdraw=\d+)"')[0]
        assert "Withdraw this invitation?" not in listed.words
        assert "Withdraw this invitation?" in (await one.get(asks)).words
        number = (await one.get(asks)).hidden("invitation")
        refused = await other.does("/desk/invitations/withdraw", invitation=number)
        assert "This is not in your hands" in refused.words
        done = await one.does("/desk/invitations/withdraw", invitation=number)
        assert "✅ Withdrawn. The link works no longer." in done.words
        assert "No invitation is open." in done.words
    with there.store.unit_of_work() as unit, pytest.raises(InvitationRefused, match="withdrawn"):
        invitations.look(unit, token, there.clock.now)


async def test_role_is_given_within_ones_own_units_alone(there: DeskHouse) -> None:
    host, above = number_of(there, "310106011"), number_of(there, "310106")
    async with there.signed_in(HOST) as one:
        for number, role in ((above, "organiser"), (above, "volunteer"), (host, "admin")):
            page = await one.does("/desk/invitations", unit=str(number), role=role)
            assert (page.status, re.findall(LINK, page.text)) == (404, []), role
        assert "admin" not in (await one.get("/desk/invitations")).words
    async with there.signed_in(ADMIN) as admin:
        page = await admin.does("/desk/invitations", unit=str(host), role="admin")
        [token] = re.findall(LINK, page.text)
    with there.store.unit_of_work() as unit:
        assert invitations.accept(unit, token, STRANGER, there.clock.now).unit_id is None
        assert granting.HOURS == 72
        assert [one.role for one in roles.held(unit, STRANGER)] == [Role.ADMIN]


async def test_chat_and_desk_list_the_same_invitations(there: DeskHouse) -> None:
    with there.store.unit_of_work() as unit:
        invitations.issue(unit, Role.ORGANISER, unit_id(unit, "310106011"), Deed(HOUSE, there.clock.now), 72)
        unit.commit()
    async with there.signed_in(ABOVE) as one:
        assert "Organiser 静安寺街道" in (await one.get("/desk/invitations")).words
        there.clock.now += 73 * 3_600
    async with there.signed_in(ABOVE) as one:
        assert "No invitation is open." in (await one.get("/desk/invitations")).words


# ---------------------------------------------------------------- audit


def listed(page: Page) -> str:
    """Return what the rows of a table say."""
    (body,) = re.findall(r"<tbody>.*?</tbody>", page.text, re.DOTALL)
    return replace(page, text=body).words


async def test_audit_is_narrowed_and_names_nobody_by_number(there: DeskHouse) -> None:
    async with there.signed_in(ADMIN) as one:
        page = await one.get("/desk/audit?kind=role.take")
        assert "Role taken away" in listed(page)
        assert "Role given" not in listed(page)
        for chat_id in (str(ADMIN), str(HOST)):
            assert f"person:{chat_id}" not in page.text
        about = page.every(r'href="(/desk/audit\?[^"]*about=\d+[^"]*)"')[0]
        same = await one.get(re.sub("kind=[^&]*&?", "", about))
        assert "Role given" in listed(same)
        assert "There is nothing here." in (await one.get("/desk/audit?day=2020-01-01")).words
        assert "Role given" in listed(await one.get(f"/desk/audit?day={there_day(there)}"))
        for odd in ("day=x", "day=0001-01-01", "by=999999", "about=-1", "before=x", "kind=%25", "subject=%27"):
            assert (await one.get(f"/desk/audit?{odd}")).status == 200, odd


def there_day(there: DeskHouse) -> str:
    return there.house.local(there.clock.now).date().isoformat()


async def test_reason_is_read_one_at_a_time_and_on_record(there: DeskHouse) -> None:
    with there.store.unit_of_work() as unit:
        audit.write(
            unit, audit.Entry(HOST, "organiser", "rule.set", "unit:1", "because of the bridge"), there.clock.now
        )
        unit.commit()
    async with there.signed_in(ADMIN) as one:
        page = await one.get("/desk/audit?kind=rule")
        assert "because of the bridge" not in page.text
        [number] = re.findall(r'name="number" value="(\d+)"', page.text)
        shown = await one.does("/desk/audit/reason?kind=rule", number=number)
        assert "because of the bridge" in shown.words
        assert (await one.does("/desk/audit/reason", number="1000000")).status == 404
        noted = await one.get("/desk/audit?kind=audit.reason")
        assert (f"Audit row {number}" in listed(noted), "because" in noted.words) == (True, False)


async def test_older_rows_are_pages_further_back(there: DeskHouse) -> None:
    with there.store.unit_of_work() as unit:
        entry = audit.Entry(HOST, "organiser", "group.bind", "group:1")
        audit.write_all(unit, [entry] * 120, there.clock.now)
        unit.commit()
    seen: list[str] = []
    async with there.signed_in(ADMIN) as one:
        path = "/desk/audit?kind=group"
        while path:
            page = await one.get(path)
            seen += re.findall(r'<th scope="row"[^>]*>(\d+)</th>', page.text)
            path = next(iter(page.every(r'id="next" rel="next" href="([^"]+)"')), "")
    assert (len(seen), len(set(seen)), seen) == (120, 120, sorted(seen, key=int, reverse=True))


async def test_chain_is_checked_and_not_all_the_time(there: DeskHouse) -> None:
    async with there.signed_in(ADMIN) as one:
        assert re.search(r"The chain holds: \d+ rows, no gap\.", (await one.does("/desk/audit/check")).words)
        with there.store.unit_of_work() as unit:
            unit.connection.execute(update(audit_table).where(audit_table.c.number == 2).values(what="role.nothing"))
            unit.commit()
        assert "The chain is broken at row 2." in (await one.does("/desk/audit/check")).words
        assert (await one.does("/desk/audit/check")).status == 429
