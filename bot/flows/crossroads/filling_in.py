"""A form waits for words, and what comes is its answer, a part of one, or something else."""

from bot.acts import CUT_FROM
from bot.chat import Edited, Forwarded, Said, SentFile, SharedContact, SharedPlace, Text, Unreadable
from bot.flows import flow_of, in_forms
from bot.flows.affiliating import data_questions
from bot.flows.answering import answers, late
from bot.flows.crossroads.heard import Heard, of_sentences, of_words
from bot.flows.crossroads.locating import surely_found
from bot.flows.crossroads.without_use import not_understood
from bot.flows.desk import Go, Move, Remain
from bot.flows.flow import Waits
from bot.flows.mail import answering as mail_answering
from bot.flows.mail import writing_in
from bot.flows.sentences import beyond_doubt
from domain.said.answers.answers import asks
from domain.said.requests.asides import Aside, aside


@of_sentences
def answered_beside_a_form(heard: Heard, said: Said) -> Move | None:
    if not heard.takes_words:
        return None
    answered = answers.beside_form(said, heard.desk)
    return answered or (late.beside_form(said, heard.desk) if heard.waits is Waits.WORDS else None)


@of_words
def too_long(heard: Heard, said: Said) -> Move | None:
    """Refuse what is longer than the answer can be, before a part of it is taken for the whole."""
    most = flow_of(heard.step).most(heard.step)
    if not heard.takes_words or len(said.text) <= most:
        return None
    told = heard.desk.words(
        "That is longer than fits here: {most} characters at most. Nothing of it was kept.", most=most
    )
    return Go(heard.step, before=(Text(told),))


@of_words
def rest_of_a_text(heard: Heard, said: Said) -> Move | None:
    """Leave alone what the messenger has cut off, where it has gone along or was refused; else say that it was not."""
    if not heard.desk.goes_on:
        return None
    with_the_mail = mail_answering.gone_on(said, heard.desk) or writing_in.gone_on(said, heard.desk)
    went_along = with_the_mail or (None if heard.takes_words else heard.at_hand())
    if went_along or (heard.takes_words and flow_of(heard.step).most(heard.step) < CUT_FROM):
        return went_along or Remain(())
    told = heard.desk.words("Your text was longer than one message can be. Its second half was not used.")
    return Remain((Text(told),))


def rest_of_an_album(heard: Heard) -> Move | None:
    is_kept = heard.desk.kept is not None and bool(heard.desk.kept.album)
    return Remain(()) if heard.desk.goes_on and isinstance(heard.event, SentFile) and not is_kept else None


@of_sentences
def data_asked_about(heard: Heard, said: Said) -> Move | None:
    """Answer what is asked about one's data where it is asked; in somebody's own prose it is told to people."""
    if heard.waits in {Waits.PROSE, Waits.REMARK}:
        return None
    return data_questions.answered(said, heard.step, heard.desk, is_free=heard.waits is Waits.NOTHING)


@of_words
def form_answered(heard: Heard, said: Said) -> Move | None:
    match heard.waits:
        case Waits.VALUE:
            return _read(heard, said)
        case Waits.WORDS | Waits.CHOICE:
            return _led_elsewhere(heard, said) or heard.at_hand()
        case Waits.REMARK:
            return None if _asks_for_something(said, heard) else heard.at_hand()
    return heard.at_hand() if heard.takes_words else None


def _led_elsewhere(heard: Heard, said: Said) -> Move | None:
    """Leave for what a sentence surely asks for, or ask whether it is the answer; None: it asks for nothing else."""
    if _asks_about_the_form(said, heard) or not beyond_doubt.asks(said, heard.desk):
        return None
    is_left = heard.waits is Waits.CHOICE and not writing_in.holds_words(heard.step)
    return (beyond_doubt.opened if is_left else in_forms.doubted)(said, heard.desk)


def _read(heard: Heard, said: Said) -> Move | None:
    """Take what can be read as the value that is asked for; what cannot may be about something else."""
    move = heard.at_hand()
    is_taken = isinstance(move, Go) and move.step != heard.step
    if is_taken or _asks_about_the_form(said, heard) or not beyond_doubt.asks(said, heard.desk):
        return move
    return beyond_doubt.opened(said, heard.desk) if move is None else in_forms.offered_beside(said, move, heard.desk)


def _asks_about_the_form(said: Said, heard: Heard) -> bool:
    """Tell why, and whether it must be, in a form: 为什么要电话 is about its question, and about no other screen."""
    is_form = heard.waits is not Waits.CHOICE
    return is_form and aside(said.text) in {Aside.WHY, Aside.OPTIONAL}


def _asks_for_something(said: Said, heard: Heard) -> bool:
    """Tell a question, a sentence that asks for a screen, and the very name of a place: none of them is a remark."""
    return asks(said.text) or beyond_doubt.asks(said, heard.desk) or surely_found(heard) is not None


def still_waiting(heard: Heard) -> Move | None:
    """Say that a question still waits, where what came is no answer to it and no words either."""
    match heard.event:
        case SharedPlace() if heard.takes_words:
            said = heard.desk.words("This question cannot be answered with a place, so I have not used it.")
            move: Move = Remain((Text(said),))
        case Edited() | Forwarded() | SentFile() | SharedContact() | Unreadable() if heard.waits is not Waits.NOTHING:
            unused = Remain((Text(not_understood(heard.event, heard.desk)),))
            move = writing_in.offered(heard.event, unused, heard.desk)
        case _:
            return None
    return in_forms.asked_again(heard.step, move, heard.desk) if isinstance(move, Remain) and move.replies else move


@of_words
def asked_again(heard: Heard, _said: Said) -> Move | None:
    if heard.waits in {Waits.NOTHING, Waits.REMARK}:
        return None
    if heard.takes_words:
        return in_forms.asked_again(heard.step, Remain(()), heard.desk)
    return Go(heard.step, before=(Text(heard.desk.words("Please tap one of the buttons.")),))
