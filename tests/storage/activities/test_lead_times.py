"""How long before an activity somebody wants to be reminded, on both databases."""

from collections.abc import Callable

import pytest

from domain.activities.activities import Kind
from domain.activities.notices import NEVER
from storage.activities import lead_times
from storage.unit_of_work import Store
from tests.storage.stays import LI, WANG

NewStore = Callable[[], Store]


def test_choose_is_read_back_and_chosen_anew(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        lead_times.choose(unit, WANG, None, 24)
        lead_times.choose(unit, WANG, Kind.LECTURE, 3)
        lead_times.choose(unit, WANG, Kind.LECTURE, 48)
        lead_times.choose(unit, LI, None, NEVER)
        unit.commit()

    with city().unit_of_work() as unit:
        assert lead_times.wishes(unit, WANG) == {None: 24, Kind.LECTURE: 48}
        assert lead_times.wishes(unit, LI) == {None: NEVER}


def test_hours_are_of_the_kind_else_of_all_else_nothing(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        lead_times.choose(unit, WANG, None, 24)
        lead_times.choose(unit, WANG, Kind.LECTURE, NEVER)
        kinds = (Kind.LECTURE, Kind.THEME_DAY)
        assert [lead_times.hours(unit, WANG, kind) for kind in kinds] == [NEVER, 24]
        assert lead_times.hours(unit, LI, Kind.LECTURE) is None


def test_forget_goes_back_to_what_holds_for_all(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        lead_times.choose(unit, WANG, None, 24)
        lead_times.choose(unit, WANG, Kind.LECTURE, 3)
        lead_times.forget(unit, WANG, Kind.LECTURE)
        assert lead_times.wishes(unit, WANG) == {None: 24}
        lead_times.forget(unit, WANG, None)
        assert lead_times.wishes(unit, WANG) == {}


@pytest.mark.parametrize("hours", [-1, 1, 25])
def test_choose_what_is_no_choice_raises(city_store: Store, hours: int) -> None:
    with city_store.unit_of_work() as unit, pytest.raises(ValueError, match="nobody is reminded"):
        lead_times.choose(unit, WANG, None, hours)
