"""The service point that is somebody's own: where they are affiliated, else the one that they have chosen."""

from bot.flows.desk import Desk
from domain.affiliations.affiliations import HERE
from storage.affiliations import affiliations
from storage.places import places
from storage.places.places import PointRow


def own_point(desk: Desk) -> PointRow | None:
    """Return it; None: they take part nowhere yet, and have chosen none."""
    stay = next((row for row in affiliations.current(desk.unit, desk.person.chat_id) if row.state in HERE), None)
    point_id = stay.point_id if stay else desk.person.my_point_id
    return None if point_id is None else places.point(desk.unit, point_id)
