"""`waystation merge-buildings`: looked at, done once, refused in one line, and whoever owes something more is told."""

from collections.abc import Callable

import pytest
from time_machine import travel
from typer.testing import CliRunner, Result

from bot.cli import app
from domain.grid.promises import Kind
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.grid import areas, promises
from storage.grid.areas import Charge, Holder
from storage.grid.promises import New
from storage.people import roles
from storage.places import places
from storage.tables.messages import outbox
from storage.unit_of_work import Store
from tests.conftest import KEY
from tests.storage import stays
from tests.storage.stays import CHEN, LI, NOW, unit_id

Run = Callable[..., Result]

LOOKED = """\
嘉星商务楼 (B2, 南京西路1266号) becomes a part of 嘉兴大厦 (B1, 世纪大道888号).
  service points: 1
  promises: 1
Only looked: nothing was changed. It cannot be taken back; with --yes it is done.
"""
DONE = """\
嘉星商务楼 (B2, 南京西路1266号) becomes a part of 嘉兴大厦 (B1, 世纪大道888号).
  service points: 1
  promises: 1
  promises that somebody else owes now, who has been told: 1
Done.
"""


@pytest.fixture
def run(store: Store) -> Run:
    """Run the command on a city where somebody who has a building owes it something."""
    stays.settle(store)
    with store.unit_of_work() as unit:
        roles.give(unit, CHEN, Role.ORGANISER, unit_id(unit, "310115"), Deed(HOUSE, NOW))
        roles.give(unit, LI, Role.VOLUNTEER, unit_id(unit, "310106"), Deed(HOUSE, NOW))
        areas.assign(unit, Charge(unit_id(unit, "310106012")), Holder(chat_id=LI), Deed(HOUSE, NOW))
        there = places.building_by_code(unit, "B2")
        assert there is not None
        promises.make(unit, New(Kind.PROMISE, there.id, LI, "送表", NOW + 86_400), NOW)
        unit.commit()

    def run(*arguments: str) -> Result:
        settings = {"WAYSTATION_DATABASE": store.url, "WAYSTATION_KEY": KEY, "WAYSTATION_TOKEN": ""}
        with travel(NOW, tick=False):
            return CliRunner().invoke(app, ["merge-buildings", *arguments], env=settings)

    return run


def test_looked_at_first_and_then_done(run: Run, store: Store) -> None:
    looked = run("B2", "B1")
    assert (looked.exit_code, looked.output) == (0, LOOKED)
    assert run("B2", "B1").output == LOOKED, "nothing was changed"
    done = run("B2", "B1", "--yes")
    assert (done.exit_code, done.output) == (0, DONE)
    with store.unit_of_work() as unit:
        assert list(unit.connection.scalars(outbox.select().with_only_columns(outbox.c.chat_id))) == [CHEN]


@pytest.mark.parametrize(
    ("code", "into", "why"),
    [
        ("B7", "B1", "there is no building with the code B7"),
        ("B1", "B1", "B1 and B1 are one building already"),
        ("B2", "B1", "B2 was merged already: it is B1 now"),
    ],
)
def test_refused_in_one_line(run: Run, code: str, into: str, why: str) -> None:
    assert run("B2", "B1", "--yes").exit_code == 0
    for wish in ((), ("--yes",)):
        refused = run(code, into, *wish)
        assert refused.exit_code == 1
        assert refused.output == f"waystation: {why}\n"
