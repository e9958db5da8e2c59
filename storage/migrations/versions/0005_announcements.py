"""Announcements: what is said, mailings and their ledger in the outbox, refusals, wishes, the centre's mail, groups."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0005"
down_revision: Final = "0004"
branch_labels: Final = None
depends_on: Final = None

_ROW_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_TABLES: Final = (
    "announcements",
    "mailings",
    "letters",
    "topic_refusals",
    "interests",
    "wishes",
    "digests",
    "threads",
    "thread_messages",
    "groups",
)
_STATES: Final = "'todo', 'sending', 'sent', 'failed', 'expired', 'unreachable', 'unknown'"
_INDEXES: Final = (
    ("ix_outbox_due", ["lane", "not_before", "id"], "state = 'todo'"),
    ("ix_outbox_line", ["lane", "chat_id", "id"], "state = 'todo'"),
    ("ix_outbox_sending", ["claimed_by", "lane", "chat_id"], "state = 'sending'"),
    ("ix_outbox_done_at", ["done_at"], "done_at IS NOT NULL"),
    ("ix_outbox_about", ["chat_id"], "about IS NOT NULL"),
)
_COLUMNS: Final = (
    "id, dedupe, chat_id, lane, state, reply, not_before, not_after, attempts, repeats, first_tried_at, claimed_by,"
    " message_id, reason, about, written_at, done_at"
)


def upgrade() -> None:
    _let_states_be(f"{_STATES}, 'opted_out', 'stopped'")
    op.add_column("outbox", sa.Column("letter_id", _ROW_ID))
    op.add_column("outbox", sa.Column("target", sa.BigInteger()))
    op.add_column("outbox", sa.Column("others", sa.Text()))
    _index("ix_outbox_ledger", ["letter_id", "state", "id"], "letter_id IS NOT NULL")
    _index_anew("ix_outbox_due", ["lane", "not_before", "id"], "state = 'todo' AND letter_id IS NULL")
    _index_anew("ix_outbox_done_at", ["letter_id", "done_at"], "done_at IS NOT NULL")
    _create_announcements()
    _create_mailings()
    _create_letters()
    _create_topic_refusals()
    _create_interests()
    _create_wishes()
    _create_digests()
    _create_threads()
    _create_thread_messages()
    _create_groups()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.execute("DELETE FROM outbox WHERE letter_id IS NOT NULL")
    op.drop_index("ix_outbox_ledger", "outbox")
    _index_anew("ix_outbox_due", ["lane", "not_before", "id"], "state = 'todo'")
    _index_anew("ix_outbox_done_at", ["done_at"], "done_at IS NOT NULL")
    for column in ("others", "target", "letter_id"):
        op.drop_column("outbox", column)
    _let_states_be(_STATES)


def _index(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "outbox", columns, sqlite_where=where, postgresql_where=where)


def _index_anew(name: str, columns: list[str], condition: str) -> None:
    op.drop_index(name, "outbox")
    _index(name, columns, condition)


def _let_states_be(states: str) -> None:
    """Replace the promise about the states; SQLite can only do so with a new table."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_outbox_known_state", "outbox")
        op.create_check_constraint(op.f("ck_outbox_known_state"), "outbox", f"state IN ({states})")
        return
    for name, _, _ in _INDEXES:
        op.drop_index(name, "outbox")
    op.rename_table("outbox", "outbox_before")
    _create_outbox(states)
    op.execute(f"INSERT INTO outbox ({_COLUMNS}) SELECT {_COLUMNS} FROM outbox_before")  # noqa: S608  our own names
    op.drop_table("outbox_before")
    for index in _INDEXES:
        _index(*index)


