"""Everything of ours that a person's written answer may be meant for, one table: how it is found, and by what name.

| what | waits for an answer (ASKED) | heard besides (TOLD) | words go there |
|---|---|---|---|
| a seat that is kept | until its deadline | | 48 h |
| a reminder, a change | until it begins, unless answered | its answer, taken back, until it begins | 48 h after it |
| a duty | until it begins, or the deadline of a call | its answer, taken back, likewise | 48 h after it |
| the centre's question | until answered | | a week |
| a returned request | until sent again | | a week |
| the yearly question | until answered | | a week |
| how it was | | a week | below the question: the stars are asked for |
| the centre's letter | | a week after its answer | by themselves for a day, a week with a tap |

Words go by themselves only where an answer is waited for; after that time, and where it is answered, a tap sends them.
What nobody has asked for is KNOWN: of that only a no that names itself (请假) is understood, and it opens where a tap
can say it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from bot.flows.activities.scene import scene
from bot.flows.afterwards import rating
from bot.flows.answering.duty import DutyQuestion
from bot.flows.answering.letter import FRESH_S, Letter
from bot.flows.answering.question import Question, Standing
from bot.flows.answering.seat import ActivityQuestion
from bot.flows.answering.stars import RatingQuestion
from bot.flows.answering.stay import CentreQuestion, ReturnedRequest, StillHere
from bot.flows.desk import Desk
from bot.flows.duties.rights import mine as own_answer
from bot.flows.entry_points import row_id
from bot.flows.reviewing import questions as asked_questions
from domain.activities.activities import Stage
from domain.activities.duties import State as DutyState
from domain.activities.seats import COMING, HERE
from domain.activities.seats import State as SeatState
from domain.affiliations.affiliations import State, Verb
from storage.activities import activities, duties, ratings, signup_reading
from storage.activities.signup_reading import Appointment
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.announcements import threads
from storage.messages import outbox
from storage.people import questions

NEAR_S: Final = 48 * 3_600.0
"""What was asked or answered, or begins, within this time hears words by itself."""

_AHEAD_S: Final = 366 * 24 * 3_600.0
_SAID: Final = frozenset({DutyState.COMING, DutyState.RESERVE, DutyState.DECLINED, DutyState.DROPPED})
_SEATED: Final = frozenset({*COMING, SeatState.WAITING})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question: by the noun that messages about it carry, and how all of a person's are found."""

    noun: str
    named: Callable[[int, Desk], Question | None]
    all: Callable[[Desk], Iterator[Question]]


def named(about: str, desk: Desk) -> Question | None:
    """Return the question that a message was about; None: it was none, or not this person's, or it is gone."""
    noun, _, number = about.partition(":")
    kind = _KINDS.get(noun)
    return kind.named(row_id(number), desk) if kind else None


def open_for(desk: Desk) -> list[Question]:
    """Return all that this person may mean, what begins soonest first within each kind."""
    return list(chain.from_iterable(kind.all(desk) for kind in KINDS))


def asking_for_words(desk: Desk) -> list[Question]:
    """Return those that any words answer."""
    return [one for one in chain(_centre_questions(desk), _stays(desk)) if one.takes_words]


# ---------------------------------------------------------------- seats


def _seat(activity_id: int, desk: Desk) -> Question | None:
    """Return what a message about an activity asks: whether one comes, and when it is over, how it was."""
    seen = scene(activity_id, desk)
    if seen is None or seen.row.stage is Stage.DRAFT:
        return None
    row = seen.row
    if rating.rateable(row.id, desk) is not None:
        return RatingQuestion(row)
    standing = next((one.standing for one in _seats(desk) if one.row.id == row.id), Standing.KNOWN)
    return ActivityQuestion(row, standing)


def _offer(signup_id: int, desk: Desk) -> Question | None:
    offered = signup_reading.by_id(desk.unit, signup_id)
    is_mine = offered is not None and offered.chat_id == desk.person.chat_id
    return _seat(offered.activity_id, desk) if offered and is_mine else None


def _seats(desk: Desk) -> Iterator[ActivityQuestion]:
    now, chat_id = desk.now.timestamp(), desk.person.chat_id
    ahead = signup_reading.of_person(desk.unit, chat_id, now, now + _AHEAD_S)
    asked = outbox.asked(desk.unit, chat_id) if ahead else {}
    for one in ahead:
        row = activities.find(desk.unit, one.activity_id) if one.stage is Stage.PUBLISHED else None
        reminded_at, offered_at = asked.get(f"activity:{one.activity_id}"), asked.get(f"signup:{one.signup.id}")
        question = _standing(one, now, reminded_at, offered_at) if row else None
        if row is not None and question is not None:
            standing, fresh_until = question
            yield ActivityQuestion(row, standing, fresh_until)


