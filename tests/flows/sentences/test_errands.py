"""Sentences of an organiser, played through the real turn: each opens a screen of theirs, and changes nothing."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from bot import memory
from bot.chat import Said
from bot.flows.step import Step
from bot.memory import Memory
from domain.activities.activities import Audience, Kind, Plan, Spot, Standing
from domain.people.deeds import HOUSE, Deed
from storage.activities import activities, signups
from storage.places import places
from storage.unit_of_work import Store, UnitOfWork
from tests.flows.sentences.furnished import furnished
from tests.flows.sentences.test_sentences import OF_THE_CHAT, kept
from tests.stage.deeds.store import store_deed
from tests.stage.talk import NOON, ZONE, Talk

ERRANDS: Final = Path(__file__).parents[2] / "errands.tsv"
CHEN, LIU = 1006, 1008
"""陈敏 organises 静安区, and 刘刚 has no role."""

_ASKED: Final = {*OF_THE_CHAT, "audit"}
"""A search is written down."""


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    return of_an_organiser(sqlite_store)


def of_an_organiser(sqlite_store: Store) -> Talk:
    """Furnish the house, with members and a meeting that was held; 陈敏 speaks."""
    furnished(sqlite_store)
    at = NOON.timestamp()
    for person, deed in (
        (CHEN, "(grant organiser 310106)"),
        (1001, "(affiliation active JA-1)"),
        (1003, "(affiliation active JA-4 Jiaxing B2)"),
        (1007, "(affiliation submitted JA-5)"),
    ):
        store_deed(sqlite_store, person, deed, at)
    with sqlite_store.unit_of_work() as unit:
        held(unit, "读书会", "2026-11-29T14:00", "2026-11-29T16:00")
        unit.commit()
    return Talk(sqlite_store, person=CHEN)


def held(unit: UnitOfWork, title: str, begins: str, ends: str) -> None:
    point = places.point_by_code(unit, "JA-1")
    assert point is not None
    starts, over = (datetime.fromisoformat(one).replace(tzinfo=ZONE).timestamp() for one in (begins, ends))
    plan = Plan(Kind.OTHER, title, starts, over, Spot(point_id=point.id), Audience.ANYONE)
    deed = Deed(HOUSE, starts - 86_400)
    row = activities.publish(unit, activities.draft(unit, plan, point.unit_id, deed).id, deed)
    signups.wait(unit, row.id, 1001, Standing.PASSING_BY, starts - 3_600)


def rows() -> Iterator[dict[str, str]]:
    with ERRANDS.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def played(sentence: str, talk: Talk) -> tuple[str, str]:
    """Say it at the menu, and return where that led and what fills it."""
    talk.remembers(memory.write(Memory()))
    talk.language = "en" if sentence.isascii() else "zh-hans"
    talk.takes(talk.arrival(Said(sentence)))
    step = talk.remembered.step
    with talk.store.unit_of_work() as unit:
        return type(step).__name__, slots(step, unit)


def slots(step: Step, unit: UnitOfWork) -> str:
    """Say in one line what fills the screen: the activity by its title, a list by what narrows it."""
    number = getattr(step, "activity_id", 0) or getattr(getattr(step, "seed", None), "activity_id", 0)
    number = number or getattr(getattr(step, "seed", None), "copy_of", 0)
    row = activities.find(unit, number) if number else None
    plan = getattr(step, "plan", None)
    parts = [row.title] if row else []
    parts += [datetime.fromtimestamp(plan.starts_at, ZONE).strftime("%m-%d %H:%M")] if isinstance(plan, Plan) else []
    place = getattr(step, "place", None)
    unit_row = places.unit(unit, place.unit_id) if place and place.unit_id else None
    point = places.point(unit, place.point_id) if place and place.point_id else None
    building_id = getattr(step, "building_id", 0) or (place.building_id if place else 0)
    building = places.building(unit, building_id) if building_id else None
    parts += [one.name for one in (unit_row, point, building) if one is not None]
    parts += [str(step.level)] if hasattr(step, "level") and step.level != "host" else []
    found = getattr(step, "found", None)
    parts += [f"found={len(found)}"] if found is not None else []
    parts += [step.month.strftime("%Y-%m")] if hasattr(step, "month") else []
    return " ".join(parts)


def test_every_sentence_opens_its_screen_and_changes_nothing(talk: Talk) -> None:
    before = {name: rows for name, rows in kept(talk.store).items() if name not in _ASKED}
    came = [(row, played(row["sentence"], talk)) for row in rows()]
    wrong = [f"{row['sentence']}: {where}" for row, where in came if where != (row["where"], row["slots"])]
    assert not wrong, "\n".join([f"{len(wrong)} of {len(came)}:", *wrong])
    assert {name: rows for name, rows in kept(talk.store).items() if name not in _ASKED} == before
