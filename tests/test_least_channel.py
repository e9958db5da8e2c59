"""Every dialogue over the least of channels, by number in place of a tap, ends in the state that it ends in with taps.

A fifth of them here, all with `--every-pair`. What cannot be played so has its reason here.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.stage.least import ends
from tests.stage.script import files, steps

A_SHARE: Final = 5

ABSENT: Final = {
    "(earlier ": "a button of an earlier screen, whose number is another's by now",
    "(inline ": "cards to be shared into another chat",
    "(fault ": "the messenger refuses what such a channel never sends",
    "Bot -> 群": "a group",
    "(in-group ": "a group",
    "(group-": "a group",
    "(in-channel ": "a channel that the bot reads along",
}
"""What a dialogue does that there is none of on such a channel."""

EARLIER: Final = "taps what an earlier screen showed, where its label is no answer to the screen at hand"

BESIDE: Final = {
    "activity_copied": EARLIER,
    "affiliation_known": EARLIER,
    "after_reports": EARLIER,
}
"""What else cannot be played so, and why."""


BETWEEN: Final = (
    "affiliation_still_here",
    "announced_again",
    "hatchery_of_a_company",
    "review_same_name",
    "review_two_at_once",
    "signup_offer_passes_on",
)
"""A notice has come in between, or a card above is tapped, and the label that is typed then means something else."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "file" in metafunc.fixturenames:
        metafunc.parametrize("file", list(_played()), ids=lambda file: file.stem)


def _played() -> Iterator[Any]:
    for number, file in enumerate(file for file in files() if why_not(file) is None):
        marks = [pytest.mark.every_pair] if number % A_SHARE else []
        marks += [pytest.mark.xfail(strict=True)] if file.stem in BETWEEN else []
        yield pytest.param(file, marks=marks)


def why_not(file: Path) -> str | None:
    """Say why a dialogue cannot be played over the least of channels; None: it can."""
    if file.stem in BESIDE:
        return BESIDE[file.stem]
    said = file.read_text("utf-8")
    return next((why for what, why in ABSENT.items() if what in said), None)


def test_dialogue_ends_as_it_does_with_taps(
    file: Path, sqlite_city: Path, tmp_path_factory: pytest.TempPathFactory, key: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "one-city"  # of one name: what is compiled for it is not compiled again
    found = [
        ends(steps(file), f"sqlite:///{_fresh(folder, sqlite_city)}", key, least=is_least) for is_least in (False, True)
    ]
    assert found[1] == found[0]


def _fresh(folder: Path, city: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return shutil.copyfile(city, folder / "city.db")


def test_most_dialogues_can_be_played() -> None:
    assert sum(why_not(file) is None for file in files()) > 0.8 * len(files())


def test_what_cannot_be_played_is_there() -> None:
    assert {*BESIDE, *BETWEEN} <= {file.stem for file in files()}
