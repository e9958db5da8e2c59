"""An announcement on its way, and who sent it."""

from io import BytesIO

from openpyxl import load_workbook
from sqlalchemy import update

from bot.chat import Button, Document, Event, Reply, Said, Text
from bot.flows.announcements.post import letters
from bot.flows.announcements.steps import AnnouncedCard, AnnouncedSurely, AskingWhy, Irrevocable
from bot.flows.crossroads import advance, screen
from bot.flows.desk import Chose, Desk
from bot.flows.entry_points import Opened
from bot.flows.step import Step
from bot.texts import words
from domain.announcements.announcements import Content, Purpose, Verb
from domain.announcements.audiences import Audience
from domain.announcements.topics import Topic
from domain.messages.delivery import State
from domain.people.deeds import By, Deed
from storage.announcements import announcements, freezing, ledgers, mailings
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.audiences import Who
from storage.announcements.ledgers import Ledger
from storage.announcements.mailings import MailingRow
from storage.people.people import Person
from storage.places import places
from storage.tables.messages import outbox
from storage.unit_of_work import UnitOfWork
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, house

WANG, ANNA, LI, ZHAO, AYI = 1001, 1002, 1003, 1005, 1007
CHEN, SUN = 1004, 1006
EN = words("en")
AT = NOON.timestamp()
BY = By(CHEN, "organiser")
TOPICS = ((Button("Which messages I get", "=topics."),),)
WORDS = {"zh_Hans": "<b>周四</b>停电", "en": "No power on <b>Thursday</b>"}


class Office:
    """An organiser and an announcement to four people, in one transaction that is never committed."""

    def __init__(self, unit: UnitOfWork) -> None:
        self.unit, self.now, self.who = unit, NOON, CHEN
        self.to_groups: tuple[int, ...] = ()
        self.unit_id = unit_id(unit, "310106011")
        self.path = places.path_of(unit, self.unit_id)
        self.id = self.written(Content(WORDS))

    def written(self, content: Content, audience: Audience | None = None) -> int:
        row = announcements.draft(self.unit, self.unit_id, audience or Audience(self.path), Deed(By(CHEN), AT))
        announcements.change(self.unit, row.id, CHEN, content=content, topic=Topic.STUDY)
        return row.id

    @property
    def desk(self) -> Desk:
        lived_in = house("en")
        person = Person(self.who)
        return Desk(self.unit, person, self.now, EN, lived_in.search, lived_in.bot_link, "en")

    @property
    def row(self) -> AnnouncementRow:
        row = announcements.find(self.unit, self.id)
        assert row is not None
        return row

    @property
    def mailing(self) -> MailingRow:
        mailing = mailings.of(self.unit, self.id)
        assert mailing is not None
        return mailing

    @property
    def ledger(self) -> Ledger:
        return ledgers.ledger(self.unit, self.id)

    def begins(self) -> None:
        """Freeze it, as the clock does."""
        for verb in (Verb.SCHEDULE, Verb.BEGIN):
            announcements.do(self.unit, self.id, verb, Deed(BY, AT))
        row = self.row
        said = letters(self.unit, row.content, sender=row.unit_id)
        mailing = mailings.begin(self.unit, self.id, Purpose.SEND, said, mailings.Terms(AT, not_after=row.not_after))
        while not freezing.freeze_some(
            self.unit, mailing.id, Who(row.audience, row.topic, to_groups=self.to_groups), AT
        ):
            pass

    def stands(self, chat_id: int, state: State, reason: str = "") -> None:
        """Let the sending have come to this with somebody."""
        done = None if state is State.TODO else AT
        row = outbox.c.dedupe == f"m{self.mailing.id}:{chat_id}"
        self.unit.connection.execute(update(outbox).where(row).values(state=state, reason=reason or None, done_at=done))

    def does(self, verb: Verb) -> None:
        announcements.do(self.unit, self.id, verb, Deed(BY, AT))

    def at(self, place: Step, event: Event | Chose | Opened | str) -> tuple[Step, tuple[Reply, ...]]:
        """Press a button (its choice) or do something else there."""
        where, replies, _ = advance(place, Chose(event, 500) if isinstance(event, str) else event, self.desk)
        return where, replies

    def goes(self, place: Step, event: Event | Chose | Opened | str) -> Step:
        return self.at(place, event)[0]

    def hears(self, place: Step, event: Event | Chose | Opened | str) -> str:
        """Return what is said first."""
        first = self.at(place, event)[1][0]
        assert isinstance(first, Text)
        return first.html

    def sees(self, place: Step) -> str:
        (shown,) = screen(place, self.desk)
        assert isinstance(shown, Text)
        return shown.html

    def choices(self, place: Step) -> list[str]:
        (shown,) = screen(place, self.desk)
        return [button.data for row in shown.buttons for button in row]

    @property
    def card(self) -> AnnouncedCard:
        return AnnouncedCard(self.id)

    def surely(self, deed: Irrevocable) -> AnnouncedSurely:
        return AnnouncedSurely(self.id, deed)


def told(office: Office, place: Step, choice: str) -> list[int]:
    return sorted(tell.chat_id for tell in advance(place, Chose(choice, 500), office.desk)[2])


def asked(office: Office, name: str) -> str:
    """Return the answer below the name."""
    return office.hears(AskingWhy(office.id), Said(name)).splitlines()[1]


def lines(given: Document) -> list[list[object]]:
    """Return what stands below the header."""
    rows = load_workbook(BytesIO(given.content)).worksheets[0].iter_rows(min_row=3)
    return [[cell.value for cell in row] for row in rows]
