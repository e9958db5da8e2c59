"""What is free then: by size, kit, words and distance; what else where nothing is; room and speaker together."""

from dataclasses import replace

from domain.booking.resources import Has, Kind
from domain.people.deeds import Deed
from domain.places.geo import Position
from storage.booking import booking, closures
from storage.booking.search import Other, Question, find, together
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.booking.lending import EVENING, NOW, OPENING, OTHER, THIRD, THURSDAY, deed, number, span, wish
from tests.storage.stays import unit_id

NEAR_PUDONG = Position(31.2270, 121.5200)


def question(unit: UnitOfWork, by: str = OTHER, **asked: object) -> Question:
    return replace(Question(unit_id(unit, by), EVENING), **asked)  # type: ignore[arg-type]  # fields of it


def codes(unit: UnitOfWork, asked: Question) -> list[str]:
    return [one.resource.code for one in find(unit, asked, OPENING, NOW).found]


def test_own_first_then_smallest(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        assert codes(unit, question(unit)) == ["EVENING", "A", "B", "HALL"]
        assert codes(unit, question(unit, people=41)) == ["HALL"]
        assert codes(unit, question(unit, has=Has.SOUND)) == ["HALL"]
        assert codes(unit, question(unit, words=("功能厅a",))) == ["A"]
        assert codes(unit, question(unit, kind=Kind.EQUIPMENT, words=("投影",))) == ["BEAMER"]


def test_home_share_and_distance(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        found = find(unit, question(unit, by=THIRD, near=NEAR_PUDONG), OPENING, NOW).found

        assert [one.resource.code for one in found] == ["A", "B", "HALL"]
        assert [round(one.metres or 0, -3) for one in found] == [7000, 7000, 7000]
        assert [one.at_once for one in found] == [True, False, True]


def test_part_taken_takes_the_hall(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        booking.book(unit, wish(unit, "A"), OPENING, deed())

        assert codes(unit, question(unit)) == ["EVENING", "B"]


def test_closed_part_closes_the_hall_but_not_its_sister(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        closures.close(unit, number(unit, "A"), EVENING, OPENING, Deed(deed().by, NOW, "漏水"))

        assert codes(unit, question(unit)) == ["EVENING", "B"]


def test_three_alternatives(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        hall = number(unit, "HALL")
        booking.book(unit, wish(unit, "HALL", span(THURSDAY, "18:00", "19:15")), OPENING, deed())

        answer = find(unit, question(unit, resource_id=hall, people=30), OPENING, NOW)

        assert answer.found == ()
        told = {one.other: (one.resource.code, one.span) for one in answer.alternatives}
        assert told == {
            Other.TIME: ("HALL", span(THURSDAY, "16:00", "17:30")),
            Other.SHORTER: ("HALL", span(THURSDAY, "19:45", "20:30")),
            Other.ROOM: ("EVENING", EVENING),
        }


def test_room_and_speaker(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        room, who = question(unit, people=30), question(unit, words=("律师",))

        both = together(unit, room, who, OPENING, NOW)
        assert [one.resource.name for one in both.speakers] == ["周律师"]
        assert both.rooms
        booking.book(unit, wish(unit, "LAWYER"), OPENING, deed())
        later = together(unit, room, who, OPENING, NOW)

        assert later.speakers == ()
        assert [(one.speaker.code, one.room.code, one.span) for one in later.alternatives] == [
            ("LAWYER", "EVENING", span(THURSDAY, "20:30", "22:00")),
            ("LAWYER", "HALL", span(THURSDAY, "17:30", "19:00")),
        ]
