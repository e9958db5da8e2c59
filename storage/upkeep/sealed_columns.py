"""Every sealed column of the store, what it is sealed for, and what follows from its content for other columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column

from storage.activities import certificates, check_in_keys, duties, ratings, signup_reading, wishes
from storage.affiliations import affiliations, hatchery
from storage.announcements import announcements, groups, threads
from storage.booking import bookings, resources
from storage.grid import promises, visits
from storage.messages import conversations, failed_updates, outbox, wordings
from storage.pages import files, lines
from storage.people import addresses, audit, audit_chain, calendar_feeds, colleagues, members, questions, whereabouts
from storage.sealed import Seal
from storage.tables import activities, people
from storage.tables import activities as activity_tables
from storage.tables import affiliations as affiliation_tables
from storage.tables import announcements as announcement_tables
from storage.tables import booking as booking_tables
from storage.tables import feeds as feed_tables
from storage.tables import grid as grid_tables
from storage.tables import messages as message_tables
from storage.tables import pages as page_tables

Follows = Callable[[Seal, bytes], dict[str, str | None]]


def _nothing_follows(_seal: Seal, _content: bytes) -> dict[str, str | None]:
    return {}


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed column, the purpose it is sealed for, and what follows from its content for other columns."""

    column: Column[Any]
    purpose: bytes
    follows: Follows = _nothing_follows


def _hashes(seal: Seal, details: bytes) -> dict[str, str | None]:
    return members.hashes(seal, members.from_json(details))


def _employer(seal: Seal, employer: bytes) -> dict[str, str | None]:
    return {"employer_hash": members.employer_hash(seal, employer.decode())}


def _code(seal: Seal, code: bytes) -> dict[str, str | None]:
    return {"code_hash": certificates.code_hash(seal, code.decode())}


def _name(seal: Seal, whole: bytes) -> dict[str, str | None]:
    return {"name_hash": addresses.name_hash(seal, whole.decode())}


def _content(seal: Seal, content: bytes) -> dict[str, str | None]:
    return {"content_hash": announcements.content_hash(seal, content)}


SEALED: Final = (
    Sealed(people.addresses.c.name, addresses.NAME, _name),
    Sealed(people.members.c.details, members.DETAILS, _hashes),
    Sealed(affiliation_tables.company_branches.c.employer, hatchery.EMPLOYER, _employer),
    Sealed(affiliation_tables.affiliations.c.home_said, affiliations.HOME_SAID),
    Sealed(affiliation_tables.affiliation_steps.c.reason, affiliations.REASON),
    Sealed(affiliation_tables.questions.c.question, questions.QUESTION),
    Sealed(affiliation_tables.questions.c.answer, questions.ANSWER),
    Sealed(people.audit_chain.c.key, audit_chain.KEY),
    Sealed(people.audit.c.why, audit.WHY),
    Sealed(message_tables.conversations.c.state, conversations.STATE),
    Sealed(message_tables.conversations.c.numbers, conversations.NUMBERS),
    Sealed(message_tables.failed_updates.c.arrival, failed_updates.ARRIVAL),
    Sealed(message_tables.failed_updates.c.traceback, failed_updates.TRACEBACK),
    Sealed(message_tables.outbox.c.reply, outbox.REPLY),
    Sealed(activities.activities.c.check_in_secret, check_in_keys.SECRET),
    Sealed(activities.activities.c.code_word, check_in_keys.WORD),
    Sealed(activities.signups.c.reason, signup_reading.REASON),
    Sealed(activities.duty_answers.c.said, duties.SAID),
    Sealed(activities.ratings.c.said, ratings.SAID),
    Sealed(activities.certificates.c.code, certificates.CODE, _code),
    Sealed(announcement_tables.wordings.c.reply, wordings.REPLY),
    Sealed(activity_tables.wishes.c.said, wishes.SAID),
    Sealed(announcement_tables.thread_messages.c.said, threads.SAID),
    Sealed(announcement_tables.groups.c.title, groups.TITLE),
    Sealed(announcement_tables.announcements.c.content, announcements.CONTENT, _content),
    Sealed(announcement_tables.announcements.c.returned_because, announcements.RETURNED_BECAUSE),
    Sealed(announcement_tables.announcements.c.proposed, announcements.CONTENT),
    Sealed(booking_tables.resources.c.called, resources.CALLED),
    Sealed(booking_tables.bookings.c.reason, bookings.REASON),
    Sealed(page_tables.page_lines.c.content, lines.CONTENT),
    Sealed(page_tables.page_files.c.name, files.NAME),
    Sealed(page_tables.page_files.c.content, files.CONTENT),
    Sealed(people.colleagues.c.name, colleagues.NAME),
    Sealed(people.invitations.c.label, colleagues.NAME),
    Sealed(grid_tables.companies.c.name, visits.COMPANY),
    Sealed(grid_tables.visits.c.found, visits.FOUND),
    Sealed(grid_tables.visits.c.attachment, visits.ATTACHMENT),
    Sealed(grid_tables.promises.c.what, promises.WHAT),
    Sealed(grid_tables.promises.c.reason, promises.REASON),
    Sealed(people.locations.c.place, whereabouts.PLACE),
    Sealed(feed_tables.calendar_entries.c.entry, calendar_feeds.ENTRY),
)
"""Every sealed column that there is."""
