"""What users own: progress, settings, ceilings, and the log of moderators' changes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# SQLite counts up only columns that are called INTEGER.
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables of the ledger."""
    op.create_table(
        "progress",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("watched_through", sa.Integer(), comment="rank of an episode"),
        sa.Column("view_as_of", sa.Integer(), comment="rank of an episode; set while rewatching"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_progress"),
        comment="a log: the latest row of a user and show holds, undo deletes it",
    )
    op.create_index("progress_latest", "progress", ["user_id", "show", "id"])
    op.create_table(
        "user_setting",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_show", sa.Text()),
        sa.Column("asked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_user_setting"),
    )
    op.create_table(
        "guild_setting",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("show", sa.Text()),
        sa.Column("log_channel_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("guild_id", name="pk_guild_setting"),
    )
    op.create_table(
        "ceiling",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="0: all of the guild"),
        sa.Column("ceiling", sa.Integer(), nullable=False, comment="rank of an episode"),
        sa.PrimaryKeyConstraint("guild_id", "show", "channel_id", name="pk_ceiling"),
    )
    op.create_table(
        "registered_commands",
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("application_id", name="pk_registered_commands"),
    )
    op.create_table(
        "guild_change",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.BigInteger(), comment="null once that user's data was deleted"),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("show", sa.Text()),
        sa.Column("channel_id", sa.BigInteger()),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_guild_change"),
    )
    op.create_index("guild_change_latest", "guild_change", ["guild_id", "id"])
    op.create_index("guild_change_user", "guild_change", ["user_id"])


def downgrade() -> None:
    """Drop the tables of the ledger."""
    for table in ("guild_change", "ceiling", "guild_setting", "user_setting", "progress"):
        op.drop_table(table)
