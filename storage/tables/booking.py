"""The tables of what units share: resources and their parts, bookings, the quarters that these hold, closures."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

from storage.tables.schema import ByteText, Moment, RowId, metadata

resources = Table(
    "resources",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("code", String(80), nullable=False, unique=True),
    Column("token", String(16), nullable=False, unique=True),  # what the link on the door carries
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),  # the owner
    Column("kind", String(10), nullable=False),  # domain.booking.resources.Kind
    Column("name", ByteText, nullable=False),  # of a person: empty, it is in `called`
    Column("called", LargeBinary),  # sealed: a speaker's name
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="SET NULL"), index=True),  # who answers for it
    Column("point_id", RowId, ForeignKey("points.id", ondelete="SET NULL"), index=True),
    Column("whereabouts", Text, nullable=False),
    Column("hours", Text, nullable=False),  # OpenStreetMap's opening_hours syntax, or empty: at any time
    Column("capacity", Integer),
    Column("has", Integer, nullable=False),  # domain.booking.resources.Has as a number
    Column("topics", Text, nullable=False),  # one a line
    Column("languages", String(80), nullable=False),  # "zh,en"
    Column("use", String(8), nullable=False),  # domain.booking.resources.Use
    Column("before_min", SmallInteger, nullable=False),
    Column("after_min", SmallInteger, nullable=False),
    Column("home_hours", Text, nullable=False),
    Column("home_days", SmallInteger, nullable=False),
    Column("quota_hours", SmallInteger),
    Column("retired_at", Moment),  # it cannot be booked any more; what was booked stays on record
    CheckConstraint("kind IN ('room', 'equipment', 'speaker')", name="known_kind"),
)
Index("ix_resources_offered", resources.c.kind, sqlite_where=text("retired_at IS NULL"))

# Which resources a booking of one holds: itself, every part of it, and the parts of these; made from `resource_parts`.
resource_covers = Table(
    "resource_covers",
    metadata,
    Column("resource_id", RowId, ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True),
    Column("covered_id", RowId, ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True, index=True),
)

resource_parts = Table(
    "resource_parts",
    metadata,
    Column("whole_id", RowId, ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True),
    Column("part_id", RowId, ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True, index=True),
)

# A rule by which something is booked; its single dates are bookings of their own.
booking_series = Table(
    "booking_series",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("resource_id", RowId, ForeignKey("resources.id"), nullable=False, index=True),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False, index=True),
    Column("rule", Text, nullable=False),  # RFC 5545, in local time
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

bookings = Table(
    "bookings",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("resource_id", RowId, ForeignKey("resources.id"), nullable=False),
    Column("unit_id", RowId, ForeignKey("units.id"), nullable=False),  # who borrows
    Column("activity_id", RowId, ForeignKey("activities.id", ondelete="SET NULL"), index=True),  # what it is for
    Column("series_id", RowId, ForeignKey("booking_series.id"), index=True),
    Column("series_date", String(10)),  # the ISO date that the rule had for it
    Column("by_chat", BigInteger, index=True),  # who booked; empty: forgotten, or nobody
    Column("title", ByteText, nullable=False),  # for what, as others see it at the door
    Column("people", Integer),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("state", String(10), nullable=False),  # domain.booking.life.State
    Column("version", Integer, nullable=False),  # raised by every step: a notice of an older version does nothing
    Column("state_since", Moment, nullable=False),
    Column("turn_until", Moment),  # until when whoever's turn it is has time
    Column("level", SmallInteger, nullable=False, server_default=text("0")),  # who decides: 0 the owner, 1 one level up
    Column("place", Moment, nullable=False),  # in the line: since when it waits, later with every offer not taken
    Column("why", String(20)),  # domain.booking.life.Why: why it has no slots
    Column("other_id", RowId),  # the booking that was in the way; no reference: it may be gone, the reason is kept
    Column("other_title", ByteText, nullable=False, server_default=text("''")),
    Column("reason", LargeBinary),  # sealed: what the owner says to a refusal
    Column("made_at", Moment, nullable=False),
    Column("checked_in_at", Moment),
    CheckConstraint("starts_at < ends_at", name="ends_after_it_begins"),
    CheckConstraint(
        "state IN ('requested', 'granted', 'asked', 'confirmed', 'waiting', 'offered', 'refused', 'released',"
        " 'cancelled')",
        name="known_state",
    ),
)
Index("ix_bookings_of_resource", bookings.c.resource_id, bookings.c.starts_at)
Index("ix_bookings_of_unit", bookings.c.unit_id, bookings.c.starts_at)
Index("ix_bookings_waiting", bookings.c.resource_id, bookings.c.place, sqlite_where=text("state = 'waiting'"))
Index("uq_bookings_date_of_series", bookings.c.series_id, bookings.c.series_date, unique=True)

# One row for each quarter of an hour that is held, of each resource that the booking covers: the key is the promise
# that nothing is held twice, on both databases and however many workers there are.
held_slots = Table(
    "held_slots",
    metadata,
    Column("resource_id", RowId, ForeignKey("resources.id"), primary_key=True, autoincrement=False),
    Column("slot_start", BigInteger, primary_key=True, autoincrement=False),  # seconds since 1970, whole quarters
    Column("booking_id", RowId, ForeignKey("bookings.id", ondelete="CASCADE"), nullable=False, index=True),
)

# "Who holds anything at this time", over all that is lent.
Index("ix_held_slots_slot_start", held_slots.c.slot_start)

closures = Table(
    "closures",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("resource_id", RowId, ForeignKey("resources.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),  # everybody may read it
    Column("made_by", BigInteger),
    Column("made_at", Moment, nullable=False),
    Column("lifted_at", Moment),
    CheckConstraint("starts_at < ends_at", name="ends_after_it_begins"),
)
