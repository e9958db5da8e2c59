"""What people write back: applied to the question it answers, or asked about, or passed on to who can read it.

A reply belongs to the message that it replies to. Anything else belongs to the only question that it can be meant for;
where there are several the person says which, and a day or a name within the sentence tells them apart. Nothing is
ever guessed. `open_questions` has the table of what is heard, and until when.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.chat import Said, Text
from bot.flows.answering import late, open_questions
from bot.flows.answering.at_hand import about_of
from bot.flows.answering.duty import DutyQuestion
from bot.flows.answering.letter import Letter
from bot.flows.answering.question import Heard, Question, Standing, heard
from bot.flows.answering.seat import ActivityQuestion
from bot.flows.answering.stars import RatingQuestion
from bot.flows.answering.steps import SayingWhich
from bot.flows.desk import Desk, Go, Happening, Move, Remain
from bot.flows.mail.words import kept_of
from bot.flows.step import Step
from bot.flows.typed import readable
from domain.said import days as said_days
from domain.said.answers.answers import (
    Meaning,
    Saying,
    answers_in_part,
    asks,
    is_a_mere_number,
    is_a_question,
    is_courtesy,
    is_half_an_answer,
    is_polite,
    understood,
)
from storage.messages import outbox

MOST_QUESTIONS: Final = 5
_LEAST_OF_A_NAME: Final = 2


def replied(event: Happening, desk: Desk) -> Move | None:
    """Answer a reply to a question of ours; None for anything else."""
    if not isinstance(event, Said) or not event.reply_to:
        return None
    question = open_questions.named(outbox.about(desk.unit, desk.person.chat_id, event.reply_to), desk)
    return None if question is None else said_to(question, heard(event), desk)


def said_to(question: Question, said: Heard, desk: Desk) -> Move:
    """Take words that are surely meant for this question."""
    called = _by_name([question], said)
    for one, meant in called or [(question, said)]:
        if one.takes_words or one.hears(meant):
            return one.answer(meant, desk)
    if said.why and isinstance(question, ActivityQuestion) and said.meaning is None:
        return question.open(said, desk)
    return question.pass_on(said, desk)


def answered(said: Said, desk: Desk, at_hand: Step) -> Move | None:
    """Take a clear answer to what is open; None for anything else. `at_hand` is where the person is."""
    words = heard(said)
    if not words.may_answer:
        return None
    questions, shown = open_questions.open_for(desk), {_newest(desk), about_of(at_hand)}
    if words.rated is not None and is_a_mere_number(said.text):
        questions = [one for one in questions if not isinstance(one, RatingQuestion) or one.about in shown]
    return (
        _asked_back(words, questions, desk)
        or _no_with_its_reason(words, questions, desk)
        or _no_to_several(words, questions, at_hand, desk)
        or _clear(words, questions, desk)
    )


def answered_in_words(said: Said, desk: Desk) -> Move | None:
    """Take any words as the answer to what asks for words, a week long; None where nothing does.

    The name of a place is asked about, unless the bot has asked last: 嘉兴大厦 is also where somebody works.
    """
    words, now = heard(said), desk.now.timestamp()
    asked = [one for one in open_questions.asking_for_words(desk) if one.fresh_until > now]
    if not asked or is_a_question(said.text) or is_courtesy(said.text) or kept_of(said) is None:
        return None
    waiting = [one for one in open_questions.open_for(desk) if one.standing is Standing.ASKED]
    newest = _newest(desk)
    last = next((one for one in asked if one.about == newest), None)
    if last is not None:
        return last.answer(words, desk)
    is_a_place = desk.search.find(desk.unit, said.text, 1).sure
    return which(said, waiting) if len(waiting) > 1 or is_a_place else asked[0].answer(words, desk)


def passed_on(said: Said, desk: Desk, at_hand: Step) -> Move | None:
    """Pass on what nobody has understood to the people behind what waits for an answer; None where nothing does.

    A volunteer may write of anything while a call is open: what is no half of an answer to it leaves with a tap. What
    was asked long ago is asked about, or yields to a place that sounds like it. Words beside stars go nowhere by
    themselves unless the stars are being asked for.
    """
    kept = kept_of(said)
    if kept is None:
        return None
    questions, newest, now = open_questions.open_for(desk), _newest(desk), desk.now.timestamp()
    waiting = [one for one in questions if one.standing is Standing.ASKED]
    is_last = newest in {"", about_of(at_hand)}
    rating: list[Question] = [
        one for one in questions if is_last and isinstance(one, RatingQuestion) and one.about == about_of(at_hand)
    ]
    heard_by = rating or [one for one in waiting if one.about == newest or one.fresh_until > now]
    if heard_by and not rating:
        heard_by += [one for one in questions if one.standing is Standing.TOLD and one.about == newest]
    match heard_by:
        case [DutyQuestion(standing=Standing.ASKED) as call] if not is_half_an_answer(said.text):
            return call.offer(said.text, kept.key, desk)
        case [only]:
            return only.pass_on(heard(said), desk)
    asked = heard_by or ([] if _is_like_a_place(said, desk) else waiting)
    return which(said, asked) if asked else None


def offered(said: Said, desk: Desk) -> Move | None:
    """Offer to pass on what nobody has understood to the people behind what has its answer; None where nothing has.

    Nothing leaves without a tap, but what follows the centre's letter at once.
    """
    if kept_of(said) is None or _is_like_a_place(said, desk):
        return None
    now = desk.now.timestamp()
    told = [one for one in open_questions.open_for(desk) if one.standing is Standing.TOLD and one.fresh_until > now]
    rating = [one for one in told if isinstance(one, RatingQuestion) and one.about == _newest(desk)]
    if rating and not asks(said.text) and not answers_in_part(said.text):
        return rating[0].pass_on(heard(said), desk)  # it asks for the stars, and keeps nothing before the tap
    asked = [one for one in told if not isinstance(one, RatingQuestion)]
    match asked:
        case [Letter() as letter] if letter.is_new(now):
            return letter.pass_on(heard(said), desk)
    return which(said, asked) if asked else None


def _is_like_a_place(said: Said, desk: Desk) -> bool:
    return bool(desk.search.find(desk.unit, said.text, 1).hits)


def beside_form(said: Said, desk: Desk) -> Move | None:
    """Take a pure answer word that fits the bot's newest question though a form waits for words: the form stays.

    A form that has asked last keeps what is written: then its question is the newest.
    """
    without_marks = said.text.translate(_MARKS)
    if understood(without_marks) is None:
        return None
    newest, words = _newest(desk), heard(said)
    question = next((one for one in open_questions.open_for(desk) if newest and one.about == newest), None)
    if question is None or not question.hears(heard(replace(said, text=without_marks))):
        return None
    if not question.hears(words):  # 能来？
        return question.pass_on(words, desk)
    move = question.answer(words, desk)
    if isinstance(move, Remain):
        return move
    noted = (question.noted(words, desk),) if isinstance(question, ActivityQuestion) else ()
    return Remain((*move.before, *noted), move.tells)


_MARKS: Final = str.maketrans("?？؟", "   ")


def which(said: Said, questions: Sequence[Question]) -> Move:
    """Ask which of these is meant."""
    kept = kept_of(said)
    abouts = tuple(one.about for one in questions[:MOST_QUESTIONS])
    return Go(SayingWhich(readable(said.text), abouts, kept.key if kept else ""))


def _no_to_several(words: Heard, questions: Sequence[Question], at_hand: Step, desk: Desk) -> Move | None:
    """Ask which of several a no that names none is meant for, unless one of them is at hand or has asked last."""
    if words.meaning is None or words.meaning.saying is not Saying.DOES_NOT or not words.meaning.in_full:
        return None
    fitting = [(one, words) for one in questions if isinstance(one, ActivityQuestion | DutyQuestion)]
    found = [one for one, _ in _of_the_day(fitting, words, desk)]
    newest, shown = _newest(desk), about_of(at_hand)
    asked = [one for one in found if one.standing is Standing.ASKED]
    is_last = {asked[0].about} if len(asked) == 1 and asked[0].about == newest else set[str]()
    meant = [one for one in found if one.about in (is_last or {shown} & {newest or shown})]
    if meant:
        return _taken([(meant[0], words)], words, desk)
    return which(words.said, found) if len(found) > 1 else None


def _no_with_its_reason(words: Heard, questions: Sequence[Question], desk: Desk) -> Move | None:
    """Open where a tap says a no whose reason is in words of its own: 算了不来了，家里老人住院."""
    if not words.why or (words.meaning is not None and _of_the_day([(one, words) for one in questions], words, desk)):
        return None
    seats = [(one, words) for one in questions if isinstance(one, ActivityQuestion | DutyQuestion)]
    named = [(one, words) for one, _ in seats if any(_without(name, words.text) for name in one.names)]
    match _of_the_day(named or seats, words, desk):
        case []:
            return which(words.said, [one for one, _ in seats]) if seats else None
        case [(DutyQuestion(standing=Standing.ASKED) as only, _)]:
            return only.pass_on(words, desk)
        case [(ActivityQuestion() | DutyQuestion() as only, _)]:
            return only.open(words, desk)
        case found:
            return which(words.said, [one for one, _ in found])


def _clear(words: Heard, questions: Sequence[Question], desk: Desk) -> Move | None:
    """Find the question that these words are an answer to: first of those that wait for one."""
    on_another_day: list[Question] = []
    for standing in Standing:
        among = [one for one in questions if one.standing is standing]
        found = _by_name(among, words) or [(one, words) for one in among if one.hears(words)]
        found = [(one, meant) for one, meant in found if standing is not Standing.KNOWN or _is_said_unasked(meant)]
        meant_ones = _of_the_day(found, words, desk)
        if meant_ones:
            return _taken(meant_ones, words, desk)
        on_another_day += [one for one, _ in found if standing is not Standing.KNOWN]
    return which(words.said, on_another_day) if on_another_day else None


def _asked_back(words: Heard, questions: Sequence[Question], desk: Desk) -> Move | None:
    """Pass on 来？ to who asked for a yes or a no: with a question mark it is neither."""
    if not is_a_question(words.text):
        return None
    plain = heard(replace(words.said, text=words.text.translate(_MARKS)))
    found = [one for one in questions if one.standing is Standing.ASKED and plain.meaning and one.hears(plain)]
    if not found:
        return None
    return found[0].pass_on(words, desk) if len(found) == 1 else which(words.said, found)


def _taken(found: Sequence[tuple[Question, Heard]], words: Heard, desk: Desk) -> Move:
    match found:
        case [(ActivityQuestion() | DutyQuestion() as only, meant)] if only.standing is Standing.KNOWN:
            if meant.meaning is None or not meant.meaning.late_minutes:
                return only.open(meant, desk)
            return late.near(words.said, desk) or which(words.said, [only])
        case [(ActivityQuestion() | DutyQuestion() as only, meant)] if only.standing is Standing.TOLD:
            if _is_received(meant):
                return only.answer(replace(meant, meaning=Meaning(Saying.RECEIVED)), desk)
            return which(words.said, [only]) if _is_a_mere_no(meant) else only.answer(meant, desk)
        case [(ActivityQuestion() | DutyQuestion() as only, meant)] if _is_polite(meant, only, desk):
            return which(words.said, [only])
        case [(only, meant)]:
            return only.answer(meant, desk)
    if all(_is_appointed(one) and _is_received(meant) for one, meant in found):
        return Remain((Text(desk.words("All right. See you then.")),))
    return which(words.said, [one for one, _ in found])


def _is_polite(words: Heard, question: Question, desk: Desk) -> bool:
    """Tell 好的，谢谢 to something else that the bot has said since it asked: it may be no promise at all."""
    return is_polite(words.said.text) and question.standing is Standing.ASKED and _newest(desk) != question.about


def _is_appointed(one: Question) -> bool:
    """Tell a seat or a duty that has its answer."""
    return isinstance(one, ActivityQuestion | DutyQuestion) and one.standing is Standing.TOLD


def _is_received(words: Heard) -> bool:
    """Tell what says that something was read; so does a mere "ok" to what has its answer already."""
    saying = words.meaning.saying if words.meaning else None
    is_ok = words.meaning == Meaning(Saying.COMES)  # in no words that name coming
    return saying is Saying.RECEIVED or is_ok


def _is_a_mere_no(words: Heard) -> bool:
    """Tell a no that names nothing: where nothing is asked it may be an answer to something else."""
    return words.meaning is not None and words.meaning.saying is Saying.DOES_NOT and not words.meaning.in_full


def _is_said_unasked(words: Heard) -> bool:
    """Tell a no, or a lateness, that names itself: it is understood though nobody has asked."""
    meaning = words.meaning
    return meaning is not None and (meaning.late_minutes > 0 or (meaning.saying is Saying.DOES_NOT and meaning.in_full))


def _of_the_day(found: Sequence[tuple[Question, Heard]], words: Heard, desk: Desk) -> Sequence[tuple[Question, Heard]]:
    """Leave those of the day that is named, else those that are of no day; all of them where none is named."""
    days = said_days.named(words.text, desk.now)
    if days is None:
        return _near(found, desk) if words.meaning and words.meaning.late_minutes else found
    of_it = [(one, meant) for one, meant in found if (day := one.day(desk)) and days.first <= day <= days.last]
    return of_it or [(one, meant) for one, meant in found if one.day(desk) is None]


def _near(found: Sequence[tuple[Question, Heard]], desk: Desk) -> Sequence[tuple[Question, Heard]]:
    """Leave what somebody can be late for by now; all of them where that is nothing."""
    soon = desk.now.timestamp() + late.NEAR_S
    near = [(one, meant) for one, meant in found if isinstance(one, DutyQuestion | ActivityQuestion)]
    return [(one, meant) for one, meant in near if one.begins_at < soon] or found


def _by_name(questions: Sequence[Question], words: Heard) -> list[tuple[Question, Heard]]:
    """Find the questions that the words call by their name, and what else they say: 党课来不了."""
    found = []
    for question in questions:
        rest = next((rest for name in question.names if (rest := _without(name, words.text)) is not None), None)
        meaning = understood(rest) if rest is not None else None
        meant = replace(words, meaning=meaning)
        if meaning is not None and words.meaning is None and question.hears(meant):
            found.append((question, meant))
    return found


def _without(name: str, text: str) -> str | None:
    """Cut out of a sentence the longest piece of a name that is in it; None: there is none."""
    pieces = (
        name[first:last]
        for length in range(len(name), _LEAST_OF_A_NAME - 1, -1)
        for first in range(len(name) - length + 1)
        for last in (first + length,)
    )
    piece = next((piece for piece in pieces if piece in text), None)
    return None if piece is None else text.replace(piece, " ", 1)


def _newest(desk: Desk) -> str:
    """Return what the bot's newest message asks, by the name of the question itself; "": nothing."""
    about = outbox.newest_about(desk.unit, desk.person.chat_id)
    question = open_questions.named(about, desk) if about else None
    return question.about if question else ""
