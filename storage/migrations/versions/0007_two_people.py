"""Who took the first of two decisions, what is proposed to replace an announcement, and what colleagues are called."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0007"
down_revision: Final = "0006"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.add_column("affiliations", sa.Column("accepted_by", sa.BigInteger(), nullable=True))
    # What waits for the second level already was accepted by somebody: the last step says by whom.
    op.execute(
        "UPDATE affiliations SET accepted_by = (SELECT by_chat FROM affiliation_steps "
        "WHERE affiliation_id = affiliations.id AND verb = 'accept' ORDER BY affiliation_steps.id DESC LIMIT 1) "
        "WHERE state = 'host_accepted'"
    )
    op.add_column("announcements", sa.Column("proposed", sa.LargeBinary(), nullable=True))
    op.add_column("announcements", sa.Column("proposed_by", sa.BigInteger(), nullable=True))
    op.add_column("invitations", sa.Column("label", sa.LargeBinary(), nullable=True))
    op.add_column("invitations", sa.Column("withdrawn_at", sa.Double(), nullable=True))
    op.create_table(
        "colleagues",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_colleagues"),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["people.chat_id"], name="fk_colleagues_chat_id_people", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("colleagues")
    for table, column in (
        ("invitations", "withdrawn_at"),
        ("invitations", "label"),
        ("announcements", "proposed_by"),
        ("announcements", "proposed"),
        ("affiliations", "accepted_by"),
    ):
        op.drop_column(table, column)
