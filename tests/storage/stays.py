"""A small city with people in it, and stays that can be brought to any state: for the tests of affiliations."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import select

from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.people.deeds import CLOCK, HOUSE, By, Deed
from domain.people.members import Details, DocumentKind, HomeBranch, Paper
from domain.people.roles import Role
from storage.affiliations.affiliations import AffiliationRow, Wish, do, find, open_draft
from storage.people import members, people, roles
from storage.places import places
from storage.tables.places import units
from storage.unit_of_work import Store, UnitOfWork
from tests.stage import small_city

WANG, LI, ZHAO, SUN = 1001, 1002, 1003, 1004  # members
CHEN, ZHOU, WU = 2001, 2002, 2003  # who may be given roles
NOW: Final = 1_800_000_000.25
ARRIVAL: Final = date(2027, 3, 1)

MEMBER: Final = By(WANG, "member", Actor.MEMBER)
HOST: Final = By(CHEN, "organiser", Actor.HOST)
UPPER: Final = By(ZHOU, "organiser", Actor.UPPER)

WANGS_DETAILS: Final = Details(
    "王芳",
    "+8613912345678",
    "Sunrise Trading",
    "嘉兴大厦",
    HomeBranch("阳光社区第二党支部", "安徽省六安市", "+8656412345678"),
    Paper(DocumentKind.ACTIVITY_CARD, "LD-2026-00017", date(2027, 12, 31), "AgACAgUAAx0"),
)


def settle(store: Store) -> None:
    """Build the small city and let the people in; the four members have told their names."""
    with store.unit_of_work() as unit:
        small_city.build(unit)
        people.welcome(unit, [WANG, LI, ZHAO, SUN, CHEN, ZHOU, WU], NOW)
        members.keep(unit, WANG, WANGS_DETAILS, now=NOW)
        for chat_id in (LI, ZHAO, SUN):
            members.keep(unit, chat_id, Details(name=f"Member {chat_id}"), now=NOW)
        unit.commit()


def point_id(unit: UnitOfWork, code: str) -> int:
    point = places.point_by_code(unit, code)
    assert point is not None
    return point.id


def unit_id(unit: UnitOfWork, code: str) -> int:
    found: int = unit.connection.scalars(select(units.c.id).where(units.c.code == code)).one()
    return found


def path(unit: UnitOfWork, code: str) -> str:
    return places.path_of(unit, unit_id(unit, code))


def draft(  # noqa: PLR0917  a stay has these parts
    unit: UnitOfWork,
    chat_id: int = WANG,
    point: str = "JA-1",
    stay: Stay = Stay.MOBILE,
    continues_id: int | None = None,
    ends_on: date | None = None,
) -> AffiliationRow:
    return open_draft(unit, chat_id, Wish(stay, point_id(unit, point), ARRIVAL, ends_on, continues_id), NOW)


def walk(unit: UnitOfWork, affiliation_id: int, verbs: Sequence[Verb]) -> AffiliationRow:
    """Take these steps, each by the first of its actors, with a reason wherever one is needed."""
    for verb in verbs:
        do(
            unit,
            affiliation_id,
            verb,
            Deed(_BY[verb], NOW, "because"),
            date(2028, 1, 1) if verb is Verb.RENEW else None,
        )
    row = find(unit, affiliation_id)
    assert row is not None
    return row


def active(unit: UnitOfWork, chat_id: int = WANG, point: str = "JA-1", stay: Stay = Stay.MOBILE) -> AffiliationRow:
    until = date(2028, 1, 1)
    return walk(unit, draft(unit, chat_id, point, stay, ends_on=until).id, [Verb.SUBMIT, Verb.CONFIRM])


def organiser(unit: UnitOfWork, chat_id: int, code: str | None) -> None:
    """Make this person an organiser of the unit; None: everywhere."""
    roles.give(unit, chat_id, Role.ORGANISER, None if code is None else unit_id(unit, code), Deed(HOUSE, NOW))


_BY: Final = {
    Verb.SUBMIT: MEMBER,
    Verb.WITHDRAW: MEMBER,
    Verb.ACCEPT: HOST,
    Verb.CONFIRM: HOST,
    Verb.RETURN: HOST,
    Verb.DECLINE: HOST,
    Verb.ASK_AGAIN: CLOCK,
    Verb.STILL_HERE: MEMBER,
    Verb.RENEW: MEMBER,
    Verb.GO_HOME: MEMBER,
    Verb.TRANSFER: MEMBER,
    Verb.END: HOST,
    Verb.EXPIRE: CLOCK,
}
