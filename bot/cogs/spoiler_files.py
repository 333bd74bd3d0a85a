"""Files that go with a spoiler: how many and how large they may be, and reading them from Discord."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import discord

from bot.drafts import Attached
from bot.errors import FileGoneError, FilesError, OptionError
from bot.ledger import SpoilerFile
from bot.render.spoiler import FILE_BYTES, FILES, MESSAGE_FILES
from bot.replies import TROUBLE

SAVED_BYTES: Final = FILES * FILE_BYTES
"""What is kept of the files of a message that is hidden: as much as may be posted with a spoiler."""
_PATIENCE: Final = 5.0
"""Seconds for which a message that is to be hidden stays, at most, while its files are read."""


def check_files(files: Sequence[Attached], *, hiding: bool = False) -> None:
    """Raise ``FilesError`` for files that are too many or too large, ``OptionError`` for an id without its file.

    ``hiding``: they are those of a message that is there, with as many as Discord allows.
    """
    if not all(isinstance(file, Attached) and _is_whole(file) for file in files):
        raise OptionError
    sizes = [size_of(file) for file in files]
    if len(sizes) > (MESSAGE_FILES if hiding else FILES) or any(size > FILE_BYTES for size in sizes):
        raise FilesError(hiding=hiding)


def size_of(file: Attached) -> int:
    """Return how many bytes a file has."""
    return len(file.data) if isinstance(file, SpoilerFile) else file.size


async def read_file(file: Attached) -> SpoilerFile:
    """Fetch a file from Discord; raise ``FileGoneError`` where it is there no longer."""
    if isinstance(file, SpoilerFile):
        return file
    try:
        data = await file.read()
    except (discord.NotFound, discord.Forbidden) as error:
        raise FileGoneError from error
    if len(data) > FILE_BYTES:
        raise FilesError
    return SpoilerFile(file.filename, data)


async def read_at_hand(files: Sequence[discord.Attachment]) -> tuple[SpoilerFile, ...]:
    """Fetch the files of a message that is about to be deleted, as far as there is room and time."""
    read: list[SpoilerFile] = []
    room = SAVED_BYTES
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            for file in files:
                if file.size > min(room, FILE_BYTES):
                    continue
                with suppress(FileGoneError, FilesError, discord.HTTPException, *TROUBLE):
                    read.append(await read_file(file))
                    room -= len(read[-1].data)
    return tuple(read)


def _is_whole(file: Attached) -> bool:
    """Whether what Discord tells of a file can be used."""
    if isinstance(file, SpoilerFile):
        return True
    # From an interaction these are whatever came.
    told: tuple[object, object, object] = (file.url, file.filename, file.size)
    return isinstance(told[0], str) and isinstance(told[1], str) and isinstance(told[2], int)
