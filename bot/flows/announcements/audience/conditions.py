"""The conditions of an audience: by what it is narrowed down or who is left out, which of them, and taking one back."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.announcements.audience import options, text
from bot.flows.announcements.audience.figures import counted
from bot.flows.announcements.audience.options import Option
from bot.flows.announcements.draft import amend
from bot.flows.announcements.steps import (
    AudienceOf,
    ChoosingAmong,
    ChoosingRelation,
    ChoosingSort,
    DroppingCondition,
    Sort,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import row_id
from bot.flows.typed import readable
from bot.texts import Words
from domain.announcements import audience_steps
from domain.announcements.audiences import Relation
from storage.activities import activities
from storage.announcements.announcements import AnnouncementRow
from storage.places import places

PAGE: Final = 4
_LABEL: Final = 30


def hear_sorts(step: ChoosingSort, row: AnnouncementRow, event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AudienceOf(row.id), replaces=message_id)
        case Chose("more", message_id):
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case Chose(choice, message_id) if choice in set(Sort):
            return Go(ChoosingAmong(row.id, Sort(choice), step.out), replaces=message_id)
    return None


def show_sorts(step: ChoosingSort, _row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    asked = t("Who is left out?") if step.out else t("What else must be true of them?")
    choices = [Option(sort, options.sort_name(sort, t)) for sort in Sort]
    return Text(asked, _paged(choices, step.page, desk))


def hear_among(step: ChoosingAmong, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AudienceOf(row.id), replaces=message_id)
        case Chose("more", message_id):
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case Chose("all", message_id):
            return Go(replace(step, typed="", page=0), replaces=message_id)
        case Chose(choice, message_id) if step.sort is Sort.ACTIVITIES:
            activity_id = _activity(choice, row, desk)
            return Go(ChoosingRelation(row.id, activity_id, step.out), replaces=message_id) if activity_id else None
        case Chose(choice, message_id):
            changed = options.tapped(step.sort, choice, row.audience, step.out, desk)
            if changed is not None:
                amend(row, desk, audience=changed)
                return Go(step, replaces=message_id)
        case Said(typed) if readable(typed):
            return Go(replace(step, typed=readable(typed), page=0))
    return None


def _activity(choice: str, row: AnnouncementRow, desk: Desk) -> int:
    """Return the activity that the choice names, if it is one of the audience's units; else 0."""
    found = activities.find(desk.unit, row_id(choice))
    if found is None or not places.path_of(desk.unit, found.unit_id).startswith(row.audience.path):
        return 0
    return found.id


def show_among(step: ChoosingAmong, row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    _, lines = counted(row, desk)
    found = options.options(step.sort, row.audience, step.out, step.typed, desk)
    if step.out:
        lines.append(t("To be left out:"))
    lines.append(options.question(step.sort, t))
    if not found:
        lines.append(
            t("I could not find “{typed}” here.", typed=step.typed) if step.typed else t("There is nothing to choose.")
        )
    everything = (Button(t.button("Show all"), "all"),) if step.typed and not found else ()
    if everything:
        return Text("\n".join(lines), ((*everything, _back(t)),))
    return Text("\n".join(lines), _paged(found, step.page, desk))


def hear_relations(step: ChoosingRelation, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ChoosingAmong(row.id, Sort.ACTIVITIES, step.out), replaces=message_id)
        case Chose(choice, message_id) if choice in set(Relation):
            amend(
                row, desk, audience=audience_steps.stands_to(row.audience, step.activity_id, Relation(choice), step.out)
            )
            return Go(AudienceOf(row.id), replaces=message_id)
    return None


def show_relations(step: ChoosingRelation, _row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    found = activities.find(desk.unit, step.activity_id)
    title = found.title if found else "…"
    asked = t("“{title}”: who is left out?", title=title) if step.out else t("“{title}”: who is meant?", title=title)
    labels = {
        Relation.SIGNED_UP: t.button("Signed up"),
        Relation.WAITING: t.button("Waiting for a seat"),
        Relation.CAME: t.button("Came"),
        Relation.DID_NOT_COME: t.button("Did not come"),
    }
    choices = [Button(label, relation) for relation, label in labels.items()]
    return Text(asked, (tuple(choices[:2]), tuple(choices[2:]), (_back(t),)))


def hear_dropping(step: DroppingCondition, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AudienceOf(row.id), replaces=message_id)
        case Chose("more", message_id):
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case Chose(choice, message_id) if choice.isdecimal():
            amend(row, desk, audience=audience_steps.without(row.audience, int(choice)))
            return Go(AudienceOf(row.id), replaces=message_id)
    return None


def show_dropping(step: DroppingCondition, row: AnnouncementRow, desk: Desk) -> Text:
    t, audience, zone = desk.words, row.audience, desk.now.tzinfo
    labels = [text.phrase(one, t, desk.unit, zone) for one in audience.all_of]
    labels += [text.except_for(one, t, desk.unit, zone) for one in audience.none_of]
    choices = [Option(str(number), label) for number, label in enumerate(labels)]
    return Text(t("Which condition is taken back?"), _paged(choices, step.page, desk))


def _paged(choices: list[Option], page: int, desk: Desk) -> Buttons:
    """Show four, two a row, and the next four on request; after the last come the first again. Five need no page."""
    t = desk.words
    is_one_page = len(choices) <= PAGE + 1
    first = 0 if is_one_page else page % -(-len(choices) // PAGE) * PAGE
    shown = choices if is_one_page else choices[first : first + PAGE]
    buttons = [Button(_label(one), one.data) for one in shown]
    if not is_one_page:
        buttons.append(Button(t.button("More choices"), "more"))
    buttons.append(_back(t))
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def _label(option: Option) -> str:
    label = readable(option.label, _LABEL) or "…"
    return f"✓ {label}" if option.chosen else label


def _back(t: Words) -> Button:
    return Button(t.button("Back"), "back")
