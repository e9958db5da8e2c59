"""A change of key that is killed again and again, and what is left of everything that was sealed."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from signal import SIGKILL
from typing import Final

from sqlalchemy import select

from domain.messages.delivery import Lane
from storage.activities import ratings
from storage.activities.ratings import Rating
from storage.messages import conversations, outbox
from storage.messages.conversations import Conversation
from storage.people import people
from storage.sealed import Seal, new_key
from storage.tables.activities import ratings as ratings_table
from storage.tables.keys import keys_in_use
from storage.tables.messages import conversations as conversations_table
from storage.tables.messages import outbox as outbox_table
from storage.unit_of_work import Store
from storage.upkeep import keys
from storage.upkeep.keys import KeyRefusedError
from tests.crash.books import await_silence
from tests.crash.bot_process import KEY
from tests.crash.lives import command, forks
from tests.stage import small_city
from tests.storage.signing import published
from tests.storage.stays import NOW

_PATIENCE_S: Final = 120.0
_MESSAGES: Final = 3_000  # six portions, and as many again to see that nothing is left
_CHATS: Final = 1_500
_RATINGS: Final = 60
_VALUES: Final = _MESSAGES + _CHATS + _RATINGS
_RATERS: Final = range(10_001, 10_001 + _RATINGS)


@dataclass(frozen=True, slots=True)
class RekeyingOutcome:
    """What it came to; the last two must be 0."""

    kills: int
    half_done: int  # kills that left a change between its beginning and its end
    changed: int  # changes that came through, after however many kills
    values: int
    lost: int = 0  # values that the keys of then did not open or find, or not as they were written, after any kill
    let_in: int = 0  # times that one key of two was enough to open a store that was half changed

    def faults(self) -> tuple[str, ...]:
        """Say what must not be; nothing, if all is well."""
        wrong = [f"{self.lost} lost"] if self.lost else []
        if self.let_in:
            wrong.append(f"{self.let_in} times one key of two was let in")
        if not self.half_done:
            wrong.append("nothing was half done at any kill, so that nothing is proved")
        return tuple(wrong)


def rekey(url: str, kills: int, chance: Random) -> RekeyingOutcome:
    """Change the key over and over, kill the command so many times, let the last one finish, and count."""
    _fill(url)
    _warm_up()
    old, new = KEY, new_key()
    whole_s = _changed(url, new, old)
    old, new, changed, half_done, lost, let_in = new, new_key(), 1, 0, 0, 0
    for _ in range(kills):
        _changed(url, new, old, killed_after=chance.uniform(0.0, whole_s))
        await_silence(url)
        in_use = _in_use(url, old)
        if in_use == set(Seal(old, new).fingerprints):
            half_done += 1
            let_in += _lets_in(url, old) + _lets_in(url, new)
        elif in_use == set(Seal(new).fingerprints):
            old, new, changed = new, new_key(), changed + 1
        lost += _lost(url, new, old)
    _changed(url, new, old)
    lost += _lost(url, new)
    return RekeyingOutcome(kills, half_done, changed + 1, _VALUES, lost, let_in)


def _warm_up() -> None:
    """Let what processes are forked from be there, so that it counts for nothing."""
    process = forks().Process(target=time.sleep, args=(0.0,), daemon=True)
    process.start()
    process.join(_PATIENCE_S)


def _fill(url: str) -> None:
    with _opened(url, KEY) as store, store.unit_of_work() as unit:
        small_city.build(unit)
        activity_id = published(unit)
        people.welcome(unit, _RATERS, NOW)
        for chat_id in _RATERS:
            ratings.give(unit, activity_id, chat_id, 1 + chat_id % 5)
        drafts = [
            outbox.Draft(f"d{number}", number, Lane.INTERACTIVE, f"{number}".encode(), 0.0)
            for number in range(1, _MESSAGES + 1)
        ]
        outbox.write(unit, drafts, 0.0)
        conversations.keep(unit, [Conversation(chat, 1, f"{chat}".encode()) for chat in range(1, _CHATS + 1)], 0.0)
        unit.commit()


def _changed(url: str, new: str, old: str, killed_after: float | None = None) -> float:
    """Call the command, kill it after so many seconds (None: never), and return how long it took."""
    settings = {"WAYSTATION_DATABASE": url, "WAYSTATION_KEY": f"{new},{old}"}
    others = {name: value for name, value in os.environ.items() if not name.startswith("WAYSTATION_")}
    began = time.monotonic()
    process = forks().Process(target=command, args=(others | settings, "rotate-key"), daemon=True)
    process.start()
    process.join(killed_after if killed_after is not None else _PATIENCE_S)
    if process.exitcode is None:
        assert killed_after is not None, "it does not end"
        process.kill()
        process.join()
    assert process.exitcode in {0, -SIGKILL}
    return time.monotonic() - began


def _in_use(url: str, key: str) -> set[str]:
    with _opened(url, key) as store, store.unit_of_work() as unit:
        return set(unit.connection.scalars(select(keys_in_use.c.fingerprint)))


def _lets_in(url: str, alone: str) -> bool:
    with _opened(url, alone) as store, store.unit_of_work() as unit:
        try:
            keys.check(unit)
        except KeyRefusedError:
            return False
        return True


def _lost(url: str, *known: str) -> int:
    """Count what these keys do not open as it was written."""
    messages = select(outbox_table.c.reply, outbox_table.c.chat_id)
    chats = select(conversations_table.c.state, conversations_table.c.chat_id)
    with _opened(url, *known) as store, store.unit_of_work() as unit:
        there = sum(
            unit.seal.opens(sealed, purpose) and unit.seal.open(sealed, purpose) == f"{number}".encode()
            for query, purpose in ((messages, outbox.REPLY), (chats, conversations.STATE))
            for sealed, number in unit.connection.execute(query)
        )
        (activity_id,) = set(unit.connection.scalars(select(ratings_table.c.activity_id)))
        there += sum(ratings.find(unit, activity_id, one) == Rating(1 + one % 5, "") for one in _RATERS)
    return _VALUES - there


@contextmanager
def _opened(url: str, *known: str) -> Iterator[Store]:
    """Open a store and leave no connection behind: after a kill there must be none."""
    store = Store(url, *known)
    yield store
    store.close()
