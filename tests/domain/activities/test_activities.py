"""What an organiser decides must make sense, and who may come is told by what they are to the unit."""

from dataclasses import replace

import pytest

from domain.activities.activities import Audience, Kind, Plan, Spot, Standing, admits, standing

PLAN = Plan(Kind.LECTURE, "党课", 1_000.0, 2_000.0, Spot(title="人民广场"), Audience.ANYONE)


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ({"ends_at": 1_000.0}, "ends after it begins"),
        ({"seats": 0}, "one seat at least"),
        ({"audience": Audience(0)}, "for somebody"),
        ({"closes_at": 1_001.0}, "opens, closes"),
        ({"opens_at": 1_000.0}, "opens, closes"),
        ({"confirm_by": 1_000.0}, "confirmed before"),
    ],
)
def test_plan_that_makes_no_sense(odd: dict[str, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(PLAN, **odd)  # type: ignore[arg-type]  # each is right for its own field


def test_plan_that_makes_sense() -> None:
    assert replace(PLAN, seats=1, opens_at=100.0, closes_at=900.0, confirm_by=950.0).seats == 1


@pytest.mark.parametrize(
    ("audience", "is_supporter", "belongs", "may"),
    [
        (Audience.SUPPORTERS, True, (), True),
        (Audience.ANYONE, True, (), False),
        (Audience.ANYONE, False, (), True),
        (Audience.AFFILIATED, False, (Audience.AFFILIATED,), True),
        (Audience.AFFILIATED, False, (Audience.MEMBERS,), False),
    ],
)
def test_who_may_come(*, audience: Audience, is_supporter: bool, belongs: tuple[Audience, ...], may: bool) -> None:
    assert admits(audience, is_supporter, belongs) is may


def test_who_goes_first_in_a_line() -> None:
    assert [standing(True, ()), standing(False, ()), standing(False, (Audience.MEMBERS,))] == [  # noqa: FBT003  facts
        Standing.SUPPORTER,
        Standing.PASSING_BY,
        Standing.OF_THE_UNIT,
    ]
