"""Where a person can be: every step of every conversation, as it is stored between two turns.

A step that changes its fields in a way that old JSON does not fit raises its VERSION; a person who is found in an
older one gets an apology and the menu.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

from bot.flows.activities.steps import ActivityPlace
from bot.flows.afterwards.steps import AfterwardsPlace
from bot.flows.announcements.audience.steps import AudiencePlace
from bot.flows.announcements.drafting.steps import AnnouncingPlace
from bot.flows.announcements.running.steps import AnnouncedPlace
from bot.flows.check_in.steps import CheckInPlace
from bot.flows.duties.steps import DutyPlace
from bot.flows.groups.steps import GroupPlace
from bot.flows.mail.steps import MailPlace
from bot.flows.organising.steps import OrganisingPlace
from bot.flows.wishes.steps import WishPlace
from domain.affiliations import Stay, Verb
from domain.roles import Role


@dataclass(frozen=True, slots=True)
class AtMenu:
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class AtMore:
    """The second page of the menu."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class ChoosingLanguage:
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class SayingWhere:
    """Asked to share a location or to type where to look."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class Origin:
    """Where distances count from: a public place with its name, or the person's own location.

    The own location has no degrees here: it is held in memory for a while (`bot.origins`) and never written down.
    """

    title: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class NearestList:
    """The service points around an origin, five to a page; `services` as in `domain.places.Services`."""

    VERSION: ClassVar[int] = 1
    origin: Origin
    services: int = 0
    open_only: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingService:
    """Which service a point must offer to stay on the list."""

    VERSION: ClassVar[int] = 1
    narrows: NearestList


@dataclass(frozen=True, slots=True)
class Guess:
    """Something that was perhaps meant: point, building or unit by row id, a street by where it lies."""

    kind: str
    row_id: int
    name: str
    where: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class ChoosingGuess:
    """Several places fit what was typed, or (`sure` is false) none did and these are alike.

    `mail` names what was typed, for the button that passes it on to the centre; as in `bot.flows.mail.words`.
    """

    VERSION: ClassVar[int] = 1
    typed: str
    sure: bool
    guesses: tuple[Guess, ...]
    mail: str = ""


@dataclass(frozen=True, slots=True)
class FoundNothing:
    """Nothing fits what was typed; `mail` as in `ChoosingGuess`."""

    VERSION: ClassVar[int] = 1
    typed: str
    mail: str = ""


@dataclass(frozen=True, slots=True)
class BrowsingUnits:
    """Districts (`unit_id` is 0) or the subdistricts of a district, six to a page."""

    VERSION: ClassVar[int] = 1
    unit_id: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class UnitList:
    """The service points of a unit and all below it, five to a page."""

    VERSION: ClassVar[int] = 1
    unit_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class PointCard:
    """One service point; `back` is the list it was chosen from."""

    VERSION: ClassVar[int] = 1
    point_id: int
    from_nearest: NearestList | None = None
    from_unit: UnitList | None = None


# ---------------------------------------------------------------- the organiser's side


class Level(StrEnum):
    """Which of the lists of requests."""

    HOST = "host"  # for the first review
    UPPER = "upper"  # accepted below, for the level above
    LATE = "late"  # on either level, for too long


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """What waits for this organiser, five to a page."""

    VERSION: ClassVar[int] = 1
    level: Level = Level.HOST
    page: int = 0


@dataclass(frozen=True, slots=True)
class MemberList:
    """Who takes part in the organiser's units, five to a page."""

    VERSION: ClassVar[int] = 1
    page: int = 0


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """One affiliation, as it stood in this `version` when it was shown; `back` is the list it was chosen from."""

    VERSION: ClassVar[int] = 1
    affiliation_id: int
    version: int
    from_queue: ReviewQueue | None = None
    from_members: MemberList | None = None


@dataclass(frozen=True, slots=True)
class ChoosingReason:
    """Why it is returned, declined or ended: a ready-made reason, or a typed one."""

    VERSION: ClassVar[int] = 1
    card: ReviewCard
    verb: Literal[Verb.RETURN, Verb.DECLINE, Verb.END]


@dataclass(frozen=True, slots=True)
class OfferingPoint:
    """Which other point is offered to a member who is declined for this reason."""

    VERSION: ClassVar[int] = 1
    card: ReviewCard
    reason: str


@dataclass(frozen=True, slots=True)
class AskingMember:
    """An organiser types a question to the member."""

    VERSION: ClassVar[int] = 1
    card: ReviewCard


@dataclass(frozen=True, slots=True)
class AnsweringQuestion:
    """The member types the answer to an organiser's question."""

    VERSION: ClassVar[int] = 1
    question_id: int


@dataclass(frozen=True, slots=True)
class SettingRules:
    """The review rules of one of the organiser's units; 0: which unit is asked first."""

    VERSION: ClassVar[int] = 1
    unit_id: int = 0


@dataclass(frozen=True, slots=True)
class ChoosingRole:
    """Whom an organiser or admin invites."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class ChoosingScope:
    """For which unit a role is given; 0: the units at the top of what the inviter holds. Six to a page."""

    VERSION: ClassVar[int] = 1
    role: Literal[Role.ORGANISER, Role.VOLUNTEER]
    unit_id: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class HolderList:
    """Who holds a role in the organiser's units, five to a page."""

    VERSION: ClassVar[int] = 1
    page: int = 0


