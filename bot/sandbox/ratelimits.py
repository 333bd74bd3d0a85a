"""Rate limits: buckets by route and channel, the global one, and refusals that tests ask for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.sandbox.clock import Clock

MAJOR: Final = ("channel_id", "guild_id", "webhook_id", "webhook_token")
"""The parts of a path that have buckets of their own."""

_DISCORD: Final = {
    "POST /channels/{channel_id}/messages": (5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
    "DELETE /channels/{channel_id}/messages/{message_id}": (5, 1.0),
    "POST /channels/{channel_id}/typing": (5, 5.0),
    "PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}": (10, 10.0),
    "DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}": (10, 10.0),
    "POST /users/@me/channels": (10, 10.0),
    "PUT /applications/{application_id}/commands": (2, 60.0),
    "POST /webhooks/{webhook_id}/{webhook_token}": (5, 2.0),
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}": (5, 2.0),
}


@dataclass(frozen=True)
class Rules:
    """How many requests are allowed in how many seconds."""

    routes: Mapping[str, tuple[int, float]]
    otherwise: tuple[int, float]
    everything: int
    """Requests a second over all routes but interactions and webhooks."""


DISCORD: Final = Rules(_DISCORD, otherwise=(50, 1.0), everything=50)
"""As Discord has them, where it tells or people have measured."""

GENEROUS: Final = Rules({}, otherwise=(1_000_000, 1.0), everything=1_000_000_000)
"""Never reached; the headers are sent all the same."""


@dataclass
class _Window:
    used: int
    ends: float


@dataclass(frozen=True)
class Verdict:
    """Headers for the answer and, when the request is refused, the body of the 429."""

    headers: dict[str, str]
    refusal: dict[str, Any] | None = None


@dataclass
class _Provoked:
    retry_after: float
    times: int
    scope: str
    via: bool


class RateLimits:
    """Counts requests; the rules can be changed at any time."""

    def __init__(self, clock: Clock, rules: Rules = GENEROUS) -> None:
        self._clock = clock
        self.rules = rules
        self._windows: dict[tuple[str, str], _Window] = {}
        self._global = _Window(0, 0.0)
        self._provoked: dict[str, _Provoked] = {}
        self.refused = 0
        """How many requests were answered with 429."""

    def provoke(
        self, route: str, *, retry_after: float = 0.01, times: int = 1, scope: str = "user", via: bool = True
    ) -> None:
        """Refuse the next requests of a route (such as ``POST /channels/{channel_id}/messages``).

        ``scope`` is user, shared or global; without ``via`` the answer looks as if Cloudflare had banned the bot.
        """
        self._provoked[route] = _Provoked(retry_after, times, scope, via)

    def check(self, method: str, template: str, params: Mapping[str, str]) -> Verdict:
        """Count a request and say whether it may pass."""
        route = f"{method} {template}"
        provoked = self._provoked.get(route)
        if provoked is not None and provoked.times > 0:
            provoked.times -= 1
            return self._refuse({}, provoked.retry_after, provoked.scope, via=provoked.via)
        if template.startswith("/interactions/"):
            return Verdict({})
        now = self._clock.monotonic()
        if not template.startswith("/webhooks/"):
            if now >= self._global.ends:
                self._global = _Window(0, now + 1.0)
            self._global.used += 1
            if self._global.used > self.rules.everything:
                return self._refuse({}, self._global.ends - now, "global")
        limit, seconds = self.rules.routes.get(route, self.rules.otherwise)
        key = (route, "+".join(params[name] for name in MAJOR if name in params))
        window = self._windows.get(key)
        if window is None or now >= window.ends:
            self._drop_ended(now)
            window = self._windows[key] = _Window(0, now + seconds)
        window.used += 1
        left = window.ends - now
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(0, limit - window.used)),
            "X-RateLimit-Reset": f"{self._clock.now() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.md5(route.encode(), usedforsecurity=False).hexdigest(),
        }
        if window.used > limit:
            return self._refuse(headers, left, "user")
        return Verdict(headers)

    def _drop_ended(self, now: float) -> None:
        """Forget windows that are over, so that the tokens of old interactions do not pile up."""
        if len(self._windows) >= 1024:
            self._windows = {key: window for key, window in self._windows.items() if window.ends > now}

    def _refuse(self, headers: dict[str, str], retry_after: float, scope: str, *, via: bool = True) -> Verdict:
        self.refused += 1
        is_global = scope == "global"
        headers = headers | {"Retry-After": str(max(1, round(retry_after))), "X-RateLimit-Scope": scope}
        if is_global:
            headers["X-RateLimit-Global"] = "true"
        if via:
            headers["Via"] = "1.1 sandbox"
        body = {
            "message": "You are being rate limited.",
            "retry_after": round(retry_after, 3),
            "global": is_global,
        }
        return Verdict(headers, body)
