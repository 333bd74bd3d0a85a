"""Trivia: rounds as logs of events, scores, practice, the daily question, reports."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# SQLite counts up only columns that are called INTEGER.
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables of trivia."""
    op.create_table(
        "trivia_round",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("alive", sa.BigInteger(), nullable=False, comment="the last sign of life besides its events"),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_trivia_round"),
    )
    op.create_index(
        "trivia_round_running",
        "trivia_round",
        ["channel_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "round_event",
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, comment="without gaps; 1 is the opening", nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "user_id", sa.BigInteger(), comment="who acted; null where nobody did, or once their data was deleted"
        ),
        sa.Column(
            "stand_in", sa.Integer(), comment="once their data was deleted: the first seq of theirs in this round"
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="JSON, without the person and what they typed"),
        sa.Column("words", sa.Text(), comment="what they typed"),
        sa.PrimaryKeyConstraint("round_id", "seq", name="pk_round_event"),
        sqlite_with_rowid=False,
    )
    op.create_index("round_event_user", "round_event", ["user_id", "round_id"])
    op.create_table(
        "round_question",
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column(
            "fresh",
            sa.Boolean(),
            nullable=False,
            server_default=sa.true(),
            comment="not to be repeated in the channel yet",
        ),
        sa.PrimaryKeyConstraint("round_id", "key", name="pk_round_question"),
    )
    op.create_index("round_question_channel", "round_question", ["channel_id", "show"])
    op.create_index("round_question_guild", "round_question", ["guild_id", "key"])
    op.create_table(
        "round_score",
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("best_streak", sa.Integer(), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False, comment="spent on right answers"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "user_id", name="pk_round_score"),
    )
    op.create_index("round_score_guild", "round_score", ["guild_id", "show", "at"])
    op.create_index("round_score_user", "round_score", ["user_id", "show"])
    op.create_table(
        "round_kind",
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(60), comment="of question", nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "user_id", "kind", name="pk_round_kind"),
    )
    op.create_index("round_kind_user", "round_kind", ["user_id", "show"])
    op.create_table(
        "board_leaver",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_board_leaver"),
    )
    op.create_table(
        "practice",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("box", sa.Integer(), nullable=False, comment="right answers in a row, up to the last box"),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "show", "key", name="pk_practice"),
    )
    op.create_table(
        "daily",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False, comment="name in the time zone database"),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), comment="when the next question is to be posted"),
        sa.PrimaryKeyConstraint("guild_id", name="pk_daily"),
    )
    op.create_index("daily_next", "daily", ["next_at"])
    op.create_table(
        "daily_question",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(10), comment="ISO 8601, in the guild's zone", nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("message_id", sa.BigInteger(), comment="null until it is posted"),
        sa.PrimaryKeyConstraint("guild_id", "day", name="pk_daily_question"),
    )
    op.create_table(
        "daily_answer",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "day", "user_id", name="pk_daily_answer"),
    )
    op.create_index("daily_answer_user", "daily_answer", ["user_id", "guild_id"])
    op.create_table(
        "question_report",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ask", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="what the reporter says about it"),
        sa.Column("round_id", sa.BigInteger()),
        sa.Column("number", sa.Integer()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "key", "user_id", name="pk_question_report"),
    )
    op.create_index("question_report_user", "question_report", ["user_id"])
    op.create_table(
        "question_verdict",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("banned", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), comment="of the moderator; null once their data was deleted"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scored", sa.Boolean(), nullable=False, comment="whether the answers to it have been scored anew"),
        sa.PrimaryKeyConstraint("guild_id", "key", name="pk_question_verdict"),
    )
    op.create_index("question_verdict_user", "question_verdict", ["user_id"])


def downgrade() -> None:
    """Drop the tables of trivia."""
    for table in (
        "question_verdict",
        "question_report",
        "daily_answer",
        "daily_question",
        "daily",
        "practice",
        "board_leaver",
        "round_kind",
        "round_score",
        "round_question",
        "round_event",
        "trivia_round",
    ):
        op.drop_table(table)
