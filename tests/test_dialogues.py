"""Every conversation under tests/dialogues, over both libraries and both databases, word for word."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from bot.settings import Framework
from domain.affiliations import TABLE, Actor, State, Step, transition
from domain.lifecycle import NotPossibleError
from storage.unit_of_work import Store
from tests import small_city
from tests.dialogue import Taken, ending, steps, taken_in
from tests.dialogue_stage import open_stage

HERE = Path(__file__).parent / "dialogues"
FILES = sorted(HERE.glob("*.txt"))


@pytest.mark.parametrize("framework", ["aiogram", "ptb"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_dialogue_reads_as_written(
    file: Path, framework: Framework, database_url: str, key: str, request: pytest.FixtureRequest
) -> None:
    store = Store(database_url, key)
    with store.unit_of_work() as unit:
        small_city.build(unit)
        unit.commit()
    store.close()
    async with open_stage(framework, database_url, key) as stage:
        said = "\n".join(await stage.play(steps(file))).rstrip()
        played = "\n".join([said, *ending(stage.taken())]) + "\n"
    assert played == _expected(file, played, request.config)


def test_every_row_of_the_life_cycle_is_reached_in_chinese() -> None:
    """From each state that a row starts from, by each who may; a step that a dialogue only begins with is none."""
    in_chinese = [file for file in FILES if not file.stem.endswith("in_english")]
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


def _expected(file: Path, played: str, config: pytest.Config) -> str:
    if config.getoption("--update-dialogues"):
        file.write_text(played, "utf-8")
    return file.read_text("utf-8")
