"""What a member tells about himself or herself, once, and reuses in every form that follows."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DocumentKind(StrEnum):
    """What proves the membership while away from home."""

    ACTIVITY_CARD = "activity_card"  # 流动党员活动证
    CERTIFICATE = "certificate"  # a certificate of the home branch
    TRANSFER_LETTER = "transfer_letter"  # 组织关系介绍信
    NONE_YET = "none_yet"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: its number and last day of validity where known, and Telegram's id of a photo of it."""

    kind: DocumentKind = DocumentKind.NONE_YET
    number: str = ""
    valid_until: date | None = None
    photo: str = ""


@dataclass(frozen=True, slots=True)
class HomeBranch:
    """The branch that the formal relation stays with."""

    name: str = ""
    place: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Details:
    """Everything personal that a form asks for. All of it is sealed at rest, and masked until somebody reveals it."""

    name: str = ""
    phone: str = ""
    employer: str = ""
    building: str = ""
    home: HomeBranch = HomeBranch()
    paper: Paper = Paper()
