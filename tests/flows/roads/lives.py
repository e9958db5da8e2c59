"""Lives to be linked: an affiliation, a seat, made with what the store itself offers."""

from domain.activities.activities import Standing
from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.people.deeds import By, Deed
from domain.people.members import Details
from storage.activities import activities, signups
from storage.affiliations import affiliations
from storage.affiliations.affiliations import Wish
from storage.people import members
from storage.unit_of_work import Store
from tests.stage.talk import NOON
from tests.storage import signing
from tests.storage.stays import point_id

_NOW = NOON.timestamp()


def published(store: Store, seats: int = 2) -> int:
    """Publish something a week from now, with so many seats, and return its number."""
    plan = signing.plan(seats=seats, starts_at=_NOW + 7 * signing.DAY_S)
    with store.unit_of_work() as unit:
        activity_id = activities.draft(unit, plan, 1, Deed(By(2001), _NOW)).id
        activities.publish(unit, activity_id, Deed(signing.CHEN, _NOW))
        unit.commit()
    return activity_id


def sign_up(store: Store, activity_id: int, *people: int) -> None:
    with store.unit_of_work() as unit:
        for person in people:
            signups.sign_up(unit, activity_id, person, Standing.PASSING_BY, _NOW)
        unit.commit()


def wait(store: Store, activity_id: int, *people: int) -> None:
    with store.unit_of_work() as unit:
        for person in people:
            signups.wait(unit, activity_id, person, Standing.PASSING_BY, _NOW)
        unit.commit()


def affiliated(store: Store, person: int, name: str = "王芳", stay: Stay = Stay.MOBILE) -> int:
    """Let somebody have told their name and take part at JA-1; return the affiliation's number."""
    with store.unit_of_work() as unit:
        members.keep(unit, person, Details(name), now=_NOW)
        wish = Wish(stay, point_id(unit, "JA-1"), NOON.date(), NOON.date().replace(year=2027))
        row = affiliations.open_draft(unit, person, wish, _NOW)
        affiliations.do(unit, row.id, Verb.SUBMIT, Deed(By(person, "member", Actor.MEMBER), _NOW))
        affiliations.do(unit, row.id, Verb.CONFIRM, Deed(By(2001, "organiser", Actor.HOST), _NOW))
        unit.commit()
    return row.id
