"""Hashes of names, by which a member is found. Who told one before is hashed by the running house, with the key."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0016"
down_revision: Final = "0015"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.add_column("members", sa.Column("name_hash", sa.String(64), nullable=True))
    op.create_index("ix_members_name_hash", "members", ["name_hash"])


def downgrade() -> None:
    op.drop_index("ix_members_name_hash", "members")
    op.drop_column("members", "name_hash")
