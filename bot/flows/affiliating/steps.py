"""Where a member can be who asks for an affiliation or has one, and the contact of the home branch."""

from dataclasses import dataclass
from enum import StrEnum

from bot.flows.step import Step
from domain.affiliations.affiliations import Stay


class AtPoint(Step):
    """The base of steps in which a request at a point begins."""

    __slots__ = ()
    point_id: int


@dataclass(frozen=True, slots=True)
class Agreeing(AtPoint):
    """Asked to agree to the privacy text; that opens the draft at this point."""

    point_id: int


@dataclass(frozen=True, slots=True)
class ChoosingStay(AtPoint):
    """Asked for the kind of stay at this point: by whom something is running or waiting elsewhere."""

    point_id: int


@dataclass(frozen=True, slots=True)
class SayingArrival(AtPoint):
    """Asked for the arrival before there is a draft, as in the order of old; the answer opens it."""

    point_id: int
    stay: Stay


class Asked(StrEnum):
    """What a request consists of; `registering.order` says what is asked, and when."""

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


class OfAffiliation(Step):
    """The base of steps around one affiliation."""

    __slots__ = ()
    affiliation_id: int


@dataclass(frozen=True, slots=True)
class Answering(OfAffiliation):
    """Asked for one thing of a request; `mending`: it was there already, and leads back to the summary."""

    affiliation_id: int
    asked: Asked
    mending: bool = False


@dataclass(frozen=True, slots=True)
class ChoosingBuilding(OfAffiliation):
    """The building that was typed may be one of these."""

    affiliation_id: int
    typed: str
    mending: bool = False


@dataclass(frozen=True, slots=True)
class CheckingRequest(OfAffiliation):
    """The summary before sending; of a stay that is active, what the member has told."""

    affiliation_id: int


@dataclass(frozen=True, slots=True)
class ChoosingItem(OfAffiliation):
    """Which line of the summary is to be changed; `more`: of what can be told later."""

    affiliation_id: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class MyAffiliation(Step):
    """How it stands; 0: the only one, or a choice of several."""

    affiliation_id: int = 0


@dataclass(frozen=True, slots=True)
class BeingSure(OfAffiliation):
    """Asked once more before a step: `verb` as in `domain.affiliations.affiliations.Verb`."""

    affiliation_id: int
    verb: str


@dataclass(frozen=True, slots=True)
class ChoosingEnding(OfAffiliation):
    """How a stay ends: back home, or with a transfer."""

    affiliation_id: int


@dataclass(frozen=True, slots=True)
class SayingNewEnd(OfAffiliation):
    """Until when a stay is renewed."""

    affiliation_id: int


class OfHomeLink(Step):
    """The base of steps behind a link to the home branch."""

    __slots__ = ()
    token: str
    affiliation_id: int


@dataclass(frozen=True, slots=True)
class ReadingHomeLink(OfHomeLink):
    """A home branch's contact has opened the link that the member has passed on."""

    token: str
    affiliation_id: int


@dataclass(frozen=True, slots=True)
class SayingObjection(OfHomeLink):
    """The home branch's contact says what is not right."""

    token: str
    affiliation_id: int
