"""Tokens for the links of activities, in place of numbers to count through; and how often somebody has missed."""

from base64 import b32encode
from secrets import token_bytes
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0012"
down_revision: Final = "0011"
branch_labels: Final = None
depends_on: Final = None

_activities: Final = sa.table("activities", sa.column("id"), sa.column("token"))


def upgrade() -> None:
    op.add_column("activities", sa.Column("token", sa.String(16), nullable=True))
    connection = op.get_bind()
    for number in connection.scalars(sa.select(_activities.c.id)).all():
        token = b32encode(token_bytes(10)).decode().lower()
        connection.execute(sa.update(_activities).where(_activities.c.id == number).values(token=token))
    op.create_index("uq_activities_token", "activities", ["token"], unique=True)
    op.create_table(
        "tries",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thing", sa.String(12), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.SmallInteger(), nullable=False),
        sa.Column("since", sa.Double(), nullable=False),
        sa.Column("closed_until", sa.Double(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "thing", "number", name="pk_tries"),
    )


def downgrade() -> None:
    op.drop_table("tries")
    op.drop_index("uq_activities_token", "activities")
    op.drop_column("activities", "token")
