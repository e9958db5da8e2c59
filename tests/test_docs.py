"""The pages say what the code says."""

import re
from pathlib import Path

from domain.announcements import announcements
from domain.messages.delivery import MOVES, State
from tests import conversations

HERE = Path(__file__).parent.parent
PAGES = sorted([*HERE.glob("*.md"), *HERE.glob("docs/**/*.md")])


def test_states_of_a_message_are_drawn_from_the_table() -> None:
    moves = [f"    {before} --> {after}" for before in State for after in State if after in MOVES[before]]
    ends = [f"    {state} --> [*]" for state in State if not MOVES[state]]
    drawn = "\n".join(["stateDiagram-v2", "    [*] --> todo", *moves, *ends])
    page = (HERE / "docs/architecture.md").read_text("utf-8")
    assert re.findall(r"```mermaid\n(.*?)\n```", page, re.DOTALL)[:1] == [drawn]


def test_life_of_an_announcement_is_drawn_from_the_table() -> None:
    table, stages = announcements.TABLE, announcements.Stage
    steps = [f"    {stage} --> {row.after}: {row.verb}" for row in table for stage in stages if stage in row.before]
    ends = [f"    {stage} --> [*]" for stage in stages if not any(stage in row.before for row in table)]
    drawn = "\n".join(["stateDiagram-v2", "    [*] --> draft", *steps, *ends])
    assert re.findall(r"```mermaid\n(.*?)\n```", (HERE / "docs/announcements.md").read_text(), re.DOTALL) == [drawn]


def test_conversations_are_drawn_from_their_tables() -> None:
    assert conversations.PAGE.read_text("utf-8") == conversations.drawn()


def test_paths_that_a_page_names_are_there() -> None:
    """A newcomer's walk is true: what stands in backticks and looks like a file or a folder is one."""
    pages = [HERE / "README.md", HERE / "docs/architecture.md", HERE / "docs/testing.md"]
    rooms = "bot|storage|scheduler|domain|sandbox|bench|tests|docs"
    named = {
        (page.name, path)
        for page in pages
        for path in re.findall(rf"`((?:{rooms})/[\w/.-]*)`", page.read_text("utf-8"))
    }
    assert [f"{page}: {path}" for page, path in sorted(named) if not (HERE / path).exists()] == []


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert broken == []
