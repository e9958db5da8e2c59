"""What is needed and when: begun from the menu, a point, a card or an activity, for one of several units, in steps."""

from sqlalchemy import func, select

from bot.flows.entry_points import EntryPoint
from domain.booking.life import State
from storage.places import places
from storage.tables.activities import activities
from tests.flows.booking.played import BOTH, HOST, LENDER, STRANGER, Played


def newest_activity(there: Played) -> int:
    with there.store.unit_of_work() as unit:
        found: int = unit.connection.scalars(select(func.max(activities.c.id))).one()
    return found


def test_who_organises_several_units_says_for_which_one(there: Played) -> None:
    both = there[BOTH]
    assert "For which unit?" in both.opens(EntryPoint.BORROW)
    assert both.labels == ["静安寺街道", "南京西路街道", "Back"]
    assert "no longer possible here" in both.forges("Back", "999")
    assert "What units share" in both.taps("Back")
    both.opens(EntryPoint.BORROW)
    assert "What do you need, and when?" in both.taps("静安寺街道")
    assert "What units share" in both.taps("Back")

    assert "For which unit?" in both.says("I need a room for 30 on Thursday evening")
    assert "Free on Thu, Dec 3, 19:00–21:00. Which room?" in both.taps("静安寺街道")


def test_who_organises_nothing_borrows_nothing(there: Played) -> None:
    assert "not in your hands" in there[STRANGER].opens(EntryPoint.BORROW)


def test_at_a_service_point_what_is_near_it_is_asked_for(there: Played) -> None:
    with there.store.unit_of_work() as unit:
        point = places.point_by_code(unit, "JA-5")
        assert point is not None
    host = there[HOST]
    assert "What do you need at 南京西路街道党群服务中心, and when?" in host.opens(EntryPoint.BORROW, f"p{point.id}")
    assert "Free on" in host.says("a room for 30, Thursday 19:00-21:00")
    assert "What do you need, and when?" in host.opens(EntryPoint.BORROW, "p999")


def test_what_is_said_first_is_kept_until_a_time_is_said(there: Played) -> None:
    host = there[HOST]
    host.opens(EntryPoint.BORROW)
    assert "no longer possible here" in host.forges("Back", "x")
    assert "Please say what and when" in host.says("good morning")
    assert "And when?" in host.says("a room for 30")
    assert "Please say what and when" in host.says("yesterday 19:00-21:00")
    assert "Please say what and when" in host.says("whenever it suits")
    shown = host.says("Thursday 19:00-21:00")
    assert "Free on Thu, Dec 3, 19:00–21:00" in shown
    assert "二楼教室" in shown


def test_who_asks_for_something_else_instead_gets_that(there: Played) -> None:
    host = there[HOST]
    host.opens(EntryPoint.BORROW)
    host.says("a room for 30")
    assert "And when?" in host.says("a room for 60")
    assert "And when?" in host.says("投影仪")
    assert "投影仪" in host.says("周四晚上7点到9点")
    host.opens(EntryPoint.BORROW)
    host.says("a room for 60")
    shown = host.says("a projector, Thursday 19:00-21:00")
    assert "投影仪" in shown
    assert "二楼教室" not in shown


def test_from_the_card_of_a_hall_only_the_time_is_missing(there: Played) -> None:
    host = there[HOST]
    host.opens(EntryPoint.RESOURCE, there.number("CLASS"))
    assert "When do you need 二楼教室?" in host.taps("Book it")
    assert "Please say what and when" in host.says("soon")
    shown = host.says("Thursday 19:00-21:00")
    assert "二楼教室" in shown
    assert "多功能厅" not in shown

    host.taps("Another time")
    assert "still to come" in host.says("whenever")
    assert "still to come" in host.says("Dec 1, 08:00-09:00")
    assert "Fri, Dec 4, 14:00–16:00" in host.says("Dec 4, 14:00-16:00")


def test_what_is_lent_no_more_is_not_begun_with(there: Played) -> None:
    lender, number = there[LENDER], there.number("BEAMER")
    lender.opens(EntryPoint.RESOURCE, number)
    lender.taps("Take it off the list")
    lender.taps("Take it off")
    assert "not in your hands" in lender.opens(EntryPoint.BORROW, f"r{number}")
    assert "not in your hands" in there[HOST].opens(EntryPoint.BORROW, f"r{number}")


def test_a_room_for_an_activity_is_looked_for_by_whoever_holds_it(there: Played) -> None:
    there.deed(HOST, '(activity 党课 "Open lecture" JA-1 12-10T19:00 20 anyone)')
    number = newest_activity(there)
    assert "not in your hands" in there[LENDER].opens(EntryPoint.BORROW, f"a{number}")
    assert "not in your hands" in there[HOST].opens(EntryPoint.BORROW, "a999")
    assert "Free on Thu, Dec 10, 19:00–20:30. Which room?" in there[HOST].opens(EntryPoint.BORROW, f"a{number}")
    assert "二楼教室 is asked for" in there[HOST].taps("1")
    assert there.stands(1).activity_id == number
    assert there.state(1) is State.REQUESTED

    there.waits(days=10)
    assert "Open lecture" in there[HOST].opens(EntryPoint.BORROW, f"a{number}")
    assert "Another time" not in there[HOST].labels
