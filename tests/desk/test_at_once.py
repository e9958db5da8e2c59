"""Two people at the desk and one in the chat decide the same requests at once: none twice, none lost, all told.

`WAYSTATION_TEST_ITEMS` says how many, a few here; `make chaos` takes 500.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter

import pytest
from sqlalchemy import func, select

from bot.chat import Tapped
from bot.desk.doing import BULK_MOST
from domain.affiliations.affiliations import Actor, State, Stay, Verb
from domain.people.deeds import By, Deed
from domain.people.members import Details
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow, Wish
from storage.people import members, people
from storage.places import places
from storage.tables.affiliations import affiliation_steps
from storage.unit_of_work import Store
from tests.stage.desk import Browser, DeskHouse
from tests.stage.security_world import ABOVE, ADMIN, AT, HOST
from tests.stage.talk import NOON, buttons, said

pytestmark = [pytest.mark.asyncio, pytest.mark.wire]

MANY = int(os.environ.get("WAYSTATION_TEST_ITEMS", "24"))
FIRST = 5001


def many_requests(store: Store) -> list[AffiliationRow]:
    with store.unit_of_work() as unit:
        point = places.point_by_code(unit, "JA-1")
        assert point is not None
        people.welcome(unit, range(FIRST, FIRST + MANY), AT)
        rows = []
        for chat_id in range(FIRST, FIRST + MANY):
            members.keep(unit, chat_id, Details(name=f"张{chat_id}"), now=AT)
            row = affiliations.open_draft(unit, chat_id, Wish(Stay.MOBILE, point.id, NOON.date()), AT)
            rows.append(affiliations.do(unit, row.id, Verb.SUBMIT, Deed(By(chat_id, actor=Actor.MEMBER), AT)).row)
        unit.commit()
    return rows


async def at_the_desk(one: Browser, rows: list[AffiliationRow]) -> str:
    """Decide on all of them, by as many forms as that takes; return what was said of each."""
    fields = [("key", await one.key()), ("press", "approve"), ("back", "/desk/table/requests")]
    told = []
    for first in range(0, len(rows), BULK_MOST):
        items = [("item", f"{row.id}:{row.version}") for row in rows[first : first + BULK_MOST]]
        told.append((await one.post("/desk/bulk", [*fields, *items])).words)
    return " ".join(told)


def in_the_chat(there: DeskHouse, rows: list[AffiliationRow]) -> None:
    """Open one after the other in the chat, and approve it where that is still to be had."""
    chat = there.talk(ADMIN)
    chat.updates = 10_000
    for row in rows:
        card = chat.does(Tapped(f"=review.{row.id}", 500))
        approve = [one for one in buttons(card) if one.label == "Approve"]
        chat.waits(seconds=5)
        if approve:
            chat.does(Tapped(approve[0].data, 500))
            chat.waits(seconds=5)


async def test_same_requests_from_three_sides(there: DeskHouse) -> None:
    rows = many_requests(there.store)
    async with there.signed_in(HOST) as one, there.signed_in(ABOVE) as other:
        told = await asyncio.gather(
            at_the_desk(one, rows),
            at_the_desk(other, rows[::-1]),
            asyncio.to_thread(in_the_chat, there, rows[MANY // 2 :] + rows[: MANY // 2]),
        )
    with there.store.unit_of_work() as unit:
        states = Counter(found.state for row in rows if (found := affiliations.find(unit, row.id)))
        steps = affiliation_steps.c
        confirmed = select(func.count()).where(steps.verb == Verb.CONFIRM).group_by(steps.affiliation_id)
        times = Counter(unit.connection.scalars(confirmed))
    assert (states, times) == ({State.ACTIVE: MANY}, {1: MANY})
    heard = Counter(chat_id for chat_id, _ in said(there.store) if chat_id >= FIRST)
    assert set(heard) == set(range(FIRST, FIRST + MANY))
    assert len(set(heard.values())) == 1  # each member has heard of it once, and all the same
    assert any("by somebody else" in words for words in told[:2])
