"""One member's request in a small city, everybody who might look at it, and every way to press a button."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.dialects.sqlite import dialect

from bot.abilities import TELEGRAM, Abilities
from bot.chat import Arrival, Cards, Document, Drawing, Event, Message, Picture, Pin, Post, Reply, Tapped, Text
from bot.flows import flow_of
from bot.flows.desk import Desk, Tell
from bot.flows.entry_points import FORMER
from bot.flows.step import AtMenu, Step
from bot.memory import Memory
from bot.texts import words
from bot.turn import answer
from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.people.deeds import HOUSE, By, Deed
from domain.people.members import Details, DocumentKind, HomeBranch, Paper
from domain.people.roles import Role
from domain.rules import Rule
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow, Wish
from storage.people import members, people, questions, roles
from storage.people.people import Person
from storage.places import places, unit_rules
from storage.tables.activities import activities, certificates, duties, duty_answers, ratings, signups, wishes
from storage.tables.affiliations import affiliation_steps, home_links
from storage.tables.affiliations import affiliations as affiliations_table
from storage.tables.affiliations import questions as questions_table
from storage.tables.announcements import announcements, digests, groups, thread_messages, threads, topic_refusals
from storage.tables.booking import bookings, resources
from storage.tables.feeds import calendar_feeds
from storage.tables.grid import assignments, building_estimates, companies, promises, team_members, visits
from storage.tables.people import grants, invitations
from storage.tables.people import members as members_table
from storage.tables.places import unit_settings, units
from storage.tables.roads import road_codes
from storage.unit_of_work import Store, UnitOfWork
from tests.stage import small_city
from tests.stage.deeds.store import store_deed
from tests.stage.talk import NOON, house

MEMBER, OTHER, ADMIN, HOST, ABOVE, SIBLING, VOLUNTEER, REVOKED, STRANGER = range(1001, 1010)
AT: Final = NOON.timestamp()
SCREEN: Final = 41
HELD, DRAFT = 1, 2  # the host's activities: one is published, and OTHER has signed up for it

WHO: Final = {
    "admin": ADMIN,
    "organiser of the host": HOST,
    "organiser above": ABOVE,
    "organiser of a sibling": SIBLING,
    "role just taken away": REVOKED,
    "volunteer": VOLUNTEER,
    "the member": MEMBER,
    "another member": OTHER,
    "stranger": STRANGER,
}
"""Everybody in the matrix, in the order of its columns."""

SECRETS: Final = {
    "name": "欧阳锦绣",
    "phone": "+8613987654321",
    "employer": "锦绣丝绸商行",
    "building": "琥珀大楼",
    "home branch": "翠竹村第九党支部",
    "home place": "贵州省赤水市",
    "home contact": "0851-7654321",
    "document number": "LD-2026-77777",
    "document photo": "AgACAgUAAx0-photo",
}
"""The personal fields, each with a value that appears nowhere else."""

_DETAILS: Final = Details(
    SECRETS["name"],
    SECRETS["phone"],
    SECRETS["employer"],
    SECRETS["building"],
    HomeBranch(SECRETS["home branch"], SECRETS["home place"], SECRETS["home contact"]),
    Paper(DocumentKind.ACTIVITY_CARD, SECRETS["document number"], date(2027, 12, 31), SECRETS["document photo"]),
)
_GIVEN: Final = (
    (ADMIN, Role.ADMIN, None),
    (HOST, Role.ORGANISER, "310106011"),
    (ABOVE, Role.ORGANISER, "310106"),
    (SIBLING, Role.ORGANISER, "310106012"),
    (VOLUNTEER, Role.VOLUNTEER, "310106011"),
    (REVOKED, Role.ORGANISER, "310106011"),
)


def settle(store: Store) -> None:
    """Build the city, let everybody in, give the roles, take one away again, and hold an activity at the host."""
    with store.unit_of_work() as unit:
        small_city.build(unit)
        people.welcome(unit, WHO.values(), AT)
        for chat_id, role, code in _GIVEN:
            roles.give(unit, chat_id, role, None if code is None else unit_id(unit, code), Deed(HOUSE, AT))
        for one in roles.held(unit, REVOKED):
            roles.take(unit, one.id, Deed(HOUSE, AT))
        members.keep(unit, MEMBER, _DETAILS, now=AT)
        members.keep(unit, OTHER, Details(name="Somebody"), now=AT)
        unit.commit()
    store_deed(store, HOST, '(activity 党课 "Open lecture" JA-1 12-10T19:00 20 anyone)', AT)
    store_deed(store, OTHER, "(joins)", AT)
    store_deed(store, HOST, '(draft 党课 "Quiet lecture" JA-1 12-11T19:00 20 anyone)', AT)


def unit_id(unit: UnitOfWork, code: str) -> int:
    found: int = unit.connection.scalars(select(units.c.id).where(units.c.code == code)).one()
    return found


def request(unit: UnitOfWork, *verbs: Verb, levels: int = 1) -> AffiliationRow:
    """Bring the member's request to where these steps lead; it has one open question."""
    unit_rules.put(unit, Rule.REVIEW_LEVELS, unit_id(unit, "310106"), levels)
    point = places.point_by_code(unit, "JA-1")
    assert point is not None
    row = affiliations.open_draft(unit, MEMBER, Wish(Stay.MOBILE, point.id, NOON.date()), AT)
    for verb in verbs:
        actor = Actor.MEMBER if verb in {Verb.SUBMIT, Verb.WITHDRAW, Verb.GO_HOME} else Actor.HOST
        if verb is Verb.CONFIRM and levels == 2:
            actor = Actor.UPPER
        row = affiliations.do(unit, row.id, verb, Deed(By(None, "house", actor), AT, "because")).row
    questions.ask(unit, row.id, HOST, "?", AT)
    return row


