"""Wishes: made, counted, and answered once by what fits. On both databases."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from storage.activities import activities, wishes
from storage.activities.activities import ActivityRow
from storage.activities.wishes import Wished, Words
from storage.people import people, roles
from storage.tables.activities import wishes as table
from storage.unit_of_work import Store, UnitOfWork
from tests.storage import stays
from tests.storage.stays import CHEN, LI, NOW, SUN, WANG, ZHAO

NewStore = Callable[[], Store]
STREET, NEXT_STREET, DISTRICT, ELSEWHERE = "310106011", "310106012", "310106", "310115005"


def wish(unit: UnitOfWork, chat_id: int, code: str = STREET, kind: Kind = Kind.LECTURE, said: str = "") -> None:
    wishes.make(unit, chat_id, stays.unit_id(unit, code), kind, NOW)
    if said:
        wishes.say(unit, chat_id, kind, said)


def published(
    unit: UnitOfWork, code: str = STREET, kind: Kind = Kind.LECTURE, audience: Audience = Audience.ANYONE
) -> ActivityRow:
    plan = Plan(kind, "新时代党课", NOW + 86_400, NOW + 90_000, Spot(title="人民广场"), audience)
    row = activities.draft(unit, plan, stays.unit_id(unit, code), Deed(By(CHEN), NOW))
    return activities.publish(unit, row.id, Deed(By(CHEN, "organiser"), NOW))


def test_make_is_read_back_with_its_words(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        wish(unit, WANG, said="想听党史")
        unit.commit()

    with city().unit_of_work() as unit:
        (mine,) = wishes.of_person(unit, WANG)
        assert (mine.chat_id, mine.unit_id, mine.kind) == (WANG, stays.unit_id(unit, STREET), Kind.LECTURE)
        assert (mine.said, mine.made_at, mine.activity_id, mine.answered_at) == ("想听党史", NOW, None, None)


def test_make_again_is_the_same_wish_at_the_new_unit(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        wish(unit, WANG, said="想听党史")
        wish(unit, WANG, ELSEWHERE)
        (mine,) = wishes.open_of(unit, WANG)
        assert (mine.unit_id, mine.said) == (stays.unit_id(unit, ELSEWHERE), "想听党史")


def test_make_for_what_nobody_is_asked_about_raises(city_store: Store) -> None:
    with city_store.unit_of_work() as unit, pytest.raises(ValueError, match="nobody wishes"):
        wish(unit, WANG, kind=Kind.GROUP_MEETING)


def test_say_without_a_wish_says_nothing(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        wish(unit, WANG)
        assert [wishes.say(unit, WANG, kind, "好") for kind in (Kind.LECTURE, Kind.OTHER)] == [True, False]


def test_words_are_sealed(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        wish(unit, WANG, said="想听党史")
        (sealed,) = unit.connection.scalars(select(table.c.said))
        assert "想听党史".encode() not in sealed


def test_take_back_leaves_other_kinds(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        wish(unit, WANG)
        wish(unit, WANG, kind=Kind.OTHER)
        wishes.take_back(unit, WANG, Kind.LECTURE)
        assert [one.kind for one in wishes.open_of(unit, WANG)] == [Kind.OTHER]


def test_tally_counts_within_the_subtree_the_most_wanted_first(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        wish(unit, WANG, kind=Kind.OTHER)
        wish(unit, WANG, said="周末")
        wish(unit, LI, NEXT_STREET)
        wish(unit, SUN, ELSEWHERE)
        paths = [stays.path(unit, DISTRICT)]
        assert wishes.tally(unit, paths) == [Wished(Kind.LECTURE, 2, 1), Wished(Kind.OTHER, 1, 0)]
        assert wishes.words(unit, paths, Kind.LECTURE, 0, 5) == [Words("周末", NOW)]
        assert wishes.words(unit, paths, Kind.LECTURE, 1, 5) == []
        assert wishes.tally(unit, []) == []


@pytest.mark.parametrize(("code", "answered"), [(STREET, [WANG, LI]), (DISTRICT, [WANG, LI, ZHAO]), (ELSEWHERE, [SUN])])
def test_answer_reaches_the_unit_above_and_below(city_store: Store, code: str, answered: list[int]) -> None:
    with city_store.unit_of_work() as unit:
        for chat_id, home in ((WANG, STREET), (LI, DISTRICT), (ZHAO, NEXT_STREET), (SUN, ELSEWHERE)):
            wish(unit, chat_id, home)
        row = published(unit, code)
        assert wishes.answer(unit, row, NOW + 1) == answered
        assert [one.activity_id for chat in answered for one in wishes.of_person(unit, chat)] == [row.id] * len(
            answered
        )


def test_answer_is_given_once(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        wish(unit, WANG)
        wish(unit, LI, kind=Kind.OTHER)
        told = [wishes.answer(unit, published(unit), NOW) for _ in range(2)]
        assert told == [[WANG], []]
        assert [len(wishes.open_of(unit, one)) for one in (WANG, LI)] == [0, 1]


def test_answer_leaves_who_may_not_come(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        stays.active(unit, LI)
        wish(unit, WANG)
        wish(unit, LI)
        assert wishes.answer(unit, published(unit, audience=Audience.AFFILIATED), NOW) == [LI]
        assert len(wishes.open_of(unit, WANG)) == 1


def test_home_unit_is_of_the_stay_then_of_the_role_then_of_the_point(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        found = [wishes.home_unit(unit, WANG)]
        people.choose_point(unit, WANG, stays.point_id(unit, "JA-4"))
        found.append(wishes.home_unit(unit, WANG))
        roles.give(unit, WANG, Role.MEMBER, stays.unit_id(unit, DISTRICT), Deed(HOUSE, NOW))
        found.append(wishes.home_unit(unit, WANG))
        stays.active(unit, WANG, "PD-1")
        found.append(wishes.home_unit(unit, WANG))
        assert found == [None, *(stays.unit_id(unit, code) for code in (NEXT_STREET, DISTRICT, ELSEWHERE))]


def test_forget_leaves_nothing_of_the_person(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        wish(unit, WANG)
        wish(unit, LI)
        wishes.forget(unit, WANG)
        assert [len(wishes.of_person(unit, one)) for one in (WANG, LI)] == [0, 1]
