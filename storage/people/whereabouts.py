"""The last shared location of each chat, sealed, for a quarter of an hour: whichever worker hears what follows it."""

import struct
from typing import Final

from sqlalchemy import delete, select

from domain.places.geo import Position
from storage.gentle_insert import or_renew
from storage.once import once
from storage.tables.people import locations
from storage.unit_of_work import UnitOfWork

KEPT_S: Final = 900.0

PLACE: Final = b"locations.place"
"""The purpose for which it is sealed."""

Cells = tuple[bytes, float]
"""A row as it stands there, sealed: what `CELLS` names."""

_row: Final = locations.c
CELLS: Final = (_row.place, _row.shared_at)
_DEGREES: Final = struct.Struct("<dd")
_KEEP: Final = or_renew(locations, ("chat_id", "place", "shared_at"), key=("chat_id",), renewed=("place", "shared_at"))


def keep(unit: UnitOfWork, chat_id: int, position: Position, now: float) -> None:
    """Hold it in place of the one before. `now` in seconds since 1970."""
    place = unit.seal.close(_DEGREES.pack(position.latitude, position.longitude), PLACE)
    unit.connection.execute(_KEEP, {"chat_id": chat_id, "place": place, "shared_at": now})
    cells.know(unit, (place, now), chat_id)


def recall(unit: UnitOfWork, chat_id: int, now: float) -> Position | None:
    """Return the location, or None when none was ever shared here or it has been forgotten."""
    held = cells(unit, chat_id)
    if held is None or held[1] <= now - KEPT_S:
        return None
    return Position(*_DEGREES.unpack(unit.seal.open(held[0], PLACE)))


@once(locations)
def cells(unit: UnitOfWork, chat_id: int) -> Cells | None:
    """Return the row as it stands there, old or not."""
    row = unit.connection.execute(select(*CELLS).where(_row.chat_id == chat_id)).one_or_none()
    return None if row is None else (row.place, row.shared_at)


def forget(unit: UnitOfWork, chat_id: int) -> None:
    unit.connection.execute(delete(locations).where(_row.chat_id == chat_id))


def drop_old(unit: UnitOfWork, now: float) -> None:
    """Drop what is too old to be recalled."""
    unit.connection.execute(delete(locations).where(_row.shared_at <= now - KEPT_S))
