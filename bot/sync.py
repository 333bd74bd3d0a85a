"""Telling Discord which commands there are, when they have changed and not at every start."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

from discord import app_commands

from bot.ledger import Ledger

log = logging.getLogger(__name__)


async def sync_commands(tree: app_commands.CommandTree[Any], ledger: Ledger, application_id: int) -> bool:
    """Register the commands where they differ from those registered last; return whether they did."""
    digest = digest_of(tree)
    if await ledger.commands.digest(application_id) == digest:
        return False
    await tree.sync()
    await ledger.commands.remember(application_id, digest)
    log.info("commands registered with Discord")
    return True


def digest_of(tree: app_commands.CommandTree[Any]) -> str:
    """A digest of all commands as Discord is told them."""
    listed = [command.to_dict(tree) for command in tree.get_commands()]
    return hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()
