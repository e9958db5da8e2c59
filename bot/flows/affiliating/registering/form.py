"""A request as it is being filled in: an own affiliation with everything that its member has told."""

from dataclasses import dataclass
from typing import Final

from bot.flows.desk import Desk
from bot.planning.affiliations import plan_for
from domain.affiliations import HERE, State
from domain.members import Details
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import members
from storage.people.members import MemberRow

MENDABLE: Final = frozenset({State.DRAFT, State.RETURNED})
"""The states in which the member may change the request itself."""


@dataclass(frozen=True, slots=True)
class Form:
    """An own affiliation with what its member has told; `sent_before`: every question was seen once."""

    row: AffiliationRow
    member: MemberRow
    sent_before: bool

    @property
    def details(self) -> Details:
        return self.member.details

    @property
    def can_be_sent(self) -> bool:
        return self.row.state in MENDABLE


def form(affiliation_id: int, desk: Desk) -> Form | None:
    """Return one's own request or stay, which can be mended; None for any other."""
    row = affiliations.find(desk.unit, affiliation_id)
    member = members.find(desk.unit, desk.person.chat_id)
    if row is None or member is None or row.chat_id != desk.person.chat_id or row.state not in MENDABLE | HERE:
        return None
    history = affiliations.history(desk.unit, row.chat_id)
    return Form(row, member, any(one.submitted_at is not None for one in history))


def keep(told: Form, details: Details, desk: Desk, building_id: int | None) -> None:
    """Write down what was told, at once: whoever goes elsewhere finds it again."""
    at = desk.now.timestamp()
    members.keep(desk.unit, told.row.chat_id, details, building_id, now=at)
    if told.row.state in HERE and details.paper.valid_until != told.details.paper.valid_until:
        plan_for(desk.unit, told.row, members.find(desk.unit, told.row.chat_id), desk.now)
