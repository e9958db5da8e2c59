"""The grid: areas and who looks after them, teams, companies, estimates, visits, and promises with an owner each."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0027"
down_revision: Final = "0026"
branch_labels: Final = None
depends_on: Final = None

_ROW_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BYTES: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _create_areas()
    _create_teams()
    _create_assignments()
    _create_companies()
    _create_visits()
    _create_promises()


def _create_areas() -> None:
    op.create_table(
        "areas",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_areas_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_areas"),
    )
    op.create_index("ix_areas_unit_id", "areas", ["unit_id"])
    op.create_table(
        "area_buildings",
        sa.Column("area_id", _ROW_ID, nullable=False),
        sa.Column("building_id", _ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name="fk_area_buildings_area_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["building_id"], ["buildings.id"], name="fk_area_buildings_building_id"),
        sa.PrimaryKeyConstraint("area_id", "building_id", name="pk_area_buildings"),
    )
    op.create_index("ix_area_buildings_building_id", "area_buildings", ["building_id"])


def _create_teams() -> None:
    op.create_table(
        "teams",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("name", _BYTES, nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_teams_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
    )
    op.create_index("ix_teams_unit_id", "teams", ["unit_id"])
    op.create_table(
        "team_members",
        sa.Column("team_id", _ROW_ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("is_leader", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_team_members_team_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_team_members_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "chat_id", name="pk_team_members"),
    )
    op.create_index("ix_team_members_chat_id", "team_members", ["chat_id"])


def _create_assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("area_id", _ROW_ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("team_id", _ROW_ID, nullable=True),
        sa.Column("begins", sa.Double(), nullable=False),
        sa.Column("ends", sa.Double(), nullable=True),
        sa.Column("ended_at", sa.Double(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(chat_id IS NULL) <> (team_id IS NULL)", name="ck_assignments_one_holder"),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name="fk_assignments_area_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_assignments_chat_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_assignments_team_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    for column in ("area_id", "chat_id", "team_id"):
        op.create_index(f"ix_assignments_{column}", "assignments", [column])


def _create_companies() -> None:
    op.create_table(
        "companies",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("building_id", _ROW_ID, nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("floor", sa.String(8), nullable=False),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("known_since", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["building_id"], ["buildings.id"], name="fk_companies_building_id"),
        sa.PrimaryKeyConstraint("id", name="pk_companies"),
    )
    op.create_index("ix_companies_building_id", "companies", ["building_id"])
    op.create_table(
        "building_estimates",
        sa.Column("building_id", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("stated_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["building_id"], ["buildings.id"], name="fk_building_estimates_building_id"),
        sa.PrimaryKeyConstraint("building_id", name="pk_building_estimates"),
    )


def _create_visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("building_id", _ROW_ID, nullable=False),
        sa.Column("company_id", _ROW_ID, nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("day", sa.Double(), nullable=False),
        sa.Column("found", sa.LargeBinary(), nullable=True),
        sa.Column("next_on", sa.Double(), nullable=True),
        sa.Column("attachment", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["building_id"], ["buildings.id"], name="fk_visits_building_id"),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_visits_company_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_visits_chat_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
    )
    op.create_index("ix_visits_building_id", "visits", ["building_id"])
    op.create_index("ix_visits_chat_id", "visits", ["chat_id"])


def _create_promises() -> None:
    op.create_table(
        "promises",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("building_id", _ROW_ID, nullable=False),
        sa.Column("visit_id", _ROW_ID, nullable=True),
        sa.Column("owner", sa.BigInteger(), nullable=False),
        sa.Column("told_by", sa.BigInteger(), nullable=True),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("due", sa.Double(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.Column("closed_at", sa.Double(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["building_id"], ["buildings.id"], name="fk_promises_building_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_promises_visit_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["owner"], ["people.chat_id"], name="fk_promises_owner"),
        sa.ForeignKeyConstraint(["told_by"], ["people.chat_id"], name="fk_promises_told_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_promises"),
    )
    op.create_index("ix_promises_building_id", "promises", ["building_id"])
    op.create_index("ix_promises_visit_id", "promises", ["visit_id"])
    op.create_index("ix_promises_told_by", "promises", ["told_by"])
    op.create_index("ix_promises_owner_state", "promises", ["owner", "state"])


def downgrade() -> None:
    for table in ("promises", "visits", "building_estimates", "companies", "assignments"):
        op.drop_table(table)
    for table in ("team_members", "teams", "area_buildings", "areas"):
        op.drop_table(table)
