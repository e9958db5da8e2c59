"""Buildings that were found to be another one: their numbers, codes and names, and which one that is."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0030"
down_revision: Final = "0029"
branch_labels: Final = None
depends_on: Final = None

_ROW_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BYTE_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "merged_buildings",
        sa.Column("id", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("name", _BYTE_TEXT, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("pinyin", _BYTE_TEXT, nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("into_id", _ROW_ID, nullable=False),
        sa.Column("merged_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_merged_buildings_unit_id"),
        sa.ForeignKeyConstraint(["into_id"], ["buildings.id"], name="fk_merged_buildings_into_id"),
        sa.PrimaryKeyConstraint("id", name="pk_merged_buildings"),
        sa.UniqueConstraint("code", name="uq_merged_buildings_code"),
    )
    for column in ("slug", "unit_id", "into_id"):
        op.create_index(f"ix_merged_buildings_{column}", "merged_buildings", [column])


def downgrade() -> None:
    op.drop_table("merged_buildings")
