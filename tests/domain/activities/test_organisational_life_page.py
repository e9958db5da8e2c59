"""The page on organisational life is drawn from the tables in the code."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from domain.activities import duties, seats
from domain.activities.notices import NoticeKind

PAGE: Final = (Path(__file__).parents[3] / "docs/organisational-life.md").read_text("utf-8")


def test_diagrams_are_drawn_from_the_tables() -> None:
    drawn = [diagram(seats.TABLE, seats.State), diagram(duties.TABLE, duties.State)]

    assert re.findall(r"```mermaid\n(.*?)\n```", PAGE, re.DOTALL) == drawn


def test_table_of_sign_ups_is_the_table() -> None:
    rows = [f"| {row.verb} | {_listed(row.before)} | {row.after} | {_listed(row.by)} |" for row in seats.TABLE]

    assert table("| verb | from | to | by |") == rows


def test_table_of_duties_is_the_table() -> None:
    rows = [f"| {row.verb} | {_listed(row.before)} | {row.after} |" for row in duties.TABLE]

    assert table("| verb | from | to |") == rows


def test_every_notice_is_listed() -> None:
    assert first_cells("| notice | due | told | not after |") == [kind.value for kind in NoticeKind]


def test_every_way_to_check_in_is_listed() -> None:
    assert first_cells("| way | how |") == [way.value for way in seats.Way]


def diagram(table: Iterable[seats.Row] | Iterable[duties.Row], states: Iterable[seats.State | duties.State]) -> str:
    known = (None, *states)
    moves = [
        f"    {before or '[*]'} --> {row.after}: {row.verb}"
        for row in table
        for before in known
        if before in row.before
    ]
    return "\n".join(["stateDiagram-v2", *moves])


def table(head: str) -> list[str]:
    """Return the rows of the page's table that has this head."""
    lines = PAGE.splitlines()
    below = lines[lines.index(head) + 2 :]
    return below[: next(at for at, line in enumerate(below) if not line.startswith("|"))]


def first_cells(head: str) -> list[str]:
    return [row.split("|")[1].strip() for row in table(head)]


def _listed(values: Iterable[str | None]) -> str:
    return ", ".join(sorted(value or "nothing" for value in values))
