"""Announcements as they are drafted, approved, corrected and found again, on both databases."""

from collections.abc import Callable
from contextlib import closing
from typing import Any, Final

import pytest
from sqlalchemy import select, update

from domain.activities.activities import Kind
from domain.announcements.announcements import ROWS, Content, Link, Medium, Purpose, Stage, Target, Verb, after
from domain.announcements.audiences import Audience, Holds, Likes
from domain.announcements.topics import Topic
from domain.lifecycle import NotPossibleError
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from domain.rules import Rule
from storage.announcements import announcements, before_sending, freezing, mailings
from storage.announcements.announcements import AnnouncementRow, ChangedMeanwhileError
from storage.announcements.audiences import Who
from storage.people import audit
from storage.places import unit_rules
from storage.sealed import new_key
from storage.tables.announcements import announcements as table
from storage.tables.announcements import groups
from storage.tables.people import audit as audit_table
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep.rotation import rotate
from tests.storage.stays import CHEN, NOW, WANG, ZHOU, path, settle, unit_id

NewStore = Callable[[], Store]

COMPOSER: Final = By(CHEN, "organiser")
SECOND: Final = By(ZHOU, "organiser")
STREET: Final = "310106011"
WORDS: Final = Content({"zh_Hans": "周四<b>见</b>", "en": "Until &lt;Thursday&gt;"})
FULL: Final = Content(
    {"zh_Hans": "见图"}, (Medium("photo", "AgACAgUAAx0"),), (Link(Target.ACTIVITY, 7), Link(Target.POINT, 3))
)


def a_draft(unit: UnitOfWork, content: Content = WORDS, code: str = STREET, **fields: Any) -> AnnouncementRow:
    row = announcements.draft(unit, unit_id(unit, code), Audience(path(unit, code)), Deed(By(CHEN), NOW))
    return announcements.change(unit, row.id, CHEN, content=content, **fields)


def brought_to(unit: UnitOfWork, stage: Stage) -> AnnouncementRow:
    """Write an announcement down and put it into this stage, whatever would have to happen before."""
    row = a_draft(unit)
    unit.connection.execute(update(table).where(table.c.id == row.id).values(stage=stage))
    return read(unit, row.id)


def read(unit: UnitOfWork, number: int) -> AnnouncementRow:
    row = announcements.find(unit, number)
    assert row is not None
    return row


def looked_at(unit: UnitOfWork, number: int) -> float | None:
    at: float | None = unit.connection.scalar(select(table.c.look_at).where(table.c.id == number))
    return at


def sent(unit: UnitOfWork, content: Content = WORDS, now: float = NOW, topic: Topic = Topic.NOTICES) -> AnnouncementRow:
    """Begin to send it to everybody in the city: its list is frozen."""
    row = a_draft(unit, content, topic=topic, audience=Audience("/"))
    announcements.do(unit, row.id, Verb.SCHEDULE, Deed(COMPOSER, now))
    row = announcements.do(unit, row.id, Verb.BEGIN, Deed(HOUSE, now))
    letters = {"zh_Hans": b"{}"}
    mailing = mailings.begin(unit, row.id, Purpose.SEND, letters, mailings.Terms(now))
    assert freezing.freeze_some(unit, mailing.id, before_sending.who(unit, row, "zh_Hans"), now)
    return row


def audited(unit: UnitOfWork) -> list[tuple[str, int | None, str]]:
    assert audit.verify(unit).broken_at is None
    told = audit_table.c
    rows = unit.connection.execute(
        select(told.what, told.chat_id, told.role).where(told.subject.startswith("announcement:")).order_by(told.number)
    )
    return [(row.what, row.chat_id, row.role) for row in rows]


# ---------------------------------------------------------------- a draft


