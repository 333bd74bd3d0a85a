"""Who may do what: every command and every button, menu and form, by every kind of member.

``python -m tests.e2e.permissions.matrix > docs/permissions.md`` writes the page; ``test_matrix.py`` tries every cell.
A new command or action needs a row here: its name, who may use it, and one use of it with what comes of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["owner", "administrator", "manager", "moderator", "author", "member", "direct", "elsewhere"]

KINDS: Final[Mapping[Kind, str]] = {
    "owner": "owner of the server",
    "administrator": "administrator",
    "manager": "manager (Manage Server)",
    "moderator": "moderator (Manage Messages in this channel)",
    "author": "author, host",
    "member": "member",
    "direct": "in direct messages",
    "elsewhere": "in a server without the bot",
}
"""Who uses something, and how the page calls them; who is elsewhere owns that server and brought the bot along."""

OUTSIDE: Final[tuple[Kind, ...]] = ("direct", "elsewhere")
READS: Final = "reads"
"""Something is shown, and nothing changes."""
FORM: Final = "form"
"""A form opens, and nothing changes."""
POSTS: Final = "posts"
"""Something is posted for everybody."""


@dataclass(frozen=True)
class Who:
    """Who is refused: with which title, and with which words that say what is needed."""

    words: str
    refused: tuple[Kind, ...] = ()
    title: str = "Not allowed"
    says: str = ""
    outside: str | None = None
    """The title for who is not in the server with the bot; ``None`` where they may, too."""

    def title_for(self, kind: Kind) -> str | None:
        """The title that somebody is refused with, ``None`` where they may."""
        if kind in OUTSIDE:
            return self.outside
        return self.title if kind in self.refused else None


@dataclass(frozen=True)
class Row:
    """One use of a command or action: ``does`` is ``READS``, ``FORM``, ``POSTS`` or the table that changes.

    ``ask`` is a command's line or a ``custom_id``; ``values`` are chosen from a menu, ``fields`` filled into a form.
    ``needs`` names what must be there first, see ``scene.py``.
    """

    name: str
    who: Who
    ask: str
    does: str = READS
    needs: tuple[str, ...] = ()
    values: tuple[str, ...] | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    but: Mapping[Kind, str] = field(default_factory=dict)
    """Titles for whom it makes no sense, although they may."""

    def title_for(self, kind: Kind) -> str | None:
        """The title that somebody is refused with, ``None`` where it has its effect."""
        return self.but.get(kind) or self.who.title_for(kind)


NEEDS_SERVER: Final = "Only in a server"
EVERYBODY: Final = Who("everybody, for themselves")
MEMBERS: Final = Who("members", outside=NEEDS_SERVER)
OF_THE_ROUND: Final = Who("members, in the round's channel", outside="It is over")
WHERE_ASKED: Final = Who("members, in the channel where it was asked", outside=NEEDS_SERVER)
READERS: Final = Who("members, in the post's channel", outside="It is gone")
NOT_MODERATORS: Final[tuple[Kind, ...]] = ("manager", "author", "member")
MODERATORS: Final = Who("moderators of the channel", NOT_MODERATORS, says="Manage Messages", outside=NEEDS_SERVER)
MANAGERS: Final = Who(
    "who may manage the server", ("moderator", "author", "member"), says="Manage Server", outside=NEEDS_SERVER
)
REPORT_READERS: Final = Who(
    "moderators of the channel, who may manage the server",
    ("author", "member"),
    says="Manage Messages",
    outside=NEEDS_SERVER,
)
REPORT_JUDGES: Final = Who(
    "moderators of the whole server, who may manage it",
    ("moderator", "author", "member"),
    says="Manage Messages",
    outside=NEEDS_SERVER,
)
WRITERS: Final = Who(
    "its author, moderators", ("manager", "member"), says="who wrote it and moderators", outside="It is gone"
)
HOSTS: Final = Who(
    "its host, moderators; players vote", ("manager", "member"), title="That does not count", outside="It is over"
)
_IN_ALREADY: Final[Mapping[Kind, str]] = {"author": "That does not count"}

COMMANDS: Final = (
    Row("progress set", EVERYBODY, "/progress set season:1 episode:2", "progress"),
    Row("progress show", EVERYBODY, "/progress show"),
    Row("progress next", EVERYBODY, "/progress next", "progress"),
    Row("progress rewatch", EVERYBODY, "/progress rewatch season:1 episode:1", "progress"),
    Row("progress undo", EVERYBODY, "/progress undo", "progress"),
    Row("progress clear", EVERYBODY, "/progress clear", "progress"),
    Row("progress roles", MEMBERS, "/progress roles"),
    Row("cast list", EVERYBODY, "/cast list season:1"),
    Row("cast character", EVERYBODY, "/cast character name:Ed Baldwin"),
    Row("cast actor", EVERYBODY, "/cast actor name:Joel Kinnaman"),
    Row("facts about", EVERYBODY, "/facts about name:Ed Baldwin"),
    Row("facts search", EVERYBODY, "/facts search text:moon"),
    Row("facts random", EVERYBODY, "/facts random"),
    Row("episode show", EVERYBODY, "/episode show number:S1E1"),
    Row("timeline", EVERYBODY, "/timeline"),
    Row("recap", EVERYBODY, "/recap season:1"),
    Row("trivia start", MEMBERS, "/trivia start", "trivia_round"),
    Row(
        "trivia stop",
        Who(HOSTS.words, HOSTS.refused, HOSTS.title, outside="No round here"),
        "/trivia stop",
        "round_event",
        ("round",),
    ),
    Row(
        "trivia skip",
        Who(HOSTS.words, HOSTS.refused, HOSTS.title, outside="No round here"),
        "/trivia skip",
        "round_event",
        ("question",),
    ),
    Row("trivia practice", EVERYBODY, "/trivia practice"),
    Row("trivia daily", MEMBERS, "/trivia daily"),
    Row("trivia leaderboard", MEMBERS, "/trivia leaderboard"),
    Row("trivia stats", EVERYBODY, "/trivia stats"),
    Row("trivia report", WHERE_ASKED, "/trivia report", "question_report", ("asked", "unreported")),
    Row("trivia privacy", EVERYBODY, "/trivia privacy"),
    Row("spoiler post", MEMBERS, "/spoiler post", FORM),
    Row(
        "Hide as spoiler",
        Who("the message's author, moderators", WRITERS.refused, says=WRITERS.says, outside=NEEDS_SERVER),
        "Hide as spoiler",
        FORM,
        ("message",),
    ),
    Row("channel ceiling", MODERATORS, "/channel ceiling to:S1E{other}", "ceiling"),
    Row("channel show", MODERATORS, "/channel show"),
    Row("channel preview", MODERATORS, "/channel preview as:S1"),
    Row("channel guard", MODERATORS, "/channel guard mode:hint", "channel_guard", ("unguarded",)),
    Row("channel follow", MODERATORS, "/channel follow"),
    Row("server settings", MANAGERS, "/server settings"),
    Row("server set", MANAGERS, "/server set ceiling:S1E{other}", "ceiling"),
    Row("server panel", MANAGERS, "/server panel", POSTS),
    Row("server daily", MANAGERS, "/server daily time:18:{minute} zone:UTC", "daily"),
    Row("server roles", MANAGERS, "/server roles"),
    Row("privacy export", EVERYBODY, "/privacy export"),
    Row("privacy delete", EVERYBODY, "/privacy delete"),
    Row("help", EVERYBODY, "/help"),
    Row("about", EVERYBODY, "/about"),
)

ACTIONS: Final = (
    Row("season", EVERYBODY, "season|{show}|set|0", values=("1",)),
    Row("episode-set", EVERYBODY, "episode-set|{show}|set|0", "progress", values=("S1E2",)),
    Row("confirm", EVERYBODY, "confirm|{show}|S3", "progress"),
    Row("keep", EVERYBODY, "keep|{show}"),
    Row("watched", EVERYBODY, "watched|{show}|S2E1", "progress"),
    Row("seen", EVERYBODY, "seen|{show}|S2E1", "progress"),
    Row("unrewatch", EVERYBODY, "unrewatch|{show}", "progress", ("rewatching",)),
    Row("undo", EVERYBODY, "undo|{show}", "progress"),
    Row("entry", EVERYBODY, "entry|{show}|ed-baldwin"),
    Row("open", EVERYBODY, "open|{show}", values=("ed-baldwin",)),
    Row("cast", EVERYBODY, "cast|{show}|1|1"),
    Row("about", EVERYBODY, "about|{show}|1|ed-baldwin"),
    Row("search", EVERYBODY, "search|{show}|1|moon"),
    Row("random", EVERYBODY, "random|{show}"),
    Row("episode", EVERYBODY, "episode|{show}|S1E1"),
    Row("episode-page", EVERYBODY, "episode-page|{show}|S1E1|1"),
    Row("timeline", EVERYBODY, "timeline|{show}|-|-|1"),
    Row("recap", EVERYBODY, "recap|{show}|1|1"),
    Row("preview", MODERATORS, "preview|{show}|S1|S1"),
    Row("peek", MODERATORS, "peek|{show}|S1|S1", values=("ed-baldwin",)),
    Row("dismiss", EVERYBODY, "dismiss"),
    Row("party", MODERATORS, "party|{show}|S4|{soon}|{channel}", "watch_party"),
    Row("party-off", MODERATORS, "party-off|{party}|{channel}", "watch_party", ("party",)),
    Row(
        "guard-why",
        Who("its author, moderators", ("manager", "member"), "Not yours", "author and moderators", NEEDS_SERVER),
        "guard-why|{noticed}",
        needs=("noticed",),
    ),
    Row("guard-look", MODERATORS, "guard-look|{noticed}|S1", needs=("noticed",)),
    Row("guard-harmless", MODERATORS, "guard-harmless|{noticed}", "guard_pardon", ("noticed",)),
    Row(
        "guard-gate",
        Who("its author", ("owner", "administrator", "manager", "moderator", "member"), "Too late", "", NEEDS_SERVER),
        "guard-gate|{noticed}",
        FORM,
        ("noticed",),
    ),
    Row("unlog", MANAGERS, "unlog", "guild_setting", ("logging",)),
    Row("spoiler-form", MEMBERS, "spoiler-form|{now}|{show}|0", "spoiler", fields={"since": "S1", "text": "Ed"}),
    Row(
        "spoiler-draft",
        Who("who has begun it", outside="Out of date"),
        "spoiler-draft|{draft}",
        FORM,
        ("draft",),
    ),
    Row("spoiler-reveal", READERS, "spoiler-reveal|{spoiler}", needs=("spoiler",)),
    Row("spoiler-page", READERS, "spoiler-page|{spoiler}|S1|S1|1", needs=("spoiler",)),
    Row("spoiler-manage", WRITERS, "spoiler-manage|{spoiler}|S1|S1", needs=("spoiler",)),
    Row("spoiler-edit", WRITERS, "spoiler-edit|{spoiler}|S1|S1", FORM, ("spoiler",)),
    Row("spoiler-tag", WRITERS, "spoiler-tag|{spoiler}", FORM, ("spoiler",)),
    Row("spoiler-edited", WRITERS, "spoiler-edited|{spoiler}", "spoiler", ("spoiler",), fields={"since": "S1E3"}),
    Row("spoiler-delete", WRITERS, "spoiler-delete|{spoiler}", "spoiler", ("spoiler",)),
    Row("join", OF_THE_ROUND, "join|{round}", "round_event", ("round",), but=_IN_ALREADY),
    Row("joinanyway", OF_THE_ROUND, "joinanyway|{round}", "round_event", ("round",), but=_IN_ALREADY),
    Row("leave", OF_THE_ROUND, "leave|{round}", "round_event", ("round", "joined")),
    Row("start", HOSTS, "start|{round}", "round_event", ("round",)),
    Row("answer", OF_THE_ROUND, "answer|{round}|1|0", "round_event", ("question",)),
    Row("answeranyway", OF_THE_ROUND, "answeranyway|{round}|1|0", "round_event", ("question",)),
    Row("form", OF_THE_ROUND, "form|{round}|1", FORM, ("typed question",)),
    Row("typed", OF_THE_ROUND, "typed|{round}|1", "round_event", ("typed question",), fields={"text": "nobody"}),
    Row("again", Who(OF_THE_ROUND.words, outside="Out of date"), "again|{asked}", "trivia_round", ("asked",)),
    Row("prac", EVERYBODY, "{practice}", "practice", ("practice",)),
    Row("prac-next", EVERYBODY, "prac-next|{show}|{any}"),
    Row("prac-stop", EVERYBODY, "prac-stop|{show}"),
    Row("board", MEMBERS, "board|{show}|all time|1"),
    Row("boards-leave", EVERYBODY, "boards-leave", "board_leaver", ("on boards",)),
    Row("boards-join", EVERYBODY, "boards-join", "board_leaver", ("off boards",)),
    Row("daily", MEMBERS, "daily|{guild}|{day}|0", "daily_answer", ("day",)),
    Row("report", WHERE_ASKED, "report|{asked}|1", "question_report", ("asked", "unreported")),
    Row("report-day", WHERE_ASKED, "report-day|{day}", "question_report", ("day", "unreported")),
    Row("reports", REPORT_READERS, "reports"),
    Row("reported", REPORT_READERS, "reported|r{asked}.1", needs=("asked",)),
    Row("reported-sure", REPORT_READERS, "reported-sure|r{asked}.1|S1", needs=("asked",)),
    Row("report-ban", REPORT_JUDGES, "report-ban|r{asked}.1", "question_verdict", ("asked", "kept")),
    Row("report-keep", REPORT_JUDGES, "report-keep|r{asked}.1", "question_verdict", ("asked", "banned")),
    Row("roles", MEMBERS, "roles|{show}", needs=("season roles",)),
    Row("roles-join", MEMBERS, "roles-join|{show}", "role_member", ("season roles",)),
    Row("roles-leave", MEMBERS, "roles-leave|{show}", "role_member", ("season roles", "taking part")),
    Row("roles-over", MANAGERS, "roles-over|{show}"),
    Row("roles-make", MANAGERS, "roles-make|{show}", "season_role", ("no season roles",)),
    Row("roles-choose", MANAGERS, "roles-choose|{show}|0", needs=("season roles",)),
    Row("roles-pick", MANAGERS, "roles-pick|{show}|0|1", "season_role", ("season roles",), values=()),
    Row("roles-check", MANAGERS, "roles-check|{show}", "role_member", ("season roles", "taking part")),
    Row("roles-post", MANAGERS, "roles-post|{show}", POSTS, ("season roles",)),
    Row("roles-off", MANAGERS, "roles-off|{show}", needs=("season roles",)),
    Row("roles-end", MANAGERS, "roles-end|{show}|keep", "season_role", ("season roles",)),
    Row("delete", EVERYBODY, "delete", "progress"),
)


def page() -> Iterator[str]:
    """The lines of docs/permissions.md."""
    yield "# Who may do what"
    yield ""
    yield "Every command and every button, menu and form, by every kind of member. Every cell is tried by"
    yield "`tests/e2e/permissions/`, against the real bot and whatever Discord's own command permissions say: what is"
    yield "allowed (✓) has its effect; all else is refused privately, changes nothing and says why, as the title in its"
    yield "cell. (`python -m tests.e2e.permissions.matrix > docs/permissions.md` writes this file.)"
    yield ""
    yield "- **A moderator** is who may manage messages in the channel meant, by roles or by the channel's overwrites."
    yield "  A moderator of one channel is none of another, and managing the server makes nobody a moderator."
    yield "- **Private answers** are made from one's own progress, whoever one is: no permission tells anybody more."
    yield "- **Suggestions** while a command is typed need no permission, tell what the caller may know anyway, and"
    yield "  change nothing."
    yield "- **Others' buttons** answer whoever presses them, by their own progress and with their own permissions."
    yield "- **Who may not write** in a channel, or attach files, posts no spoiler there: `/spoiler post` and its form"
    yield "  need *Send Messages* (in threads *Send Messages in Threads*), and *Attach Files* for files."
    yield "- **Bots and webhooks** use no commands. The guard leaves their messages alone; moderators may hide them,"
    yield "  but not the bot's own."
    yield "- **Reported questions** are shown to who moderates the channel in which they were asked, and to who may"
    yield "  manage the server. What is decided about one holds for the whole server: that takes Manage Messages in all"
    yield "  of it, by a role, besides moderating that channel; or Manage Server."
    yield "- **Permissions** are those that Discord sends with each use, never remembered ones."
    for heading, rows in (("Commands", COMMANDS), ("Buttons, menus and forms", ACTIONS)):
        yield ""
        yield f"## {heading}"
        yield ""
        yield f"| | who | {' | '.join(KINDS.values())} |"
        yield f"| --- | --- | {' | '.join('---' for _ in KINDS)} |"
        for row in rows:
            cells = (row.title_for(kind) or "✓" for kind in KINDS)
            yield f"| `{_shown(row)}` | {row.who.words} | {' | '.join(cells)} |"


def _shown(row: Row) -> str:
    return f"/{row.name}" if row.ask.startswith("/") else row.name


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in page())
