"""Gated spoilers: posts, and the files that go with them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables of gated spoilers."""
    op.create_table(
        "spoiler",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), comment="of the notice; null until it is posted"),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False, comment="rank of an episode"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_spoiler"),
    )
    op.create_index("spoiler_channel", "spoiler", ["channel_id"])
    op.create_index("spoiler_message", "spoiler", ["message_id"])
    op.create_index("spoiler_user", "spoiler", ["user_id"])
    op.create_table(
        "spoiler_file",
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("post_id", "number", name="pk_spoiler_file"),
    )
    op.create_index("spoiler_file_guild", "spoiler_file", ["guild_id"])
    op.create_index("spoiler_file_user", "spoiler_file", ["user_id"])


def downgrade() -> None:
    """Drop the tables of gated spoilers."""
    op.drop_table("spoiler_file")
    op.drop_table("spoiler")
