"""Every conversation under tests/dialogues, over both libraries and both databases, word for word."""

from pathlib import Path

import pytest

from bot.settings import Framework
from storage.unit_of_work import Store
from tests import small_city
from tests.dialogue import steps
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
        played = "\n".join(await stage.play(steps(file))).rstrip() + "\n"
    assert played == _expected(file, played, request.config)


def _expected(file: Path, played: str, config: pytest.Config) -> str:
    if config.getoption("--update-dialogues"):
        file.write_text(played, "utf-8")
    return file.read_text("utf-8")
