"""The account finds each thing that must not be: a crash test that sees nothing proves nothing."""

from dataclasses import replace

from tests.crash.account import Record, account_of
from tests.crash.books import Books
from tests.crash.telegram import Answer, Question

_GOOD = Record(
    asked=(Question(1, 5001, 71), Question(2, 5001, 72), Question(3, 5002, 73)),
    handed_out=(71, 72, 71, 72, 73),
    answers=(Answer(1, dropped=False), Answer(3, dropped=False), Answer(2, dropped=False)),
    in_flight=({"one": (72,)},),
    in_doubt=((72,),),
    left_behind=(),
    books=Books({5001: 2, 5002: 1}, frozenset({71, 72, 73}), {71: ["sent"], 72: ["sent"], 73: ["sent"]}, 0),
)


def _answered(*numbers: int) -> Record:
    return replace(_GOOD, answers=tuple(Answer(number, dropped=False) for number in numbers))


def test_account_when_all_is_well() -> None:
    account = account_of(_GOOD)
    assert account.faults() == ()
    assert (account.ends, account.updates, account.handed_out_again, account.taken_once) == (1, 3, 2, 3)
    assert (account.replies, account.repeated, account.in_doubt, account.most_in_flight) == (3, 0, 1, 1)


def test_account_counts_what_each_worker_has_in_flight_alone() -> None:
    record = replace(_GOOD, in_flight=({"dead": (71,), "killed": (72, 73)}, {"killed": (72,)}))
    assert account_of(record).most_in_flight == 2


def test_account_excuses_the_repetition_of_what_was_in_doubt() -> None:
    account = account_of(_answered(1, 3, 2, 2))
    assert (account.repeated, account.faults()) == (1, ())


def test_account_excuses_one_repetition_for_each_doubt() -> None:
    assert account_of(_answered(1, 3, 2, 2, 2)).faults() == ("1 unexplained",)


def test_account_excuses_no_other_repetition() -> None:
    assert account_of(_answered(1, 3, 3, 2)).faults() == ("1 unexplained",)


def test_account_excuses_the_repetition_of_what_was_cut_off() -> None:
    record = replace(_GOOD, answers=(Answer(3, dropped=True), *_answered(1, 3, 2).answers))
    assert (account_of(record).in_doubt, account_of(record).faults()) == (2, ())


def test_account_of_a_missing_answer() -> None:
    assert account_of(_answered(1, 3)).faults() == ("1 missing",)


def test_account_of_answers_in_the_wrong_order() -> None:
    assert account_of(_answered(2, 1, 3)).faults() == ("1 out of order",)


def test_account_of_a_turn_too_few() -> None:
    books = replace(_GOOD.books, turns={5001: 1, 5002: 1})
    account = account_of(replace(_GOOD, books=books))
    assert (account.taken_once, account.faults()) == (2, ("1 lost",))


def test_account_of_a_turn_too_many() -> None:
    books = replace(_GOOD.books, turns={5001: 3, 5002: 1})
    account = account_of(replace(_GOOD, books=books))
    assert (account.taken_once, account.faults()) == (2, ("1 taken twice",))


def test_account_of_an_update_without_an_effect() -> None:
    books = replace(_GOOD.books, taken=frozenset({71, 72}))
    assert account_of(replace(_GOOD, books=books)).faults() == ("1 lost",)


def test_account_of_a_row_that_is_not_sent() -> None:
    books = replace(_GOOD.books, states={71: ["sent"], 72: ["sent"], 73: ["unknown"]})
    assert account_of(replace(_GOOD, books=books)).faults() == ("1 unfinished",)


def test_account_of_what_was_left_behind() -> None:
    assert account_of(replace(_GOOD, left_behind=((73,),))).faults() == ("1 left behind",)


def test_account_of_ends_in_a_lull_alone() -> None:
    assert account_of(replace(_GOOD, in_flight=({},))).faults() == (
        "nothing was in flight at any end, so that nothing is proved",
    )
