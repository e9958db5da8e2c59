"""The tables of the desk in the browser: who is about to sign in, who is signed in, and who looks at what."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, SmallInteger, String, Table

from storage.tables.schema import Moment, RowId, metadata

# Three minutes between a browser that shows a code, or a link in the chat, and a session. Only hashes of secrets.
desk_sign_ins = Table(
    "desk_sign_ins",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("secret_hash", String(64), nullable=False, unique=True),  # of the browser's cookie, or of the link's token
    Column("code", String(6), index=True),  # what is written into the chat; empty: a link
    Column("number", SmallInteger, nullable=False),  # stands on the page, and is chosen in the chat
    Column("chat_id", BigInteger, index=True),  # who is asked, or for whom the link is
    Column("state", String(8), nullable=False),  # shown | asked | agreed | over
    Column("browser", String(60), nullable=False),
    Column("network", String(40), nullable=False),  # without its last part
    Column("born_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    CheckConstraint("state IN ('shown', 'asked', 'agreed', 'over')", name="known_state"),
)

desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("secret_hash", String(64), nullable=False, unique=True),  # of the browser's cookie
    Column("chat_id", BigInteger, ForeignKey("people.chat_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("browser", String(60), nullable=False),
    Column("network", String(40), nullable=False),
    Column("born_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False, index=True),
)

# Who has an item open on the desk; it counts for two minutes.
desk_looks = Table(
    "desk_looks",
    metadata,
    Column("subject", String(40), primary_key=True),  # "affiliation:12"
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)
Index("ix_desk_looks_at", desk_looks.c.at)
