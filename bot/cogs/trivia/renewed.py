"""Questions that are kept as they were asked, told as the packs are now: a correction holds for them, too."""

from __future__ import annotations

from bot.client import Airlock
from bot.ledger import DailyQuestion, StoreUnavailable
from bot.trivia.daily import Asked
from facts.errors import StoreError
from facts.questions import TriviaQuestion


async def renewed(bot: Airlock, show_id: str, asked: Asked) -> TriviaQuestion | None:
    """Return a question as the position that it was asked from words it now, ``None`` where that cannot ask it now.

    So it is after a tag was corrected: then it is beyond that position, and nobody there is told any more of it.
    Raises ``StoreUnavailable``.
    """
    show = bot.views.find(show_id)
    if show is None:
        return None
    try:
        view = await bot.views.load(show, show.seasons.within(asked.position))
    except StoreError as error:
        raise StoreUnavailable(str(error)) from error
    return (await bot.pools.of(view)).renew(asked.question)


async def standing(bot: Airlock, daily: DailyQuestion) -> TriviaQuestion | None:
    """Return a question of the day as it is now, ``None`` where it was withdrawn: banned there, or corrected."""
    if daily.key in await bot.ledger.reports.banned(daily.guild):
        return None
    return await renewed(bot, daily.show, Asked.of(daily.question))
