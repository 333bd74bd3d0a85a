"""Telling Discord which commands there are, when they have changed and not at every start."""

from __future__ import annotations

import hashlib
import json
import logging

from bot.client import Airlock

log = logging.getLogger(__name__)


async def sync_commands(bot: Airlock) -> bool:
    """Register the commands where they differ from those registered last; return whether they did."""
    listed = [command.to_dict(bot.tree) for command in bot.tree.get_commands()]
    digest = hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()
    application = bot.application_id or 0  # known since logging in
    if await bot.ledger.commands.digest(application) == digest:
        return False
    await bot.tree.sync()
    await bot.ledger.commands.remember(application, digest)
    log.info("commands registered with Discord")
    return True
