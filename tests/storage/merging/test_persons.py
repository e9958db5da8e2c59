"""Two persons become one: what both have is kept, once; what the house cannot judge is left; two hands do it once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest
from sqlalchemy import func, select

from domain.activities.activities import Kind
from domain.activities.duties import State as Duty
from domain.activities.duties import Task
from domain.activities.seats import State, Way
from domain.affiliations.affiliations import Stay, Verb
from domain.announcements.topics import Topic
from domain.booking.resources import Kind as ResourceKind
from domain.booking.resources import Resource
from domain.messages.delivery import Lane
from domain.people.deeds import HOUSE, By, Deed
from domain.people.members import Details
from domain.people.merging import Clash
from domain.people.roads import Kind as RoadKind
from domain.people.roles import Role
from storage.activities import attendance, certificates, duties, lead_times, ratings, signup_reading, signups, wishes
from storage.activities.signup_reading import SignupRow
from storage.affiliations import affiliations
from storage.announcements import threads, topics
from storage.announcements.threads import Writing
from storage.booking import own, resources, saving
from storage.lock_order import BusyError
from storage.merging import lives, persons
from storage.merging.persons import ChangedError, ClashError, Merged
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.people import addresses, audit, calendar_feeds, members, people, road_codes, roles
from storage.tables.people import people as people_table
from storage.unit_of_work import Store, UnitOfWork
from tests.conftest import KEY
from tests.storage.signing import CHEN, OURS, PASSING, plan, published, queue, seat, states
from tests.storage.stays import LI, NOW, SUN, WANG, ZHAO, active, draft, settle, unit_id, walk

PAGES: Final = 2**52


@pytest.fixture
def page(store: Store) -> int:
    """Give a page that somebody has used, in a city with people."""
    settle(store)
    with store.unit_of_work() as unit:
        number = addresses.number_of(unit, "web", "a", NOW)
        people.welcome(unit, [number], NOW)
        unit.commit()
    return number


def merge(unit: UnitOfWork, page: int, kept: int = WANG) -> Merged:
    agreed = lives.plan(unit, *lives.sides(page, kept))
    return persons.merge(unit, agreed.kept, agreed.joins, agreed.key, Deed(By(page, "member"), NOW))


def clashes(unit: UnitOfWork, page: int, kept: int = WANG) -> Sequence[Clash]:
    return lives.plan(unit, *lives.sides(page, kept)).clashes


def test_page_goes_to_telegrams_number(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        merge(unit, page)
        unit.commit()
    with store.unit_of_work() as unit:
        assert addresses.person_of(unit, page) == WANG
        assert people.find(unit, page) is None, "whom nothing tells of any more, nobody counts"
        assert audit.verify(unit).broken_at is None


def test_of_two_pages_that_of_the_code_stays(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        other = addresses.number_of(unit, "web", "b", NOW)
        people.welcome(unit, [other], NOW)
        merge(unit, page, kept=other)
        assert {addresses.person_of(unit, one) for one in (page, other)} == {page}


def test_all_pages_of_a_person_go_along(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        second = addresses.number_of(unit, "web", "b", NOW)
        addresses.link(unit, second, page, NOW)
        merge(unit, page)
        assert addresses.of_person(unit, WANG) == tuple(sorted([WANG, page, second]))


# ---- seats


def test_two_seats_are_one_and_the_next_is_asked(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        one = published(unit, plan(seats=2))
        seat(unit, one, WANG, page)
        queue(unit, one, LI)
        merged = merge(unit, page)
        assert states(unit, one) == {WANG: State.SIGNED_UP, LI: State.OFFERED}
        assert [row.chat_id for row in merged.offers] == [LI]


@pytest.mark.parametrize("mine_first", [True, False])
def test_seat_is_more_than_a_place_in_the_line(store: Store, page: int, mine_first: bool) -> None:  # noqa: FBT001  parametrized
    with store.unit_of_work() as unit:
        one = published(unit, plan(seats=1))
        order = (WANG, page) if mine_first else (page, WANG)
        seat(unit, one, order[0])
        queue(unit, one, order[1])
        merged = merge(unit, page)
        assert states(unit, one) == {WANG: State.SIGNED_UP}
        assert merged.offers == ()


def test_who_was_seen_was_there(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        one = published(unit, plan(starts_at=NOW + 600))
        seat(unit, one, WANG, page)
        attendance.check_in(unit, one, page, Way.ROLL, Deed(CHEN, NOW), standing=PASSING)
        merge(unit, page)
        assert states(unit, one) == {WANG: State.CHECKED_IN}


def test_leave_and_seats_of_ones_own_go_along(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        one, two = published(unit), published(unit)
        seat(unit, one, page)
        seat(unit, two, WANG)
        signups.leave(unit, one, page, NOW, reason="ill")
        merge(unit, page)
        assert states(unit, one) == {WANG: State.ON_LEAVE}
        assert states(unit, two) == {WANG: State.SIGNED_UP}


def test_two_duties_are_one_and_the_reserve_is_called(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        one = published(unit)
        duty = duties.add(unit, one, Task("door", NOW + 90_000, NOW + 93_600, 2)).id
        duties.ask(unit, duty, [WANG, page, LI], NOW)
        for person in (WANG, page, LI):
            duties.come(unit, duty, person, NOW)
        merged = merge(unit, page)
        found = {row.chat_id: row.state for row in duties.of_duty(unit, duty, list(Duty))}
        assert found == {WANG: Duty.COMING, LI: Duty.CALLED}
        assert [row.chat_id for row in merged.called] == [LI]


# ---- affiliations


def test_affiliation_and_details_go_along(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        members.keep(unit, page, Details("赵四"), now=NOW)
        row = active(unit, page)
        merge(unit, page, kept=2001)
        (here,) = affiliations.current(unit, 2001)
        assert here.id == row.id
        found = members.find(unit, 2001)
        assert found is not None
        assert found.details.name == "赵四"
        assert members.cells(unit, page) is None


def test_sent_request_goes_before_a_draft(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        members.keep(unit, page, Details("王芳"), now=NOW + 1)
        mine = draft(unit, WANG)
        theirs = walk(unit, draft(unit, page, "JA-2").id, [Verb.SUBMIT])
        agreed = lives.plan(unit, WANG, page)
        assert agreed.drafts == (mine.id,)
        merge(unit, page)
        assert [one.id for one in affiliations.current(unit, WANG)] == [theirs.id]


def test_two_stays_of_one_kind_are_left_to_people(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        members.keep(unit, page, Details("王芳"), now=NOW)
        active(unit, WANG)
        active(unit, page, "JA-2")
        assert clashes(unit, page) == (Clash.STAYS,)
        with pytest.raises(ClashError):
            merge(unit, page)
        assert addresses.person_of(unit, page) == page


def test_stays_of_two_kinds_stand_beside_each_other(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        members.keep(unit, page, Details("王芳"), now=NOW)
        active(unit, WANG)
        active(unit, page, "JA-2", Stay.VISIT)
        merge(unit, page)
        assert {one.stay for one in affiliations.current(unit, WANG)} == {Stay.MOBILE, Stay.VISIT}


def test_different_names_may_be_two_people(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        members.keep(unit, page, Details("李四"), now=NOW)
        assert clashes(unit, page) == (Clash.NAMES,)


def test_role_of_a_page_joins_nobody(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        roles.give(unit, page, Role.ORGANISER, None, Deed(HOUSE, NOW))
        assert clashes(unit, page) == (Clash.ROLES,)


# ---- the rest


def test_words_wishes_refusals_and_reminders_go_along_once(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        here = unit_id(unit, "310106011")
        topics.refuse(unit, page, next(iter(Topic)), NOW)
        topics.refuse(unit, WANG, next(iter(Topic)), NOW)
        for person in (WANG, page):
            wishes.make(unit, person, here, Kind.LECTURE, NOW)
        wishes.say(unit, page, Kind.LECTURE, "please")
        lead_times.choose(unit, page, Kind.LECTURE, 3)
        threads.post(unit, here, Writing("hello"), Deed(By(page), NOW))
        merge(unit, page)
        (wish,) = wishes.open_of(unit, WANG)
        assert wish.said == "please"
        assert next(iter(Topic)) in topics.refused_of(unit, WANG)
        assert len(threads.ids_of(unit, WANG)) == 1


def test_rating_and_certificate_go_along(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        one = published(unit, plan(starts_at=NOW + 600))
        attendance.check_in(unit, one, page, Way.ROLL, Deed(CHEN, NOW), standing=PASSING)
        ratings.give(unit, one, page, 5)
        code = certificates.issue(unit, one, page, NOW).code
        merge(unit, page)
        rated = ratings.find(unit, one, WANG)
        assert rated is not None
        assert rated.stars == 5
        assert certificates.issue(unit, one, WANG, NOW).code == code


def test_paper_brings_back_as_the_one_person(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        code = road_codes.renew_recovery(unit, page, NOW)
        merge(unit, page)
        found = road_codes.find(unit, code, NOW)
        assert found is not None
        assert found.person == WANG


def test_what_waits_comes_to_the_one_person(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        drafts = [Draft(f"x:{lane}", page, lane, b"{}", NOW) for lane in (Lane.INTERACTIVE, Lane.REMINDER)]
        outbox.write(unit, drafts, NOW)
        merge(unit, page)
        rows = unit.connection.exec_driver_sql("SELECT dedupe, chat_id FROM outbox ORDER BY dedupe").all()
        assert [tuple(row) for row in rows] == [("x:0", page), ("x:2", WANG)]


def test_it_is_done_only_as_it_was_agreed(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        agreed = lives.plan(unit, WANG, page).key
        seat(unit, published(unit), page)
        with pytest.raises(ChangedError):
            persons.merge(unit, WANG, page, agreed, Deed(By(page, "member"), NOW))
        assert addresses.person_of(unit, page) == page


# ---- two hands at once


def joined(url: str, page: int, kept: int, code: str) -> bool:
    """Use a code up and merge, as a turn does; False: another hand was first."""
    store = Store(url, KEY)
    try:
        for _ in range(40):
            with store.unit_of_work() as unit:
                try:
                    issued = road_codes.find(unit, code, NOW)
                    if issued is None or not road_codes.spend(unit, issued, NOW):
                        return False
                    merge(unit, page, kept)
                    unit.commit()
                except BusyError:
                    continue
                return True
        raise AssertionError("never had its turn")
    finally:
        store.close()


def test_two_hands_with_one_code(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        other = addresses.number_of(unit, "web", "b", NOW)
        people.welcome(unit, [other], NOW)
        code = road_codes.issue(unit, RoadKind.LINK, WANG, WANG, NOW)
        unit.commit()
    with ThreadPoolExecutor(2) as hands:
        done = list(hands.map(joined, [store.url] * 2, [page, other], [WANG] * 2, [code] * 2))
    assert sorted(done) == [False, True]
    with store.unit_of_work() as unit:
        assert sorted(addresses.person_of(unit, one) == WANG for one in (page, other)) == [False, True]


def came(url: str, activity: int, crowd: Sequence[int]) -> list[SignupRow]:
    store = Store(url, KEY)
    rows = []
    for person in crowd:
        with store.unit_of_work() as unit:
            rows.append(signups.wait(unit, activity, person, OURS, NOW))
            unit.commit()
    store.close()
    return rows


def test_seats_are_counted_right_while_others_come(store: Store, page: int) -> None:
    """Two seats of one person are one, whatever others do with the activity in the same moment."""
    with store.unit_of_work() as unit:
        activity = published(unit, plan(seats=3))
        seat(unit, activity, WANG, page)
        code = road_codes.issue(unit, RoadKind.LINK, WANG, WANG, NOW)
        unit.commit()
    with ThreadPoolExecutor(2) as hands:
        others = hands.submit(came, store.url, activity, [LI, ZHAO, SUN])
        assert hands.submit(joined, store.url, page, WANG, code).result()
        others.result()
    with store.unit_of_work() as unit:
        found = states(unit, activity)
        assert page not in found
        held = [state for state in found.values() if state in {State.SIGNED_UP, State.OFFERED}]
        assert len(held) == 3
        assert unit.connection.scalar(select(func.count()).where(people_table.c.chat_id == page)) == 0
        assert signup_reading.find(unit, activity, WANG) is not None


def test_a_calendar_goes_along_where_the_other_has_none_and_else_it_ends(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        theirs, mine = calendar_feeds.of_person(page), calendar_feeds.of_person(WANG)
        calendar_feeds.begin(unit, theirs, "of the page", NOW)
        merge(unit, page)
        assert calendar_feeds.running(unit, mine) is not None
        second = addresses.number_of(unit, "web", "b", NOW)
        people.welcome(unit, [second], NOW)
        calendar_feeds.begin(unit, calendar_feeds.of_person(second), "of another", NOW)
        merge(unit, second)
        running, ended = calendar_feeds.find(unit, "of the page"), calendar_feeds.find(unit, "of another")
    assert running is not None
    assert running.ended_at is None
    assert ended is not None
    assert ended.ended_at is not None


def test_a_speaker_goes_on_answering(store: Store, page: int) -> None:
    with store.unit_of_work() as unit:
        saving.save(unit, [Resource("LAWYER", ResourceKind.SPEAKER, "周律师", "310106")])
        lawyer = resources.by_code(unit, "LAWYER")
        assert lawyer is not None
        own.answers_for(unit, lawyer.id, page)
        merge(unit, page)
        after = resources.by_code(unit, "LAWYER")
        assert after is not None
        assert after.chat_id == WANG
