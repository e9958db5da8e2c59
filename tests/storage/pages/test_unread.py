"""Lines that nobody came for: expired after a while, once, and those without any use left are gone."""

import pytest
from sqlalchemy import select, update

from domain.messages.delivery import UNREAD_S, Lane, State
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.pages import lines, openings, unread
from storage.pages.lines import Wanted
from storage.tables.messages import outbox as table
from storage.unit_of_work import Store, UnitOfWork

NOW = 1_790_000_000.0
LATER = NOW + UNREAD_S + 1


@pytest.fixture
def page(store: Store) -> int:
    """Give a page with four lines: of no use after an hour, of use still, fetched, and the person's own."""
    with store.unit_of_work() as unit:
        number = openings.open_page(unit, "a key", NOW)
        outbox.write(
            unit,
            [
                Draft("1", number, Lane.REMINDER, b"{}", NOW, NOW + 3_600),
                Draft("2", number, Lane.REMINDER, b"{}", NOW),
                Draft("3", number, Lane.REMINDER, b"{}", NOW),
            ],
            NOW,
        )
        unit.connection.execute(update(table).values(state=State.SENT, message_id=1))
        rows = list(unit.connection.scalars(select(table.c.id).order_by(table.c.id)))
        fetched = lines.add(unit, Wanted(number, f"o{rows[2]}.0", is_own=False, content=b"{}"), NOW)[0]
        lines.acknowledge(unit, number, fetched.event, NOW, is_read=False)
        for row in rows[:2]:
            lines.add(unit, Wanted(number, f"o{row}.0", is_own=False, content=b"{}"), NOW)
        lines.add(unit, Wanted(number, "pmine", is_own=True, content=b"{}"), NOW)
        unit.commit()
    return number


def states(unit: UnitOfWork) -> list[str]:
    return list(unit.connection.scalars(select(table.c.state).order_by(table.c.id)))


def test_what_nobody_came_for_expires_once(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        assert unread.lapse(unit, NOW, LATER) == (0, 0)
        assert unread.lapse(unit, LATER - UNREAD_S, LATER) == (2, 2)
        assert states(unit) == ["expired", "expired", "sent"]
        assert unread.lapse(unit, LATER - UNREAD_S, LATER) == (0, 0)
        there = {line.line: line.content for line in lines.before(unit, page, 99, 9)}
        assert there == {1: b"{}", 3: b"{}", 4: b"{}"}  # the second is of no use any more


def test_who_comes_after_all_reads_what_is_left(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        unread.lapse(unit, LATER - UNREAD_S, LATER)
        assert [(line.line, line.content is None) for line in lines.since(unit, page, 1, 9)] == [
            (3, False),
            (4, False),
            (2, True),
        ]
        assert lines.acknowledge(unit, page, 99, LATER, is_read=False) == 2
