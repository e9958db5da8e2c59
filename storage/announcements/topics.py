"""What people want to be told of: the topics that they refuse, which works at once, and the kinds that they like."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import delete, select

from domain.activities.activities import Kind
from domain.announcements.topics import INTERESTS, Topic
from storage.announcements import digests, mailings
from storage.gentle_insert import or_leave
from storage.tables.announcements import announcements, interests, topic_refusals
from storage.unit_of_work import UnitOfWork

_refusal: Final = topic_refusals.c
_interest: Final = interests.c


def refuse(unit: UnitOfWork, chat_id: int, topic: Topic, now: float) -> int:
    """Send nothing more of this topic, and take back what waits already; return the number of messages.

    What is obligatory is not taken back. Twice is the same as once.
    """
    unit.connection.execute(_REFUSE, {"chat_id": chat_id, "topic": topic, "at": now})
    taken_back = mailings.refuse(unit, chat_id, topic, now)
    if topic is Topic.ACTIVITIES:
        taken_back += digests.take_back(unit, chat_id, now)
    return taken_back


def allow(unit: UnitOfWork, chat_id: int, topic: Topic) -> None:
    """Send it again from now on; what was taken back stays so."""
    unit.connection.execute(delete(topic_refusals).where(_refusal.chat_id == chat_id, _refusal.topic == topic))


def refused_of(unit: UnitOfWork, chat_id: int) -> frozenset[Topic]:
    topics = unit.connection.scalars(select(_refusal.topic).where(_refusal.chat_id == chat_id))
    return frozenset(Topic(one) for one in topics)


def of_announcement(unit: UnitOfWork, announcement_id: int) -> Topic | None:
    """Return what an announcement is about; None: there is none."""
    topic = unit.connection.scalar(select(announcements.c.topic).where(announcements.c.id == announcement_id))
    return Topic(topic) if topic else None


def interests_of(unit: UnitOfWork, chat_id: int) -> frozenset[Kind]:
    """Return the kinds that this person likes; none: nothing was said, and everything may be of interest."""
    kinds = unit.connection.scalars(select(_interest.kind).where(_interest.chat_id == chat_id))
    return frozenset(Kind(one) for one in kinds)


def interests_of_many(unit: UnitOfWork, chat_ids: Collection[int]) -> dict[int, frozenset[Kind]]:
    """Return the same for many, without those who have said nothing."""
    query = select(_interest.chat_id, _interest.kind).where(_interest.chat_id.in_(list(chat_ids)))
    found: dict[int, set[Kind]] = {}
    for chat_id, kind in unit.connection.execute(query):
        found.setdefault(chat_id, set()).add(Kind(kind))
    return {chat_id: frozenset(kinds) for chat_id, kinds in found.items()}


def like(unit: UnitOfWork, chat_id: int, kind: Kind) -> None:
    """Raise `ValueError` for a kind that nobody is asked about."""
    if kind not in INTERESTS:
        raise ValueError(f"{kind} is no interest")
    unit.connection.execute(_LIKE, {"chat_id": chat_id, "kind": kind})


def unlike(unit: UnitOfWork, chat_id: int, kind: Kind) -> None:
    unit.connection.execute(delete(interests).where(_interest.chat_id == chat_id, _interest.kind == kind))


def forget_interests(unit: UnitOfWork, chat_id: int) -> None:
    """Forget what somebody likes. What they refuse stays: it is kept so that it is kept to."""
    unit.connection.execute(delete(interests).where(_interest.chat_id == chat_id))


_REFUSE: Final = or_leave(topic_refusals, ("chat_id", "topic", "at"))
_LIKE: Final = or_leave(interests, ("chat_id", "kind"))
