"""Questions about what is at hand: the card on the screen, what the newest message is about, or all that is ahead.

A fact that the card holds is said in a sentence, and the card comes again below it; what it does not hold is not
guessed: the question can be passed on.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.chat import Buttons, Said, Text
from bot.flows.activities.finding import page
from bot.flows.activities.scene import scene
from bot.flows.activities.steps import ActivityCard, ActivityList, GivingReason, MindingClash, MyActivities
from bot.flows.answering import open_questions
from bot.flows.answering.activity_facts import noted_by_organisers, of_activity, of_duty
from bot.flows.answering.at_hand import about_of
from bot.flows.answering.duty import DutyQuestion
from bot.flows.answering.point_facts import of_point, of_points, of_service
from bot.flows.answering.question import Standing
from bot.flows.answering.seat import ActivityQuestion
from bot.flows.desk import Desk, Go, Move
from bot.flows.duties.rights import mine as own_answer
from bot.flows.duties.steps import MyDuty
from bot.flows.finding import browse, nearest
from bot.flows.finding.point_card import metres
from bot.flows.mail.words import kept_of, offer
from bot.flows.points import NearestList, PointCard, UnitList
from bot.flows.step import Step
from domain.places.places import Services
from domain.said import days as said_days
from domain.said.answers.answers import Saying, asks, understood
from domain.said.days import Days
from domain.said.questions import about
from domain.said.questions.facts import Fact, is_and, read
from domain.said.questions.follow_ups import asks_with_no
from domain.said.sentences import frames
from domain.said.sentences.frames import Frame, Wish
from domain.said.writing.dialect import standard
from domain.said.writing.signs import plain
from storage.messages import outbox
from storage.places import places

_OF_A_POINT: Final = frozenset(
    {
        *(Fact.HOURS, Fact.WHEN, Fact.PLACE, Fact.WAY, Fact.PHONE, Fact.HOLDER, Fact.SERVICES, Fact.NOTES),
        *(Fact.GUESTS, Fact.ACCESS),
    }
)
_OF_WHAT_IS_AHEAD: Final = frozenset(
    {Fact.WHEN, Fact.PLACE, Fact.WAY, Fact.NOTES, Fact.MINE, Fact.HOLDER, Fact.WHOM, Fact.GUESTS}
)
"""What is asked of what is ahead though no card shows it; "are there seats" means what is on."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a question is about: the screen below the answer, on which day it is (None: on any), and its facts.

    `about` names it for whoever gets the question passed on.
    """

    about: str
    shown: Step
    day: date | None
    says: Callable[[Fact, str, date | None], str]
    notes: Callable[[str], str]


def asked(said: Said, step: Step, desk: Desk, *, is_free: bool) -> Move | None:
    """Answer a question for a fact; None for anything else. `is_free`: the screen at hand waits for nothing."""
    days, rest = said_days.cut(standard(plain(said.text)), desk.now)
    if isinstance(step, NearestList | UnitList):
        told = _of_all(step, rest, days, desk)
        if told is not None:
            return told
    subject = _shown(step, desk)
    fact = read(
        rest, is_shown=subject is not None or isinstance(step, ActivityList), of_point=isinstance(step, PointCard)
    )
    if fact is None and isinstance(step, PointCard) and days is not None and is_and(rest):
        fact = Fact.HOURS
    if subject is not None:
        if isinstance(step, PointCard) and fact not in _OF_A_POINT:
            return _of_service(step, subject, said, desk)
        return _of_service_there(subject, said, desk) if fact is None else _said(subject, fact, days, said, desk)
    if fact is None or not is_free:
        return None
    newest = _newest(desk)
    if newest is None and isinstance(step, ActivityList):
        return _of_one(step, fact, days, said, desk)
    ahead = [newest] if newest else _ahead(days, desk) if fact in _OF_WHAT_IS_AHEAD else []
    match ahead:
        case []:
            return None
        case [only]:
            return _said(only, fact, days, said, desk)
    if frames.read(said.text, desk.now).is_sure:  # it asks for a screen where no card is
        return None
    return Go(MyActivities(), before=(Text(desk.words("Which one is it? Please open it.")),))


def _of_one(step: ActivityList, fact: Fact, days: Days | None, said: Said, desk: Desk) -> Move | None:
    """Answer for the only activity of a list, or ask which is meant; a list of none says so itself."""
    listed = [row.id for row, _ in page(step, desk).found]
    if len(listed) != 1:
        t = desk.words
        which = t("Which one? Tap its number, or write it.")
        told = t("Each activity's card says whom it is for.") + "\n" + which if fact is Fact.GUESTS else which
        return Go(step, before=(Text(told),) if listed else ())
    only = _activity(listed[0], ActivityCard(listed[0], from_list=step), desk)
    return None if only is None else _said(only, fact, days, said, desk)


def _of_all(step: NearestList | UnitList, rest: str, days: Days | None, desk: Desk) -> Move | None:
    """Answer for each point of a list what is asked of none by its name; "is it free" is asked of the house."""
    fact = read(rest, of_point=True)
    if fact is None and days is not None and is_and(rest):
        fact = Fact.HOURS
    if fact is None or (fact is Fact.NOTES and about.asked(rest) is not None):
        return None
    lines = nearest.lines(step, desk) if isinstance(step, NearestList) else browse.lines_of(step, desk)
    told = of_points(fact, lines, days.first if days else None, desk) or _none_of_all(fact, desk)
    return Go(step, before=(Text(told),) if lines else ())


def _none_of_all(fact: Fact, desk: Desk) -> str:
    """Say what is known of no point of a list: which is asked, or that nobody has recorded it."""
    t = desk.words
    if fact in {Fact.ACCESS, Fact.GUESTS}:
        return t("That is not recorded here. The phone numbers are on the cards: better ask there first.")
    return t("Which one? Tap its number, or write it.")


def wondered(said: Said, step: Step, desk: Desk) -> Move | None:
    """Answer any other question at a card from its notes, or say that the card does not; None where people are asked.

    Who says that something is wrong there sees it once more.
    What waits for a yes or a no brings it to the people behind it instead.
    """
    meaning = understood(said.text)
    is_wrong = meaning is not None and meaning.saying is Saying.WRONG
    subject = _shown(step, desk) if is_wrong or asks(said.text) else None
    if subject is not None and is_wrong:
        return Go(subject.shown, before=(Text(desk.words("This is how it stands. What can be changed is below.")),))
    return None if subject is None else _from_notes(subject, said, desk)


def _from_notes(subject: _Subject, said: Said, desk: Desk) -> Move | None:
    noted = subject.notes(said.text)
    return Go(subject.shown, before=(Text(noted),)) if noted else _unsaid(subject, said, desk)


def _said(subject: _Subject, fact: Fact, days: Days | None, said: Said, desk: Desk) -> Move | None:
    if fact is not Fact.WHEN and not _is_of(subject, days):
        return None
    told, shown = subject.says(fact, said.text, days.first if days else None), subject.shown
    if isinstance(shown, ActivityCard) and fact in {Fact.PLACE, Fact.WAY}:
        shown = replace(shown, is_renewed=False)  # with its pin, which opens in the map of the phone
    if told and fact is Fact.GUESTS:
        return Go(shown, before=(Text(told, _offered(subject, said, desk)),))
    return Go(shown, before=(Text(told),)) if told else _unsaid(subject, said, desk)


def _offered(subject: _Subject, said: Said, desk: Desk) -> Buttons:
    """Return the button that passes the question on to the people behind what it is about."""
    kept = kept_of(said)
    return ((offer(kept.key, desk.words, subject.about),),) if kept else ()


def _is_of(subject: _Subject, days: Days | None) -> bool:
    """Tell whether the day that is named, if any, is its own."""
    return days is None or subject.day is None or days.first <= subject.day <= days.last


def _unsaid(subject: _Subject, said: Said, desk: Desk) -> Go | None:
    if _waits_for_answer(subject.shown, desk):
        return None
    unsaid = desk.words("The card does not say that. If you like, I ask the service centre.")
    return Go(subject.shown, before=(Text(unsaid, _offered(subject, said, desk)),))


# ---------------------------------------------------------------- what it is about


def _shown(step: Step, desk: Desk) -> _Subject | None:
    """Return what the screen at hand is about; None: nothing that has facts."""
    match step:
        case ActivityCard(activity_id):
            return _activity(activity_id, step, desk)
        case GivingReason(card) | MindingClash(card):
            return _activity(card.activity_id, step, desk)
        case MyDuty(answer_id):
            return _duty(answer_id, desk)
        case PointCard():
            return _point(step, desk)
    return None


def _activity(activity_id: int, shown: Step, desk: Desk) -> _Subject | None:
    seen = scene(activity_id, desk)
    if seen is None:
        return None
    begins = seen.begins.date()
    return _Subject(
        f"activity:{activity_id}",
        shown.renewed() if isinstance(shown, ActivityCard) else shown,
        begins,
        lambda fact, typed, _day: of_activity(fact, typed, seen),
        lambda typed: noted_by_organisers(typed, seen.row, desk),
    )


def _duty(answer_id: int, desk: Desk) -> _Subject | None:
    own = own_answer(answer_id, desk)
    if own is None:
        return None
    return _Subject(
        f"activity:{own.matter.activity.id}",
        MyDuty(answer_id),
        own.matter.begins.date(),
        lambda fact, typed, _day: of_duty(fact, typed, own, desk),
        lambda typed: noted_by_organisers(typed, own.matter.activity, desk),
    )


def _point(step: PointCard, desk: Desk) -> _Subject | None:
    point = places.point(desk.unit, step.point_id)
    if point is None:
        return None
    return _Subject(
        f"point:{point.id}",
        step,
        None,
        lambda fact, _typed, day: of_point(fact, point, day, desk, metres(step, point, desk)),
        lambda _typed: "",
    )


def _newest(desk: Desk) -> _Subject | None:
    """Return what the bot's newest message is about."""
    about = outbox.newest_about(desk.unit, desk.person.chat_id)
    return _of_question(open_questions.named(about, desk), desk) if about else None


