"""Gated spoilers: what is kept until somebody who is far enough asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Boolean, Row, Select, bindparam, delete, func, insert, select, update

from bot.ledger.reader import Reader
from bot.ledger.spoiler_tables import PostId, spoiler, spoiler_file
from bot.ledger.statements import Step
from bot.ledger.tables import ChannelId, GuildId, Moment, UserId
from bot.ledger.trivia_tables import MessageId
from bot.ledger.turns import Turns
from facts.position import Position


@dataclass(frozen=True, slots=True)
class Spoiler:
    """A post. What is hidden is left out of its ``repr``, so that no log can hold it."""

    id: int
    guild: int
    channel: int
    user: int
    """Whose words they are."""
    show: str
    since: Position
    """From where it is safe: a concrete episode."""
    title: str = field(repr=False)
    text: str = field(repr=False)
    message: int | None = None
    """The notice in the channel; ``None`` until it is posted."""
    edited: bool = False
    """Whether a moderator has changed its words."""
    files: int = 0
    """How many files go with it."""


@dataclass(frozen=True, slots=True)
class SpoilerFile:
    """A file that goes with a post."""

    name: str = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Notice:
    """Where a post stands, without what it says."""

    id: int
    guild: int
    channel: int
    message: int | None
    at: datetime


_post: Final = spoiler.c
_file: Final = spoiler_file.c
_ID: Final = bindparam("post", type_=PostId)
_GET: Final = select(
    spoiler,
    select(func.count()).select_from(spoiler_file).where(_file.post_id == _post.id).scalar_subquery().label("files"),
).where(_post.id == _ID)
_FILES: Final = select(_file.name, _file.data).where(_file.post_id == _ID).order_by(_file.number)
_KEPT: Final = select(func.coalesce(func.sum(_file.size), 0).label("kept")).where(
    _file.guild_id == bindparam("guild", type_=GuildId)
)
_KEPT_OF_USER: Final = _KEPT.where(_file.user_id == bindparam("me", type_=UserId))
_NOTICE: Final = select(_post.id, _post.guild_id, _post.channel_id, _post.message_id, _post.at)
_AFTER: Final = _NOTICE.where(_post.id > _ID).order_by(_post.id).limit(bindparam("most", type_=PostId))
_TITLED: Final = (
    _NOTICE.where(_post.guild_id == bindparam("guild", type_=GuildId), _post.title != "", _post.message_id.is_not(None))
    .order_by(_post.id.desc())
    .limit(bindparam("most", type_=PostId))
)
_OF_USER: Final = _NOTICE.where(_post.user_id == bindparam("me", type_=UserId)).order_by(_post.id)
_OF_MESSAGES: Final = _NOTICE.where(_post.message_id.in_(bindparam("notices", type_=MessageId, expanding=True)))
_IN_CHANNEL: Final = _NOTICE.where(_post.channel_id == bindparam("channel", type_=ChannelId))

_ADD: Final = insert(spoiler)
_ADD_FILE: Final = insert(spoiler_file)
_POSTED: Final = update(spoiler).where(_post.id == _ID).values(message_id=bindparam("notice", type_=MessageId))
_CHANGE: Final = (
    update(spoiler)
    .where(_post.id == _ID)
    .values(
        since=bindparam("safe_from"),
        title=bindparam("headline"),
        text=bindparam("words"),
        edited=bindparam("marked", type_=Boolean),
    )
)
_DROP_TITLE: Final = update(spoiler).where(_post.id == _ID, _post.title == bindparam("headline")).values(title="")
_REMOVE: Final = delete(spoiler).where(_post.id == _ID)
_REMOVE_FILES: Final = delete(spoiler_file).where(_file.post_id == _ID)
_NEVER_POSTED: Final = delete(spoiler).where(_post.message_id.is_(None), _post.at < bindparam("limit", type_=Moment))
_ORPHANS: Final = delete(spoiler_file).where(_file.post_id.not_in(select(_post.id)))


class Spoilers:
    """Posts and their files. Nothing of them is kept in memory; all raise a ``LedgerError``."""

    def __init__(self, reader: Reader, turns: Turns, clock: Callable[[], datetime]) -> None:
        self._reader = reader
        self._turns = turns
        self._clock = clock

    async def add(self, post: Spoiler) -> bool:
        """Keep a post whose notice is not posted yet; return whether there was none of that id."""
        row = {
            "id": post.id,
            "guild_id": post.guild,
            "channel_id": post.channel,
            "message_id": None,
            "user_id": post.user,
            "show": post.show,
            "since": post.since,
            "title": post.title,
            "text": post.text,
            "at": self._clock(),
            "edited": post.edited,
        }
        async with self._turns.of(("spoiler", post.id)) as turn:
            (before,) = await turn.by_deadline(self._reader.fetch((_GET, {"post": post.id})))
            if not before:
                await turn.write(((_ADD, row),), about=[("user", post.user), ("guild", post.guild)])
            return not before

    async def add_file(self, post: Spoiler, number: int, file: SpoilerFile) -> None:
        """Keep a file of a post: one at a time, since the writes of all others wait for it."""
        row = {
            "post_id": post.id,
            "number": number,
            "guild_id": post.guild,
            "user_id": post.user,
            "name": file.name,
            "size": len(file.data),
            "data": file.data,
        }
        await self._write(post.id, (_ADD_FILE, row))

    async def posted(self, post: int, message: int) -> None:
        """Note which message is the notice of a post."""
        await self._write(post, (_POSTED, {"post": post, "notice": message}))

    async def get(self, post: int) -> Spoiler | None:
        """Return a post without its files."""
        (rows,) = await self._reader.fetch((_GET, {"post": post}))
        return _spoiler(rows[0]) if rows else None

    async def files(self, post: int) -> tuple[SpoilerFile, ...]:
        """Return the files of a post."""
        (rows,) = await self._reader.fetch((_FILES, {"post": post}))
        return tuple(SpoilerFile(row.name, bytes(row.data)) for row in rows)

    async def change(
        self, post: int, *, since: Position, title: str, text: str | None = None, by: int
    ) -> Spoiler | None:
        """Change what a post says, its text where one is given; return it, ``None`` where there is none.

        It is marked where somebody else has changed the author's words, until the author writes them anew.
        """
        async with self._turns.of(("spoiler", post)) as turn:
            (rows,) = await turn.by_deadline(self._reader.fetch((_GET, {"post": post})))
            if not rows:
                return None
            before = rows[0]
            words = before.text if text is None else text
            if by == before.user_id:
                marked = before.edited and text is None
            else:
                marked = before.edited or (words, title) != (before.text, before.title)
            values = {"post": post, "safe_from": since, "headline": title, "words": words, "marked": marked}
            await turn.write(((_CHANGE, values),), about=[("user", before.user_id)])
        return await self.get(post)

    async def drop_title(self, post: int, title: str) -> None:
        """Leave a post without its title, where it still has this one."""
        await self._write(post, (_DROP_TITLE, {"post": post, "headline": title}))

    async def remove(self, *posts: int) -> None:
        """Remove posts with everything that goes with them."""
        for post in posts:
            await self._write(post, (_REMOVE, {"post": post}), (_REMOVE_FILES, {"post": post}))

    async def remove_unposted(self, before: datetime) -> None:
        """Remove posts that were begun before a time and never got a notice, and files without a post."""
        await self._turns.at_once(["spoilers"], [(_NEVER_POSTED, {"limit": before}), (_ORPHANS, {})])

    async def kept(self, guild: int, user: int) -> tuple[int, int]:
        """Return how many bytes the files of a guild take, and how many of them those of somebody."""
        (whole,), (own,) = await self._reader.fetch(
            (_KEPT, {"guild": guild}), (_KEPT_OF_USER, {"guild": guild, "me": user})
        )
        return int(whole.kept), int(own.kept)

    async def after(self, post: int, limit: int) -> tuple[Notice, ...]:
        """Return the posts that come after an id, at most ``limit``."""
        return await self._notices(_AFTER, post=post, most=limit)

    async def titled(self, guild: int, limit: int) -> tuple[Notice, ...]:
        """Return the posts of a guild that have a title, the newest first, at most ``limit``."""
        return await self._notices(_TITLED, guild=guild, most=limit)

    async def of_user(self, user: int) -> tuple[Notice, ...]:
        """Return the posts of somebody."""
        return await self._notices(_OF_USER, me=user)

    async def of_messages(self, *messages: int) -> tuple[Notice, ...]:
        """Return the posts whose notices those messages are, if any."""
        return await self._notices(_OF_MESSAGES, notices=messages)

    async def in_channel(self, channel: int) -> tuple[Notice, ...]:
        """Return the posts in a channel or thread."""
        return await self._notices(_IN_CHANNEL, channel=channel)

    async def _write(self, post: int, *steps: Step) -> None:
        async with self._turns.of(("spoiler", post)) as turn:
            await turn.write(steps)

    async def _notices(self, query: Select[Any], **values: int | Sequence[int]) -> tuple[Notice, ...]:
        (rows,) = await self._reader.fetch((query, values))
        return tuple(Notice(row.id, row.guild_id, row.channel_id, row.message_id, row.at) for row in rows)


def _spoiler(row: Row[Any]) -> Spoiler:
    return Spoiler(
        id=row.id,
        guild=row.guild_id,
        channel=row.channel_id,
        user=row.user_id,
        show=row.show,
        since=row.since,
        title=row.title,
        text=row.text,
        message=row.message_id,
        edited=row.edited,
        files=row.files,
    )
