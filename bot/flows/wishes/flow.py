"""Topics, interests, wishes and the weekly digest: one letter, what is said of each in a file of its own."""

from typing import Final

from bot.chat import Reply
from bot.flows.desk import Desk, Flow, Go, Happening, Move, Opened
from bot.flows.whereabouts import Place
from bot.flows.wishes import digest, making, tally, topics
from bot.flows.wishes.buttons import LETTER
from bot.flows.wishes.steps import (
    ChoosingDigest,
    ChoosingDigestTime,
    ChoosingInterests,
    ChoosingTopics,
    DigestCard,
    SayingWish,
    Wishing,
    WishTally,
    WishWords,
)

_PLACES: Final = (
    *(ChoosingTopics, ChoosingInterests),
    *(Wishing, SayingWish),
    *(WishTally, WishWords),
    *(ChoosingDigest, DigestCard, ChoosingDigestTime),
)


def step(place: Place, event: Happening, desk: Desk) -> Move | None:
    match place:
        case ChoosingTopics() | ChoosingInterests():
            return topics.step(place, event, desk)
        case Wishing() | SayingWish():
            return making.step(place, event, desk)
        case WishTally() | WishWords():
            return tally.step(place, event, desk)
        case ChoosingDigest() | DigestCard() | ChoosingDigestTime():
            return digest.step(place, event, desk)
    raise AssertionError(place)


def show(place: Place, desk: Desk) -> tuple[Reply, ...]:
    match place:
        case ChoosingTopics() | ChoosingInterests():
            return (topics.show(place, desk),)
        case Wishing() | SayingWish():
            return (making.show(place, desk),)
        case WishTally() | WishWords():
            return (tally.show(place, desk),)
        case ChoosingDigest() | DigestCard() | ChoosingDigestTime():
            return (digest.show(place, desk),)
    raise AssertionError(place)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open the topics ("t"), the interests ("i"), a wish ("w"), the tally ("n") or the digest ("d")."""
    match opened.choice:
        case "t":
            return Go(ChoosingTopics())
        case "i":
            return Go(ChoosingInterests())
        case "w":
            return Go(Wishing())
        case "n":
            return tally.tally(desk)
        case "d":
            return digest.digest(desk)
    return None


def command(name: str, argument: str, desk: Desk) -> Move:
    """Answer /topics, /interests and /wish, an organiser's /wishes and /digest.

    What follows /wish is the wish, whose kind is asked then.
    """
    match name:
        case "topics":
            return Go(ChoosingTopics())
        case "interests":
            return Go(ChoosingInterests())
        case "wish":
            return Go(making.in_words(argument))
        case "wishes":
            return tally.tally(desk)
    return digest.digest(desk)


FLOW: Final = Flow(LETTER, _PLACES, step, show, opens)
