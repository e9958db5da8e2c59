"""A new key takes over everything that is sealed, while others write, and however often it is broken off."""

import threading
from collections.abc import Callable
from typing import Final

import pytest
from sqlalchemy import LargeBinary, select, update

from domain.activities.activities import Kind
from domain.activities.duties import Task
from domain.affiliations.affiliations import Verb
from domain.announcements.announcements import Content, Purpose
from domain.announcements.announcements import Verb as Announced
from domain.announcements.audiences import Audience
from domain.booking.raster import Span
from domain.booking.resources import Kind as ResourceKind
from domain.booking.resources import Resource
from domain.grid.promises import Kind as Owed
from domain.messages.delivery import Lane
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from domain.places.geo import Position
from domain.times.calendar_entries import Entry, Shown
from storage.activities import certificates, check_in_keys, duties, ratings, signups, wishes
from storage.activities.duties import Noted
from storage.affiliations import affiliations, hatchery
from storage.announcements import announcements, groups, mailings, threads
from storage.announcements.threads import Writing
from storage.booking import booking, own, resources, saving
from storage.booking.bookings import Wish
from storage.desk import sessions
from storage.desk.sessions import Where
from storage.grid import promises, visits
from storage.grid.promises import New
from storage.messages import conversations, failed_updates, outbox
from storage.messages.conversations import Conversation
from storage.messages.failed_updates import Failure
from storage.pages import files, lines, openings
from storage.pages.files import File
from storage.pages.lines import Wanted
from storage.people import addresses, audit, calendar_feeds, colleagues, invitations, members, questions, whereabouts
from storage.places import places
from storage.sealed import Seal, new_key
from storage.tables import affiliations as affiliation_tables
from storage.tables import messages as message_tables
from storage.tables import people, schema
from storage.tables.keys import keys_in_use
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep import own_activities, own_visits
from storage.upkeep.rotation import Rotated, rotate
from storage.upkeep.sealed_columns import SEALED
from tests.conftest import KEY
from tests.storage.booking.lending import OPENING
from tests.storage.signing import ENDS, STARTS, published, seat
from tests.storage.stays import CHEN, LI, NOW, WANG, WANGS_DETAILS, active, unit_id, walk

NEW: Final = new_key()
WRITTEN: Final = 53
"""How many sealed values `_fill` leaves."""


@pytest.fixture
def filled(city: Callable[[], Store]) -> Callable[[], Store]:
    """Give stores on a database that has something in every sealed column."""
    with city().unit_of_work() as unit:
        _fill(unit)
        unit.commit()
    return city


def test_every_sealed_column_is_known() -> None:
    binary = {c for table in schema.metadata.tables.values() for c in table.columns if isinstance(c.type, LargeBinary)}

    assert {sealed.column for sealed in SEALED} == binary - {keys_in_use.c.canary}  # which no other key may open


def test_store_has_something_in_every_sealed_column(filled: Callable[[], Store]) -> None:
    with filled().unit_of_work() as unit:
        empty = [
            str(sealed.column)
            for sealed in SEALED
            if unit.connection.scalar(select(sealed.column).where(sealed.column.is_not(None)).limit(1)) is None
        ]

    assert empty == []


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_rotate_reseals_everything(filled: Callable[[], Store], batch: int) -> None:
    assert rotate(filled(), NEW, batch) == Rotated(WRITTEN)

    assert _opened_by(filled(), Seal(NEW)) == WRITTEN
    assert _opened_by(filled(), Seal(KEY)) == 0


def test_what_was_written_reads_back(filled: Callable[[], Store], database_url: str) -> None:
    before = _read(filled())
    rotate(filled(), NEW)
    store = Store(database_url, NEW)

    assert _read(store) == before
    store.close()


def test_rotate_twice(filled: Callable[[], Store]) -> None:
    store = filled()
    rotate(store, NEW)

    assert rotate(store, NEW) == Rotated()


def test_store_seals_with_the_new_key_and_opens_the_old(filled: Callable[[], Store]) -> None:
    store = filled()
    old = store.seal.close(b"old", b"x")
    rotate(store, NEW)

    assert store.seal.open(old, b"x") == b"old"
    assert Seal(NEW).open(store.seal.close(b"new", b"x"), b"x") == b"new"


def test_rotate_to_no_key(filled: Callable[[], Store]) -> None:
    store = filled()
    with pytest.raises(ValueError, match="`waystation doctor` makes one"):
        rotate(store, "short")

    assert _opened_by(filled(), store.seal) == WRITTEN


def test_what_no_key_opens_is_left(filled: Callable[[], Store]) -> None:
    store = filled()
    strange = Seal(new_key()).close(b"{}", conversations.STATE)
    with store.unit_of_work() as unit:
        unit.connection.execute(update(message_tables.conversations).values(state=strange))
        unit.commit()

    assert rotate(store, NEW) == Rotated(WRITTEN - 1, 1)
    with filled().unit_of_work() as unit:
        assert unit.connection.scalar(select(message_tables.conversations.c.state)) == strange