@dataclass(frozen=True, slots=True)
class TakingAway:
    """Asked whether this role is really to be taken away."""

    VERSION: ClassVar[int] = 1
    grant_id: int
    back: HolderList = HolderList()


@dataclass(frozen=True, slots=True)
class AtPrivacy:
    """What is held about the person."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Asked whether everything is to be deleted, for the first time or (`surely`) the second."""

    VERSION: ClassVar[int] = 1
    surely: bool = False


@dataclass(frozen=True, slots=True)
class NestCard:
    """A building or company where a branch could be founded; named as `storage.affiliations.hatchery.Nest.subject`."""

    VERSION: ClassVar[int] = 1
    subject: str


@dataclass(frozen=True, slots=True)
class NamingBranch:
    """What the branch to be founded is called."""

    VERSION: ClassVar[int] = 1
    subject: str


OrganiserPlace = (
    ReviewQueue
    | MemberList
    | ReviewCard
    | ChoosingReason
    | OfferingPoint
    | AskingMember
    | AnsweringQuestion
    | SettingRules
    | ChoosingRole
    | ChoosingScope
    | HolderList
    | TakingAway
    | AtPrivacy
    | Forgetting
    | NestCard
    | NamingBranch
)

# ---------------------------------------------------------------- registering: a request for an affiliation


@dataclass(frozen=True, slots=True)
class ChoosingStay:
    """Asked for the kind of stay at this point."""

    VERSION: ClassVar[int] = 1
    point_id: int


@dataclass(frozen=True, slots=True)
class SayingArrival:
    """Asked for the arrival; the answer opens the draft."""

    VERSION: ClassVar[int] = 1
    point_id: int
    stay: Stay


class Asked(StrEnum):
    """What a request consists of, in the order in which it is asked."""

    POINT = "point"
    STAY = "stay"
    ARRIVAL = "arrival"
    END = "end"
    CONSENT = "consent"
    NAME = "name"
    PHONE = "phone"
    EMPLOYER = "employer"
    BUILDING = "building"
    HOME_NAME = "home_name"
    HOME_PLACE = "home_place"
    HOME_CONTACT = "home_contact"
    PAPER = "paper"
    PAPER_NUMBER = "paper_number"
    PAPER_UNTIL = "paper_until"
    PAPER_PHOTO = "paper_photo"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Answering:
    """Asked for one thing of a request; `mending`: it was there already, and leads back to the summary."""

    VERSION: ClassVar[int] = 1
    affiliation_id: int
    asked: Asked
    mending: bool = False


@dataclass(frozen=True, slots=True)
class ChoosingBuilding:
    """The building that was typed may be one of these."""

    VERSION: ClassVar[int] = 1
    affiliation_id: int
    typed: str
    mending: bool = False


@dataclass(frozen=True, slots=True)
class CheckingRequest:
    """The summary before sending; of a stay that is active, what the member has told."""

    VERSION: ClassVar[int] = 1
    affiliation_id: int


@dataclass(frozen=True, slots=True)
class ChoosingItem:
    """Which line of the summary is to be changed."""

    VERSION: ClassVar[int] = 1
    affiliation_id: int


# ---------------------------------------------------------------- my affiliation


@dataclass(frozen=True, slots=True)
class MyAffiliation:
    """How it stands; 0: the only one, or a choice of several."""

    VERSION: ClassVar[int] = 1
    affiliation_id: int = 0


@dataclass(frozen=True, slots=True)
class BeingSure:
    """Asked once more before a step: `verb` as in `domain.affiliations.Verb`."""

    VERSION: ClassVar[int] = 1
    affiliation_id: int
    verb: str


@dataclass(frozen=True, slots=True)
class ChoosingEnding:
    """How a stay ends: back home, or with a transfer."""

    VERSION: ClassVar[int] = 1
    affiliation_id: int


@dataclass(frozen=True, slots=True)
class SayingNewEnd:
    """Until when a stay is renewed."""

    VERSION: ClassVar[int] = 1
    affiliation_id: int


# ---------------------------------------------------------------- the home side


@dataclass(frozen=True, slots=True)
class ReadingHomeLink:
    """A home branch's contact has opened the link that the member has passed on."""

    VERSION: ClassVar[int] = 1
    token: str
    affiliation_id: int


@dataclass(frozen=True, slots=True)
class SayingObjection:
    """The home branch's contact says what is not right."""

    VERSION: ClassVar[int] = 1
    token: str
    affiliation_id: int


MemberPlace = (
    ChoosingStay
    | SayingArrival
    | Answering
    | ChoosingBuilding
    | CheckingRequest
    | ChoosingItem
    | MyAffiliation
    | BeingSure
    | ChoosingEnding
    | SayingNewEnd
    | ReadingHomeLink
    | SayingObjection
)

Place = (
    AtMenu
    | AtMore
    | ChoosingLanguage
    | SayingWhere
    | NearestList
    | ChoosingService
    | ChoosingGuess
    | FoundNothing
    | BrowsingUnits
    | UnitList
    | PointCard
    | OrganiserPlace
    | MemberPlace
    | ActivityPlace
    | AfterwardsPlace
    | OrganisingPlace
    | DutyPlace
    | CheckInPlace
    | AnnouncingPlace
    | AnnouncedPlace
    | AudiencePlace
    | WishPlace
    | MailPlace
    | GroupPlace
)
