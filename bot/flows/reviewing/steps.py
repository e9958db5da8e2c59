"""Where an organiser can be: the queue of requests and their cards, members, roles, rules, the hatchery."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

from bot.flows.narrowing import EVERYWHERE, Place
from bot.flows.paging import Paged
from bot.flows.step import Step
from domain.affiliations.affiliations import Verb
from domain.people.roles import Role


class Level(StrEnum):
    """Which of the lists of requests."""

    HOST = "host"  # for the first review
    UPPER = "upper"  # accepted below, for the level above
    LATE = "late"  # on either level, for too long
    RETURNED = "returned"  # to the member, who is to add something
    DONE = "done"  # decided lately, by whomever


@dataclass(frozen=True, slots=True)
class ReviewQueue(Paged):
    """What waits for this organiser, five to a page; perhaps only at one `place`."""

    level: Level = Level.HOST
    page: int = 0
    place: Place = EVERYWHERE


@dataclass(frozen=True, slots=True)
class MemberList(Paged):
    """Who takes part in the organiser's units, five to a page.

    `found` are affiliations that were looked for; `place` narrows it to who works, or takes part, there.
    """

    page: int = 0
    found: tuple[int, ...] | None = None
    place: Place = EVERYWHERE

    @property
    def is_all(self) -> bool:
        """Tell whether nothing narrows it."""
        return self == MemberList(self.page)


@dataclass(frozen=True, slots=True)
class FindingMember(Step):
    """Asked who is looked for: a name, a phone number or its end, or where somebody is."""


@dataclass(frozen=True, slots=True)
class ReviewCard(Step):
    """One affiliation, as it stood in this `version` when it was shown, and the list that it was chosen from."""

    affiliation_id: int
    version: int
    from_queue: ReviewQueue | None = None
    from_members: MemberList | None = None

    @property
    def back(self) -> ReviewQueue | MemberList:
        return self.from_members or self.from_queue or ReviewQueue()


class OfRequest(Step):
    """The base of steps that follow on a card, and lead back to it."""

    __slots__ = ()
    card: ReviewCard

    @property
    def affiliation_id(self) -> int:
        return self.card.affiliation_id

    @property
    def back(self) -> ReviewCard:
        return self.card


@dataclass(frozen=True, slots=True)
class ChoosingReason(OfRequest):
    """Why it is returned, declined or ended: a ready-made reason, or a typed one."""

    card: ReviewCard
    verb: Literal[Verb.RETURN, Verb.DECLINE, Verb.END]


@dataclass(frozen=True, slots=True)
class OfferingPoint(OfRequest):
    """Which other point is offered to a member who is declined for this reason."""

    PASSES: ClassVar[bool] = True

    card: ReviewCard
    reason: str


@dataclass(frozen=True, slots=True)
class AskingMember(OfRequest):
    """An organiser types a question to the member."""

    card: ReviewCard


@dataclass(frozen=True, slots=True)
class AnsweringQuestion(Step):
    """The member types the answer to an organiser's question."""

    question_id: int


@dataclass(frozen=True, slots=True)
class SettingRules(Step):
    """The review rules of one of the organiser's units; 0: which unit is asked first.

    `wanted` levels: whether they are really to be so many; 0: nothing is asked.
    """

    unit_id: int = 0
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingRole(Step):
    """Whom an organiser or admin invites."""


@dataclass(frozen=True, slots=True)
class ChoosingScope(Paged):
    """For which unit a role is given; 0: the units at the top of what the inviter holds. Six to a page."""

    role: Literal[Role.ORGANISER, Role.VOLUNTEER]
    unit_id: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class HolderList(Paged):
    """Who holds a role in the organiser's units, five to a page."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class TakingAway(Step):
    """Asked whether this role is really to be taken away; of the own one once more (`surely`)."""

    grant_id: int
    back: HolderList = HolderList()
    surely: bool = False


@dataclass(frozen=True, slots=True)
class NamingMyself(Step):
    """Asked what colleagues call somebody who takes a role; `token` is the invitation's, "": the name is changed."""

    token: str = ""


@dataclass(frozen=True, slots=True)
class OpenInvitations(Paged):
    """The links that can still be used, of roles that the organiser may give, five to a page."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Withdrawing(Step):
    """Asked whether this invitation is really to be withdrawn."""

    invitation_id: int
    back: OpenInvitations = OpenInvitations()


@dataclass(frozen=True, slots=True)
class NestCard(Step):
    """A building or company where a branch could be founded; named as `storage.affiliations.hatchery.Nest.subject`."""

    subject: str


@dataclass(frozen=True, slots=True)
class NamingBranch(Step):
    """What the branch to be founded is called."""

    subject: str
