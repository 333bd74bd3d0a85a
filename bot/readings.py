"""What the bot knows of itself, read off when Prometheus asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from facts.durations import BOUNDS, Durations

if TYPE_CHECKING:
    from bot.client import Airlock

_COUNTED: Final = {
    "guard_read": ("airlock_guard_read", "Messages and titles that the guard read", "mode"),
    "roles": ("airlock_season_roles", "Season roles that Discord was asked to give or take", "what"),
    "guard_noticed": ("airlock_guard_noticed", "Those of them that went beyond their channel's ceiling", "mode"),
}
"""What cogs count: the metric, its help, and what its kinds are."""


class Readings(Collector):
    """Everything that is counted whether anybody asks or not."""

    def __init__(self, bot: Airlock) -> None:
        self._bot = bot

    def collect(self) -> Iterable[Metric]:
        """Read it off."""
        yield from self._gateway()
        yield from self._database()
        yield from self._memory()
        yield from self._cogs()

    def _gateway(self) -> Iterable[Metric]:
        bot = self._bot
        latencies = {str(shard): seconds for shard, seconds in bot.latencies}
        yield _gauges("airlock_gateway_latency_seconds", "Of the last heartbeat", "shard", latencies)
        connected = {str(number): float(not shard.is_closed()) for number, shard in bot.shards.items()}
        yield _gauges("airlock_gateway_connected", "1 where a shard has a connection", "shard", connected)
        yield _counters("airlock_gateway_events", "Events that Discord sent", "event", bot.events)
        yield _counters("airlock_gateway_reconnects", "Lost connections made again, by session", "how", bot.reconnects)
        yield GaugeMetricFamily("airlock_guilds", "Servers that are known", len(bot.guilds))
        line = GaugeMetricFamily("airlock_line", "Whether shards are held, others are heard", labels=["what"])
        line.add_metric(["holds"], bot.fleet.holds())
        line.add_metric(["hears"], bot.fleet.hears())
        yield line

    def _database(self) -> Iterable[Metric]:
        counts = self._bot.ledger.counts()
        failed = {"read": counts.failed_reads, "write": counts.failed_writes}
        yield _counters("airlock_database_errors", "Reads and writes that failed", "what", failed)
        yield _histograms(
            "airlock_database_seconds",
            "How long reads took, writes until they were durable, and commits of groups of writes",
            "what",
            {"read": counts.reads, "write": counts.writes, "group": counts.group_seconds},
        )
        total, buckets = 0, []
        for bits in range(1, 15):
            total += counts.groups.get(bits, 0)
            buckets.append((str(float((1 << bits) - 1)), float(total)))
        buckets.append(("+Inf", float(sum(counts.groups.values()))))
        sizes = HistogramMetricFamily("airlock_group_size", "Writes that were committed together")
        sizes.add_metric([], buckets, sum_value=counts.written)
        yield sizes

    def _memory(self) -> Iterable[Metric]:
        views, counts = self._bot.views, self._bot.ledger.counts()
        yield GaugeMetricFamily("airlock_views_cached", "Views in memory", len(views))
        asked = {"hit": views.hits, "miss": views.misses}
        yield _counters("airlock_views_asked", "Views that were asked for, and whether they were there", "found", asked)
        yield _histograms("airlock_view_build_seconds", "How long building views took", "", {"": views.builds})
        cached = {"users": counts.users, "guilds": counts.guilds}
        yield _gauges("airlock_ledger_cached", "What is in the ledger's memory", "what", cached)
        found = CounterMetricFamily(
            "airlock_ledger_asked",
            "What was asked for, and whether it was in memory",
            labels=["what", "found"],
        )
        for what, (hits, reads) in counts.memory.items():
            found.add_metric([what, "hit"], hits)
            found.add_metric([what, "miss"], reads)
        yield found

    def _cogs(self) -> Iterable[Metric]:
        rounds = self._bot.rounds
        yield GaugeMetricFamily("airlock_rounds_running", "Rounds of trivia being played here", rounds.running)
        yield CounterMetricFamily("airlock_rounds_started", "Rounds of trivia that were opened here", rounds.started)
        yield _counters("airlock_rounds_ended", "Rounds of trivia that ended here, by why", "why", rounds.ended)
        for what, (name, words, label) in _COUNTED.items():
            counts = {kind: count for (counted, kind), count in self._bot.counted.items() if counted == what}
            yield _counters(name, words, label, counts)


def _gauges(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for kind, value in values.items():
        family.add_metric([kind], value)
    return family


def _counters(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    family = CounterMetricFamily(name, words, labels=[label])
    for kind, value in values.items():
        family.add_metric([kind], value)
    return family


def _histograms(name: str, words: str, label: str, values: Mapping[str, Durations]) -> Metric:
    family = HistogramMetricFamily(name, words, labels=[label] if label else [])
    for kind, durations in values.items():
        total, buckets = 0, []
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), durations.counts, strict=True):
            total += count
            buckets.append((bound, float(total)))
        family.add_metric([kind] if label else [], buckets, sum_value=durations.total)
    return family
