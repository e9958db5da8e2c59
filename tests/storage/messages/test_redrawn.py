"""A message that is drawn anew while it waits, and while somebody takes it."""

from sqlalchemy import update

from domain.messages.delivery import Lane, State
from storage.messages.redrawn import Redrawn, redraw
from storage.tables.messages import outbox
from storage.unit_of_work import Store
from tests.conftest import KEY

NOW = 1_790_000_000.0
PROGRESS = Redrawn("progress:1.1", 1001, Lane.CONFIRMATION)


def test_what_waits_gets_other_words_and_stands_there_once(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert redraw(unit, PROGRESS, 0, lambda _: b"one", NOW) == 1
        assert redraw(unit, PROGRESS, 1, lambda _: b"two", NOW) == 1
        assert len(unit.connection.execute(outbox.select()).all()) == 1


def test_words_that_a_sender_has_taken_meanwhile_are_not_thought_to_be_the_new_ones(postgres_url: str) -> None:
    """It is taken after it was seen to wait, and before it is rewritten: the last drawing is still to be made."""
    store, sender = Store(postgres_url, KEY), Store(postgres_url, KEY)
    with store.unit_of_work() as unit:
        redraw(unit, PROGRESS, 0, lambda _: b"one", NOW)
        unit.commit()

    def taken(_replaces: int) -> bytes:
        with sender.unit_of_work() as other:
            other.connection.execute(update(outbox).values(state=State.SENDING))
            other.commit()
        return b"two"

    with store.unit_of_work() as unit:
        assert redraw(unit, PROGRESS, 1, taken, NOW) is None
    for one in (store, sender):
        one.close()