def _create_outbox(states: str) -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("dedupe", sa.String(80), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reply", sa.LargeBinary()),
        sa.Column("not_before", sa.Double(), nullable=False),
        sa.Column("not_after", sa.Double()),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("repeats", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("first_tried_at", sa.Double()),
        sa.Column("claimed_by", sa.String(40)),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("reason", sa.Text()),
        sa.Column("written_at", sa.Double(), nullable=False),
        sa.Column("done_at", sa.Double()),
        sa.Column("about", sa.String(40)),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_outbox_known_state")),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("dedupe", name="uq_outbox_dedupe"),
    )


def _create_announcements() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(16), nullable=False),
        sa.Column("obligatory", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("to_groups", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("starts_at", sa.Double()),
        sa.Column("not_after", sa.Double()),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("submitted_at", sa.Double()),
        sa.Column("approved_by", sa.BigInteger()),
        sa.Column("approved_at", sa.Double()),
        sa.Column("returned_because", sa.LargeBinary()),
        sa.Column("began_at", sa.Double()),
        sa.Column("ended_at", sa.Double()),
        sa.Column("progress_shown", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("turn", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("errand", sa.String(10)),
        sa.Column("look_at", sa.Double()),
        sa.CheckConstraint(
            "stage IN ('draft', 'awaiting', 'scheduled', 'sending', 'paused', 'done', 'stopped', 'recalled',"
            " 'discarded')",
            name="ck_announcements_known_stage",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_announcements_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
    )
    op.create_index("ix_announcements_began_at", "announcements", ["began_at"])
    op.create_index("ix_announcements_content_hash", "announcements", ["content_hash"])
    op.create_index("ix_announcements_look_at", "announcements", ["look_at"])
    op.create_index("ix_announcements_unit_id", "announcements", ["unit_id"])


def _create_mailings() -> None:
    op.create_table(
        "mailings",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("announcement_id", _ROW_ID, nullable=False),
        sa.Column("purpose", sa.String(8), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("frozen_to", sa.BigInteger(), nullable=False),
        sa.Column("again", sa.String(64)),
        sa.Column("size", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("not_after", sa.Double()),
        sa.Column("began_at", sa.Double(), nullable=False),
        sa.Column("frozen_at", sa.Double()),
        sa.Column("ended_at", sa.Double()),
        sa.CheckConstraint("purpose IN ('send', 'correct', 'recall')", name="ck_mailings_known_purpose"),
        sa.CheckConstraint(
            "state IN ('freezing', 'running', 'paused', 'done', 'stopped')", name="ck_mailings_known_state"
        ),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcements.id"], name="fk_mailings_announcement_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mailings"),
    )
    op.create_index("ix_mailings_announcement_id", "mailings", ["announcement_id"])
    op.create_index("ix_mailings_state", "mailings", ["state"])


def _create_letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("mailing_id", _ROW_ID, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("reply", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mailing_id"], ["mailings.id"], name="fk_letters_mailing_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
    )
    op.create_index("uq_letters_language", "letters", ["mailing_id", "language"], unique=True)


def _create_topic_refusals() -> None:
    op.create_table(
        "topic_refusals",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.String(16), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_topic_refusals_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "topic", name="pk_topic_refusals"),
    )


def _create_interests() -> None:
    op.create_table(
        "interests",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_interests_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "kind", name="pk_interests"),
    )


def _create_wishes() -> None:
    op.create_table(
        "wishes",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("said", sa.LargeBinary()),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.Column("activity_id", _ROW_ID),
        sa.Column("answered_at", sa.Double()),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_wishes_activity_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_wishes_chat_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_wishes_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wishes"),
    )
    op.create_index("ix_wishes_chat_id", "wishes", ["chat_id"])
    op.create_index("ix_wishes_unit_id", "wishes", ["unit_id"])


def _create_digests() -> None:
    op.create_table(
        "digests",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("minute", sa.SmallInteger(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.Double(), nullable=False),
        sa.Column("ended_at", sa.Double()),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_digests_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_digests"),
        sa.UniqueConstraint("unit_id", name="uq_digests_unit_id"),
    )
    op.create_index("ix_digests_next_at", "digests", ["next_at"])


def _create_threads() -> None:
    op.create_table(
        "threads",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("about", sa.String(40), server_default=sa.text("''"), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("taken_by", sa.BigInteger()),
        sa.Column("opened_at", sa.Double(), nullable=False),
        sa.Column("unanswered_since", sa.Double()),
        sa.Column("closed_at", sa.Double()),
        sa.CheckConstraint("state IN ('open', 'taken', 'closed')", name="ck_threads_known_state"),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_threads_chat_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_threads_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_threads"),
    )
    op.create_index("ix_threads_chat_id", "threads", ["chat_id"])
    op.create_index("ix_threads_unanswered_since", "threads", ["unanswered_since"])
    op.create_index("ix_threads_unit_id", "threads", ["unit_id"])


def _create_thread_messages() -> None:
    op.create_table(
        "thread_messages",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("thread_id", _ROW_ID, nullable=False),
        sa.Column("from_member", sa.Boolean(), nullable=False),
        sa.Column("by_chat", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("file_kind", sa.String(10)),
        sa.Column("file_id", sa.Text()),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name="fk_thread_messages_thread_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_thread_messages"),
    )
    op.create_index("ix_thread_messages_thread_id", "thread_messages", ["thread_id"])


def _create_groups() -> None:
    op.create_table(
        "groups",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.Double(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("title", sa.LargeBinary()),
        sa.Column("let_in_by", sa.BigInteger()),
        sa.Column("bound_at", sa.Double()),
        sa.Column("left_at", sa.Double()),
        sa.CheckConstraint("state IN ('asked', 'joined', 'agreed', 'bound', 'left')", name="ck_groups_known_state"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_groups_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_groups"),
        sa.UniqueConstraint("token_hash", name="uq_groups_token_hash"),
    )
    op.create_index("ix_groups_chat_id", "groups", ["chat_id"])
    op.create_index("ix_groups_unit_id", "groups", ["unit_id"])
    op.create_index(
        "uq_groups_bound",
        "groups",
        ["chat_id"],
        unique=True,
        sqlite_where=sa.text("state = 'bound'"),
        postgresql_where=sa.text("state = 'bound'"),
    )
