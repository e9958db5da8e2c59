"""Ratings: one to a person, changed at will for a week, shown when there are enough, and nobody's in the end."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from storage.activities import ratings
from storage.activities.ratings import Rating, Verdict, find, give, say, unlink, verdict
from storage.sealed import Seal, new_key
from storage.tables.activities import ratings as table
from storage.unit_of_work import Store, UnitOfWork
from tests.conftest import KEY
from tests.storage.signing import ENDS, LI, SUN, WANG, ZHAO, published, settle


@pytest.fixture
def unit(store: Store) -> Iterator[UnitOfWork]:
    settle(store)
    with store.unit_of_work() as opened:
        yield opened


def test_second_rating_of_a_person_replaces_the_first(unit: UnitOfWork) -> None:
    activity = published(unit)
    give(unit, activity, WANG, 2)
    give(unit, activity, WANG, 5)
    assert (find(unit, activity, WANG), verdict(unit, activity)) == (Rating(5, ""), Verdict(1))


def test_words_stay_when_the_stars_change(unit: UnitOfWork) -> None:
    activity = published(unit)
    give(unit, activity, WANG, 2)
    assert say(unit, activity, WANG, "太长了") is True
    give(unit, activity, WANG, 4)
    assert find(unit, activity, WANG) == Rating(4, "太长了")


def test_words_without_stars_are_not_kept(unit: UnitOfWork) -> None:
    activity = published(unit)
    assert say(unit, activity, WANG, "好") is False
    assert find(unit, activity, WANG) is None


def test_words_are_cut_at_their_most(unit: UnitOfWork) -> None:
    activity = published(unit)
    give(unit, activity, WANG, 4)
    say(unit, activity, WANG, "长" * 9_000)
    assert find(unit, activity, WANG) == Rating(4, "长" * ratings.WORDS_MOST)


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_there_are_not_are_refused(unit: UnitOfWork, stars: int) -> None:
    with pytest.raises(ValueError, match="one to five"):
        give(unit, published(unit), WANG, stars)


def test_average_and_words_are_shown_from_three_on(unit: UnitOfWork) -> None:
    activity, other = published(unit), published(unit)
    give(unit, other, WANG, 1)
    for chat_id, stars, words in ((WANG, 5, "结合实际"), (LI, 4, "")):
        give(unit, activity, chat_id, stars)
        say(unit, activity, chat_id, words) if words else None
    assert verdict(unit, activity) == Verdict(2)
    give(unit, activity, ZHAO, 3)
    say(unit, activity, ZHAO, "时间短些")
    assert verdict(unit, activity) == Verdict(3, 4.0, ("时间短些", "结合实际"))


def test_activity_nobody_has_rated(unit: UnitOfWork) -> None:
    assert verdict(unit, published(unit)) == Verdict(0)


def test_row_names_nobody_and_words_are_sealed(unit: UnitOfWork) -> None:
    activity = published(unit)
    give(unit, activity, WANG, 5)
    say(unit, activity, WANG, "结合实际")
    row = unit.connection.execute(select(table)).one()
    assert str(WANG) not in row.who_hash
    assert unit.seal.open(row.said, ratings.SAID).decode() == "结合实际"


def test_same_person_has_another_hash_for_another_activity(unit: UnitOfWork) -> None:
    for _ in range(2):
        give(unit, published(unit), WANG, 5)
    assert len(set(unit.connection.scalars(select(table.c.who_hash)))) == 2


def test_rating_is_found_while_the_key_is_changed(unit: UnitOfWork) -> None:
    activity = published(unit)
    give(unit, activity, WANG, 2)
    unit.seal = Seal(new_key(), KEY)
    give(unit, activity, WANG, 5)
    assert (find(unit, activity, WANG), verdict(unit, activity).count) == (Rating(5, ""), 1)


def test_whose_it_was_is_taken_out_when_its_time_is_over(unit: UnitOfWork) -> None:
    activity = published(unit)
    for chat_id in (WANG, LI, SUN):
        give(unit, activity, chat_id, 4)
    assert unlink(unit, ENDS) == 0
    assert unlink(unit, ENDS + 1) == 3
    assert unlink(unit, ENDS + 1) == 0
    assert (find(unit, activity, WANG), verdict(unit, activity)) == (None, Verdict(3, 4.0))
