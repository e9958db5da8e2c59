"""An organiser and the activities of the units."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import Event, Reply, Text
from bot.flows.crossroads import advance, screen
from bot.flows.desk import Chose, Desk, Tell
from bot.flows.entry_points import Opened
from bot.flows.organising.steps import Seed
from bot.flows.step import Step
from bot.texts import words
from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.people.deeds import HOUSE, By, Deed
from storage.activities import activities
from storage.activities.activities import ActivityRow
from storage.people import roles
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, house

CHEN = 1004
EN = words("en")
STARTS = datetime(2026, 12, 10, 19, tzinfo=NOON.tzinfo)
ENDS = STARTS + timedelta(minutes=90)


class Office:
    """An organiser at work in one transaction that is never committed."""

    def __init__(self, unit: UnitOfWork) -> None:
        self.unit, self.now = unit, NOON
        self.unit_id = unit_id(unit, "310106011")
        self.seed = Seed(self.unit_id, Kind.LECTURE, "Lecture")

    @property
    def desk(self) -> Desk:
        lived_in = house("en")
        return Desk(self.unit, Person(CHEN), self.now, EN, lived_in.search, lived_in.bot_link, "en")

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
        _, replies, _ = self.does(place, Chose("nothing of the kind", 500))
        return [button.label for row in replies[-1].buttons for button in row]

    def draft(self, **changed: object) -> ActivityRow:
        spot = Spot(point_id=1)
        plan = Plan(Kind.LECTURE, "Lecture", STARTS.timestamp(), ENDS.timestamp(), spot, Audience.ANYONE, 20)
        wanted = replace(plan, **changed)  # type: ignore[arg-type]  # as each test names them
        return activities.draft(self.unit, wanted, self.unit_id, Deed(By(CHEN), NOON.timestamp()))

    def published(self, **changed: object) -> ActivityRow:
        row = self.draft(**changed)
        return activities.publish(self.unit, row.id, Deed(By(CHEN, "organiser"), NOON.timestamp()))

    def plan(self, activity_id: int) -> Plan:
        row = activities.find(self.unit, activity_id)
        assert row is not None
        return row.plan


def lose_the_role(office: Office) -> None:
    for held in roles.held(office.unit, CHEN):
        roles.take(office.unit, held.id, Deed(HOUSE, NOON.timestamp()))
