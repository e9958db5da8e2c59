"""A service point in words: its line in a list, its card, its opening hours, and the ways to it."""

from datetime import datetime
from html import escape
from typing import Final
from urllib.parse import quote

from bot.chat import Button
from bot.facts.opening_hours import Doors, look
from bot.flows.finding.romanised import pinyin_beside
from bot.flows.whereabouts import week
from bot.texts import Words
from bot.texts.names import holiday_name
from domain.places.datums import Datum, from_wgs84
from domain.places.geo import Position, walking_minutes
from domain.places.places import Services
from storage.places.places import PointRow

_BOUND: Final = "\N{NO-BREAK SPACE}"
"""Keeps a distance whole, and with the dot before it."""


def service_name(service: Services, t: Words) -> str:
    return _service_names(t)[service]


def _service_names(t: Words) -> dict[Services, str]:
    return {
        Services.ACCEPTS_AFFILIATIONS: t("takes affiliations"),
        Services.TRANSFER_DESK: t("membership transfers"),
        Services.STUDY: t("study sessions"),
        Services.ROOM_HIRE: t("rooms to borrow"),
        Services.COUNSELLING: t("counselling"),
        Services.RIDER_REST: t("rest area for riders"),
        Services.VOLUNTEERING: t("volunteering"),
        Services.READING: t("reading room"),
        Services.CHARGING: t("phone charging"),
        Services.FIRST_AID: t("first aid"),
    }


def listed(number: int, point: PointRow, metres: float | None, now: datetime, t: Words) -> str:
    """Return the two lines of a point in a numbered list, as HTML."""
    head = f"<b>{number}. {escape(point.name, quote=False)}</b>"
    if metres is not None:
        head += f"{_BOUND}·{_BOUND}{t.distance(metres).replace(' ', _BOUND)}"
    pinyin = pinyin_beside(point.name, t)
    if pinyin:
        head += f"\n   {pinyin}"
    facts = [doors_text(look(point.hours, now), now, t)]
    if Services.ACCEPTS_AFFILIATIONS in point.services:
        facts.append(t("takes affiliations"))
    return f"{head}\n   {' · '.join(facts)}"


def doors_text(doors: Doors | None, now: datetime, t: Words) -> str:
    """Say open or not now, and until when; on a holiday also that it is one."""
    if doors is None or doors.holiday is None or (doors.are_open and doors.until is None):
        return _doors(doors, now, t)
    holiday = holiday_name(doors.holiday, t)
    if not doors.reckoned:
        said = _doors(doors, now, t)
        return t("{doors} (off today for {holiday}: better ask first)", doors=said, holiday=holiday)
    if not doors.are_open and doors.until is not None and doors.until.date() != now.date():
        return t("closed for {holiday}, opens {when}", holiday=holiday, when=_when(doors.until, now, t))
    return _doors(doors, now, t)


def _doors(doors: Doors | None, now: datetime, t: Words) -> str:
    match doors:
        case None:
            return t("opening hours not known")
        case Doors(are_open=True, until=None):
            return t("open around the clock")
        case Doors(are_open=True, until=datetime() as until) if until.date() == now.date():
            return t("open until {clock}", clock=t.clock(until))
        case Doors(are_open=True, until=datetime() as until) if _is_midnight(until, now):
            return t("open until midnight")
        case Doors(are_open=True, until=datetime() as until):
            return t("open until {when}", when=_when(until, now, t))
        case Doors(until=datetime() as until):
            return t("closed, opens {when}", when=_when(until, now, t))
    return t("closed for now")


def _is_midnight(moment: datetime, now: datetime) -> bool:
    """Tell whether it is the end of today, which a door calls 24:00."""
    return moment.hour == moment.minute == 0 and (moment.date() - now.date()).days == 1


def _when(moment: datetime, now: datetime, t: Words) -> str:
    clock = t.clock(moment)
    match (moment.date() - now.date()).days:
        case 0:
            return clock
        case 1:
            return t("tomorrow at {clock}", clock=clock)
        case _:
            return t("{day} at {clock}", day=t.day(moment.date()), clock=clock)


def card(point: PointRow, where: str, metres: float | None, now: datetime, t: Words) -> str:
    """Return everything about one point, as HTML."""
    lines = [
        f"<b>{escape(point.name, quote=False)}</b>",
        *filter(None, [pinyin_beside(point.name, t)]),
        f"📍 {escape(point.address or where, quote=False)}",
    ]
    if metres is not None:
        lines.append(way(metres, t))
    lines.append(sentence(doors_text(look(point.hours, now), now, t)))
    lines.extend(week(point.hours, now, t))
    if point.services:
        names = t(", ").join(service_name(one, t) for one in point.services)
        lines.append(t("Services: {services}", services=names))
    if Services.ACCEPTS_AFFILIATIONS in point.services:
        lines.append(t("Affiliation: you take part here while your formal relation stays at home."))
    if point.phone:
        lines.append(t("Phone: {phone}", phone=point.phone))
    if point.step_free is not None:
        lines.append(t("Step-free access") if point.step_free else t("No step-free access"))
    return "\n".join(lines)


def sentence(text: str) -> str:
    """Begin with a capital letter, where the script has one."""
    return text[:1].upper() + text[1:]


def way(metres: float, t: Words) -> str:
    """Say how far it is, and how long on foot where somebody would walk."""
    if metres > 3000:
        return t.distance(metres)
    minutes = walking_minutes(metres)
    return t.plural(
        "{distance}, about {number} minute on foot",
        "{distance}, about {number} minutes on foot",
        minutes,
        distance=t.distance(metres),
    )


def routes(point: PointRow, t: Words) -> tuple[tuple[Button, ...], ...]:
    """Return links to four maps, each in the coordinates that it counts in."""
    name = quote(point.name)
    here = _degrees(point.position)
    mars = from_wgs84(point.position, Datum.GCJ02)
    baidu = _degrees(from_wgs84(point.position, Datum.BD09))
    amap = f"https://uri.amap.com/navigation?to={mars.longitude:.6f},{mars.latitude:.6f},{name}&mode=walk&callnative=1"
    by_baidu = f"https://api.map.baidu.com/marker?location={baidu}&title={name}&content={name}&output=html"
    # In China, Apple's and Google's maps are drawn in GCJ-02; Apple takes WGS-84 and shifts by itself, Google does not.
    apple = f"https://maps.apple.com/?daddr={here}&q={name}&dirflg=w"
    google = f"https://www.google.com/maps/dir/?api=1&destination={_degrees(mars)}&travelmode=walking"
    return (
        (Button(t.button("Amap"), url=amap), Button(t.button("Baidu Maps"), url=by_baidu)),
        (Button(t.button("Apple Maps"), url=apple), Button(t.button("Google Maps"), url=google)),
    )


def _degrees(position: Position) -> str:
    return f"{position.latitude:.6f},{position.longitude:.6f}"
