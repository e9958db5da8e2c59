"""Several workers on one PostgreSQL behind one webhook, of which some are killed, hang or lead no more meanwhile.

`python -m tests.crash.fleet` is the long form, which prints a table; `make chaos` calls it.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from typing import Final

from bench.postgres import database as postgres
from tests.crash import broadcast
from tests.crash.standby import open_pair
from tests.crash.workers import FIRST, Fleet, Plan, open_fleet

_AUDIENCE_FROM: Final = 20_001
_WAVE_S: Final = 900.0  # an announcement takes its time at Telegram's pace


async def announced(fleet: Fleet, audience: int) -> Awaitable[broadcast.BroadcastOutcome]:
    """Begin an announcement to so many, and return what waits for its end and tells what it came to."""
    crowd = range(_AUDIENCE_FROM, _AUDIENCE_FROM + audience)
    await fleet.telegram.meet(crowd)
    announcement_id = await asyncio.to_thread(broadcast.announced, fleet.database, crowd)

    async def ended() -> broadcast.BroadcastOutcome:
        until = time.monotonic() + _WAVE_S
        while await asyncio.to_thread(_is_mailing, fleet.database) and time.monotonic() < until:  # noqa: ASYNC110  nobody tells us
            await asyncio.sleep(0.5)
        return await asyncio.to_thread(
            broadcast.outcome_of,
            len(fleet.in_flight),
            Counter(await fleet.telegram.told(broadcast.WORDS)),
            broadcast.states_of(fleet.database),
            [fleet.mailed_in_flight],
            [broadcast.off_by(fleet.database, announcement_id)],
        )

    return ended()


def _is_mailing(url: str) -> bool:
    return broadcast.count_mailed(url, "todo", "sending") > 0


Deeds = Callable[[Fleet], Awaitable[None]]


async def _in_turn(fleet: Fleet, times: int, deed: Callable[[], Awaitable[None]]) -> None:
    """Do it so often, each time once all workers serve, in a moment of chance."""
    for _ in range(times):
        await fleet.until_ready()
        await asyncio.sleep(fleet.chance.uniform(0.2, 1.5))
        await deed()


async def _rush(fleet: Fleet) -> None:
    """Let everybody write at once, and again a moment later."""
    for _ in range(2):
        await fleet.telegram.ask(range(FIRST, FIRST + fleet.crowd))
        await asyncio.sleep(10.0)


async def _ordeal(fleet: Fleet, kills: int) -> None:
    """Kill any worker, and each third time the leader; halfway a leader hangs for a minute, and wakes up."""

    async def kill(number: int) -> None:
        await (fleet.kill_leader() if number % 3 == 0 else fleet.kill(fleet.chance.randrange(len(fleet.bots))))

    for number in range(kills):
        await _in_turn(fleet, 1, partial(kill, number))
        if number == kills // 2:
            await _in_turn(fleet, 1, partial(fleet.stop_leader_for, 60.0))


async def _everything(fleet: Fleet, kills: int) -> None:
    """Kill workers and leaders, let one hang, cut a line, restart all, and lose the database twice."""
    between: tuple[Callable[[], Awaitable[None]], ...] = (
        partial(fleet.stop_leader_for, 60.0),
        fleet.fail_over,
        partial(fleet.cut_line_for, 20.0),
        fleet.restart_each,
        fleet.fail_over,
    )
    for number, deed in enumerate(between):
        await _in_turn(fleet, kills // 6, lambda: fleet.kill(fleet.chance.randrange(len(fleet.bots))))
        await _in_turn(fleet, 1 if number else kills // 6, fleet.kill_leader)
        await _in_turn(fleet, 1, deed)


def _trials(asked: argparse.Namespace) -> dict[str, tuple[Plan, Deeds]]:
    """Name what is tried: how the house is set up, and what is done to it while people write."""
    kills, hangs = asked.kills, asked.hangs
    seed = asked.seed
    return {
        f"any worker killed, {kills} times": (
            Plan(seed=seed),
            lambda one: _in_turn(one, kills, lambda: one.kill(one.chance.randrange(3))),
        ),
        f"the leader killed, {kills // 3} times": (
            Plan(seed=seed),
            lambda one: _in_turn(one, kills // 3, one.kill_leader),
        ),
        f"the leader stopped for 20 s, {hangs} times": (
            Plan(seed=seed),
            lambda one: _in_turn(one, hangs, lambda: one.stop_leader_for(20.0)),
        ),
        f"a worker starved for 6 s, {kills // 3} times": (
            Plan(seed=seed),
            lambda one: _in_turn(one, kills // 3, lambda: one.stop_for(one.chance.randrange(3), 6.0)),
        ),
        f"the leader's host gone for 30 s, {hangs} times": (
            Plan(seed=seed, behind_a_line=True),
            lambda one: _in_turn(one, hangs, lambda: one.lose_host_for(30.0)),
        ),
        f"{kills} kills, a zombie of 60 s, an announcement to {asked.audience}": (
            Plan(seed=seed, is_paced=True, pause_s=0.5, audience=asked.audience),
            lambda one: _ordeal(one, kills),
        ),
        f"everything, with an announcement to {asked.audience}": (
            Plan(
                seed=seed,
                is_paced=True,
                pause_s=0.5,
                audience=asked.audience,
                behind_a_line=True,
                has_standby=True,
            ),
            lambda one: _everything(one, kills),
        ),
        f"one worker's line to the database cut for 20 s, {hangs} times": (
            Plan(seed=seed, behind_a_line=True),
            lambda one: _in_turn(one, hangs, lambda: one.cut_line_for(20.0)),
        ),
        f"the database crashed, {hangs} times": (
            Plan(seed=seed),
            lambda one: _in_turn(one, hangs, one.crash_database),
        ),
        f"a failover of the database, its data gone, {hangs} times": (
            Plan(seed=seed, has_standby=True),
            lambda one: _in_turn(one, hangs, one.fail_over),
        ),
        f"a failover, and the old server comes back for 20 s, {hangs} times": (
            Plan(seed=seed, has_standby=True),
            lambda one: _in_turn(one, hangs, lambda: one.fail_over_and_wake(20.0)),
        ),
        f"the standby promoted 20 s before the old server is gone, {hangs} times": (
            Plan(seed=seed, has_standby=True),
            lambda one: _in_turn(one, hangs, lambda: one.promote_beside(20.0)),
        ),
        f"each worker restarted in turn, {hangs} times": (
            Plan(seed=seed),
            lambda one: _in_turn(one, hangs, one.restart_each),
        ),
        "clocks 90 s ahead and behind": (Plan(seed=seed, ahead_s=(90.0, 0.0, -90.0)), lambda _: asyncio.sleep(20.0)),
        "a rush of 600 at Telegram's pace": (Plan(seed=seed, is_paced=True), _rush),
    }


async def _tried(plan: Plan, deeds: Deeds) -> tuple[str, ...]:
    with ExitStack() as opened:
        pair = opened.enter_context(open_pair()) if plan.has_standby else None
        url = pair.url if pair else opened.enter_context(postgres())
        async with open_fleet(url, plan, pair) as fleet:
            wave = await announced(fleet, plan.audience) if plan.audience else None
            await fleet.write(deeds(fleet))
            outcome = await wave if wave else None
            account, refused = await fleet.finish(), await fleet.telegram.refused_for_pace()
    if fleet.story:
        _say(fleet.story)
    figures = (account.updates, account.lost, account.taken_twice, account.missing, account.repeated)
    faults = [one for one in account.faults() if not (plan.ahead_s or plan.is_paced) or "in flight" not in one]
    faults += outcome.faults() if outcome else ()
    more = (account.unexplained, account.out_of_order, account.failures, refused)
    verdict = "; ".join(faults) or "as promised"
    if outcome:
        verdict += f" (announced to {outcome.size:,}: {outcome.reached:,} reached, {outcome.repeated} twice, "
        verdict += f"{outcome.missed} missed, {outcome.unknown} unknown of {outcome.in_flight} under way)"
    return (*(f"{one:,}" for one in (*figures, *more)), verdict)


HEADINGS: Final = (
    "what was done",
    "updates",
    "lost",
    "taken twice",
    "missing",
    "repeated",
    "unexplained",
    "out of order",
    "told of a failure",
    "refused for pace",
    "verdict",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.crash.fleet", description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument(
        "--hangs", type=int, default=5, help="so often a worker hangs, a line is cut, a database crashes"
    )
    parser.add_argument("--audience", type=int, default=5000, help="an announcement goes to so many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="what is tried has these words in its name")
    asked = parser.parse_args()
    _say(" | ".join(HEADINGS))
    is_well = True
    for name, (plan, deeds) in _trials(asked).items():
        if asked.only in name:
            cells = asyncio.run(_tried(plan, deeds))
            is_well &= cells[-1].startswith("as promised")
            _say(" | ".join((name, *cells)))
    sys.exit(not is_well)


def _say(line: str) -> None:
    print(f"| {line} |", flush=True)  # noqa: T201  a long run says how far it is


if __name__ == "__main__":
    main()
