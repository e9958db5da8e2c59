"""Two persons become one, under the locks of everything that they have: nothing is lost, and nothing counted twice."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table, delete, select, update

from domain.messages.delivery import Lane, State
from domain.people.deeds import Deed
from storage.activities import duties, ratings, seats, signups
from storage.activities.duties import AnswerRow
from storage.activities.signup_reading import SignupRow
from storage.affiliations import affiliations
from storage.merging import moving
from storage.merging.lives import Both, Plan, open_stays, plan
from storage.messages import conversations
from storage.people import addresses, audit, calendar_feeds, deeds, page_proofs, road_codes
from storage.tables import activities as activity_tables
from storage.tables.affiliations import affiliation_steps, home_links, questions
from storage.tables.affiliations import affiliations as stays
from storage.tables.announcements import wordings
from storage.tables.messages import outbox
from storage.unit_of_work import UnitOfWork

MERGED: Final = "person.merge"
LINKED: Final = "road.link"
"""What the audit says: that lives were joined, or that there was nothing to join."""


class ChangedError(Exception):
    """It is not as it was when the person was asked; nothing has changed."""


class ClashError(Exception):
    """These two cannot be made one; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What was done, and those who were offered a seat, or called for a duty, that was held twice."""

    plan: Plan
    offers: tuple[SignupRow, ...] = ()
    called: tuple[AnswerRow, ...] = ()


def merge(unit: UnitOfWork, kept: int, joins: int, agreed: str, deed: Deed) -> Merged:
    """Make them one, as the plan with this key says. The caller commits.

    The chats of both come first, then the audit and all rows that decide, in the order of `storage.lock_order`: whoever
    takes a seat for either meanwhile has it before this, or after. Raises `ChangedError`, `ClashError`, and `BusyError`
    where all is to be played again.
    """
    chats = {kept, joins, *addresses.of_person(unit, kept), *addresses.of_person(unit, joins)}
    conversations.lock_besides(unit, chats)
    agreed_on = _locked(unit, plan(unit, kept, joins))
    if agreed_on.key != agreed:
        raise ChangedError("somebody has done something meanwhile")
    if agreed_on.clashes:
        raise ClashError("not by us")
    merged = _settled(unit, agreed_on, deed.now)
    moving.everything(unit, agreed_on)
    _redirect_messages(unit, joins, kept, deed.now)
    page_proofs.end(unit, chats)
    road_codes.take_over(unit, joins, kept)
    calendar_feeds.take_over(unit, joins, kept, deed.now)
    addresses.take_over(unit, joins, kept, deed.now)
    moving.leave(unit, joins)
    what = LINKED if agreed_on.is_plain else MERGED
    deeds.write_down(unit, deed, what, f"person:{joins}", f"person:{kept}")
    return merged


def _locked(unit: UnitOfWork, before: Plan) -> Plan:
    """Lock all that decides, and say once more what will happen: now it stays so."""
    audit.hold(unit)
    for affiliation_id in sorted({*open_stays(unit, before.kept), *open_stays(unit, before.joins)}):
        affiliations.locked(unit, affiliation_id)
    for both in sorted(before.seats, key=lambda one: one.about):
        seats.locked(unit, both.about)
    for both in sorted(before.duties, key=lambda one: one.about):
        duties.locked(unit, both.about)
    return plan(unit, before.kept, before.joins)


def _settled(unit: UnitOfWork, agreed: Plan, now: float) -> Merged:
    offers: list[SignupRow] = []
    called: list[AnswerRow] = []
    for both in agreed.seats:
        _leave_one(unit, activity_tables.signups, both)
        if both.frees:
            offers += signups.promote(unit, both.about, now)
    for both in agreed.duties:
        _leave_one(unit, activity_tables.duty_answers, both)
        if both.frees:
            called += duties.call_reserve(unit, both.about, now)
    ratings.take_over(unit, agreed.joins, agreed.kept, _activities_of(unit, agreed.joins))
    for affiliation_id in agreed.drafts:
        for told in (affiliation_steps, questions, home_links):
            unit.connection.execute(delete(told).where(told.c.affiliation_id == affiliation_id))
        unit.connection.execute(delete(stays).where(stays.c.id == affiliation_id))
    return Merged(agreed, tuple(offers), tuple(called))


def _leave_one(unit: UnitOfWork, table: Table, both: Both) -> None:
    goes = both.kept if both.joining_stays else both.joins
    unit.connection.execute(delete(table).where(table.c.id == goes))


def _activities_of(unit: UnitOfWork, person: int) -> list[int]:
    mine = activity_tables.signups.c
    return sorted(unit.connection.scalars(select(mine.activity_id).where(mine.chat_id == person)))


def _redirect_messages(unit: UnitOfWork, joins: int, kept: int, now: float) -> None:
    """Let what waits for who joins come to the one person: of an announcement that comes to both, once."""
    row = outbox.c
    waits = (row.chat_id == joins) & (row.state == State.TODO) & (row.lane != Lane.INTERACTIVE)
    letter, other = wordings.alias("letter"), wordings.alias("other")
    of_same = select(letter.c.id).join_from(letter, other, letter.c.mailing_id == other.c.mailing_id)
    comes_anyway = select(row.letter_id).where(row.chat_id == kept, row.letter_id.is_not(None))
    there = of_same.where(other.c.id.in_(comes_anyway))
    twice = update(outbox).where(waits, row.letter_id.in_(there))
    unit.connection.execute(twice.values(state=State.STOPPED, reason="comes at another address", done_at=now))
    unit.connection.execute(update(outbox).where(waits).values(chat_id=kept))
