"""`docs/security.md` holds the same table; `pytest --update-dialogues` writes it there."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

from tests.security.rows import MATRIX, ON_PAGES, OVER, is_open_to
from tests.stage.security_world import MEMBER, SECRETS, STRANGER, WHO

DOCS: Final = Path(__file__).parents[2] / "docs" / "security.md"
BEGIN, END = "<!-- the matrix, from tests/security/rows.py -->", "<!-- its end -->"


def rendered() -> str:
    columns = [(number, False) for number in WHO.values()] + [(number, True) for number in ON_PAGES.values()]
    head = ["| | " + " | ".join([*WHO, *ON_PAGES]) + " |", "|---" * (len(columns) + 1) + "|"]
    rows = [
        _line(row.does, ("yes" if is_open_to(row, number, on_page=on_page) else "–" for number, on_page in columns))
        for row in MATRIX
    ]
    fields = [
        _line(
            f"read: {field}",
            (_reading(STRANGER if on_page and number != MEMBER else number) for number, on_page in columns),
        )
        for field in SECRETS
    ]
    return "\n".join([*head, *rows, *fields])


def _line(does: str, cells: Iterable[str]) -> str:
    return "| " + " | ".join([does, *cells]) + " |"


def _reading(who: int) -> str:
    if who == MEMBER:
        return "own"
    return "masked; clear once, noted" if who in OVER else "–"


def test_table_in_the_docs_is_this_one(request: pytest.FixtureRequest) -> None:
    before, _, rest = DOCS.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    if request.config.getoption("--update-dialogues"):
        DOCS.write_text(f"{before}{BEGIN}\n{rendered()}\n{END}{after}", "utf-8")
    assert f"{BEGIN}\n{rendered()}\n{END}" in DOCS.read_text("utf-8")
