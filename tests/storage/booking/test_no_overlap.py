"""Whatever is booked, moved, closed, offered and given back: nothing twice, no reason lost, no slot held by nobody."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from itertools import combinations
from pathlib import Path
from shutil import copyfile
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.booking.life import HOLDING, State, Why
from domain.booking.raster import SLOT_S, Span, slots
from domain.lifecycle import NotPossibleError
from storage.booking import booking, bookings, closures, resources, series
from storage.booking.bookings import BookingRow
from storage.tables.booking import bookings as table
from storage.tables.booking import closures as closure_table
from storage.tables.booking import held_slots
from storage.unit_of_work import Store, UnitOfWork
from tests.conftest import KEY
from tests.storage.booking.lending import NOW, OPENING, OTHER, OWNER, THIRD, at, deed, furnish, number, wish

CODES: Final = ("HALL", "A", "B", "EVENING")
UNITS: Final = (OWNER, OTHER, THIRD)
FIRST: Final = at("2026-12-10 17:00")
UNTIL: Final = date(2026, 12, 24)

Verb = Callable[[UnitOfWork, int], object]

_VERBS: Final[tuple[Verb, ...]] = (
    lambda unit, one: booking.grant(unit, one, deed()),
    lambda unit, one: booking.decline(unit, one, OPENING, deed(reason="不便")),
    lambda unit, one: booking.confirm(unit, one, deed()),
    lambda unit, one: booking.release(unit, one, OPENING, deed()),
    lambda unit, one: booking.cancel(unit, one, OPENING, deed()),
    lambda unit, one: booking.ask_still(unit, one, NOW + 60, NOW),
    lambda unit, one: booking.lapse(unit, one, OPENING, NOW + 60),
    lambda unit, one: booking.unanswered(unit, one, OPENING, NOW + 60),
    lambda unit, one: booking.take(unit, one, deed()),
    lambda unit, one: booking.pass_on(unit, one, OPENING, deed()),
    lambda unit, one: booking.offer_ends(unit, one, OPENING, NOW + 60),
    lambda unit, one: booking.check_in(unit, one, deed()),
)

_NUMBERS: Final = st.tuples(*[st.integers(0, 97)] * 4)
_ACTS: Final = st.lists(
    st.tuples(st.sampled_from(["book", "wait", "series", "close", "lift", "move", "do"]), _NUMBERS), max_size=30
)


def span_of(begins: int, quarters: int) -> Span:
    starts = FIRST + begins % 20 * SLOT_S
    return Span(starts, starts + (1 + quarters % 8) * SLOT_S)


def act(unit: UnitOfWork, what: str, numbers: tuple[int, int, int, int]) -> None:
    one, two, begins, quarters = numbers
    wanted = wish(unit, CODES[one % len(CODES)], span_of(begins, quarters), by=UNITS[two % len(UNITS)])
    match what:
        case "book":
            booking.book(unit, wanted, OPENING, deed())
        case "wait":
            booking.wait(unit, wanted, OPENING, deed())
        case "series":
            series.begin(unit, wanted, "FREQ=WEEKLY", UNTIL, OPENING, deed())
        case "close":
            closures.close(unit, wanted.resource_id, wanted.span, OPENING, deed(reason="维修"))
        case "lift":
            for number_of in unit.connection.scalars(select(closure_table.c.id)).all()[one % 5 : one % 5 + 1]:
                closures.lift(unit, number_of, OPENING, deed())
        case "move" | "do":
            for row in everything(unit)[one::97]:
                _do(unit, what, row, numbers)


def _do(unit: UnitOfWork, what: str, row: BookingRow, numbers: tuple[int, int, int, int]) -> None:
    _, two, begins, quarters = numbers
    with suppress(NotPossibleError):  # what the table does not have cannot happen
        if what == "move":
            booking.move(unit, row.id, span_of(begins, quarters), OPENING, deed(), or_wait=bool(two % 2))
        else:
            _VERBS[two % len(_VERBS)](unit, row.id)


def everything(unit: UnitOfWork) -> list[BookingRow]:
    return bookings.read(unit, bookings.chosen().order_by(table.c.id))


def judge(unit: UnitOfWork) -> None:
    """Hold what is written against what must be: from the bookings alone, and from the slots alone."""
    rows = everything(unit)
    due = {slot for row in rows if row.state in HOLDING for slot in _slots(unit, row)}
    held = {tuple(row) for row in unit.connection.execute(select(held_slots))}
    assert held == due
    holding = [row for row in rows if row.state in HOLDING]
    covers = {row.id: set(resources.covered(unit, row.resource_id)) for row in holding}
    twice = [
        (one.id, other.id)
        for one, other in combinations(holding, 2)
        if covers[one.id] & covers[other.id] and one.span.overlaps(other.span)
    ]
    assert twice == []
    without = HOLDING - {State.OFFERED}
    assert [row for row in rows if row.state not in without and row.why is None] == []
    assert [row for row in rows if row.why is Why.TAKEN and not row.other_title] == []
    assert [row for row in rows if row.state is State.WAITING and row.turn_until is not None] == []


def _slots(unit: UnitOfWork, row: BookingRow) -> set[tuple[int, int, int]]:
    terms = bookings.resource_of(unit, row).terms
    quarters = slots(row.span, terms.before_min, terms.after_min)
    return {(one, quarter, row.id) for one in resources.covered(unit, row.resource_id) for quarter in quarters}


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """Give a SQLite file with the city and what it lends, to be used without ever committing to it."""
    file = tmp_path_factory.mktemp("lending") / "lending.db"
    copyfile(sqlite_template, file)
    store = Store(f"sqlite:///{file}", KEY)
    furnish(store)
    store.close()
    return file


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=_ACTS)
def test_anything_in_any_order(furnished: Path, acts: list[tuple[str, tuple[int, int, int, int]]]) -> None:
    store = Store(f"sqlite:///{furnished}", KEY)
    with store.unit_of_work() as unit:
        for what, numbers in acts:
            act(unit, what, numbers)
        judge(unit)
    store.close()


def test_a_long_day_on_both_stores(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        for turn in range(80):
            what = ("book", "wait", "do", "move", "close", "lift", "series")[turn * 5 % 7]
            act(unit, what, (turn * 7 % 98, turn * 11 % 98, turn * 13 % 98, turn * 17 % 98))
        judge(unit)


def test_retired_with_bookings(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        for begins in range(0, 20, 4):
            act(unit, "book", (0, 0, begins, 1))
            act(unit, "wait", (0, 1, begins, 1))

        gone = closures.retire(unit, number(unit, "HALL"), deed())

        assert gone
        assert {(row.state, row.why) for row in gone} == {(State.REFUSED, Why.RESOURCE_GONE)}
        judge(unit)
        lost = booking.book(unit, wish(unit, "HALL"), OPENING, deed()).miss
        assert lost is not None
        assert lost.why is Why.RESOURCE_GONE


def test_closed_and_lifted_heals(lending: Store) -> None:
    with lending.unit_of_work() as unit:
        row = booking.book(unit, wish(unit, "A"), OPENING, deed()).row
        assert row is not None
        closure, hit = closures.close(unit, number(unit, "HALL"), row.span, OPENING, deed(reason="维修"))

        assert [(one.row.id, one.row.state, one.row.why) for one in hit] == [(row.id, State.WAITING, Why.CLOSED)]
        offers = closures.lift(unit, closure.id, OPENING, deed())
        assert [one.id for one in offers] == [row.id]
        assert booking.take(unit, row.id, deed()).state is State.GRANTED
