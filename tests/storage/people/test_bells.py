"""Whom nothing rings is told apart: a page alone, without another channel and without a calendar that asks."""

import pytest
from sqlalchemy import select

from storage.people import addresses, calendar_feeds, people
from storage.people.bells import is_unreached, unrung
from storage.tables.people import people as table
from storage.unit_of_work import Store, UnitOfWork

WANG = 1001
NOW = 1_800_000_000.0


@pytest.fixture
def anna(store: Store) -> int:
    """Give somebody on a page, beside somebody of Telegram."""
    with store.unit_of_work() as unit:
        number = addresses.number_of(unit, "web", "anna", NOW)
        people.welcome(unit, [WANG, number], NOW)
        unit.commit()
    return number


def silent(unit: UnitOfWork) -> set[int]:
    return set(unit.connection.scalars(select(table.c.chat_id).where(unrung(table.c.chat_id))))


def test_page_alone_rings_nobody(store: Store, anna: int) -> None:
    with store.unit_of_work() as unit:
        assert silent(unit) == {anna}


def test_another_channel_rings_while_it_reaches_them(store: Store, anna: int) -> None:
    with store.unit_of_work() as unit:
        other = addresses.number_of(unit, "wecom", "anna", NOW)
        addresses.link(unit, other, anna, NOW)
        assert silent(unit) == set()
        addresses.mark_unreachable(unit, other, NOW)
        assert silent(unit) == {anna}


def test_who_has_stopped_the_bot_is_reached_on_a_page_and_nothing_rings(store: Store, anna: int) -> None:
    with store.unit_of_work() as unit:
        people.mark_unreachable(unit, WANG, NOW)
        assert is_unreached(unit, WANG)
        page = addresses.number_of(unit, "web", "wang", NOW)
        addresses.link(unit, page, WANG, NOW)
        assert (is_unreached(unit, WANG), silent(unit)) == (False, {anna, WANG})
        addresses.mark_unreachable(unit, page, NOW)
        assert is_unreached(unit, WANG)
        people.mark_unreachable(unit, WANG, None)
        assert (is_unreached(unit, WANG), silent(unit)) == (False, {anna})


def test_calendar_rings_once_it_has_asked_and_until_it_ends(store: Store, anna: int) -> None:
    with store.unit_of_work() as unit:
        subject = calendar_feeds.of_person(anna)
        calendar_feeds.begin(unit, subject, "secret", NOW)
        assert silent(unit) == {anna}
        calendar_feeds.note(unit, "secret", NOW)
        assert silent(unit) == set()
        calendar_feeds.end(unit, subject, NOW)
        assert silent(unit) == {anna}
