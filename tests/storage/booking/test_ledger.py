"""Lent and borrowed: hours given, taken, used by the owner, and idle."""

from storage.booking import booking, ledger
from storage.places.places import path_of
from storage.unit_of_work import Store
from tests.storage.booking.lending import OPENING, OTHER, OWNER, THIRD, THURSDAY, deed, span, wish
from tests.storage.stays import unit_id


def test_hours_are_added_up(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        wanted = (
            wish(unit, "HALL", by=OTHER),
            wish(unit, "A", span(THURSDAY, "09:00", "11:00"), by=THIRD),
            wish(unit, "A", span(THURSDAY, "13:00", "14:00"), by=OWNER),
            wish(unit, "EVENING", span(THURSDAY, "09:00", "10:00"), by=OWNER),
        )
        rows = [booking.book(unit, one, OPENING, deed()).row for one in wanted]
        assert None not in rows
        back = booking.book(unit, wish(unit, "A", span(THURSDAY, "15:00", "16:00"), by=THIRD), OPENING, deed()).row
        assert back is not None
        booking.release(unit, back.id, OPENING, deed())

        found = ledger.of_unit(unit, path_of(unit, unit_id(unit, OWNER)), span(THURSDAY, "00:00", "23:45"), OPENING)

        assert (found.given, found.taken, found.own, found.balance) == (3.5, 1.0, 1.0, 2.5)
        assert [(one.name, one.given, one.taken) for one in found.partners] == [
            ("南京西路街道", 1.5, 1.0),
            ("潍坊新村街道", 2.0, 0.0),
        ]
        assert (found.opened, found.idle) == (12.5, 11.0)  # the hall alone says when it is open


def test_nothing_was_lent(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        found = ledger.of_unit(unit, "/1/", span(THURSDAY, "00:00", "23:45"), OPENING)

    assert (found.given, found.taken, found.own, found.partners) == (0.0, 0.0, 0.0, ())
    assert found.opened == found.idle
