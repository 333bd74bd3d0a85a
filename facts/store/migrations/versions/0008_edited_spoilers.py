"""Whether somebody else has changed the words of a gated spoiler."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the mark; of posts that were changed before nobody knows it."""
    op.add_column(
        "spoiler",
        sa.Column(
            "edited",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="its words are no longer its author's alone",
        ),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_column("spoiler", "edited")
