"""The buttons of an announcement: to activities that are coming, and to service points."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.announcements.draft import amend
from bot.flows.announcements.drafting import text
from bot.flows.announcements.steps import ChangingAnnouncement, Found, Linking
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.rights import organised
from bot.flows.typed import readable
from domain.activities.activities import Stage
from domain.announcements.announcements import Link, Target
from storage.activities import agenda
from storage.activities.activities import ActivityRow
from storage.activities.agenda import Of
from storage.announcements.announcements import AnnouncementRow
from storage.places.search import HitKind

MOST: Final = 3
"""More buttons than this under a message, and none is pressed."""

_SHOWN: Final = 4
_LOOKED_THROUGH: Final = 100
_LABEL: Final = 40


def hear(step: Linking, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ChangingAnnouncement(row.id), replaces=message_id)
        case Chose(choice, message_id):
            link = next((link for link, data in _offered(step, row, desk) if data == choice), None)
            return None if link is None else _toggled(step, row, link, message_id, desk)
        case Said(typed):
            return _looked_up(step, typed, desk)
    return None


def _toggled(step: Linking, row: AnnouncementRow, link: Link, message_id: int, desk: Desk) -> Move:
    links = row.content.links
    if link not in links and len(links) >= MOST:
        most = desk.words.plural("There is room for {number} button.", "There is room for {number} buttons.", MOST)
        return Remain((Text(most),))
    after = tuple(one for one in links if one != link) if link in links else (*links, link)
    amend(row, desk, content=replace(row.content, links=after))
    return Go(step, replaces=message_id)


def _looked_up(step: Linking, typed: str, desk: Desk) -> Move:
    """Look among the coming activities of the organiser's units, and among all points."""
    asked = readable(typed, _LABEL).casefold()
    if not asked:
        return Remain((Text(desk.words("Please type the name of an activity or a service point.")),))
    held = [row for row in _coming(desk) if asked in row.title.casefold()][:_SHOWN]
    found = [Found(Target.ACTIVITY, row.id, readable(row.title, _LABEL)) for row in held]
    hits = desk.search.find(desk.unit, typed, _SHOWN).hits
    found += [Found(Target.POINT, hit.id, readable(hit.name, _LABEL)) for hit in hits if hit.kind is HitKind.POINT]
    if not found:
        said = desk.words("I found no activity and no service point called “{typed}”.", typed=readable(typed) or "…")
        return Remain((Text(said),))
    return Go(replace(step, found=tuple(found[:_SHOWN])))


def _coming(desk: Desk) -> list[ActivityRow]:
    paths, now = organised(desk), desk.now.timestamp()
    rows = agenda.managed(desk.unit, Of(paths), now, 0, _LOOKED_THROUGH)
    return [row for row in rows if row.stage is Stage.PUBLISHED]


def _offered(step: Linking, row: AnnouncementRow, desk: Desk) -> list[tuple[Link, str]]:
    """Return what can be tapped: what it has, then what was found, else the next activities."""
    found = [Link(one.target, one.row_id) for one in step.found]
    near = found or [Link(Target.ACTIVITY, one.id) for one in _coming(desk)[:_SHOWN]]
    links = dict.fromkeys((*row.content.links, *near))
    return [(link, f"{link.target[0]}{link.row_id}") for link in links]


def show(step: Linking, row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("What are its buttons to open? Tap to add or take away."),
        t("Or type the name of an activity or a service point."),
    )
    rows: Buttons = tuple((_choice(link, data, row, desk),) for link, data in _offered(step, row, desk))
    return Text("\n".join(lines), (*rows, (Button(t.button("Done"), "back"),)))


def _choice(link: Link, data: str, row: AnnouncementRow, desk: Desk) -> Button:
    name = text.link_name(link, desk)
    return Button(f"✓ {name}" if link in row.content.links else name, data)
