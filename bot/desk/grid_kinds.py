"""What waits about buildings: what one has promised, and the buildings of the own areas that have waited too long."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from bot.desk.items import Act, Item, Told
from bot.flows.desk import Desk
from bot.flows.grid import text
from domain.grid.gaps import spread_of, urgency
from storage.grid import areas, promises, sites
from storage.grid.promises import PromiseRow
from storage.grid.sites import SiteRow
from storage.places import places

_DAY_S: Final = 86_400.0


def rounds(desk: Desk, most: int) -> list[Item]:
    """Return what this person has promised, and the visits that are due in the areas that they have."""
    return [*_promised(desk, most), *_visits(desk, most)]


def _promised(desk: Desk, most: int) -> list[Item]:
    rows, t = promises.of_owner(desk.unit, desk.person.chat_id)[:most], desk.words
    names = places.building_names(desk.unit, [row.building_id for row in rows]) if rows else {}
    acts = Act("kept", t.button("It is done"), is_main=True), Act("give_up", t.button("It cannot be done"))
    return [
        Item(
            "rounds",
            f"promise:{row.id}",
            f"promise/{row.id}",
            row.made_at,
            partial(_promise_told, row, names),
            row.due,
            acts,
        )
        for row in rows
    ]


def _promise_told(row: PromiseRow, names: Mapping[int, str], desk: Desk) -> Told:
    t, day = desk.words, text.day_of(row.due, desk.words, desk.now.tzinfo)
    late = row.due < desk.now.timestamp()
    said = t("Was promised by {day}", day=day) if late else t("Is promised by {day}", day=day)
    return Told(" · ".join(part for part in (names.get(row.building_id, ""), row.what) if part), said)


def _visits(desk: Desk, most: int) -> list[Item]:
    unit, now = desk.unit, desk.now.timestamp()
    held = [(areas.area(unit, row), row.path) for row in areas.of_person(unit, desk.person.chat_id, now)]
    rows = sites.of_areas(unit, held, now) if held else []
    spread = spread_of([row.site.position for row in rows])
    due = [row for row in rows if urgency(row.site, spread) >= 1.0][:most]
    return [
        Item(
            "rounds",
            f"building:{row.site.id}",
            f"building/{row.site.id}",
            now - row.site.days * _DAY_S,
            partial(_visit_told, row),
            says_since=row.site.waited is not None,
        )
        for row in due
    ]


def _visit_told(row: SiteRow, desk: Desk) -> Told:
    t = desk.words
    parts = (text.members(row, t), text.last_visit(row, t, desk.now.tzinfo))
    said = t("A visit is due: {known}", known=t.plain(", ").join(part for part in parts if part))
    return Told(row.name, said)
