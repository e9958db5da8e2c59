"""The foundation: places, people, conversations, inbox, failed updates and outbox."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from storage.places import places_index

revision: Final = "0001"
down_revision: Final = None
branch_labels: Final = None
depends_on: Final = None

_ROW_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BYTE_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _create_units()
    _create_buildings()
    _create_points()
    _create_revisions()
    _create_people()
    _create_conversations()
    _create_inbox()
    _create_failed_updates()
    _create_outbox()
    _index_outbox()
    places_index.create(op.get_bind())


def downgrade() -> None:
    places_index.drop(op.get_bind())
    for table in (
        "outbox",
        "failed_updates",
        "inbox",
        "conversations",
        "people",
        "revisions",
        "points",
        "buildings",
        "units",
    ):
        op.drop_table(table)  # and its indexes with it


def _create_units() -> None:
    op.create_table(
        "units",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", _BYTE_TEXT, nullable=False),
        sa.Column("site_kind", sa.String(20)),
        sa.Column("parent_id", _ROW_ID),
        sa.Column("path", _BYTE_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name="fk_units_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
        sa.UniqueConstraint("code", name="uq_units_code"),
    )
    op.create_index("ix_units_parent_id", "units", ["parent_id"])
    op.create_index("ix_units_path", "units", ["path"])


def _create_buildings() -> None:
    op.create_table(
        "buildings",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("name", _BYTE_TEXT, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("branch_id", _ROW_ID),
        *_located(),
        sa.Column("pinyin", _BYTE_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["units.id"], name="fk_buildings_branch_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_buildings_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_buildings"),
        sa.UniqueConstraint("code", name="uq_buildings_code"),
        sa.UniqueConstraint("slug", name="uq_buildings_slug"),
    )
    op.create_index("ix_buildings_branch_id", "buildings", ["branch_id"])
    op.create_index("ix_buildings_unit_id", "buildings", ["unit_id"])


def _create_points() -> None:
    op.create_table(
        "points",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("name", _BYTE_TEXT, nullable=False),
        sa.Column("layer", sa.String(16), nullable=False),
        sa.Column("unit_id", _ROW_ID, nullable=False),
        sa.Column("building_id", _ROW_ID),
        sa.Column("address", sa.Text(), nullable=False),
        *_located(),
        sa.Column("services", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("step_free", sa.Boolean()),
        sa.Column("pinyin", _BYTE_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["building_id"], ["buildings.id"], name="fk_points_building_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_points_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_points"),
        sa.UniqueConstraint("code", name="uq_points_code"),
        sa.UniqueConstraint("slug", name="uq_points_slug"),
    )
    op.create_index("ix_points_building_id", "points", ["building_id"])
    op.create_index("ix_points_unit_id", "points", ["unit_id"])


def _located() -> tuple[sa.Column[float], ...]:
    return tuple(sa.Column(name, sa.Double(), nullable=False) for name in ("latitude", "longitude", "x", "y", "z"))


def _create_revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_revisions"),
    )


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(8)),
        sa.Column("my_point_id", _ROW_ID),
        sa.Column("unreachable_since", sa.Double()),
        sa.Column("first_seen", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["my_point_id"], ["points.id"], name="fk_people_my_point_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("chat_id", name="pk_people"),
    )
    op.create_index("ix_people_my_point_id", "people", ["my_point_id"])


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_conversations"),
    )


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("taken_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_taken_at", "inbox", ["taken_at"])


def _create_failed_updates() -> None:
    op.create_table(
        "failed_updates",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("arrival", sa.LargeBinary(), nullable=False),
        sa.Column("traceback", sa.LargeBinary(), nullable=False),
        sa.Column("failed_at", sa.Double(), nullable=False),
        sa.Column("retried_at", sa.Double()),
        sa.PrimaryKeyConstraint("id", name="pk_failed_updates"),
        sa.UniqueConstraint("reference", name="uq_failed_updates_reference"),
    )


def _create_outbox() -> None:
    states = "'todo', 'sending', 'sent', 'failed', 'expired', 'unreachable', 'unknown'"
    op.create_table(
        "outbox",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("dedupe", sa.String(80), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reply", sa.LargeBinary()),
        sa.Column("not_before", sa.Double(), nullable=False),
        sa.Column("not_after", sa.Double()),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("repeats", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("first_tried_at", sa.Double()),
        sa.Column("claimed_by", sa.String(40)),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("reason", sa.Text()),
        sa.Column("written_at", sa.Double(), nullable=False),
        sa.Column("done_at", sa.Double()),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_outbox_known_state")),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("dedupe", name="uq_outbox_dedupe"),
    )


def _index_outbox() -> None:
    for name, columns, condition in (
        ("ix_outbox_due", ["lane", "not_before", "id"], "state = 'todo'"),
        ("ix_outbox_line", ["lane", "chat_id", "id"], "state = 'todo'"),
        ("ix_outbox_sending", ["claimed_by", "lane", "chat_id"], "state = 'sending'"),
        ("ix_outbox_done_at", ["done_at"], "done_at IS NOT NULL"),
    ):
        where = sa.text(condition)
        op.create_index(name, "outbox", columns, sqlite_where=where, postgresql_where=where)
