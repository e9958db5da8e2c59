"""A booking keeps no words of its borrower's: nothing ever asked for them."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0032"
down_revision: Final = "0031"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.drop_column("bookings", "said")


def downgrade() -> None:
    op.add_column("bookings", sa.Column("said", sa.LargeBinary()))
