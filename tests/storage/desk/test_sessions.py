"""Sign-ins and sessions as the store keeps them: used once, over in time, and gone with whoever is forgotten."""

import pytest

from storage.desk import sessions
from storage.desk.sessions import Standing, Where
from storage.people import people
from storage.tables.desk import desk_sessions, desk_sign_ins
from storage.unit_of_work import Store

NOW = 1_796_097_600.0
CHEN, LI = 1004, 1003
HERE = Where("Chrome 128 · Windows", "203.0.113.x")


@pytest.fixture
def known(store: Store) -> Store:
    with store.unit_of_work() as unit:
        people.welcome(unit, [CHEN, LI], NOW)
        unit.commit()
    return store


def test_code_is_agreed_to_and_used_once(known: Store) -> None:
    with known.unit_of_work() as unit:
        shown = sessions.show_code(unit, "secret", HERE, NOW)
        assert shown.code is not None
        assert sessions.enter(unit, "secret", "key", HERE, NOW) is None  # nobody has agreed
        assert sessions.ask(unit, shown.id, CHEN)
        assert not sessions.ask(unit, shown.id, LI)
        assert sessions.asked(unit, shown.id, LI, NOW) is None
        sessions.settle(unit, shown.id, LI, agrees=True)
        assert sessions.enter(unit, "secret", "key", HERE, NOW) is None  # it is not theirs to say
        sessions.settle(unit, shown.id, CHEN, agrees=True)
        sessions.settle(unit, shown.id, CHEN, agrees=False)  # who comes second changes nothing
        session = sessions.enter(unit, "secret", "key", HERE, NOW)
        assert session is not None
        assert session.chat_id == CHEN
        assert sessions.enter(unit, "secret", "other", HERE, NOW) is None
        found = sessions.of_browser(unit, "secret", NOW)
        assert found is not None
        assert found.state is Standing.OVER


def test_refused_and_late_ones_open_nothing(known: Store) -> None:
    with known.unit_of_work() as unit:
        refused = sessions.show_code(unit, "a", HERE, NOW)
        sessions.ask(unit, refused.id, CHEN)
        sessions.settle(unit, refused.id, CHEN, agrees=False)
        token = sessions.make_link(unit, CHEN, NOW)
        assert sessions.enter(unit, "a", "key", HERE, NOW) is None
        assert sessions.enter(unit, token, "key", HERE, NOW + sessions.SIGNS_IN_S) is None
        second = sessions.make_link(unit, CHEN, NOW)
        assert sessions.enter(unit, token, "key", HERE, NOW) is None  # a new link ends the one before
        assert sessions.enter(unit, second, "key", HERE, NOW) is not None


def test_nothing_secret_is_stored(known: Store) -> None:
    with known.unit_of_work() as unit:
        token = sessions.make_link(unit, CHEN, NOW)
        sessions.enter(unit, token, "the key of the browser", HERE, NOW)
        rows = [*unit.connection.execute(desk_sign_ins.select()), *unit.connection.execute(desk_sessions.select())]
    told = repr(rows)
    assert (token in told, "the key of the browser" in told) == (False, False)


def test_session_lives_while_it_is_used_and_no_longer_than_a_day_of_work(known: Store) -> None:
    with known.unit_of_work() as unit:
        sessions.enter(unit, sessions.make_link(unit, CHEN, NOW), "key", HERE, NOW)
        at = NOW
        while at < NOW + sessions.LONGEST_S - sessions.IDLE_S:
            at += sessions.IDLE_S - 1
            found = sessions.find(unit, "key", at)
            assert found is not None
            sessions.note(unit, found.id, at)
        assert sessions.find(unit, "key", at + sessions.IDLE_S) is None
        assert sessions.find(unit, "key", NOW + sessions.LONGEST_S) is None
        sessions.drop_old(unit, NOW + sessions.LONGEST_S)
        assert sessions.held(unit, CHEN) == []


def test_each_ends_their_own(known: Store) -> None:
    with known.unit_of_work() as unit:
        for chat_id, key in ((CHEN, "a"), (CHEN, "b"), (LI, "c")):
            sessions.enter(unit, sessions.make_link(unit, chat_id, NOW), key, HERE, NOW)
        newest, oldest = sessions.of_person(unit, CHEN, NOW)
        assert not sessions.end(unit, LI, newest.id, NOW)
        assert sessions.end(unit, CHEN, newest.id, NOW)
        assert sessions.of_person(unit, CHEN, NOW) == [oldest]
        assert sessions.end_all(unit, CHEN, NOW) == 1
        sessions.forget(unit, LI)
        assert sessions.find(unit, "c", NOW) is None


def test_who_looks_is_said_for_two_minutes(known: Store) -> None:
    with known.unit_of_work() as unit:
        for at in (NOW, NOW + 60):
            sessions.look(unit, "affiliation:1", CHEN, at)
        assert sessions.lookers(unit, ["affiliation:1", "thread:1"], LI, NOW + 100) == {"affiliation:1": [CHEN]}
        assert sessions.lookers(unit, ["affiliation:1"], CHEN, NOW + 100) == {}
        assert sessions.lookers(unit, ["affiliation:1"], LI, NOW + 60 + sessions.LOOKS_S) == {}
