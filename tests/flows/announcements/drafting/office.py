"""An organiser who composes an announcement."""

from dataclasses import replace
from datetime import timedelta

from bot.chat import Button, Event, Reply, Said, SentFile, Text
from bot.flows.announcements.steps import ChoosingTopic, WritingNew
from bot.flows.crossroads import advance, screen
from bot.flows.desk import Chose, Desk, Tell
from bot.flows.entry_points import Opened
from bot.flows.step import Step
from bot.texts import words
from domain.activities.activities import Audience as Who
from domain.activities.activities import Kind, Plan, Spot
from domain.affiliations.reminders import QuietHours
from domain.announcements.announcements import Content, Verb
from domain.announcements.audiences import Audience
from domain.people.deeds import HOUSE, By, Deed
from storage.activities import activities
from storage.activities.activities import ActivityRow
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow
from storage.people import roles
from storage.people.people import Person
from storage.places import places
from storage.unit_of_work import UnitOfWork
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, house

CHEN = 1004
LI = 1005
EN = words("en")
ORGANISER = By(CHEN, "organiser")
TOPICS = ((Button("Which messages I get", "=topics."),),)


class Office:
    """Two organisers of one unit at work in one transaction that is never committed."""

    def __init__(self, unit: UnitOfWork) -> None:
        self.unit, self.now, self.person, self.paid_broadcast = unit, NOON, CHEN, False
        self.quiet_hours: QuietHours | None = QuietHours()
        self.unit_id = unit_id(unit, "310106011")
        self.path = places.path_of(unit, self.unit_id)

    @property
    def desk(self) -> Desk:
        lived_in = house("en")
        person = Person(self.person)
        desk = Desk(self.unit, person, self.now, EN, lived_in.search, lived_in.bot_link, "en")
        return replace(desk, paid_broadcast=self.paid_broadcast, quiet_hours=self.quiet_hours)

    def does(self, place: Step, event: Event | Chose | Opened) -> tuple[Step, tuple[Reply, ...], tuple[Tell, ...]]:
        return advance(place, event, self.desk)

    def goes(self, place: Step, event: Event | Chose | Opened | str) -> Step:
        """Press a button (its choice) or do something else there, and return where it leads."""
        return self.does(place, Chose(event, 500) if isinstance(event, str) else event)[0]

    def hears(self, place: Step, event: Event | Chose | str) -> str:
        """Return what is said first."""
        _, replies, _ = self.does(place, Chose(event, 500) if isinstance(event, str) else event)
        assert isinstance(replies[0], Text)
        return replies[0].html

    def reads(self, place: Step) -> str:
        (shown,) = screen(place, self.desk)
        assert isinstance(shown, Text)
        return shown.html

    def labels(self, place: Step) -> list[str]:
        return [button.label for row in screen(place, self.desk)[-1].buttons for button in row]

    def draft(self, html: str = "Come and see", **changed: object) -> AnnouncementRow:
        row = announcements.draft(self.unit, self.unit_id, Audience(self.path), Deed(By(CHEN), NOON.timestamp()))
        wanted = {"content": Content({"en": html}), **changed}
        return announcements.change(self.unit, row.id, CHEN, **wanted)  # type: ignore[arg-type]  # as each test names them

    def made(self, place: WritingNew) -> AnnouncementRow:
        """Type the first words there and return the draft that they open."""
        after = self.goes(place, Said("Come and see"))
        assert isinstance(after, ChoosingTopic)
        found = announcements.find(self.unit, after.announcement_id)
        assert found is not None
        return found

    def awaiting(self, **changed: object) -> AnnouncementRow:
        row = self.draft(**changed)  # type: ignore[arg-type]  # as each test names them
        return announcements.do(self.unit, row.id, Verb.SUBMIT, Deed(ORGANISER, NOON.timestamp()))

    def now_of(self, row: AnnouncementRow) -> AnnouncementRow:
        found = announcements.find(self.unit, row.id)
        assert found is not None
        return found

    def activity(self, title: str = "Lecture", days: int = 9) -> ActivityRow:
        starts = NOON + timedelta(days=days)
        ends = starts + timedelta(hours=1)
        plan = Plan(Kind.LECTURE, title, starts.timestamp(), ends.timestamp(), Spot(point_id=1), Who.ANYONE)
        row = activities.draft(self.unit, plan, self.unit_id, Deed(By(CHEN), NOON.timestamp()))
        return activities.publish(self.unit, row.id, Deed(ORGANISER, NOON.timestamp()))


def lose_the_role(office: Office) -> None:
    for held in roles.held(office.unit, office.person):
        roles.take(office.unit, held.id, Deed(HOUSE, NOON.timestamp()))


def photo(caption: str = "", album: str = "", html: str = "") -> SentFile:
    return SentFile("photo", "f1", 10, caption, html, album)
