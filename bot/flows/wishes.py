"""Topics, interests, wishes and the weekly digest: one letter, what is said of each in a file of its own."""

from typing import Final

from bot.chat import Reply
from bot.flows import wishes_digest, wishes_making, wishes_tally, wishes_topics
from bot.flows.desk import Desk, Flow, Go, Happening, Move, Opened
from bot.flows.places_wishes import (
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
from bot.flows.whereabouts import Place
from bot.flows.wishes_buttons import LETTER

_PLACES: Final = (
    *(ChoosingTopics, ChoosingInterests),
    *(Wishing, SayingWish),
    *(WishTally, WishWords),
    *(ChoosingDigest, DigestCard, ChoosingDigestTime),
)


def step(place: Place, event: Happening, desk: Desk) -> Move | None:
    match place:
        case ChoosingTopics() | ChoosingInterests():
            return wishes_topics.step(place, event, desk)
        case Wishing() | SayingWish():
            return wishes_making.step(place, event, desk)
        case WishTally() | WishWords():
            return wishes_tally.step(place, event, desk)
        case ChoosingDigest() | DigestCard() | ChoosingDigestTime():
            return wishes_digest.step(place, event, desk)
    raise AssertionError(place)


def show(place: Place, desk: Desk) -> tuple[Reply, ...]:
    match place:
        case ChoosingTopics() | ChoosingInterests():
            return (wishes_topics.show(place, desk),)
        case Wishing() | SayingWish():
            return (wishes_making.show(place, desk),)
        case WishTally() | WishWords():
            return (wishes_tally.show(place, desk),)
        case ChoosingDigest() | DigestCard() | ChoosingDigestTime():
            return (wishes_digest.show(place, desk),)
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
            return wishes_tally.tally(desk)
        case "d":
            return wishes_digest.digest(desk)
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
            return Go(wishes_making.in_words(argument))
        case "wishes":
            return wishes_tally.tally(desk)
    return wishes_digest.digest(desk)


FLOW: Final = Flow(LETTER, _PLACES, step, show, opens)
