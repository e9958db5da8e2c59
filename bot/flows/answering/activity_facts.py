"""The facts of an activity, and of a duty of it, each in a sentence as HTML; "" where the card does not hold it."""

from dataclasses import dataclass
from typing import Final

from bot.flows.activities import text
from bot.flows.activities.scene import Scene, closed, standing
from bot.flows.answering.point_facts import access
from bot.flows.desk import Desk
from bot.flows.duties import text as duty_text
from bot.flows.duties.rights import Mine
from bot.flows.typed import readable
from domain.activities.activities import Plan
from domain.activities.seats import HERE
from domain.said.questions.facts import Fact, asks_of_checking_in, noted
from storage.activities.activities import ActivityRow
from storage.places import places

_MOST: Final = 300
"""Signs of the notes that are quoted; all of them are on the card."""


def of_activity(fact: Fact, typed: str, seen: Scene) -> str:
    """Say one fact of an activity; `typed` is the question, for what only the notes can answer."""
    row, t = seen.row, seen.desk.words
    match fact:
        case Fact.SEATS:
            left = t("“{what}”: {seats}.", what=row.title, seats=text.seats_left(row, seen.counts, t))
            return "\n".join((left, *_why_closed(seen)))
        case Fact.MINE:
            lines = standing(seen) or [t("You have not signed up.")]
            if asks_of_checking_in(typed):
                lines = lines if seen.state in HERE else [t("You are not checked in yet."), *lines]
            return "\n".join((t("“{what}”:", what=row.title), *lines))
        case Fact.WHOM:
            whom = text.audience_names(row.plan.audience, t)
            return "\n".join((t("“{what}” is for: {whom}.", what=row.title, whom=whom), *_why_closed(seen)))
        case Fact.GUESTS:
            whom = t("“{what}” is for: {whom}.", what=row.title, whom=text.audience_names(row.plan.audience, t))
            return "\n".join((whom, _of_guests(typed, row, seen.desk)))
        case Fact.CLOSES:
            return _window(seen)
    return _told(fact, typed, _Held(row, row.plan, row.title, seen.desk))


def _of_guests(typed: str, row: ActivityRow, desk: Desk) -> str:
    """Say what the organisers have noted of who comes along; else that is for them to say."""
    unsaid = desk.words("Nothing is noted about bringing others along. If you like, I ask the service centre.")
    return noted_by_organisers(typed, row, desk) or unsaid


def of_duty(fact: Fact, typed: str, own: Mine, desk: Desk) -> str:
    """Say one fact of a duty; who else comes is not the volunteer's to know."""
    matter, t = own.matter, desk.words
    name = f"{matter.duty.task.name} · {matter.activity.title}"
    if fact is Fact.MINE:
        return "\n".join((t("“{what}”:", what=name), duty_text.standing(matter, own.row, t)))
    return _told(fact, typed, _Held(matter.activity, matter.plan, name, desk))


@dataclass(frozen=True, slots=True)
class _Held:
    """What is held, by the name that is said, with its own times."""

    row: ActivityRow
    plan: Plan
    name: str
    desk: Desk


def _told(fact: Fact, typed: str, held: _Held) -> str:
    t, unit = held.desk.words, held.desk.unit
    match fact:
        case Fact.WHEN | Fact.HOURS:
            when = text.when(held.plan, held.desk.now.tzinfo, t)
            return "\n".join((t("“{what}”: {when}.", what=held.name, when=when), *_quoted(typed, held)))
        case Fact.PLACE | Fact.WAY:
            return _where(held)
        case Fact.GUESTS:
            return _of_guests(typed, held.row, held.desk)
        case Fact.ACCESS:
            return "\n".join((*_access(held), *_quoted(typed, held)))
        case Fact.HOLDER:
            return t("“{what}” is held by {unit}.", what=held.name, unit=text.holder(unit, held.row))
        case Fact.PHONE:
            spot = held.plan.spot
            point = places.point(unit, spot.point_id) if spot.point_id else None
            return t("Phone of {place}: {phone}", place=point.name, phone=point.phone) if point and point.phone else ""
    return "".join(_quoted(typed, held))


def _access(held: _Held) -> list[str]:
    """Say how one gets in where it is held, as far as that is known."""
    point_id = held.plan.spot.point_id
    point = places.point(held.desk.unit, point_id) if point_id else None
    return [told] if point is not None and (told := access(point, held.desk.words)) else []


def _where(held: _Held) -> str:
    t, unit = held.desk.words, held.desk.unit
    place = text.where(unit, held.row, t)
    if not place:
        return ""
    street = text.address(unit, held.row)
    where = t.plain("{name}, {address}", name=place, address=street) if street else place
    return t("“{what}” is held here: {place}", what=held.name, place=where)


def _quoted(typed: str, held: _Held) -> list[str]:
    said = noted_by_organisers(typed, held.row, held.desk)
    return [said] if said else []


def noted_by_organisers(typed: str, row: ActivityRow, desk: Desk) -> str:
    """Quote what the organisers have noted about what is asked, as HTML; "": nothing."""
    said = readable(noted(typed, row.plan.notes), _MOST)
    return desk.words("The organisers have noted: “{words}”", words=said) if said else ""


def _why_closed(seen: Scene) -> list[str]:
    why = closed(seen) if seen.is_ahead else ""
    return [why] if why else []


def _window(seen: Scene) -> str:
    """Say from when, or until when, one can sign up."""
    t, plan = seen.desk.words, seen.row.plan
    if plan.opens_at is not None and seen.now < plan.opens_at:
        return t("You can sign up from {when}.", when=seen.moment(plan.opens_at))
    until = plan.starts_at if plan.closes_at is None else plan.closes_at
    if until <= seen.now:
        return t("Signing up has closed.")
    return t("You can sign up for “{what}” until {when}.", what=seen.row.title, when=seen.moment(until))