def _ahead(days: Days | None, desk: Desk) -> list[_Subject]:
    """Return the seats and duties that are ahead, on the days that are named."""
    ahead = [_of_question(one, desk) for one in open_questions.open_for(desk)]
    return [one for one in ahead if one is not None and _is_of(one, days)]


def _of_question(question: object, desk: Desk) -> _Subject | None:
    match question:
        case ActivityQuestion(row):
            return _activity(row.id, ActivityCard(row.id), desk)
        case DutyQuestion(own):
            return _duty(own.row.id, desk)
    return None


def _waits_for_answer(step: Step, desk: Desk) -> bool:
    about = about_of(step)
    return any(one.about == about and one.standing is Standing.ASKED for one in open_questions.open_for(desk))


# ---------------------------------------------------------------- services


def _of_service(step: PointCard, subject: _Subject, said: Said, desk: Desk) -> Move | None:
    """Say whether a point has what is asked for; None where no service is asked for."""
    wish, point = _service_asked_for(said, desk), places.point(desk.unit, step.point_id)
    if wish is None or point is None:
        return None
    told = of_service(wish.services, point, desk)
    if wish.services is Services.ACCEPTS_AFFILIATIONS and not told:
        told = desk.words("This service point takes no affiliations.")
    return Go(step, before=(Text(told),)) if told else _unsaid(subject, said, desk)


def _of_service_there(subject: _Subject, said: Said, desk: Desk) -> Move | None:
    """Say what the notes of an activity say about a car park and the like."""
    if _service_asked_for(said, desk) is None:
        return None
    return _from_notes(subject, said, desk)


def _service_asked_for(said: Said, desk: Desk) -> Wish | None:
    """Return the services that a question names and nothing else: 有停车位吗, and not 附近哪里能停车."""
    reading = frames.read(said.text, desk.now)
    is_asked = asks(said.text) or asks_with_no(said.text)
    if len(reading.wishes) != 1 or reading.rest or not is_asked:
        return None
    wish = reading.wishes[0]
    is_of_here = wish.frame is Frame.POINTS and not wish.is_near and wish.days is None
    return wish if is_of_here and (wish.services or wish.is_other) else None
