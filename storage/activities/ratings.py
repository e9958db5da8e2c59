"""What people say of an activity afterwards: one rating each, unsigned, read by its organisers only.

A hash that needs the key keeps it to one; it is taken out when the week for a change of mind is over. From then on
nobody can find out whose a rating is, the house included.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, String, cast, delete, literal, select, update

from storage.once import once
from storage.tables.activities import activities, ratings, signups
from storage.tables.people import people
from storage.unit_of_work import UnitOfWork

SAID: Final = b"ratings.said"
"""The purpose for which the words are sealed."""

STARS: Final = range(1, 6)
WORDS_MOST: Final = 500

ENOUGH: Final = 3
"""With fewer ratings than this neither words nor average are shown: somebody might be recognised."""

_WHO: Final = b"ratings.who"
_UNLINKED: Final = "unlinked:"
_row: Final = ratings.c


@dataclass(frozen=True, slots=True)
class Rating:
    """What one person has said; `said` "" without words."""

    stars: int
    said: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all have said of an activity; `average` None and no `words` while they are too few.

    The words are in the order of the alphabet: it tells nothing of who said them, or when.
    """

    count: int
    average: float | None = None
    words: tuple[str, ...] = ()


def give(unit: UnitOfWork, activity_id: int, chat_id: int, stars: int) -> None:
    """Write down the stars of this person, over those that they have given before; the words stay."""
    if stars not in STARS:
        raise ValueError("a rating has one to five stars")
    digest = unit.seal.digest(_person(activity_id, chat_id), _WHO)
    given = update(ratings).where(_of(unit, activity_id, chat_id)).values(stars=stars, who_hash=digest)
    if unit.connection.execute(given).rowcount == 0:
        unit.connection.execute(ratings.insert(), {"activity_id": activity_id, "who_hash": digest, "stars": stars})


def say(unit: UnitOfWork, activity_id: int, chat_id: int, words: str) -> bool:
    """Add words to the stars, over those of before. False: there are no stars to add them to."""
    sealed = unit.seal.close(words[:WORDS_MOST].encode(), SAID)
    said = update(ratings).where(_of(unit, activity_id, chat_id)).values(said=sealed)
    return unit.connection.execute(said).rowcount == 1


@once(ratings)
def find(unit: UnitOfWork, activity_id: int, chat_id: int) -> Rating | None:
    """Return what this person has said, while it can still be changed."""
    query = select(_row.stars, _row.said).where(_of(unit, activity_id, chat_id))
    row = unit.connection.execute(query).one_or_none()
    return None if row is None else Rating(row.stars, _opened(unit, row.said))


def take_over(unit: UnitOfWork, joins: int, kept: int, activity_ids: Collection[int]) -> None:
    """Let what one person has said of these be another's; where both have rated, what is kept stays the one."""
    for activity_id in activity_ids:
        if find(unit, activity_id, joins) is None:
            continue
        theirs = _of(unit, activity_id, joins)
        if find(unit, activity_id, kept) is None:
            digest = unit.seal.digest(_person(activity_id, kept), _WHO)
            unit.connection.execute(update(ratings).where(theirs).values(who_hash=digest))
        else:
            unit.connection.execute(delete(ratings).where(theirs))


def verdict(unit: UnitOfWork, activity_id: int) -> Verdict:
    rows = unit.connection.execute(select(_row.stars, _row.said).where(_row.activity_id == activity_id)).all()
    if len(rows) < ENOUGH:
        return Verdict(len(rows))
    words = sorted(_opened(unit, row.said) for row in rows if row.said is not None)
    return Verdict(len(rows), sum(row.stars for row in rows) / len(rows), tuple(words))


def linked(unit: UnitOfWork) -> Sequence[int]:
    """Return the ratings of which the key could still tell whose they are."""
    return unit.connection.scalars(select(_row.id).where(~_row.who_hash.startswith(_UNLINKED)).order_by(_row.id)).all()


def hash_anew(unit: UnitOfWork, rating_id: int) -> None:
    """Hash whose it is with the newest key, as far as the unit's keys can tell: it stays this person's only one.

    It is looked for among those who signed up, and then, in case a check-in was taken back, among everybody.
    """
    row = unit.connection.execute(select(ratings).where(_row.id == rating_id).with_for_update()).one_or_none()
    if row is None:
        return
    for maybe in (select(signups.c.chat_id).where(signups.c.activity_id == row.activity_id), select(people.c.chat_id)):
        for chat_id in unit.connection.scalars(maybe).all():
            newest, *others = unit.seal.digests(_person(row.activity_id, chat_id), _WHO)
            if row.who_hash == newest:
                return
            if row.who_hash in others:
                unit.connection.execute(update(ratings).where(_row.id == rating_id).values(who_hash=newest))
                return


def unlink(unit: UnitOfWork, before: float) -> int:
    """Take out whose they are, for all activities that ended before this moment; return the number of ratings."""
    ended = select(activities.c.id).where(activities.c.ends_at < before)
    which = _row.activity_id.in_(ended) & ~_row.who_hash.startswith(_UNLINKED)
    taken_out = update(ratings).where(which).values(who_hash=literal(_UNLINKED) + cast(_row.id, String(20)))
    return unit.connection.execute(taken_out).rowcount


def _of(unit: UnitOfWork, activity_id: int, chat_id: int) -> ColumnElement[bool]:
    """Match what is this person's, whichever of the keys made the hash."""
    digests = unit.seal.digests(_person(activity_id, chat_id), _WHO)
    return (_row.activity_id == activity_id) & _row.who_hash.in_(digests)


def _person(activity_id: int, chat_id: int) -> str:
    return f"{activity_id}:{chat_id}"


def _opened(unit: UnitOfWork, sealed: Any) -> str:  # noqa: ANN401  bytes or nothing, as the row has it
    return unit.seal.open_text(sealed, SAID)