def test_row_in_somebody_elses_hands_is_renewed_when_it_is_free(filled: Callable[[], Store]) -> None:
    """The other transaction begins before, seals with the old key, and commits while the change is under way."""
    store, other = filled(), filled()
    under_way = threading.Event()
    renewed: list[Rotated] = []

    def change() -> None:
        under_way.set()
        renewed.append(rotate(store, NEW))

    with other.unit_of_work() as unit:
        conversations.keep(unit, [Conversation(WANG, 2, b"later")], NOW)
        thread = threading.Thread(target=change)
        thread.start()
        under_way.wait()
        thread.join(0.3)
        unit.commit()
    thread.join(20)

    assert renewed == [Rotated(WRITTEN)]
    assert _opened_by(filled(), Seal(NEW)) == WRITTEN


@pytest.mark.usefixtures("filled")
def test_colleagues_share_a_hash_after_it(database_url: str) -> None:
    both, after = Store(database_url, NEW, KEY), Store(database_url, NEW)
    rotate(both, NEW)

    with after.unit_of_work() as unit:
        stored = unit.connection.scalar(select(people.members.c.employer_hash).where(people.members.c.chat_id == WANG))
        assert stored == members.employer_hash(after.seal, WANGS_DETAILS.employer)
        assert unit.connection.scalar(select(affiliation_tables.company_branches.c.employer_hash)) == stored
        told = members.hashes(after.seal, WANGS_DETAILS)
        hashes = select(*(people.members.c[name] for name in told)).where(people.members.c.chat_id == WANG)
        assert unit.connection.execute(hashes).one()._asdict() == told
    both.close()
    after.close()


def _fill(unit: UnitOfWork) -> None:
    """Leave something in every sealed column, several values in some."""
    row = active(unit)
    question = questions.ask(unit, row.id, CHEN, "Which floor?", NOW)
    questions.answer(unit, question, "the third", NOW)
    affiliations.answer_home(unit, row.id, "objected", "他已转走", NOW)
    walk(unit, row.id, [Verb.END])
    conversations.keep(unit, [Conversation(WANG, 1, b"{}")], NOW)
    conversations.show_numbers(unit, WANG, b"{}")
    addresses.number_of(unit, "web", "anna", NOW)
    failed_updates.record(unit, Failure("r1", 1, 1, WANG, b"{}", "Traceback", NOW))
    outbox.write(unit, [outbox.Draft("d1", WANG, Lane.INTERACTIVE, b"{}", NOW)], NOW)
    employer_hash = members.employer_hash(unit.seal, WANGS_DETAILS.employer)
    nest = hatchery.Nest(None, employer_hash, row.unit_id, 3, 0)
    hatchery.found(unit, nest, unit_id(unit, "310106"), NOW)
    _fill_activity(unit)
    _fill_announcement(unit)
    _fill_what_is_written_and_called(unit)
    _fill_page(unit)
    _fill_lending(unit)
    _fill_grid(unit)


def _fill_announcement(unit: UnitOfWork) -> None:
    """Leave what an announcement says, why it was returned (in the audit too), and a letter of a mailing."""
    row = announcements.draft(unit, unit_id(unit, "310106"), Audience("/"), Deed(By(CHEN), NOW))
    announcements.change(unit, row.id, CHEN, content=Content({"zh_Hans": "周四见"}))
    announcements.do(unit, row.id, Announced.SUBMIT, Deed(By(CHEN, "organiser"), NOW))
    announcements.do(unit, row.id, Announced.RETURN, Deed(By(LI, "organiser"), NOW, "时间不对"))
    letters = {"zh_Hans": b"{}"}
    mailings.begin(unit, row.id, Purpose.SEND, letters, mailings.Terms(NOW))

    other = announcements.draft(unit, row.unit_id, Audience("/"), Deed(By(CHEN), NOW))
    announcements.change(unit, other.id, CHEN, content=Content({"zh_Hans": "周四见"}))
    steps = (
        (Announced.SUBMIT, By(CHEN, "organiser")),
        (Announced.APPROVE, By(LI, "organiser")),
        (Announced.BEGIN, HOUSE),
    )
    for verb, by in steps:
        announcements.do(unit, other.id, verb, Deed(by, NOW))
    announcements.propose(unit, other.id, Content({"zh_Hans": "周五见"}), Deed(By(CHEN, "organiser"), NOW))