# ---------------------------------------------------------------- pressing


@dataclass(frozen=True, slots=True)
class Pressed:
    """What became of one press: where it led, what was said, and what others were told."""

    who: int
    place: Step
    said: tuple[Reply, ...]
    tells: tuple[Tell, ...]

    @property
    def shown(self) -> str:
        """Everything that the one who pressed can read."""
        own = (tell.reply for tell in self.tells if tell.chat_id == self.who)
        return "\n".join(_read(reply) for reply in (*self.said, *own))


def press(unit: UnitOfWork, who: int, place: Step, what: str | Event, abilities: Abilities = TELEGRAM) -> Pressed:
    """Press a button of the current screen, a lasting one ("=v.1"), or do something else there, over such a channel."""
    event = what if not isinstance(what, str) else Tapped(_data(place, what), 500)
    lived_in = house()
    desk = Desk(
        unit,
        Person(who),
        NOON,
        words("en"),
        lived_in.search,
        lived_in.bot_link,
        lived_in.language,
        abilities=abilities,
        page="https://chat.example.org",
    )
    answered = answer(Arrival(SCREEN, who, NOON, event), Memory(place, SCREEN), SCREEN + 1, desk)
    return Pressed(who, answered.memory.step, answered.replies, answered.tells)


def _data(place: Step, what: str) -> str:
    return what if what.startswith("=") else f"{flow_of(place).name}.15.{what}"  # 41 in base 36


def _read(reply: Message) -> str:
    match reply:
        case Text(html=html) | Post(html=html):
            return html
        case Document(content=content, caption=caption):
            return content.decode(errors="replace") + caption
        case Picture(file_id=file_id, caption=caption):
            return file_id + caption
        case Drawing(caption=caption):
            return caption
        case Cards(cards=cards):
            return "\n".join(f"{card.title} {card.description} {card.html}" for card in cards)
    return reply.as_text if isinstance(reply, Pin) else ""  # what is said in a group is not shown to the presser alone


def secrets_in(text: str) -> set[str]:
    """Return the names of the personal fields that can be read there."""
    close = text.replace(" ", "")  # phone numbers are written in groups
    return {name for name, value in SECRETS.items() if value.replace(" ", "") in close}


# ---------------------------------------------------------------- what must not change


@dataclass(slots=True)
class Before:
    """Everything that must not change, as it was; and what of it had changed when so much had been written."""

    rows: dict[str, list[tuple[Any, ...]]]
    written: int
    changed: set[str] = field(default_factory=set)


def state(unit: UnitOfWork) -> Before:
    """Return everything about the member, about roles and rules, and about the activities of the host."""
    return Before(_rows(unit), _written(unit))


def changed(before: Before, unit: UnitOfWork) -> set[str]:
    """Name what has changed. Where nothing was written since the last look, nothing has: so it was asked once only."""
    written = _written(unit)
    if written != before.written:
        after = _rows(unit)
        before.changed = {name for name, rows in before.rows.items() if rows != after[name]}
        before.written = written
    return before.changed


