"""Sentences about other matters: they open nothing of ours, and are hardly ever taken for something like it."""

from pathlib import Path
from typing import Final

import pytest

from bot.chat import Said
from bot.flows.desk import Desk, Go
from bot.flows.sentences import opening
from bot.flows.sentences.steps import DidYouMean
from bot.texts import words
from storage.people import people
from storage.unit_of_work import Store
from tests.flows.sentences.furnished import PEOPLE, furnished
from tests.stage.talk import NOON, house

FOREIGN: Final = Path(__file__).parents[2] / "foreign_sentences.list"
OPENED_AT_MOST: Final = 0.003
ASKED_AT_MOST: Final = 0.02


@pytest.fixture
def sentences() -> list[str]:
    return FOREIGN.read_text(encoding="utf-8").splitlines()


def test_foreign_sentences_open_nothing(sqlite_store: Store, sentences: list[str]) -> None:
    furnished(sqlite_store)
    asked = house()
    with sqlite_store.unit_of_work() as unit:
        person = people.known(unit, {PEOPLE["王芳"]})[PEOPLE["王芳"]]
        desk = Desk(unit, person, NOON, words("zh_Hans"), asked.search, asked.bot_link, asked.language)
        went = {said: opening.opened(Said(said), desk) or opening.perhaps(Said(said), desk) for said in sentences}
    suggested = [said for said, move in went.items() if isinstance(move, Go) and isinstance(move.step, DidYouMean)]
    opened = [said for said, move in went.items() if move is not None and said not in suggested]
    assert len(sentences) == len(set(sentences)) == 2_000
    assert len(opened) <= OPENED_AT_MOST * len(sentences), opened
    assert len(suggested) <= ASKED_AT_MOST * len(sentences), suggested
