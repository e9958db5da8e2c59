"""Greetings and thanks get a short human line, where nothing else is meant."""

from bot.chat import Said, Text
from bot.flows.desk import Desk, Move, Remain
from bot.flows.keyboards import to_menu
from bot.texts import Words
from domain.said.answers.courtesies import Courtesy, understood


def answered(said: Said, desk: Desk) -> Move | None:
    """Answer what is said out of courtesy; None: it says something else."""
    meant = understood(said.text)
    return None if meant is None else Remain((Text(_line(meant, desk.words), ((to_menu(desk),),)),))


def _line(meant: Courtesy, t: Words) -> str:
    match meant:
        case Courtesy.GREETING | Courtesy.WONDER:
            return t("Hello. What can I do for you? Write it in a sentence, or tap.")
        case Courtesy.WHO:
            return t("I am Waystation, an automatic assistant. Organisers of the service centre read what I pass on.")
        case Courtesy.THANKS:
            return t("You are welcome.")
        case Courtesy.FAREWELL:
            return t("Goodbye. I am here whenever you need me.")
    return t("All right.")
