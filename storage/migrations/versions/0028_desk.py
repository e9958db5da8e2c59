"""The desk in the browser: who is about to sign in, who is signed in, and who looks at what."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0028"
down_revision: Final = "0027"
branch_labels: Final = None
depends_on: Final = None

_ROW_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "desk_sign_ins",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("code", sa.String(6), nullable=True),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("browser", sa.String(60), nullable=False),
        sa.Column("network", sa.String(40), nullable=False),
        sa.Column("born_at", sa.Double(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_sign_ins"),
        sa.UniqueConstraint("secret_hash", name="uq_desk_sign_ins_secret_hash"),
        sa.CheckConstraint("state IN ('shown', 'asked', 'agreed', 'over')", name="ck_desk_sign_ins_known_state"),
    )
    for column in ("code", "chat_id", "expires_at"):
        op.create_index(f"ix_desk_sign_ins_{column}", "desk_sign_ins", [column])
    op.create_table(
        "desk_sessions",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("browser", sa.String(60), nullable=False),
        sa.Column("network", sa.String(40), nullable=False),
        sa.Column("born_at", sa.Double(), nullable=False),
        sa.Column("seen_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_desk_sessions_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_sessions"),
        sa.UniqueConstraint("secret_hash", name="uq_desk_sessions_secret_hash"),
    )
    for column in ("chat_id", "seen_at"):
        op.create_index(f"ix_desk_sessions_{column}", "desk_sessions", [column])
    op.create_table(
        "desk_looks",
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "chat_id", name="pk_desk_looks"),
    )
    op.create_index("ix_desk_looks_at", "desk_looks", ["at"])


def downgrade() -> None:
    for table in ("desk_looks", "desk_sessions", "desk_sign_ins"):
        op.drop_table(table)
