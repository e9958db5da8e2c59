"""What a line of a list of activities says: what and when, where and how far, whether seats are left, what is mine."""

from collections.abc import Collection, Mapping, Sequence
from html import escape

from bot.flows.activities import text
from bot.flows.activities.finding import Found
from bot.flows.desk import Desk
from bot.flows.moments import local, moment
from bot.texts import Words
from domain.activities.activities import Kind
from domain.activities.seats import State
from storage.activities import signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.signup_reading import SignupRow
from storage.places import places


def lines(numbered: Sequence[tuple[int, Found]], desk: Desk) -> list[str]:
    """Write the lines of what was found, as HTML."""
    rows = [row for _, (row, _) in numbered]
    counts = signup_reading.counts(desk.unit, [row.id for row in rows])
    areas, mine = _areas(rows, desk), _mine(rows, desk)
    return [
        "\n   ".join(
            (
                f"<b>{number}. {escape(_titled(row, desk.words), quote=False)}</b>",
                escape(_when_and_where(row, areas[row.id], metres, desk), quote=False),
                escape(mine.get(row.id) or text.seats_left(row, counts[row.id], desk.words), quote=False),
            )
        )
        for number, (row, metres) in numbered
    ]


def _titled(row: ActivityRow, t: Words) -> str:
    """Return the title, with the kind where the title does not say it: a title is written in one language only."""
    kind = text.kind_name(row.kind, t)
    is_said = row.kind is Kind.OTHER or kind.casefold() in row.title.casefold()
    return row.title if is_said else f"{row.title} · {kind}"


def _when_and_where(row: ActivityRow, area: str, metres: float | None, desk: Desk) -> str:
    t = desk.words
    far = "" if metres is None else t.distance(metres)
    return " · ".join(part for part in (moment(local(row.starts_at, desk.now.tzinfo), t), area, far) if part)


def _areas(rows: Collection[ActivityRow], desk: Desk) -> Mapping[int, str]:
    """Say of each in which subdistrict it is held, or where that is not known at which place."""
    points = places.points(desk.unit, [spot for row in rows if (spot := row.plan.spot.point_id) is not None])
    units = {row.id: _unit_of(row, points, desk) for row in rows}
    names = places.subdistricts(desk.unit, {unit_id for unit_id in units.values() if unit_id is not None})
    return {row.id: names.get(units[row.id] or 0) or text.where(desk.unit, row, desk.words) for row in rows}


def _unit_of(row: ActivityRow, points: Mapping[int, places.PointRow], desk: Desk) -> int | None:
    """Return the unit of the point or the building where it is held; None for a pin."""
    spot = row.plan.spot
    point = points.get(spot.point_id or 0)
    if point is not None:
        return point.unit_id
    building = places.building(desk.unit, spot.building_id) if spot.building_id is not None else None
    return building.unit_id if building else None


def _mine(rows: Collection[ActivityRow], desk: Desk) -> Mapping[int, str]:
    """Say of those that this person has to do with how they stand to them."""
    until = max((row.ends_at for row in rows), default=0.0)
    found = signup_reading.of_person(desk.unit, desk.person.chat_id, desk.now.timestamp(), until)
    return {one.activity_id: said for one in found if (said := standing(one.signup, desk))}


def standing(signup: SignupRow, desk: Desk) -> str:
    """Say in two or three words how somebody stands to an activity, as plain text; "" where it is not theirs."""
    t = desk.words
    match signup.state:
        case State.SIGNED_UP:
            return t.plain("✅ signed up")
        case State.CONFIRMED:
            return t.plain("✅ you have confirmed")
        case State.WAITING:
            return t.plain("waiting, number {number}", number=signup_reading.place_in_line(desk.unit, signup))
        case State.OFFERED:
            return t.plain("a seat is kept for you")
        case State.CHECKED_IN | State.WALKED_IN:
            return t.plain("✅ checked in")
    return ""
