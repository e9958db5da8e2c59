"""Landmarks: stations, squares, temples, by which people say where they are."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0006"
down_revision: Final = "0005"
branch_labels: Final = None
depends_on: Final = None

_ROW_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BYTE_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "landmarks",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("name", _BYTE_TEXT, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("other_names", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_landmarks"),
        sa.UniqueConstraint("code", name="uq_landmarks_code"),
    )


def downgrade() -> None:
    op.drop_table("landmarks")
