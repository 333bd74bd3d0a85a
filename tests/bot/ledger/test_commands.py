"""Which commands Discord has been told of."""

from __future__ import annotations

from bot.ledger import Ledger

DATABASES = ["sqlite", "postgresql"]
APPLICATION = 10**18


async def test_digest_is_what_was_remembered_last_for_that_application(ledger: Ledger) -> None:
    assert await ledger.commands.digest(APPLICATION) is None
    for digest in ("first", "second"):
        await ledger.commands.remember(APPLICATION, digest)
        assert await ledger.commands.digest(APPLICATION) == digest
    assert await ledger.commands.digest(APPLICATION + 1) is None
