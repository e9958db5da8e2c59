"""What is open for a person is answered, or somebody is written to."""

from bot.chat import Said, SharedPlace
from bot.flows.affiliating import after_sending
from bot.flows.affiliating.steps import OfAffiliation
from bot.flows.afterwards import verifying
from bot.flows.answering import answers, facts, late
from bot.flows.check_in import checking_in
from bot.flows.crossroads.heard import Heard, of_words
from bot.flows.desk import Move
from bot.flows.flow import Waits
from bot.flows.groups import groups_there
from bot.flows.mail import replies as mail_replies
from bot.flows.wishes import topics
from domain import certificate_codes


def in_a_group(heard: Heard) -> Move | None:
    return groups_there.heard(heard.event, heard.desk)


@of_words
def refused_in_reply(heard: Heard) -> Move | None:
    return topics.replied(heard.event, heard.desk)


def replied_to_mail(heard: Heard) -> Move | None:
    return mail_replies.replied(heard.event, heard.desk)


@of_words
def replied_to_question(heard: Heard) -> Move | None:
    return answers.replied(heard.event, heard.desk)


@of_words
def refused(heard: Heard) -> Move | None:
    return None if heard.takes_words else topics.written(heard.event, heard.desk)


def at_the_door(heard: Heard) -> Move | None:
    match heard.event:
        case Said() as said:
            return checking_in.spoken(said, heard.desk)
        case SharedPlace() as shared:
            return checking_in.located(shared, heard.desk)
    return None


@of_words
def answered(heard: Heard) -> Move | None:
    return answers.answered(heard.event, heard.desk, heard.step) if isinstance(heard.event, Said) else None


@of_words
def fact_asked_for(heard: Heard) -> Move | None:
    """Answer a question for a fact of what is at hand; where words are the answer, none of them is such a question."""
    if not isinstance(heard.event, Said) or heard.waits not in {Waits.NOTHING, Waits.TAP, Waits.REMARK}:
        return None
    at = heard.topic or heard
    return facts.asked(heard.event, at.step, heard.desk, is_free=heard.waits is Waits.NOTHING)


@of_words
def wondered_at_hand(heard: Heard) -> Move | None:
    at = heard.topic or heard
    return facts.wondered(heard.event, at.step, heard.desk) if isinstance(heard.event, Said) else None


@of_words
def of_a_request(heard: Heard) -> Move | None:
    """Hear what is said of a request under way, also at its summary."""
    is_its_own = heard.waits is Waits.TAP and isinstance(heard.step, OfAffiliation)
    if not isinstance(heard.event, Said) or not (heard.waits is Waits.NOTHING or is_its_own):
        return None
    return after_sending.heard(heard.event, heard.step, heard.desk)


@of_words
def code_named(heard: Heard) -> Move | None:
    """Check the code of a certificate, which is nothing else, wherever it is written."""
    if not isinstance(heard.event, Said) or (heard.takes_words and heard.waits is not Waits.REMARK):
        return None
    code = certificate_codes.named(heard.event.text)
    return verifying.verify(code, heard.desk) if code else None


@of_words
def running_late(heard: Heard) -> Move | None:
    return late.heard(heard.event, heard.desk) if isinstance(heard.event, Said) else None


@of_words
def answered_in_words(heard: Heard) -> Move | None:
    return answers.answered_in_words(heard.event, heard.desk) if isinstance(heard.event, Said) else None


@of_words
def passed_on(heard: Heard) -> Move | None:
    return answers.passed_on(heard.event, heard.desk, heard.step) if isinstance(heard.event, Said) else None


@of_words
def offered_on(heard: Heard) -> Move | None:
    return answers.offered(heard.event, heard.desk) if isinstance(heard.event, Said) else None
