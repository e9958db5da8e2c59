"""Kinds of stay, documents and home branches in words, as the chat says them."""

from bot.texts import Words
from domain.affiliations import Ending, Stay
from domain.members import DocumentKind


def stay_name(stay: Stay, t: Words) -> str:
    return t("short visit") if stay is Stay.VISIT else t("mobile member")


def paper_name(kind: DocumentKind, t: Words) -> str:
    match kind:
        case DocumentKind.ACTIVITY_CARD:
            return t("activity card of a mobile member")
        case DocumentKind.CERTIFICATE:
            return t("certificate of the home branch")
        case DocumentKind.TRANSFER_LETTER:
            return t("transfer letter")
    return t("none yet")


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
        case Ending.EXPIRED:
            return t("Its last day is over.")
    return t("The host has ended it.")
