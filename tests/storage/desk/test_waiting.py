"""What waits is all that the rows say, and nothing else: of random stays, questions, messages and activities."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

from domain.activities.activities import Stage
from domain.activities.seats import HERE as CAME
from domain.affiliations.affiliations import HERE, State
from storage.activities import agenda
from storage.affiliations.review_queue import Reviewer
from storage.desk import waiting
from storage.tables.activities import activities, signups
from storage.tables.affiliations import affiliations, questions
from storage.tables.messages import outbox
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.desk.test_coverage import HALF, NOW, PATHS, Town, build

DAY_S = 86_400.0
UNTIL = date(2026, 12, 14)
DAYS = (None, "2026-12-01", UNTIL.isoformat(), "2026-12-15")
OTHERS = (4_001, 4_002)
SENT = ("failed", "unknown", "sent")


def clocked(unit: UnitOfWork, town: Town, chance: Random) -> None:
    """Give each stay days, a state with its reviewers, a question perhaps, and each person messages."""
    for number, row in enumerate(town.rows["affiliations"]):
        row |= {"due_on": chance.choice(DAYS), "ends_on": chance.choice(DAYS)}
        if row["state"] in HERE or number % 3:
            row["accepted_by"] = None
        else:
            row |= {"state": State.HOST_ACCEPTED, "accepted_by": chance.choice(OTHERS)}
        told = {name: row[name] for name in ("due_on", "ends_on", "state", "accepted_by")}
        unit.connection.execute(affiliations.update().where(affiliations.c.id == row["id"]).values(told))
    town.rows["questions"] = [
        {
            "affiliation_id": chance.choice(town.rows["affiliations"])["id"],
            "asked_by": OTHERS[0],
            "asked_at": NOW - chance.randrange(5) * DAY_S,
            "question": b"",
            "answered_at": chance.choice((None, NOW)),
        }
        for _ in range(12)
    ]
    town.rows["outbox"] = [
        {
            "dedupe": f"d{number}",
            "chat_id": chance.choice(town.rows["affiliations"])["chat_id"],
            "lane": 1,
            "state": chance.choice(SENT),
            "not_before": NOW,
            "letter_id": chance.choice((None, None, 5)),
            "written_at": NOW,
            "done_at": NOW - chance.randrange(10) * DAY_S,
        }
        for number in range(20)
    ]
    unit.connection.execute(questions.insert(), town.rows["questions"])
    unit.connection.execute(outbox.insert(), town.rows["outbox"])


def of_state(town: Town, path: str, *states: str) -> list[dict[str, Any]]:
    return [row for row in town.of("affiliations", path) if row["state"] in states]


@pytest.mark.parametrize("path", ["/", HALF])
@pytest.mark.parametrize("seed", range(4))
def test_what_waits_is_what_the_rows_say(store: Store, seed: int, path: str) -> None:
    chance = Random(seed)
    with store.unit_of_work() as unit:
        town = build(unit, chance)
        clocked(unit, town, chance)
        reviewer = Reviewer(OTHERS[0], [path])

        due = {row["id"]: row["due_on"] or row["ends_on"] for row in of_state(town, path, *HERE)}
        found = waiting.clocks(unit, [path], UNTIL, 500)
        by_hand = sorted((day, number) for number, day in due.items() if day and day <= UNTIL.isoformat())
        assert [(row.due_on.isoformat() if row.due_on else "", row.id) for row in found] == by_hand
        assert [row.id for row in waiting.clocks(unit, [path], UNTIL, 1)] == [number for _, number in by_hand[:1]]

        undecided = {row["id"] for row in of_state(town, path, State.SUBMITTED)} | {
            row["id"]
            for row in of_state(town, path, State.HOST_ACCEPTED)
            if row["accepted_by"] != OTHERS[0] and PATHS[row["unit_id"]] != path
        }
        assert {row.id for row in waiting.requests(unit, reviewer, 500)} == undecided

        open_ones = {row["id"]: row for row in town.of("affiliations", path) if row["state"] in {*HERE, *_OPEN}}
        asked = {
            row["affiliation_id"]
            for row in town.rows["questions"]
            if row["answered_at"] is None and row["asked_at"] < NOW - 2 * DAY_S
        }
        found = waiting.unanswered(unit, [path], NOW - 2 * DAY_S, 500)
        drafts = {row["id"] for row in of_state(town, path, State.DRAFT)}
        assert {row.id for row in found} == asked & (open_ones.keys() | drafts)

        lost = {
            row["chat_id"]
            for row in town.rows["outbox"]
            if row["state"] != "sent" and row["letter_id"] is None and row["done_at"] > NOW - 7 * DAY_S
        }
        found = waiting.undelivered(unit, [path], NOW - 7 * DAY_S, 500)
        assert {row.id for row in found} == {number for number, row in open_ones.items() if row["chat_id"] in lost}


@pytest.mark.parametrize("path", ["/", HALF])
@pytest.mark.parametrize("seed", range(4))
def test_what_is_not_entered_is_what_the_rows_say(store: Store, seed: int, path: str) -> None:
    chance, since = Random(seed), NOW - 150 * DAY_S
    with store.unit_of_work() as unit:
        town = build(unit, chance)
        unit.connection.execute(activities.update().values(audience=1))
        came = {row["activity_id"] for row in town.rows["signups"] if row["state"] in CAME}
        held = [
            (row["starts_at"], row["id"])
            for row in town.of("activities", path)
            if row["stage"] == Stage.PUBLISHED and since < row["ends_at"] <= NOW and row["id"] not in came
        ]
        by_hand = [number for _, number in sorted(held, reverse=True)]
        assert [row.id for row in agenda.not_entered(unit, [path], since, NOW)] == by_hand
        assert [row.id for row in agenda.not_entered(unit, [path], since, NOW, 1)] == by_hand[:1]
        unit.connection.execute(signups.delete())
        unit.connection.execute(activities.update().values(stage=Stage.PUBLISHED))
        assert len(agenda.not_entered(unit, ["/"], 0.0, NOW)) == sum(
            row["ends_at"] <= NOW for row in town.rows["activities"]
        )


_OPEN = (State.SUBMITTED, State.HOST_ACCEPTED, State.RETURNED)
