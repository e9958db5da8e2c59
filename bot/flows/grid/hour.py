"""Somebody has an hour: two or three buildings near by that wait the longest for the way; one is taken by a tap."""

from datetime import timedelta
from typing import Final

from bot.chat import Button, Key, Said, SharedPlace, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.finding import said_place
from bot.flows.grid.steps import BuildingCard, HourOffer, SayingHourPlace
from bot.flows.grid.text import day_of, evening, last_visit
from bot.flows.keyboards import keys_away, to_menu
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from domain.grid.gaps import within_an_hour
from domain.grid.promises import HOUR_DAYS, Kind
from domain.places.geo import Position, distance_m
from storage.grid import promises, sites
from storage.grid.promises import New
from storage.grid.sites import SiteRow
from storage.places import places
from storage.places.places import BuildingRow

_BOX_DEGREES: Final = 0.02
"""Two kilometres and more to each side: further is no way for an hour."""


def begin(desk: Desk, message_id: int = 0) -> Move:
    """Offer what is near where the person was a moment ago, or ask where that is."""
    here = desk.shared_location
    return Go(SayingHourPlace(), replaces=message_id) if here is None else offer(here, desk)


def offer(here: Position, desk: Desk) -> Move:
    rows = {row.site.id: row for row in sites.around(desk.unit, here, _BOX_DEGREES, desk.now.timestamp())}
    taken = {one.building_id for one in promises.of_buildings(desk.unit, list(rows)) if one.kind is Kind.HOUR}
    free = [row.site for row in rows.values() if row.site.id not in taken]
    chosen = within_an_hour(free, here)
    if not chosen:
        none = desk.words("Nothing near by waits for a visit just now. Thank you for the offer.")
        return Go(AtMenu(), before=(keys_away(desk), Text(none)))
    return Go(HourOffer(tuple(site.id for site, _ in chosen)), before=(keys_away(desk),))


def show_place(_step: SayingHourPlace, _paths: list[str], desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("Where are you? Share your location, or type a building, a street or a station."),
        t("It is used once, to look around, and then forgotten."),
    )
    keys = ((Key(t.button("📍 Share my location"), "location"),), (Key(t.button("Back")),))
    return Text("\n".join(lines), keys=keys)


def hear_place(_step: SayingHourPlace, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case SharedPlace(latitude, longitude):
            desk.keep_location(Position(latitude, longitude))
            return offer(Position(latitude, longitude), desk)
        case Said(typed) if typed == desk.words.button("Back"):
            return Go(AtMenu(), before=(keys_away(desk),))
        case Said(typed):
            return offer_around(typed, desk)
    return None


def offer_around(typed: str, desk: Desk) -> Move | None:
    """Offer what is near the place that is named; None: none is."""
    place = said_place.hear(typed, desk).place
    origin = place.origin if place else None
    if origin is None or origin.latitude is None or origin.longitude is None:
        return None
    return offer(Position(origin.latitude, origin.longitude), desk)


def show(step: HourOffer, _paths: list[str], desk: Desk) -> Text:
    t, rows = desk.words, _rows(step, desk)
    lines = [t("An hour does a lot. Near by these wait the longest:")]
    here = desk.shared_location
    lines += [f"{at}. {_line(row, here, desk)}" for at, row in enumerate(rows, 1)]
    lines.append(t("Tap one, and it is yours for three days. Say in a sentence afterwards how it was."))
    buttons = tuple((Button(readable(row.name), str(row.site.id)),) for row in rows)
    return Text("\n".join(lines), (*buttons, (to_menu(desk),)))


def _rows(step: HourOffer, desk: Desk) -> list[SiteRow]:
    found = (sites.one(desk.unit, building_id, desk.now.timestamp()) for building_id in step.buildings[:3])
    return list({row.site.id: row for row in found if row is not None}.values())


def _line(row: SiteRow, here: Position | None, desk: Desk) -> str:
    t = desk.words
    parts = [row.name, last_visit(row, t, desk.now.tzinfo)]
    if here is not None:
        parts.insert(1, t.distance(distance_m(here, row.site.position)))
    return t("{parts}", parts=" · ".join(parts))


def hear(step: HourOffer, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(row_id=building_id, message_id=message_id) if (row := _offered(building_id, step, desk)) is not None:
            return _take(row.id, message_id, desk)
    return None


def _offered(building_id: int, step: HourOffer, desk: Desk) -> BuildingRow | None:
    """Return the building of a button, if it was offered: by this number, or by that of one it was merged with."""
    row = places.building(desk.unit, building_id)
    if row is None or building_id in step.buildings:
        return row
    now = {one.site.id for one in _rows(step, desk)}
    return row if row.id in now else None


def _take(building_id: int, message_id: int, desk: Desk) -> Move:
    """Take a building for three days; who taps twice has it once."""
    t, who = desk.words, desk.person.chat_id
    there = [one for one in promises.of_buildings(desk.unit, [building_id]) if one.kind is Kind.HOUR]
    if any(one.owner != who for one in there):
        gone = Text(t("Somebody has just taken this one. Thank you all the same."), replaces=message_id)
        return Go(AtMenu(), before=(gone,))
    due = evening(desk.today + timedelta(days=HOUR_DAYS), desk.now.tzinfo)
    if not there:
        new = New(Kind.HOUR, building_id, who, t.plain("an hour's visit"), due)
        promises.make(desk.unit, new, desk.now.timestamp())
    said = t("✅ It is yours until {day}.", day=day_of(due, t, desk.now.tzinfo))
    return Go(BuildingCard(building_id), before=(Text(said, replaces=message_id),))
