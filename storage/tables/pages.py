"""The tables of the chat page: who is there by which key, what stands on each page, and the files that hang on it."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from storage.tables.schema import Moment, RowId, metadata

# A page is one address of the channel "web": `number` is the address's, `name` what the channel calls it.
pages = Table(
    "pages",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(32), nullable=False, unique=True),
    Column("opened_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False, index=True),  # when it last asked for anything
    Column("event", Integer, nullable=False),  # the number of the last change on it
    Column("line", Integer, nullable=False),  # the number of its last line
    Column("browser", String(24), nullable=False, server_default=text("''")),  # domain.people.browsers: wechat:android
)

# What a browser shows to be let in again, by its hash alone. A page that is open on two phones has two.
page_keys = Table(
    "page_keys",
    metadata,
    Column("key_hash", String(64), primary_key=True),
    Column("number", BigInteger, ForeignKey("pages.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
)

# What stands on a page: a line each, in its present form. `event` is the change that brought it to this form.
page_lines = Table(
    "page_lines",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("number", BigInteger, ForeignKey("pages.number", ondelete="CASCADE"), nullable=False),
    Column("line", Integer, nullable=False),
    Column("event", Integer, nullable=False),
    Column("source", String(40), nullable=False),  # "o12": a row of the outbox; "p" and the page's own name for it
    Column("is_own", Boolean, nullable=False),  # what the person wrote
    Column("content", LargeBinary),  # sealed JSON of what is shown; empty: taken back
    Column("at", Moment, nullable=False),
    Column("delivered_at", Moment),  # when the page said that it has it
    Column("read_at", Moment),  # when it stood before somebody's eyes
    Column("lapsed_at", Moment),  # since when nobody is expected to come for it
)

Index("uq_page_lines_line", page_lines.c.number, page_lines.c.line, unique=True)
Index("uq_page_lines_source", page_lines.c.number, page_lines.c.source, unique=True)
Index("uq_page_lines_event", page_lines.c.number, page_lines.c.event, unique=True)
Index("ix_page_lines_at", page_lines.c.at)
Index(
    "ix_page_lines_waiting",
    page_lines.c.number,
    sqlite_where=text("delivered_at IS NULL AND NOT is_own"),
)

page_files = Table(
    "page_files",
    metadata,
    Column("handle", String(32), primary_key=True),
    Column("number", BigInteger, ForeignKey("pages.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(80), nullable=False),  # its media type, by its content
    Column("name", LargeBinary, nullable=False),  # sealed
    Column("content", LargeBinary, nullable=False),  # sealed
    Column("size", Integer, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
