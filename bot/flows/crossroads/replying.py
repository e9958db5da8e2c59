"""What is open for a person is answered, or somebody is written to."""

from bot.chat import Said, SharedPlace
from bot.flows.affiliating import after_sending
from bot.flows.affiliating.steps import OfAffiliation
from bot.flows.afterwards import verifying
from bot.flows.answering import answers, facts, late
from bot.flows.check_in import checking_in
from bot.flows.crossroads.heard import Heard, of_sentences, of_words
from bot.flows.desk import Move
from bot.flows.flow import Waits
from bot.flows.groups import groups_there
from bot.flows.mail import replies as mail_replies
from bot.flows.wishes import topics
from domain.activities import certificate_codes


def in_a_group(heard: Heard) -> Move | None:
    return groups_there.heard(heard.event, heard.desk)


@of_sentences
def refused_in_reply(heard: Heard, said: Said) -> Move | None:
    return topics.replied(said, heard.desk)


def replied_to_mail(heard: Heard) -> Move | None:
    return mail_replies.replied(heard.event, heard.desk)


@of_words
def replied_to_question(heard: Heard, said: Said) -> Move | None:
    return answers.replied(said, heard.desk)


@of_sentences
def refused(heard: Heard, said: Said) -> Move | None:
    return None if heard.takes_words else topics.written(said, heard.desk)


@of_sentences
def at_the_door(heard: Heard, said: Said) -> Move | None:
    return checking_in.spoken(said, heard.desk)


def near_the_door(heard: Heard) -> Move | None:
    return checking_in.located(heard.event, heard.desk) if isinstance(heard.event, SharedPlace) else None


@of_words
def answered(heard: Heard, said: Said) -> Move | None:
    return answers.answered(said, heard.desk, heard.step)


@of_sentences
def fact_asked_for(heard: Heard, said: Said) -> Move | None:
    """Answer a question for a fact of what is at hand; where words are the answer, none of them is such a question."""
    if heard.waits not in {Waits.NOTHING, Waits.TAP, Waits.REMARK}:
        return None
    at = heard.topic or heard
    return facts.asked(said, at.step, heard.desk, is_free=heard.waits is Waits.NOTHING)


@of_words
def wondered_at_hand(heard: Heard, said: Said) -> Move | None:
    at = heard.topic or heard
    return facts.wondered(said, at.step, heard.desk)


@of_sentences
def of_a_request(heard: Heard, said: Said) -> Move | None:
    """Hear what is said of a request under way, also at its summary."""
    is_its_own = heard.waits is Waits.TAP and isinstance(heard.step, OfAffiliation)
    if not (heard.waits is Waits.NOTHING or is_its_own):
        return None
    return after_sending.heard(said, heard.step, heard.desk)


@of_words
def code_named(heard: Heard, said: Said) -> Move | None:
    """Check the code of a certificate, which is nothing else, wherever it is written."""
    if heard.takes_words and heard.waits is not Waits.REMARK:
        return None
    code = certificate_codes.named(said.text)
    return verifying.verify(code, heard.desk) if code else None


@of_sentences
def running_late(heard: Heard, said: Said) -> Move | None:
    return late.heard(said, heard.desk)


@of_words
def answered_in_words(heard: Heard, said: Said) -> Move | None:
    return answers.answered_in_words(said, heard.desk)


@of_words
def passed_on(heard: Heard, said: Said) -> Move | None:
    return answers.passed_on(said, heard.desk, heard.step)


@of_words
def offered_on(heard: Heard, said: Said) -> Move | None:
    return answers.offered(said, heard.desk)
