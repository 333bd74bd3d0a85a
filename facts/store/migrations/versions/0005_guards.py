"""Guarded channels, and the texts that moderators found harmless."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables of the guard."""
    op.create_table(
        "channel_guard",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mode", sa.String(4), nullable=False, comment="off, hint or hide"),
        sa.Column("strict", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "channel_id", name="pk_channel_guard"),
    )
    op.create_table(
        "guard_pardon",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "digest", sa.LargeBinary(), nullable=False, comment="keyed hash of a text that a moderator found harmless"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_guard_pardon"),
        comment="no text and nobody's name: only what tells the same text again",
    )
    op.create_index("guard_pardon_channel", "guard_pardon", ["guild_id", "channel_id", "id"])


def downgrade() -> None:
    """Drop the tables of the guard."""
    op.drop_table("guard_pardon")
    op.drop_table("channel_guard")
