"""A folder in which nobody finds a file by looking through it is given rooms."""

from collections import Counter
from pathlib import Path
from typing import Final

HOUSE: Final = Path(__file__).parents[1]
MOST: Final = 40


def test_no_folder_has_outgrown_itself() -> None:
    houses = ("bench", "bot", "domain", "sandbox", "scheduler", "storage", "tests")
    files = [file for house in houses for file in (HOUSE / house).rglob("*.py")]
    crowded = Counter(file.parent.relative_to(HOUSE).as_posix() for file in files)
    assert {folder: number for folder, number in crowded.items() if number > MOST} == {}
    assert crowded["domain"] > 0
