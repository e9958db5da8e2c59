"""When a hall is signed up for, and how the activity in it moves."""

from collections.abc import Callable

from storage.tables import schema
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.signing import HOUR_S, NOW

NewStore = Callable[[], Store]
LATER = NOW + 60.0
UNTIL = NOW + 12 * HOUR_S + 4 * HOUR_S - 0.25  # twelve hours would end at night: eight in the morning


def move(unit: UnitOfWork, activity_id: int, starts_at: float) -> None:
    table = schema.metadata.tables["activities"]
    times = {"starts_at": starts_at, "ends_at": starts_at + 2 * HOUR_S}
    unit.connection.execute(table.update().where(table.c.id == activity_id).values(times))
