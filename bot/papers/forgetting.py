"""Forgetting a person: what can be deleted is, and an account says what is gone, what remains and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.texts import Words
from domain.affiliations.affiliations import State
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.announcements import threads
from storage.booking import own
from storage.booking.own import LendingData
from storage.people import audit, calendar_feeds, members, questions, roles
from storage.unit_of_work import UnitOfWork
from storage.upkeep import own_activities, own_data, own_visits
from storage.upkeep.own_activities import ActivityData
from storage.upkeep.own_data import ChatData


class Removed(StrEnum):
    """What is gone."""

    DETAILS = "details"
    CONSENT = "consent"
    DRAFTS = "drafts"
    WRITINGS = "writings"  # questions, answers and reasons
    HOME_LINKS = "home_links"
    CONVERSATION = "conversation"
    MY_POINT = "my_point"
    WORDS = "words"  # about activities and duties
    CERTIFICATES = "certificates"
    LEAD_TIMES = "lead_times"
    WISHES = "wishes"  # and interests
    MAIL = "mail"  # and its answers
    SPEAKER = "speaker"  # that one speaks, and about what
    BOOKINGS = "bookings"  # who booked, and the words to it
    CALENDAR = "calendar"  # its address, and what it showed
    VISITS = "visits"  # what was noted at them, and promises that are closed


class Kept(StrEnum):
    """What remains, and `account` says why."""

    NUMBER = "number"
    STAYS = "stays"
    SIGNUPS = "signups"
    RATINGS = "ratings"
    REFUSALS = "refusals"
    ROLES = "roles"
    AUDIT = "audit"
    MESSAGES = "messages"


class StillOpenError(Exception):
    """An affiliation is open: it has to be withdrawn or ended first; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The account: what is gone and what remains, as `account` says it."""

    removed: tuple[Removed, ...]
    kept: tuple[Kept, ...]


def forget(unit: UnitOfWork, chat_id: int, now: float) -> Forgotten:
    """Forget what can be forgotten, and write down that it was. The caller commits. Raises `StillOpenError`."""
    audit.hold(unit)
    removed = tuple(_to_remove(unit, chat_id))
    try:
        members.forget(unit, chat_id)
    except members.StillHereError as trouble:
        raise StillOpenError("an affiliation is open") from trouble
    own_data.clear_chat(unit, chat_id)
    own_activities.forget(unit, chat_id)
    own.forget(unit, chat_id, now)
    own_visits.forget(unit, chat_id, now)
    audit.write(unit, audit.Entry(chat_id, "member", "person.forget", f"person:{chat_id}"), now)
    return Forgotten(removed, tuple(_to_keep(unit, chat_id)))


def _to_remove(unit: UnitOfWork, chat_id: int) -> Iterator[Removed]:
    member, chat = members.find(unit, chat_id), own_data.chat(unit, chat_id)
    if member is not None:
        yield Removed.DETAILS
    if member is not None and member.privacy_version:
        yield Removed.CONSENT
    stays = affiliations.history(unit, chat_id)
    if any(stay.state is State.DRAFT for stay in stays):
        yield Removed.DRAFTS
    if any(_has_writings(unit, stay) for stay in stays):
        yield Removed.WRITINGS
    if own_data.has_home_links(unit, [stay.id for stay in stays]):
        yield Removed.HOME_LINKS
    yield from _of_the_chat(chat)
    if calendar_feeds.ever_of_all(unit, chat_id):
        yield Removed.CALENDAR
    wished = own_data.wished(unit, chat_id)
    if wished.interests or wished.wishes:
        yield Removed.WISHES
    yield from _of_the_house(unit, chat_id)
    yield from _of_activities(own_activities.of_person(unit, chat_id))


def _of_the_house(unit: UnitOfWork, chat_id: int) -> Iterator[Removed]:
    if threads.ids_of(unit, chat_id):
        yield Removed.MAIL
    yield from _of_lending(own.of_person(unit, chat_id))
    if own_visits.of_person(unit, chat_id):
        yield Removed.VISITS
    yield from _of_activities(own_activities.of_person(unit, chat_id))


def _of_lending(mine: LendingData) -> Iterator[Removed]:
    if mine.speaker:
        yield Removed.SPEAKER
    if any(one.by_person for one in mine.booked):
        yield Removed.BOOKINGS


def _of_the_chat(chat: ChatData | None) -> Iterator[Removed]:
    if chat is None:
        return
    if chat.state or chat.failed:
        yield Removed.CONVERSATION
    if chat.my_point_id is not None:
        yield Removed.MY_POINT


def _of_activities(mine: ActivityData) -> Iterator[Removed]:
    if mine.has_words:
        yield Removed.WORDS
    if mine.certificates:
        yield Removed.CERTIFICATES
    if mine.lead_times:
        yield Removed.LEAD_TIMES


def _has_writings(unit: UnitOfWork, stay: AffiliationRow) -> bool:
    steps = affiliations.steps(unit, stay.id)
    return bool(stay.home_said or questions.of(unit, stay.id) or any(step.reason for step in steps))


def _to_keep(unit: UnitOfWork, chat_id: int) -> Iterator[Kept]:
    yield Kept.NUMBER
    if affiliations.history(unit, chat_id):
        yield Kept.STAYS
    mine = own_activities.of_person(unit, chat_id)
    if mine.signups or mine.duties:
        yield Kept.SIGNUPS
    if own_activities.was_anywhere(unit, chat_id):
        yield Kept.RATINGS
    if own_data.wished(unit, chat_id).refused:
        yield Kept.REFUSALS
    if roles.held(unit, chat_id):
        yield Kept.ROLES
    yield Kept.AUDIT
    chat = own_data.chat(unit, chat_id)
    if chat is not None and chat.messages:
        yield Kept.MESSAGES


def account(forgotten: Forgotten, t: Words) -> str:
    """Say what is gone, and what remains and why, a line each."""
    gone = [f"· {_told_removed(one, t)}" for one in forgotten.removed] or [t("Nothing was held that could be deleted.")]
    remains = [f"· {_told_kept(one, t)}" for one in forgotten.kept]
    return "\n".join(
        [t("Deleted:") if forgotten.removed else "", *gone, "", t("What remains, and why:"), *remains]
    ).strip()


def _told_removed(one: Removed, t: Words) -> str:
    texts = {
        Removed.DETAILS: t("name, phone, employer, home branch and document"),
        Removed.CONSENT: t("your consent to the privacy text"),
        Removed.DRAFTS: t("requests that were not sent yet"),
        Removed.WRITINGS: t("questions, answers and reasons that were written about you"),
        Removed.HOME_LINKS: t("links for your home branch"),
        Removed.CONVERSATION: t("where our conversation stood"),
        Removed.MY_POINT: t("your own service point"),
        Removed.WORDS: t("what you wrote about activities and duties, such as reasons"),
        Removed.CERTIFICATES: t("your certificates of attendance: nobody can check their codes any more"),
        Removed.LEAD_TIMES: t("when you want to be reminded"),
        Removed.WISHES: t("what you like and what you have wished for"),
        Removed.SPEAKER: t("your name and topics as a speaker: nobody asks you any more"),
        Removed.BOOKINGS: t("that it was you who booked rooms and other things for your unit, and what you wrote"),
        Removed.MAIL: t("what you wrote to service centres, and their answers"),
        Removed.CALENDAR: t("the address of your phone calendar: nothing more comes by it"),
        Removed.VISITS: t("what you noted of buildings; what you had promised has passed on to others"),
    }
    return texts[one]


def _told_kept(one: Kept, t: Words) -> str:
    texts = {
        Kept.NUMBER: t("the number of this chat and its language: without them we could not answer you"),
        Kept.STAYS: t("where and when you took part, without your name: until the time for keeping it is over"),
        Kept.SIGNUPS: t("what you signed up for and where you were, without your name: until the same time is over"),
        Kept.RATINGS: t("how you rated activities: that is kept unsigned, so nobody can find out which are yours"),
        Kept.REFUSALS: t("which announcements you do not want: so that you go on not getting them; /topics changes it"),
        Kept.ROLES: t("your role as organiser or volunteer: until you give it up or it is taken back"),
        Kept.AUDIT: t("the record of who did what and who saw what: numbers only, no names; it protects everybody"),
        Kept.MESSAGES: t("that messages were sent, without what they said: 30 days at most"),
    }
    return texts[one]
