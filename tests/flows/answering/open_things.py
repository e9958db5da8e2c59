"""What can be open for somebody, each brought about through the storage, and what a message has changed of it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from bot.flows.desk import Desk
from bot.texts import words
from domain.activities.activities import Audience, Kind, Plan, Spot, Standing
from domain.activities.duties import Task
from domain.activities.seats import Way
from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.messages.delivery import Lane
from domain.people.deeds import By, Deed
from domain.people.members import Details
from domain.people.roles import Role
from storage.activities import activities, attendance, duties, signups
from storage.activities.activities import ActivityRow
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow, Wish
from storage.announcements import threads
from storage.announcements.threads import Writing
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.people import members, people, questions, roles
from storage.people.people import Person
from storage.tables import activities as activity_tables
from storage.tables.affiliations import affiliations as affiliation_table
from storage.tables.affiliations import questions as question_table
from storage.tables.announcements import thread_messages
from storage.tables.messages import outbox as outbox_table
from storage.unit_of_work import UnitOfWork
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, WANG, house

CHEN: Final = 1004
LI: Final = 1003
AT: Final = NOON.timestamp()
HOUR: Final = 3_600.0
HOUSE: Final = house()
HERE: Final = "310106011"


def desk(unit: UnitOfWork, hours: float = 0.0) -> Desk:
    """Sit at the desk with Wang so many hours after noon."""
    now = NOON + timedelta(hours=hours)
    return Desk(unit, Person(WANG), now, words("zh_Hans"), HOUSE.search, HOUSE.bot_link, "zh_Hans")


def settle(unit: UnitOfWork) -> None:
    """Let Chen organise where all this is, and Li be about."""
    people.welcome(unit, [WANG, CHEN, LI], AT - 100 * HOUR)
    told = Details("王芳", "+8613912345678", "日出贸易", "嘉兴大厦")
    members.keep(unit, WANG, told, None, now=AT - 100 * HOUR)
    roles.give(unit, CHEN, Role.ORGANISER, unit_id(unit, HERE), Deed(By(None), AT))


def held(unit: UnitOfWork, hours: float, title: str = "新时代党课", seats: int | None = None) -> ActivityRow:
    """Publish an activity so many hours after noon."""
    begins = AT + hours * HOUR
    plan = Plan(Kind.LECTURE, title, begins, begins + HOUR, Spot(title="三楼"), Audience.ANYONE, seats)
    row = activities.draft(unit, plan, unit_id(unit, HERE), Deed(By(CHEN), AT - 50 * HOUR))
    return activities.publish(unit, row.id, Deed(By(CHEN, "organiser"), AT - 50 * HOUR))


def sent(unit: UnitOfWork, about: str, at: float = AT) -> None:
    """Let a message about it have reached Wang."""
    outbox.write(unit, [Draft(f"{about}@{at}", WANG, Lane.CONFIRMATION, b"{}", at, about=about)], at)
    mine = (outbox_table.c.about == about) & (outbox_table.c.chat_id == WANG)
    unit.connection.execute(outbox_table.update().where(mine).values(state="sent", message_id=700, done_at=at))


def looked_elsewhere(unit: UnitOfWork) -> None:
    """Let the bot have said something else since."""
    outbox.write(unit, [Draft("elsewhere", WANG, Lane.INTERACTIVE, b"{}", AT)], AT)
    mine = outbox_table.c.dedupe == "elsewhere"
    unit.connection.execute(outbox_table.update().where(mine).values(state="sent", message_id=799, done_at=AT + 1.0))


def called(unit: UnitOfWork) -> None:
    row = held(unit, 120.0, "社区义诊")
    duty = duties.add(unit, row.id, Task("引导", row.starts_at, row.ends_at, 1))
    (answer,) = duties.ask(unit, duty.id, [WANG], AT)
    sent(unit, f"duty_answer:{answer.id}")


def taken(unit: UnitOfWork) -> None:
    called(unit)
    (duty, _), *_ = duties.of_person(unit, WANG, AT)
    duties.come(unit, duty.id, WANG, AT)


def offered(unit: UnitOfWork) -> None:
    row = held(unit, 72.0, seats=1)
    signups.sign_up(unit, row.id, LI, Standing.OF_THE_UNIT, AT - HOUR)
    signups.wait(unit, row.id, WANG, Standing.OF_THE_UNIT, AT - HOUR)
    (offer,) = signups.leave(unit, row.id, LI, AT, reason="").offers
    sent(unit, f"signup:{offer.id}")


def signed_up(unit: UnitOfWork) -> None:
    signups.sign_up(unit, held(unit, 240.0).id, WANG, Standing.OF_THE_UNIT, AT - HOUR)


def signed_up_twice(unit: UnitOfWork) -> None:
    signed_up(unit)
    signups.sign_up(unit, held(unit, 260.0, "重温誓词").id, WANG, Standing.OF_THE_UNIT, AT - HOUR)


def waits_in_line(unit: UnitOfWork) -> None:
    row = held(unit, 240.0, seats=1)
    signups.sign_up(unit, row.id, LI, Standing.OF_THE_UNIT, AT - HOUR)
    signups.wait(unit, row.id, WANG, Standing.OF_THE_UNIT, AT - HOUR)


def reminded(unit: UnitOfWork) -> None:
    row = held(unit, 31.0)
    signups.sign_up(unit, row.id, WANG, Standing.OF_THE_UNIT, AT - HOUR)
    sent(unit, f"activity:{row.id}")


def confirmed(unit: UnitOfWork) -> None:
    row = held(unit, 31.0)
    signups.sign_up(unit, row.id, WANG, Standing.OF_THE_UNIT, AT - HOUR)
    sent(unit, f"activity:{row.id}")
    signups.confirm(unit, row.id, WANG, AT)


def _stay(unit: UnitOfWork, *verbs: Verb) -> AffiliationRow:
    row = affiliations.open_draft(unit, WANG, Wish(Stay.MOBILE, 1, NOON.date()), AT - 10 * HOUR)
    for verb in verbs:
        actor = {Verb.SUBMIT: Actor.MEMBER, Verb.ASK_AGAIN: Actor.CLOCK}.get(verb, Actor.HOST)
        by = By(WANG, "member", actor) if actor is Actor.MEMBER else By(CHEN, "organiser", actor)
        affiliations.do(unit, row.id, verb, Deed(by, AT, "请补充地址" if verb is Verb.RETURN else ""))
    return row


def centre(unit: UnitOfWork) -> None:
    row = _stay(unit, Verb.SUBMIT)
    number = questions.ask(unit, row.id, CHEN, "您平时在哪层楼上班？", AT)
    sent(unit, f"question:{number}")


def returned(unit: UnitOfWork) -> None:
    sent(unit, f"affiliation:{_stay(unit, Verb.SUBMIT, Verb.RETURN).id}")


def yearly(unit: UnitOfWork) -> None:
    sent(unit, f"affiliation:{_stay(unit, Verb.SUBMIT, Verb.CONFIRM, Verb.ASK_AGAIN).id}")


def was_there(unit: UnitOfWork) -> None:
    row = held(unit, -2.0)
    signups.sign_up(unit, row.id, WANG, Standing.OF_THE_UNIT, AT - 9 * HOUR)
    attendance.check_in(unit, row.id, WANG, Way.WORD, Deed(By(WANG, "member"), AT - 2 * HOUR))
    sent(unit, f"activity:{row.id}")


def letter(unit: UnitOfWork) -> None:
    posted = threads.post(unit, unit_id(unit, HERE), Writing("党费怎么交"), Deed(By(WANG), AT - HOUR))
    threads.answer(unit, posted.row.id, Writing("前台可以办。"), Deed(By(CHEN, "organiser"), AT))
    sent(unit, f"thread:{posted.row.id}")


def nothing(_unit: UnitOfWork) -> None:
    """Leave nothing open."""


OPEN: Final[Mapping[str, Callable[[UnitOfWork], None]]] = {
    "nothing": nothing,
    "call": called,
    "taken": taken,
    "offer": offered,
    "reminded": reminded,
    "confirmed": confirmed,
    "signed up": signed_up,
    "signed up twice": signed_up_twice,
    "waits": waits_in_line,
    "centre": centre,
    "returned": returned,
    "yearly": yearly,
    "was there": was_there,
    "letter": letter,
}

_WATCHED: Final = {
    "seat": select(activity_tables.signups.c.chat_id, activity_tables.signups.c.state),
    "late": select(activity_tables.signups.c.id, activity_tables.signups.c.late_minutes),
    "duty": select(activity_tables.duty_answers.c.id, activity_tables.duty_answers.c.state),
    "duty late": select(activity_tables.duty_answers.c.id, activity_tables.duty_answers.c.late_minutes),
    "rated": select(activity_tables.ratings.c.id, activity_tables.ratings.c.stars),
    "stay": select(affiliation_table.c.id, affiliation_table.c.state),
    "answer": select(question_table.c.id, question_table.c.answered_at),
    "letter": select(thread_messages.c.id, thread_messages.c.from_member),
}

Seen = Mapping[str, frozenset[tuple[object, ...]]]


def seen(unit: UnitOfWork) -> Seen:
    """Look at every row that an answer can change."""
    return {name: frozenset(map(tuple, unit.connection.execute(query))) for name, query in _WATCHED.items()}


def changes(before: Seen, after: Seen) -> list[str]:
    """Say what has changed, and to what: "duty coming"."""
    new = ((name, row) for name in _WATCHED for row in after[name] - before[name])
    return sorted(f"{name} {row[-1]}" if name not in {"answer", "letter"} else name for name, row in new)
