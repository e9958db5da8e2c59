"""What stands in the cells of the desk's tables: names of a page's rows found together, days, and names of states."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from bot.flows.announcement_titles import brief
from bot.flows.booking import reasons, text
from bot.flows.desk import Desk
from bot.flows.mail.text import sender
from bot.flows.moments import local
from bot.flows.persons import colleague, masked_member
from bot.papers.sheet import Cell
from bot.texts import Words
from bot.texts.names import Names
from domain.activities.activities import Stage
from domain.affiliations.affiliations import CLOSED
from domain.announcements.announcements import Stage as AnnouncementStage
from domain.booking.resources import Kind, Use
from domain.messages.threads import State as ThreadState
from domain.people.masks import masked_name
from domain.places.places import Layer, SiteKind
from storage.affiliations import affiliations
from storage.announcements import announcements, threads
from storage.booking import resources
from storage.people import colleagues, members

Row = Mapping[str, Any]

NAMED: Final = "who"
"""The column that is filled by what is found for all rows of a page together."""

stage_name: Final = Names("stage", {Stage.DRAFT: "draft", Stage.PUBLISHED: "published", Stage.CANCELLED: "called off"})
announcement_stage_name: Final = Names(
    "stage of an announcement",
    {
        AnnouncementStage.DRAFT: "draft",
        AnnouncementStage.AWAITING: "waits for approval",
        AnnouncementStage.SCHEDULED: "scheduled",
        AnnouncementStage.SENDING: "being sent",
        AnnouncementStage.PAUSED: "paused",
        AnnouncementStage.DONE: "sent",
        AnnouncementStage.STOPPED: "stopped",
        AnnouncementStage.RECALLED: "recalled",
    },
)
thread_state_name: Final = Names(
    "state of a message", {ThreadState.OPEN: "open", ThreadState.TAKEN: "in hand", ThreadState.CLOSED: "closed"}
)
layer_name: Final = Names(
    "layer", {Layer.CENTRE: "centre", Layer.POINT: "service point", Layer.MICRO_STATION: "micro-station"}
)
site_name: Final = Names(
    "site",
    {
        SiteKind.BUILDING: "office building",
        SiteKind.PARK: "park",
        SiteKind.DEVELOPMENT_ZONE: "development zone",
        SiteKind.SHOPPING_STREET: "shopping street",
        SiteKind.MARKET: "market",
    },
)


def called(row: Row, _desk: Desk) -> Cell:
    """Return what was found for the row."""
    return str(row[NAMED])


def called_members(rows: Sequence[Row], desk: Desk) -> dict[int, str]:
    """Return the masked name for each stay; of one that is over only its number."""
    told = members.find_all(desk.unit, {row["chat_id"] for row in rows})
    t = desk.words
    return {
        row["id"]: t.plain("request {number}", number=row["id"])
        if row["state"] in CLOSED
        else masked_member(told.get(row["chat_id"]), row["chat_id"], t)
        for row in rows
    }


def called_colleagues(rows: Sequence[Row], desk: Desk) -> dict[int, str]:
    """Return by which name colleagues know each holder of a role."""
    chats = {row["chat_id"] for row in rows}
    colleagues.names_of(desk.unit, chats)
    found = members.find_all(desk.unit, chats)
    for chat_id in chats:
        members.find.know(desk.unit, found.get(chat_id), chat_id)
    return {row["id"]: colleague(desk.unit, row["chat_id"], desk.words) for row in rows}


def called_senders(rows: Sequence[Row], desk: Desk) -> dict[int, str]:
    """Return who wrote each thread, masked; a visitor by the thread's number."""
    chats = {row["chat_id"] for row in rows}
    affiliations.know_current(desk.unit, chats)
    told = members.find_all(desk.unit, chats)
    for chat_id in chats:
        members.find.know(desk.unit, told.get(chat_id), chat_id)
    found = threads.of_ids(desk.unit, [row["id"] for row in rows])
    return {number: sender(desk.unit, row, desk.words) for number, row in found.items()}


def called_resources(rows: Sequence[Row], desk: Desk) -> dict[int, str]:
    """Return what each is called; a speaker, who is somebody, masked."""
    found = resources.found(desk.unit, [row["id"] for row in rows])
    return {
        number: masked_name(text.called(one)) if one.kind is Kind.SPEAKER else text.called(one)
        for number, one in found.items()
    }


def resource_kind(value: str, t: Words) -> str:
    return reasons.kind_label(Kind(value), t)


def resource_use(value: str, t: Words) -> str:
    return reasons.use_label(Use(value), t)


def briefs(rows: Sequence[Row], desk: Desk) -> dict[int, str]:
    """Return how each announcement begins."""
    found = announcements.of_ids(desk.unit, [row["id"] for row in rows])
    return {number: brief(row, desk.words) for number, row in found.items()}


def day_of(key: str) -> Callable[[Row, Desk], Cell]:
    """Return the local day of a moment."""

    def cell(row: Row, desk: Desk) -> date | None:
        return local(row[key], desk.now.tzinfo).date() if row[key] is not None else None

    return cell


def moment_of(key: str) -> Callable[[Row, Desk], Cell]:
    """Return a moment in local time, to the minute."""

    def cell(row: Row, desk: Desk) -> str:
        return f"{local(row[key], desk.now.tzinfo):%Y-%m-%d %H:%M}" if row[key] is not None else ""

    return cell
