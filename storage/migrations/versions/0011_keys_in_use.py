"""The keys that the store is sealed with, each with a canary. Whoever opens the store next writes the first of them."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0011"
down_revision: Final = "0010"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.create_table(
        "keys_in_use",
        sa.Column("fingerprint", sa.String(12), nullable=False),
        sa.Column("canary", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_keys_in_use"),
    )


def downgrade() -> None:
    op.drop_table("keys_in_use")
