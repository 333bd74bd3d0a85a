"""The processes that serve one bot: who serves which shards, and what the others have changed."""

from bot.fleet.fleet import Fleet, joined
from bot.fleet.share import TakenError

__all__ = ["Fleet", "TakenError", "joined"]
