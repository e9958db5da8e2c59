"""Every dialogue on what a page can do, in this thread, word for word.

A fifth of them here, all with `--every-pair`. Only the sentence that asks for a phone number reads otherwise.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.stage.script import files, steps
from tests.stage.web_able import WITHOUT_PHONE, as_on_a_page, said

A_SHARE: Final = 5
OURS: Final = 2
"""Another fifth than the least of channels plays."""

ABSENT: Final = ("Bot -> 群", "(in-group ", "(group-", "(in-channel ")
"""A page is no group, and no channel that is read along."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "file" in metafunc.fixturenames:
        metafunc.parametrize("file", list(_played()), ids=lambda file: file.stem)


def _played() -> Iterator[Any]:
    for number, file in enumerate(file for file in files() if can_be_played(file)):
        is_spared = number % A_SHARE != OURS and "⌨ 📱" not in file.read_text("utf-8")
        yield pytest.param(file, marks=[pytest.mark.every_pair] if is_spared else [])


def can_be_played(file: Path) -> bool:
    written = file.read_text("utf-8")
    return not any(what in written for what in ABSENT)


def test_dialogue_reads_as_written(
    file: Path, sqlite_city: Path, tmp_path_factory: pytest.TempPathFactory, key: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "one-city"  # of one name: what is compiled for it is not compiled again
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    database = f"sqlite:///{shutil.copyfile(sqlite_city, folder / 'city.db')}"
    assert said(steps(file), database, key) == as_on_a_page(file.read_text("utf-8"))


def test_all_but_groups_can_be_played() -> None:
    assert sum(map(can_be_played, files())) > 0.95 * len(files())


def test_what_reads_otherwise_is_said_in_dialogues() -> None:
    """What nobody says any more would hide what is said in its place."""
    written = "".join(file.read_text("utf-8") for file in files())
    assert [there for there in WITHOUT_PHONE if there not in written] == []
