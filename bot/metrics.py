"""Metrics for Prometheus and signs of health, on this machine only.

Labels are names of commands and of buttons' actions, outcomes and shards: never a user, a server, a text or a position.
"""

from __future__ import annotations

import errno
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import aiohttp
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot import custom_id
from bot.handling import Handling, current
from bot.ledger.errors import LedgerError
from bot.readings import Readings

if TYPE_CHECKING:
    from bot.client import Airlock

HOST: Final = "127.0.0.1"
HEALTHY: Final = "ok\n"
"""What ``/healthz`` says."""

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 15)
_LATE: Final = (0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 5)
_KINDS: Final = {2: "command", 3: "component", 4: "autocomplete", 5: "form"}
_GROUPS: Final = (1, 2)
_UNKNOWN: Final = "unknown"
_TOO_MANY: Final = 429


class Metrics:
    """What is counted while the bot runs; the rest is read off it when somebody asks."""

    def __init__(self, bot: Airlock) -> None:
        self.registry = CollectorRegistry()
        self._received = Counter(
            "airlock_interactions_received", "Interactions that arrived", ["kind"], registry=self.registry
        )
        self._answered = Counter(
            "airlock_interactions_answered",
            "Interactions that were answered first of all, by command or action and outcome",
            ["kind", "name", "outcome"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "airlock_interaction_seconds",
            "From an interaction's arrival until Discord has taken its first answer",
            ["kind"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._late = Histogram(
            "airlock_round_lateness_seconds",
            "How late the clocks of rounds were",
            buckets=_LATE,
            registry=self.registry,
        )
        requests = Counter(
            "airlock_discord_requests",
            "Requests to Discord, by its answer",
            ["status"],
            registry=self.registry,
        )
        self._requests = {status: requests.labels(status) for status in ("2xx", "3xx", "4xx", "429", "5xx")}
        self._no_answer = requests.labels("none")
        self.registry.register(Readings(bot))
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._names = frozenset(command.qualified_name for command in bot.tree.walk_commands()) | {
            command.name for command in bot.tree.get_commands()
        }
        self._actions = bot.action_names()
        bot.received.append(self._receive)
        bot.rounds.late = lambda milliseconds: self._late.observe(max(0, milliseconds) / 1000)
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._sent)
        trace.on_request_exception.append(self._not_sent)
        bot.http.http_trace = trace

    def _receive(self, handling: Handling) -> None:
        self._received.labels(_KINDS.get(handling.data.get("type", 0), _UNKNOWN)).inc()

    async def _sent(self, _: object, __: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
        """Notice the answer to the interaction that is being handled among all that is sent to Discord."""
        status = params.response.status
        counted = self._requests.get("429" if status == _TOO_MANY else f"{status // 100}xx")
        if counted is not None:
            counted.inc()
        handling = current()
        if handling is None or handling.is_answered or not params.url.path.endswith("/callback"):
            return
        if params.response.status < 300:
            handling.is_answered = True
            kind = _KINDS.get(handling.data.get("type", 0), _UNKNOWN)
            self._answered.labels(kind, self._name(handling.data), handling.outcome).inc()
            self._seconds.labels(kind).observe(time.perf_counter() - handling.began)

    async def _not_sent(self, _: object, __: SimpleNamespace, ___: aiohttp.TraceRequestExceptionParams) -> None:
        self._no_answer.inc()

    def _name(self, interaction: Mapping[str, Any]) -> str:
        """The name of a command or an action that there is; what else arrives must not make new labels."""
        data = interaction.get("data") or {}
        try:
            if "custom_id" in data:
                action, _ = custom_id.unpack(str(data["custom_id"]))
                return action if action in self._actions else _UNKNOWN
            words, options = [str(data["name"])], data.get("options") or []
            while options and options[0].get("type") in _GROUPS:
                words.append(str(options[0]["name"]))
                options = options[0].get("options") or []
        except (custom_id.MalformedError, LookupError, TypeError, AttributeError):
            return _UNKNOWN
        name = " ".join(words)
        return name if name in self._names else _UNKNOWN


def not_had(port: int, error: OSError) -> str:
    """Say why a port cannot be had."""
    if error.errno == errno.EADDRINUSE:
        return f"METRICS_PORT: {port} is used by another program; choose another"
    if error.errno == errno.EACCES:
        return f"METRICS_PORT: this user may not listen on {port}; choose one from 1024 on"
    return f"METRICS_PORT: {port} cannot be used: {error.strerror}"


@asynccontextmanager
async def observed(bot: Airlock, port: int | None) -> AsyncIterator[int | None]:
    """Serve metrics and health while the bot runs, where there is a port (0: any); give the port.

    To be entered before the bot logs in. Raises ``OSError`` where the port cannot be had.
    """
    if port is None:
        yield None
        return
    metrics = Metrics(bot)

    async def numbers(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def health(_: web.Request) -> web.Response:
        return web.Response(text=HEALTHY)

    async def readiness(_: web.Request) -> web.Response:
        wrong = await _unready(bot)
        return web.Response(text=wrong or "ready\n", status=503 if wrong else 200)

    app = web.Application()
    app.add_routes([web.get("/metrics", numbers), web.get("/healthz", health), web.get("/readyz", readiness)])
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _unready(bot: Airlock) -> str:
    """What is missing until users are answered, in a line."""
    if not bot.is_ready():
        return "not connected to Discord yet\n"
    away = [number for number, shard in bot.shards.items() if shard.is_closed()]
    if away:
        return f"shards without a connection: {', '.join(map(str, away))}\n"
    if not bot.fleet.holds():
        return "the line to the database is lost: another process may serve these shards\n"
    if not bot.fleet.hears():
        return "the line to the database is slow: settings are read anew each time\n"
    try:
        await bot.ledger.ping()
    except LedgerError:
        return "the database does not answer\n"
    return ""
