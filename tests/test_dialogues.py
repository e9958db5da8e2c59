"""Every conversation under tests/dialogues, word for word: led through in this thread, on both databases."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from domain.affiliations.affiliations import TABLE, Actor, State, Step, transition
from domain.lifecycle import NotPossibleError
from tests.stage.direct import played
from tests.stage.rooms import is_of_room
from tests.stage.script import Taken, files, steps, taken_in


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "file" in metafunc.fixturenames:
        room = metafunc.config.getoption("--room")
        played = [file for file in files() if not room or is_of_room(file, room)]
        metafunc.parametrize("file", played, ids=lambda file: file.stem)


def test_dialogue_reads_as_written(file: Path, city_url: str, key: str, request: pytest.FixtureRequest) -> None:
    it = played(steps(file), city_url, key)
    assert it.said == _expected(file, it.said, request.config)
    if city_url.startswith("sqlite"):  # PostgreSQL locks besides
        heavy = [turn for turn in it.turns if turn.is_heavy]
        assert heavy == [], "more statements than a turn may take: see tests/statements.tsv"


def test_every_row_of_the_life_cycle_is_reached_in_chinese() -> None:
    """From each state that a row starts from, by each who may; a step that a dialogue only begins with is none."""
    in_chinese = [file for file in files() if not file.stem.endswith("in_english")]
    assert set[Taken]().union(*map(taken_in, in_chinese)) == {cell for row in TABLE for cell in _cells(row)}


def _cells(row: Step) -> Iterator[Taken]:
    for state, actor, levels in product(filter(None, row.before), row.by, (1, 2)):
        if _is_allowed(row, state, actor, levels):
            yield Taken(row.verb, state, actor)


def _is_allowed(row: Step, state: State, actor: Actor, levels: int) -> bool:
    try:
        return transition(row.verb, state, actor, levels) is row
    except NotPossibleError:
        return False


def _expected(file: Path, said: str, config: pytest.Config) -> str:
    if config.getoption("--update-dialogues"):
        file.write_text(said, "utf-8")
    return file.read_text("utf-8")
