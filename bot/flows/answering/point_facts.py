"""The facts of a service point, each in a sentence as HTML; "" where its card does not hold it."""

from collections.abc import Sequence
from datetime import date, datetime, time

from bot.facts.opening_hours import look, on_day
from bot.flows.desk import Desk
from bot.flows.finding.point_text import doors_text, service_name, way
from bot.flows.whereabouts import said_spans
from bot.texts import Words
from bot.texts.names import holiday_name
from domain.places.places import Services
from domain.said.questions.facts import Fact
from domain.times.holidays import Holiday
from storage.places import places
from storage.places.places import PointRow


def of_point(fact: Fact, point: PointRow, day: date | None, desk: Desk, metres: float | None = None) -> str:
    """Say one fact of it; the hours are those of a `day`, None: now and today; `metres` to there, where it is known."""
    t = desk.words
    match fact:
        case Fact.HOURS | Fact.WHEN:
            return _hours(point, day, desk)
        case Fact.WAY if metres is not None and point.address:
            return t("{name}: {address}, {way}. “{label}” below opens it in your map.", name=point.name,
                     address=point.address, way=way(metres, t), label=t.button("Map"))  # fmt: skip
        case Fact.SERVICES if point.services:
            return t("{name} has: {services}.", name=point.name,
                     services=t(", ").join(service_name(one, t) for one in point.services))  # fmt: skip
        case Fact.PLACE | Fact.WAY if point.address:
            return t("{name}: {address}. “{label}” below opens it in your map.",
                     name=point.name, address=point.address, label=t.button("Map"))  # fmt: skip
        case Fact.PHONE if point.phone:
            return t("Phone of {place}: {phone}", place=point.name, phone=point.phone)
        case Fact.ACCESS:
            return access(point, t)
        case Fact.HOLDER:
            return t(
                "{name} belongs to {unit}.", name=point.name, unit=places.ancestors(desk.unit, point.unit_id)[-1].name
            )
    return ""


def of_points(fact: Fact, numbered: Sequence[tuple[int, PointRow]], day: date | None, desk: Desk) -> str:
    """Say one fact of each point of a list, by its number; "" where it is known of none."""
    t = desk.words
    told = [(number, point.name, _short(fact, point, day, desk)) for number, point in numbered]
    if not any(said for _, _, said in told):
        return ""
    head = [] if day is None else [f"<b>{t.day(day)}</b>"]
    lines = [f"{number}. {t('{name}: {fact}', name=name, fact=said or t('not known'))}" for number, name, said in told]
    return "\n".join([*head, *lines])


def _short(fact: Fact, point: PointRow, day: date | None, desk: Desk) -> str:
    """Say it beside the name of the point."""
    t = desk.words
    match fact:
        case Fact.HOURS | Fact.WHEN if day in {None, desk.today}:
            return doors_text(look(point.hours, desk.now), desk.now, t)
        case Fact.HOURS | Fact.WHEN:
            spans = on_day(point.hours, day or desk.today)
            is_always = spans == ((0, 24 * 60),)
            return "" if spans is None else t("open around the clock") if is_always else said_spans(spans, t)
        case Fact.PLACE | Fact.WAY:
            return point.address
        case Fact.PHONE:
            return point.phone
        case Fact.ACCESS:
            return _step_free(point, t)
        case Fact.HOLDER:
            return places.ancestors(desk.unit, point.unit_id)[-1].name
        case Fact.SERVICES:
            return t(", ").join(service_name(one, t) for one in point.services)
    return ""


def access(point: PointRow, t: Words) -> str:
    """Say by its name whether one gets in without steps; "" where that is not known."""
    told = _step_free(point, t)
    return t("{name}: {fact}", name=point.name, fact=told) if told else ""


def _step_free(point: PointRow, t: Words) -> str:
    if point.step_free is None:
        return ""
    return t("step-free") if point.step_free else t("not step-free")


def of_service(services: Services, point: PointRow, desk: Desk) -> str:
    """Say which of these services it has; "" where none of them is recorded, for that is no proof."""
    t = desk.words
    there = [service_name(one, t) for one in services if one in point.services]
    return t("Yes. {name} has: {services}.", name=point.name, services=t(", ").join(there)) if there else ""


def _hours(point: PointRow, day: date | None, desk: Desk) -> str:
    t = desk.words
    on = day or desk.today
    spans = on_day(point.hours, on)
    if spans is None:
        return ""
    said = t("{name}, {day}: {hours}.", name=point.name, day=t.day(on), hours=said_spans(spans, t))
    if holiday := _unreckoned(point.hours, on):
        said += "\n" + t("That day is off for {holiday}: better ask first.", holiday=holiday_name(holiday, t))
    now = doors_text(look(point.hours, desk.now), desk.now, t)
    return said if day not in {None, desk.today} else f"{said}\n{t('Now: {doors}.', doors=now)}"


def _unreckoned(hours: str, day: date) -> Holiday | None:
    """Return the holiday of a day on which these hours claim to be open without having thought of it."""
    at_noon = look(hours, datetime.combine(day, time(12)))
    is_claimed = at_noon is not None and not at_noon.reckoned and at_noon.until is not None and on_day(hours, day)
    return at_noon.holiday if at_noon and is_claimed else None
