"""A link for the home branch is for whoever opens it first, other than the member, and is answered once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.people.home_links import HomeLinkRefused, close, issue, open_
from storage.unit_of_work import Store
from tests.storage.stays import CHEN, NOW, WANG, WU, ZHOU, active, draft

DAY = 86_400.0


def test_open_again_and_again_until_it_is_answered(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        row = active(unit)
        token = issue(unit, row.id, 14, NOW)
        unit.commit()
    for _ in range(2):
        with city().unit_of_work() as unit:
            assert open_(unit, token, CHEN, NOW + DAY) == row.id
            unit.commit()
    with city().unit_of_work() as unit:
        close(unit, token, NOW + DAY)
        unit.commit()

    with city().unit_of_work() as unit:
        assert _opening(lambda: open_(unit, token, CHEN, NOW + DAY)) == "answered"


def test_open_by_a_stranger_it_was_forwarded_to(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = draft(unit)
        token = issue(unit, row.id, 14, NOW)
        open_(unit, token, CHEN, NOW)

        assert _opening(lambda: open_(unit, token, ZHOU, NOW)) == "somebody_else"
        assert open_(unit, token, CHEN, NOW) == row.id


def test_open_by_the_member_leaves_it_for_the_home_branch(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = draft(unit)
        token = issue(unit, row.id, 14, NOW)

        assert _opening(lambda: open_(unit, token, WANG, NOW)) == "own"
        assert open_(unit, token, CHEN, NOW) == row.id


def test_open_at_the_last_moment(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = draft(unit)
        token = issue(unit, row.id, 14, NOW)

        assert _opening(lambda: open_(unit, token, CHEN, NOW + 14 * DAY)) == "expired"
        assert open_(unit, token, CHEN, NOW + 14 * DAY - 1) == row.id


def test_earlier_link_ends_with_the_next(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = draft(unit)
        earlier = issue(unit, row.id, 14, NOW)
        following = issue(unit, row.id, 14, NOW + DAY)

        assert _opening(lambda: open_(unit, earlier, CHEN, NOW + DAY)) == "expired"
        assert open_(unit, following, CHEN, NOW + DAY) == row.id


def test_link_of_somebody_else_stands(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        token = issue(unit, draft(unit).id, 14, NOW)
        issue(unit, draft(unit, 1002).id, 14, NOW)

        assert _opening(lambda: open_(unit, token, CHEN, NOW)) == "opened"


@pytest.mark.parametrize("token", ["", "x" * 32])
def test_open_what_nobody_issued(city_store: Store, token: str) -> None:
    with city_store.unit_of_work() as unit:
        assert _opening(lambda: open_(unit, token, CHEN, NOW)) == "unknown"


def test_opened_by_three_at_once_is_for_one(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        token = issue(unit, draft(unit).id, 14, NOW)
        unit.commit()

    def one(store: Store, chat_id: int) -> str:
        with store.unit_of_work() as unit:
            outcome = _opening(lambda: open_(unit, token, chat_id, NOW))
            unit.commit()
        return outcome

    with ThreadPoolExecutor(3) as threads:
        outcomes = list(threads.map(one, [city() for _ in range(3)], [CHEN, ZHOU, WU]))

    assert sorted(outcomes) == ["opened", "somebody_else", "somebody_else"]


def _opening(opening: Callable[[], int]) -> str:
    try:
        opening()
    except HomeLinkRefused as refusal:
        return refusal.why
    return "opened"