def test_draft_says_nothing_yet(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        audience = Audience(path(unit, STREET))
        row = announcements.draft(unit, unit_id(unit, STREET), audience, Deed(By(CHEN), NOW))
        unit.commit()
    with city().unit_of_work() as unit:
        assert read(unit, row.id) == row
        assert (row.stage, row.version, row.content, row.audience) == (Stage.DRAFT, 1, Content({}), audience)
        assert (row.topic, row.created_by, row.created_at) == (Topic.NOTICES, CHEN, NOW)
        assert looked_at(unit, row.id) is None


def test_draft_is_read_back_as_it_was_changed(city: NewStore) -> None:
    audience = Audience("/1/", (Holds(frozenset({Role.MEMBER})),), (Likes(frozenset({Kind.LECTURE})),))
    with city().unit_of_work() as unit:
        before = a_draft(unit, FULL)
        row = announcements.change(
            unit,
            before.id,
            ZHOU,
            audience=audience,
            topic=Topic.STUDY,
            obligatory=True,
            urgent=True,
            paid=True,
            to_groups=True,
            starts_at=NOW + 60.0,
            not_after=NOW + 600.0,
            unit_id=unit_id(unit, "310106"),
        )
        unit.commit()
    with city().unit_of_work() as unit:
        assert read(unit, row.id) == row
        assert (row.content, row.audience, row.topic, row.unit_id) == (
            FULL,
            audience,
            Topic.STUDY,
            unit_id(unit, "310106"),
        )
        assert (row.obligatory, row.urgent, row.paid, row.to_groups) == (True, True, True, True)
        assert (row.starts_at, row.not_after) == (NOW + 60.0, NOW + 600.0)
        assert (row.version, row.created_by) == (before.version + 1, ZHOU)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.DRAFT])
def test_change_of_what_is_no_draft(sqlite_city: NewStore, stage: Stage) -> None:
    with sqlite_city().unit_of_work() as unit:
        row = brought_to(unit, stage)

        with pytest.raises(NotPossibleError):
            announcements.change(unit, row.id, CHEN, content=FULL)

        assert read(unit, row.id) == row


def test_change_of_what_is_not_there(sqlite_city: NewStore) -> None:
    with sqlite_city().unit_of_work() as unit, pytest.raises(NotPossibleError):
        announcements.change(unit, 99, CHEN, urgent=True)


# ---------------------------------------------------------------- verbs


def test_every_verb_in_every_stage(sqlite_city: NewStore) -> None:
    with sqlite_city().unit_of_work() as unit:
        for stage in Stage:
            for verb in Verb:
                row = brought_to(unit, stage)
                if stage in ROWS[verb].before:
                    assert announcements.do(unit, row.id, verb, Deed(SECOND, NOW)).stage is after(stage, verb)
                else:
                    with pytest.raises(NotPossibleError):
                        announcements.do(unit, row.id, verb, Deed(SECOND, NOW))
                    assert read(unit, row.id) == row