def _standing(
    one: Appointment, now: float, reminded_at: float | None, offered_at: float | None
) -> tuple[Standing, float] | None:
    """Tell how much of a question a seat is, and until when it hears words; None: it is none."""
    state = one.signup.state
    if state is SeatState.OFFERED and (one.signup.offered_until or now) > now:
        return Standing.ASKED, one.signup.since + NEAR_S
    if state is SeatState.SIGNED_UP and reminded_at is not None and one.starts_at > now:
        return Standing.ASKED, reminded_at + NEAR_S
    asked_at = reminded_at or offered_at
    if state in COMING and asked_at is not None:
        return Standing.TOLD, max(asked_at + NEAR_S, one.ends_at if one.starts_at < now + NEAR_S else 0.0)
    if state in COMING and one.signup.late_minutes:
        return Standing.TOLD, one.ends_at
    return (Standing.KNOWN, 0.0) if state in _SEATED and one.starts_at > now else None


# ---------------------------------------------------------------- duties


def _duty(answer_id: int, desk: Desk) -> Question | None:
    own = own_answer(answer_id, desk)
    if own is None:
        return None
    return next((one for one in _duties(desk) if one.own.row.id == answer_id), DutyQuestion(own))


def _duties(desk: Desk) -> Iterator[DutyQuestion]:
    now = desk.now.timestamp()
    asked = (own_answer(one.id, desk) for _, one in duties.of_person(desk.unit, desk.person.chat_id, now))
    for own in (one for one in asked if one is not None):
        task, answer = own.matter.duty.task, own.row
        starts_at, soon = task.starts_at, task.ends_at if task.starts_at < now + NEAR_S else 0.0
        is_asked = {DutyState.ASKED: starts_at > now, DutyState.CALLED: (answer.asked_until or now) > now}
        if is_asked.get(answer.state):
            yield DutyQuestion(own, Standing.ASKED, answer.since + NEAR_S)
        elif answer.state in _SAID and (answer.since > now - NEAR_S or soon):
            yield DutyQuestion(own, Standing.TOLD, max(answer.since + NEAR_S, soon))
        elif answer.state in {DutyState.COMING, DutyState.RESERVE}:
            yield DutyQuestion(own)


# ---------------------------------------------------------------- stays


def _centre_question(question_id: int, desk: Desk) -> Question | None:
    found = asked_questions.own(question_id, desk)
    return CentreQuestion(found) if found else None


def _centre_questions(desk: Desk) -> Iterator[Question]:
    return (CentreQuestion(found) for found in questions.open_for(desk.unit, desk.person.chat_id))


def _stay(affiliation_id: int, desk: Desk) -> Question | None:
    return next((one for one in _stays(desk) if one.about == f"affiliation:{affiliation_id}"), None)


def _stays(desk: Desk) -> Iterator[Question]:
    for row in affiliations.current(desk.unit, desk.person.chat_id):
        match row.state:
            case State.RETURNED:
                yield _returned(row, desk)
            case State.CONFIRMATION_DUE:
                yield StillHere(row)


def _returned(row: AffiliationRow, desk: Desk) -> ReturnedRequest:
    taken = affiliations.steps(desk.unit, row.id)
    return ReturnedRequest(row, [one for one in taken if one.verb is Verb.RETURN][-1])


# ---------------------------------------------------------------- afterwards, and letters


def _rating(activity_id: int, desk: Desk) -> Question | None:
    row = rating.rateable(activity_id, desk)
    return RatingQuestion(row) if row else None


def _ratings(desk: Desk) -> Iterator[Question]:
    """Find what can be rated and is not; what was rated is changed by its own button."""
    now, chat_id = desk.now.timestamp(), desk.person.chat_id
    for one in signup_reading.of_person(desk.unit, chat_id, now - rating.OPEN_S, now):
        row = rating.rateable(one.activity_id, desk) if one.signup.state in HERE else None
        if row is not None and ratings.find(desk.unit, row.id, chat_id) is None:
            yield RatingQuestion(row)


def _letter(thread_id: int, desk: Desk) -> Question | None:
    row = threads.find(desk.unit, thread_id)
    return Letter(row) if row is not None and row.chat_id == desk.person.chat_id else None


def _letters(desk: Desk) -> Iterator[Question]:
    since = desk.now.timestamp() - FRESH_S
    return (Letter(row, at) for row, at in threads.answered_since(desk.unit, desk.person.chat_id, since))


KINDS: Final = (
    Kind("duty_answer", _duty, _duties),
    Kind("activity", _seat, _seats),
    Kind("question", _centre_question, _centre_questions),
    Kind("affiliation", _stay, _stays),
    Kind("rating", _rating, _ratings),
    Kind("thread", _letter, _letters),
)

_KINDS: Final[Mapping[str, Kind]] = {kind.noun: kind for kind in KINDS} | {
    "signup": Kind("signup", _offer, lambda _desk: iter(()))
}
