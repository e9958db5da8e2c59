"""Everything that is held about a person, gathered for the export, and written as JSON."""

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.planning.retention import kept_until, months_kept
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow, StepRow
from storage.announcements import threads
from storage.announcements.threads import ThreadData
from storage.booking import own
from storage.booking.own import LendingData
from storage.people import addresses, audit, calendar_feeds, colleagues, members, questions
from storage.people.audit import Seen
from storage.people.calendar_feeds import Feed
from storage.people.members import MemberRow
from storage.people.questions import QuestionRow
from storage.places import places
from storage.unit_of_work import UnitOfWork
from storage.upkeep import own_activities, own_data, own_visits
from storage.upkeep.own_activities import ActivityData
from storage.upkeep.own_data import AuditData, ChatData, GrantData, LinkData, WishData
from storage.upkeep.own_visits import GridData


@dataclass(frozen=True, slots=True)
class StayData:
    """A stay with everything that belongs to it; the point's name as it is today."""

    row: AffiliationRow
    point: str
    unit: str
    steps: tuple[StepRow, ...]
    questions: tuple[QuestionRow, ...]


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything under one number; `months_kept` after the last stay.

    `kept_until` is None while an affiliation is open.
    """

    chat_id: int
    made_at: datetime
    zone: ZoneInfo
    chat: ChatData | None
    my_point: str
    member: MemberRow | None
    building: str
    stays: tuple[StayData, ...]
    activities: ActivityData
    lending: LendingData
    wished: WishData
    threads: tuple[ThreadData, ...]
    calendars: tuple[Feed, ...]
    grid: GridData
    name_for_colleagues: str
    roles: tuple[GrantData, ...]
    links: tuple[LinkData, ...]
    seen: tuple[Seen, ...]
    audit: tuple[AuditData, ...]
    kept_until: date | None
    months_kept: int


def own_data_of(unit: UnitOfWork, chat_id: int, now: float, zone: ZoneInfo) -> OwnData:
    """Gather it. Nothing is written: whoever hands it out calls `write_down_export`."""
    chat, member = own_data.chat(unit, chat_id), members.find(unit, chat_id)
    stays = tuple(_stay(unit, row) for row in affiliations.history(unit, chat_id))
    point = places.point(unit, chat.my_point_id) if chat and chat.my_point_id else None
    building = places.building(unit, member.building_id) if member and member.building_id else None
    return OwnData(
        chat_id=chat_id,
        made_at=datetime.fromtimestamp(now, zone),
        zone=zone,
        chat=chat,
        my_point=point.name if point else "",
        member=member,
        building=building.name if building else "",
        stays=stays,
        activities=own_activities.of_person(unit, chat_id),
        lending=own.of_person(unit, chat_id),
        wished=own_data.wished(unit, chat_id),
        threads=tuple(threads.of_person(unit, chat_id)),
        calendars=calendar_feeds.ever_of_all(unit, chat_id),
        grid=own_visits.of_person(unit, chat_id),
        name_for_colleagues=colleagues.name_of(unit, chat_id),
        roles=tuple(own_data.roles_ever(unit, chat_id)),
        links=tuple(own_data.links(unit, chat_id)),
        seen=tuple(_seen(unit, chat_id)),
        audit=tuple(own_data.audited(unit, chat_id, [stay.row.id for stay in stays])),
        kept_until=kept_until(unit, chat_id, zone),
        months_kept=months_kept(unit, chat_id),
    )


def _seen(unit: UnitOfWork, chat_id: int) -> list[Seen]:
    """Return who has looked, the newest first: also at who was somebody of their own before they were linked."""
    numbers = addresses.of_person(unit, chat_id)
    looks = (look for number in numbers for look in audit.seen_by(unit, f"person:{number}"))
    return sorted(looks, key=lambda look: look.at, reverse=True)


def write_down_export(unit: UnitOfWork, chat_id: int, now: float) -> None:
    """Write in the audit that the person took the own data along."""
    audit.write(unit, audit.Entry(chat_id, "member", "member.export", f"person:{chat_id}"), now)


def _stay(unit: UnitOfWork, row: AffiliationRow) -> StayData:
    point, host = places.point(unit, row.point_id), places.unit(unit, row.unit_id)
    return StayData(
        row,
        point.name if point else "",
        host.name if host else "",
        tuple(affiliations.steps(unit, row.id)),
        tuple(questions.of(unit, row.id)),
    )


_OTHER: Final = "somebody else"
"""Stands for everybody but the person: nobody's number is in somebody else's export."""


def as_json(data: OwnData) -> str:
    """Write everything for a machine: times in ISO 8601 with their offset, other people as "somebody else"."""
    return json.dumps(_plain(data, data), ensure_ascii=False, indent=2)


def _plain(value: object, data: OwnData) -> object:
    match value:
        case float():  # every fraction in these records is a moment
            return datetime.fromtimestamp(value, data.zone).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(one, data) for one in value]
        case _ if is_dataclass(value):
            held = {one.name: getattr(value, one.name) for one in fields(value)}
            return {name: _field(name, one, data) for name, one in held.items() if name != "zone"}
    return value


def _field(name: str, value: object, data: OwnData) -> object:
    match name, value:
        case (("by_chat" | "asked_by"), int()):
            return "you" if value == data.chat_id else _OTHER
        case "subject", None:
            return _OTHER
        case "state", str() if value.startswith("{"):
            return "\n".join(_without_others(line, data) for line in value.split("\n"))
    return _plain(value, data)


def _without_others(line: str, data: OwnData) -> str:
    """Name nobody else of those whom a step of a conversation holds: whom somebody has looked up, say."""
    begins = line.index("{")
    return line[:begins] + json.dumps(_hidden(json.loads(line[begins:]), data), ensure_ascii=False)


def _hidden(value: object, data: OwnData) -> object:
    match value:
        case {"chat_id": chat_id} if chat_id != data.chat_id:
            return _OTHER
        case {**held}:
            return {name: _OTHER if name == "chats" else _hidden(one, data) for name, one in held.items()}
        case [*several]:
            return [_hidden(one, data) for one in several]
    return value
