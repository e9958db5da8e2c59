"""Organisational life: what an activity is, who may come, and what an organiser decides about it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum, IntFlag, StrEnum
from typing import Final

from domain.places.geo import Position

LATER_S: Final = 60 * 86_400.0
"""How far a list looks that is narrowed down, or that found nothing in the week to come."""


class Kind(StrEnum):
    """What is held, as it is called."""

    BRANCH_MEETING = "branch_meeting"  # 支部党员大会
    COMMITTEE_MEETING = "committee_meeting"  # 支委会
    GROUP_MEETING = "group_meeting"  # 党小组会
    LECTURE = "lecture"  # 党课
    THEME_DAY = "theme_day"  # 主题党日
    LIFE_MEETING = "life_meeting"  # 组织生活会
    VOLUNTEERING = "volunteering"  # 志愿服务
    OTHER = "other"


class Stage(StrEnum):
    """How far an activity has come; that it is over is told by the clock alone."""

    DRAFT = "draft"  # only its organisers see it
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Audience(IntFlag):
    """Who may come."""

    MEMBERS = 1  # who holds the role of a member in this unit or below it
    AFFILIATED = 2  # whose affiliation is active in this unit or below it
    ANYONE = 4  # every member who passes by
    SUPPORTERS = 8  # and those who are not yet members


class Standing(IntEnum):
    """What somebody is to the unit that holds an activity; on a waiting list the lower number goes first."""

    OF_THE_UNIT = 0  # a member of it, or affiliated with it
    PASSING_BY = 1  # affiliated elsewhere, or a member who has not said
    SUPPORTER = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it is held: a service point, a building, or a pin with a title (WGS-84); `room` as in "3 楼会议室"."""

    point_id: int | None = None
    building_id: int | None = None
    title: str = ""
    position: Position | None = None
    room: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file or picture that goes with it, by the messenger's id; `kind` is "photo" or "document"."""

    kind: str
    file_id: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an organiser decides; times in seconds since 1970, `seats` None: as many as come.

    `confirm_by` is the moment until which seats are to be confirmed, None: nobody is asked. Without `opens_at` it opens
    when it is published, without `closes_at` it closes when it begins. Raises `ValueError` for what makes no sense.
    """

    kind: Kind
    title: str
    starts_at: float
    ends_at: float
    spot: Spot
    audience: Audience
    seats: int | None = None
    opens_at: float | None = None
    closes_at: float | None = None
    confirm_by: float | None = None
    notes: str = ""
    attachment: Attachment | None = None

    def __post_init__(self) -> None:
        if not self.starts_at < self.ends_at:
            raise ValueError("an activity ends after it begins")
        if self.seats is not None and self.seats < 1:
            raise ValueError("an activity has one seat at least, or as many as come")
        if not self.audience:
            raise ValueError("an activity is for somebody")
        closes = self.starts_at if self.closes_at is None else self.closes_at
        if closes > self.starts_at or (self.opens_at is not None and not self.opens_at < closes):
            raise ValueError("signing up opens, closes, and then it begins")
        if self.confirm_by is not None and not self.confirm_by < self.starts_at:
            raise ValueError("seats are confirmed before it begins")


def admits(audience: Audience, is_supporter: bool, of_the_unit: Collection[Audience]) -> bool:  # noqa: FBT001  a fact
    """Tell whether somebody may come; `of_the_unit` says in which ways they belong to the unit: MEMBERS, AFFILIATED."""
    if is_supporter:
        return Audience.SUPPORTERS in audience
    return Audience.ANYONE in audience or any(one in audience for one in of_the_unit)


def standing(is_supporter: bool, of_the_unit: Collection[Audience]) -> Standing:  # noqa: FBT001  a fact
    """Tell who goes first on a waiting list."""
    if is_supporter:
        return Standing.SUPPORTER
    return Standing.OF_THE_UNIT if of_the_unit else Standing.PASSING_BY
