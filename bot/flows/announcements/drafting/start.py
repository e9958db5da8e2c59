"""A new announcement: in whose name, and its first words, which open the draft; or one like an earlier one."""

from typing import Final

from bot.chat import Button, Said, SentFile, Text
from bot.flows.activities import rights as activity_rights
from bot.flows.activities.in_hand import ActivityInHand
from bot.flows.announcement_titles import brief
from bot.flows.announcements import rights
from bot.flows.announcements.audience import text as audience_text
from bot.flows.announcements.draft import amend
from bot.flows.announcements.drafting import taking
from bot.flows.announcements.steps import (
    AnnouncementCard,
    AnnouncementList,
    ChoosingSender,
    ChoosingTemplate,
    WritingNew,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.entry_points import Opened
from bot.flows.keyboards import to_menu
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import forbid, own_units
from bot.flows.typed import readable
from domain.announcements.audiences import Audience, Relation, ToActivities
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow
from storage.places import places
from storage.places.places import UnitRow

_UNITS: Final = 8
_LABEL: Final = 40


def begin(desk: Desk) -> Move:
    """Begin a new one; who organises a single unit is not asked which."""
    own = own_units(desk)
    if not own:
        return forbid("announcements", desk)
    return Go(WritingNew(own[0].id) if len(own) == 1 else ChoosingSender())


def hear_senders(_step: ChoosingSender, units: list[UnitRow], event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementList(), replaces=message_id)
        case Chose(row_id=unit_id) if unit_id in {unit.id for unit in units}:
            return Go(WritingNew(unit_id))
    return None


def show_senders(_step: ChoosingSender, units: list[UnitRow], desk: Desk) -> Text:
    choices = tuple((Button(readable(unit.name, _LABEL), str(unit.id)),) for unit in units[:_UNITS])
    return Text(desk.words("In whose name does it go out?"), (*choices, _last(desk)))


def _last(desk: Desk) -> tuple[Button, ...]:
    return to_menu(desk), Button(desk.words.button("Back"), "back")


def opened_for_activity(opened: Opened, desk: Desk) -> Move:
    """Begin one for those who have signed up for an activity, or, once it is over, who came."""
    row = activity_rights.seen(opened.row_id, desk)
    return activity_rights.forbid(opened.row_id, desk) if row is None else Go(WritingNew(row.unit_id, row.id))


def hear_writing(step: WritingNew, path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id) if step.activity_id:
            return Go(ActivityInHand(step.activity_id), replaces=message_id)
        case Chose("back", message_id):
            return Go(ChoosingSender() if len(own_units(desk)) > 1 else AnnouncementList(), replaces=message_id)
        case Chose("like", message_id) if not step.activity_id:
            return Go(ChoosingTemplate(step.unit_id), replaces=message_id)
        case Said() | SentFile():
            return _first_words(step, path, event, desk)
    return None


def _first_words(step: WritingNew, path: str, event: Said | SentFile, desk: Desk) -> Move:
    """Open the draft with them, so that from here on nothing is lost."""
    refused = taking.unfit(event, None, desk)
    if refused is not None:
        return Remain((refused,))
    row = _draft(step.unit_id, Audience(path, _around(step, desk)), desk)
    return taking.taken(row, event, desk, first=True)


def _around(step: WritingNew, desk: Desk) -> tuple[ToActivities, ...]:
    """Return whom it is for of those around the activity that it was begun for, if it is still there."""
    activity = activity_rights.seen(step.activity_id, desk) if step.activity_id else None
    if activity is None:
        return ()
    relation = Relation.SIGNED_UP if activity_rights.is_open(activity, desk) else Relation.CAME
    return (ToActivities(frozenset({activity.id}), relation),)


def _draft(unit_id: int, audience: Audience, desk: Desk) -> AnnouncementRow:
    return announcements.draft(desk.unit, unit_id, audience, desk.deed())


def show_writing(step: WritingNew, _path: str, desk: Desk) -> Text:
    t = desk.words
    such = [audience_text.phrase(one, t, desk.unit, desk.now.tzinfo) for one in _around(step, desk)]
    lines = [
        *(t("Who gets it: {who}.", who=who) for who in such),
        t("Please write it as people are to read it; bold, slanted and links stay as you type them."),
        t("A picture or file may come along, with the words below it."),
    ]
    like = () if step.activity_id else ((Button(t.button("Like an earlier one"), "like"),),)
    return Text("\n".join(lines), (*like, _last(desk)))


def copy(announcement_id: int, desk: Desk, unit_id: int = 0) -> Move:
    """Begin one with the same words, topic and audience; it is of the same unit where no other is named.

    An audience of another unit than its own stays behind: it may be out of the composer's hands.
    """
    earlier = rights.seen(announcement_id, desk)
    if earlier is None:
        return rights.forbid(announcement_id, desk)
    unit_id = unit_id or earlier.unit_id
    own = Audience(places.path_of(desk.unit, unit_id))
    row = _draft(unit_id, earlier.audience if earlier.unit_id == unit_id else own, desk)
    amend(row, desk, content=earlier.content, topic=earlier.topic, to_groups=earlier.to_groups)
    done = desk.words("Copied. Change what is another way this time.")
    return Go(AnnouncementCard(row.id), before=(Text(done),))


def hear_templates(step: ChoosingTemplate, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(WritingNew(step.unit_id), replaces=message_id)
        case Chose(row_id=announcement_id) if announcement_id:
            return copy(announcement_id, desk, step.unit_id)
    return None


def show_templates(step: ChoosingTemplate, path: str, desk: Desk) -> Text:
    t = desk.words
    rows = announcements.of_units(desk.unit, [path], step.page * PAGE, PAGE)
    count = announcements.count_of_units(desk.unit, [path])
    choices = tuple((Button(brief(row, t), str(row.id)),) for row in rows)
    said = t("Like which one?") if count else t("There is no earlier one yet.")
    return Text(said, (*choices, *page_buttons(step.page, PAGE, count, desk), _last(desk)))
