"""The desk's tables: what each is called, its columns, what narrows it, and what can be done with many rows at once.

A table on a page and the same table as a file have the same columns and cells; who somebody is stands there masked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bot.desk.table_cells import (
    NAMED,
    announcement_stage_name,
    briefs,
    called,
    called_colleagues,
    called_members,
    called_resources,
    called_senders,
    day_of,
    layer_name,
    moment_of,
    resource_kind,
    resource_use,
    site_name,
    stage_name,
    thread_state_name,
)
from bot.flows.desk import Desk
from bot.papers.sheet import Cell
from bot.texts import Words, paper
from bot.texts.names import (
    affiliation_name,
    home_answer_name,
    kind_name,
    role_name,
    stay_name,
    topic_name,
    unit_kind_name,
)
from domain.activities.activities import Kind, Stage
from domain.affiliations.affiliations import State, Stay
from domain.announcements.announcements import Stage as AnnouncementStage
from domain.announcements.topics import Topic
from domain.booking.resources import Kind as ResourceKind
from domain.booking.resources import Use
from domain.messages.threads import State as ThreadState
from domain.people.roles import Role
from domain.places.places import Layer, UnitKind
from storage.desk import listings
from storage.desk.listings import Listing

Row = Mapping[str, Any]
Names = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in addresses, its header (a message of paper), its width in characters, and its cells."""

    name: str
    header: str
    width: int
    cell: Callable[[Row, Desk], Cell]


