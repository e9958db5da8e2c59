"""A request as it is being filled in: what has been told, what comes next, and what is still needed."""

from dataclasses import dataclass, replace
from typing import Final

from bot.flows.affiliating.consent import VERSION
from bot.flows.affiliating.steps import Answering, Asked, CheckingRequest
from bot.flows.desk import Desk
from bot.flows.finding.steps import PointCard
from bot.flows.step import Step
from bot.planning.affiliations import plan_for
from domain.affiliations import HERE, State, Stay
from domain.members import Details, DocumentKind
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import members
from storage.people.members import MemberRow

MENDABLE: Final = frozenset({State.DRAFT, State.RETURNED})
"""The states in which the member may change the request itself."""

ORDER: Final = tuple(Asked)
ABOUT_THE_STAY: Final = (Asked.POINT, Asked.STAY, Asked.ARRIVAL, Asked.END)
_OF_A_PAPER: Final = (Asked.PAPER_NUMBER, Asked.PAPER_UNTIL, Asked.PAPER_PHOTO)

_FOLLOWED: Final = {Asked.PAPER: Asked.PAPER_NUMBER, Asked.PAPER_NUMBER: Asked.PAPER_UNTIL}


@dataclass(frozen=True, slots=True)
class Form:
    """An own affiliation with what its member has told; `sent_before`: every question was seen once."""

    row: AffiliationRow
    member: MemberRow
    sent_before: bool

    @property
    def details(self) -> Details:
        return self.member.details


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


def told_of(asked: Asked, told: Form) -> object:
    """Return what was answered to this question, or something empty."""
    details = told.details
    match asked:
        case Asked.POINT | Asked.STAY | Asked.ARRIVAL:
            return True  # the draft has them from its first day
        case Asked.END:
            return told.row.ends_on
        case Asked.CONSENT:
            return told.member.privacy_version == VERSION
        case Asked.NAME:
            return details.name
        case Asked.PHONE:
            return details.phone
        case Asked.EMPLOYER:
            return details.employer
        case Asked.BUILDING:
            return details.building
        case _:
            return _told_of_home_or_paper(asked, told)


def _told_of_home_or_paper(asked: Asked, told: Form) -> object:
    home, paper = told.details.home, told.details.paper
    match asked:
        case Asked.HOME_NAME:
            return home.name
        case Asked.HOME_PLACE:
            return home.place
        case Asked.HOME_CONTACT:
            return home.contact
        case Asked.PAPER:
            return paper.kind is not DocumentKind.NONE_YET
        case Asked.PAPER_NUMBER:
            return paper.number
        case Asked.PAPER_UNTIL:
            return paper.valid_until
        case Asked.PAPER_PHOTO:
            return paper.photo
    return told.member.may_be_named


def missing(told: Form) -> Asked | None:
    """Return the first thing without which nothing can be sent."""
    needed = [Asked.CONSENT, Asked.NAME, Asked.PHONE, Asked.HOME_NAME, Asked.HOME_PLACE]
    if told.row.stay is Stay.VISIT:
        needed.insert(0, Asked.END)
    return next((asked for asked in needed if not told_of(asked, told)), None)


def shown(told: Form) -> tuple[Asked, ...]:
    """Return the lines of the summary: of a stay that is active, what can still be changed."""
    hidden: set[Asked] = {Asked.CONSENT}
    if told.details.paper.kind is DocumentKind.NONE_YET:
        hidden.update(_OF_A_PAPER)
    if told.row.state in HERE:
        hidden.update(ABOUT_THE_STAY)
    if told.row.continues_id is not None:
        hidden.add(Asked.STAY)  # the stay that is continued is of this kind
    return tuple(asked for asked in ORDER if asked not in hidden)


def resumed(told: Form) -> Step:
    """Return where the person stopped: behind the last thing that was told, or at the summary."""
    last = max((number for number, asked in enumerate(ORDER) if told_of(asked, told)), default=0)
    return _from(last, told)


def after(at: Answering, told: Form) -> Step:
    """Return what follows on this question. What was told once is not asked again."""
    if at.mending:
        return _after_mending(at, told)
    furthest = max(number for number, asked in enumerate(ORDER) if asked is at.asked or told_of(asked, told))
    return _from(furthest, told)


def _from(furthest: int, told: Form) -> Step:
    lacking = missing(told)
    if told.sent_before or told.row.state in HERE:
        return CheckingRequest(told.row.id) if lacking is None else Answering(told.row.id, lacking)
    asked = [one for one in ORDER[furthest + 1 :] if _fits(one, told)]
    if lacking and (not asked or ORDER.index(lacking) < ORDER.index(asked[0])):
        asked = [lacking]
    return Answering(told.row.id, asked[0]) if asked else CheckingRequest(told.row.id)


def _after_mending(at: Answering, told: Form) -> Step:
    """Ask on for the number and the last day of another document; everything else leads back to the summary."""
    following = _FOLLOWED.get(at.asked)
    if following is not None and _fits(following, told) and not told_of(following, told):
        return replace(at, asked=following)
    return CheckingRequest(told.row.id)


def before(at: Answering, told: Form) -> Step:
    """Return the question before this one; before the first, the point."""
    if at.mending:
        return CheckingRequest(told.row.id)
    earlier = [one for one in ORDER[: ORDER.index(at.asked)] if _fits(one, told) and one is not Asked.POINT]
    return replace(at, asked=earlier[-1]) if earlier else PointCard(told.row.point_id)


def _fits(asked: Asked, told: Form) -> bool:
    if asked is Asked.STAY:
        return told.row.continues_id is None
    return asked not in _OF_A_PAPER or told.details.paper.kind is not DocumentKind.NONE_YET
