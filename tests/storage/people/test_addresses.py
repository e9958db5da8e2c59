"""The ways to a person: a number for each address, one person for several, and one road for each message."""

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.messages import conversations
from storage.messages.conversations import Conversation
from storage.people import addresses, people, roles
from storage.people.addresses import Address
from storage.tables.people import addresses as table
from storage.tables.people import grants
from storage.unit_of_work import Store, UnitOfWork

WANG, LI = 1001, 1002
NOW = 1_800_000_000.0


@pytest.fixture
def unit(store: Store) -> Iterator[UnitOfWork]:
    """Give a transaction on each database."""
    with store.unit_of_work() as unit:
        yield unit


def road(unit: UnitOfWork, person: int) -> str:
    """Return by which channel and name something unasked reaches a person; "": by Telegram."""
    found = addresses.roads(unit, (), {person}).get(person)
    return f"{found.channel} {found.name}" if found else ""


def test_an_address_has_one_number_that_telegram_never_gives(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert not addresses.are_there(unit)
        number = addresses.number_of(unit, "web", "a", NOW)
        others = {addresses.number_of(unit, *other, NOW) for other in (("web", "b"), ("wecom", "a"))}
        unit.commit()
    with store.unit_of_work() as unit:
        assert addresses.number_of(unit, "web", "a", NOW + 1) == number
        assert addresses.are_there(unit)
    assert len({number} | others) == 3
    assert all(2**52 <= one < 2**53 for one in {number} | others)


def test_an_address_is_a_person_of_its_own_until_it_is_linked(unit: UnitOfWork) -> None:
    number = addresses.number_of(unit, "web", "a", NOW)
    assert addresses.persons(unit, [number, WANG]) == {}
    addresses.link(unit, number, WANG, NOW)
    assert addresses.persons(unit, [number, WANG]) == {number: WANG}
    addresses.unlink(unit, number)
    assert addresses.persons(unit, [number, WANG]) == {}


def test_people_of_telegram_keep_their_numbers(unit: UnitOfWork) -> None:
    with pytest.raises(ValueError, match="its own person"):
        addresses.link(unit, WANG, LI, NOW)


def test_an_answer_goes_to_the_address_that_asked(unit: UnitOfWork) -> None:
    number = addresses.number_of(unit, "web", "a", NOW)
    addresses.link(unit, number, WANG, NOW)
    assert addresses.roads(unit, {number, WANG}, ()) == {number: Address(number, "web", "a", WANG)}


def test_what_is_unasked_goes_where_the_person_wrote_last(unit: UnitOfWork) -> None:
    people.welcome(unit, [WANG], NOW)
    conversations.keep(unit, [Conversation(WANG, 1, b"{}")], NOW)
    web, wecom = (addresses.number_of(unit, channel, "a", NOW - 9) for channel in ("web", "wecom"))
    for number in (web, wecom):
        addresses.link(unit, number, WANG, NOW)
    assert road(unit, WANG) == ""
    addresses.use(unit, [web, WANG], NOW + 1)
    assert road(unit, WANG) == "web a"
    addresses.use(unit, [wecom], NOW + 2)
    assert road(unit, WANG) == "wecom a"
    conversations.keep(unit, [Conversation(WANG, 2, b"{}")], NOW + 3)
    assert road(unit, WANG) == ""
    addresses.use(unit, [WANG], NOW + 4)  # Telegram's own has no row of its own to note it in
    assert road(unit, LI) == ""


def test_what_the_person_chose_comes_before_what_was_used(unit: UnitOfWork) -> None:
    web = addresses.number_of(unit, "web", "a", NOW)
    addresses.link(unit, web, WANG, NOW - 1)
    addresses.choose(unit, WANG, WANG)
    assert road(unit, WANG) == ""
    addresses.choose(unit, WANG, web)
    conversations.keep(unit, [Conversation(WANG, 1, b"{}")], NOW + 9)
    assert road(unit, WANG) == "web a"
    addresses.choose(unit, WANG, 0)
    assert road(unit, WANG) == ""


def test_where_nothing_arrives_comes_last(unit: UnitOfWork) -> None:
    people.welcome(unit, [WANG], NOW)
    web = addresses.number_of(unit, "web", "a", NOW)
    addresses.link(unit, web, WANG, NOW)
    addresses.choose(unit, WANG, web)
    addresses.mark_unreachable(unit, web, NOW)
    assert road(unit, WANG) == ""
    people.mark_unreachable(unit, WANG, NOW)
    assert addresses.roads(unit, (), {WANG})[WANG].is_lost
    addresses.use(unit, [web], NOW + 1)
    assert not addresses.roads(unit, (), {WANG})[WANG].is_lost


def test_somebody_without_telegram_is_reached_at_the_only_address(unit: UnitOfWork) -> None:
    number = addresses.number_of(unit, "web", "a", NOW)
    assert road(unit, number) == "web a"


def test_one_that_no_key_opens_comes_before_the_lost_alone(unit: UnitOfWork) -> None:
    people.welcome(unit, [WANG], NOW)
    web, wecom = (addresses.number_of(unit, channel, "a", NOW) for channel in ("web", "wecom"))
    for number in (web, wecom):
        addresses.link(unit, number, WANG, NOW)
    addresses.choose(unit, WANG, web)
    addresses.use(unit, [wecom], NOW + 1)
    unit.connection.execute(update(table).where(table.c.number.in_([web, WANG])).values(name=b"sealed otherwise"))
    assert addresses.roads(unit, {web}, ()) == {web: Address(web, "web", "", WANG)}
    assert road(unit, WANG) == "wecom a"
    addresses.mark_unreachable(unit, wecom, NOW)
    assert road(unit, WANG) == ""  # what calls people by our numbers needs no key
    people.mark_unreachable(unit, WANG, NOW)
    assert road(unit, WANG) == "web "


def test_who_holds_a_role_is_reached_where_they_are_proved_to_be_it(unit: UnitOfWork) -> None:
    people.welcome(unit, [WANG, LI], NOW)
    web = addresses.number_of(unit, "web", "a", NOW)
    addresses.link(unit, web, WANG, NOW)
    addresses.choose(unit, WANG, web)
    assert addresses.roads(unit, (), {WANG}, {"web"})[WANG].number == web
    roles.give(unit, WANG, Role.ADMIN, None, Deed(HOUSE, NOW))
    assert WANG not in addresses.roads(unit, (), {WANG}, {"web"})
    assert addresses.roads(unit, {web}, (), {"web"})[web].number == web  # an answer goes where the question came from
    people.mark_unreachable(unit, WANG, NOW)
    assert addresses.roads(unit, (), {WANG}, {"web"})[WANG].number == web  # and there it is not shown, see below
    people.mark_unreachable(unit, WANG, None)
    (held,) = roles.held(unit, WANG)
    unit.connection.execute(update(grants).where(grants.c.id == held.id).values(revoked_at=NOW))
    assert addresses.roads(unit, (), {WANG}, {"web"})[WANG].number == web
