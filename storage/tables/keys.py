"""The table of the keys that a store is sealed with."""

from sqlalchemy import Column, LargeBinary, String, Table

from storage.tables.schema import Moment, metadata

keys_in_use = Table(
    "keys_in_use",
    metadata,
    Column("fingerprint", String(12), primary_key=True),  # tells two keys apart, and nothing of either
    Column("canary", LargeBinary, nullable=False),  # sealed with this key, and never with another
    Column("since", Moment, nullable=False),
)
