"""Stays keep to the table whoever acts, alone or at once, and both sides read the same record back."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from domain.affiliations.affiliations import HERE, Actor, Ending, State, Stay, Verb
from domain.lifecycle import NotPossibleError
from domain.people.deeds import CLOCK, By, Deed
from domain.rules import Rule
from storage.affiliations import affiliations, review_queue
from storage.affiliations.affiliations import (
    AlreadyHereError,
    ReasonMissingError,
    StepRow,
    Wish,
    amend,
    answer_home,
    current,
    do,
    find,
    history,
    locked,
    mark_out_of_contact,
    of_units,
    open_draft,
    steps,
)
from storage.affiliations.review_queue import Reviewer, count_overdue, count_waiting, overdue, waiting_for
from storage.people import audit, members
from storage.places import unit_rules
from storage.tables import affiliations as affiliation_tables
from storage.tables import people
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.stays import (
    ARRIVAL,
    CHEN,
    HOST,
    LI,
    MEMBER,
    NOW,
    SUN,
    UPPER,
    WANG,
    WANGS_DETAILS,
    ZHAO,
    active,
    draft,
    path,
    point_id,
    settle,
    unit_id,
    walk,
)

NewStore = Callable[[], Store]
LATER = NOW + 100
SUMMER = date(2027, 7, 1)


# ---------------------------------------------------------------- drafts


def test_open_draft_reads_back(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        opened = draft(unit, ends_on=SUMMER)
        unit.commit()

    with city().unit_of_work() as unit:
        assert find(unit, opened.id) == opened
        assert opened == affiliations.AffiliationRow(
            id=opened.id,
            chat_id=WANG,
            stay=Stay.MOBILE,
            state=State.DRAFT,
            version=1,
            point_id=point_id(unit, "JA-1"),
            unit_id=unit_id(unit, "310106011"),
            levels=1,
            arrives_on=ARRIVAL,
            ends_on=SUMMER,
            home="unconfirmed",
            home_said="",
            ending=None,
            continues_id=None,
            submitted_at=None,
            state_since=NOW,
            due_on=None,
            out_of_contact_since=None,
        )


def test_open_draft_twice_gives_the_same_answer(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        first = draft(unit)

        assert draft(unit, point="PD-1") == first


def test_open_draft_while_one_waits_returns_that_one(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        waiting = walk(unit, draft(unit).id, [Verb.SUBMIT])

        assert draft(unit) == waiting


def test_open_draft_of_the_other_kind(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        assert draft(unit).id != draft(unit, stay=Stay.VISIT).id


def test_open_draft_after_the_last_was_withdrawn(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        withdrawn = walk(unit, draft(unit).id, [Verb.SUBMIT, Verb.WITHDRAW])

        assert draft(unit).id != withdrawn.id


def test_open_draft_at_no_point(city_store: Store) -> None:
    with city_store.unit_of_work() as unit, pytest.raises(ValueError, match=r"^there is no such point$"):
        open_draft(unit, WANG, Wish(Stay.VISIT, 0, ARRIVAL), NOW)


def test_open_draft_that_continues_somebody_elses(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        theirs = active(unit, LI)

        with pytest.raises(ValueError, match=r"^only one's own stay can be continued$"):
            draft(unit, continues_id=theirs.id)


def test_open_draft_by_two_at_once_opens_one(city: NewStore) -> None:
    def open_one(store: Store) -> int:
        with store.unit_of_work() as unit:
            opened = draft(unit)
            unit.commit()
        return opened.id

    with ThreadPoolExecutor(4) as threads:
        opened = list(threads.map(open_one, [city() for _ in range(4)]))

    assert len(set(opened)) == 1


def test_amend_a_draft(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.REVIEW_LEVELS, unit_id(unit, "310115"), 2)
        opened = draft(unit)
        point = point_id(unit, "PD-1")

        amended = amend(unit, opened.id, point_id=point, stay=Stay.VISIT, arrives_on=SUMMER, ends_on=SUMMER)

        assert amended == replace(
            opened,
            point_id=point,
            unit_id=unit_id(unit, "310115005"),
            levels=2,
            stay=Stay.VISIT,
            arrives_on=SUMMER,
            ends_on=SUMMER,
        )


def test_amend_takes_the_end_away(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        assert amend(unit, draft(unit, ends_on=SUMMER).id, ends_on=None).ends_on is None


def test_amend_nothing(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        opened = draft(unit)

        assert amend(unit, opened.id) == opened


def test_amend_what_was_returned(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        returned = walk(unit, draft(unit).id, [Verb.SUBMIT, Verb.RETURN])

        assert amend(unit, returned.id, arrives_on=SUMMER) == replace(returned, arrives_on=SUMMER)


def test_amend_to_a_kind_that_waits_already(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        draft(unit, stay=Stay.VISIT)
        opened = draft(unit)

        with pytest.raises(AlreadyHereError):
            amend(unit, opened.id, stay=Stay.VISIT)
        assert find(unit, opened.id) == opened


@pytest.mark.parametrize("verbs", [[Verb.SUBMIT], [Verb.SUBMIT, Verb.CONFIRM], [Verb.SUBMIT, Verb.WITHDRAW]])
def test_amend_what_is_no_longer_the_members(city_store: Store, verbs: list[Verb]) -> None:
    with city_store.unit_of_work() as unit:
        row = walk(unit, draft(unit).id, verbs)

        with pytest.raises(NotPossibleError):
            amend(unit, row.id, arrives_on=SUMMER)
        assert find(unit, row.id) == row


# ---------------------------------------------------------------- steps


def test_submit_reads_back(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        opened = draft(unit)
        done = do(unit, opened.id, Verb.SUBMIT, Deed(MEMBER, LATER), until=SUMMER)
        unit.commit()

    after = replace(opened, state=State.SUBMITTED, version=2, submitted_at=LATER, state_since=LATER, due_on=SUMMER)
    with city().unit_of_work() as unit:
        assert find(unit, opened.id) == done.row == after
        assert steps(unit, opened.id) == [
            StepRow(Verb.SUBMIT, State.DRAFT, State.SUBMITTED, Actor.MEMBER, WANG, "", LATER)
        ]


def test_step_is_written_into_the_audit(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        returned = walk(unit, draft(unit).id, [Verb.SUBMIT, Verb.RETURN])

        rows = unit.connection.execute(select(people.audit).order_by(people.audit.c.number)).all()
        assert [(row.at, row.chat_id, row.role, row.what, row.subject) for row in rows] == [
            (NOW, WANG, "member", "affiliation.submit", f"affiliation:{returned.id}"),
            (NOW, CHEN, "organiser", "affiliation.return", f"affiliation:{returned.id}"),
        ]
        assert audit.verify(unit) == audit.Verdict(2)


def test_submit_takes_the_levels_of_the_day(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        opened = draft(unit)
        unit_rules.put(unit, Rule.REVIEW_LEVELS, opened.unit_id, 2)

        assert do(unit, opened.id, Verb.SUBMIT, Deed(MEMBER, NOW)).row.levels == 2


def test_levels_do_not_change_under_review(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        submitted = walk(unit, draft(unit).id, [Verb.SUBMIT])
        unit_rules.put(unit, Rule.REVIEW_LEVELS, submitted.unit_id, 2)

        assert do(unit, submitted.id, Verb.CONFIRM, Deed(HOST, NOW)).row.state is State.ACTIVE


def test_two_levels(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        opened = draft(unit)
        unit_rules.put(unit, Rule.REVIEW_LEVELS, opened.unit_id, 2)
        do(unit, opened.id, Verb.SUBMIT, Deed(MEMBER, NOW))
        do(unit, opened.id, Verb.ACCEPT, Deed(HOST, NOW))

        assert do(unit, opened.id, Verb.CONFIRM, Deed(UPPER, NOW)).row.state is State.ACTIVE


@pytest.mark.parametrize("reason", ["", " \n"])
@pytest.mark.parametrize(
    ("before", "verb"),
    [([Verb.SUBMIT], Verb.RETURN), ([Verb.SUBMIT], Verb.DECLINE), ([Verb.SUBMIT, Verb.CONFIRM], Verb.END)],
)
def test_step_without_the_reason_it_needs(city_store: Store, before: list[Verb], verb: Verb, reason: str) -> None:
    with city_store.unit_of_work() as unit:
        row = walk(unit, draft(unit).id, before)
        records = _records(unit)

        with pytest.raises(ReasonMissingError):
            do(unit, row.id, verb, Deed(HOST, LATER, reason))
        assert find(unit, row.id) == row
        assert _records(unit) == records


def test_impossible_step_changes_nothing(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        withdrawn = walk(unit, draft(unit).id, [Verb.SUBMIT, Verb.WITHDRAW])
        records = _records(unit)

        with pytest.raises(NotPossibleError):
            do(unit, withdrawn.id, Verb.CONFIRM, Deed(HOST, LATER))
        assert find(unit, withdrawn.id) == withdrawn
        assert _records(unit) == records


def test_step_of_no_affiliation(city_store: Store) -> None:
    with city_store.unit_of_work() as unit, pytest.raises(NotPossibleError, match=r"^there is no such affiliation$"):
        do(unit, 99, Verb.CONFIRM, Deed(HOST, NOW))


def test_reason_comes_back(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = walk(unit, draft(unit).id, [Verb.SUBMIT])
        do(unit, row.id, Verb.RETURN, Deed(HOST, NOW, "请补上活动证的编号"))

        assert steps(unit, row.id)[-1].reason == "请补上活动证的编号"


def test_renew_sets_the_end_and_keeps_since_when(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = active(unit)

        renewed = do(unit, row.id, Verb.RENEW, Deed(MEMBER, LATER), until=SUMMER).row

        assert renewed == replace(row, version=row.version + 1, ends_on=SUMMER)


def test_renew_without_an_end(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = active(unit)

        with pytest.raises(ValueError, match=r"^to renew needs a new end$"):
            do(unit, row.id, Verb.RENEW, Deed(MEMBER, LATER))


@pytest.mark.parametrize(
    ("verb", "by", "ending"),
    [
        (Verb.GO_HOME, MEMBER, Ending.RETURNED_HOME),
        (Verb.TRANSFER, MEMBER, Ending.TRANSFERRED),
        (Verb.END, HOST, Ending.BY_HOST),
        (Verb.EXPIRE, CLOCK, Ending.EXPIRED),
    ],
)
def test_ends(city_store: Store, verb: Verb, by: By, ending: Ending) -> None:
    with city_store.unit_of_work() as unit:
        row = active(unit)
        members.touch(unit, WANG, NOW)
        mark_out_of_contact(unit, LATER, LATER)

        ended = do(unit, row.id, verb, Deed(by, LATER, "moved away")).row

        assert ended == replace(row, state=State.ENDED, version=row.version + 1, ending=ending, state_since=LATER)


def test_year_goes_round(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        row = active(unit)
        asked = do(unit, row.id, Verb.ASK_AGAIN, Deed(CLOCK, LATER), until=SUMMER).row
        still = do(unit, row.id, Verb.STILL_HERE, Deed(MEMBER, LATER + 1)).row

        assert (asked.state, asked.due_on, asked.state_since) == (State.CONFIRMATION_DUE, SUMMER, LATER)
        assert (still.state, still.due_on, still.state_since) == (State.ACTIVE, None, LATER + 1)


# ---------------------------------------------------------------- moving, and one of each kind


def test_confirming_the_next_moves_the_earlier(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        earlier = active(unit)
        following = draft(unit, point="PD-1", continues_id=earlier.id)
        do(unit, following.id, Verb.SUBMIT, Deed(MEMBER, NOW))

        done = do(unit, following.id, Verb.CONFIRM, Deed(HOST, LATER))

        left = replace(earlier, state=State.MOVED, version=earlier.version + 1, state_since=LATER)
        assert done.moved == find(unit, earlier.id) == left
        assert done.row.state is State.ACTIVE
        assert list(current(unit, WANG)) == [done.row]
        assert history(unit, WANG) == [done.row, left]
        assert steps(unit, earlier.id)[-1] == StepRow(
            Verb.MOVE, State.ACTIVE, State.MOVED, Actor.HOUSE, None, "", LATER
        )


def test_confirming_the_next_when_the_earlier_has_ended(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        earlier = active(unit)
        following = walk(unit, draft(unit, point="PD-1", continues_id=earlier.id).id, [Verb.SUBMIT])
        ended = walk(unit, earlier.id, [Verb.GO_HOME])

        done = do(unit, following.id, Verb.CONFIRM, Deed(HOST, LATER))

        assert (done.row.state, done.moved) == (State.ACTIVE, None)
        assert find(unit, earlier.id) == ended


def test_second_active_of_a_kind(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        first = active(unit)
        second = walk(unit, draft(unit, point="PD-1").id, [Verb.SUBMIT])
        records = _records(unit)

        with pytest.raises(AlreadyHereError):
            do(unit, second.id, Verb.CONFIRM, Deed(HOST, LATER))
        assert list(current(unit, WANG)) == [second, first]
        assert _records(unit) == records


def test_second_active_of_a_kind_leaves_the_one_that_was_to_be_moved(city_store: Store) -> None:
    """The visit would be left, but the mobile stay has no room: then neither changes."""
    with city_store.unit_of_work() as unit:
        visit = active(unit, point="JA-2", stay=Stay.VISIT)
        active(unit)
        following = walk(unit, draft(unit, point="PD-1", continues_id=visit.id).id, [Verb.SUBMIT])

        with pytest.raises(AlreadyHereError):
            do(unit, following.id, Verb.CONFIRM, Deed(HOST, LATER))
        assert find(unit, visit.id) == visit


def test_one_active_of_each_kind(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        mobile, visit = active(unit), active(unit, stay=Stay.VISIT)

        assert list(current(unit, WANG)) == [visit, mobile]


# ---------------------------------------------------------------- at once


def test_confirmed_by_two_organisers_at_once(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        waiting = walk(unit, draft(unit).id, [Verb.SUBMIT])
        unit.commit()

    outcomes = _at_once(city, lambda unit, n: do(unit, waiting.id, Verb.CONFIRM, Deed(replace(HOST, chat_id=n), NOW)))

    assert sorted(outcomes) == ["NotPossibleError", "done"]
    with city().unit_of_work() as unit:
        assert [step.verb for step in steps(unit, waiting.id)] == [Verb.SUBMIT, Verb.CONFIRM]
        assert audit.verify(unit) == audit.Verdict(2)


def test_same_submit_at_once(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        opened = draft(unit)
        unit.commit()

    outcomes = _at_once(city, lambda unit, _: do(unit, opened.id, Verb.SUBMIT, Deed(MEMBER, NOW)))

    assert sorted(outcomes) == ["NotPossibleError", "done"]
    with city().unit_of_work() as unit:
        assert find(unit, opened.id) == replace(opened, state=State.SUBMITTED, version=2, submitted_at=NOW)


def test_two_requests_confirmed_at_once_leave_one_active(city: NewStore) -> None:
    """Of one kind only one can wait, so the second is made to wait once the first is being confirmed."""
    with city().unit_of_work() as unit:
        earlier = active(unit)
        following = walk(unit, draft(unit, point="PD-1", continues_id=earlier.id).id, [Verb.SUBMIT])
        unit.commit()
    verbs = [(following.id, Verb.CONFIRM, Deed(HOST, NOW)), (earlier.id, Verb.GO_HOME, Deed(MEMBER, NOW))]

    outcomes = _at_once(city, lambda unit, n: do(unit, *verbs[n]))

    with city().unit_of_work() as unit:
        left = find(unit, earlier.id)
        assert left is not None
        assert (left.state, sorted(outcomes)) in [
            (State.MOVED, ["NotPossibleError", "done"]),
            (State.ENDED, ["done", "done"]),
        ]
        assert [row.id for row in current(unit, WANG)] == [following.id]


def test_locked_is_waited_for(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        waiting = walk(unit, draft(unit).id, [Verb.SUBMIT])
        unit.commit()
    seen: list[State] = []
    other = city()

    def second() -> None:
        with other.unit_of_work() as unit:
            row = locked(unit, waiting.id)
            assert row is not None
            seen.append(row.state)

    with city().unit_of_work() as unit:
        locked(unit, waiting.id)
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        assert seen == []
        do(unit, waiting.id, Verb.CONFIRM, Deed(HOST, NOW))
        unit.commit()
    thread.join(10)

    assert seen == [State.ACTIVE]


def _at_once(city: NewStore, step: Callable[[UnitOfWork, int], object]) -> list[str]:
    """Let two take a step at the same moment, and return how each fared."""
    start = threading.Barrier(2)

    def one(number: int) -> str:
        store = city()
        start.wait()
        with store.unit_of_work() as unit:
            try:
                step(unit, number)
            except NotPossibleError as refusal:
                return type(refusal).__name__
            unit.commit()
        return "done"

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(one, range(2)))


# ---------------------------------------------------------------- the queue and the register


def test_queue_of_a_host(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        first = draft(unit, LI)
        do(unit, first.id, Verb.SUBMIT, Deed(MEMBER, NOW + 1), until=SUMMER)
        second = draft(unit, WANG, "JA-4")
        do(unit, second.id, Verb.SUBMIT, Deed(MEMBER, NOW))
        draft(unit, ZHAO)
        walk(unit, draft(unit, SUN, "PD-1").id, [Verb.SUBMIT])
        district = [path(unit, "310106")]

        assert waiting_for(unit, Reviewer(SUN, district), Actor.HOST, 0, 10) == [
            review_queue.QueueRow(second.id, WANG, "嘉星商务楼党员服务点", "南京西路街道", NOW, None, State.SUBMITTED),
            review_queue.QueueRow(
                first.id, LI, "静安寺街道党群服务中心", "静安寺街道", NOW + 1, SUMMER, State.SUBMITTED
            ),
        ]
        assert [row.id for row in waiting_for(unit, Reviewer(SUN, district), Actor.HOST, 1, 1)] == [first.id]
        assert count_waiting(unit, Reviewer(SUN, district), Actor.HOST) == 2
        assert count_waiting(unit, Reviewer(SUN, ["/"]), Actor.HOST) == 3
        assert count_waiting(unit, Reviewer(SUN, [path(unit, "310106011"), path(unit, "310115")]), Actor.HOST) == 2
        assert count_waiting(unit, Reviewer(SUN, []), Actor.HOST) == 0
        assert waiting_for(unit, Reviewer(SUN, district), Actor.UPPER) == []


def test_queue_of_the_level_above(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.REVIEW_LEVELS, unit_id(unit, "31"), 2)
        accepted = walk(unit, draft(unit).id, [Verb.SUBMIT, Verb.ACCEPT])

        assert [row.id for row in waiting_for(unit, Reviewer(SUN, [path(unit, "310106")]), Actor.UPPER)] == [
            accepted.id
        ]
        assert [row.id for row in waiting_for(unit, Reviewer(SUN, ["/"]), Actor.UPPER)] == [accepted.id]
        assert waiting_for(unit, Reviewer(SUN, [path(unit, "310106011")]), Actor.UPPER) == []
        assert waiting_for(unit, Reviewer(SUN, [path(unit, "310115")]), Actor.UPPER) == []
        assert count_waiting(unit, Reviewer(SUN, ["/"]), Actor.HOST) == 0


def test_overdue_on_both_levels(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.REVIEW_LEVELS, unit_id(unit, "31"), 2)
        submitted, accepted = draft(unit, LI), draft(unit, ZHAO)
        do(unit, submitted.id, Verb.SUBMIT, Deed(MEMBER, NOW), until=date(2027, 3, 4))
        do(unit, accepted.id, Verb.SUBMIT, Deed(MEMBER, NOW + 1), until=date(2027, 3, 4))
        do(unit, accepted.id, Verb.ACCEPT, Deed(HOST, NOW), until=date(2027, 3, 9))
        district, host = [path(unit, "310106")], [path(unit, "310106011")]

        assert [row.id for row in overdue(unit, Reviewer(SUN, district), date(2027, 3, 10))] == [
            submitted.id,
            accepted.id,
        ]
        assert [row.id for row in overdue(unit, Reviewer(SUN, district), date(2027, 3, 9))] == [submitted.id]
        assert count_overdue(unit, Reviewer(SUN, district), date(2027, 3, 10)) == 2
        assert count_overdue(unit, Reviewer(SUN, host), date(2027, 3, 10)) == 1
        assert overdue(unit, Reviewer(SUN, district), date(2027, 3, 4)) == []


def test_register_of_a_unit(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        here, below = active(unit), active(unit, LI, "JA-4")
        active(unit, ZHAO, "PD-1")
        draft(unit, SUN)

        assert of_units(unit, [path(unit, "310106")], HERE) == [here, below]
        assert of_units(unit, [path(unit, "310106012")], HERE) == [below]
        assert of_units(unit, [path(unit, "310106")], {State.ENDED}) == []


# ---------------------------------------------------------------- the home side, and silence


@pytest.mark.parametrize(("answer", "said"), [("confirmed", ""), ("objected", "他已转走")])
def test_home_side_answers(city: NewStore, answer: str, said: str) -> None:
    with city().unit_of_work() as unit:
        row = active(unit)
        answered = answer_home(unit, row.id, "confirmed" if answer == "confirmed" else "objected", said, LATER)
        unit.commit()

    with city().unit_of_work() as unit:
        assert find(unit, row.id) == answered
        assert (answered.home, answered.home_said, answered.version) == (answer, said, row.version)


def test_home_side_answers_when_it_is_over(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        ended = walk(unit, active(unit).id, [Verb.GO_HOME])

        with pytest.raises(NotPossibleError):
            answer_home(unit, ended.id, "confirmed", "", LATER)
        assert find(unit, ended.id) == ended


def test_silence_is_marked_once_and_ends_with_contact(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        silent = active(unit)
        active(unit, LI)
        draft(unit, ZHAO)
        members.touch(unit, LI, NOW + 7200)

        assert mark_out_of_contact(unit, NOW + 3600, LATER) == [silent.id]
        assert mark_out_of_contact(unit, NOW + 3600, LATER + 1) == []
        assert find(unit, silent.id) == replace(silent, out_of_contact_since=LATER)

        members.touch(unit, WANG, NOW + 7200)
        assert find(unit, silent.id) == silent


# ---------------------------------------------------------------- at rest


def test_nothing_personal_stands_in_the_file(sqlite_url: str, sqlite_store: Store) -> None:
    settle(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        row = walk(unit, draft(unit).id, [Verb.SUBMIT])
        do(unit, row.id, Verb.RETURN, Deed(HOST, NOW, "the card of Wang Fang has no stamp"))
        answer_home(unit, row.id, "objected", "Wang Fang left us in spring", NOW)
        unit.commit()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    content = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))

    told = [
        WANGS_DETAILS.name,
        WANGS_DETAILS.phone,
        "Sunrise",
        "阳光社区",
        "六安",
        "LD-2026",
        "AgACAgUAAx0",
        "Wang Fang",
    ]
    assert [one for one in told if one.encode() in content] == []
    assert b"affiliation.return" in content  # the file was read where the rows are


def _records(unit: UnitOfWork) -> tuple[object, ...]:
    """Count what steps leave behind."""
    counted = (affiliation_tables.affiliation_steps, people.audit)
    return tuple(unit.connection.scalar(select(func.count()).select_from(table)) for table in counted)
