"""Several channels: addresses of people, the inbox by channel and key, parts of messages, and numbers for buttons."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0022"
down_revision: Final = "0021"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.create_table(
        "addresses",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("name_hash", sa.String(64), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("is_chosen", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("used_at", sa.Double(), nullable=False),
        sa.Column("unreachable_since", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_addresses"),
        sa.UniqueConstraint("channel", "name_hash", name="uq_addresses_channel_name_hash"),
    )
    op.create_index("ix_addresses_person", "addresses", ["person"])
    op.add_column("conversations", sa.Column("numbers", sa.LargeBinary(), nullable=True))
    op.add_column("outbox", sa.Column("part", sa.SmallInteger(), server_default="0", nullable=False))
    _make_room()
    op.create_table(
        "inbox",
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("taken_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "key", name="pk_inbox"),
    )
    op.execute(
        "INSERT INTO inbox (channel, key, taken_at) "
        "SELECT 'telegram:' || CAST(bot_id AS TEXT), CAST(update_id AS TEXT), taken_at FROM inbox_before"
    )
    _take_away()
    op.add_column("failed_updates", sa.Column("channel", sa.String(16), server_default="telegram", nullable=False))


def downgrade() -> None:
    op.execute("DELETE FROM failed_updates WHERE channel <> 'telegram'")
    op.drop_column("failed_updates", "channel")
    _make_room()
    op.create_table(
        "inbox",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("taken_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name="pk_inbox"),
    )
    op.execute(
        "INSERT INTO inbox (bot_id, update_id, taken_at) "
        "SELECT CAST(substr(channel, 10) AS BIGINT), CAST(key AS BIGINT), taken_at FROM inbox_before "
        "WHERE channel LIKE 'telegram:%'"
    )
    _take_away()
    op.drop_column("outbox", "part")
    op.drop_column("conversations", "numbers")
    op.drop_index("ix_addresses_person", "addresses")
    op.drop_table("addresses")


def _make_room() -> None:
    op.drop_index("ix_inbox_taken_at", "inbox")
    op.rename_table("inbox", "inbox_before")
    if op.get_bind().dialect.name == "postgresql":  # there the names of keys are those of indexes, and each is alone
        op.execute("ALTER INDEX pk_inbox RENAME TO pk_inbox_before")


def _take_away() -> None:
    op.drop_table("inbox_before")
    op.create_index("ix_inbox_taken_at", "inbox", ["taken_at"])
