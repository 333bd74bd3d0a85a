"""Shows and the items of their packs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "show",
        sa.Column("id", sa.String(60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("premise", sa.Text(), nullable=False),
        sa.Column("episodes", sa.Text(), nullable=False, comment="JSON list: how many episodes each season has"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts the packs loaded; the items being served bear it"
        ),
        sa.Column("digest", sa.Text(), nullable=False, comment="of the pack's files"),
        sa.PrimaryKeyConstraint("id", name="pk_show"),
    )
    op.create_table(
        "item",
        sa.Column("show_id", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False, comment="place in the pack"),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("parent", sa.Integer(), comment="seq of the item it is nested in"),
        sa.Column("id", sa.String(60)),
        sa.Column("since", sa.Integer(), nullable=False, comment="rank of the canonical position"),
        sa.Column("body", sa.Text(), nullable=False, comment="JSON, without nested items that bear since"),
        sa.ForeignKeyConstraint(["show_id"], ["show.id"], name="fk_item_show_id"),
        sa.PrimaryKeyConstraint("show_id", "version", "seq", name="pk_item"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("item")
    op.drop_table("show")
