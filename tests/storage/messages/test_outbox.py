"""The outbox: what is due is seen in order, claimed once, marked by its owner, and settled after a crash."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from domain.lifecycle import NotPossibleError
from domain.messages.delivery import HOLDS_S, LONGEST_DELAY_S, Lane, State
from storage.messages import claims, misdated, outbox
from storage.messages.claims import Claimed, Head, Mark, Recovered
from storage.messages.outbox import Draft
from storage.people import people
from storage.sealed import new_key
from storage.tables.leases import leadership
from storage.tables.messages import outbox as table
from storage.unit_of_work import Store, UnitOfWork
from tests.conftest import KEY

NewStore = Callable[[], Store]

ANSWERS, REMINDERS, NEWS = Lane.INTERACTIVE, Lane.REMINDER, Lane.ANNOUNCEMENT


def write(store: Store, *drafts: Draft) -> None:
    with store.unit_of_work() as unit:
        outbox.write(unit, drafts, now=100.0)
        unit.commit()


def draft(name: str, chat_id: int, lane: Lane = ANSWERS, **more: Any) -> Draft:
    return Draft(name, chat_id, lane, name.encode(), **{"not_before": 100.0} | more)


def within(store: Store, work: Callable[[UnitOfWork], Any]) -> Any:
    with store.unit_of_work() as unit:
        result = work(unit)
        unit.commit()
    return result


def due(store: Store, now: float = 100.0, lane: Lane = ANSWERS, at_most: int = 100) -> list[Head]:
    found: list[Head] = within(store, lambda unit: claims.due(unit, lane, now, at_most))
    return found


def claim(store: Store, *row_ids: int, worker: str = "w1", now: float = 100.0) -> list[Claimed]:
    taken: list[Claimed] = within(store, lambda unit: claims.claim(unit, row_ids, worker, now))
    return taken


def mark(store: Store, *marks: Mark, worker: str = "w1", now: float = 200.0) -> None:
    within(store, lambda unit: claims.mark(unit, marks, worker, now))


def rows(store: Store, *columns: str) -> list[tuple[Any, ...]]:
    wanted = [table.c[name] for name in columns]
    found: list[tuple[Any, ...]] = within(
        store, lambda unit: [tuple(row) for row in unit.connection.execute(select(*wanted).order_by(table.c.id))]
    )
    return found


def head(
    row_id: int,
    chat_id: int,
    lane: Lane = ANSWERS,
    *,
    more: bool = False,
    unreachable: bool = False,
    tried: bool = False,
) -> Head:
    return Head(row_id, chat_id, lane, more, unreachable, tried)


# ---------------------------------------------------------------- due


def test_due_shows_the_longest_waiting_first(store: Store) -> None:
    write(store, draft("a", 3), draft("b", 1), draft("c", 2))
    assert due(store) == [head(1, 3), head(2, 1), head(3, 2)]


def test_due_shows_one_head_of_a_chat_however_many_wait_behind_it(store: Store) -> None:
    write(store, *[draft(f"flood {number}", 7) for number in range(1000)], draft("b", 8))
    assert due(store) == [head(1, 7, more=True), head(1001, 8)]


def test_due_shows_its_own_lane_alone(store: Store) -> None:
    write(store, draft("a", 1, NEWS), draft("b", 1, ANSWERS))
    assert (due(store, lane=NEWS), due(store, lane=ANSWERS)) == ([head(1, 1, NEWS)], [head(2, 1)])


def test_due_leaves_out_what_is_too_early_or_too_late(store: Store) -> None:
    write(store, draft("early", 1, not_before=101.0), draft("late", 2, not_after=100.0), draft("in time", 3))
    assert due(store) == [head(3, 3)]


def test_due_shows_no_more_than_asked_for(store: Store) -> None:
    write(store, *[draft(str(number), number) for number in range(1, 6)])
    assert due(store, at_most=2) == [head(1, 1), head(2, 2)]


def test_due_leaves_out_a_chat_whose_row_is_under_way(store: Store) -> None:
    write(store, draft("a", 1), draft("b", 1), draft("c", 2))
    claim(store, 1)
    assert due(store) == [head(3, 2)]


def test_due_lets_nothing_overtake_a_row_that_waits_to_be_tried_again_for_a_while(store: Store) -> None:
    write(store, draft("a", 1), draft("b", 1), draft("c", 1, NEWS))
    claim(store, 1)
    mark(store, Mark(1, State.TODO, not_before=150.0, first_tried_at=100.0))

    held_until = 100.0 + HOLDS_S
    assert (due(store, now=held_until), due(store, now=held_until, lane=NEWS)) == ([], [head(3, 1, NEWS)])
    assert due(store, now=held_until + 0.1) == [head(2, 1)]
    assert due(store, now=150.0) == [head(1, 1, more=True, tried=True)]


def test_due_passes_by_a_row_that_has_been_under_way_for_long(store: Store) -> None:
    write(store, draft("a", 1), draft("b", 1))
    claim(store, 1)
    assert due(store, now=100.0 + HOLDS_S + 0.1) == [head(2, 1)]


def test_what_a_silent_worker_has_under_way_holds_until_it_is_known(store: Store) -> None:
    write(store, *[draft(name, chat) for name, chat in (("a", 1), ("b", 1), ("c", 2), ("d", 2), ("e", 3), ("f", 3))])
    claim(store, 1, worker="silent", now=100.0)
    claim(store, 3, worker="heard", now=100.0)
    claim(store, 5, worker="silent", now=90.0)  # it has given way before

    assert within(store, lambda unit: claims.hold_on(unit, {"silent"}, 100.0 + HOLDS_S - 1)) == 1
    assert due(store, now=100.0 + HOLDS_S + 1) == [head(4, 2), head(6, 3)]
    assert within(store, lambda unit: claims.hold_on(unit, {"silent"}, 100.0 + HOLDS_S)) == 0


def test_row_that_has_given_way_holds_nothing_at_its_next_try(store: Store) -> None:
    write(store, draft("a", 1), draft("b", 1))
    claim(store, 1)
    mark(store, Mark(1, State.TODO, not_before=150.0, first_tried_at=100.0))
    (again,) = claim(store, 1, now=150.0)

    assert again.gives_way
    assert due(store, now=150.0) == [head(2, 1)]


@pytest.mark.parametrize("ahead_s", [0.001, 1.0, HOLDS_S])
def test_due_lets_nothing_overtake_what_another_took_in_hand_a_moment_later(store: Store, ahead_s: float) -> None:
    """Whoever asks looked at its clock before the other did, or has one that is behind."""
    write(store, draft("a", 1), draft("b", 1), draft("c", 2), draft("d", 2))
    claim(store, 1, 3, worker="w2", now=100.0 + ahead_s)
    assert due(store, now=100.0) == []

    mark(store, Mark(1, State.TODO, not_before=150.0, first_tried_at=100.0), worker="w2")
    within(store, lambda unit: claims.recover(unit, "w2", 100.0 + ahead_s, NEWS))
    assert due(store, now=100.0) == [head(3, 2, more=True, tried=True)]
    assert not claim(store, 3, worker="w1")[0].gives_way


@pytest.mark.parametrize("back_s", [3600.0, 30 * 86400.0])
def test_due_lets_a_row_of_a_clock_that_was_ahead_hold_nothing(store: Store, back_s: float) -> None:
    write(store, draft("a", 1), draft("b", 1))
    claim(store, 1, now=100.0 + back_s)
    assert due(store, now=100.0) == [head(2, 1)]


# ---------------------------------------------------------------- a clock gone wrong


def put_off(store: Store, *row_ids: int, until: float) -> None:
    claim(store, *row_ids)
    mark(store, *[Mark(row_id, State.TODO, not_before=until, first_tried_at=100.0) for row_id in row_ids])


def test_what_was_to_go_at_once_is_due_when_the_clock_has_gone_back(store: Store) -> None:
    with store.unit_of_work() as unit:
        planned = draft("planned", 2, not_before=9000.0)
        outbox.write(unit, [draft("at once", 1, not_before=5000.0), planned], now=5000.0)
        unit.commit()

    assert within(store, lambda unit: misdated.bring_near(unit, 100.0)) == 1
    assert rows(store, "not_before") == [(100.0,), (9000.0,)]


def test_what_another_machine_wrote_a_moment_ahead_is_not_misdated(store: Store) -> None:
    with store.unit_of_work() as unit:
        outbox.write(unit, [draft("at once", 1, not_before=104.0)], now=104.0)
        unit.commit()

    assert within(store, lambda unit: misdated.bring_near(unit, 100.0)) == 0


def test_what_waits_for_longer_than_any_delay_is_due(store: Store) -> None:
    write(store, draft("a", 1), draft("b", 2))
    put_off(store, 1, until=100.0 + LONGEST_DELAY_S)
    put_off(store, 2, until=100.1 + LONGEST_DELAY_S)

    assert within(store, lambda unit: misdated.bring_near(unit, 100.0)) == 1
    assert rows(store, "not_before", "first_tried_at") == [(100.0 + LONGEST_DELAY_S, 100.0), (100.0, None)]


def test_begin_anew_makes_what_was_tried_due_and_leaves_what_is_planned(store: Store) -> None:
    write(
        store, draft("a", 1), draft("b", 1), draft("planned", 2, not_before=9000.0), draft("late", 3, not_before=50.0)
    )
    put_off(store, 1, until=160.0)
    put_off(store, 4, until=90.0)

    assert within(store, lambda unit: misdated.begin_anew(unit, 120.0)) == 2
    assert rows(store, "not_before", "first_tried_at", "holds_until") == [
        (120.0, None, None),
        (100.0, None, None),
        (9000.0, None, None),
        (90.0, None, None),
    ]
    assert due(store, now=120.0) == [head(4, 3), head(1, 1, more=True)]


def test_begin_anew_leaves_what_is_under_way_or_done(store: Store) -> None:
    write(store, draft("a", 1), draft("b", 2))
    put_off(store, 1, 2, until=5000.0)
    claim(store, 1, 2)
    mark(store, Mark(1, State.SENT))
    assert within(store, lambda unit: misdated.begin_anew(unit, 120.0)) == 0


def test_due_tells_who_cannot_be_reached(store: Store) -> None:
    write(store, draft("a", 1), draft("b", 2))
    within(store, lambda unit: people.welcome(unit, [1, 2], 50.0))
    within(store, lambda unit: people.mark_unreachable(unit, 2, 60.0))
    assert due(store) == [head(1, 1), head(2, 2, unreachable=True)]


# ---------------------------------------------------------------- claim


def test_claim_hands_over_the_reply_as_it_was_written(store: Store) -> None:
    write(store, draft("hello", 5, REMINDERS))
    assert claim(store, 1) == [Claimed(1, 5, REMINDERS, b"hello", 0, None)]
    assert rows(store, "state", "claimed_by") == [("sending", "w1")]


def test_claim_takes_nothing_that_another_worker_has(store: Store) -> None:
    write(store, draft("a", 1), draft("b", 2))
    claim(store, 1, worker="w1")

    assert [row.row_id for row in claim(store, 1, 2, worker="w2")] == [2]
    assert rows(store, "claimed_by") == [("w1",), ("w2",)]


def test_claim_takes_nothing_whose_time_is_over(store: Store) -> None:
    write(store, draft("a", 1, not_after=110.0))
    assert claim(store, 1, now=110.0) == []


def test_claim_of_nothing_takes_nothing(store: Store) -> None:
    write(store, draft("a", 1))
    assert claim(store) == []


def test_claim_of_a_row_sealed_with_another_key_hands_over_nothing_to_read(
    database_url: str, new_store: NewStore
) -> None:
    stranger = Store(database_url, new_key())
    write(stranger, draft("a", 1))
    stranger.close()
    assert claim(new_store(), 1) == [Claimed(1, 1, ANSWERS, b"", 0, None)]


def test_claims_of_many_workers_at_once_never_share_a_row(new_store: NewStore) -> None:
    stores = [new_store() for _ in range(4)]
    write(stores[0], *[draft(str(number), number) for number in range(1, 201)])
    taken: list[int] = []
    start = threading.Barrier(4)

    def work(number: int) -> None:
        start.wait()
        for first in range(1, 201, 10):
            taken.extend(row.row_id for row in claim(stores[number], *range(first, first + 10), worker=f"w{number}"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(1, 201))


def test_claim_on_postgresql_waits_for_no_other_worker(postgres_url: str, key: str) -> None:
    slow, quick = Store(postgres_url, key), Store(postgres_url, key)
    write(slow, draft("a", 1), draft("b", 2))
    with slow.unit_of_work() as unit:
        claims.claim(unit, [1], "slow", 100.0)
        assert [row.row_id for row in claim(quick, 1, 2, worker="quick")] == [2]
    slow.close()
    quick.close()


# ---------------------------------------------------------------- mark


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.UNREACHABLE, State.UNKNOWN])
def test_mark_ends_a_row_and_empties_it(new_store: NewStore, state: State) -> None:
    store = new_store()
    write(store, draft("a", 1))
    claim(store, 1)
    mark(store, Mark(1, state, message_id=77, reason="why"))

    columns = ("state", "reply", "message_id", "reason", "attempts", "done_at")
    assert rows(new_store(), *columns) == [(state.value, None, 77, "why", 1, 200.0)]


def test_mark_to_try_again_keeps_the_reply_and_adds_up(store: Store) -> None:
    write(store, draft("a", 1))
    for at in (120.0, 150.0):
        claim(store, 1, now=at)
        mark(store, Mark(1, State.TODO, reason="time-out", repeats=1, not_before=at, first_tried_at=100.0))

    columns = ("state", "claimed_by", "reason", "attempts", "repeats", "not_before", "first_tried_at", "done_at")
    assert rows(store, *columns) == [("todo", None, "time-out", 2, 2, 150.0, 100.0, None)]
    assert claim(store, 1, now=150.0) == [Claimed(1, 1, ANSWERS, b"a", 2, 100.0, gives_way=True)]


def test_mark_leaves_a_row_that_is_another_workers(store: Store) -> None:
    write(store, draft("a", 1), draft("b", 2))
    claim(store, 1, 2, worker="w2")
    mark(store, Mark(1, State.SENT), Mark(2, State.TODO, not_before=500.0), worker="w1")
    assert rows(store, "state", "claimed_by", "not_before") == [("sending", "w2", 100.0)] * 2


@pytest.mark.parametrize("state", [State.SENDING, State.EXPIRED])
def test_mark_refuses_a_move_that_the_table_lacks_and_changes_nothing(store: Store, state: State) -> None:
    write(store, draft("a", 1), draft("b", 2))
    claim(store, 1, 2)
    with pytest.raises(NotPossibleError, match=f"^a message never goes from sending to {state}$"):
        mark(store, Mark(1, State.SENT), Mark(2, state))
    assert rows(store, "state") == [("sending",)] * 2


# ---------------------------------------------------------------- after a crash


def test_recover_sends_again_what_may_be_repeated_and_gives_up_the_rest(store: Store) -> None:
    write(store, draft("a", 1, ANSWERS), draft("b", 2, REMINDERS), draft("c", 3, NEWS), draft("d", 4))
    claim(store, 1, 2, 3, worker="dead")
    claim(store, 4, worker="alive")

    assert within(store, claims.claimants) == {"dead", "alive"}
    assert within(store, lambda unit: claims.recover(unit, "dead", 300.0, NEWS)) == Recovered(again=2, unknown=1)
    assert rows(store, "state", "claimed_by", "repeats", "first_tried_at", "done_at") == [
        ("todo", None, 1, 300.0, None),
        ("todo", None, 1, 300.0, None),
        ("unknown", "dead", 0, None, 300.0),
        ("sending", "alive", 0, None, None),
    ]
    assert rows(store, "reply")[2] == (None,)


def test_recovered_row_goes_before_what_follows_it(store: Store) -> None:
    write(store, draft("a", 1), draft("b", 1))
    claim(store, 1, worker="dead")
    within(store, lambda unit: claims.recover(unit, "dead", 300.0, NEWS))
    assert due(store, now=300.0) == [head(1, 1, more=True, tried=True)]


def test_words_that_are_to_go_instead_are_claimed_as_such(store: Store) -> None:
    write(store, draft("a", 1))
    claim(store, 1)
    mark(store, Mark(1, State.TODO, not_before=100.0, first_tried_at=100.0, in_words="refused"))
    assert [row.in_words for row in claim(store, 1)] == ["refused"]


def test_recover_keeps_when_a_row_was_first_tried(store: Store) -> None:
    write(store, draft("a", 1))
    claim(store, 1)
    mark(store, Mark(1, State.TODO, not_before=100.0, first_tried_at=50.0))
    claim(store, 1)
    within(store, lambda unit: claims.recover(unit, "w1", 300.0, NEWS))
    assert rows(store, "first_tried_at") == [(50.0,)]


def test_release_puts_back_what_never_flew(store: Store) -> None:
    write(store, draft("a", 1), draft("b", 2), draft("c", 3))
    claim(store, 1, 2, worker="w1")
    claim(store, 3, worker="w2")

    assert within(store, lambda unit: claims.release(unit, "w1", flying={2})) == 1
    assert rows(store, "state", "claimed_by", "repeats") == [
        ("todo", None, 0),
        ("sending", "w1", 0),
        ("sending", "w2", 0),
    ]


# ---------------------------------------------------------------- what never flies


def test_give_up_ends_waiting_rows_alone(store: Store) -> None:
    write(store, draft("a", 1), draft("b", 2), draft("c", 3))
    claim(store, 1)
    within(store, lambda unit: claims.give_up(unit, [1, 2], 300.0))
    within(store, lambda unit: claims.give_up(unit, [], 300.0))

    assert rows(store, "state", "done_at") == [("sending", None), ("unreachable", 300.0), ("todo", None)]
    assert rows(store, "reply")[1] == (None,)


def test_expire_ends_what_is_past_its_time(store: Store) -> None:
    write(store, draft("a", 1, not_after=110.0), draft("b", 2, not_after=111.0), draft("c", 3))
    write(store, draft("d", 4, not_after=110.0))
    claim(store, 4)

    assert within(store, lambda unit: claims.expire(unit, 110.0)) == 1
    assert rows(store, "state", "done_at") == [("expired", 110.0), ("todo", None), ("todo", None), ("sending", None)]
    assert rows(store, "reply")[0] == (None,)


# ---------------------------------------------------------------- looking on, and forgetting


def test_counts_names_every_state(store: Store) -> None:
    write(store, *[draft(str(number), number) for number in range(1, 6)])
    claim(store, 1, 2, 3)
    mark(store, Mark(1, State.SENT), Mark(2, State.TODO, not_before=100.0))
    nothing = dict.fromkeys(State, 0)

    expected = nothing | {State.SENT: 1, State.SENDING: 1, State.TODO: 3}
    assert within(store, outbox.counts) == expected


def test_counts_of_an_empty_outbox_are_nought(store: Store) -> None:
    assert within(store, outbox.counts) == dict.fromkeys(State, 0)


def test_forget_done_drops_the_oldest_in_portions(store: Store) -> None:
    write(store, *[draft(str(number), number) for number in range(1, 6)])
    for row_id, at in [(1, 10.0), (2, 30.0), (3, 20.0), (4, 50.0)]:
        claim(store, row_id)
        mark(store, Mark(row_id, State.SENT), now=at)

    assert within(store, lambda unit: outbox.forget_done(unit, before=50.0, at_most=2)) == 2
    assert rows(store, "id") == [(2,), (4,), (5,)]
    assert within(store, lambda unit: outbox.forget_done(unit, before=50.0, at_most=2)) == 1
    assert within(store, lambda unit: outbox.forget_done(unit, before=50.0, at_most=2)) == 0


# ---------------------------------------------------------------- what a written answer is about


def test_message_is_found_by_what_it_is_about(store: Store) -> None:
    write(store, draft("a", 1, about="duty:12"), draft("b", 1), draft("c", 2, about="duty:13"))
    claim(store, 1, 2, 3)
    mark(store, *(Mark(row, State.SENT, message_id=700 + row) for row in (1, 2, 3)))
    with store.unit_of_work() as unit:
        assert (outbox.about(unit, 1, 701), outbox.about(unit, 2, 703)) == ("duty:12", "duty:13")
        assert [outbox.about(unit, *other) for other in ((1, 702), (1, 703), (2, 701))] == ["", "", ""]


def test_what_has_not_reached_a_chat_was_not_asked(store: Store) -> None:
    write(store, *(draft(str(number), 1, about=f"duty:{number}") for number in range(3)), draft("d", 1))
    claim(store, 1, 2, 4)
    mark(store, Mark(1, State.SENT, message_id=701), Mark(2, State.FAILED), Mark(4, State.SENT, message_id=704))
    assert within(store, lambda unit: set(outbox.asked(unit, 1))) == {"duty:0"}
    assert within(store, lambda unit: outbox.asked(unit, 2)) == {}


def test_newest_message_that_has_reached_a_chat_tells_what_it_is_about(store: Store) -> None:
    write(store, draft("a", 1, about="duty:1"), draft("b", 1, about="duty:2"), draft("c", 1, about="duty:3"))
    assert within(store, lambda unit: outbox.newest_about(unit, 1)) == ""
    claim(store, 1, 2, 3)
    mark(store, Mark(1, State.SENT, message_id=701), Mark(2, State.SENT, message_id=702), Mark(3, State.FAILED))
    assert within(store, lambda unit: outbox.newest_about(unit, 1)) == "duty:2"
    write(store, draft("d", 1))
    claim(store, 4)
    mark(store, Mark(4, State.SENT, message_id=704))
    assert within(store, lambda unit: outbox.newest_about(unit, 1)) == ""


def test_answers_go_in_the_order_of_their_rows_whatever_the_clocks_say(store: Store) -> None:
    """Two workers took turns of one chat, and the clock of the first is ahead by a moment."""
    write(store, Draft("a", 1, ANSWERS, b"first", 100.005), Draft("b", 1, ANSWERS, b"second", 100.0))
    assert due(store, 100.001) == []
    assert [one.row_id for one in due(store, 100.005)] == [1]


def test_answer_dated_far_ahead_holds_up_nobody(store: Store) -> None:
    write(store, Draft("a", 1, ANSWERS, b"first", 900.0), Draft("b", 1, ANSWERS, b"second", 100.0))
    assert [one.row_id for one in due(store, 101.0)] == [2]


def test_claim_under_a_leader_that_leads_no_more(postgres_url: str) -> None:
    store = Store(postgres_url, KEY)
    write(store, draft("a", 1, ANSWERS), draft("b", 2, NEWS), draft("c", 3, REMINDERS))
    with store.unit_of_work() as unit:
        unit.connection.execute(leadership.insert(), {"id": 1, "term": 7})
        found = [[row.row_id for row in claims.claim(unit, [1, 2, 3], "w", 100.0, term=term)] for term in (6, 7)]
    assert found == [[1], [2, 3]]
    store.close()


def test_what_flies_is_claimed_again_where_the_claim_was_lost(store: Store) -> None:
    """As after a crash of the database, which may forget what was not to wait for the disk."""
    write(store, draft("a", 1), draft("b", 2), draft("c", 3))
    claim(store, 2, worker="w2")
    with store.unit_of_work() as unit:
        assert claims.take_back(unit, "w1", {1, 2}, 100.0) == 1
        assert claims.claimants(unit) == {"w1", "w2"}
