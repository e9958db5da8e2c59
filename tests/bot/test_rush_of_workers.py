"""Three workers, three activities, 150 people who join them in every order: nobody is told of a deadlock."""

import asyncio
from random import Random
from typing import Final

from sqlalchemy import text

from bot.chat import Arrival, Tapped
from bot.flows.activities import FLOW
from bot.flows.entry_points import EntryPoint
from bot.intake import Intake
from bot.turn import Taken
from domain.activities.seats import HOLDING, State
from storage.activities import signup_reading
from storage.unit_of_work import Store
from tests.conftest import KEY
from tests.stage.talk import NOON, house
from tests.storage.signing import DAY_S, STARTS, opened, plan, settle

PEOPLE: Final = range(1, 151)
SEATS: Final = 30
WORKERS: Final = 3


def _deeds(person: int, activities: list[int], first_update: int) -> list[Arrival]:
    """Open each card from its lasting button, and join."""
    arrivals = []
    for turn, activity_id in enumerate(activities):
        opens = Tapped(EntryPoint.ACTIVITY.data(activity_id), 500)
        joins = Tapped(f"{FLOW.name}.{2 * turn + 1}.join", 500)
        arrivals += [(opens, 2 * turn), (joins, 2 * turn + 1)]
    return [Arrival(first_update + number, person, NOON, event, "zh-hans") for event, number in arrivals]


async def test_rush_for_three_activities_over_three_workers(own_postgres_url: str) -> None:
    stores = [Store(own_postgres_url, KEY) for _ in range(WORKERS)]
    settle(stores[0], PEOPLE)
    activities = [opened(stores[0], plan(seats=SEATS, starts_at=STARTS + day * DAY_S)) for day in range(3)]
    told: list[Taken] = []
    intakes = [Intake(store, house(), NOON.timestamp, told.append) for store in stores]
    chance = Random(7)

    async def come(person: int) -> None:
        for arrival in _deeds(person, chance.sample(activities, 3), 10 * person):
            await chance.choice(intakes).take([arrival])

    await asyncio.gather(*map(come, PEOPLE))

    with stores[0].unit_of_work() as unit:
        held = [signup_reading.of_activity(unit, one, list(State)) for one in activities]
        failed = unit.connection.scalar(text("SELECT count(*) FROM failed_updates"))
    assert [ref for one in told for ref in one.failed] == []
    assert failed == 0
    assert sum(one.played for one in told) == 6 * len(PEOPLE)
    assert [sum(row.state in HOLDING for row in rows) for rows in held] == [SEATS] * 3
    for store in stores:
        store.close()
    assert _deadlocks(own_postgres_url) == 0


def _deadlocks(url: str) -> int:
    store = Store(url, KEY)
    with store.unit_of_work() as unit:
        found: int = unit.connection.scalar(
            text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        )
    store.close()
    return found
