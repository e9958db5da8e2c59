"""Topics, interests, wishes and the weekly digest: one letter, what is said of each in a file of its own."""

from typing import Final

from bot.chat import Reply
from bot.flows.desk import Desk, Flow, Go, Happening, Move
from bot.flows.entry_points import Opened
from bot.flows.step import Step
from bot.flows.wishes import digest, making, tally, topics
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


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step:
        case ChoosingTopics() | ChoosingInterests():
            return topics.hear(step, event, desk)
        case Wishing() | SayingWish():
            return making.hear(step, event, desk)
        case WishTally() | WishWords():
            return tally.hear(step, event, desk)
        case ChoosingDigest() | DigestCard() | ChoosingDigestTime():
            return digest.hear(step, event, desk)
    raise AssertionError(step)


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case ChoosingTopics() | ChoosingInterests():
            return (topics.show(step, desk),)
        case Wishing() | SayingWish():
            return (making.show(step, desk),)
        case WishTally() | WishWords():
            return (tally.show(step, desk),)
        case ChoosingDigest() | DigestCard() | ChoosingDigestTime():
            return (digest.show(step, desk),)
    raise AssertionError(step)


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


FLOW: Final = Flow("zw", _PLACES, hear, show, opens)
