"""What only words can give away: texts that lint must refuse, and words that no card may say."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.render.cast import entry_card
from facts.pack.lint import lint
from facts.position import Position
from facts.view import View
from tests.support.cards import every_card
from tests.support.packs import Data, as_pack, small_pack, write_pack

Change = Callable[[Data], Any]
RENDER = Path(__file__).parents[2] / "bot"

TEASING = re.compile(
    r"\b(yet|you'll (see|find|meet)|read on|keep watching|watch on|more to come|to come|soon|so far|for now"
    r"|spoilers?|hidden|locked|later|still|facts for you|until then|wait and see|no more facts|of \d+ facts)\b",
    re.IGNORECASE,
)
"""Words that tell that there is something which is not told."""

ABOUT_THE_BOT = re.compile(r"[Tt]ry again soon|[Nn]othing yet|played (?:a round|here) yet")
"""Such words where they speak of the bot or of the player, not of the show."""

ABOUT_SPOILERS = re.compile(ABOUT_THE_BOT.pattern + r"|[Ss]poilers?")
"""The same, and what people post behind a button by its name."""

IN_SPOILER_TOOLS = re.compile(
    ABOUT_SPOILERS.pattern + r"|[Hh]idden|cleaned up later|is still there|story reaches later|Until then I only"
)
"""The same, and what only the tools for people's spoilers say, to moderators and into the log."""


def fact(number: int, text: str, **more: Any) -> Change:
    return lambda data: data["facts"][number].update({"text": text} | more)


def added(since: str, text: str, about: list[str], kind: str = "note", **more: Any) -> Change:
    item = {"id": "extra", "since": since, "about": about, "kind": kind, "text": text, "sources": ["gazette"], **more}
    return lambda data: data["facts"].append(item)


def question(**more: Any) -> Change:
    return lambda data: data["questions"][0].update(more)


SLIPS: list[tuple[str, Change]] = [
    # 13: an early fact whose words name a later person, place, title or year
    ("Station Nine", fact(0, "Ellen Waverly flies the mail to Station Nine in 1969.")),
    ("Karen Stevens", fact(0, "Ellen Waverly flies the mail for Karen Stevens's father.")),
    ("Best-Laid Plans", added("S1E1", "Karen Stevens has no part in Best-Laid Plans.", ["karen"])),
    ("1983", added("S1E1", "Karen Stevens is the one who looks back from 1983.", ["karen"])),
    ("1980s", fact(3, "It is a story that goes on into the 1980s.", kind="note")),
    ("1984", added("S1E1", "The town holds a feast.", ["karen"], "event", year=1984)),
    ("rich", fact(0, "Ellen Waverly flies the mail.", id="rich-pilot")),
    ("Edie Gathers", lambda data: data["show"].update(premise="A town by the sea, with Edie Gathers as a guest.")),
    ("Dev Ayesa", lambda data: data["episodes"][0].update(title="Waiting for Dev Ayesa")),
    ("Dev Ayesa", question(wrong=["Joel Park", "Dev Ayesa"])),
    ("Dev Ayesa", question(explain="Dev Ayesa is not in town.")),
    ("station-nine", lambda data: data["facts"][0].update(id="to-station-nine")),
    # 14: words that tell what is to come
    ("eventually", fact(0, "Ellen Waverly flies the mail and eventually leaves the town.")),
    ("for now", fact(0, "Ellen Waverly flies the mail for now.")),
    ("not yet", fact(1, "Karen Stevens marries Ellen Wilson, who has not yet told her.")),
    ("still alive", fact(1, "Karen Stevens, still alive, marries Ellen Wilson.")),
    ("first of many", fact(1, "Karen Stevens marries Ellen Wilson, the first of many weddings.")),
    ("before the accident", fact(0, "Ellen Waverly flies the mail before the accident.")),
    ("her last flight", fact(0, "Ellen Waverly flies the mail; it is her last flight.")),
    ("go on to", fact(0, "Ellen Waverly would go on to greater things.")),
    ("when the story opens", fact(0, "Ellen Waverly flies the mail when the story opens.")),
    ("the series does not show", fact(1, "Karen Stevens marries Ellen Wilson, which the series does not show.")),
    ("doomed", fact(1, "Karen Stevens makes a doomed marriage to Ellen Wilson.")),
    ("for the last time", question(ask="Whom does Karen Stevens see for the last time?")),
    # 15: role, title or rank from later
    ("Mayor Wilson", fact(0, "Ellen Waverly flies the mail.", value="pilot, like Mayor Wilson")),
    ("Mayor Wilson", fact(1, "Karen Stevens marries Mayor Wilson.")),
    ("Ellen Wilson", fact(0, "Ellen Wilson flies the mail in 1969.")),
    ("Mayor Wilson", question(accept=["Mayor Wilson"])),
    # 16: a name from later, or somebody who is somebody else
    ("Dev Ayesa", lambda data: data["characters"][1]["names"][0].update(name="Karen Stevens of Dev Ayesa")),
    ("named together", added("S2E1", "Dev Ayesa has the handwriting of Karen Stevens.", ["dev-ayesa"])),
    ("named together", lambda data: data["characters"][2]["same_as"].append({"since": "S1E1", "character": "karen"})),
    ("named together", lambda data: data["characters"][2]["same_as"][0].update(since="S2E1")),
    # 17: what users see of a source
    ("Rich", lambda data: data["sources"][0].update(publisher="Rich")),
    # 18: an actor's page that joins two characters
    ("edie-gathers", lambda data: data["characters"][0]["played_by"][0].update(person="edie-gathers")),
    ("S2E1 or later", lambda data: data["characters"][2]["played_by"][0].update(since="S1E1")),
    ("Edie Gathers", added("S0", "Edie Gathers is to join the cast.", ["show"], "production")),
    # 42: a tag that is too early, or none
    ("dev-ayesa", added("S1E1", "Somebody new comes to town.", ["dev-ayesa"])),
    ("ellen-mayor", lambda data: data["facts"][0].update(replaces=["ellen-mayor"])),
    ("since", lambda data: data["facts"][0].pop("since")),
]


