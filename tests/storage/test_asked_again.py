"""What is asked again goes the short way, and comes to the same in everything that a caller sees."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from sqlalchemy import Update, bindparam, event, exc, func, insert, select, text, tuple_, update
from sqlalchemy.engine import Connection, IteratorResult

from storage.people import people
from storage.tables.people import people as table
from storage.unit_of_work import Store, UnitOfWork

_row = table.c


@pytest.fixture
def unit(store: Store) -> Iterator[UnitOfWork]:
    with store.unit_of_work() as unit:
        people.welcome(unit, range(1, 6), 10.0, {2: "en"})
        yield unit


def _is_short(answer: object) -> bool:
    return isinstance(answer, IteratorResult)


def test_the_third_time_goes_the_short_way_with_the_same_rows(unit: UnitOfWork) -> None:
    query = select(_row.chat_id, _row.messenger_language.label("spoken"), func.count().over().label("all"))
    query = query.where(_row.chat_id < bindparam("below"), _row.first_seen == 10.0).order_by(_row.chat_id)
    answers = [unit.connection.execute(query, {"below": 3}) for _ in range(4)]
    assert list(map(_is_short, answers)) == [False, False, True, True]
    rows = [answer.all() for answer in answers]
    assert rows[0] == rows[1] == rows[2] == rows[3]
    assert rows[3][1].spoken == "en"
    assert rows[3][1]._mapping[_row.chat_id] == 2
    assert [row.chat_id for row in unit.connection.execute(query, {"below": 2})] == [1]


def test_lists_of_any_length(unit: UnitOfWork) -> None:
    query = select(_row.chat_id).where(_row.chat_id.in_(bindparam("these", expanding=True))).order_by(_row.chat_id)
    for these in ([1], [1, 2], [], [4, 2], (3,), {5}, list(range(100)), [2]):
        found = list(unit.connection.scalars(query, {"these": these}))
        assert found == [one for one in range(1, 6) if one in these]
    assert _is_short(unit.connection.execute(query, {"these": [1, 2, 3]}))
    assert not _is_short(unit.connection.execute(query, {"these": list(range(100))}))


def test_what_is_made_from_a_statement_is_another(unit: UnitOfWork) -> None:
    query = select(_row.chat_id).order_by(_row.chat_id)
    for _ in range(3):
        assert unit.connection.scalar(query) == 1
    assert unit.connection.scalar(query.where(_row.chat_id > 3)) == 4
    narrowed = query.where(_row.chat_id > 4)
    assert [unit.connection.scalar(narrowed) for _ in range(4)] == [5, 5, 5, 5]
    assert unit.connection.scalar(query) == 1


def test_writing_tells_how_many_rows_and_what_it_returns(unit: UnitOfWork) -> None:
    written = update(table).where(_row.chat_id <= bindparam("upto")).values(language=bindparam("said"))
    answers = [unit.connection.execute(written, {"upto": upto, "said": "en"}) for upto in (1, 2, 3, 0)]
    assert [answer.rowcount for answer in answers] == [1, 2, 3, 0]
    assert _is_short(answers[-1])
    returning = written.returning(_row.chat_id)
    for _ in range(4):
        found = unit.connection.scalars(returning, {"upto": 2, "said": "zh_Hans"}).all()
        assert sorted(found) == [1, 2]


def test_many_rows_at_once(unit: UnitOfWork) -> None:
    added = insert(table)
    for first in (100, 200, 300, 400):
        row = {"first_seen": 1.0, "messenger_language": ""}
        unit.connection.execute(added, [{"chat_id": first + one, **row} for one in range(3)])
    assert unit.connection.scalar(select(func.count()).where(_row.chat_id >= 100)) == 12
    with pytest.raises(exc.StatementError):
        unit.connection.execute(added, [{"chat_id": 500}, {"first_seen": 1.0}])


def test_a_value_that_is_missing_or_new_goes_the_long_way(unit: UnitOfWork) -> None:
    query = select(_row.chat_id).where(_row.chat_id == bindparam("this"))
    for _ in range(3):
        assert unit.connection.scalar(query, {"this": 2}) == 2
    with pytest.raises(exc.StatementError, match="this"):
        unit.connection.execute(query)
    assert not _is_short(unit.connection.execute(query, {"this": 2, "more": 3}))
    pairs = select(_row.chat_id).where(tuple_(_row.chat_id, _row.first_seen).in_(bindparam("pairs", expanding=True)))
    answers = [unit.connection.execute(pairs, {"pairs": [(1, 10.0)]}) for _ in range(4)]
    assert [(_is_short(answer), answer.scalar()) for answer in answers] == [(False, 1)] * 4
    assert unit.connection.execute(query, {"this": 2}, execution_options={"yield_per": 5}).scalar() == 2


def test_each_set_of_names_has_a_way_of_its_own(unit: UnitOfWork) -> None:
    """What is written tells of an UPDATE which columns it has."""
    written = update(table).where(_row.chat_id == bindparam("this")).returning(*table.c)
    told: list[dict[str, object]] = [
        {"language": "en"},
        {"language": "zh_Hans", "first_seen": 3.0},
        {"first_seen": 4.0},
    ]
    shorts: list[bool] = []
    for number in range(9):
        answer = unit.connection.execute(written, {"this": 1, **told[number % 3]})
        shorts.append(_is_short(answer))
        row = answer.one()
        assert {name: getattr(row, name) for name in told[number % 3]} == told[number % 3]
    assert shorts == [False] * 6 + [True] * 3


def test_rows_that_return_something_go_one_by_one(unit: UnitOfWork) -> None:
    """Several rows with an answer go the long way: a driver tells of many only how many they were."""
    added = insert(table).returning(_row.chat_id)
    row = {"first_seen": 1.0, "messenger_language": ""}
    for first in (10, 20, 30, 40):
        found = unit.connection.scalars(added, [{"chat_id": first, **row}]).all()
        assert found == [first]
    both = unit.connection.execute(added, [{"chat_id": 50, **row}, {"chat_id": 51, **row}])
    assert sorted(both.scalars()) == [50, 51]


def test_errors_are_those_of_sqlalchemy(unit: UnitOfWork) -> None:
    added = insert(table)
    for number in (10, 11, 12):
        unit.connection.execute(added, {"chat_id": number, "first_seen": 1.0, "messenger_language": ""})
    with pytest.raises(exc.IntegrityError), unit.savepoint():
        unit.connection.execute(added, {"chat_id": 12, "first_seen": 1.0, "messenger_language": ""})
    assert unit.connection.scalar(select(func.count()).where(_row.chat_id >= 10)) == 3


def test_listeners_hear_it(unit: UnitOfWork, store: Store) -> None:
    heard: list[str] = []

    def hear(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    query = text("SELECT chat_id FROM people WHERE chat_id = :this")
    event.listen(store.engine, "before_cursor_execute", hear)
    for _ in range(4):
        unit.connection.scalar(query, {"this": 1})
    event.remove(store.engine, "before_cursor_execute", hear)
    assert len(heard) == 4
    assert len(set(heard)) == 1


def test_what_was_read_is_read_anew_after_a_short_write(unit: UnitOfWork) -> None:
    written = update(table).where(_row.chat_id == 2).values(language=bindparam("said"))
    for said in ("en", "zh_Hans", "en", "zh_Hans"):
        unit.connection.execute(written, {"said": said})
        assert people.find(unit, 2).language == said  # type: ignore[union-attr]


def test_a_statement_that_is_let_go_is_gone(unit: UnitOfWork) -> None:
    """Nothing grows with statements that are built anew, even where one is executed in a loop."""
    built: list[weakref.ref[Update]] = []
    for _ in range(3):
        one = update(table).where(_row.chat_id == bindparam("this")).values(language="en")
        for number in range(4):
            unit.connection.execute(one, {"this": number})
        built.append(weakref.ref(one))
    del one
    gc.collect()
    assert [each() for each in built[1:]] == [None] * 2  # the first is in SQLAlchemy's own cache, which has bounds


def test_after_the_end_nothing_is_said(store: Store) -> None:
    query = select(_row.chat_id)
    with store.unit_of_work() as unit:
        for _ in range(3):
            unit.connection.execute(query)
    with pytest.raises(exc.ResourceClosedError):
        unit.connection.execute(query)
