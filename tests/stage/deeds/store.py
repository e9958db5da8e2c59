"""What somebody's state is brought to before a dialogue goes on, through the storage and not through the bot."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.facts.working_days import working_days_after
from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.people.deeds import HOUSE, By, Deed
from domain.people.members import Details, DocumentKind, HomeBranch, Paper
from domain.people.roles import Role
from domain.rules import Rule
from storage.affiliations import affiliations
from storage.people import members, people, roles
from storage.places import places, unit_rules
from storage.tables.places import units
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.deeds.activities import ACTIVITY_DEEDS
from tests.stage.deeds.announcements import ANNOUNCEMENT_DEEDS
from tests.stage.deeds.booking import BOOKING_DEEDS
from tests.stage.deeds.grid import GRID_DEEDS

ZONE: Final = ZoneInfo("Asia/Shanghai")
_DEED: Final = re.compile(r"\((?P<verb>[\w-]+)(?:\s+(?P<rest>.*))?\)")
_HOME: Final = HomeBranch("阳光社区第二党支部", "安徽省六安市", "0564-1234567")
_FIRST: Final = 1001

_DETAILS: Final = {
    1001: ("王芳", "+8613912345678"),
    1002: ("Anna Schmidt", "+4915112345678"),
    1003: ("李强", "+8613812340003"),
    1007: ("阿依古丽·买买提", "+8613812340007"),
}
_WAYS: Final[Mapping[str, tuple[Verb, ...]]] = {
    "draft": (),
    "submitted": (Verb.SUBMIT,),
    "host_accepted": (Verb.SUBMIT, Verb.ACCEPT),
    "returned": (Verb.SUBMIT, Verb.RETURN),
    "active": (Verb.SUBMIT, Verb.CONFIRM),
    "confirmation_due": (Verb.SUBMIT, Verb.CONFIRM, Verb.ASK_AGAIN),
    "withdrawn": (Verb.SUBMIT, Verb.WITHDRAW),
}
_ACTORS: Final = {Verb.SUBMIT: Actor.MEMBER, Verb.WITHDRAW: Actor.MEMBER, Verb.ASK_AGAIN: Actor.CLOCK}


def is_store_deed(what: str) -> bool:
    """Tell whether it is one of ours: (grant organiser 310106011), (affiliation submitted JA-1), ..."""
    deed = _DEED.fullmatch(what)
    return deed is not None and deed["verb"] in _DEEDS


def store_deed(store: Store, person: int, what: str, now: float) -> None:
    """Do what the line says, through the storage and not through the bot."""
    deed = _DEED.fullmatch(what)
    assert deed is not None, what
    with store.unit_of_work() as unit:
        if person not in people.known(unit, {person}):
            people.welcome(unit, [person], now)
        _DEEDS[deed["verb"]](unit, person, (deed["rest"] or "").split(), now)
        unit.commit()


def _grant(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    role, *code = rest
    roles.give(unit, person, Role(role), unit_id(unit, code[0]) if code else None, Deed(HOUSE, now))


def _ungrant(unit: UnitOfWork, person: int, _rest: list[str], now: float) -> None:
    for one in roles.held(unit, person):
        roles.take(unit, one.id, Deed(HOUSE, now))


def _affiliation(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    """Bring a stay of this person to a state: (affiliation active JA-1 [Company] [B1]). Nothing is planned for it."""
    state, point_code, *work = rest
    _told(unit, person, work, now)
    today = datetime.fromtimestamp(now, ZONE).date()
    point = places.point_by_code(unit, point_code)
    if point is None:
        raise ValueError(point_code)
    wish = affiliations.Wish(Stay.MOBILE, point.id, today, today + timedelta(days=300))
    row = affiliations.open_draft(unit, person, wish, now)
    due_on = working_days_after(today, unit_rules.value(unit, Rule.REVIEW_WORKING_DAYS, row.unit_id))
    for verb in _WAYS[state]:
        actor = _ACTORS.get(verb, Actor.HOST)
        by = By(person if actor is Actor.MEMBER else None, "member", actor)
        reason = "看不清" if verb is Verb.RETURN else ""
        row = affiliations.do(unit, row.id, verb, Deed(by, now, reason), due_on if verb is Verb.SUBMIT else None).row


def _told(unit: UnitOfWork, person: int, work: list[str], now: float) -> None:
    name, phone = _DETAILS.get(person, (f"成员{person}", f"+861381234{person}"))
    company = work[0] if work else "Sunrise Trading"
    building = places.building_by_code(unit, work[1]) if len(work) > 1 else None
    valid_until = datetime.fromtimestamp(now, ZONE).date() + timedelta(days=200)
    number = "LD-2026-00017" if person == _FIRST else f"LD-{person}-00017"
    paper = Paper(DocumentKind.ACTIVITY_CARD, number, valid_until)
    details = Details(name, phone, company, building.name if building else "嘉兴大厦", _HOME, paper)
    members.keep(unit, person, details, building.id if building else None, now=now)


def _step(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    """Take a step on the own newest stay: (step withdraw)."""
    row = affiliations.current(unit, person)[0]
    affiliations.do(unit, row.id, Verb(rest[0]), Deed(By(person, "member", Actor.MEMBER), now))


def _numbers_of(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    """Give this person the phone and the document that the first one has: (numbers_of_first), or the phone alone."""
    mine, first = members.find(unit, person), members.find(unit, _FIRST)
    if mine is None or first is None:
        raise ValueError(person)
    paper = mine.details.paper if rest else first.details.paper
    members.keep(unit, person, replace(mine.details, phone=first.details.phone, paper=paper), mine.building_id, now=now)


def _called(unit: UnitOfWork, person: int, rest: list[str], now: float) -> None:
    """Give this person another name: (called 王芳)."""
    told = members.find(unit, person)
    if told is None:
        raise ValueError(person)
    members.keep(unit, person, replace(told.details, name=" ".join(rest)), told.building_id, now=now)


def _named(unit: UnitOfWork, person: int, _rest: list[str], now: float) -> None:
    members.allow_name(unit, person, True, now)  # noqa: FBT003  the verb's own form


def _rule(unit: UnitOfWork, _person: int, rest: list[str], _now: float) -> None:
    rule, value, code = rest
    unit_rules.put(unit, Rule(rule), unit_id(unit, code), int(value))


def _lost(unit: UnitOfWork, _person: int, _rest: list[str], now: float) -> None:
    affiliations.mark_out_of_contact(unit, now + 1, now)


def unit_id(unit: UnitOfWork, code: str) -> int:
    found: int = unit.connection.scalars(select(units.c.id).where(units.c.code == code)).one()
    return found


_DEEDS: Final[Mapping[str, Callable[[UnitOfWork, int, list[str], float], object]]] = {
    **ACTIVITY_DEEDS,
    **ANNOUNCEMENT_DEEDS,
    **BOOKING_DEEDS,
    **GRID_DEEDS,
    "grant": _grant,
    "ungrant": _ungrant,
    "affiliation": _affiliation,
    "step": _step,
    "called": _called,
    "numbers_of_first": _numbers_of,
    "named": _named,
    "rule": _rule,
    "lost": _lost,
}
