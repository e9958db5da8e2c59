"""The tables of calendars that people subscribe to: by which address, and what each showed last."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, text

from storage.tables.schema import Moment, RowId, metadata

# An address that a calendar asks, by its hash alone. One that has ended stays, so that whoever asks hears that it has.
calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("subject", String(40), nullable=False, index=True),  # whose or what's it is: "person:1001"
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment, index=True),
    Column("asked_at", Moment),  # when a calendar asked last, to the hour
)

Index(
    "uq_calendar_feeds_subject",
    calendar_feeds.c.subject,
    unique=True,
    sqlite_where=text("ended_at IS NULL"),
)

# What it showed last: a calendar believes a change by its number alone, and what is withdrawn is shown as such.
calendar_entries = Table(
    "calendar_entries",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("subject", String(40), nullable=False),
    Column("key", String(40), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("gone_at", Moment),
    Column("entry", LargeBinary, nullable=False),  # sealed JSON of domain.times.calendar_entries.Entry
)

Index("uq_calendar_entries_key", calendar_entries.c.subject, calendar_entries.c.key, unique=True)
