"""Deep links: a poster's QR code names a service point, a building or an activity."""

from bot.chat import Text
from bot.flows.activities import card
from bot.flows.affiliating import home_side
from bot.flows.afterwards import verifying
from bot.flows.booking import door, speaking
from bot.flows.check_in import coming_in
from bot.flows.desk import Desk, Go, Move
from bot.flows.points import NearestList, Origin, PointCard
from bot.flows.reviewing import granting
from bot.flows.roads import joining
from bot.flows.step import AtMenu
from storage.places import places


def follow(payload: str, desk: Desk) -> Move:
    """Open what the link names: "p_" and a point's slug, "b_" and a building's, "i_" or "h_" and a token.

    "o_" and the token of an activity (in older links its number) opens its card; "c_", the same and a token of the
    minute check in to it.
    "r_" and the token of a room opens what is on there, "s_" and that of a speaker asks whether somebody is it.
    "v_" and a code tells whether a certificate is genuine, "l_" and a code links this way in with another.
    """
    kind, _, slug = payload.partition("_")
    match kind:
        case "p":
            point = places.point_by_slug(desk.unit, slug)
            if point is not None:
                return Go(PointCard(point.id))
        case "b":
            building = places.building_by_slug(desk.unit, slug)
            if building is not None:
                here = building.position
                return Go(NearestList(Origin(building.name, here.latitude, here.longitude)))
        case "o":
            return card.follow(slug, desk)
        case "r" if (door_shown := door.follow(slug, desk)) is not None:
            return door_shown
        case "s" if (asked := speaking.follow(slug, desk)) is not None:
            return asked
        case "c":
            return coming_in.follow(slug, desk)
        case "v":
            return verifying.verify(slug, desk)
        case "i":
            return granting.accept(slug, desk)
        case "l":
            return joining.follow(slug, desk)
        case "h":
            return home_side.follow(slug, desk)
    said = desk.words("What this link pointed to is no longer on the list. You can look for another place here.")
    return Go(AtMenu(), before=(Text(said),))
