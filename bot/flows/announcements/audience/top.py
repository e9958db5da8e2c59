"""Whom an announcement is for as things stand, and what to do about it."""

from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.announcements import rights
from bot.flows.announcements.audience.figures import counted, who_they_are
from bot.flows.announcements.audience.options import AFFILIATED
from bot.flows.announcements.draft import amend
from bot.flows.announcements.steps import (
    AnnouncementCard,
    AudienceOf,
    ChoosingAmong,
    ChoosingSort,
    DroppingCondition,
    Sort,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import Opened
from domain.announcements import audience_steps
from domain.announcements.announcements import Stage
from domain.announcements.audiences import Audience, Holds
from domain.people.roles import Role
from storage.announcements.announcements import AnnouncementRow
from storage.people.roles import EVERYWHERE

_QUICK: Final = frozenset({Sort.BUILDINGS, Sort.ACTIVITIES})


def opened(opened: Opened, desk: Desk) -> Move:
    row = rights.seen(opened.row_id, desk)
    if row is None:
        return rights.forbid(opened.row_id, desk)
    is_draft = row.stage is Stage.DRAFT
    return Go(AudienceOf(row.id) if is_draft else AnnouncementCard(row.id), replaces=opened.message_id)


def hear(step: AudienceOf, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementCard(row.id), replaces=message_id)
        case Chose("affiliated", message_id):
            amend(row, desk, audience=audience_steps.stays(row.audience, AFFILIATED, out=False))
            return Go(step, replaces=message_id)
        case Chose("volunteers", message_id):
            amend(row, desk, audience=audience_steps.flipped(row.audience, Holds, Role.VOLUNTEER, out=False))
            return Go(step, replaces=message_id)
        case Chose("more", message_id):
            return Go(ChoosingSort(row.id, page=1), replaces=message_id)
        case Chose("narrow" | "leave" as how, message_id):
            return Go(ChoosingSort(row.id, out=how == "leave"), replaces=message_id)
        case Chose("undo", message_id) if len(row.audience.all_of) + len(row.audience.none_of) == 1:
            amend(row, desk, audience=Audience(row.audience.path))
            return Go(step, replaces=message_id)
        case Chose("undo", message_id):
            return Go(DroppingCondition(row.id), replaces=message_id)
        case Chose(choice, message_id) if choice in _QUICK:
            return Go(ChoosingAmong(row.id, Sort(choice)), replaces=message_id)
    return None


def show(_step: AudienceOf, row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    count, lines = counted(row, desk)
    if count.total:
        lines += who_they_are(count.total, row, desk)
    if row.audience.all_of or row.audience.none_of:
        done = t.button("Done") if count.total else t.button("Back")
        rows: Buttons = (
            (Button(t.button("Narrow it down"), "narrow"), Button(t.button("Leave some out"), "leave")),
            (Button(t.button("Take one back"), "undo"), Button(done, "back")),
        )
        return Text("\n".join(lines), rows)
    if row.audience.path != EVERYWHERE:
        lines.append(
            t(
                "Everybody is: who is affiliated here or has asked to be, has a role here, or has signed up for an"
                " activity here. Whoever has only chosen a service point as theirs is not among them."
            )
        )
    lines.append(t("Who of them is meant?"))
    rows = (
        (Button(t.button("Affiliated members"), "affiliated"), Button(t.button("By building"), Sort.BUILDINGS)),
        (Button(t.button("By activity"), Sort.ACTIVITIES), Button(t.button("Volunteers"), "volunteers")),
        (Button(t.button("More conditions"), "more"), Button(t.button("Back"), "back")),
    )
    return Text("\n".join(lines), rows)
