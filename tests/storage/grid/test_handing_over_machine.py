"""Areas under any order of what people and the clock do: no promise is ever without an owner who can keep it."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from domain.grid.promises import Kind, State
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.grid import areas, handing_over, promises, teams
from storage.grid.areas import Charge, Holder
from storage.grid.promises import New
from storage.merging import buildings as merging
from storage.merging.buildings import RefusedError
from storage.people import roles
from storage.places import places
from storage.tables.grid import promises as promise_table
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep import own_visits
from tests.conftest import KEY
from tests.stage.chance import examples
from tests.storage.stays import CHEN, LI, NOW, SUN, WANG, WU, ZHAO, ZHOU, settle, unit_id

_PEOPLE: Final = (CHEN, WU, LI, ZHAO, SUN, WANG)
_CODES: Final = ("31", "310106", "310106012", "310115005")
_BUILDINGS: Final = ("B1", "B2")
_HELPING: Final = frozenset({Role.ADMIN, Role.ORGANISER, Role.VOLUNTEER})
_DAY_S: Final = 86_400.0

people = st.sampled_from(_PEOPLE)
codes = st.sampled_from(_CODES)
buildings = st.sampled_from(_BUILDINGS)


class Machine(RuleBasedStateMachine):
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=self.template.parent))
        shutil.copyfile(self.template, self.folder / "waystation.db")
        self.store = Store(f"sqlite:///{self.folder / 'waystation.db'}", KEY)
        self.now = NOW
        with self.store.unit_of_work() as unit:
            roles.give(unit, ZHOU, Role.ADMIN, None, self._deed())
            for chat_id, role, code in ((CHEN, Role.ORGANISER, "310106"), (LI, Role.VOLUNTEER, "310106")):
                roles.give(unit, chat_id, role, unit_id(unit, code), self._deed())
            teams.make(unit, unit_id(unit, "310106"), "一队", NOW)
            unit.commit()

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def _deed(self) -> Deed:
        return Deed(HOUSE, self.now)

    def _helps(self, unit: UnitOfWork, chat_id: int) -> bool:
        return any(held.role in _HELPING for held in roles.held(unit, chat_id))

    @rule(who=people, role=st.sampled_from([Role.ORGANISER, Role.VOLUNTEER]), code=codes)
    def give_role(self, who: int, role: Role, code: str) -> None:
        with self.store.unit_of_work() as unit:
            roles.give(unit, who, role, unit_id(unit, code), self._deed())
            unit.commit()

    @rule(who=people)
    def take_role(self, who: int) -> None:
        with self.store.unit_of_work() as unit:
            for held in roles.held(unit, who)[:1]:
                roles.take(unit, held.id, self._deed())
                handing_over.lose_role(unit, who, self._deed())
            unit.commit()

    @rule(who=people | st.just(0), code=codes, named=st.none() | buildings, days=st.none() | st.integers(1, 60))
    def assign(self, who: int, code: str, named: str | None, days: int | None) -> None:
        """Hand an area to a person, or, for 0, to the team."""
        with self.store.unit_of_work() as unit:
            if who and not self._helps(unit, who):
                return
            building = places.building_by_code(unit, named) if named else None
            ends = None if days is None else self.now + days * _DAY_S
            charge = Charge(unit_id(unit, code), (building.id,) if building else (), ends)
            areas.assign(unit, charge, Holder(chat_id=who) if who else Holder(team_id=1), self._deed())
            unit.commit()

    @rule(number=st.integers(1, 8))
    def end(self, number: int) -> None:
        with self.store.unit_of_work() as unit:
            row = areas.find(unit, number)
            if row is not None:
                handing_over.end(unit, row, self._deed())
            unit.commit()

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        """Let time pass, and ring what has ended meanwhile."""
        self.now += days * _DAY_S
        with self.store.unit_of_work() as unit:
            for number in range(1, 40):
                row = areas.find(unit, number)
                if row is not None and row.ended_at is None and row.ends is not None and row.ends <= self.now:
                    handing_over.end(unit, row, self._deed())
            unit.commit()

    @rule(who=people, code=buildings)
    def promise(self, who: int, code: str) -> None:
        with self.store.unit_of_work() as unit:
            building = places.building_by_code(unit, code)
            if building is not None and self._helps(unit, who):
                new = New(Kind.PROMISE, building.id, who, "送表", self.now + _DAY_S)
                promises.make(unit, new, self.now)
            unit.commit()

    @rule(code=buildings)
    def lead(self, code: str) -> None:
        with self.store.unit_of_work() as unit:
            building = places.building_by_code(unit, code)
            owner = handing_over.in_charge(unit, building.id, self.now) if building else None
            assert building is not None
            assert owner is not None
            promises.make(unit, New(Kind.LEAD, building.id, owner, "没有支部", self.now + _DAY_S), self.now)
            unit.commit()

    @rule(number=st.integers(1, 6), kept=st.booleans())
    def close(self, number: int, kept: bool) -> None:  # noqa: FBT001  one of two ways
        with self.store.unit_of_work() as unit:
            if kept:
                promises.keep(unit, number, self.now)
            else:
                promises.give_up(unit, number, "搬走了", self.now)
            unit.commit()

    @rule(who=people, joins=st.booleans())
    def team(self, who: int, joins: bool) -> None:  # noqa: FBT001  one of two ways
        with self.store.unit_of_work() as unit:
            if joins and self._helps(unit, who):
                teams.join(unit, 1, who, self.now)
            elif not joins:
                handing_over.leave_team(unit, 1, who, self._deed())
            unit.commit()

    @rule(code=buildings)
    def merge(self, code: str) -> None:
        """Let one of the two buildings be the other; where they are one already, they stay so."""
        with self.store.unit_of_work() as unit, suppress(RefusedError):
            merging.merge(unit, code, "B1" if code == "B2" else "B2", self._deed())
            unit.commit()

    @rule(who=people)
    def forget(self, who: int) -> None:
        with self.store.unit_of_work() as unit:
            for held in roles.held(unit, who):
                roles.take(unit, held.id, self._deed())
            own_visits.forget(unit, who, self.now)
            unit.commit()

    @invariant()
    def no_promise_is_without_an_owner(self) -> None:
        with self.store.unit_of_work() as unit:
            open_ones = unit.connection.execute(promise_table.select().where(promise_table.c.state == State.OPEN)).all()
            assert [row.id for row in open_ones if not self._helps(unit, row.owner)] == []
            for team in (teams.find(unit, 1),):
                members = teams.members(unit, team.id) if team else ()
                assert sum(one.is_leader for one in members) == (1 if members else 0)


def test_no_promise_is_ever_without_an_owner(city_file: Path) -> None:
    Machine.template = city_file
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=examples(0.08), stateful_step_count=18, deadline=None)
    )


@pytest.fixture
def city_file(tmp_path: Path, sqlite_template: Path) -> Path:
    """Give a file with the small city and its people, to be copied."""
    file = tmp_path / "template.db"
    shutil.copyfile(sqlite_template, file)
    store = Store(f"sqlite:///{file}", KEY)
    settle(store)
    store.close()
    return file
