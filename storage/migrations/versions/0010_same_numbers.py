"""Hashes of the numbers of documents. Who told one before is hashed by the running house, which has the key."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0010"
down_revision: Final = "0009"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.add_column("members", sa.Column("paper_hash", sa.String(64), nullable=True))
    op.create_index("ix_members_paper_hash", "members", ["paper_hash"])


def downgrade() -> None:
    op.drop_index("ix_members_paper_hash", "members")
    op.drop_column("members", "paper_hash")
