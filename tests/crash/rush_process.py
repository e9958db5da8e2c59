"""People sign up in batches until this process is killed: `python rush_process.py URL KEY ACTIVITY BATCH < PEOPLE`.

PEOPLE is a list of numbers in JSON. Everybody wants a seat or else a place in the line; every seventh of those seated
leaves at once. Each committed batch is told on a line of its own: from then on nobody in it may lose what they have.
"""

import json
import sys

from domain.activities.activities import Standing
from domain.activities.seats import State
from storage.activities import seats, signups
from storage.unit_of_work import Store, UnitOfWork

NOW = 1_800_000_000.0
LEAVES = 7


def main(url: str, key: str, activity_id: int, size: int) -> None:
    store, crowd = Store(url, key), json.load(sys.stdin)
    for begin in range(0, len(crowd), size):
        with store.unit_of_work() as unit:
            told = {person: _come(unit, activity_id, person) for person in crowd[begin : begin + size]}
            unit.commit()
        print(json.dumps(told), flush=True)  # noqa: T201  whoever kills us reads it
    store.close()


def _come(unit: UnitOfWork, activity_id: int, person: int) -> tuple[str, int]:
    standing = Standing(person % len(Standing))
    try:
        row = signups.sign_up(unit, activity_id, person, standing, NOW)
    except seats.FullError:
        row = signups.wait(unit, activity_id, person, standing, NOW)
    if row.state is State.SIGNED_UP and person % LEAVES == 0:
        row = signups.leave(unit, activity_id, person, NOW).row
    return row.state, row.place


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
