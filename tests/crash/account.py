"""What an ordeal came to: every question held against its effect, its answers and the times it was in doubt."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tests.crash.books import Books
from tests.crash.telegram import Answer, Question


@dataclass(frozen=True, slots=True)
class Account:
    """The figures of one line of the table. Those that `faults` looks at must be 0, and one must not."""

    kills: int
    updates: int
    handed_out_again: int  # updates that were delivered to the bot more than once
    taken_once: int  # updates that took effect exactly once
    lost: int
    taken_twice: int
    replies: int  # answers that stand in a chat, repeated ones not counted
    missing: int
    repeated: int
    unexplained: int  # repeated answers that were neither in flight at a kill nor cut off by Telegram
    in_doubt: int  # answers in flight at all kills together, and those whose connection was cut off
    most_in_flight: int  # answers in flight at one kill
    out_of_order: int
    unfinished: int  # rows of the outbox that did not come to `sent`
    failures: int  # updates whose step raised

    def faults(self) -> tuple[str, ...]:
        """Say what must not be; nothing, if all is well."""
        wrong = [
            f"{figure} {name.replace('_', ' ')}"
            for name in ("lost", "taken_twice", "missing", "unexplained", "out_of_order", "unfinished", "failures")
            if (figure := getattr(self, name))
        ]
        if self.kills and not self.most_in_flight:
            wrong.append("nothing was in flight at any kill, so that nothing is proved")
        return tuple(wrong)


def settle(
    asked: Sequence[Question],
    books: Books,
    answers: Sequence[Answer],
    handed_out: Collection[int],
    in_flight: Sequence[Collection[int]],
) -> Account:
    """Hold everything against everything. `in_flight` names, for each kill, the updates whose answers were on the way."""
    effects, heard = _effects(asked, books), Counter(answer.number for answer in answers)
    doubts = Counter(update for updates in in_flight for update in updates)
    cut_off = Counter(answer.number for answer in answers if answer.dropped)
    extra = {question: max(0, heard[question.number] - 1) for question in asked}
    return Account(
        kills=len(in_flight),
        updates=len(asked),
        handed_out_again=sum(1 for times in Counter(handed_out).values() if times > 1),
        taken_once=sum(1 for times in effects.values() if times == 1),
        lost=sum(1 for times in effects.values() if times == 0),
        taken_twice=sum(1 for times in effects.values() if times > 1),
        replies=sum(1 for question in asked if heard[question.number]),
        missing=sum(1 for question in asked if not heard[question.number]),
        repeated=sum(extra.values()),
        unexplained=sum(max(0, more - doubts[q.update_id] - cut_off[q.number]) for q, more in extra.items()),
        in_doubt=doubts.total() + cut_off.total(),
        most_in_flight=max((len(updates) for updates in in_flight), default=0),
        out_of_order=_out_of_order(asked, answers),
        unfinished=sum(row.state != "sent" for rows in books.rows.values() for row in rows),
        failures=books.failures,
    )


def _effects(asked: Sequence[Question], books: Books) -> dict[Question, int]:
    """Count how often each question took effect.

    An effect is a turn of the conversation, a number in the inbox and one answer in the outbox. Turns have no numbers
    of updates: a person's are right or wrong together.
    """
    turns = Counter(question.person for question in asked)
    effects: dict[Question, int] = {}
    for question in asked:
        turned = (books.turns.get(question.person, 0) > 0) + _sign(books.turns.get(question.person, 0) - turns[question.person])
        written = len(books.rows.get(question.update_id, ()))
    return effects
