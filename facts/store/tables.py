"""The tables of facts: shows, and what their packs hold, a row for each mapping that bears ``since``."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, Text

NAMING: Final = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
"""How constraints are called, in every table of the database, so that migrations can name them."""

metadata: Final = MetaData(naming_convention=NAMING)

show: Final = Table(
    "show",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("title", Text, nullable=False),
    Column("premise", Text, nullable=False),
    Column("episodes", Text, nullable=False, comment="JSON list: how many episodes each season has"),
    Column("version", Integer, nullable=False, comment="counts the packs loaded; the items being served bear it"),
    Column("digest", Text, nullable=False, comment="of the pack's files"),
)

item: Final = Table(
    "item",
    metadata,
    Column("show_id", String(60), ForeignKey("show.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False, comment="place in the pack"),
    Column("kind", String(20), nullable=False),
    Column("parent", Integer, comment="seq of the item it is nested in"),
    Column("id", String(60)),
    Column("since", Integer, nullable=False, comment="rank of the canonical position"),
    Column("body", Text, nullable=False, comment="JSON, without nested items that bear since"),
    sqlite_with_rowid=False,
)
