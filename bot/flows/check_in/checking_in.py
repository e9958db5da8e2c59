"""At the door: in the hour around the start, words or a location check in from wherever one is.

Words alone prove nothing: who says "I am here" is asked for what does.
"""

from typing import Final

from bot.chat import Button, Said, SharedPlace, Text
from bot.flows.activities import text
from bot.flows.activities.scene import scene
from bot.flows.check_in import coming_in
from bot.flows.check_in.steps import ChoosingPresence, SayingPresence
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import to_menu
from domain.activities.activities import Stage
from domain.activities.seats import COMING, HERE, State, Way
from domain.places.geo import Position, distance_m
from domain.said.answers import presence
from storage.activities import activities, signup_reading
from storage.activities.activities import ActivityRow

BEFORE_S: Final = 3_600.0
"""So long before an activity begins its people are at the door; they are until it is over."""

NEARBY_M: Final = 1_000.0
"""Who is no farther away than this has looked for the venue; a location from farther off is some other question."""

_EXPECTED: Final = frozenset({*COMING, State.OFFERED, State.WAITING})
"""Who may be let in; somebody who waits is, where a seat is free after all."""


def spoken(said: Said, desk: Desk) -> Move | None:
    """Check in by a code word, or hear that somebody has come; None: it is neither, or nothing of theirs is on."""
    now = desk.now.timestamp()
    mine = signup_reading.of_person(desk.unit, desk.person.chat_id, now, now + BEFORE_S)
    on = [one for one in mine if one.stage is Stage.PUBLISHED]
    by_word = coming_in.by_word(said.text, [one.activity_id for one in on], desk)
    if by_word or not presence.is_said(said.text):
        return by_word
    expected = tuple(one.activity_id for one in on if one.signup.state in _EXPECTED)
    here = tuple(one.activity_id for one in on if one.signup.state in HERE)
    return _one_or_which(expected or here[:1], is_proved=False, desk=desk)


def located(shared: SharedPlace, desk: Desk) -> Move | None:
    """Check in by the own location at the venue, or say how far it still is; None: it has nothing to do with it."""
    if not shared.is_own:
        return None
    here, rows = Position(shared.latitude, shared.longitude), _on(desk)
    there = tuple(row.id for row in rows if coming_in.is_at(row, here, desk))
    if there:
        return _one_or_which(there, is_proved=True, desk=desk)
    away = sorted((distance_m(here, row.position), row.id, row.position) for row in rows if row.position is not None)
    return next((_nearby(*one, here, desk) for one in away if one[0] <= NEARBY_M), None)


def _on(desk: Desk) -> list[ActivityRow]:
    """Return where this person is expected now."""
    now = desk.now.timestamp()
    mine = signup_reading.of_person(desk.unit, desk.person.chat_id, now, now + BEFORE_S)
    expected = [one.activity_id for one in mine if one.stage is Stage.PUBLISHED and one.signup.state in _EXPECTED]
    return list(activities.found(desk.unit, expected).values())


def _nearby(_metres: float, activity_id: int, venue: Position, here: Position, desk: Desk) -> Move:
    """Say how far it is, and stay where the next location is compared again."""
    return Go(SayingPresence(activity_id), before=(Text(coming_in.how_far(venue, here, desk)),))


def _one_or_which(meant: tuple[int, ...], *, is_proved: bool, desk: Desk) -> Move | None:
    if len(meant) > 1:
        return Go(ChoosingPresence(meant, is_proved))
    return next((_at(activity_id, is_proved=is_proved, desk=desk) for activity_id in meant), None)


def _at(activity_id: int, *, is_proved: bool, desk: Desk) -> Move:
    row = activities.announced(desk.unit, activity_id) if is_proved else None
    return coming_in.come_in(row, Way.THERE, desk) if row else coming_in.arrived(activity_id, desk)


def show(step: ChoosingPresence, desk: Desk) -> Text:
    t = desk.words
    rows = [one.row for one in (scene(activity_id, desk) for activity_id in step.activities) if one is not None]
    labels = tuple((Button(text.headline(row, desk.now.tzinfo, t), str(row.id)),) for row in rows)
    return Text(t("Which one have you come to?"), (*labels, (to_menu(desk),)))


def hear(step: ChoosingPresence, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(row_id=activity_id) if activity_id in step.activities:
            return _at(activity_id, is_proved=step.is_proved, desk=desk)
    return None
