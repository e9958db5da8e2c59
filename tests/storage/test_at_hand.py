"""What is read together of whoever writes is what each module reads by itself."""

from collections.abc import Callable
from typing import Final

from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage import at_hand
from storage.activities import duties, signup_reading
from storage.affiliations import affiliations
from storage.announcements import threads
from storage.messages import conversations, inbox
from storage.messages.conversations import Conversation
from storage.people import members, people, questions, roles
from storage.people.people import Person
from storage.places import places
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.counting import counted
from tests.storage.stays import CHEN, NOW, WANG, ZHOU, draft, organiser

STRANGER: Final = 4_711
GROUP: Final = -500
_READS: Final = (
    people.find,
    members.cells,
    roles.held,
    signup_reading.has_any,
    duties.was_asked,
    threads.has_any,
    affiliations.current,
    questions.open_for,
)


def _talked(unit: UnitOfWork, *chats: int) -> None:
    conversations.keep(unit, [Conversation(chat, 3, b"at") for chat in chats], NOW)
    unit.commit()


def test_all_that_is_known_is_what_the_modules_read(city: Callable[[], Store]) -> None:
    store = city()
    with store.unit_of_work() as unit:
        draft(unit, WANG)
        organiser(unit, CHEN, "310106")
        roles.give(unit, CHEN, Role.VOLUNTEER, None, Deed(HOUSE, NOW))
        _talked(unit, WANG, CHEN, GROUP)
    chats = [WANG, CHEN, ZHOU, GROUP]
    with store.unit_of_work() as unit:
        asked = {(read, chat): read(unit, chat) for read in _READS for chat in chats}
        revision = places.revision(unit)
    with store.unit_of_work() as unit:
        talks = at_hand.meet(unit, chats, {}, NOW)
        assert {(read, chat): read(unit, chat) for read in _READS for chat in chats} == asked
        assert places.revision(unit) == revision
    expected = {WANG: 3, CHEN: 3, ZHOU: 0, GROUP: 3}
    assert {talk.chat_id: talk.turn for talk in talks} == expected


def test_of_who_has_talked_nothing_is_asked_again(city: Callable[[], Store]) -> None:
    store = city()
    with store.unit_of_work() as unit:
        _talked(unit, ZHOU, CHEN)
    with store.unit_of_work() as unit:
        at_hand.meet(unit, [ZHOU, CHEN], {}, NOW)
        with counted(store) as statements:
            for read in _READS:
                read(unit, ZHOU)
    assert statements == []


def test_a_stranger_is_welcomed_and_known(store: Store) -> None:
    with store.unit_of_work() as unit:
        (talk,) = at_hand.meet(unit, [STRANGER], {STRANGER: "zh-hans"}, NOW)
        assert talk == Conversation(STRANGER)
        with counted(store) as statements:
            assert people.find(unit, STRANGER) == Person(STRANGER, messenger_language="zh-hans")
            assert (roles.held(unit, STRANGER), affiliations.current(unit, STRANGER)) == ((), ())
        unit.commit()
    assert statements == []
    with store.unit_of_work() as unit:
        assert people.find(unit, STRANGER) == Person(STRANGER, messenger_language="zh-hans")


def test_who_has_a_conversation_and_was_never_here_is_welcomed(store: Store) -> None:
    """As somebody has who pressed a button in a group before they wrote."""
    with store.unit_of_work() as unit:
        _talked(unit, STRANGER)
    with store.unit_of_work() as unit:
        (talk,) = at_hand.meet(unit, [STRANGER], {STRANGER: "en"}, NOW)
        assert talk.turn == 3
        assert people.find(unit, STRANGER) == Person(STRANGER, messenger_language="en")
        unit.commit()
    with store.unit_of_work() as unit:
        assert people.known(unit, [STRANGER]) == {STRANGER: Person(STRANGER, messenger_language="en")}


def test_who_may_not_be_new_is_not_welcomed(store: Store) -> None:
    with store.unit_of_work() as unit:
        at_hand.meet(unit, [STRANGER, GROUP], {}, NOW)
        assert people.find(unit, STRANGER) is None
        unit.commit()
    with store.unit_of_work() as unit:
        assert people.known(unit, [STRANGER, GROUP]) == {}


def test_an_update_that_has_taken_effect_is_not_taken_again(store: Store) -> None:
    first, second, third = [("telegram:7", key) for key in ("1", "2", "3")]
    with store.unit_of_work() as unit:
        assert inbox.take_new(unit, [first, second], NOW) == {first, second}
        unit.commit()
    with store.unit_of_work() as unit:
        assert inbox.take_new(unit, [second, third], NOW) == {third}
        unit.commit()
    with store.unit_of_work() as unit:
        assert inbox.seen(unit, [first, second, third]) == {first, second, third}
