"""A sign-up rush in which the process is killed again and again, and what came of everybody's place."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from os import environ
from pathlib import Path
from random import Random
from signal import SIGKILL
from subprocess import PIPE
from typing import Final

from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.activities.seats import HOLDING, State
from domain.people.deeds import HOUSE, By, Deed
from domain.places.places import Unit, UnitKind
from storage.activities import activities, signup_reading
from storage.activities.signup_reading import SignupRow
from storage.messages import notices
from storage.people import people
from storage.places import saving
from storage.unit_of_work import Store
from tests.crash.books import await_silence
from tests.crash.bot_process import KEY
from tests.crash.telegram import ROOT

NOW: Final = 1_800_000_000.0
_STARTS: Final = NOW + 7 * 86_400.0
_SCRIPT: Final = Path(__file__).with_name("rush_process.py")
_PEOPLE_A_LIFE: Final = 60
_SEATS_A_LIFE: Final = 4
_BATCH: Final = 5
_LINES_A_LIFE: Final = 8
_MOMENT_S: Final = 0.02

Told = tuple[State | None, int]
"""What somebody was told: how they stand, and their place in the line."""

_NOTHING: Final[Told] = (None, 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rush came to; all but the first two must be 0."""

    kills: int
    told: int  # people who were told their seat or place before a kill or the end
    lost: int = 0  # of those, who has neither now, or another place
    oversold: int = 0
    idle: int = 0  # free seats while somebody waits
    out_of_turn: int = 0  # people who were asked before somebody who still waits
    unplanned: int = 0  # offers that would never end

    def faults(self) -> tuple[str, ...]:
        """Say what must not be; nothing, if all is well."""
        figures = {
            "lost": self.lost,
            "oversold": self.oversold,
            "idle": self.idle,
            "asked out of turn": self.out_of_turn,
            "without an end planned": self.unplanned,
        }
        wrong = [f"{figure} {name}" for name, figure in figures.items() if figure]
        return tuple(wrong) if self.told else ("nobody was told anything, so that nothing is proved", *wrong)


def rush(url: str, kills: int, chance: Random) -> Outcome:
    """Kill the process so many times, each time among new people, then let it finish, and see how everybody stands.

    Whoever was told nothing before a kill comes again, and so does whoever was told that they have something: to ask
    twice changes nothing.
    """
    with _hall(url, kills) as (store, activity_id):
        told: dict[int, Told] = {}
        for life in range(1, kills + 2):
            everybody = range(1, life * _PEOPLE_A_LIFE + 1)
            crowd = [one for one in everybody if told.get(one, _NOTHING)[0] != State.LEFT]
            after = None if life > kills else chance.randint(0, _LINES_A_LIFE)
            told |= _lived(url, activity_id, crowd, after, chance)
            await_silence(url)
        return replace(_judged(store, activity_id, told), kills=kills)


@contextmanager
def _hall(url: str, kills: int) -> Iterator[tuple[Store, int]]:
    """Give a store with an activity that has too few seats for all who will come."""
    store, times = Store(url, KEY), (_STARTS, _STARTS + 7_200.0)
    with store.unit_of_work() as unit:
        saving.save_units(unit, [Unit("31", UnitKind.CITY, "上海市", None)])
        people.welcome(unit, range(1, (kills + 1) * _PEOPLE_A_LIFE + 1), NOW)
        plan = Plan(Kind.LECTURE, "党课", *times, Spot(title="礼堂"), Audience.ANYONE, (kills + 1) * _SEATS_A_LIFE)
        activity_id = activities.draft(unit, plan, 1, Deed(HOUSE, NOW)).id
        activities.publish(unit, activity_id, Deed(By(None, "house"), NOW))
        unit.commit()
    store.engine.dispose()  # PostgreSQL is watched for connections that are open still
    yield store, activity_id
    store.close()


def _lived(url: str, activity_id: int, crowd: Sequence[int], lines: int | None, chance: Random) -> dict[int, Told]:
    """Let these come, kill the process a moment after so many lines (None: never), and return what they were told."""
    command = [sys.executable, str(_SCRIPT), url, KEY, str(activity_id), str(_BATCH)]
    told: dict[int, Told] = {}
    with subprocess.Popen(command, cwd=ROOT, env=_environment(), stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(crowd))
        process.stdin.close()
        for number, line in enumerate(process.stdout):
            told |= {int(person): (State(state), place) for person, (state, place) in json.loads(line).items()}
            if number == lines:
                time.sleep(chance.uniform(0.0, _MOMENT_S))
                process.kill()
    assert process.returncode in {0, -SIGKILL}
    return told


def _environment() -> dict[str, str]:
    return {**environ, "PYTHONPATH": str(ROOT)}


def _judged(store: Store, activity_id: int, told: Mapping[int, Told]) -> Outcome:
    with store.unit_of_work() as unit:
        rows = {row.chat_id: row for row in signup_reading.of_activity(unit, activity_id, list(State))}
        activity = activities.find(unit, activity_id)
        planned = {(one.subject, one.version) for one in notices.due(unit, _STARTS, len(rows))}
    assert activity is not None
    seats, held = activity.seats or 0, sum(row.state in HOLDING for row in rows.values())
    waiting = [(row.standing, row.place) for row in rows.values() if row.state is State.WAITING]
    offers = [row for row in rows.values() if row.state is State.OFFERED]
    return Outcome(
        kills=0,
        told=len(told),
        lost=sum(not _has(rows.get(person), what) for person, what in told.items()),
        oversold=max(0, held - seats),
        idle=max(0, seats - held) if waiting else 0,
        out_of_turn=sum((row.standing, row.place) > min(waiting) for row in offers) if waiting else 0,
        unplanned=sum((f"signup:{row.id}", row.place) not in planned for row in offers),
    )


def _has(row: SignupRow | None, told: Told) -> bool:
    """Tell whether somebody still has what they were told; who waited may have been asked since."""
    state, place = told
    if row is None:
        return False
    return (row.state, row.place) == told or (state, row.state, row.place) == (State.WAITING, State.OFFERED, place)
