"""What the tests of the desk do to a demo that is running: its clock, its store, and people who ask to be taken in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from aiohttp import ClientSession

from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.people.deeds import By, Deed
from domain.people.members import Details
from storage.affiliations import affiliations
from storage.people import members, people
from storage.unit_of_work import Store
from tests.browser.running_demo import ZONE, Demo

_SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_GIVEN: Final = "伟芳娜敏静丽强磊洋艳勇军杰娟涛"
_POINTS: Final = "SELECT id FROM points WHERE services & 1 AND address LIKE '%静安区%' ORDER BY id LIMIT 7"


def store_at(database: Path) -> Store:
    """Open the store of a demo, whose key lies beside it."""
    return Store(f"sqlite:///{database}", (database.parent / "key").read_text())


async def now(demo: Demo) -> datetime:
    """Return what the demo's clock says, as local time."""
    async with ClientSession() as http, http.get(f"{demo.origin}/sandbox/clock") as answer:
        return datetime.fromisoformat((await answer.json())["now"]).astimezone(ZONE)


def they_ask(demo: Demo, some: Sequence[int], moment: float) -> None:
    """Let these people ask to be taken in, each an hour before the last, at points that take somebody in."""
    points, today = [int(number) for (number,) in demo.rows(_POINTS)], datetime.fromtimestamp(moment, ZONE).date()
    with closing(store_at(demo.database)) as store, store.unit_of_work() as unit:
        people.welcome(unit, set(some) - set(people.known(unit, set(some))), moment)
        for number, person in enumerate(some):
            name = _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number % len(_GIVEN)]
            members.keep(unit, person, Details(name=name), now=moment)
            wish = affiliations.Wish(Stay.MOBILE, points[number % len(points)], today, today + timedelta(days=300))
            row = affiliations.open_draft(unit, person, wish, moment)
            asked = Deed(By(person, actor=Actor.MEMBER), moment - number * 3_600)
            affiliations.do(unit, row.id, Verb.SUBMIT, asked, today + timedelta(days=3))
        unit.commit()
