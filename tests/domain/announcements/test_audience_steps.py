"""An audience put together one condition at a time."""

import pytest

from domain.affiliations.affiliations import HERE, WAITING, Stay
from domain.announcements import audience_steps
from domain.announcements.audiences import AtBuildings, Audience, Holds, Relation, Stays, ToActivities, Under
from domain.people.roles import Role

EVERYBODY = Audience("/1/")
AFFILIATED = Stays(frozenset(Stay), HERE)
ASKING = Stays(frozenset(Stay), WAITING)


@pytest.mark.parametrize("out", [False, True])
def test_flipped_adds_widens_and_takes_away(out: bool) -> None:  # noqa: FBT001  either way
    one = audience_steps.flipped(EVERYBODY, AtBuildings, 7, out)
    both = audience_steps.flipped(one, AtBuildings, 8, out)
    assert audience_steps.held(one, out) == (AtBuildings(frozenset({7})),)
    assert audience_steps.held(both, out) == (AtBuildings(frozenset({7, 8})),)
    assert audience_steps.values(both, AtBuildings, out) == {7, 8}
    assert audience_steps.held(both, not out) == ()
    assert audience_steps.flipped(one, AtBuildings, 7, out) == EVERYBODY


def test_flipped_keeps_the_order_of_the_others() -> None:
    several = Audience("/1/", (AtBuildings(frozenset({7})), Under(frozenset({3})), AFFILIATED))
    widened = audience_steps.flipped(several, AtBuildings, 8, out=False)
    assert widened.all_of == (AtBuildings(frozenset({7, 8})), Under(frozenset({3})), AFFILIATED)
    assert audience_steps.flipped(several, Holds, Role.VOLUNTEER, out=False).all_of[-1] == Holds(
        frozenset({Role.VOLUNTEER})
    )


def test_stays_takes_the_place_of_what_was_chosen_so() -> None:
    first = audience_steps.stays(EVERYBODY, AFFILIATED, out=False)
    assert first.all_of == (AFFILIATED,)
    assert audience_steps.stays(first, ASKING, out=False).all_of == (ASKING,)
    assert audience_steps.stays(first, AFFILIATED, out=False) == EVERYBODY


def test_stands_to_widens_the_same_relation_only() -> None:
    first = audience_steps.stands_to(EVERYBODY, 5, Relation.CAME, out=True)
    both = audience_steps.stands_to(first, 6, Relation.CAME, out=True)
    assert both.none_of == (ToActivities(frozenset({5, 6}), Relation.CAME),)
    other = audience_steps.stands_to(first, 5, Relation.WAITING, out=True)
    assert other.none_of == (*first.none_of, ToActivities(frozenset({5}), Relation.WAITING))
    assert audience_steps.stands_to(first, 5, Relation.CAME, out=True) == EVERYBODY


def test_without_counts_through_wanted_and_left_out() -> None:
    whole = Audience("/1/", (AFFILIATED, Under(frozenset({3}))), (ASKING,))
    assert audience_steps.without(whole, 0) == Audience("/1/", (Under(frozenset({3})),), (ASKING,))
    assert audience_steps.without(whole, 1) == Audience("/1/", (AFFILIATED,), (ASKING,))
    assert audience_steps.without(whole, 2) == Audience("/1/", whole.all_of)
    assert audience_steps.without(whole, 3) == whole
