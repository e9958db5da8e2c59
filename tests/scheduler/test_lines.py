"""Lines in memory: who goes first, who is passed over, and when the outbox is asked again."""

from domain.messages.delivery import Lane
from scheduler.lines import Lines
from scheduler.pacing import Gate, Pace
from storage.messages.claims import Head

A, C, R, N = Lane
NEVER = float("inf")


def filled(lines: Lines, *heads: tuple[int, int, Lane]) -> Lines:
    for lane in Lane:
        lines.fill(lane, [Head(row, chat, at, more=False, unreachable=False) for row, chat, at in heads if at is lane])
    return lines


def taken(lines: Lines, gate: Gate, room: int = 30, now: float = 0.0, busy: set[int] | None = None) -> list[int]:
    return [head.row_id for head in lines.take(gate, list(Lane), room, now, busy or set())[0]]


def test_lower_lane_number_goes_first() -> None:
    lines = filled(Lines(), (1, 1, N), (2, 2, R), (3, 3, A), (4, 4, C), (5, 5, A))
    assert taken(lines, Gate(Pace(per_second=1000))) == [3, 5, 4, 2, 1]


def test_no_more_than_room_is_taken_and_the_rest_stays() -> None:
    lines, gate = filled(Lines(), (1, 1, A), (2, 2, A), (3, 3, N)), Gate(Pace())
    assert [taken(lines, gate, room=2), taken(lines, gate, room=0), taken(lines, gate), taken(lines, gate)] == [
        [1, 2],
        [],
        [3],
        [],
    ]


def test_what_was_tried_stays_where_only_the_fresh_may_leave() -> None:
    lines, gate = Lines(), Gate(Pace())
    lines.fill(A, [Head(row, row, A, more=False, unreachable=False, tried=row == 1) for row in (1, 2)])
    assert [head.row_id for head in lines.take(gate, [A], 30, 0.0, set(), only_fresh=True)[0]] == [2]
    assert taken(lines, gate) == [1]


def test_chat_with_a_message_under_way_is_passed_over() -> None:
    lines = filled(Lines(), (1, 7, A), (2, 8, A))
    assert taken(lines, Gate(Pace()), busy={7}) == [2]


def test_chat_gets_one_message_at_a_time_over_all_lanes() -> None:
    lines = filled(Lines(), (1, 7, A), (2, 7, N), (3, 8, N))
    assert taken(lines, Gate(Pace(per_second=1000))) == [1, 3]


def test_chat_over_its_pace_holds_up_nobody() -> None:
    gate = Gate(Pace())
    for _ in range(3):
        gate.spend(7, A, 0.0)
    heads, opens_at = filled(Lines(), (1, 7, A), (2, 8, A)).take(gate, list(Lane), 30, 0.0, set())

    assert ([head.row_id for head in heads], opens_at) == ([2], 1.0)


def test_when_the_pace_is_short_a_higher_lane_gets_none_of_it() -> None:
    gate = Gate(Pace(per_second=2, margin_s=0))
    lines = filled(Lines(), (1, 1, N), (2, 2, N), (3, 3, A), (4, 4, A), (5, 5, A))

    heads, opens_at = lines.take(gate, list(Lane), 30, 10.0, set())
    assert ([head.row_id for head in heads], opens_at) == ([3, 4], 11.0)
    assert taken(lines, gate, now=11.0) == [5, 1]


def test_nothing_waiting_opens_never() -> None:
    assert Lines().take(Gate(Pace()), list(Lane), 30, 0.0, set()) == ([], NEVER)


def test_lane_is_looked_at_again_when_stirred() -> None:
    lines = filled(Lines(at_most=4), (1, 1, A))
    assert [lane for lane in Lane if lines.wants(lane)] == []
    lines.stir([N])
    assert [lane for lane in Lane if lines.wants(lane)] == [N]
    lines.stir()
    assert [lane for lane in Lane if lines.wants(lane)] == list(Lane)


def test_lane_with_enough_in_memory_is_not_looked_at() -> None:
    lines, gate = filled(Lines(at_most=4), *[(row, row, A) for row in range(1, 5)]), Gate(Pace())
    assert not lines.wants(A)
    taken(lines, gate, room=1)
    assert not lines.wants(A)
    taken(lines, gate, room=1)
    assert lines.wants(A)


def test_empty_forgets_all_and_asks_again() -> None:
    lines = filled(Lines(), (1, 1, A), (2, 2, N))
    lines.empty()
    assert (taken(lines, Gate(Pace())), [lane for lane in Lane if lines.wants(lane)]) == ([], list(Lane))


def test_heads_that_may_not_leave_yet_stand_where_they_stood() -> None:
    lines = Lines()
    first, second, third = [
        Head(number, number, Lane.INTERACTIVE, more=False, unreachable=False) for number in (1, 2, 3)
    ]
    lines.fill(Lane.INTERACTIVE, [third])
    lines.give_back([first, second])
    taken, _ = lines.take(Gate(Pace()), [Lane.INTERACTIVE], 10, 0.0, set())
    assert taken == [first, second, third]
