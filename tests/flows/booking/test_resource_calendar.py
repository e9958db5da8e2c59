"""The calendar of what is lent, in the chat of its owner: made, renewed, ended, each on record; and nobody else's."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.chat import Reply, Tapped, Text
from bot.flows.entry_points import EntryPoint
from domain.booking.resources import Kind, Resource
from storage.booking import own, resources, saving
from storage.people import calendar_feeds
from storage.tables.people import audit
from storage.unit_of_work import Store
from tests.stage.security_world import HOST, SIBLING, settle
from tests.stage.talk import Talk, button, buttons, house, html

PAGE = "https://chat.example.org"


@pytest.fixture
def store(new_store: Callable[[], Store]) -> Store:
    store = new_store()
    settle(store)
    with store.unit_of_work() as unit:
        hall = Resource("HALL", Kind.ROOM, "Hall", "310106011", "JA-1")
        saving.save(unit, [hall, Resource("LAWYER", Kind.SPEAKER, "Zhou", "310106011")])
        unit.commit()
    return store


def number(store: Store, code: str) -> int:
    with store.unit_of_work() as unit:
        row = resources.by_code(unit, code)
        assert row is not None
        return row.id


def card(store: Store, code: str, person: int = HOST, page: str = PAGE) -> tuple[Talk, list[Reply]]:
    talk = Talk(store, replace(house("en"), page=page), person, "en")
    return talk, talk.does(Tapped(EntryPoint.RESOURCE.data(number(store, code)), 500))


def address_in(said: list[Reply]) -> str:
    texts = "\n".join(one.html for one in said if isinstance(one, Text))
    (found,) = re.findall(rf"{PAGE}/calendar/([\w-]{{43}})\.ics", texts)
    return str(found)


def test_owner_makes_renews_and_ends_it(store: Store) -> None:
    talk, screen = card(store, "HALL")
    screen = talk.taps(button(screen, "Calendar address"))
    assert "Whoever has the address can read it" in html(screen[-1])
    said = talk.taps(button(screen, "Make the address"))
    first = address_in(said)
    said = talk.taps(button(said, "A new address"))
    second = address_in(said)
    with store.unit_of_work() as unit:
        found = [calendar_feeds.find(unit, one) for one in (first, second)]
    subject = calendar_feeds.of_resource(number(store, "HALL"))
    assert [one is not None and (one.subject, one.ended_at is None) for one in found] == [
        (subject, False),
        (subject, True),
    ]
    asked = talk.taps(button(said, "End it"))
    assert [one.label for one in buttons(asked)] == ["End it", "Back"]
    ended = talk.taps(button(asked, "End it"))
    assert "The calendar has ended" in html(ended[0])
    with store.unit_of_work() as unit:
        assert calendar_feeds.running(unit, subject) is None
        done = select(audit.c.what, audit.c.role).where(audit.c.subject == subject).order_by(audit.c.number)
        assert [tuple(row) for row in unit.connection.execute(done)] == [
            ("resource.calendar", "organiser"),
            ("resource.calendar", "organiser"),
            ("resource.calendar_end", "organiser"),
        ]


def test_others_and_a_house_without_a_page_have_no_button(store: Store) -> None:
    for person, page in ((SIBLING, PAGE), (HOST, "")):
        _, screen = card(store, "HALL", person, page)
        assert "Calendar address" not in [one.label for one in buttons(screen)]


def test_who_organises_no_more_makes_none(store: Store) -> None:
    talk, screen = card(store, "HALL")
    screen = talk.taps(button(screen, "Calendar address"))
    other = Talk(store, talk.house, SIBLING, "en")
    other.updates = 900
    other.taps(button(screen, "Make the address"))
    hall = number(store, "HALL")
    with store.unit_of_work() as unit:
        assert calendar_feeds.ever(unit, calendar_feeds.of_resource(hall)) == ()


def test_calendar_goes_with_the_speaker(store: Store) -> None:
    lawyer = number(store, "LAWYER")
    with store.unit_of_work() as unit:
        own.answers_for(unit, lawyer, SIBLING)
        calendar_feeds.begin(unit, calendar_feeds.of_resource(lawyer), "secret", 1.0)
        own.forget(unit, SIBLING, 2.0)
        assert calendar_feeds.ever(unit, calendar_feeds.of_resource(lawyer)) == ()
