"""Sentences that look for something: activities, service points, one point's hours and way."""

from dataclasses import replace
from typing import Final

from bot.chat import Text
from bot.flows.activities import near
from bot.flows.activities.finding import page
from bot.flows.activities.steps import ActivityCard, ActivityList, ChoosingDay, SayingSpot, Spot
from bot.flows.desk import Desk, Go, Move
from bot.flows.finding.browse import into
from bot.flows.own_point import own_point
from bot.flows.points import AFFILIATIONS, NearestList, Origin, PointCard, SayingWhere, UnitList
from bot.flows.sentences.steps import Asked
from domain.said.days import Days
from domain.said.sentences.frames import Frame
from storage.places import places
from storage.places.places import PointRow

TAKEN_IN: Final = frozenset({Frame.AFFILIATE, Frame.SIGN_UP, Frame.STAY})
"""What "register here" and its like mean at a service point."""


def activities(asked: Asked, desk: Desk) -> Move:
    """List what is on, with all that was named; a place that is not known is asked for."""
    if len(asked.activities) == 1:
        return Go(ActivityCard(asked.activities[0]))
    found = listed(asked, desk)
    if asked.no_day:
        said = desk.words("There is no such day: {day}.", day=asked.no_day)
        return Go(ChoosingDay(found), before=(Text(said),))
    if asked.is_near and not asked.has_place:
        return Go(SayingSpot(found)) if asked.is_elsewhere else nearest_activities(found, desk)
    return Go(found)


def nearest_activities(listed: ActivityList, desk: Desk) -> Go:
    """List them by how near they are to where somebody looks around; where that is not known, ask."""
    origin = here(desk)
    return Go(SayingSpot(listed) if origin is None else listed.around_spot(_spot(origin)))


def listed(asked: Asked, desk: Desk) -> ActivityList:
    """Return the list of what a sentence names; where it names nothing, the one that the menu opens."""
    days = _days(asked)
    point_id = 0 if asked.is_near else asked.point_id
    spot = None if asked.origin is None or point_id else _spot(asked.origin)
    if days is None and asked.kind is None and spot is None and not point_id:
        return near.first_list(desk)
    found = ActivityList(around=spot, point_id=point_id, kind=asked.kind, part=asked.part)
    if days is None:
        return found
    then = found.on_days(days.first, days.last)
    is_of_any_day = asked.is_any_day and asked.kind is not None
    return found if is_of_any_day and not page(then, desk).found and page(found, desk).found else then


def _days(asked: Asked) -> Days | None:
    return None if asked.first is None or asked.last is None else Days(asked.first, asked.last, asked.part)


def _days_named(asked: Asked) -> Days | None:
    return None if asked.is_any_day else _days(asked)


def _spot(origin: Origin) -> Spot:
    return Spot(origin.title, origin.latitude, origin.longitude)


def here(desk: Desk) -> Origin | None:
    """Return where somebody looks around as far as is known.

    That is where the list at hand does; else a location shared a moment ago, else the own service point.
    """
    spoken_of = around_at_hand(desk)
    if spoken_of is not None:
        return spoken_of.origin
    if desk.shared_location is not None:
        return Origin()
    point = own_point(desk)
    return None if point is None else _at(point)


def around_at_hand(desk: Desk) -> NearestList | None:
    """Return what was shown last as a list of points around somewhere; None: it was nothing of the kind."""
    match desk.topic:
        case NearestList() as shown:
            return shown
        case PointCard(from_nearest=NearestList() as shown):
            return shown
        case PointCard(point_id):
            point = places.point(desk.unit, point_id)
            return None if point is None else NearestList(_at(point))
        case UnitList(unit_id):
            first = places.points_of(desk.unit, unit_id, 0, 1)
            return NearestList(_at(first[0])) if first else None
    return None


def _at(point: PointRow) -> Origin:
    return Origin(point.name, point.position.latitude, point.position.longitude)


def points(asked: Asked, desk: Desk) -> Move:
    """List the points around the place that was named, else around where somebody is, with the services named."""
    is_the_place_itself = not (asked.services or asked.is_near)
    if asked.point_id and is_the_place_itself:
        return Go(PointCard(asked.point_id))
    if asked.unit_id and is_the_place_itself:
        return Go(into(asked.unit_id, desk))
    origin = asked.origin or (None if asked.is_elsewhere else here(desk))
    unknown = (Text(_not_recorded(desk)),) if asked.is_other else ()
    if origin is None:
        return Go(_where(asked), before=unknown)
    shown = None if asked.has_place else around_at_hand(desk)
    if shown is not None:
        kept = shown.services & (AFFILIATIONS if asked.services & ~AFFILIATIONS else -1)
        return Go(replace(shown, services=kept | asked.services, page=0), before=unknown)
    return Go(NearestList(origin, asked.services).open_on_days(_days_named(asked)), before=unknown)


def _where(asked: Asked) -> SayingWhere:
    """Ask where, and keep what is looked for there."""
    days = _days_named(asked)
    return SayingWhere(asked.services, *((days.first, days.last, days.part) if days else ()))


def _not_recorded(desk: Desk) -> str:
    return desk.words("Which points have that is not recorded here. Their phone numbers are on their cards.")


def point(asked: Asked, desk: Desk) -> Move:
    """Open the card of the point that was named, else of the own one; else look for one."""
    if not asked.has_place and isinstance(desk.topic, PointCard | NearestList | UnitList):
        return Go(desk.topic)
    if not asked.has_place and (own := own_point(desk)) is not None:
        return Go(PointCard(own.id))
    return points(asked, desk)