@dataclass(frozen=True, slots=True)
class Choice:
    """What narrows a table: its name in addresses, how it is called, and what can be chosen, each with its label."""

    name: str
    header: str
    values: Sequence[str]
    label: Callable[[str, Words], str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the desk.

    `names` finds what stands in the first column where it is somebody's name or sealed words: of all rows of a page, by
    their number. `noun` is what a row is opened as. `bulk` are the presses that many rows hear at once.
    """

    name: str
    header: str
    listing: Listing
    columns: Sequence[Column]
    choices: Sequence[Choice] = ()
    searches: bool = True
    noun: str = ""
    names: Callable[[Sequence[Row], Desk], Names] | None = None
    bulk: bool = False

    def sorts(self, column: Column) -> bool:
        return column.name in self.listing.sorts


def _text(key: str) -> Callable[[Row, Desk], Cell]:
    return lambda row, _desk: row[key] or ""


def _number(key: str) -> Callable[[Row, Desk], Cell]:
    return lambda row, _desk: row[key]


def _named(key: str, name: Callable[[str, Words], str]) -> Callable[[Row, Desk], Cell]:
    return lambda row, desk: name(row[key], desk.words) if row[key] else ""


def _day(key: str) -> Callable[[Row, Desk], Cell]:
    return lambda row, _desk: date.fromisoformat(row[key]) if row[key] else None


_UNIT: Final = Column("unit", paper("unit"), 22, _text("unit"))
_POINT: Final = Column("point", paper("host point"), 22, _text("point"))
_STAY: Final = Column("stay", paper("kind of stay"), 11, _named("stay", stay_name))
_NAME: Final = Column(NAMED, paper("name"), 16, called)
_WAITING: Final = (State.SUBMITTED, State.HOST_ACCEPTED, State.RETURNED)

TABLES: Final = (
    Table(
        "requests",
        paper("Requests"),
        listings.REQUESTS,
        (
            _NAME,
            _POINT,
            _UNIT,
            _STAY,
            Column("state", paper("state"), 18, _named("state", affiliation_name)),
            Column("submitted_at", paper("sent on"), 12, day_of("submitted_at")),
            Column("due_on", paper("answer by"), 12, _day("due_on")),
        ),
        (
            Choice(
                "state",
                paper("state"),
                ("open", *(one for one in State if one not in {State.DRAFT, State.DISCARDED})),
                lambda value, t: t.paper("all that wait") if value == "open" else affiliation_name(value, t),
            ),
            Choice("stay", paper("kind of stay"), tuple(Stay), stay_name),
        ),
        noun="affiliation",
        names=called_members,
        bulk=True,
    ),
    Table(
        "members",
        paper("Members"),
        listings.MEMBERS,
        (
            _NAME,
            _POINT,
            _UNIT,
            _STAY,
            Column("arrives_on", paper("day of arrival"), 12, _day("arrives_on")),
            Column("ends_on", paper("expected end"), 12, _day("ends_on")),
            Column("home", paper("home confirmed"), 13, _named("home", home_answer_name)),
        ),
        (
            Choice("stay", paper("kind of stay"), tuple(Stay), stay_name),
            Choice("home", paper("home confirmed"), ("unconfirmed", "confirmed", "objected"), home_answer_name),
        ),
        noun="affiliation",
        names=called_members,
    ),
    Table(
        "activities",
        paper("Activities"),
        listings.ACTIVITIES,
        (
            Column("title", paper("activity"), 28, _text("title")),
            Column("kind", paper("kind"), 14, _named("kind", kind_name)),
            _UNIT,
            Column("starts_at", paper("when"), 17, moment_of("starts_at")),
            Column("stage", paper("state"), 12, _named("stage", stage_name)),
            Column("signed_up", paper("signed up"), 9, _number("signed_up")),
            Column("seats", paper("seats"), 8, _number("seats")),
            Column("waiting", paper("waiting list"), 9, _number("waiting")),
            Column("came", paper("people there"), 8, _number("came")),
        ),
        (
            Choice("stage", paper("state"), tuple(Stage), stage_name),
            Choice("kind", paper("kind"), tuple(Kind), kind_name),
        ),
        noun="activity",
    ),
    Table(
        "announcements",
        paper("Announcements"),
        listings.ANNOUNCEMENTS,
        (
            Column(NAMED, paper("begins with"), 30, called),
            _UNIT,
            Column("topic", paper("topic"), 14, _named("topic", topic_name)),
            Column("stage", paper("state"), 14, _named("stage", announcement_stage_name)),
            Column("created_at", paper("written on"), 12, day_of("created_at")),
            Column("began_at", paper("sent at"), 17, moment_of("began_at")),
        ),
        (
            Choice(
                "stage",
                paper("state"),
                tuple(one for one in AnnouncementStage if one is not AnnouncementStage.DISCARDED),
                announcement_stage_name,
            ),
            Choice("topic", paper("topic"), tuple(Topic), topic_name),
        ),
        searches=False,
        noun="announcement",
        names=briefs,
    ),
    Table(
        "mail",
        paper("Messages"),
        listings.THREADS,
        (
            Column(NAMED, paper("from"), 16, called),
            _UNIT,
            Column("state", paper("state"), 12, _named("state", thread_state_name)),
            Column("opened_at", paper("written on"), 12, day_of("opened_at")),
            Column("unanswered_since", paper("unanswered since"), 17, moment_of("unanswered_since")),
        ),
        (Choice("state", paper("state"), tuple(ThreadState), thread_state_name),),
        searches=False,
        noun="thread",
        names=called_senders,
    ),
    Table(
        "units",
        paper("Units"),
        listings.UNITS,
        (
            Column("name", paper("called"), 24, _text("name")),
            Column("kind", paper("kind"), 14, _named("kind", unit_kind_name)),
            Column("code", paper("code"), 16, _text("code")),
            Column("points", paper("service points"), 9, _number("points")),
            Column("members", paper("members affiliated here"), 9, _number("members")),
        ),
        (Choice("kind", paper("kind"), tuple(UnitKind), unit_kind_name),),
    ),
    Table(
        "buildings",
        paper("Buildings"),
        listings.BUILDINGS,
        (
            Column("name", paper("called"), 24, _text("name")),
            Column("kind", paper("kind"), 12, _named("kind", site_name)),
            _UNIT,
            Column("address", paper("address"), 30, _text("address")),
            Column("branch", paper("branch"), 22, _text("branch")),
            Column("members", paper("members who work here"), 9, _number("members")),
        ),
        (
            Choice(
                "branch",
                paper("branch"),
                ("yes", "no"),
                lambda value, t: t.paper("yes") if value == "yes" else t.paper("no"),
            ),
        ),
    ),
    Table(
        "points",
        paper("Service points"),
        listings.POINTS,
        (
            Column("name", paper("called"), 24, _text("name")),
            Column("layer", paper("kind"), 12, _named("layer", layer_name)),
            _UNIT,
            Column("address", paper("address"), 30, _text("address")),
            Column("phone", paper("telephone"), 16, _text("phone")),
            Column("members", paper("members affiliated here"), 9, _number("members")),
        ),
        (Choice("layer", paper("kind"), tuple(Layer), layer_name),),
    ),
    Table(
        "resources",
        paper("Rooms, equipment and speakers"),
        listings.RESOURCES,
        (
            Column(NAMED, paper("called"), 24, called),
            Column("kind", paper("kind"), 12, _named("kind", resource_kind)),
            _UNIT,
            Column("point", paper("service point"), 22, _text("point")),
            Column("whereabouts", paper("where there"), 18, _text("whereabouts")),
            Column("capacity", paper("seats"), 8, _number("capacity")),
            Column("use", paper("who may use it"), 18, _named("use", resource_use)),
            Column("asked", paper("asked for"), 9, _number("asked")),
            Column("booked", paper("bookings"), 9, _number("booked")),
            Column("waiting", paper("waiting list"), 9, _number("waiting")),
        ),
        (
            Choice("kind", paper("kind"), tuple(ResourceKind), resource_kind),
            Choice("use", paper("who may use it"), tuple(Use), resource_use),
        ),
        noun="resource",
        names=called_resources,
    ),
    Table(
        "roles",
        paper("Roles"),
        listings.ROLES,
        (
            Column(NAMED, paper("name"), 16, called),
            Column("role", paper("role"), 14, _named("role", role_name)),
            Column("unit", paper("unit"), 22, lambda row, desk: row["unit"] or desk.words.paper("everywhere")),
            Column("granted_at", paper("since"), 12, day_of("granted_at")),
        ),
        (Choice("role", paper("role"), (Role.ADMIN, Role.ORGANISER, Role.VOLUNTEER), role_name),),
        names=called_colleagues,
    ),
)

BY_NAME: Final = {one.name: one for one in TABLES}
