"""The tables of the house itself: its heartbeat and last backup, what admins were told, and the workers that serve."""

from sqlalchemy import Boolean, Column, SmallInteger, String, Table

from storage.tables.schema import Moment, metadata

# One row, written every few seconds: proof that the store can be written, and where the clock stood.
heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)

# One row: when the last backup was done.
last_backup = Table(
    "last_backup",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)

# A row for each kind of trouble: since when it lasts (nothing: it does not), and when the admins were last told.
troubles = Table(
    "troubles",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("since", Moment),
    Column("told_at", Moment),
)

# A row for each process that serves: by which way its updates come, and whether it leads. That it lives its lock tells.
workers = Table(
    "workers",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("way", String(16), nullable=False),
    Column("settled", String(64), nullable=False),  # a hash of what it tells the messenger; "": nothing
    Column("leads", Boolean, nullable=False),
    Column("began", Moment, nullable=False),
)

# When something last left each lane, whichever worker sent it.
lanes_left = Table(
    "lanes_left",
    metadata,
    Column("lane", SmallInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)