def _fill_what_is_written_and_called(unit: UnitOfWork) -> None:
    """Leave a wish and a letter in somebody's own words, the title of a group, and what two colleagues are called."""
    district, by_chen = unit_id(unit, "310106"), Deed(By(CHEN, "organiser"), NOW)
    wishes.make(unit, WANG, district, Kind.LECTURE, NOW)
    wishes.say(unit, WANG, Kind.LECTURE, "想听讲座")
    threads.post(unit, district, Writing("请问几点开门"), Deed(By(WANG), NOW))
    groups.join(unit, groups.ask(unit, district, by_chen), -1, "第一支部", by_chen)
    colleagues.keep(unit, CHEN, "静安 陈敏")
    whereabouts.keep(unit, CHEN, Position(31.2235, 121.4454), 1.0)
    invitations.address(unit, invitations.issue(unit, Role.ORGANISER, district, by_chen, 24.0), "静安寺 李强")


def _fill_page(unit: UnitOfWork) -> None:
    """Leave a chat page, which is an address, with a line and a file."""
    number = openings.open_page(unit, "key", NOW)
    sessions.enter(unit, sessions.make_link(unit, CHEN, NOW), "key of the desk", Where("Chrome", "127.0.0.x"), NOW)
    lines.add(unit, Wanted(number, "o1", is_own=False, content=b"{}"), NOW)
    files.keep(unit, number, File("application/pdf", "a.pdf", b"%PDF-"), NOW)
    calendar_feeds.begin(unit, calendar_feeds.of_person(WANG), "secret", NOW)
    shown = [Shown(Entry("activity-1", "党课", NOW, NOW + 3600.0), 0, NOW)]
    calendar_feeds.keep(unit, calendar_feeds.of_person(WANG), {}, shown)


def _fill_lending(unit: UnitOfWork) -> None:
    """Leave a speaker's name, and why the owner refuses."""
    saving.save(unit, [Resource("LAWYER", ResourceKind.SPEAKER, "周律师", "310106")])
    lawyer = resources.by_code(unit, "LAWYER")
    assert lawyer is not None
    own.answers_for(unit, lawyer.id, WANG)
    wish = Wish(lawyer.id, unit_id(unit, "310106"), "法律讲座", Span(STARTS, ENDS))
    row = booking.book(unit, wish, OPENING, Deed(By(WANG), NOW)).row
    assert row is not None
    booking.decline(unit, row.id, OPENING, Deed(By(WANG), NOW, "那天出差"))


def _fill_grid(unit: UnitOfWork) -> None:
    """Leave a visit with a company, a file, and a promise that was given up."""
    building = places.building_by_code(unit, "B1")
    assert building is not None
    visit = visits.note(unit, building.id, WANG, NOW)
    company = visits.company(unit, building.id, "日出贸易", "3", NOW)
    visits.say(unit, visit.id, company.id, "两名党员想办挂靠", None)
    visits.attach(unit, visit.id, "photo:AgAC")
    owed = promises.make(unit, New(Owed.PROMISE, building.id, WANG, "送表", NOW, visit.id), NOW)
    promises.give_up(unit, owed.id, "已经搬走", NOW)


def _fill_activity(unit: UnitOfWork) -> None:
    activity_id = published(unit)
    check_in_keys.word(unit, activity_id, lambda _secret: "银杏")
    seat(unit, activity_id, WANG)
    signups.leave(unit, activity_id, WANG, NOW, reason="出差")
    duty = duties.add(unit, activity_id, Task("引导签到", STARTS, ENDS, 1))
    duties.come(unit, duty.id, WANG, NOW, Noted(words="好的"))
    ratings.give(unit, activity_id, WANG, 5)
    ratings.say(unit, activity_id, WANG, "很有收获")
    certificates.issue(unit, activity_id, WANG, NOW)


def _read(store: Store) -> tuple[object, ...]:
    with store.unit_of_work() as unit:
        (row,) = affiliations.history(unit, WANG)
        talks = conversations.locked(unit, [WANG])
        return (
            members.find_all(unit, [WANG, LI]),
            row,
            affiliations.steps(unit, row.id),
            questions.of(unit, row.id),
            audit.verify(unit),
            [(one.state, conversations.numbers(unit, one.numbers)) for one in talks.values()],
            addresses.number_of(unit, "web", "anna", NOW),
            calendar_feeds.shown(unit, calendar_feeds.of_person(WANG)),
            failed_updates.waiting(unit),
            own_activities.of_person(unit, WANG),
            own.of_person(unit, WANG),
            announcements.of_units(unit, ["/"]),
            wishes.of_person(unit, WANG),
            list(threads.of_person(unit, WANG)),
            groups.of_chat(unit, -1),
            own_visits.of_person(unit, WANG),
            colleagues.names_of(unit, [CHEN]),
            invitations.open_ones(unit, NOW),
            [certificates.by_code(unit, one.code) for one in certificates.of_person(unit, WANG)],
        )


def _opened_by(store: Store, seal: Seal) -> int:
    with store.unit_of_work() as unit:
        return sum(
            seal.opens(value, sealed.purpose)
            for sealed in SEALED
            for value in unit.connection.scalars(select(sealed.column).where(sealed.column.is_not(None)))
        )
