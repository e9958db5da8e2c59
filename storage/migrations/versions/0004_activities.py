"""Organisational life: activities, their series, sign-ups, duties, ratings, certificates; what an answer is about."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"
branch_labels: Final = None
depends_on: Final = None

_ROW_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BYTE_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("about", sa.String(40)))
    asked = sa.text("about IS NOT NULL")
    op.create_index("ix_outbox_about", "outbox", ["chat_id"], sqlite_where=asked, postgresql_where=asked)
    _create_activity_series()
    _create_activities()
    _create_signups()
    _create_lead_times()
    _create_duties()
    _create_duty_answers()
    _create_ratings()
    _create_certificates()


def downgrade() -> None:
    for table in (
        "certificates",
        "ratings",
        "duty_answers",
        "duties",
        "lead_times",
        "signups",
        "activities",
        "activity_series",
    ):
        op.drop_table(table)
    op.drop_index("ix_outbox_about", "outbox")
    op.drop_column("outbox", "about")


def _create_activity_series() -> None:
    op.create_table(
        "activity_series",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger()),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("planned_until", sa.String(10), nullable=False),
        sa.Column("ended_at", sa.Double()),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_activity_series_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_series"),
    )
    op.create_index("ix_activity_series_unit_id", "activity_series", ["unit_id"])


def _create_activities() -> None:
    op.create_table(
        "activities",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", _BYTE_TEXT, nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.Double(), nullable=False),
        sa.Column("ends_at", sa.Double(), nullable=False),
        sa.Column("opens_at", sa.Double()),
        sa.Column("closes_at", sa.Double()),
        sa.Column("confirm_by", sa.Double()),
        sa.Column("seats", sa.Integer()),
        sa.Column("audience", sa.SmallInteger(), nullable=False),
        sa.Column("point_id", _ROW_ID),
        sa.Column("building_id", _ROW_ID),
        sa.Column("spot_title", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Double()),
        sa.Column("longitude", sa.Double()),
        sa.Column("file_kind", sa.String(10)),
        sa.Column("file_id", sa.Text()),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_place", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("series_id", _ROW_ID),
        sa.Column("series_date", sa.String(10)),
        sa.Column("code_word", sa.LargeBinary()),
        sa.Column("check_in_secret", sa.LargeBinary()),
        sa.Column("created_by", sa.BigInteger()),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("published_at", sa.Double()),
        sa.Column("cancelled_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("stage IN ('draft', 'published', 'cancelled')", name="ck_activities_known_stage"),
        sa.CheckConstraint("starts_at < ends_at", name="ck_activities_ends_after_it_begins"),
        sa.ForeignKeyConstraint(
            ["building_id"], ["buildings.id"], name="fk_activities_building_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["point_id"], ["points.id"], name="fk_activities_point_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["series_id"], ["activity_series.id"], name="fk_activities_series_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_activities_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activities"),
    )
    op.create_index("ix_activities_building_id", "activities", ["building_id"])
    op.create_index("ix_activities_point_id", "activities", ["point_id"])
    op.create_index("ix_activities_series_id", "activities", ["series_id"])
    op.create_index("ix_activities_unit_id", "activities", ["unit_id"])
    op.create_index("ix_activities_when", "activities", ["stage", "starts_at"])
    op.create_index("uq_activities_date_of_series", "activities", ["series_id", "series_date"], unique=True)


def _create_signups() -> None:
    op.create_table(
        "signups",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("activity_id", _ROW_ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("standing", sa.SmallInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("since", sa.Double(), nullable=False),
        sa.Column("offered_until", sa.Double()),
        sa.Column("reason", sa.LargeBinary()),
        sa.Column("late_minutes", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("before", sa.String(12)),
        sa.Column("seen_at", sa.Double()),
        sa.Column("seen_by", sa.BigInteger()),
        sa.Column("way", sa.String(10)),
        sa.CheckConstraint(
            "state IN ('expected', 'signed_up', 'confirmed', 'waiting', 'offered', 'on_leave', 'left', 'released',"
            " 'lapsed', 'checked_in', 'walked_in', 'absent')",
            name="ck_signups_known_state",
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_signups_activity_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_signups_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_signups"),
        sa.UniqueConstraint("activity_id", "chat_id", name="uq_signups_activity_id_chat_id"),
    )
    op.create_index("ix_signups_chat_id", "signups", ["chat_id"])
    op.create_index("ix_signups_line", "signups", ["activity_id", "state", "standing", "place"])


def _create_lead_times() -> None:
    op.create_table(
        "lead_times",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_lead_times_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "kind", name="pk_lead_times"),
    )


def _create_duties() -> None:
    op.create_table(
        "duties",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("activity_id", _ROW_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.Double(), nullable=False),
        sa.Column("ends_at", sa.Double(), nullable=False),
        sa.Column("needed", sa.SmallInteger(), nullable=False),
        sa.Column("called_at", sa.Double()),
        sa.Column("next_place", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_duties_activity_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_duties"),
    )
    op.create_index("ix_duties_activity_id", "duties", ["activity_id"])


def _create_duty_answers() -> None:
    op.create_table(
        "duty_answers",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("duty_id", _ROW_ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("since", sa.Double(), nullable=False),
        sa.Column("asked_until", sa.Double()),
        sa.Column("late_minutes", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("said", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_duty_answers_chat_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["duty_id"], ["duties.id"], name="fk_duty_answers_duty_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_duty_answers"),
        sa.UniqueConstraint("duty_id", "chat_id", name="uq_duty_answers_duty_id_chat_id"),
    )
    op.create_index("ix_duty_answers_chat_id", "duty_answers", ["chat_id"])


def _create_ratings() -> None:
    op.create_table(
        "ratings",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("activity_id", _ROW_ID, nullable=False),
        sa.Column("who_hash", sa.String(64), nullable=False),
        sa.Column("stars", sa.SmallInteger(), nullable=False),
        sa.Column("said", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_ratings_activity_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_ratings"),
        sa.UniqueConstraint("activity_id", "who_hash", name="uq_ratings_activity_id_who_hash"),
    )


def _create_certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("activity_id", _ROW_ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("issued_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name="fk_certificates_activity_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["chat_id"], ["people.chat_id"], name="fk_certificates_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_certificates"),
        sa.UniqueConstraint("activity_id", "chat_id", name="uq_certificates_activity_id_chat_id"),
        sa.UniqueConstraint("code_hash", name="uq_certificates_code_hash"),
    )
    op.create_index("ix_certificates_chat_id", "certificates", ["chat_id"])