def _written(unit: UnitOfWork) -> int:
    """Return how many rows this connection of SQLite has written in its life, undone ones among them.

    Entries of the audit are left out, for every refusal writes one. They are numbered one by one: so this number stays
    the same only where nothing but such entries was written, and whatever else is done to them raises it.
    """
    driver = _driver(unit)
    ((entries,),) = driver.execute("SELECT coalesce(max(number), 0) FROM audit")
    return driver.total_changes - int(entries)


def _rows(unit: UnitOfWork) -> dict[str, list[tuple[Any, ...]]]:
    """Ask for everything: thousands of times, so that the driver is asked itself."""
    driver = _driver(unit)
    ((host,),) = driver.execute("SELECT id FROM units WHERE code = '310106011'")
    return {name: driver.execute(query).fetchall() for name, query in _everything(host).items()}


def _driver(unit: UnitOfWork) -> sqlite3.Connection:
    connection: object = unit.connection.connection.dbapi_connection
    assert isinstance(connection, sqlite3.Connection)
    return connection


@cache
def _everything(host: int) -> dict[str, str]:
    """Write the questions in SQL."""
    mine = select(affiliations_table.c.id).where(affiliations_table.c.chat_id == MEMBER)
    of_the_host = activities.c.unit_id == host
    queries: dict[str, Select[Any]] = {
        "affiliations": select(affiliations_table).where(affiliations_table.c.chat_id == MEMBER),
        "steps": select(affiliation_steps).where(affiliation_steps.c.affiliation_id.in_(mine)),
        "questions": select(questions_table).where(questions_table.c.affiliation_id.in_(mine)),
        "home links": select(home_links).where(home_links.c.affiliation_id.in_(mine)),
        "details": select(members_table.c.details, members_table.c.may_be_named).where(
            members_table.c.chat_id == MEMBER
        ),
        "bookings": select(bookings),
        "resources": select(resources),
        "calendars": select(calendar_feeds),
        "roles": select(grants),
        "invitations": select(invitations),
        "rules": select(unit_settings),
        "units": select(units),
        "activities": select(activities).where(of_the_host),
        "sign-ups": select(signups),
        "duties": select(duties),
        "duty answers": select(duty_answers),
        "ratings": select(ratings),
        "certificates": select(certificates),
        "digests": select(digests),
        "refusals": select(topic_refusals),
        "wishes": select(wishes),
        "announcements": select(announcements),
        "groups": select(groups),
        "threads": select(threads),
        "messages": select(thread_messages),
        "codes": select(road_codes).where(road_codes.c.person == MEMBER),
        "areas": select(assignments),
        "teams": select(team_members),
        "visits": select(visits),
        "companies": select(companies),
        "estimates": select(building_estimates),
        "promises": select(promises),
    }
    literally = {"literal_binds": True}
    return {name: str(query.compile(dialect=dialect(), compile_kwargs=literally)) for name, query in queries.items()}


@contextmanager
def tried(store: Store) -> Iterator[UnitOfWork]:
    """Give a transaction of which nothing remains."""
    with store.unit_of_work() as unit:
        yield unit
        unit.roll_back()


def flow_files() -> list[Path]:
    """Return the code of every conversation."""
    return sorted(Path(flow_of.__code__.co_filename).parent.rglob("*.py"))


def choices() -> list[str]:
    """Return every choice that any flow puts into a button or waits for, and the numbers of rows."""
    found: set[str] = set()
    for file in flow_files():
        source = file.read_text("utf-8")
        found |= set(re.findall(r'Chose\("(\w+)"', source)) | set(re.findall(r'Button\([^\n]*, "(\w+)"\)', source))
        found |= set(re.findall(r'\| "(\w+)"', source))
    return sorted(found | {verb.value for verb in Verb} | {str(number) for number in range(6)})


LASTING: Final = [
    f"={name}.{choice}"
    for name in (*(kinds[""] for kinds in FORMER.values() if "" in kinds), *FORMER)
    for choice in ("", "1", "2", "999", "still", "renew", "b1", "j1", "x", "1.1")
]
"""What opens something, by today's names and by former ones, and such as nobody ever made.

What acts at once on one's own seat, or on the code of a check-in that one runs, is forged in a test of its own.
"""

NOWHERE: Final = AtMenu()
