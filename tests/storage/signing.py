"""An activity with people before it: for the tests of seats, waiting lists and being seen."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select

from domain.activities.activities import Audience, Kind, Plan, Spot, Stage, Standing
from domain.activities.seats import State
from domain.people.deeds import By, Deed
from domain.places.places import Unit, UnitKind
from storage.activities import activities, signup_reading, signups
from storage.activities.signup_reading import SignupRow
from storage.people import people
from storage.places import saving
from storage.tables.activities import activities as table
from storage.tables.activities import signups as signup_table
from storage.unit_of_work import Store, UnitOfWork

NOW: Final = 1_800_000_000.25  # four in the afternoon in Shanghai
HOUR_S: Final = 3_600.0
DAY_S: Final = 86_400.0
STARTS: Final = NOW + 7 * DAY_S
ENDS: Final = STARTS + 2 * HOUR_S

WANG, LI, ZHAO, SUN, QIAN = 1001, 1002, 1003, 1004, 1005
CHEN: Final = By(2001, "organiser")

OURS, PASSING, SUPPORTER = Standing.OF_THE_UNIT, Standing.PASSING_BY, Standing.SUPPORTER


def settle(store: Store, chat_ids: Iterable[int] = (WANG, LI, ZHAO, SUN, QIAN)) -> None:
    """Found a unit, and let the people in."""
    with store.unit_of_work() as unit:
        saving.save_units(unit, [Unit("31", UnitKind.CITY, "上海市", None)])
        people.welcome(unit, chat_ids, NOW)
        unit.commit()


def plan(
    *,
    seats: int | None = 2,
    starts_at: float = STARTS,
    opens_at: float | None = None,
    closes_at: float | None = None,
    confirm_by: float | None = None,
) -> Plan:
    times = starts_at, starts_at + 2 * HOUR_S
    return Plan(
        Kind.LECTURE,
        "新时代党课",
        *times,
        Spot(title="人民广场"),
        Audience.ANYONE,
        seats,
        opens_at,
        closes_at,
        confirm_by,
    )


def drafted(unit: UnitOfWork, wanted: Plan | None = None) -> int:
    return activities.draft(unit, wanted or plan(), 1, Deed(By(CHEN.chat_id), NOW)).id


def published(unit: UnitOfWork, wanted: Plan | None = None) -> int:
    activity_id = drafted(unit, wanted)
    activities.publish(unit, activity_id, Deed(CHEN, NOW))
    return activity_id


def opened(store: Store, wanted: Plan | None = None) -> int:
    """Publish an activity and commit it."""
    with store.unit_of_work() as unit:
        activity_id = published(unit, wanted)
        unit.commit()
    return activity_id


def seat(unit: UnitOfWork, activity_id: int, *chat_ids: int) -> None:
    """Sign these up, one after the other."""
    for chat_id in chat_ids:
        signups.sign_up(unit, activity_id, chat_id, OURS, NOW)


def queue(unit: UnitOfWork, activity_id: int, *chat_ids: int) -> None:
    """Let these wait, one after the other."""
    for chat_id in chat_ids:
        signups.wait(unit, activity_id, chat_id, OURS, NOW)


def states(unit: UnitOfWork, activity_id: int) -> dict[int, State]:
    """Say how everybody stands."""
    return {row.chat_id: row.state for row in signup_reading.of_activity(unit, activity_id, list(State))}


def told(rows: Iterable[SignupRow]) -> list[tuple[int, State]]:
    return [(row.chat_id, row.state) for row in rows]


def resized(unit: UnitOfWork, activity_id: int, seats: int | None) -> None:
    """Change the number of seats, and nothing that follows from it."""
    unit.connection.execute(table.update().where(table.c.id == activity_id).values(seats=seats))


def staged(unit: UnitOfWork, activity_id: int, stage: Stage) -> None:
    unit.connection.execute(table.update().where(table.c.id == activity_id).values(stage=stage))


def reason(unit: UnitOfWork, signup_id: int) -> str:
    """Return why somebody is on leave, in their own words; "" if they did not say."""
    sealed = unit.connection.scalar(select(signup_table.c.reason).where(signup_table.c.id == signup_id))
    return unit.seal.open_text(sealed, signup_reading.REASON)
