"""What is due rings once, in order, whatever happens in between."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select, update
from structlog.testing import capture_logs

from bot import codec
from bot.house import House
from domain.affiliations.affiliations import State, Verb
from domain.affiliations.reminders import QuietHours
from domain.people.members import Details
from scheduler.notices.runner import AT_ONCE, Rung, ring_due
from storage.messages import notices, outbox
from storage.messages.notices import Planned
from storage.people import members, people
from storage.tables import affiliations as affiliation_tables
from storage.tables import messages as message_tables
from storage.tables import people as tables
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.clockwork import BEGINS, CHEN, LI, WANG, ZHOU, ZONE, at, current, settle, stay, step, waiting, written

from tests.conftest import NewStore  # isort: skip

HOUSE = House(language="en", zone=ZONE, quiet_hours=QuietHours())
POINT = "静安寺街道党群服务中心"
ALWAYS = House(language="en", zone=ZONE, quiet_hours=None)


@pytest.fixture(autouse=True)
def city(store: Store) -> None:
    settle(store)


async def ring(store: Store, now: datetime, house: House = HOUSE) -> Rung:
    return await ring_due(store, house, now.timestamp)


def sent(store: Store) -> list[tuple[int, str]]:
    """Return to whom and how each message in the outbox begins, in the order in which they were written."""
    query = select(message_tables.outbox.c.chat_id, message_tables.outbox.c.reply).order_by(message_tables.outbox.c.id)
    with store.unit_of_work() as unit:
        rows = unit.connection.execute(query).all()
        return [(row[0], getattr(codec.decode(unit.seal.open(row[1], outbox.REPLY)), "html", "")) for row in rows]


def begins(store: Store) -> list[tuple[int, str]]:
    return [(chat_id, " ".join(html.split()[:4])) for chat_id, html in sent(store)]


def counted(store: Store) -> dict[str, int]:
    table = message_tables.notices
    with store.unit_of_work() as unit:
        rows = unit.connection.execute(select(table.c.state, func.count()).group_by(table.c.state))
        return {row[0]: row[1] for row in rows}


# ---------------------------------------------------------------- once, and in time


async def test_ring_due_before_anything_is_due_does_nothing(store: Store) -> None:
    stay(store)
    assert await ring(store, at("2026-12-08 09:29:59")) == Rung()
    assert sent(store) == []


async def test_ring_due_writes_what_is_said_under_a_key_of_its_own(store: Store) -> None:
    stay(store)
    (first, *_) = waiting(store)
    now = at("2026-12-08 09:30:20")
    assert await ring(store, now) == Rung(done=1, said=1)
    table = message_tables.outbox
    with store.unit_of_work() as unit:
        columns = select(table.c.dedupe, table.c.chat_id, table.c.lane, table.c.not_before, table.c.not_after)
        rows = [tuple(row) for row in unit.connection.execute(columns)]
    assert rows == [(f"notice:{first.id}:{WANG}", WANG, 2, now.timestamp(), first.not_after)]


async def test_ring_due_rings_once_whoever_looks_again(new_store: NewStore) -> None:
    store = new_store()
    stay(store)
    await ring(store, at("2026-12-08 09:30"))
    assert await ring(new_store(), at("2026-12-08 09:31")) == Rung()
    assert begins(store) == [(WANG, "Have you been to")]


async def test_ring_due_of_an_expiry_tells_both_sides(store: Store) -> None:
    row = stay(store, ends_on=date(2026, 12, 3))
    assert await ring(store, at("2026-12-04 09:30")) == Rung(done=1, expired=1, said=2)
    assert begins(store) == [
        (WANG, f"Your affiliation with {POINT}"),
        (CHEN, f"An affiliation with {POINT}"),
    ]
    assert current(store, row.id).state is State.ENDED


async def test_ring_due_finds_everybody_in_their_own_language(store: Store) -> None:
    stay(store)
    stay(store, who=LI)
    with store.unit_of_work() as unit:
        people.choose_language(unit, LI, "zh_Hans")
        unit.commit()
    await ring(store, at("2026-12-09 09:30"))
    told = dict(sent(store))
    assert told[WANG].endswith("<i>This was due on Tue, Dec 8, 9:30, and comes late.</i>")
    assert "12月8日" in told[LI].split("\n")[-1]


# ---------------------------------------------------------------- downtime, night, and a clock wound forward


async def test_ring_due_after_a_day_down_says_so(store: Store) -> None:
    stay(store)
    assert await ring(store, at("2026-12-09 10:00")) == Rung(done=1, said=1)
    ((_, html),) = sent(store)
    assert html.split("\n")[-1] == "<i>This was due on Tue, Dec 8, 9:30, and comes late.</i>"


async def test_ring_due_after_a_day_down_drops_what_is_of_no_use_any_more(store: Store) -> None:
    stay(store, ends_on=date(2026, 12, 3))
    assert await ring(store, at("2026-12-04 00:00"), ALWAYS) == Rung(expired=1)
    assert counted(store)["expired"] == 1
    assert sent(store) == []


async def test_ring_due_in_quiet_hours_waits_until_they_are_over(store: Store) -> None:
    row = stay(store)
    assert await ring(store, at("2026-12-08 22:00")) == Rung()
    assert await ring(store, at("2026-12-09 07:29")) == Rung()
    step(store, row.id, Verb.GO_HOME, at("2026-12-09 07:29"))
    assert await ring(store, at("2026-12-09 07:30")) == Rung()
    assert sent(store) == []


async def test_ring_due_without_quiet_hours_rings_at_night(store: Store) -> None:
    stay(store)
    assert await ring(store, at("2026-12-08 22:00"), ALWAYS) == Rung(done=1, said=1)


async def test_ring_due_with_the_clock_wound_far_forward_rings_all_in_order(store: Store) -> None:
    row = stay(store, ends_on=date(2028, 1, 31))
    rung = await ring(store, at("2028-01-31 12:00"))
    assert begins(store) == [
        (WANG, "You have been here"),
        (CHEN, f"A member at {POINT}"),
        (WANG, "Do you still take"),
        (WANG, f"Your affiliation with {POINT}"),  # on its last day, once: M19
    ]
    # The arrival and the document are long past. How many went stale depends on what was in hand together.
    assert replace(rung, stale=0) == Rung(done=4, expired=3, said=4)
    assert current(store, row.id).state is State.CONFIRMATION_DUE
    assert written(waiting(store)) == [
        "2028-02-01 09:30 affiliation:1 v4 expire",
        "2028-07-31 09:30 contact:1 v2 out_of_contact",
    ]


async def test_ring_due_day_by_day_says_the_same_as_at_once(store: Store) -> None:
    stay(store, ends_on=date(2027, 2, 1))
    for day in range(1, 32):
        await ring(store, datetime(2027, 1, day, 9, 30, tzinfo=ZONE))
    await ring(store, at("2027-02-01 09:30"))
    await ring(store, at("2027-02-02 09:30"))
    assert [html.split("\n")[0].split("(")[-1] for _, html in sent(store)][1:4] == [
        "in 30 days).",
        "in 7 days).",
        "today).",
    ]
    assert "".join(html for _, html in sent(store)[1:]).count("comes late") == 0
    assert counted(store) == {"done": 5, "due": 3, "stale": 2}


async def test_ring_due_of_a_request_reaches_the_level_above(store: Store) -> None:
    draft = stay(store, verbs=())
    step(store, draft.id, Verb.SUBMIT, BEGINS, until=date(2026, 12, 4))
    for day in range(2, 12):
        await ring(store, datetime(2026, 12, day, 9, 30, tzinfo=ZONE))
    assert [chat_id for chat_id, _ in sent(store)] == [CHEN, ZHOU]


# ---------------------------------------------------------------- trouble


def plan_some_that_raise(store: Store, many: int) -> None:
    due_at = at("2026-12-08 09:00").timestamp()
    with store.unit_of_work() as unit:
        unknown = [Planned(f"of a later version: {number}", due_at) for number in range(many)]
        notices.plan(unit, "affiliation:1", 3, unknown)
        unit.commit()


async def test_ring_due_undoes_one_that_raises_alone_and_keeps_it(store: Store) -> None:
    stay(store)
    plan_some_that_raise(store, 1)
    with capture_logs() as logs:
        rung = await ring(store, at("2026-12-08 09:30"))
    assert rung == Rung(done=1, failed=1, said=1)
    assert [(entry["event"], entry["trouble"]) for entry in logs] == [("notice_raised", "ValueError")]
    assert begins(store) == [(WANG, "Have you been to")]
    assert written(waiting(store))[0] == "2026-12-08 09:00 affiliation:1 v3 of a later version: 0"


async def test_ring_due_reaches_past_many_that_raise(store: Store) -> None:
    stay(store)
    plan_some_that_raise(store, 3 * AT_ONCE)
    with capture_logs():
        assert await ring(store, at("2026-12-08 09:30")) == Rung(done=1, failed=3 * AT_ONCE, said=1)
        assert await ring(store, at("2026-12-08 09:31")) == Rung(failed=3 * AT_ONCE)


async def test_ring_tells_of_what_it_settled_and_of_nothing_else(store: Store) -> None:
    stay(store)
    early, late = at("2026-12-08 09:00"), at("2026-12-08 09:30")
    assert [await ring(store, now) for now in (early, late, late)] == [Rung(), Rung(done=1, said=1), Rung()]


# ---------------------------------------------------------------- crowds and crashes


def crowd(store: Store, many: int, due_at: Callable[[int], float]) -> None:
    """Let many members have a stay, and one notice each, due when `due_at` says for the n-th."""
    model = stay(store)
    with store.unit_of_work() as unit:
        chats = range(10_001, 10_001 + many)
        people.welcome(unit, chats, 0.0)
        unit.connection.execute(update(tables.people).values(language="en"))
        sealed = unit.seal.close(members.to_json(Details("李强")), members.DETAILS)
        told = {"details": sealed, "may_be_named": False, "changed_at": 0.0, "last_contact": 0.0}
        unit.connection.execute(insert(tables.members), [told | {"chat_id": chat_id} for chat_id in chats])
        like = unit.connection.execute(select(affiliation_tables.affiliations)).one()._asdict()
        stays = [like | {"id": chat_id, "chat_id": chat_id} for chat_id in chats]
        unit.connection.execute(insert(affiliation_tables.affiliations), stays)
        unit.connection.execute(message_tables.notices.delete())
        rows = [
            {
                "subject": f"affiliation:{chat_id}",
                "version": model.version,
                "kind": "ask_transfer",
                "due_at": due_at(number),
                "state": "due",
            }
            for number, chat_id in enumerate(chats)
        ]
        unit.connection.execute(insert(message_tables.notices), rows)
        unit.commit()


async def test_ring_due_by_two_workers_at_once_rings_each_once(new_store: NewStore) -> None:
    one, other = new_store(), new_store()
    now = at("2027-06-01 12:00")
    crowd(one, 60, lambda number: now.timestamp() - number)
    first, second = await asyncio.gather(ring(one, now), ring(other, now))
    rest = await ring(one, now)
    assert first + second + rest == Rung(done=60, said=60)
    assert len({chat_id for chat_id, _ in sent(one)}) == len(sent(one)) == 60


def ring_until_killed(store: Store, key: str, now: datetime) -> None:
    script = str(Path(__file__).with_name("ringing_process.py"))
    arguments = [sys.executable, script, store.url, key, str(now.timestamp())]
    with subprocess.Popen(arguments, env={"PYTHONPATH": "."}) as process:
        while counted(store).get("done", 0) < 2 * AT_ONCE:
            assert process.poll() is None
            time.sleep(0.005)
        process.kill()


@pytest.mark.process
async def test_ring_due_after_a_kill_loses_and_repeats_nothing(store: Store, key: str) -> None:
    now = at("2027-06-01 12:00")
    crowd(store, 400, lambda number: now.timestamp() - number)
    ring_until_killed(store, key, now)
    assert counted(store)["done"] == len(sent(store))
    await ring(store, now)
    assert counted(store) == {"done": 400}
    assert [chat_id for chat_id, _ in sent(store)] == list(reversed(range(10_001, 10_401)))


@contextmanager
def overheard(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """Hear what is asked of the database about notices."""
    asked: list[tuple[str, Any]] = []

    def hear(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "FROM notices" in statement:
            asked.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", hear)
    yield asked
    event.remove(store.engine, "before_cursor_execute", hear)


def plan_of(unit: UnitOfWork, statement: str, parameters: Any) -> str:
    how = "EXPLAIN" if unit.on_postgresql else "EXPLAIN QUERY PLAN"
    return "\n".join(str(row) for row in unit.connection.exec_driver_sql(f"{how} {statement}", parameters))


async def test_ring_due_among_ten_thousand_finds_ten_by_the_index(store: Store) -> None:
    now = at("2027-06-01 12:00")
    crowd(store, 10_000, lambda number: now.timestamp() + number - 9)
    with store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("ANALYZE")
        unit.commit()
    with overheard(store) as asked:
        assert await ring(store, now) == Rung(done=10, said=10)
    looks = [one for one in asked if "LIMIT" in one[0].upper() or "min(" in one[0]]
    with store.unit_of_work() as unit:
        plans = [plan_of(unit, *one) for one in looks]
    assert len(plans) == 2 * ceil(10 / AT_ONCE) + 1  # is there any, which are they, is there more, which are they, ...
    assert [plan for plan in plans if "ix_notices_due" not in plan] == []
