"""What is one's own of what a sentence names: the sign-ups on its days, of its kind, by its titles."""

from collections.abc import Collection

from bot.flows.desk import Desk
from bot.flows.mine.activities import AHEAD_S, MINE
from bot.flows.moments import local
from bot.flows.sentences.steps import Asked
from domain.activities.activities import Stage
from domain.activities.seats import State
from storage.activities import activities, signup_reading
from storage.activities.signup_reading import Appointment


def mine(desk: Desk) -> list[Appointment]:
    """Return all that this person has signed up for or waits for, called off or not, the soonest first."""
    now = desk.now.timestamp()
    found = signup_reading.of_person(desk.unit, desk.person.chat_id, now, now + AHEAD_S)
    return [one for one in found if one.signup.state in MINE and one.stage is not Stage.DRAFT]


def meant(asked: Asked, states: Collection[State], desk: Desk) -> list[int]:
    """Return which of one's own the sentence means, by their numbers."""
    own = [one for one in mine(desk) if one.signup.state in states]
    rows = activities.found(desk.unit, [one.activity_id for one in own])
    return [
        one.activity_id
        for one in own
        if asked.is_on(local(one.starts_at, desk.now.tzinfo).date())
        and asked.kind in {None, rows[one.activity_id].kind}
        and (not asked.activities or one.activity_id in asked.activities)
    ]