def test_way_to_its_readers_is_written_down(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = a_draft(unit, starts_at=NOW + 600.0)
        submitted = announcements.do(unit, row.id, Verb.SUBMIT, Deed(COMPOSER, NOW + 1.0))
        approved = announcements.do(unit, row.id, Verb.APPROVE, Deed(SECOND, NOW + 2.0), version=row.version)
        unit.commit()

    assert (submitted.stage, submitted.submitted_at) == (Stage.AWAITING, NOW + 1.0)
    assert (approved.stage, approved.approved_by, approved.approved_at) == (Stage.SCHEDULED, ZHOU, NOW + 2.0)
    with city().unit_of_work() as unit:
        assert looked_at(unit, row.id) == NOW + 600.0
        assert audited(unit) == [
            ("announcement.submit", CHEN, "organiser"),
            ("announcement.approve", ZHOU, "organiser"),
        ]


def test_nobody_approves_their_own(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = a_draft(unit)
        announcements.do(unit, row.id, Verb.SUBMIT, Deed(COMPOSER, NOW))

        with pytest.raises(NotPossibleError):
            announcements.do(unit, row.id, Verb.APPROVE, Deed(COMPOSER, NOW))


def test_whoever_changed_it_last_does_not_approve_it(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = a_draft(unit)
        announcements.change(unit, row.id, ZHOU, urgent=True)
        announcements.do(unit, row.id, Verb.SUBMIT, Deed(SECOND, NOW))

        with pytest.raises(NotPossibleError):
            announcements.do(unit, row.id, Verb.APPROVE, Deed(SECOND, NOW))
        assert announcements.do(unit, row.id, Verb.APPROVE, Deed(COMPOSER, NOW)).stage is Stage.SCHEDULED


def test_another_version_than_the_one_that_was_looked_at(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = a_draft(unit)
        changed = announcements.change(unit, row.id, CHEN, urgent=True)

        with pytest.raises(ChangedMeanwhileError):
            announcements.do(unit, row.id, Verb.SUBMIT, Deed(COMPOSER, NOW), version=row.version)
        assert read(unit, row.id) == changed


@pytest.mark.parametrize("verb", [Verb.SUBMIT, Verb.SCHEDULE])
def test_what_says_nothing_does_not_leave(sqlite_city: NewStore, verb: Verb) -> None:
    with sqlite_city().unit_of_work() as unit:
        row = a_draft(unit, Content({}))

        with pytest.raises(NotPossibleError):
            announcements.do(unit, row.id, verb, Deed(COMPOSER, NOW))


def test_returned_with_a_reason_that_is_sealed(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = a_draft(unit)
        announcements.do(unit, row.id, Verb.SUBMIT, Deed(COMPOSER, NOW))
        returned = announcements.do(unit, row.id, Verb.RETURN, Deed(SECOND, NOW, "时间不对"))
        again = announcements.do(unit, row.id, Verb.SUBMIT, Deed(COMPOSER, NOW))

    assert (returned.stage, returned.returned_because, returned.submitted_at) == (Stage.DRAFT, "时间不对", None)
    assert again.returned_because == ""


# ---------------------------------------------------------------- correcting


def test_correct(city: NewStore) -> None:
    words = Content({"zh_Hans": "周五见"})
    with city().unit_of_work() as unit:
        row = sent(unit)
        corrected = announcements.correct(unit, row.id, words, Deed(SECOND, NOW + 5.0))
        unit.commit()
    with city().unit_of_work() as unit:
        assert read(unit, row.id) == corrected
        assert (corrected.content, corrected.version, corrected.errand) == (words, row.version + 1, Purpose.CORRECT)
        assert looked_at(unit, row.id) == NOW + 5.0
        assert audited(unit)[-1] == ("announcement.correct", ZHOU, "organiser")


def test_correct_with_the_same_words(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = sent(unit)

        assert announcements.correct(unit, row.id, row.content, Deed(SECOND, NOW + 5.0)) == row
        assert audited(unit)[-1][0] == "announcement.begin"


def approved(unit: UnitOfWork) -> AnnouncementRow:
    """Begin one that somebody has approved."""
    row = a_draft(unit)
    for verb, by in ((Verb.SUBMIT, COMPOSER), (Verb.APPROVE, SECOND), (Verb.BEGIN, HOUSE)):
        announcements.do(unit, row.id, verb, Deed(by, NOW))
    return read(unit, row.id)


def test_what_was_approved_is_corrected_by_two(city: NewStore) -> None:
    words = Content({"zh_Hans": "周五见"})
    with city().unit_of_work() as unit:
        row = approved(unit)
        with pytest.raises(NotPossibleError):
            announcements.correct(unit, row.id, words, Deed(COMPOSER, NOW))
        proposed = announcements.propose(unit, row.id, words, Deed(COMPOSER, NOW + 1.0))
        assert (proposed.content, proposed.proposed, proposed.proposed_by) == (row.content, words, COMPOSER.chat_id)
        with pytest.raises(NotPossibleError):
            announcements.approve_proposed(unit, row.id, Deed(COMPOSER, NOW), version=proposed.version)
        with pytest.raises(NotPossibleError):
            announcements.approve_proposed(unit, row.id, Deed(SECOND, NOW), version=row.version)
        after = announcements.approve_proposed(unit, row.id, Deed(SECOND, NOW + 2.0), version=proposed.version)
        unit.commit()
    with city().unit_of_work() as unit:
        assert read(unit, row.id) == after
        assert (after.content, after.proposed, after.errand) == (words, None, Purpose.CORRECT)
        assert audited(unit)[-2:] == [
            ("announcement.propose", CHEN, "organiser"),
            ("announcement.correct", ZHOU, "organiser"),
        ]


def test_what_was_proposed_is_dropped(city: NewStore) -> None:
    words = Content({"zh_Hans": "周五见"})
    with city().unit_of_work() as unit:
        row = approved(unit)
        with pytest.raises(NotPossibleError):
            announcements.propose(unit, row.id, row.content, Deed(COMPOSER, NOW))
        with pytest.raises(NotPossibleError):
            announcements.drop_proposed(unit, row.id, Deed(SECOND, NOW), version=row.version)
        proposed = announcements.propose(unit, row.id, words, Deed(COMPOSER, NOW))
        kept = announcements.drop_proposed(unit, row.id, Deed(SECOND, NOW), version=proposed.version)
        assert (kept.content, kept.proposed, kept.proposed_by) == (row.content, None, None)
        announcements.propose(unit, row.id, words, Deed(COMPOSER, NOW))
        recalled = announcements.do(unit, row.id, Verb.RECALL, Deed(COMPOSER, NOW))
        assert recalled.proposed is None


@pytest.mark.parametrize("content", [Content({}), FULL])
def test_correct_into_another_shape(sqlite_city: NewStore, content: Content) -> None:
    with sqlite_city().unit_of_work() as unit:
        row = sent(unit)

        with pytest.raises(NotPossibleError):
            announcements.correct(unit, row.id, content, Deed(SECOND, NOW))


@pytest.mark.parametrize("stage", sorted(set(Stage) - announcements.CORRECTABLE))
def test_correct_what_nobody_has_or_shall_have(sqlite_city: NewStore, stage: Stage) -> None:
    with sqlite_city().unit_of_work() as unit:
        row = brought_to(unit, stage)

        with pytest.raises(NotPossibleError):
            announcements.correct(unit, row.id, FULL, Deed(SECOND, NOW))


# ---------------------------------------------------------------- lists


def test_lists_of_units(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        street, other, district = (a_draft(unit, code=code) for code in (STREET, "310106012", "310106"))
        gone = a_draft(unit)
        announcements.do(unit, gone.id, Verb.DISCARD, Deed(COMPOSER, NOW))
        announcements.do(unit, other.id, Verb.SUBMIT, Deed(COMPOSER, NOW))
        paths = [path(unit, "310106")]

        assert [row.id for row in announcements.of_units(unit, paths, 0, 2)] == [district.id, other.id]
        assert [row.id for row in announcements.of_units(unit, paths, 2, 2)] == [street.id]
        assert announcements.count_of_units(unit, paths) == 3
        assert announcements.count_of_units(unit, [path(unit, STREET)]) == 1
        assert announcements.count_of_units(unit, []) == 0
        assert [row.id for row in announcements.awaiting(unit, paths)] == [other.id]
        assert announcements.awaiting(unit, [path(unit, STREET)]) == []


# ---------------------------------------------------------------- before it is sent


@pytest.mark.parametrize(("count", "needed"), [(0, False), (500, False), (501, True)])
def test_approval_of_what_goes_to_many(sqlite_city: NewStore, count: int, needed: bool) -> None:  # noqa: FBT001  a table's column
    with sqlite_city().unit_of_work() as unit:
        assert before_sending.approval_needed(unit, a_draft(unit), count) is needed


def test_approval_as_a_unit_has_set_it(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        unit_rules.put(unit, Rule.APPROVAL_ABOVE, unit_id(unit, "310106"), 20)

        assert before_sending.approval_needed(unit, a_draft(unit), 21)
        assert not before_sending.approval_needed(unit, a_draft(unit, code="310115005"), 21)


@pytest.mark.parametrize("wide", ["/", "31"])
def test_approval_of_what_goes_to_the_whole_city(sqlite_city: NewStore, wide: str) -> None:
    with sqlite_city().unit_of_work() as unit:
        row = a_draft(unit, audience=Audience("/" if wide == "/" else path(unit, wide)))

        assert before_sending.approval_needed(unit, row, 1)


def test_said_lately_to_the_same_people(city: NewStore) -> None:
    everybody = Who(Audience("/"), Topic.NOTICES)
    with city().unit_of_work() as unit:
        sent(unit)
        spaced = Content({"en": "Until  &lt;Thursday&gt;", "zh_Hans": " 周四<b>见</b>\n"})

        assert before_sending.said_lately(unit, WORDS, everybody, NOW + 60.0) == 7
        assert before_sending.said_lately(unit, spaced, everybody, NOW + 60.0) == 7
        assert before_sending.said_lately(unit, FULL, everybody, NOW + 60.0) == 0
        assert before_sending.said_lately(unit, WORDS, everybody, NOW + 172_801.0) == 0
        assert before_sending.said_lately(unit, WORDS, Who(Audience("/9/"), Topic.NOTICES), NOW) == 0


def test_said_lately_while_the_key_is_changed(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        sent(unit)
        unit.commit()
    store = city()
    rotate(store, new_key())
    with closing(Store(store.url, *store.seal.keys[:1])) as older, older.unit_of_work() as unit:
        assert before_sending.said_lately(unit, WORDS, Who(Audience("/"), Topic.NOTICES), NOW) == 7


def test_said_lately_counts_a_person_once(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        sent(unit)
        sent(unit)

        assert before_sending.said_lately(unit, WORDS, Who(Audience("/"), Topic.STUDY), NOW) == 7


def test_said_lately_to_those_who_never_got_it(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        sent(unit)
        assert mailings.refuse(unit, WANG, Topic.NOTICES, NOW) == 1

        assert before_sending.said_lately(unit, WORDS, Who(Audience("/"), Topic.NOTICES), NOW) == 6


def test_who_it_is_for(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        for number, (code, state) in enumerate(((STREET, "bound"), ("310115", "bound"), (STREET, "joined"))):
            values = {
                "unit_id": unit_id(unit, code),
                "token_hash": str(number),
                "asked_by": CHEN,
                "asked_at": NOW,
                "state": state,
                "chat_id": -number - 1,
            }
            unit.connection.execute(groups.insert().values(values))
        row = a_draft(unit, to_groups=True, obligatory=True, topic=Topic.STUDY)

        assert before_sending.who(unit, row, "en") == Who(
            row.audience, Topic.STUDY, obligatory=True, to_groups=(-1,), house_language="en"
        )
        everywhere = announcements.change(unit, row.id, CHEN, audience=Audience("/"))
        assert before_sending.who(unit, everywhere, "en").to_groups == (-1, -2)
        alone = announcements.change(unit, row.id, CHEN, to_groups=False)
        assert before_sending.who(unit, alone, "en").to_groups == ()


# ---------------------------------------------------------------- holding what is sent


def test_pause_holds_what_is_sent_at_once(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = sent(unit)
        for verb, state in ((Verb.PAUSE, "paused"), (Verb.RESUME, "running"), (Verb.STOP, "paused")):
            announcements.do(unit, row.id, verb, Deed(COMPOSER, NOW))
            mailing = mailings.of(unit, row.id)
            assert mailing is not None
            assert mailing.state == state


def test_resume_waits_for_a_correction(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        row = sent(unit)
        announcements.do(unit, row.id, Verb.PAUSE, Deed(COMPOSER, NOW))
        announcements.correct(unit, row.id, Content({"en": "Until Friday"}), Deed(COMPOSER, NOW))
        announcements.do(unit, row.id, Verb.RESUME, Deed(COMPOSER, NOW))
        mailing = mailings.of(unit, row.id)

    assert mailing is not None
    assert mailing.state == "paused"


@pytest.fixture
def sqlite_city(sqlite_store: Store) -> NewStore:
    """Give the small city on SQLite alone, for what has nothing to do with the database."""
    settle(sqlite_store)
    return lambda: sqlite_store
