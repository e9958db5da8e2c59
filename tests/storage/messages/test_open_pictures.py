"""Pictures that change in place: found by what they are about while they hang, one to a chat."""

from sqlalchemy import update

from domain.messages.delivery import Lane
from storage.messages import open_pictures, outbox
from storage.messages.open_pictures import Hanging
from storage.messages.outbox import Draft
from storage.tables.messages import outbox as table
from storage.unit_of_work import Store, UnitOfWork

NOW = 1_800_000_000.25
ABOUT = "check_in:1"


def hang(unit: UnitOfWork, chat_id: int, message_id: int | None, about: str = ABOUT, at: float = NOW) -> None:
    """Let a picture have been sent as this message; None: it waits still."""
    key = f"{chat_id}:{message_id}:{about}:{at}"
    outbox.write(unit, [Draft(key, chat_id, Lane.INTERACTIVE, b"g{}", at, about=about)], at)
    if message_id is not None:
        sent = update(table).where(table.c.dedupe == key).values(state="sent", message_id=message_id, done_at=at)
        unit.connection.execute(sent)


def test_newest_picture_of_each_chat_is_found(store: Store) -> None:
    with store.unit_of_work() as unit:
        for chat_id, message_id in ((1, 7), (2, 8), (1, 9), (3, None)):
            hang(unit, chat_id, message_id)
        assert open_pictures.hanging(unit, ABOUT, NOW - 1) == [Hanging(1, 9), Hanging(2, 8)]


def test_other_matters_and_old_ones_are_not(store: Store) -> None:
    with store.unit_of_work() as unit:
        hang(unit, 1, 7, "check_in:2")
        hang(unit, 2, 8, at=NOW - 100)
        assert open_pictures.hanging(unit, ABOUT, NOW - 100) == []


def test_picture_that_is_taken_down_hangs_no_longer_in_that_chat(store: Store) -> None:
    with store.unit_of_work() as unit:
        hang(unit, 1, 7)
        hang(unit, 2, 8)
        open_pictures.take_down(unit, ABOUT, 1)
        assert open_pictures.hanging(unit, ABOUT, NOW - 1) == [Hanging(2, 8)]
