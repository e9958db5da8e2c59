"""The tables of organisational life: activities, sign-ups, duties, what people say afterwards, and certificates."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.schema import ByteText, Moment, RowId, metadata

# A rule by which activities repeat; its single dates are activities of their own, moved or dropped one by one.
activity_series = Table(
    "activity_series",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),
    Column("rule", Text, nullable=False),  # RFC 5545, "FREQ=MONTHLY;BYDAY=1TH", in local time
    Column("created_by", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("planned_until", String(10), nullable=False),  # the ISO date up to which its dates have been made
    Column("ended_at", Moment),
)

activities = Table(
    "activities",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("token", String(16)),  # what its links carry: nobody counts through these
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False),  # who holds it
    Column("kind", String(20), nullable=False),  # domain.activities.activities.Kind
    Column("title", ByteText, nullable=False),
    Column("notes", Text, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("opens_at", Moment),
    Column("closes_at", Moment),
    Column("confirm_by", Moment),
    Column("seats", Integer),  # empty: as many as come
    Column("audience", SmallInteger, nullable=False),  # domain.activities.activities.Audience as a number
    Column("point_id", RowId, ForeignKey("points.id", ondelete="SET NULL")),
    Column("building_id", RowId, ForeignKey("buildings.id", ondelete="SET NULL")),
    Column("spot_title", Text, nullable=False),  # of a pin
    Column("room", Text, nullable=False),
    Column("latitude", Double),  # where it is held, as it was when it was written
    Column("longitude", Double),
    Column("file_kind", String(10)),
    Column("file_id", Text),
    Column("stage", String(10), nullable=False),  # domain.activities.activities.Stage
    Column("version", Integer, nullable=False),  # raised by every change after it was published
    Column("next_place", Integer, nullable=False, server_default=text("1")),  # in the waiting list
    Column("series_id", RowId, ForeignKey("activity_series.id"), index=True),
    Column("series_date", String(10)),  # the ISO date that the rule had for it
    Column("code_word", LargeBinary),  # sealed: spoken in the room
    Column("check_in_secret", LargeBinary),  # sealed: what the changing tokens are made from
    Column("created_by", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("published_at", Moment),
    Column("cancelled_reason", Text, nullable=False, server_default=text("''")),
    CheckConstraint("stage IN ('draft', 'published', 'cancelled')", name="known_stage"),
    CheckConstraint("starts_at < ends_at", name="ends_after_it_begins"),
)
Index("uq_activities_token", activities.c.token, unique=True)
# "How much was held", and "when was somebody last there": answered by these alone, without the rows.
_act = activities.c
Index("ix_activities_when", _act.stage, _act.starts_at, _act.ends_at, _act.unit_id, _act.seats, _act.id)
Index("ix_activities_of_unit", _act.unit_id, _act.stage, _act.starts_at, _act.ends_at, _act.seats)
Index("ix_activities_at_point", _act.point_id, _act.stage, _act.starts_at, _act.ends_at)
Index("ix_activities_in_building", _act.building_id, _act.stage, _act.starts_at, _act.ends_at)
Index("ix_activities_start", _act.starts_at)
Index("ix_activities_over", _act.unit_id, _act.stage, _act.ends_at, _act.id)
Index("uq_activities_date_of_series", activities.c.series_id, activities.c.series_date, unique=True)

signups = Table(
    "signups",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("activity_id", RowId, ForeignKey("activities.id", ondelete="CASCADE"), nullable=False),
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("state", String(12), nullable=False),  # domain.activities.seats.State
    # domain.activities.activities.Standing: who goes first in the line
    Column("standing", SmallInteger, nullable=False),
    Column("place", Integer, nullable=False),  # in the line: raised by every return to it
    Column("since", Moment, nullable=False),
    Column("offered_until", Moment),
    Column("reason", LargeBinary),  # sealed: why on leave
    Column("late_minutes", SmallInteger, nullable=False, server_default=text("0")),  # as announced
    Column("before", String(12)),  # the state before being checked in, for an undo; empty: there was none
    Column("seen_at", Moment),  # when checked in
    Column("seen_by", BigInteger),  # which organiser or volunteer did it; empty: the person
    Column("way", String(10)),  # qr | word | there | roll | late
    CheckConstraint(
        # Nobody is 'expected' any more: no way has ever led there.
        "state IN ('expected', 'signed_up', 'confirmed', 'waiting', 'offered', 'on_leave', 'left', 'released',"
        " 'lapsed', 'checked_in', 'walked_in', 'absent')",
        name="known_state",
    ),
    UniqueConstraint("activity_id", "chat_id"),
)
Index("ix_signups_line", signups.c.activity_id, signups.c.state, signups.c.standing, signups.c.place)
Index("ix_signups_who", signups.c.activity_id, signups.c.state, signups.c.chat_id)

# How long before an activity somebody wants to be reminded; an empty kind is for all that have none of their own.
lead_times = Table(
    "lead_times",
    metadata,
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("hours", Integer, nullable=False),  # 0: not at all
)

duties = Table(
    "duties",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("activity_id", RowId, ForeignKey("activities.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("needed", SmallInteger, nullable=False),
    Column("called_at", Moment),
    Column("next_place", Integer, nullable=False, server_default=text("1")),
)

# One volunteer and one duty: asked, and what they said.
duty_answers = Table(
    "duty_answers",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("duty_id", RowId, ForeignKey("duties.id", ondelete="CASCADE"), nullable=False),
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("state", String(10), nullable=False),  # asked | coming | reserve | called | declined | dropped | lapsed
    Column("place", Integer, nullable=False),  # among the reserve
    Column("since", Moment, nullable=False),
    Column("asked_until", Moment),
    Column("late_minutes", SmallInteger, nullable=False, server_default=text("0")),
    Column("said", LargeBinary),  # sealed: their own words
    UniqueConstraint("duty_id", "chat_id"),
)

# What people say afterwards, unsigned: the hash keeps one to a person and tells nobody whose it is.
ratings = Table(
    "ratings",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("activity_id", RowId, ForeignKey("activities.id", ondelete="CASCADE"), nullable=False),
    Column("who_hash", String(64), nullable=False),
    Column("stars", SmallInteger, nullable=False),
    Column("said", LargeBinary),  # sealed
    UniqueConstraint("activity_id", "who_hash"),
)

certificates = Table(
    "certificates",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("activity_id", RowId, ForeignKey("activities.id", ondelete="CASCADE"), nullable=False),
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("code", LargeBinary, nullable=False),  # sealed
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("issued_at", Moment, nullable=False),
    UniqueConstraint("activity_id", "chat_id"),
)

# 点单: what somebody would like to see held.
wishes = Table(
    "wishes",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),  # whose organisers see it
    Column("kind", String(20), nullable=False),  # one of domain.announcements.topics.INTERESTS
    Column("said", LargeBinary),  # sealed: in their own words
    Column("made_at", Moment, nullable=False),
    Column("activity_id", RowId, ForeignKey("activities.id", ondelete="SET NULL")),  # which answered it
    Column("answered_at", Moment),
)
