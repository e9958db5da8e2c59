"""Whom an announcement is for: put together one condition at a time, with the number of people at every step."""

from dataclasses import replace
from typing import Final

from bot.chat import Reply, Said
from bot.flows.announcements.audience import screens
from bot.flows.announcements.audience.options import AFFILIATED, tapped
from bot.flows.announcements.audience.steps import (
    AudienceOf,
    AudiencePlace,
    ChoosingAmong,
    ChoosingRelation,
    ChoosingSort,
    DroppingCondition,
    Sort,
)
from bot.flows.announcements.drafting import rights
from bot.flows.announcements.drafting.steps import AnnouncementCard
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move
from bot.flows.entry_points import Opened
from bot.flows.rights import nothing_here
from bot.flows.step import Step
from bot.flows.typed import readable
from domain import audience_steps
from domain.announcements import Stage
from domain.audiences import Audience, Holds, Relation
from domain.roles import Role
from storage.activities import activities
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow
from storage.places import places

_OWN: Final = (AudienceOf, ChoosingSort, ChoosingAmong, ChoosingRelation, DroppingCondition)
_QUICK: Final = frozenset({Sort.BUILDINGS, Sort.ACTIVITIES})


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    if not isinstance(step, _OWN):
        return None
    row = draft_of(step, desk)
    if row is None:
        return _gone(step, event, desk)
    match step, event:
        case AudienceOf(), Chose(choice, message_id):
            return _at_top(row, choice, message_id, desk)
        case ChoosingSort(_, out), Chose(choice, message_id) if choice in set(Sort):
            return Go(ChoosingAmong(row.id, Sort(choice), out), replaces=message_id)
        case ((ChoosingSort() | DroppingCondition() | ChoosingAmong()), Chose("more", message_id)):
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case ChoosingAmong(), Chose("all", message_id):
            return Go(replace(step, typed="", page=0), replaces=message_id)
        case ChoosingAmong(), Said(typed) if readable(typed):
            return Go(replace(step, typed=readable(typed), page=0))
        case ChoosingRelation(out=out), Chose("back", message_id):
            return Go(ChoosingAmong(row.id, Sort.ACTIVITIES, out), replaces=message_id)
        case _, Chose("back", message_id):
            return Go(AudienceOf(row.id), replaces=message_id)
        case _, Chose(choice, message_id):
            return _chosen(step, row, choice, message_id, desk)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    row = draft_of(step, desk) if isinstance(step, _OWN) else None
    if row is None or not isinstance(step, _OWN):
        return nothing_here(desk)
    return (screens.screen(step, row, desk),)


def opens(opened: Opened, desk: Desk) -> Move | None:
    row = rights.seen(opened.row_id, desk)
    if row is None:
        return rights.forbid(opened.row_id, desk)
    if row.stage is not Stage.DRAFT:
        return Go(AnnouncementCard(row.id), replaces=opened.message_id)
    return Go(AudienceOf(row.id), replaces=opened.message_id)


def draft_of(step: AudiencePlace, desk: Desk) -> AnnouncementRow | None:
    """Return the draft, its audience within its unit; None: it is none any more, or not in the person's hands."""
    row = rights.seen(step.announcement_id, desk)
    if row is None or row.stage is not Stage.DRAFT:
        return None
    own = places.path_of(desk.unit, row.unit_id)
    return row if row.audience.path.startswith(own) else replace(row, audience=Audience(own))


def _gone(step: AudiencePlace, event: Happening, desk: Desk) -> Move | None:
    row = rights.seen(step.announcement_id, desk)
    if row is None:
        return rights.without_role(event, step.announcement_id, desk)
    if not isinstance(event, Chose):
        return None
    return Go(AnnouncementCard(row.id), before=(rights.overtaken(desk),))


# ---------------------------------------------------------------- what a tap does


def _at_top(row: AnnouncementRow, choice: str, message_id: int, desk: Desk) -> Move | None:
    match choice:
        case "back":
            return Go(AnnouncementCard(row.id), replaces=message_id)
        case "affiliated":
            return _kept(row, audience_steps.stays(row.audience, AFFILIATED, out=False), message_id, desk)
        case "volunteers":
            wanted = audience_steps.flipped(row.audience, Holds, Role.VOLUNTEER, out=False)
            return _kept(row, wanted, message_id, desk)
        case "more":
            return Go(ChoosingSort(row.id, page=1), replaces=message_id)
        case "narrow" | "leave":
            return Go(ChoosingSort(row.id, out=choice == "leave"), replaces=message_id)
        case "undo" if len(row.audience.all_of) + len(row.audience.none_of) == 1:
            return _kept(row, Audience(row.audience.path), message_id, desk)
        case "undo":
            return Go(DroppingCondition(row.id), replaces=message_id)
    return Go(ChoosingAmong(row.id, Sort(choice)), replaces=message_id) if choice in _QUICK else None


def _chosen(step: AudiencePlace, row: AnnouncementRow, choice: str, message_id: int, desk: Desk) -> Move | None:
    match step:
        case ChoosingAmong(sort=Sort.ACTIVITIES, out=out):
            activity_id = _activity(choice, row, desk)
            return Go(ChoosingRelation(row.id, activity_id, out), replaces=message_id) if activity_id else None
        case ChoosingAmong(sort=sort, out=out):
            changed = tapped(sort, choice, row.audience, out, desk)
            return None if changed is None else _kept(row, changed, message_id, desk, step)
        case ChoosingRelation(_, activity_id, out) if choice in set(Relation):
            changed = audience_steps.stands_to(row.audience, activity_id, Relation(choice), out)
            return _kept(row, changed, message_id, desk)
        case DroppingCondition() if choice.isdecimal():
            return _kept(row, audience_steps.without(row.audience, int(choice)), message_id, desk)
    return None


def _activity(choice: str, row: AnnouncementRow, desk: Desk) -> int:
    """Return the activity that the choice names, if it is one of the audience's units; else 0."""
    found = activities.find(desk.unit, Chose(choice, 0).row_id)
    if found is None or not places.path_of(desk.unit, found.unit_id).startswith(row.audience.path):
        return 0
    return found.id


def _kept(
    row: AnnouncementRow, audience: Audience, message_id: int, desk: Desk, then: AudiencePlace | None = None
) -> Move:
    announcements.change(desk.unit, row.id, desk.person.chat_id, audience=audience)
    return Go(then or AudienceOf(row.id), replaces=message_id)


FLOW = Flow("ja", _OWN, hear, show, opens)
