"""Topics and interests: what may be refused, and what may be wished for."""

from domain.activities.activities import Kind
from domain.announcements.topics import INTERESTS, Topic


def test_topics_fit_their_column() -> None:
    assert max(len(topic) for topic in Topic) <= 16


def test_interests_are_what_is_held_for_those_who_come_by_choice() -> None:
    assert set(Kind) - set(INTERESTS) == {Kind.BRANCH_MEETING, Kind.COMMITTEE_MEETING, Kind.GROUP_MEETING}


def test_no_interest_is_named_twice() -> None:
    assert len(set(INTERESTS)) == len(INTERESTS)
