"""The runner is killed in between, and several run at once."""

import asyncio

from sqlalchemy import update
from structlog.testing import capture_logs

from domain.announcements.announcements import Stage, Standing, Verb
from scheduler.announcements import runner as clock
from storage.announcements import errands
from storage.tables.announcements import announcements as table
from tests.scheduler.announcements.runner.run import (
    CROWD,
    HOUSE,
    NOW,
    NewStore,
    corrected,
    done,
    scheduled,
    stage,
    words_in,
)
from tests.stage.carrier import Carrier


async def test_killed_between_any_two_steps(carrier: Carrier) -> None:
    """Play the whole of a life, each step by another process, and each half of it on another store."""
    number, taken = scheduled(carrier), list[str]()

    def live() -> None:
        for _ in range(50):
            carrier.die()
            if not (step := carrier.step(number)):
                break
            taken.append(step)

    live()
    carrier.carry(10)
    corrected(carrier, number)
    live()
    carrier.carry(15)
    done(carrier, number, Verb.PAUSE)
    carrier.now += 3.0
    live()
    done(carrier, number, Verb.RESUME)
    live()
    carrier.carry()
    carrier.now += 3.0
    live()
    done(carrier, number, Verb.RECALL)
    live()
    carrier.carry()
    carrier.now += 3.0
    live()

    assert taken == [
        *("begin", "freeze", "draw"),
        *("hold", "correct", "freeze", "release", "draw"),
        *("end", "draw", "draw", "finish", "draw"),
        *("recall", "freeze", "draw", "end", "draw"),
    ]
    assert (stage(carrier, number), words_in(carrier)) == (Stage.RECALLED, [])
    assert carrier.standings(number) == {Standing.DELIVERED: 35}


async def test_killed_while_messages_are_under_way(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.carry(10)
    assert len(carrier.take(4)) == 4

    carrier.die()
    await carrier.tick(passes=3.0)
    carrier.carry()
    await carrier.tick(passes=3.0)

    assert carrier.standings(number) == {Standing.DELIVERED: 31, Standing.UNKNOWN: 4}
    assert [len(carrier.chats[chat_id]) for chat_id in CROWD].count(0) <= 4


async def test_two_clocks_on_one_database(carrier: Carrier, new_store: NewStore) -> None:
    number = scheduled(carrier)
    other = Carrier(new_store, HOUSE, NOW, chats=carrier.chats)

    for _ in range(3):
        await asyncio.gather(carrier.tick(passes=3.0), other.tick(passes=3.0))
        carrier.carry()

    assert (stage(carrier, number), carrier.standings(number)) == (Stage.DONE, {Standing.DELIVERED: 35})
    assert [len(carrier.chats[chat_id]) for chat_id in CROWD] == [1] * 30


async def test_step_of_what_was_changed_meanwhile(carrier: Carrier) -> None:
    number = scheduled(carrier)
    with carrier.store.unit_of_work() as unit:
        view = clock.look(unit, number, HOUSE, NOW)
    done(carrier, number, Verb.RETURN)
    assert view is not None

    with carrier.store.unit_of_work() as unit:
        assert clock.act(unit, view, HOUSE, NOW, carrier.rounds) is None

    assert stage(carrier, number) is Stage.DRAFT


async def test_one_that_raises_holds_up_no_other(carrier: Carrier) -> None:
    ill, well = scheduled(carrier), scheduled(carrier)
    with carrier.store.unit_of_work() as unit:
        unit.connection.execute(update(table).where(table.c.id == ill).values(content=b"sealed with another key"))
        unit.commit()

    with capture_logs() as logs:
        await carrier.tick()

    assert stage(carrier, well) is Stage.SENDING
    assert [(line["event"], line["announcement"], line["trouble"]) for line in logs] == [
        ("announcement_raised", ill, "UnsealableError")
    ]
    with carrier.store.unit_of_work() as unit:
        assert ill not in errands.to_look_at(unit, carrier.now)
