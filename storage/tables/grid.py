"""The tables of the grid: areas, teams, who looks after which area and until when, companies, visits, and promises.

There is no column for where anybody stood, when a visit began or how long it took, no proof of it and no count of
anybody's deeds; `tests/test_no_trail.py` holds the schema to that.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from storage.tables.schema import ByteText, Moment, RowId, metadata

# A unit with all below, or, where buildings are named, these alone.
areas = Table(
    "areas",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),  # whose organisers hand it out
    Column("made_at", Moment, nullable=False),
)

area_buildings = Table(
    "area_buildings",
    metadata,
    Column("area_id", RowId, ForeignKey("areas.id", ondelete="CASCADE"), primary_key=True),
    Column("building_id", RowId, ForeignKey("buildings.id"), primary_key=True, index=True),
)

teams = Table(
    "teams",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),
    Column("name", ByteText, nullable=False),
    Column("made_at", Moment, nullable=False),
)

team_members = Table(
    "team_members",
    metadata,
    Column("team_id", RowId, ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("is_leader", Boolean, nullable=False),
    Column("since", Moment, nullable=False),
)

assignments = Table(
    "assignments",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("area_id", RowId, ForeignKey("areas.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), index=True),
    Column("team_id", RowId, ForeignKey("teams.id", ondelete="CASCADE"), index=True),
    Column("begins", Moment, nullable=False),
    Column("ends", Moment),  # null: until somebody ends it
    Column("ended_at", Moment),
    Column("version", Integer, nullable=False),  # raised with every new end: notices of an older one do nothing
    CheckConstraint("(chat_id IS NULL) <> (team_id IS NULL)", name="one_holder"),
)

companies = Table(
    "companies",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("building_id", RowId, ForeignKey("buildings.id"), nullable=False, index=True),
    Column("name", LargeBinary, nullable=False),  # sealed: it stands beside what was said of it
    Column("floor", String(8), nullable=False),  # "": not known
    Column("members", Integer),  # as was said at a visit; null: nobody has
    Column("known_since", Moment, nullable=False),
)

building_estimates = Table(
    "building_estimates",
    metadata,
    Column("building_id", RowId, ForeignKey("buildings.id"), primary_key=True, autoincrement=False),
    Column("members", Integer, nullable=False),
    Column("source", String(16), nullable=False),  # domain.grid.sources.Source
    Column("stated_at", Moment, nullable=False),
)

visits = Table(
    "visits",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("building_id", RowId, ForeignKey("buildings.id"), nullable=False),
    Column("company_id", RowId, ForeignKey("companies.id", ondelete="SET NULL")),
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="SET NULL"), index=True),  # null: forgotten
    Column("day", Moment, nullable=False),  # the day alone, at noon: nobody's hours are on record
    Column("found", LargeBinary),  # sealed
    Column("next_on", Moment),
    Column("attachment", LargeBinary),  # sealed: kind and name of a file that somebody liked to add
    Index("ix_visits_of_building", "building_id", "day"),
)

promises = Table(
    "promises",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("kind", String(8), nullable=False),  # domain.grid.promises.Kind
    Column("building_id", RowId, ForeignKey("buildings.id"), nullable=False, index=True),
    Column("visit_id", RowId, ForeignKey("visits.id", ondelete="SET NULL"), index=True),
    Column("owner", BigInteger, ForeignKey("people.chat_id"), nullable=False),
    Column("told_by", BigInteger, ForeignKey("people.chat_id", ondelete="SET NULL"), index=True),  # whose lead it is
    Column("what", LargeBinary, nullable=False),  # sealed
    Column("due", Moment, nullable=False),
    Column("state", String(8), nullable=False),  # domain.grid.promises.State
    Column("made_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("reason", LargeBinary),  # sealed: why it was given up
    Index("ix_promises_owner_state", "owner", "state"),
)
