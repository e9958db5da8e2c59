"""A stay at a service point of the small city, with its notices planned at every step: for the tests of the clocks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.chat import Text
from bot.flows.desk import Tell
from bot.planning.affiliations import plan_for
from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.people.deeds import HOUSE, By, Deed
from domain.people.members import Details, DocumentKind, Paper
from domain.people.roles import Role
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow, Wish
from storage.messages.notices import NoticeRow
from storage.people import members, people, roles
from storage.places import places
from storage.tables.messages import notices as table
from storage.unit_of_work import Store, UnitOfWork
from tests.stage import small_city

WANG, LI = 1001, 1002  # members
CHEN, ZHOU, WU = 2001, 2002, 2003  # organisers of the subdistrict and the district, and the admin
ZONE: Final = ZoneInfo("Asia/Shanghai")
BEGINS: Final = datetime(2026, 12, 1, 10, 0, tzinfo=ZONE)  # a Tuesday
PAPER: Final = Paper(DocumentKind.ACTIVITY_CARD, "LD-2026-00017", date(2027, 3, 31))

_ACTORS: Final = {
    Verb.CONFIRM: By(CHEN, "organiser", Actor.HOST),
    Verb.ACCEPT: By(CHEN, "organiser", Actor.HOST),
    Verb.RETURN: By(CHEN, "organiser", Actor.HOST),
    Verb.END: By(CHEN, "organiser", Actor.HOST),
}


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


def settle(store: Store) -> None:
    """Build the small city with its members and organisers."""
    begins = BEGINS.timestamp()
    with store.unit_of_work() as unit:
        small_city.build(unit)
        people.welcome(unit, [WANG, LI, CHEN, ZHOU, WU], begins)
        for chat_id in (WANG, LI, CHEN, ZHOU, WU):
            people.choose_language(unit, chat_id, "en")
        for chat_id in (WANG, LI):
            members.keep(unit, chat_id, Details("王芳", paper=PAPER), now=begins)
        roles.give(unit, WU, Role.ADMIN, None, Deed(HOUSE, begins))
        roles.give(unit, CHEN, Role.ORGANISER, unit_id(unit, "310106011"), Deed(HOUSE, begins))
        roles.give(unit, ZHOU, Role.ORGANISER, unit_id(unit, "310106"), Deed(HOUSE, begins))
        unit.commit()


def unit_id(unit: UnitOfWork, code: str) -> int:
    """Find a unit of Jing'an: the district, or the subdistrict of the point JA-1."""
    point = places.point_by_code(unit, "JA-1")
    assert point is not None
    return {row.code: row.id for row in places.ancestors(unit, point.unit_id)}[code]


def stay(
    store: Store, verbs: Sequence[Verb] = (Verb.SUBMIT, Verb.CONFIRM), ends_on: date | None = None, who: int = WANG
) -> AffiliationRow:
    """Open a stay at JA-1 from December 1st, 2026, and take these steps, all on that morning."""
    with store.unit_of_work() as unit:
        point = places.point_by_code(unit, "JA-1")
        assert point is not None
        draft = affiliations.open_draft(
            unit, who, Wish(Stay.MOBILE, point.id, BEGINS.date(), ends_on), BEGINS.timestamp()
        )
        unit.commit()
    row = draft
    for verb in verbs:
        row = step(store, draft.id, verb, BEGINS)
    return row


def step(store: Store, number: int, verb: Verb, now: datetime, until: date | None = None) -> AffiliationRow:
    """Take a step and plan what follows, as the flows do."""
    with store.unit_of_work() as unit:
        before = affiliations.find(unit, number)
        assert before is not None
        by = _ACTORS.get(verb, By(before.chat_id, "member", Actor.MEMBER))
        row = affiliations.do(unit, number, verb, Deed(by, now.timestamp(), "because"), until).row
        plan_for(unit, row, members.find(unit, row.chat_id), now)
        unit.commit()
    return row


def tell_of_paper(store: Store, row: AffiliationRow, last_day: date | None, now: datetime) -> None:
    """Let the member tell of another document."""
    with store.unit_of_work() as unit:
        member = members.find(unit, row.chat_id)
        assert member is not None
        details = replace(member.details, paper=replace(PAPER, valid_until=last_day))
        members.keep(unit, row.chat_id, details, now=now.timestamp())
        plan_for(unit, row, members.find(unit, row.chat_id), now)
        unit.commit()


def current(store: Store, number: int) -> AffiliationRow:
    with store.unit_of_work() as unit:
        row = affiliations.find(unit, number)
    assert row is not None
    return row


def waiting(store: Store) -> list[NoticeRow]:
    """Return all notices that wait, in the order in which they fall due."""
    columns = [table.c[name] for name in ("id", "subject", "version", "kind", "due_at", "not_after")]
    query = select(*columns).where(table.c.state == "due").order_by(table.c.due_at, table.c.id)
    with store.unit_of_work() as unit:
        return [NoticeRow(*row) for row in unit.connection.execute(query)]


def written(notices: Sequence[NoticeRow]) -> list[str]:
    """Write each as "2026-12-08 09:30 affiliation:1 v3 report_in"."""
    return [
        f"{datetime.fromtimestamp(one.due_at, ZONE):%Y-%m-%d %H:%M} {one.subject} v{one.version} {one.kind}"
        for one in notices
    ]


def spoken(tell: Tell) -> tuple[int, list[str], list[str]]:
    """Return to whom, the lines and what the buttons carry."""
    assert isinstance(tell.reply, Text)
    buttons = [button.data for row in tell.reply.buttons for button in row]
    return tell.chat_id, tell.reply.html.split("\n"), buttons
