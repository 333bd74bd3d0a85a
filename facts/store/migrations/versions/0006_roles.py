"""Roles that follow progress, and who takes part in them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables of roles."""
    op.create_table(
        "season_role",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("made", sa.Boolean(), nullable=False, comment="by the bot, so that it may delete it"),
        sa.Column(
            "retired",
            sa.Boolean(),
            nullable=False,
            comment="given to nobody any more, and being taken from who has it",
        ),
        sa.PrimaryKeyConstraint("guild_id", "role_id", name="pk_season_role"),
    )
    op.create_table(
        "role_member",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("leaving", sa.Boolean(), nullable=False, comment="no longer agreed to; roles to be taken"),
        sa.Column("due", sa.Integer(), nullable=False, comment="changes not yet carried to Discord"),
        sa.Column("stuck", sa.Boolean(), nullable=False, comment="at the last look the bot was not allowed"),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "guild_id", "show", name="pk_role_member"),
        comment="who has agreed to be shown by roles how far they are",
    )
    op.create_index("role_member_guild", "role_member", ["guild_id", "show"])
    op.create_index("role_member_due", "role_member", ["due"])
    op.create_index("role_member_checked", "role_member", ["checked_at"])


def downgrade() -> None:
    """Drop the tables of roles."""
    op.drop_table("role_member")
    op.drop_table("season_role")
