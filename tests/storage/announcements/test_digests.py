"""Weekly digests: arranged, due, moved on; who reads one. On both databases."""

from collections.abc import Callable

from sqlalchemy import select

from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.announcements.topics import Topic
from domain.messages.delivery import Lane
from domain.people.deeds import By, Deed
from storage.activities import activities
from storage.announcements import digests, topics
from storage.announcements.digests import DigestRow, Hour
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.people import people
from storage.tables.people import audit as table
from storage.unit_of_work import Store, UnitOfWork
from tests.storage import stays
from tests.storage.stays import CHEN, LI, NOW, SUN, WANG, ZHAO

NewStore = Callable[[], Store]
STREET, DISTRICT = "310106011", "310106"
BY = By(CHEN, "organiser")
FRIDAY = Hour(4, 17 * 60, NOW + 100)


def arranged(unit: UnitOfWork, code: str = STREET, hour: Hour = FRIDAY) -> DigestRow:
    return digests.arrange(unit, stays.unit_id(unit, code), hour, Deed(BY, NOW))


def test_arrange_is_read_back_and_renewed(city: NewStore) -> None:
    with city().unit_of_work() as unit:
        first = arranged(unit)
        again = arranged(unit, hour=Hour(0, 540, NOW + 200))
        unit.commit()

    with city().unit_of_work() as unit:
        found = digests.of_unit(unit, stays.unit_id(unit, STREET))
        assert found == again
        assert (again.id, again.weekday, again.minute, again.next_at) == (first.id, 0, 540, NOW + 200)
        assert again.audience.path == stays.path(unit, STREET)
        assert digests.of_unit(unit, stays.unit_id(unit, DISTRICT)) is None


def test_stop_ends_it_and_writes_down_once(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        number = arranged(unit).unit_id
        for _ in range(2):
            digests.stop(unit, number, Deed(BY, NOW))
        assert (digests.of_unit(unit, number), digests.due(unit, NOW + 1000)) == (None, None)
        written = unit.connection.scalars(select(table.c.what))
        assert [what for what in written if what.startswith("digest")] == ["digest.arrange", "digest.stop"]


def test_due_is_the_longest_waiting_and_moves_on(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        late, early = arranged(unit), arranged(unit, DISTRICT, Hour(4, 0, NOW + 50))
        assert digests.due(unit, NOW + 49) is None
        assert digests.due(unit, NOW + 100) == early
        digests.move_on(unit, early.id, NOW + 5000)
        assert digests.due(unit, NOW + 100) == late


def test_readers_are_reachable_and_have_not_refused(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        for chat_id in (WANG, LI, ZHAO):
            stays.active(unit, chat_id)
        stays.active(unit, SUN, "PD-1")
        topics.refuse(unit, LI, Topic.ACTIVITIES, NOW)
        topics.refuse(unit, ZHAO, Topic.STUDY, NOW)
        digest = arranged(unit)
        assert digests.readers(unit, digest, 0, 10, "zh_Hans") == [WANG, ZHAO]
        assert digests.readers(unit, digest, WANG, 10, "zh_Hans") == [ZHAO]
        people.mark_unreachable(unit, ZHAO, NOW)
        assert digests.readers(unit, digest, 0, 10, "zh_Hans") == [WANG]


def test_written_knows_the_keys_that_were_used(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        outbox.write(unit, [Draft("digest:1:0:7", 7, Lane.REMINDER, b"t{}", NOW)], NOW)
        assert digests.written(unit, ["digest:1:0:7", "digest:1:0:8"]) == {"digest:1:0:7"}


def test_held_by_is_of_these_very_units_in_the_span(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        street, district = stays.unit_id(unit, STREET), stays.unit_id(unit, DISTRICT)
        spans = ((street, 200.0), (street, 100.0), (district, 300.0), (street, 900.0))
        rows = [held(unit, number, NOW + after) for number, after in spans]
        activities.cancel(unit, held(unit, street, NOW + 150), Deed(BY, NOW))
        found = digests.held_by(unit, [street], NOW, NOW + 900)
        assert [row.id for row in found] == [rows[1], rows[0]]


def held(unit: UnitOfWork, unit_id: int, starts_at: float) -> int:
    plan = Plan(Kind.LECTURE, "党课", starts_at, starts_at + 60, Spot(title="人民广场"), Audience.ANYONE)
    row = activities.draft(unit, plan, unit_id, Deed(By(CHEN), NOW))
    return activities.publish(unit, row.id, Deed(BY, NOW)).id
