"""The table of the published calendar, as it was imported."""

from sqlalchemy import Column, String, Table

from storage.tables.schema import metadata

calendar_days = Table(
    "calendar_days",
    metadata,
    Column("day", String(10), primary_key=True),  # 2027-02-05
    Column("holiday", String(20)),  # what the day is off for; nothing: a Saturday or Sunday that is worked
)
