"""Where a person is survives, sealed, and one chat is in one transaction's hands at a time."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from storage.messages.conversations import Conversation, keep, locked
from storage.sealed import UnsealableError
from storage.tables.people import conversations
from storage.unit_of_work import Store

WANG, LI = 1001, 1002
BIG = 9_007_199_254_740_993  # beyond 32 bits, and beyond what a double can say


def test_locked_for_new_chats(store: Store) -> None:
    with store.unit_of_work() as unit:
        held = locked(unit, [WANG, LI])

    assert held == {WANG: Conversation(WANG, 0, b""), LI: Conversation(LI, 0, b"")}


def test_locked_for_no_chat(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert locked(unit, []) == {}


def test_keep_then_locked(new_store: Callable[[], Store]) -> None:
    written = {WANG: Conversation(WANG, 3, '{"step": "名字"}'.encode()), BIG: Conversation(BIG, 1, b"{}")}
    _keep(new_store(), *written.values())

    with new_store().unit_of_work() as unit:
        assert locked(unit, [BIG, WANG]) == written


def test_keep_over_what_stood_there(new_store: Callable[[], Store]) -> None:
    store = new_store()
    _keep(store, Conversation(WANG, 1, b"one"), Conversation(LI, 1, b"one"))
    _keep(store, Conversation(WANG, 2, b"two"))

    with new_store().unit_of_work() as unit:
        assert locked(unit, [WANG, LI]) == {WANG: Conversation(WANG, 2, b"two"), LI: Conversation(LI, 1, b"one")}


def test_keep_nothing(store: Store) -> None:
    with store.unit_of_work() as unit:
        keep(unit, [], 0.0)

        assert unit.connection.execute(select(conversations)).all() == []


def test_keep_writes_the_moment(store: Store) -> None:
    _keep(store, Conversation(WANG, 1, b"one"))

    with store.unit_of_work() as unit:
        assert unit.connection.scalars(select(conversations.c.changed_at)).all() == [1_800_000_000.25]


def test_state_is_sealed_at_rest(store: Store) -> None:
    _keep(store, Conversation(WANG, 1, b"my name is Wang Fang"))

    with store.unit_of_work() as unit:
        (stored,) = unit.connection.scalars(select(conversations.c.state))
        assert b"Wang" not in stored
        with pytest.raises(UnsealableError):
            unit.seal.open(stored, b"outbox.reply")


@pytest.mark.parametrize("chats", [[WANG, LI], [LI, WANG]])
def test_concurrent_turns_of_the_same_chats_lose_none(new_store: Callable[[], Store], chats: list[int]) -> None:
    """Half the workers name the chats in the other order: they must neither deadlock nor overwrite each other."""
    stores = [new_store() for _ in range(4)]

    def turns(store: Store, order: list[int]) -> None:
        for _ in range(25):
            with store.unit_of_work() as unit:
                held = locked(unit, order)
                keep(unit, [Conversation(c.chat_id, c.turn + 1) for c in held.values()], 0.0)
                unit.commit()

    with ThreadPoolExecutor(len(stores)) as threads:
        list(threads.map(turns, stores, [chats, chats[::-1], chats, chats[::-1]]))

    with new_store().unit_of_work() as unit:
        assert locked(unit, chats) == {chat: Conversation(chat, 100, b"") for chat in chats}


def test_first_turn_waits_for_the_other_first_turn(new_store: Callable[[], Store]) -> None:
    """No row is there to be locked yet, and still the second turn sees what the first one wrote."""
    second_store = new_store()
    seen: list[int] = []

    def second() -> None:
        with second_store.unit_of_work() as unit:
            seen.append(locked(unit, [WANG])[WANG].turn)

    with new_store().unit_of_work() as unit:
        held = locked(unit, [WANG])
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.2)
        assert seen == []
        keep(unit, [Conversation(WANG, held[WANG].turn + 1)], 0.0)
        unit.commit()
    waiting.join(10)

    assert seen == [1]


def _keep(store: Store, *changed: Conversation) -> None:
    with store.unit_of_work() as unit:
        keep(unit, changed, 1_800_000_000.25)
        unit.commit()
