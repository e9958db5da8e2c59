"""A store as a whole: every table it has, how many rows stand in each, and whether anybody has lived in it yet."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, Table, func, inspect, select

from storage.tables import (  # noqa: F401  they join the metadata
    activities,
    affiliations,
    announcements,
    booking,
    calendar,
    desk,
    grid,
    keys,
    leases,
    messages,
    pages,
    people,
    places,
    roads,
    upkeep,
)
from storage.tables.schema import metadata

_OF_THE_MOMENT: Final = frozenset(
    {
        *("chat_pace", "leadership", "leases", "locations", "pace_slots", "page_proofs", "road_codes", "workers"),
        *("desk_looks", "desk_sessions", "desk_sign_ins"),
    }
)
"""Who is at work, what left a moment ago, who stands where now, who is signed in, what is proved for hours: no other
store's business."""

TABLES: Final[tuple[Table, ...]] = tuple(one for one in metadata.sorted_tables if one.name not in _OF_THE_MOMENT)
"""Every table of what lasts, none before those that it refers to."""

OF_THE_HOUSE: Final = frozenset({"audit_chain", "heartbeat", "keys_in_use", "lanes_left", "revisions", "troubles"})
"""What a store holds of itself before anybody has come: these rows say nothing of people or places."""


def rows(connection: Connection) -> Mapping[str, int]:
    """Count the rows of each of these tables that is there."""
    there = set(inspect(connection).get_table_names())
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in TABLES
        if table.name in there
    }


def is_lived_in(connection: Connection) -> bool:
    """Tell whether there are rows of people or places, or whatever else is not of the house itself."""
    return any(count for name, count in rows(connection).items() if name not in OF_THE_HOUSE)
