"""Roles are given once, gone when taken, and looked for on the way up the tree."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Grant, Role, Scope
from storage.people import audit, colleagues
from storage.people.roles import (
    Held,
    HolderRow,
    LastAdminError,
    acting_for,
    give,
    held,
    holders_below,
    is_last_admin,
    organisers_above,
    organisers_of,
    role_of,
    take,
    volunteers_of,
)
from storage.tables import people
from storage.unit_of_work import Store
from tests.storage.stays import CHEN, NOW, WANG, WU, ZHOU, organiser, path, unit_id

JINGAN_TEMPLE, NANJING_ROAD, JINGAN = "310106011", "310106012", "310106"


def test_give_reads_back(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        assert give(unit, CHEN, Role.ORGANISER, unit_id(unit, JINGAN), Deed(By(WU), NOW))
        assert give(unit, CHEN, Role.ADMIN, None, Deed(HOUSE, NOW))
        unit.commit()

    with city().unit_of_work() as unit:
        first, second = held(unit, CHEN)
        assert first == Held(first.id, Role.ORGANISER, unit_id(unit, JINGAN), path(unit, JINGAN))
        assert second == Held(second.id, Role.ADMIN, None, "/")
        assert second.grant == Grant(Role.ADMIN, Scope("/"))


@pytest.mark.parametrize("code", [JINGAN, None])
def test_give_twice(city_store: Store, code: str | None) -> None:
    with city_store.unit_of_work() as unit:
        where = None if code is None else unit_id(unit, code)
        assert give(unit, CHEN, Role.ORGANISER, where, Deed(HOUSE, NOW))

        assert not give(unit, CHEN, Role.ORGANISER, where, Deed(HOUSE, NOW))
        assert len(held(unit, CHEN)) == 1
        assert audit.verify(unit).rows == 1


@pytest.mark.parametrize("code", [JINGAN, None])
def test_give_by_four_at_once(city: Callable[[], Store], code: str | None) -> None:
    def one(store: Store) -> bool:
        with store.unit_of_work() as unit:
            given = give(unit, CHEN, Role.ORGANISER, None if code is None else unit_id(unit, code), Deed(HOUSE, NOW))
            unit.commit()
        return given

    with ThreadPoolExecutor(4) as threads:
        given = list(threads.map(one, [city() for _ in range(4)]))

    assert sorted(given) == [False, False, False, True]


def test_take(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        organiser(unit, CHEN, JINGAN)
        (one,) = held(unit, CHEN)
        assert take(unit, one.id, Deed(By(WU), NOW))
        unit.commit()

    with city().unit_of_work() as unit:
        assert held(unit, CHEN) == ()
        assert not take(unit, one.id, Deed(By(WU), NOW))
        assert not take(unit, 99, Deed(By(WU), NOW))


def test_give_again_after_taking(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, CHEN, JINGAN)
        take(unit, held(unit, CHEN)[0].id, Deed(By(WU), NOW))

        assert give(unit, CHEN, Role.ORGANISER, unit_id(unit, JINGAN), Deed(HOUSE, NOW))
        assert len(held(unit, CHEN)) == 1


def test_giving_and_taking_are_written_into_the_audit(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        give(unit, ZHOU, Role.ADMIN, None, Deed(HOUSE, NOW))
        give(unit, CHEN, Role.VOLUNTEER, unit_id(unit, JINGAN), Deed(By(ZHOU), NOW + 1))
        take(unit, held(unit, CHEN)[0].id, Deed(By(ZHOU), NOW + 2))

        rows = unit.connection.execute(select(people.audit).order_by(people.audit.c.number)).all()
        assert [(row.at, row.chat_id, row.role, row.what, row.subject) for row in rows] == [
            (NOW, None, "house", "role.give", f"person:{ZHOU}"),
            (NOW + 1, ZHOU, "admin", "role.give", f"person:{CHEN}"),
            (NOW + 2, ZHOU, "admin", "role.take", f"person:{CHEN}"),
        ]


def test_role_of(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        give(unit, CHEN, Role.VOLUNTEER, unit_id(unit, JINGAN), Deed(HOUSE, NOW))
        organiser(unit, CHEN, NANJING_ROAD)

        assert role_of(unit, CHEN) == "organiser"
        assert role_of(unit, WANG) == "member"
        assert role_of(unit, None) == "house"


# ---------------------------------------------------------------- the way up


def test_organisers_of_the_unit_itself(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, CHEN, JINGAN_TEMPLE)
        organiser(unit, ZHOU, JINGAN_TEMPLE)
        organiser(unit, WU, JINGAN)

        assert organisers_of(unit, path(unit, JINGAN_TEMPLE)) == [CHEN, ZHOU]
        assert organisers_above(unit, path(unit, JINGAN_TEMPLE)) == [WU]


def test_organisers_of_the_nearest_unit_above(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, CHEN, NANJING_ROAD)
        organiser(unit, WU, "31")

        assert organisers_of(unit, path(unit, JINGAN_TEMPLE)) == [WU]
        assert organisers_above(unit, path(unit, JINGAN_TEMPLE)) == [WU]


def test_organisers_of_everywhere_come_after_those_of_units(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, ZHOU, None)
        organiser(unit, WU, "31")

        assert organisers_of(unit, path(unit, "31")) == [WU]
        assert organisers_above(unit, path(unit, "31")) == [ZHOU]


def test_organisers_above_everywhere(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, ZHOU, None)

        assert organisers_above(unit, "/") == [ZHOU]


def test_admins_stand_in_where_there_is_no_organiser(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, CHEN, "310115")
        give(unit, WU, Role.ADMIN, unit_id(unit, JINGAN), Deed(HOUSE, NOW))
        give(unit, ZHOU, Role.ADMIN, None, Deed(HOUSE, NOW))
        give(unit, WANG, Role.VOLUNTEER, unit_id(unit, JINGAN_TEMPLE), Deed(HOUSE, NOW))

        assert organisers_of(unit, path(unit, JINGAN_TEMPLE)) == [ZHOU, WU]
        assert organisers_of(unit, path(unit, "31")) == [ZHOU]


def test_organisers_when_nobody_has_a_role(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        assert organisers_of(unit, path(unit, JINGAN_TEMPLE)) == []


def test_organiser_whose_role_was_taken_is_not_found(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, CHEN, JINGAN_TEMPLE)
        organiser(unit, WU, JINGAN)
        take(unit, held(unit, CHEN)[0].id, Deed(HOUSE, NOW))

        assert organisers_of(unit, path(unit, JINGAN_TEMPLE)) == [WU]


# ---------------------------------------------------------------- who holds what


def test_holders_below(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, WU, "31")
        organiser(unit, CHEN, JINGAN)
        give(unit, ZHOU, Role.VOLUNTEER, unit_id(unit, NANJING_ROAD), Deed(HOUSE, NOW))
        give(unit, ZHOU, Role.ADMIN, None, Deed(HOUSE, NOW))
        (city,), (district,), (street, everywhere) = held(unit, WU), held(unit, CHEN), held(unit, ZHOU)
        below = [
            HolderRow(district.id, CHEN, Role.ORGANISER, district.unit_id, "静安区"),
            HolderRow(street.id, ZHOU, Role.VOLUNTEER, street.unit_id, "南京西路街道"),
        ]

        assert holders_below(unit, path(unit, JINGAN)) == below
        assert holders_below(unit, "/") == [
            HolderRow(city.id, WU, Role.ORGANISER, city.unit_id, "上海市"),
            *below,
            HolderRow(everywhere.id, ZHOU, Role.ADMIN, None, ""),
        ]
        assert holders_below(unit, "") == []


def test_held_is_read_anew_when_a_role_is_given(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        assert held(unit, CHEN) == ()

        give(unit, CHEN, Role.ADMIN, None, Deed(HOUSE, NOW))

        assert [one.role for one in held(unit, CHEN)] == [Role.ADMIN]


def test_held_is_read_anew_when_a_role_is_taken(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, CHEN, JINGAN)
        (one,) = held(unit, CHEN)

        take(unit, one.id, Deed(By(WU), NOW))

        assert held(unit, CHEN) == ()


def test_held_is_read_anew_when_all_is_undone(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, CHEN, JINGAN)
        assert held(unit, CHEN)

        unit.roll_back()

        assert held(unit, CHEN) == ()


def test_volunteers_are_those_whose_scope_holds_the_unit(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        give(unit, WANG, Role.VOLUNTEER, unit_id(unit, JINGAN_TEMPLE), Deed(HOUSE, NOW))
        give(unit, WANG, Role.VOLUNTEER, unit_id(unit, JINGAN), Deed(HOUSE, NOW))
        give(unit, ZHOU, Role.VOLUNTEER, None, Deed(HOUSE, NOW))
        give(unit, WU, Role.VOLUNTEER, unit_id(unit, NANJING_ROAD), Deed(HOUSE, NOW))
        organiser(unit, CHEN, JINGAN_TEMPLE)

        assert volunteers_of(unit, path(unit, JINGAN_TEMPLE)) == sorted([WANG, ZHOU])
        assert volunteers_of(unit, path(unit, JINGAN)) == sorted([WANG, ZHOU])
        assert volunteers_of(unit, "/") == [ZHOU]


def test_last_admin_of_everything_stays(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        give(unit, CHEN, Role.ADMIN, None, Deed(HOUSE, NOW))
        give(unit, WU, Role.ADMIN, unit_id(unit, JINGAN), Deed(HOUSE, NOW))  # of a district: not of everything
        (last,) = held(unit, CHEN)
        assert is_last_admin(unit, last.id)
        for who in (CHEN, WU):
            with pytest.raises(LastAdminError):
                take(unit, last.id, Deed(By(who), NOW))
        assert held(unit, CHEN) == (last,)

        give(unit, ZHOU, Role.ADMIN, None, Deed(HOUSE, NOW))
        assert take(unit, last.id, Deed(By(CHEN), NOW))
        (other,) = held(unit, ZHOU)
        assert take(unit, other.id, Deed(HOUSE, NOW))  # the command line makes the next one


def test_acting_for_a_unit(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, CHEN, JINGAN_TEMPLE)
        organiser(unit, ZHOU, JINGAN)
        give(unit, WU, Role.ADMIN, None, Deed(HOUSE, NOW))
        assert acting_for(unit, path(unit, JINGAN_TEMPLE)) == [CHEN, ZHOU, WU]
        assert acting_for(unit, path(unit, JINGAN)) == [ZHOU, WU]
        assert acting_for(unit, "/") == [WU]


def test_next_one_up_where_all_of_a_unit_are_left_out(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, CHEN, JINGAN_TEMPLE)
        organiser(unit, ZHOU, JINGAN)
        give(unit, WU, Role.ADMIN, None, Deed(HOUSE, NOW))
        below = path(unit, JINGAN_TEMPLE)
        assert organisers_of(unit, below, {CHEN}) == [ZHOU]
        assert organisers_above(unit, below, {ZHOU}) == [WU]
        assert organisers_of(unit, below, {CHEN, ZHOU, WU}) == []


def test_name_for_colleagues_lasts_as_long_as_a_role(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        organiser(unit, CHEN, JINGAN_TEMPLE)
        organiser(unit, CHEN, NANJING_ROAD)
        colleagues.keep(unit, CHEN, "陈敏")
        colleagues.keep(unit, CHEN, "陈老师")
        unit.commit()
    with city().unit_of_work() as unit:
        assert colleagues.names_of(unit, [CHEN, WU]) == {CHEN: "陈老师"}
        first, second = held(unit, CHEN)
        take(unit, first.id, Deed(HOUSE, NOW))
        assert colleagues.name_of(unit, CHEN) == "陈老师"
        take(unit, second.id, Deed(HOUSE, NOW))
        assert colleagues.name_of(unit, CHEN) == ""
