"""A request as it is being filled in: an own affiliation with everything that its member has told."""

from dataclasses import dataclass
from typing import Final

from bot.flows.desk import Desk
from bot.planning.affiliations import plan_for
from domain.affiliations.affiliations import CLOSED, HERE, WAITING, State, Verb
from domain.people.members import Details
from domain.rules import Rule
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import members
from storage.people.members import MemberRow

MENDABLE: Final = frozenset({State.DRAFT, State.RETURNED})
"""The states in which the member may change the request itself."""


@dataclass(frozen=True, slots=True)
class Form:
    """An own affiliation with what its member has told; `months_kept`: how long the host keeps that after the end."""

    row: AffiliationRow
    member: MemberRow
    months_kept: int

    @property
    def details(self) -> Details:
        return self.member.details

    @property
    def can_be_sent(self) -> bool:
        return self.row.state in MENDABLE

    @property
    def waits(self) -> bool:
        """Tell whether it is the reviewer's turn: what they decide on stays as it is, more can be added."""
        return self.row.state in WAITING - MENDABLE


def form(affiliation_id: int, desk: Desk) -> Form | None:
    """Return one's own request or stay, to which something can be told; None for any other."""
    row = affiliations.find(desk.unit, affiliation_id)
    member = members.find(desk.unit, desk.person.chat_id)
    if row is None or member is None or row.chat_id != desk.person.chat_id or row.state in CLOSED:
        return None
    return Form(row, member, desk.rule(Rule.RETENTION_MONTHS, row.unit_id))


def keep(told: Form, details: Details, desk: Desk, building_id: int | None) -> None:
    """Write down what was told, at once: whoever goes elsewhere finds it again."""
    at = desk.now.timestamp()
    members.keep(desk.unit, told.row.chat_id, details, building_id, now=at)
    if told.row.state in HERE and details.paper.valid_until != told.details.paper.valid_until:
        plan_for(desk.unit, told.row, members.find(desk.unit, told.row.chat_id), desk.now)


def words_of_return(told: Form, desk: Desk) -> str:
    """Return what the reviewer wrote when the request came back; "" for one that did not."""
    if told.row.state is not State.RETURNED:
        return ""
    returned = [step.reason for step in affiliations.steps(desk.unit, told.row.id) if step.verb is Verb.RETURN]
    return returned[-1] if returned else ""
