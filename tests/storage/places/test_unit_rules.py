"""A unit's numbers hold for itself and all below that set none."""

from collections.abc import Callable

import pytest

from domain.rules import DEFAULTS, Rule
from storage.places.unit_rules import put, value
from storage.unit_of_work import Store
from tests.storage.stays import unit_id

DAYS = Rule.REVIEW_WORKING_DAYS


@pytest.mark.parametrize("rule", Rule)
def test_value_that_nobody_has_set(city_store: Store, rule: Rule) -> None:
    with city_store.unit_of_work() as unit:
        assert value(unit, rule, unit_id(unit, "310106011")) == DEFAULTS[rule]


def test_value_of_a_unit_that_there_is_not(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        assert value(unit, DAYS, 99) == DEFAULTS[DAYS]


def test_nearest_value_counts(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        put(unit, DAYS, unit_id(unit, "31"), 10)
        put(unit, DAYS, unit_id(unit, "310106"), 5)
        put(unit, DAYS, unit_id(unit, "310106011"), 2)
        put(unit, Rule.LETTER_VALID_DAYS, unit_id(unit, "310106011"), 60)
        unit.commit()

    with city().unit_of_work() as unit:
        codes = ("31", "310106", "310106011", "310106012", "310115005")
        assert [value(unit, DAYS, unit_id(unit, code)) for code in codes] == [10, 5, 2, 5, 10]


def test_put_over_what_stood_there(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        city = unit_id(unit, "31")
        put(unit, DAYS, city, 10)
        put(unit, DAYS, city, 4)

        assert value(unit, DAYS, city) == 4


@pytest.mark.parametrize(("rule", "number"), [(DAYS, 0), (DAYS, -1), (Rule.REVIEW_LEVELS, 3)])
def test_put_of_what_makes_no_sense(city_store: Store, rule: Rule, number: int) -> None:
    with city_store.unit_of_work() as unit:
        with pytest.raises(ValueError, match=f"^{rule} cannot be {number}$"):
            put(unit, rule, unit_id(unit, "31"), number)

        assert value(unit, rule, unit_id(unit, "31")) == DEFAULTS[rule]
