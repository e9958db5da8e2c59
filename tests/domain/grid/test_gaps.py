"""The gap: larger and longer-waiting buildings first, fair to areas that lie far apart; and what fits into an hour."""

from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from domain.grid import notes
from domain.grid.gaps import Site, longest_first, spread_of, urgency, within_an_hour
from domain.places.geo import Position

HERE: Final = Position(31.23, 121.45)


def _site(number: int, waited: float | None = 30.0, members: int = 15, **more: bool) -> Site:
    return Site(number, HERE, members, waited, more.get("branch", True), more.get("is_open", False))


def test_building_is_due_after_a_quarter_of_a_year() -> None:
    assert urgency(_site(1, 90.0)) == 1.0
    assert urgency(_site(1, 45.0)) == 0.5


def test_never_visited_comes_before_all_of_its_size() -> None:
    assert [one.id for one in longest_first([_site(1, 200.0), _site(2, None), _site(3, 10.0)])] == [2, 1, 3]


def test_what_is_missing_counts() -> None:
    assert urgency(_site(1, branch=False)) > urgency(_site(1))
    assert urgency(_site(1, is_open=True)) > urgency(_site(1))


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.floats(1, 400))
def test_larger_is_never_behind_a_smaller_that_waited_as_long(one: int, other: int, days: float) -> None:
    small, large = sorted((one, other))
    assert urgency(_site(1, days, small)) <= urgency(_site(1, days, large))


def test_scattered_area_may_wait_longer_and_at_most_twice() -> None:
    far = [Position(31.0 + at / 10, 121.0) for at in range(4)]
    near = [Position(31.23 + at / 1000, 121.45) for at in range(4)]
    assert spread_of(far) == 2.0
    assert spread_of(near) == 1.0
    assert spread_of([]) == 1.0


def test_hour_offers_three_near_by_and_nothing_far() -> None:
    sites = [Site(at, Position(31.23 + at / 1000, 121.45), 15, 100.0, has_branch=True) for at in range(6)]
    far = Site(9, Position(31.9, 121.45), 500, None, has_branch=False)
    offered = within_an_hour([*sites, far], HERE)
    assert [site.id for site, _ in offered] == [0, 1, 2]
    assert within_an_hour([far], HERE) == []


def test_names_and_numbers_are_left_out_of_a_note() -> None:
    assert notes.kept("王经理说想成立支部").words == "一位经理说想成立支部"
    assert notes.kept("给李经理送表，帮周主任问一问").words == "给一位经理送表，帮一位主任问一问"
    assert notes.kept("联系人李建国，电话13812345678") == notes.Note("联系人一位", 2)
    assert notes.kept("张伟想办挂靠").words == "一位同志想办挂靠"
    assert notes.kept("Met John Smith, who is called Johnny").left_out == 2
    assert notes.kept("Mrs Baker wants a lecture").words == "somebody wants a lecture"


def test_what_is_no_name_stays() -> None:
    for said in ("来了两名党员，想办挂靠", "管理层希望借会议室", "项目部说方便的时候再来", "3 楼和 12 楼都没人"):
        assert notes.kept(said) == notes.Note(said, 0)
