"""Topics refused, with what waits for somebody; and interests. On both databases."""

from collections.abc import Callable

import pytest

from domain.activities.activities import Kind
from domain.announcements.announcements import Purpose, Standing
from domain.announcements.audiences import Audience
from domain.announcements.topics import Topic
from domain.messages.delivery import Lane
from domain.people.deeds import By, Deed
from storage.announcements import announcements, audiences, freezing, ledgers, mailings, topics
from storage.messages import claims, outbox
from storage.messages.outbox import Draft
from storage.unit_of_work import Store, UnitOfWork
from tests.storage import stays
from tests.storage.stays import CHEN, LI, NOW, WANG

NewStore = Callable[[], Store]


def sent_to_all(unit: UnitOfWork, topic: Topic, *, obligatory: bool = False) -> int:
    """Let an announcement wait for everybody in the city, and return its number."""
    city = stays.unit_id(unit, "31")
    for chat_id in (WANG, LI):
        stays.active(unit, chat_id)
    audience = Audience(stays.path(unit, "31"))
    row = announcements.draft(unit, city, audience, Deed(By(CHEN), NOW))
    announcements.change(unit, row.id, CHEN, topic=topic, obligatory=obligatory)
    replies = {"zh_Hans": b'o{"html":"a"}', "en": b'o{"html":"b"}'}
    mailing = mailings.begin(unit, row.id, Purpose.SEND, replies, mailings.Terms(NOW))
    who = audiences.Who(audience, topic, obligatory)
    while not freezing.freeze_some(unit, mailing.id, who, NOW):
        pass
    return row.id


def standing(unit: UnitOfWork, announcement_id: int, chat_id: int) -> Standing:
    found = ledgers.standing_of(unit, announcement_id, chat_id)
    assert found is not None
    return found.standing


def test_refuse_is_read_back_and_twice_is_once(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        topics.refuse(unit, WANG, Topic.STUDY, NOW)
        topics.refuse(unit, WANG, Topic.STUDY, NOW + 1)
        topics.refuse(unit, WANG, Topic.SERVICES, NOW)
        unit.commit()

    with city().unit_of_work() as unit:
        assert topics.refused_of(unit, WANG) == {Topic.STUDY, Topic.SERVICES}
        assert topics.refused_of(unit, LI) == frozenset()


def test_refuse_takes_back_what_waits_of_the_topic(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        study, notices = sent_to_all(unit, Topic.STUDY), sent_other(unit)
        assert topics.refuse(unit, WANG, Topic.STUDY, NOW) == 1
        assert standing(unit, study, WANG) is Standing.OPTED_OUT
        assert [standing(unit, study, LI), standing(unit, notices, WANG)] == [Standing.NOT_YET, Standing.NOT_YET]


def sent_other(unit: UnitOfWork) -> int:
    audience = Audience(stays.path(unit, "31"))
    row = announcements.draft(unit, stays.unit_id(unit, "31"), audience, Deed(By(CHEN), NOW))
    replies = {"zh_Hans": b'o{"html":"c"}', "en": b'o{"html":"d"}'}
    mailing = mailings.begin(unit, row.id, Purpose.SEND, replies, mailings.Terms(NOW))
    while not freezing.freeze_some(unit, mailing.id, audiences.Who(audience, Topic.NOTICES), NOW):
        pass
    return row.id


def test_refuse_leaves_what_is_obligatory(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        announcement_id = sent_to_all(unit, Topic.STUDY, obligatory=True)
        assert topics.refuse(unit, WANG, Topic.STUDY, NOW) == 0
        assert standing(unit, announcement_id, WANG) is Standing.NOT_YET


def test_refuse_of_activities_takes_back_the_digest_that_waits(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        rows = [Draft(f"digest:1:0:{chat}", chat, Lane.REMINDER, b"t{}", NOW, about="digest:1") for chat in (WANG, LI)]
        outbox.write(unit, [*rows, Draft("other", WANG, Lane.REMINDER, b"t{}", NOW, about="duty:1")], NOW)
        assert topics.refuse(unit, WANG, Topic.STUDY, NOW) == 0
        assert topics.refuse(unit, WANG, Topic.ACTIVITIES, NOW) == 1
        waiting = {head.row_id for head in claims.due(unit, Lane.REMINDER, NOW, 10)}
        assert len(waiting) == 2


def test_allow_lets_it_come_again(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        topics.refuse(unit, WANG, Topic.STUDY, NOW)
        topics.refuse(unit, LI, Topic.STUDY, NOW)
        topics.allow(unit, WANG, Topic.STUDY)
        assert [topics.refused_of(unit, one) for one in (WANG, LI)] == [frozenset(), {Topic.STUDY}]


def test_topic_of_an_announcement_is_found(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        announcement_id = sent_to_all(unit, Topic.VOLUNTEERING)
        found = [topics.of_announcement(unit, one) for one in (announcement_id, announcement_id + 1)]
        assert found == [Topic.VOLUNTEERING, None]


# ---------------------------------------------------------------- interests


def test_interests_are_read_back_for_one_and_for_many(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        for kind in (Kind.LECTURE, Kind.LECTURE, Kind.OTHER):
            topics.like(unit, WANG, kind)
        topics.unlike(unit, WANG, Kind.OTHER)
        topics.like(unit, LI, Kind.THEME_DAY)
        unit.commit()

    with city().unit_of_work() as unit:
        assert topics.interests_of(unit, WANG) == {Kind.LECTURE}
        assert topics.interests_of_many(unit, [WANG, LI, CHEN]) == {WANG: {Kind.LECTURE}, LI: {Kind.THEME_DAY}}


def test_like_what_nobody_is_asked_about_raises(city_store: Store) -> None:
    with city_store.unit_of_work() as unit, pytest.raises(ValueError, match="no interest"):
        topics.like(unit, WANG, Kind.COMMITTEE_MEETING)


def test_forget_interests_keeps_what_is_refused(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        topics.like(unit, WANG, Kind.LECTURE)
        topics.refuse(unit, WANG, Topic.STUDY, NOW)
        topics.forget_interests(unit, WANG)
        assert topics.interests_of(unit, WANG) == frozenset()
        assert topics.refused_of(unit, WANG) == {Topic.STUDY}
