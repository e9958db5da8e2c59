"""A new announcement: in whose name, and its first words, which open the draft; or one like an earlier one."""

from typing import Final

from bot.chat import Button, Reply, Said, SentFile, Text
from bot.flows.activities import rights
from bot.flows.activities.in_hand import ActivityInHand
from bot.flows.announcements.audience import text as audience_text
from bot.flows.announcements.drafting import rights as announcing_rights
from bot.flows.announcements.drafting import text, wording
from bot.flows.announcements.drafting.steps import (
    AnnouncementCard,
    AnnouncementList,
    ChoosingSender,
    ChoosingTemplate,
    WritingNew,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.paging import page_buttons
from bot.flows.reviewing.queue import PAGE
from bot.flows.rights import forbid, own_units
from bot.flows.step import Step
from bot.flows.typed import readable
from domain.audiences import Audience, Relation, ToActivities
from storage.activities.activities import ActivityRow
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow
from storage.places import places

StartPlace = ChoosingSender | WritingNew | ChoosingTemplate

ABOUT: Final = "a"
"""What a lasting button carries before the number of the activity that one is begun for."""

_UNITS: Final = 8
_LABEL: Final = 40


def begin(desk: Desk) -> Move:
    """Begin a new one; who organises a single unit is not asked which."""
    own = own_units(desk)
    if not own:
        return forbid("announcements", desk)
    return Go(WritingNew(own[0].id) if len(own) == 1 else ChoosingSender())


def about(activity_id: int, desk: Desk) -> Move:
    """Begin one for those who have signed up for an activity, or, once it is over, who came."""
    row = rights.seen(activity_id, desk)
    return rights.forbid(activity_id, desk) if row is None else Go(WritingNew(row.unit_id, row.id))


def may(step: StartPlace, desk: Desk) -> bool:
    match step:
        case ChoosingSender():
            return bool(own_units(desk))
    return desk.may_organise(step.unit_id)


def hear(step: StartPlace, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case _, Chose("back", message_id):
            return Go(_before(step, desk), replaces=message_id)
        case ChoosingSender(), Chose(row_id=unit_id) if unit_id in {unit.id for unit in own_units(desk)}:
            return Go(WritingNew(unit_id))
        case WritingNew(unit_id, 0), Chose("like", message_id):
            return Go(ChoosingTemplate(unit_id), replaces=message_id)
        case WritingNew(), (Said() | SentFile()):
            return _first_words(step, event, desk)
        case ChoosingTemplate(unit_id, page), Chose("next" | "previous" as which, message_id):
            turned = page + 1 if which == "next" else max(0, page - 1)
            return Go(ChoosingTemplate(unit_id, turned), replaces=message_id)
        case ChoosingTemplate(unit_id), Chose(row_id=announcement_id) if announcement_id:
            return copy(announcement_id, desk, unit_id)
    return None


def _before(step: StartPlace, desk: Desk) -> Step:
    match step:
        case WritingNew(activity_id=activity_id) if activity_id:
            return ActivityInHand(activity_id)
        case WritingNew() if len(own_units(desk)) > 1:
            return ChoosingSender()
        case ChoosingTemplate(unit_id):
            return WritingNew(unit_id)
    return AnnouncementList()


def _first_words(step: WritingNew, event: Said | SentFile, desk: Desk) -> Move:
    """Open the draft with them, so that from here on nothing is lost."""
    refused = wording.unfit(event, None, desk)
    if refused is not None:
        return Remain((refused,))
    row = _draft(step.unit_id, _around(step, desk), desk)
    return wording.taken(row, event, desk, first=True)


def _around(step: WritingNew, desk: Desk) -> tuple[ToActivities, ...]:
    """Return whom it is for of those around the activity that it was begun for, if it is still there."""
    activity = rights.seen(step.activity_id, desk) if step.activity_id else None
    return () if activity is None else (_those_of(activity, desk),)


def _those_of(activity: ActivityRow, desk: Desk) -> ToActivities:
    relation = Relation.SIGNED_UP if rights.is_open(activity, desk) else Relation.CAME
    return ToActivities(frozenset({activity.id}), relation)


def _draft(unit_id: int, such: tuple[ToActivities, ...], desk: Desk) -> AnnouncementRow:
    audience = Audience(places.path_of(desk.unit, unit_id), such)
    return announcements.draft(desk.unit, unit_id, audience, desk.deed())


def copy(announcement_id: int, desk: Desk, unit_id: int = 0) -> Move:
    """Begin one with the same words, topic and audience; it is of the same unit where no other is named.

    An audience of another unit than its own stays behind: it may be out of the composer's hands.
    """
    earlier = announcing_rights.seen(announcement_id, desk)
    if earlier is None:
        return announcing_rights.forbid(announcement_id, desk)
    row = _draft(unit_id or earlier.unit_id, (), desk)
    audience = earlier.audience if earlier.unit_id == row.unit_id else row.audience
    changed = announcements.change(
        desk.unit,
        row.id,
        desk.person.chat_id,
        content=earlier.content,
        topic=earlier.topic,
        audience=audience,
        to_groups=earlier.to_groups,
    )
    done = desk.words("Copied. Change what is another way this time.")
    return Go(AnnouncementCard(changed.id), before=(Text(done),))


# ---------------------------------------------------------------- the questions


def question(step: StartPlace, desk: Desk) -> Reply:
    t = desk.words
    match step:
        case ChoosingSender():
            units = own_units(desk)[:_UNITS]
            choices = tuple((Button(readable(unit.name, _LABEL), str(unit.id)),) for unit in units)
            return Text(t("In whose name does it go out?"), (*choices, _last(desk)))
        case WritingNew():
            return _wording(step, desk)
    return _templates(step, desk)


def _wording(step: WritingNew, desk: Desk) -> Text:
    t = desk.words
    such = [audience_text.phrase(one, t, desk.unit, desk.now.tzinfo) for one in _around(step, desk)]
    lines = [
        *(t("Who gets it: {who}.", who=who) for who in such),
        t("Please write it as people are to read it; bold, slanted and links stay as you type them."),
        t("A picture or file may come along, with the words below it."),
    ]
    like = () if step.activity_id else ((Button(t.button("Like an earlier one"), "like"),),)
    return Text("\n".join(lines), (*like, _last(desk)))


def _templates(step: ChoosingTemplate, desk: Desk) -> Text:
    t, paths = desk.words, [places.path_of(desk.unit, step.unit_id)]
    rows = announcements.of_units(desk.unit, paths, step.page * PAGE, PAGE)
    count = announcements.count_of_units(desk.unit, paths)
    choices = tuple((Button(text.brief(row, t), str(row.id)),) for row in rows)
    said = t("Like which one?") if count else t("There is no earlier one yet.")
    return Text(said, (*choices, *page_buttons(step.page, PAGE, count, desk), _last(desk)))


def _last(desk: Desk) -> tuple[Button, ...]:
    return Button(desk.words.button("Menu"), "menu"), Button(desk.words.button("Back"), "back")
