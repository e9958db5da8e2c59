"""The tables of the ways in: codes that link them, codes for coming back, and pages that may act for a role."""

from sqlalchemy import BigInteger, Column, String, Table

from storage.tables.schema import Moment, metadata

# A code of some minutes, by a hash that needs the key: it is short. Whoever uses it takes it out.
road_codes = Table(
    "road_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("kind", String(8), nullable=False),  # domain.people.roads.Kind
    Column("person", BigInteger, nullable=False, index=True),  # whose way in it opens
    Column("number", BigInteger, nullable=False),  # the address that shows it; of a desk's: the organiser's
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

# What brings somebody back who has lost every way in; on their paper, and here by its hash alone.
recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("person", BigInteger, nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
)

# A page that asks to act for a role, and until when it may: confirmed at an address that proves who somebody is.
page_proofs = Table(
    "page_proofs",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),  # the page's
    Column("person", BigInteger, nullable=False, index=True),
    Column("asked_at", Moment, nullable=False),
    Column("confirmed_by", BigInteger),  # the address; empty: nobody has yet
    Column("confirmed_at", Moment),
    Column("used_at", Moment),
)
