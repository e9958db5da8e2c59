"""Audiences are values: the same criteria are the same audience, whatever order their sets were built in."""

from domain.activities.activities import Kind
from domain.announcements.audiences import AtBuildings, Audience, Likes, Relation, ToActivities, Under


def test_audience_without_criteria_is_everybody_within_its_path() -> None:
    assert (Audience("/1/").all_of, Audience("/1/").none_of) == ((), ())


def test_order_within_a_criterion_means_nothing() -> None:
    one, other = (Audience("/1/", (AtBuildings(frozenset(ids)),)) for ids in ([3, 1, 2], [2, 3, 1]))

    assert one == other
    assert hash(one) == hash(other)


def test_criteria_of_different_kinds_differ() -> None:
    ids = frozenset({1, 2})

    assert len({AtBuildings(ids), Under(ids), ToActivities(ids, Relation.CAME), Likes(frozenset({Kind.OTHER}))}) == 4
