"""Members looked for by name, by phone and by place, on both databases."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select, update

from domain.affiliations.affiliations import State, Verb
from domain.people.members import Details
from storage.affiliations import member_search
from storage.affiliations.affiliations import AffiliationRow
from storage.affiliations.member_search import Among, TooManyError
from storage.people import members
from storage.places import places
from storage.sealed import Seal, new_key
from storage.tables import people as tables
from storage.tables.places import buildings
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.stays import LI, NOW, SUN, WANG, WANGS_DETAILS, active, draft, point_id, unit_id, walk

EVERYWHERE = ["/"]
PHONE = "+8613912345678"


def building_id(unit: UnitOfWork, code: str) -> int:
    found: int = unit.connection.scalars(select(buildings.c.id).where(buildings.c.code == code)).one()
    return found


@pytest.fixture
def unit(city: Callable[[], Store]) -> Iterator[UnitOfWork]:
    """Give a city where 王芳 takes part, 阿依努尔·吐尔逊 has asked to, and Sun has withdrawn."""
    with city().unit_of_work() as unit:
        active(unit)
        members.keep(unit, LI, Details("阿依努尔·吐尔逊", "+8613812340003"), now=NOW)
        walk(unit, draft(unit, LI).id, [Verb.SUBMIT])
        members.keep(unit, SUN, Details("王芳", PHONE), now=NOW)
        walk(unit, draft(unit, SUN).id, [Verb.SUBMIT, Verb.WITHDRAW])
        yield unit


def chats(found: list[AffiliationRow]) -> list[int]:
    return [row.chat_id for row in found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("王芳", [WANG]),
        ("王 芳", [WANG]),
        ("阿依努尔•吐尔逊", [LI]),
        ("阿依努尔 吐尔逊", [LI]),
        ("阿依努尔", [LI]),
        ("Wang Fang", [WANG]),
        ("wangfang", [WANG]),
        ("芳", []),
        ("王芳芳", []),
        ("·", []),
        ("", []),
    ],
)
def test_name_is_found_however_it_is_written(unit: UnitOfWork, typed: str, found: list[int]) -> None:
    assert chats(member_search.by_name(unit, EVERYWHERE, typed)) == found


def test_rare_form_of_a_character_is_the_same_name(unit: UnitOfWork) -> None:
    members.keep(unit, WANG, Details("𠮷祥"), now=NOW)
    assert chats(member_search.by_name(unit, EVERYWHERE, "吉祥")) == [WANG]


def test_phone_is_found_whole_and_by_its_end(unit: UnitOfWork) -> None:
    assert chats(member_search.by_phone(unit, EVERYWHERE, PHONE)) == [WANG]
    assert chats(member_search.by_phone(unit, EVERYWHERE, "+8613900000000")) == []
    assert chats(member_search.by_last_digits(unit, EVERYWHERE, "0003")) == [LI]


def test_nobody_is_found_outside_the_own_units(unit: UnitOfWork) -> None:
    elsewhere = [places.path_of(unit, unit_id(unit, "310115005"))]
    assert member_search.by_name(unit, elsewhere, "王芳") == []
    assert member_search.by_phone(unit, elsewhere, PHONE) == []
    assert member_search.by_last_digits(unit, elsewhere, "5678") == []
    assert member_search.by_name(unit, [], "王芳") == []


def test_whoever_was_forgotten_is_not_found(unit: UnitOfWork) -> None:
    (row,) = member_search.by_name(unit, EVERYWHERE, "王芳")
    walk(unit, row.id, [Verb.END])
    members.forget(unit, WANG)
    assert member_search.by_name(unit, EVERYWHERE, "王芳") == []


def test_name_told_before_names_were_hashed_is_found_once_it_is_hashed(unit: UnitOfWork) -> None:
    unit.connection.execute(update(tables.members).values(name_hash=None))
    assert members.hash_some(unit, 100) > 0
    assert members.hash_some(unit, 100) == 0
    assert chats(member_search.by_name(unit, EVERYWHERE, "王芳")) == [WANG]


def test_too_many_are_not_read_for_a_part(unit: UnitOfWork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(member_search, "MOST_READ", 1)
    assert chats(member_search.by_name(unit, EVERYWHERE, "王芳")) == [WANG]
    with pytest.raises(TooManyError):
        member_search.by_last_digits(unit, EVERYWHERE, "5678")


def test_list_is_narrowed_to_a_place(unit: UnitOfWork) -> None:
    host = next(row for row in member_search.page(unit, EVERYWHERE, Among(), 0, 9))
    members.keep(unit, WANG, WANGS_DETAILS, building_id(unit, "B1"), now=NOW)
    for among, number in (
        (Among(), 1),
        (Among(building_id=building_id(unit, "B1")), 1),
        (Among(building_id=building_id(unit, "B2")), 0),
        (Among(point_id=host.point_id), 1),
        (Among(point_id=point_id(unit, "PD-1")), 0),
        (Among(path=places.path_of(unit, host.unit_id)), 1),
        (Among(ids=(host.id,)), 1),
        (Among(ids=()), 0),
    ):
        assert len(member_search.page(unit, EVERYWHERE, among, 0, 9)) == number, among
        assert member_search.count(unit, EVERYWHERE, among) == number, among


def test_what_was_looked_for_stays_listed_while_it_is_open(unit: UnitOfWork) -> None:
    (row,) = member_search.by_name(unit, EVERYWHERE, "阿依努尔")
    among = Among(ids=(row.id,))
    assert [one.state for one in member_search.page(unit, EVERYWHERE, among, 0, 9)] == [State.SUBMITTED]
    walk(unit, row.id, [Verb.WITHDRAW])
    assert member_search.count(unit, EVERYWHERE, among) == 0


def test_members_are_found_while_the_key_is_being_changed(unit: UnitOfWork) -> None:
    """The one is hashed with the new key, the other with the old one still."""
    unit.seal = Seal(new_key(), *unit.seal.keys)
    members.keep(unit, LI, Details("王芳", PHONE), now=NOW)

    assert sorted(chats(member_search.by_name(unit, EVERYWHERE, "王芳"))) == sorted([WANG, LI])
    assert sorted(chats(member_search.by_phone(unit, EVERYWHERE, PHONE))) == sorted([WANG, LI])
