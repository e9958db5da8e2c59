"""Sentences of everyday life, played through the real turn: each opens its screen, filled in, and changes nothing."""

import csv
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select

from bot import memory
from bot.chat import Said, Text
from bot.memory import Memory
from storage.tables.schema import metadata
from storage.unit_of_work import Store
from tests.flows.sentences.furnished import PEOPLE, furnished, slots
from tests.stage.talk import ZONE, Talk, said

SENTENCES: Final = Path(__file__).parents[2] / "sentences.tsv"
OF_THE_CHAT: Final = {"conversations", "inbox", "outbox", "people", "tries"}
"""What every turn writes: where somebody is, what was said, and that a code was missed."""


def test_every_sentence_opens_its_screen_and_changes_nothing(sqlite_store: Store) -> None:
    furnished(sqlite_store)
    talk = Talk(sqlite_store)
    before = kept(sqlite_store)
    came = [(row, played(row, talk)) for row in sentences()]
    wrong = [f"{row}\n    went to {where}" for row, where in came if where != (row["where"], row["slots"])]
    assert not wrong, "\n".join([f"{len(wrong)} of {len(came)}:", *wrong])
    assert kept(sqlite_store) == before


def test_what_needs_a_tap_has_something_to_tap(sqlite_store: Store) -> None:
    """Play one sentence for each screen at which something can be changed."""
    furnished(sqlite_store)
    talk = Talk(sqlite_store)
    for row in {row["where"]: row for row in sentences() if row["tap"] == "yes"}.values():
        played(row, talk)
        _, shown = said(sqlite_store)[-1]
        assert isinstance(shown, Text)
        assert shown.buttons or shown.keys, row


def sentences() -> list[dict[str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def played(row: Mapping[str, str], talk: Talk) -> tuple[str, str]:
    """Say it at the menu, or after what `open` says first, and return where that led and what fills it."""
    talk.person, talk.language = PEOPLE[row["who"]], "en" if row["who"] == "Anna" else "zh-hans"
    talk.now = datetime.fromisoformat(row["now"]).replace(tzinfo=ZONE)
    talk.remembers(memory.write(Memory()))
    before = [] if row["open"] == "-" else row["open"].split(" > ")
    for sentence in (*before, row["sentence"]):
        talk.takes(talk.arrival(Said(sentence)))
    step = talk.remembered.step
    with talk.store.unit_of_work() as unit:
        return type(step).__name__, slots(step, unit)


def kept(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows but those that every turn writes."""
    with store.unit_of_work() as unit:
        tables = [table for table in metadata.sorted_tables if table.name not in OF_THE_CHAT]
        return {table.name: [tuple(row) for row in unit.connection.execute(select(table))] for table in tables}
