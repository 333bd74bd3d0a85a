"""Watch parties, and the time zones by which people say their hours."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables of watch parties."""
    op.create_table(
        "watch_party",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "channel_id",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="whose ceiling is to be raised",
        ),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False, comment="of the word: another for each announcement"),
        sa.Column("user_id", sa.BigInteger(), comment="who gave the word; null once that user's data was deleted"),
        sa.Column("ceiling", sa.Integer(), nullable=False, comment="rank of an episode: what the ceiling is raised to"),
        sa.Column(
            "above", sa.Integer(), nullable=False, comment="rank of an episode: the ceiling when it was announced"
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when"),
        sa.Column("told_in", sa.BigInteger(), nullable=False, comment="where it is announced"),
        sa.Column(
            "message_id",
            sa.BigInteger(),
            comment="of the announcement; null until it is posted, 0 where it cannot be",
        ),
        sa.Column(
            "raised_at",
            sa.DateTime(timezone=True),
            comment="null until the hour has come; the row goes once that was told",
        ),
        sa.PrimaryKeyConstraint("guild_id", "channel_id", "show", name="pk_watch_party"),
    )
    op.create_index("watch_party_at", "watch_party", ["at"])
    op.create_index("watch_party_user", "watch_party", ["user_id"])
    op.create_table(
        "user_zone",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False, comment="Europe/Berlin, or UTC+05:30"),
        sa.PrimaryKeyConstraint("user_id", name="pk_user_zone"),
    )


def downgrade() -> None:
    """Drop the tables of watch parties."""
    op.drop_table("user_zone")
    op.drop_table("watch_party")
