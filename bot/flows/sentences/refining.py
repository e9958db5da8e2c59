"""The list that was shown last, narrowed by the next words: 星期六呢, open after nine, only near Xujiahui."""

import re
from dataclasses import replace
from typing import Final

from bot.chat import Said, Text
from bot.flows.activities.finding import page
from bot.flows.activities.steps import ActivityCard, ActivityList, Spot
from bot.flows.desk import Desk, Go, Move
from bot.flows.finding import said_place, typed_place
from bot.flows.finding.said_place import SaidPlace
from bot.flows.points import AFFILIATIONS, NearestList
from bot.flows.sentences.looking import around_at_hand, nearest_activities
from bot.flows.sentences.understanding import is_short_for, understood
from bot.flows.step import Step
from domain.activities.activities import Kind
from domain.said import days as said_days
from domain.said.days import Days, Part
from domain.said.questions.follow_ups import (
    Open,
    asks_anew,
    asks_nearest,
    asks_which,
    corrected,
    open_on,
    open_when,
    says_more,
    without_here,
)
from domain.said.sentences import frames
from domain.said.sentences.frames import Frame
from domain.said.writing.dialect import standard
from domain.said.writing.signs import plain


def refined(said: Said, topic: Step | None, desk: Desk) -> Move | None:
    """Return the list with what is said put on, changed, or moved elsewhere; None: they are about something else."""
    said = Said(standard(plain(said.text)))
    meant = corrected(said.text)
    match topic:
        case ActivityList() as listed:
            return _of_activities(meant or said.text, listed, desk)
        case ActivityCard(from_list=ActivityList() as listed):
            return _of_activities(meant or said.text, listed, desk)
    shown = around_at_hand(desk)
    moved = _moved(meant, shown, desk) if meant else None
    return moved or (_of_points(said.text, shown, desk) if shown is not None else None)


def _moved(meant: str, shown: NearestList | None, desk: Desk) -> Move | None:
    """Look around the place that is named instead, for the same; None: it names no place and nothing else."""
    heard = said_place.hear(meant, desk)
    if not heard.is_all or heard.place is None:
        return None
    if shown is not None and heard.place.origin is not None and not heard.place.point_id:
        return Go(replace(shown, origin=heard.place.origin, page=0))
    return typed_place.search_for(Said(meant), desk)


def _of_points(text: str, shown: NearestList, desk: Desk) -> Move | None:
    """Narrow a list of points to those that are open then, or that take affiliations; the nearest is its first."""
    if asks_nearest(text):
        said = desk.words("They are in this order: the nearest comes first.")
        return Go(replace(shown, page=0), before=(Text(said),))
    wanted = open_when(text)
    if wanted is not None:
        return Go(_that_opens(wanted, shown))
    days = open_on(text, desk.now)
    if days is not None:
        return Go(shown.open_on_days(days))
    if (shown.services or shown.asks_hours) and (moved := _moved(text, shown, desk)) is not None:
        return moved
    here = without_here(text)
    if here is None and not asks_which(text):
        return None
    found = understood(here or text, desk)
    is_taken_in = (
        found.asked and found.is_clear and found.asked[0].frame in {Frame.AFFILIATE, Frame.SIGN_UP, Frame.STAY}
    )
    if not is_taken_in or found.asked[0].names_something or not found.is_little:
        return None
    return Go(replace(shown, services=shown.services | AFFILIATIONS, page=0))


def _that_opens(wanted: Open, shown: NearestList) -> NearestList:
    return replace(shown.open_on_days(None), open_only=wanted.now, open_at=wanted.at, all_day=wanted.all_day)


def _of_activities(text: str, listed: ActivityList, desk: Desk) -> Move | None:
    """Put on the days, the part of the day, the kind and the place that are said, where nothing else is."""
    if asks_nearest(text):
        return nearest_activities(listed, desk)
    if asks_anew(text):
        return None
    days, rest = said_days.cut(text, desk.now)
    after = _AFTER.search(rest)
    if after is not None and days is not None and days.part is None:
        days, rest = replace(days, part=Part.EVENING), rest.replace(after[0], " ")
    place, left = said_place.cut(rest, desk)
    reading = frames.read(left, desk.now)
    wish = reading.wishes[0] if reading.wishes else None
    is_other = wish is not None and (wish.frame not in {Frame.ACTIVITIES, Frame.HELD, Frame.POINTS} or wish.services)
    kind = wish.kind if wish else None
    titled = _titled(text, listed, desk)
    if titled is not None:
        return titled
    if is_other or reading.denied or not (days or place or kind) or says_more(frames.unread(left)):
        return None
    if place is not None and place.point_id and not (days or kind):
        return None  # the name of a service point, which is opened
    has_day = said_days.named(text, desk.now) is not None
    return Go(_narrowed(listed, days, kind, place, has_day=has_day))


_AFTER: Final = re.compile("\\b(?:after|past|from) (?:[5-9]|1[7-9]|2[0-3])(?: ?pm)?\\b(?!:)")
_SHORTEST: Final = 3


def _titled(text: str, listed: ActivityList, desk: Desk) -> Move | None:
    """Open the one activity of the list that is called so; None: none is, or several are."""
    said = plain(text).strip(" .,?!。，？！")
    if len(said) < _SHORTEST:
        return None
    rows = [row for row, _ in page(listed, desk).found if is_short_for(said, plain(row.title))]
    return Go(ActivityCard(rows[0].id, from_list=listed)) if len(rows) == 1 else None


def _narrowed(
    listed: ActivityList, days: Days | None, kind: Kind | None, place: SaidPlace | None, *, has_day: bool
) -> ActivityList:
    """Change what is named, and keep the rest; a part of the day alone leaves the days as they are."""
    found = listed.narrowed(kind=kind) if kind else listed.narrowed()
    if days is not None:
        found = found.on_days(days.first, days.last) if has_day else found
        found = found.narrowed(part=days.part or (None if has_day else found.part))
    if place is not None and place.origin is not None:
        at = place.origin
        found = found.around_spot(Spot(at.title, at.latitude, at.longitude))
    return found
