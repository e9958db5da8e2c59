"""An announcement that is composed, scheduled and carried out, and how it stands."""

from collections.abc import Callable
from typing import Any, Final

from bot.house import House
from domain.announcements.announcements import Content, MailingState, Purpose, Stage, Standing, Verb
from domain.announcements.audiences import Audience
from domain.announcements.topics import Topic
from domain.people.deeds import By, Deed
from storage.announcements import announcements, mailings, topics
from storage.announcements.announcements import AnnouncementRow
from storage.unit_of_work import Store
from tests.stage.carrier import Carrier
from tests.stage.clockwork import BEGINS, CHEN, ZHOU, ZONE, unit_id

NewStore = Callable[[], Store]

NOW: Final = BEGINS.timestamp()
HOUSE: Final = House(language="en", zone=ZONE, quiet_hours=None)
COMPOSER: Final = By(CHEN, "organiser")
SECOND: Final = By(ZHOU, "organiser")
CROWD: Final = range(5001, 5031)
"""Thirty more people, apart from the five that the city has."""

WORDS: Final = Content({"en": "Come on <b>Thursday</b>.", "zh_Hans": "周四见。"})
OTHER_WORDS: Final = Content({"en": "Come on <b>Friday</b>.", "zh_Hans": "周五见。"})


def composed(carrier: Carrier, content: Content = WORDS, **fields: Any) -> AnnouncementRow:
    """Write a draft to everybody, in the name of the subdistrict."""
    with carrier.store.unit_of_work() as unit:
        row = announcements.draft(unit, unit_id(unit, "310106011"), Audience("/"), Deed(By(CHEN), carrier.now))
        row = announcements.change(unit, row.id, CHEN, content=content, **fields)
        unit.commit()
    return row


def scheduled(carrier: Carrier, content: Content = WORDS, **fields: Any) -> int:
    row = composed(carrier, content, **fields)
    done(carrier, row.id, Verb.SUBMIT)
    done(carrier, row.id, Verb.APPROVE, SECOND)
    return row.id


def done(carrier: Carrier, number: int, verb: Verb, by: By = COMPOSER) -> AnnouncementRow:
    with carrier.store.unit_of_work() as unit:
        row = announcements.do(unit, number, verb, Deed(by, carrier.now))
        unit.commit()
    return row


def corrected(carrier: Carrier, number: int, content: Content = OTHER_WORDS) -> None:
    with carrier.store.unit_of_work() as unit:
        proposed = announcements.propose(unit, number, content, Deed(COMPOSER, carrier.now))
        announcements.approve_proposed(unit, number, Deed(SECOND, carrier.now), version=proposed.version)
        unit.commit()


def again(carrier: Carrier, number: int, *standings: Standing) -> int:
    with carrier.store.unit_of_work() as unit:
        announcements.do(unit, number, Verb.AGAIN, Deed(COMPOSER, carrier.now))
        sending = mailings.of(unit, number)
        assert sending is not None
        count = mailings.again(unit, sending.id, standings, carrier.now)
        unit.commit()
    return count


def refused(carrier: Carrier, chat_id: int, topic: Topic = Topic.NOTICES) -> int:
    with carrier.store.unit_of_work() as unit:
        count = topics.refuse(unit, chat_id, topic, carrier.now)
        unit.commit()
    return count


def stage(carrier: Carrier, number: int) -> Stage:
    with carrier.store.unit_of_work() as unit:
        row = announcements.find(unit, number)
    assert row is not None
    return row.stage


def state(carrier: Carrier, number: int, purpose: Purpose = Purpose.SEND) -> MailingState | None:
    with carrier.store.unit_of_work() as unit:
        mailing = mailings.of(unit, number, purpose)
    return mailing.state if mailing else None


FROM: Final = "<b>静安寺街道:</b> "
"""Who says it stands before the words."""


def words_in(carrier: Carrier, chats: Any = CROWD) -> list[str]:
    """Return what these chats show, each kind once, in order."""
    return sorted({html for chat_id in chats for html in carrier.chats[chat_id].values()})


def told(carrier: Carrier, chat_id: int = CHEN) -> list[str]:
    """Return the first lines of what this person was told, redrawn messages each time."""
    carrier.speak()
    return [text.html.splitlines()[0] for chat, text in carrier.replies if chat == chat_id]
