"""Three workers behind one webhook: whoever of them dies or hangs, nothing is lost, done twice or out of order."""

import asyncio

from tests.crash.workers import Fleet, open_fleet


async def _die_and_hang(fleet: Fleet) -> None:
    await asyncio.sleep(0.5)
    await fleet.kill(0)
    await asyncio.sleep(0.5)
    await fleet.kill_leader()
    await asyncio.sleep(0.5)
    await fleet.stop_leader_for(6.5)


async def test_workers_that_die_and_hang_lose_and_repeat_nothing(own_postgres_url: str) -> None:
    async with open_fleet(own_postgres_url) as fleet:
        await fleet.write(_die_and_hang(fleet))
        account = await fleet.finish()
    assert account.faults() == (), fleet.story
    assert account.taken_once == account.replies == account.updates