@pytest.mark.parametrize(("word", "slip"), SLIPS, ids=[f"{number}-{word}" for number, (word, _) in enumerate(SLIPS)])
def test_lint_refuses_what_gives_something_away(word: str, slip: Change, tmp_path: Path) -> None:
    data = small_pack()
    slip(data)
    refused = [problem for problem in lint(write_pack(tmp_path, data)).problems if not problem.warning]
    assert any(word in str(problem) for problem in refused), [str(problem) for problem in refused]


def words_of_cards() -> Iterator[tuple[str, str]]:
    """Every text of the code that makes replies, with where it stands; docstrings and lines of the log are left out."""
    files = [*RENDER.glob("render/*.py"), *RENDER.glob("cogs/**/*.py"), RENDER / "answering.py", RENDER / "replies.py"]
    for file in sorted(files):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        untold = {id(part) for node in ast.walk(tree) for part in unsaid(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in untold:
                yield f"{file.relative_to(RENDER).as_posix()}:{node.lineno}", node.value


def unsaid(node: ast.AST) -> list[ast.expr]:
    """What of a piece of code no user is ever told: a docstring, and what is logged."""
    match node:
        case ast.Expr(value=ast.Constant() as docstring):
            return [docstring]
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log")), args=logged):
            return logged
        case _:
            return []


def test_cards_have_no_teasing_words() -> None:
    words = list(words_of_cards())
    assert len(words) > 300
    teasing = [f"{where}: {said}" for where, said in words if TEASING.search(harmless(where).sub("", said))]
    assert "\n".join(teasing) == ""


def harmless(where: str) -> re.Pattern[str]:
    """What is no teasing in a file."""
    return IN_SPOILER_TOOLS if re.match(r"(render|cogs)/(guard|spoiler)", where) else ABOUT_SPOILERS


@pytest.mark.parametrize("position", ["S0", "S1E1", "S1", "S2"])
def test_cards_say_nothing_of_what_is_not_there(position: str) -> None:
    view = View.of(as_pack(small_pack()), Position.parse(position))
    facts = sorted((fact.text for fact in view.facts), key=len, reverse=True)
    count = 0
    for made in every_card(view, ("Dev Ayesa", "mayor", "nobody at all")):
        said = repr(made.card)
        for text in facts:
            said = said.replace(text, "")
        # "12 of 24", "3 / 12" beyond the number of pages, "???", "(hidden)", "unknown", "spoiler"
        assert not re.search(r"\b\d+ (?:of|out of) \d+\b|\?\?+|█|\|\||\bunknown\b|\(hidden\)|spoiler", said), made.asked
        assert not re.search(r"until S\d|formerly|no longer|outdated|replaced|~~", said), made.asked
        count += 1
    assert count > 40


@pytest.mark.parametrize("position", ["S0", "S1", "S2"])
def test_card_of_whom_no_status_is_known_has_none(position: str) -> None:
    # Were all others called alive, whoever is not would stand out.
    view = View.of(as_pack(small_pack()), Position.parse(position))
    for character in view.characters.values():
        assert "Status" not in [field.name for field in entry_card(view, character).fields]
        assert "alive" not in repr(entry_card(view, character))
