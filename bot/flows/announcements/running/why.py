"""Why somebody did not get an announcement: an answer for every standing, and for who was never on the list."""

from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal

from bot.flows.announcements.running import reasons
from bot.flows.moments import local, moment
from bot.texts import Words
from bot.texts.names import topic_name
from domain.announcements.announcements import Stage, Standing
from domain.announcements.audiences import (
    AtBuildings,
    AtCompanies,
    Criterion,
    Holds,
    Likes,
    Reads,
    Relation,
    Stays,
    ToActivities,
    Under,
)
from domain.announcements.topics import Topic
from storage.announcements.ledgers import Recipient

Missing = Criterion | Literal["scope"] | None


@dataclass(frozen=True, slots=True)
class Sending:
    """How far the announcement is; times in seconds since 1970, those that are not known are None."""

    stage: Stage
    topic: Topic
    frozen_at: float | None
    not_after: float | None = None
    about_at: float | None = None
    """When the last one will have it, at the pace of the moment."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who is not on the list: which criterion they miss today; `excluded`: it is one that leaves them out."""

    missing: Missing
    excluded: bool = False


def why(who: Recipient | Stranger, sending: Sending, t: Words, zone: tzinfo | None) -> str:
    """Answer in a sentence or two (HTML)."""
    if isinstance(who, Recipient):
        return _on_the_list(who, sending, t, zone)
    if sending.frozen_at is None:
        return t("The list is still being written. Please ask again in a moment.")
    return _not_on_it(who, sending.frozen_at, t, zone)


def _on_the_list(who: Recipient, sending: Sending, t: Words, zone: tzinfo | None) -> str:
    match who.standing:
        case Standing.DELIVERED:
            return _delivered(who, sending, t, zone)
        case Standing.NOT_YET:
            return _not_yet(sending, t, zone)
        case Standing.OPTED_OUT:
            return t("Wants no announcements about this: {topic}.", topic=topic_name(sending.topic, t))
        case Standing.EXPIRED:
            return _expired(sending, t, zone)
        case Standing.UNKNOWN:
            return t("Perhaps: the connection broke off just then. It was not repeated, so that nobody reads it twice.")
        case Standing.STOPPED:
            return t("The announcement was stopped before it was this person's turn.")
        case Standing.BLOCKED if "deactivated" not in who.reason.lower():
            return t("Has stopped the bot, or has never opened it. Once they open it, this can be sent to them again.")
    return t("It could not be delivered: {reason}.", reason=reasons.in_words(who.reason, t))


def _delivered(who: Recipient, sending: Sending, t: Words, zone: tzinfo | None) -> str:
    said = t("Delivered.") if who.at is None else t("Delivered: {when}.", when=moment(local(who.at, zone), t))
    if sending.stage is Stage.RECALLED:
        return _and_then(said, t("It was taken back afterwards."), t)
    return said


def _and_then(first: str, then: str, t: Words) -> str:
    """Put one sentence after another: Chinese leaves no space between them."""
    return t.plain("{first} {then}", first=first, then=then)


def _not_yet(sending: Sending, t: Words, zone: tzinfo | None) -> str:
    match sending.stage:
        case Stage.PAUSED:
            return t("Not yet: sending is paused. It goes on when you resume it.")
        case Stage.SENDING if sending.about_at is not None:
            return t("Not yet, but by about {when}.", when=moment(local(sending.about_at, zone), t))
    return t("Not yet: it is still waiting for its turn.")


def _expired(sending: Sending, t: Words, zone: tzinfo | None) -> str:
    if sending.not_after is None:
        return t("Its time was over before it was this person's turn.")
    until = moment(local(sending.not_after, zone), t)
    return t("It was not to be sent after {until}, and that came before this person's turn.", until=until)


def _not_on_it(who: Stranger, frozen_at: float, t: Words, zone: tzinfo | None) -> str:
    if who.missing is None:
        when = moment(local(frozen_at, zone), t)
        return t("Belongs to the audience today, but did not when the list was written: {when}.", when=when)
    not_met, left_out = _because(who.missing, t)
    return _and_then(t("Is not on the list."), left_out if who.excluded else not_met, t)


def _because(missing: Criterion | Literal["scope"], t: Words) -> tuple[str, str]:
    """Return what is said where somebody does not meet a criterion, and where they do and are left out by it."""
    match missing:
        case Under():
            return t("Belongs to none of the units that were chosen."), t("Belongs to a unit that was left out.")
        case Holds():
            return t("Holds none of the roles that were chosen."), t("Holds a role that was left out.")
        case Stays():
            return (
                t("Has no affiliation here of the kind and state that were chosen."),
                t("Has an affiliation of a kind and state that were left out."),
            )
        case AtBuildings():
            return t("Is in none of the buildings that were chosen."), t("Is in a building that was left out.")
        case AtCompanies():
            return t("Works for none of the companies that were chosen."), t("Works for a company that was left out.")
        case ToActivities(_, relation):
            return _relations(t)[relation]
        case Likes():
            return t("Has chosen none of these interests."), t("Has chosen an interest that was left out.")
        case Reads():
            return t("Reads another language."), t("Reads a language that was left out.")
    return (t("Does not belong to this unit or one below it."),) * 2


def _relations(t: Words) -> dict[Relation, tuple[str, str]]:
    """Return the same for each way to stand to an activity."""
    return {
        Relation.SIGNED_UP: (t("Has not signed up for the activity."), t("Has signed up for the activity already.")),
        Relation.CAME: (t("Did not come to the activity."), t("Came to the activity, which leaves them out.")),
        Relation.DID_NOT_COME: (
            t("Is not among those who did not come."),
            t("Did not come to the activity, which leaves them out."),
        ),
        Relation.WAITING: (
            t("Is not waiting for a seat in the activity."),
            t("Is waiting for a seat in the activity, which leaves them out."),
        ),
    }
