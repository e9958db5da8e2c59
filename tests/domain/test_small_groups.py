"""Small groups are joined until nobody can be recognised in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.small_groups import LEAST, is_told, joined


@pytest.mark.parametrize(
    ("people", "groups"),
    [
        ([], []),
        ([5], [range(1)]),
        ([5, 3], [range(1), range(1, 2)]),
        ([5, 2], [range(2)]),
        ([2, 5], [range(2)]),
        ([9, 5, 2, 1], [range(1), range(1, 4)]),
        ([0, 0, 4], [range(1), range(1, 2), range(2, 3)]),
        ([4, 0, 1], [range(3)]),
        ([1, 1, 1], [range(3)]),
        ([2], [range(1)]),
        ([0, 0], [range(1), range(1, 2)]),
    ],
)
def test_groups_that_are_too_small_are_joined(people: list[int], groups: list[range]) -> None:
    assert joined(people) == groups


@given(st.lists(st.integers(0, 6), max_size=12))
def test_every_group_is_shown_once_and_none_is_small(people: list[int]) -> None:
    groups = joined(people)
    assert [at for group in groups for at in group] == list(range(len(people)))
    if any(count >= LEAST for count in people):
        assert [group for group in groups if not is_told(max(people[at] for at in group))] == []


@pytest.mark.parametrize(("count", "told"), [(0, True), (1, False), (2, False), (3, True)])
def test_number_is_told_when_it_is_nobody_or_enough(count: int, told: bool) -> None:  # noqa: FBT001  a parameter of the test
    assert is_told(count) is told
