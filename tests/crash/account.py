"""What an ordeal came to: every question held against its effect, its answers and the times it was in doubt."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tests.crash.books import Books
from tests.crash.telegram import Answer, Question


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that was seen of an ordeal.

    For each time that the bot was ended, `in_flight` names the updates that were being answered just then, by
    worker; one that was killed earlier is among those until others know that it is dead. Of some the store does not say
    afterwards what became of their answers: after a kill they are `in_doubt`, after a SIGTERM they were `left_behind`,
    which nothing excuses.
    """

    asked: Sequence[Question]
    handed_out: Sequence[int]
    answers: Sequence[Answer]
    in_flight: Sequence[Mapping[str, Collection[int]]]
    in_doubt: Sequence[Collection[int]]
    left_behind: Sequence[Collection[int]]
    books: Books


@dataclass(frozen=True, slots=True)
class Account:
    """The figures of an ordeal; `faults` says which of them must not be."""

    ends: int  # how often the bot was killed or asked to end
    updates: int
    handed_out_again: int  # updates that were delivered to the bot more than once
    taken_once: int  # updates that took effect exactly once
    lost: int
    taken_twice: int
    replies: int  # answers that stand in a chat, repeated ones not counted
    missing: int
    repeated: int
    unexplained: int  # repeated answers that were neither in doubt after a kill nor cut off by the server
    in_doubt: int  # answers in doubt after all kills together, and those that the server cut off
    left_behind: int  # answers in doubt though the bot was asked to end
    most_in_flight: int  # answers that one worker had in flight at one end
    out_of_order: int
    unfinished: int  # rows of the outbox that are not `sent`
    failures: int  # updates whose step raised
    concerned: frozenset[int]  # whose answers are missing, unexplained, out of order, or no row that is sent once

    def faults(self) -> tuple[str, ...]:
        """Say what must not be; nothing, if all is well."""
        never = (
            *("lost", "taken_twice", "missing", "unexplained"),
            *("left_behind", "out_of_order", "unfinished", "failures"),
        )
        wrong = [f"{figure} {name.replace('_', ' ')}" for name in never if (figure := getattr(self, name))]
        if self.ends and not self.most_in_flight:
            wrong.append("nothing was in flight at any end, so that nothing is proved")
        return tuple(wrong)


def account_of(record: Record) -> Account:
    """Hold everything against everything."""
    asked, heard = record.asked, Counter(answer.number for answer in record.answers)
    doubts = Counter(update for updates in record.in_doubt for update in updates)
    cut_off = Counter(answer.number for answer in record.answers if answer.dropped)
    lost, taken_twice = _effects(asked, record.books)
    extra = {question: max(0, heard[question.number] - 1) for question in asked}
    unexplained = {one: max(0, more - doubts[one.update_id] - cut_off[one.number]) for one, more in extra.items()}
    states = record.books.states
    sent_once = {one for one in asked if list(states.get(one.update_id, ())) == ["sent"]}
    late = _out_of_order(asked, record.answers)
    return Account(
        ends=len(record.in_flight),
        updates=len(asked),
        handed_out_again=sum(times > 1 for times in Counter(record.handed_out).values()),
        taken_once=len(asked) - lost - taken_twice,
        lost=lost,
        taken_twice=taken_twice,
        replies=sum(heard[question.number] > 0 for question in asked),
        missing=sum(heard[question.number] == 0 for question in asked),
        repeated=sum(extra.values()),
        unexplained=sum(unexplained.values()),
        in_doubt=doubts.total() + cut_off.total(),
        left_behind=sum(len(updates) for updates in record.left_behind),
        most_in_flight=max((len(updates) for end in record.in_flight for updates in end.values()), default=0),
        out_of_order=len(late),
        unfinished=sum(state != "sent" for states in record.books.states.values() for state in states),
        failures=record.books.failures,
        concerned=frozenset(
            one.person for one in asked if not heard[one.number] or unexplained[one] or one not in sent_once
        ).union(late),
    )


def _effects(asked: Sequence[Question], books: Books) -> tuple[int, int]:
    """Count the updates that were lost and those that took effect twice.

    An update's effects are a turn of its person's conversation, a number in the inbox and one row in the outbox.
    """
    turns = {person: books.turns.get(person, 0) - sent for person, sent in Counter(q.person for q in asked).items()}
    rows = {question: len(books.states.get(question.update_id, ())) for question in asked}
    unwritten = sum(question.update_id not in books.taken or rows[question] == 0 for question in asked)
    too_few, too_many = (sum(max(0, sign * off) for off in turns.values()) for sign in (-1, 1))
    return max(too_few, unwritten), max(too_many, sum(max(0, count - 1) for count in rows.values()))


def _out_of_order(asked: Sequence[Question], answers: Sequence[Answer]) -> list[int]:
    """Return whose answers, repeated ones too, came after the answer to a later question, for each of them."""
    people = {question.number: question.person for question in asked}
    latest: dict[int, int] = defaultdict(int)
    late: list[int] = []
    for answer in answers:
        person = people[answer.number]
        late += [person] if answer.number < latest[person] else []
        latest[person] = max(latest[person], answer.number)
    return late
