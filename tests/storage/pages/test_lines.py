"""What stands on a page, and how a browser goes on from where it was."""

import pytest

from storage.pages import lines, openings
from storage.pages.lines import Line, NoPageError, Wanted
from storage.unit_of_work import Store, UnitOfWork

NOW = 1_790_000_000.0
NOBODY = 1 << 52


@pytest.fixture
def number(store: Store) -> int:
    return opened(store)


def opened(store: Store, key: str = "a key") -> int:
    with store.unit_of_work() as unit:
        number = openings.open_page(unit, key, NOW)
        unit.commit()
    return number


def add(unit: UnitOfWork, number: int, source: str, said: str = "{}", *, is_own: bool = False) -> tuple[Line, bool]:
    return lines.add(unit, Wanted(number, source, is_own, said.encode()), NOW)


def test_lines_are_numbered_by_page(store: Store, number: int) -> None:
    other = opened(store, "another")
    with store.unit_of_work() as unit:
        assert [add(unit, number, source)[0].line for source in ("o1", "o2")] == [1, 2]
        assert add(unit, other, "o1")[0].line == 1


def test_what_comes_twice_stands_there_once(store: Store, number: int) -> None:
    with store.unit_of_work() as unit:
        first, is_new = add(unit, number, "o7", '{"html":["a"]}')
        again, is_new_again = add(unit, number, "o7", '{"html":["b"]}')
        assert (is_new, is_new_again, again) == (True, False, first)
        assert [line.line for line in lines.since(unit, number, 0, 10)] == [1]


def test_rewritten_line_keeps_its_number_and_comes_again(store: Store, number: int) -> None:
    with store.unit_of_work() as unit:
        add(unit, number, "o1", "1")
        newest = add(unit, number, "o2", "2")[0].event
        changed = lines.rewrite(unit, number, 1, b"one")
        assert changed is not None
        assert [(line.line, line.content) for line in lines.since(unit, number, newest, 10)] == [(1, b"one")]


def test_line_taken_back_comes_once_more_and_stands_nowhere(store: Store, number: int) -> None:
    with store.unit_of_work() as unit:
        newest = add(unit, number, "o1", "1")[0].event
        assert lines.rewrite(unit, number, 1, None) is not None
        assert lines.rewrite(unit, number, 1, b"again") is None
        assert [line.content for line in lines.since(unit, number, newest, 10)] == [None]
        assert lines.before(unit, number, 100, 10) == []


def test_own_line_is_nobody_elses_to_rewrite(store: Store, number: int) -> None:
    with store.unit_of_work() as unit:
        add(unit, number, "pabc", is_own=True)
        assert lines.rewrite(unit, number, 1, b"other") is None
        assert lines.shown(unit, number, 1) is None


def test_no_line_of_another_page_is_shown_or_rewritten(store: Store, number: int) -> None:
    other = opened(store, "another")
    with store.unit_of_work() as unit:
        add(unit, number, "o1", "secret")
        assert lines.shown(unit, other, 1) is None
        assert lines.rewrite(unit, other, 1, b"x") is None
        assert lines.since(unit, other, 0, 10) == []
        assert lines.content_of(unit, other, "o1") is None
        assert lines.from_source(unit, other, "o1") is None


def test_pages_are_read_in_portions(store: Store, number: int) -> None:
    with store.unit_of_work() as unit:
        for row in range(7):
            add(unit, number, f"o{row}", str(row))
        first = lines.since(unit, number, 0, 4)
        rest = lines.since(unit, number, first[-1].event, 4)
        assert [line.line for line in (*first, *rest)] == [1, 2, 3, 4, 5, 6, 7]
        assert [line.line for line in lines.before(unit, number, 6, 3)] == [3, 4, 5]


def test_what_has_arrived_and_what_was_read_are_two_things(store: Store, number: int) -> None:
    with store.unit_of_work() as unit:
        add(unit, number, "o1")
        second = add(unit, number, "o2")[0]
        add(unit, number, "pown", is_own=True)
        assert lines.waiting(unit, number) == 2
        assert lines.acknowledge(unit, number, second.event, NOW, is_read=False) == 2
        assert lines.acknowledge(unit, number, second.event, NOW, is_read=False) == 0
        assert lines.waiting(unit, number) == 0
        assert lines.acknowledge(unit, number, second.event, NOW, is_read=True) == 2


def test_rewritten_line_has_not_arrived_yet(store: Store, number: int) -> None:
    with store.unit_of_work() as unit:
        first = add(unit, number, "o1")[0]
        lines.acknowledge(unit, number, first.event, NOW, is_read=False)
        lines.rewrite(unit, number, 1, b"other")
        assert lines.waiting(unit, number) == 1


def test_old_lines_are_dropped(store: Store, number: int) -> None:
    with store.unit_of_work() as unit:
        add(unit, number, "o1")
        assert lines.forget(unit, NOW) == 0
        assert lines.forget(unit, NOW + 1) == 1
        assert add(unit, number, "o2")[0].line == 2  # numbers go on


def test_page_that_is_gone(store: Store) -> None:
    with store.unit_of_work() as unit:
        with pytest.raises(NoPageError):
            add(unit, NOBODY, "o1")
        with pytest.raises(NoPageError):
            lines.rewrite(unit, NOBODY, 1, b"")
