"""An announcement and its mailings under any order of what people and processes do: the ledger always adds up."""

import asyncio
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bot.house import House
from domain.announcements.announcements import MISSED, Content, Purpose, Stage, Standing, Verb
from domain.announcements.audiences import Audience
from domain.announcements.topics import Topic
from domain.lifecycle import NotPossibleError
from domain.people.deeds import By, Deed
from storage.announcements import announcements, ledgers, mailings, topics
from storage.announcements.announcements import AnnouncementRow
from storage.messages.claims import Claimed
from storage.people import people
from storage.unit_of_work import Store
from tests.conftest import KEY
from tests.stage.carrier import Carrier
from tests.stage.chance import examples
from tests.stage.clockwork import BEGINS, CHEN, ZHOU, ZONE, settle, unit_id

CROWD: Final = range(5001, 5008)
CHATS: Final = (1001, 1002, 2001, 2002, 2003, *CROWD)
_VERBS: Final = [verb for verb in Verb if verb not in {Verb.BEGIN, Verb.EMPTY, Verb.FINISH, Verb.AGAIN}]
"""What people do; the others are the clock's, or have more to them."""


class Machine(RuleBasedStateMachine):
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=self.template.parent))
        shutil.copyfile(self.template, self.folder / "waystation.db")
        self.opened: list[Store] = []
        self.carrier = Carrier(self._store, House(language="en", zone=ZONE, quiet_hours=None), BEGINS.timestamp())
        self.flying: list[Claimed] = []
        self.words = 0
        self.ever_away: set[int] = set()
        self.refusing: set[int] = set()
        self.tried_again = False
        with self.carrier.store.unit_of_work() as unit:
            row = announcements.draft(unit, unit_id(unit, "310106011"), Audience("/"), Deed(By(CHEN), self.carrier.now))
            announcements.change(unit, row.id, CHEN, content=Content({"en": "word 0"}))
            unit.commit()
        self.number = row.id

    def _store(self) -> Store:
        self.opened.append(Store(f"sqlite:///{self.folder / 'waystation.db'}", KEY))
        return self.opened[-1]

    def teardown(self) -> None:
        """Let everything come to its end: nothing may be left undone."""
        self._live()
        row = self._row()
        with self.carrier.store.unit_of_work() as unit:
            mine = (mailings.of(unit, row.id, purpose) for purpose in Purpose)
            left = [one for one in mine if one and one.ended_at is None and one.state != "paused"]
        for store in self.opened:
            store.close()
        shutil.rmtree(self.folder)
        assert row.stage is not Stage.SENDING
        assert left == []
        if row.errand is None and row.stage in {Stage.DONE, Stage.STOPPED, Stage.PAUSED}:
            shown = {html for chat_id in CHATS if chat_id not in self.ever_away for html in self._shown(chat_id)}
            assert shown <= {f"word {self.words}"}

    def _live(self) -> None:
        self.carrier.land(self.flying)
        self.flying = []
        for _ in range(4):
            asyncio.run(self.carrier.tick(passes=5.0))
            self.carrier.carry()
        asyncio.run(self.carrier.tick(passes=5.0))

    def _row(self) -> AnnouncementRow:
        with self.carrier.store.unit_of_work() as unit:
            row = announcements.find(unit, self.number)
        assert row is not None
        return row

    def _shown(self, chat_id: int) -> list[str]:
        return [html for html in self.carrier.chats[chat_id].values() if html.startswith("word")]

    # ------------------------------------------------------------ what people do

    @rule(verb=st.sampled_from(_VERBS), by=st.sampled_from([CHEN, ZHOU]))
    def do(self, verb: Verb, by: int) -> None:
        before = self._row()
        with self.carrier.store.unit_of_work() as unit:
            try:
                announcements.do(unit, self.number, verb, Deed(By(by, "organiser"), self.carrier.now))
            except NotPossibleError:
                assert announcements.find(unit, self.number) == before
            unit.commit()

    @rule()
    def send(self) -> None:
        """Bring a draft on its way."""
        for verb, by in ((Verb.SUBMIT, CHEN), (Verb.APPROVE, ZHOU)):
            self.do(verb, by)

    @rule()
    def correct(self) -> None:
        content = Content({"en": f"word {self.words + 1}"})
        with self.carrier.store.unit_of_work() as unit, suppress(NotPossibleError):
            proposed = announcements.propose(unit, self.number, content, Deed(By(CHEN, "organiser"), self.carrier.now))
            approved = Deed(By(ZHOU, "organiser"), self.carrier.now)
            announcements.approve_proposed(unit, self.number, approved, version=proposed.version)
            self.words += 1
            unit.commit()

    @rule(standings=st.sets(st.sampled_from(sorted(MISSED))))
    def again(self, standings: set[Standing]) -> None:
        with self.carrier.store.unit_of_work() as unit, suppress(NotPossibleError):
            announcements.do(unit, self.number, Verb.AGAIN, Deed(By(CHEN, "organiser"), self.carrier.now))
            sending = mailings.of(unit, self.number)
            assert sending is not None
            mailings.again(unit, sending.id, standings, self.carrier.now)
            self.tried_again = True
            unit.commit()

    @rule(chat_id=st.sampled_from(CROWD))
    def refuse(self, chat_id: int) -> None:
        with self.carrier.store.unit_of_work() as unit:
            topics.refuse(unit, chat_id, Topic.NOTICES, self.carrier.now)
            unit.commit()
        self.refusing.add(chat_id)

    @rule(chat_id=st.sampled_from(CROWD))
    def stop_the_bot(self, chat_id: int) -> None:
        self.carrier.away ^= {chat_id}
        self.ever_away.add(chat_id)

    @rule(chat_id=st.sampled_from(CROWD))
    def keep_what_is_there(self, chat_id: int) -> None:
        """Let the messenger delete nothing there, or let it again."""
        self.carrier.keeping ^= {chat_id}

    # ------------------------------------------------------------ what processes do

    @rule()
    def step(self) -> None:
        self.carrier.step(self.number)

    @rule(passes=st.sampled_from([0.0, 1.0, 5.0]))
    def tick(self, passes: float) -> None:
        asyncio.run(self.carrier.tick(passes=passes))

    @rule(count=st.integers(1, 8))
    def carry(self, count: int) -> None:
        self.carrier.carry(count)

    @rule(count=st.integers(1, 3))
    @precondition(lambda self: not self.flying)
    def take(self, count: int) -> None:
        self.flying = self.carrier.take(count)

    @rule()
    @precondition(lambda self: self.flying)
    def land(self) -> None:
        self.carrier.land(self.flying)
        self.flying = []

    @rule()
    def die(self) -> None:
        self.flying = []
        self.carrier.die()

    # ------------------------------------------------------------ what always holds

    @invariant()
    def ledger_adds_up(self) -> None:
        self.carrier.ledger(self.number)

    @invariant()
    def nobody_has_it_twice(self) -> None:
        """Nobody reads it twice but those whose standing was unknown when it was sent again, or who got it anew."""
        if not self.tried_again:
            with self.carrier.store.unit_of_work() as unit:
                sendings = {one.id for one in [mailings.of(unit, self.number)] if one}
            assert max((len(self._shown(chat_id)) for chat_id in CHATS), default=0) <= max(1, len(sendings))

    @invariant()
    def who_wants_none_waits_for_none(self) -> None:
        with self.carrier.store.unit_of_work() as unit:
            waiting = ledgers.recipients(unit, self.number, {Standing.NOT_YET})
        flying = {one.chat_id for one in self.flying}
        assert {chat_id for chat_id, _ in waiting} & (self.refusing - flying) == set()

    @invariant()
    def nothing_leaves_what_is_held(self) -> None:
        """Take back what was taken, if anything could be: what is paused, stopped or no longer meant is not sent."""
        if self._row().stage not in {Stage.PAUSED, Stage.STOPPED, Stage.RECALLED}:
            return
        with self.carrier.store.unit_of_work() as unit:
            sending = mailings.of(unit, self.number)
        assert sending is None or sending.state in {"paused", "stopped", "done", "freezing"}


@pytest.fixture(scope="module")
def city_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with the small city and its people."""
    file = tmp_path_factory.mktemp("machine") / "city.db"
    shutil.copyfile(sqlite_template, file)
    store = Store(f"sqlite:///{file}", KEY)
    settle(store)
    with store.unit_of_work() as unit:
        people.welcome(unit, CROWD, BEGINS.timestamp(), dict.fromkeys(CROWD, "en"))
        unit.commit()
    store.close()
    return file


def test_announcement_whatever_happens(city_template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "PORTION", 5)  # whatever goes over a list takes several steps
    made: type[Machine] = type("Here", (Machine,), {"template": city_template})
    run_state_machine_as_test(
        made, settings=settings(max_examples=examples(1 / 4), stateful_step_count=25, deadline=None)
    )
