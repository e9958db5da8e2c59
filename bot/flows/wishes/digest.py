"""The weekly digest, for organisers: for which unit, on which day and at what time, or not at all."""

from datetime import time
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import Opened
from bot.flows.keyboards import two_a_row
from bot.flows.moments import local, moment
from bot.flows.paging import PAGE, page_buttons
from bot.flows.persons import when_they_look
from bot.flows.rights import forbid, own_units
from bot.flows.typed import readable
from bot.flows.wishes.steps import ChoosingDigest, ChoosingDigestTime, DigestCard, WishTally
from bot.texts import Words
from domain.affiliations.reminders import QuietHours
from domain.announcements.audiences import Audience
from domain.announcements.topics import Topic
from domain.times import when
from domain.times.weekly import next_weekly
from storage.announcements import audiences, digests
from storage.announcements.digests import DigestRow, Hour
from storage.places import places
from storage.places.places import UnitRow

OFFERED: Final = ((4, 17 * 60), (6, 19 * 60), (0, 9 * 60))
"""Friday 17:00, Sunday 19:00, Monday 9:00."""

_LABEL: Final = 40
_QUIET: Final = QuietHours()


def opened(_opened: Opened, desk: Desk) -> Move:
    """Open the digest of the own unit, or the choice of several."""
    own = own_units(desk)
    if not own:
        return forbid("digest", desk)
    return Go(DigestCard(own[0].id) if len(own) == 1 else ChoosingDigest())


def hear_unit(_step: ChoosingDigest, _own: list[UnitRow], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(WishTally(), replaces=message_id)
        case Chose(row_id=unit_id, message_id=message_id) if unit_id:
            may = desk.may_organise(unit_id)
            return Go(DigestCard(unit_id), replaces=message_id) if may else forbid(f"unit:{unit_id}", desk)
    return None


def show_units(step: ChoosingDigest, own: list[UnitRow], desk: Desk) -> Text:
    t = desk.words
    page = own[step.page * PAGE : (step.page + 1) * PAGE]
    rows = tuple((Button(readable(unit.name, _LABEL), str(unit.id)),) for unit in page)
    back = (Button(t.button("Back"), "back"),)
    return Text(t("The weekly digest of which unit?"), (*rows, *page_buttons(step.page, PAGE, len(own), desk), back))


def hear_card(step: DigestCard, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("time", message_id):
            return Go(ChoosingDigestTime(step.unit_id), replaces=message_id)
        case Chose("stop", message_id):
            digests.stop(desk.unit, step.unit_id, desk.deed())
            return Go(step, replaces=message_id)
        case Chose("back", message_id):
            return Go(ChoosingDigest() if len(own_units(desk)) > 1 else WishTally(), replaces=message_id)
    return None


def show_card(step: DigestCard, path: str, desk: Desk) -> Text:
    t = desk.words
    unit, found = places.unit(desk.unit, step.unit_id), digests.of_unit(desk.unit, step.unit_id)
    lines = [
        t("<b>Weekly digest</b>: {unit} and all below", unit=unit.name if unit else ""),
        _state(found, desk),
        t("Everybody reads what they may come to in the next seven days, near their point or of their unit."),
        t("It goes by their interests. Who would have nothing to read gets no message, nor who wants none."),
        _readers(path, desk),
    ]
    change = Button(t.button("Another time") if found else t.button("Switch it on"), "time")
    rows = (
        (change, Button(t.button("Switch it off"), "stop")) if found else (change,),
        (Button(t.button("Back"), "back"),),
    )
    return Text("\n".join(lines), rows)


def _state(found: DigestRow | None, desk: Desk) -> str:
    t = desk.words
    if found is None:
        return t("It does not go out at present.")
    at = local(found.next_at, desk.now.tzinfo)
    return t("✅ It goes out once a week; the next time is {moment}.", moment=moment(at, t))


def _readers(path: str, desk: Desk) -> str:
    audience = Audience(path)
    count = audiences.count(desk.unit, audiences.Who(audience, Topic.ACTIVITIES, house_language=desk.house_language))
    said = desk.words.plural("{number} person can get it now.", "{number} people can get it now.", count.reachable)
    return f"{said} {when_they_look(count.unrung, desk.words)}" if count.unrung else said


def show_times(_step: ChoosingDigestTime, _path: str, desk: Desk) -> Text:
    t = desk.words
    shown = [Button(_hour(weekday, minute, t), str(at)) for at, (weekday, minute) in enumerate(OFFERED)]
    asked = t("On which weekday, and at what time? Tap one, or type it: Thursday 18:30.")
    return Text(asked, two_a_row([*shown, Button(t.button("Back"), "back")]))


def _hour(weekday: int, minute: int, t: Words) -> str:
    return f"{t.weekday(weekday)} {t.clock(time(*divmod(minute, 60)))}"


def hear_time(step: ChoosingDigestTime, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(DigestCard(step.unit_id), replaces=message_id)
        case Chose("0" | "1" | "2" as choice, message_id):
            return _arrange(step.unit_id, *OFFERED[int(choice)], message_id, desk)
        case Said(typed) if readable(typed):
            return _typed(step, typed, desk)
    return None


def _typed(step: ChoosingDigestTime, typed: str, desk: Desk) -> Move:
    t = desk.words
    slot = when.read(typed, desk.now.replace(tzinfo=None))
    if not isinstance(slot, when.Slot):
        said = t("I read no weekday and time in “{typed}”. Say it like this: Friday 17:00.", typed=readable(typed))
        return Go(step, before=(Text(said),))
    begins = slot.starts
    if _QUIET.hold(begins.replace(tzinfo=desk.now.tzinfo)):
        return Go(step, before=(Text(t("That is at night, when nobody is disturbed. Which other time?")),))
    return _arrange(step.unit_id, begins.weekday(), begins.hour * 60 + begins.minute, 0, desk)


def _arrange(unit_id: int, weekday: int, minute: int, message_id: int, desk: Desk) -> Move:
    hour = Hour(weekday, minute, next_weekly(desk.now, weekday, minute).timestamp())
    digests.arrange(desk.unit, unit_id, hour, desk.deed())
    return Go(DigestCard(unit_id), replaces=message_id)
