"""Documents, home branches and endings in words, as a member's own requests say them."""

from bot.texts import Words
from bot.texts.names import document_name
from domain.affiliations.affiliations import Ending
from domain.people.members import DocumentKind


def paper_name(kind: DocumentKind, t: Words) -> str:
    """Name a document as the form asks for it: more fully than papers and those who read requests need it."""
    match kind:
        case DocumentKind.ACTIVITY_CARD:
            return t("activity card of a mobile member")
        case DocumentKind.NONE_YET:
            return t("none yet")
    return document_name(kind, t)


def home_name(home: str, t: Words) -> str:
    """Say what the home branch has answered: "unconfirmed", "confirmed" or "objected"."""
    match home:
        case "confirmed":
            return t("Home branch: confirmed")
        case "objected":
            return t("Home branch: it says that something is not right")
    return t("Home branch: not yet confirmed; your affiliation works all the same")


def ending_name(ending: Ending | None, t: Words) -> str:
    match ending:
        case Ending.RETURNED_HOME:
            return t("You have returned to your home branch.")
        case Ending.TRANSFERRED:
            return t("Your membership itself has been transferred.")
        case Ending.ELSEWHERE:
            return t("You have gone to another city.")
        case Ending.EXPIRED:
            return t("Its last day is over.")
    return t("The host has ended it.")
