"""When an activity is: what was said is read, doubted where it is odd, and asked how long.

These questions serve what is new, a draft and a published activity as well: the seed says which it is for.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities import in_hand, rights, text
from bot.flows.activities.in_hand import ActivitiesInHand
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.keyboards import two_a_row
from bot.flows.moments import moment
from bot.flows.organising.composing import changes, defaults
from bot.flows.organising.composing.beginning import last_row
from bot.flows.organising.steps import (
    AnsweringItem,
    ChoosingPart,
    DoubtingTime,
    Item,
    NamingActivity,
    SayingLength,
    SayingWhen,
    Seed,
)
from bot.flows.step import Step
from bot.flows.typed import readable
from bot.texts import Words
from domain.activities.activities import Stage
from domain.times import when
from domain.times.when import Odd, Slot
from storage.activities import activities
from storage.activities.activities import ActivityRow

_DOUBTFUL: Final = frozenset({Odd.WEEKDAY, Odd.FAR, Odd.NIGHT})
"""What can be meant all the same."""


def show_when(step: SayingWhen, _path: str, desk: Desk) -> Text:
    t, day = desk.words, defaults.read_day(step.day)
    if day is not None:
        asked = t("At what time on {day}? For example {example}.", day=t.day(day), example=t.plain("19:00-20:30"))
    else:
        asked = t("When is “{title}”? Type it as you would say it, for example:", title=step.seed.title)
        asked = f"{asked}\n<i>{_example(desk)}</i>"
    row = _row(step.seed, desk)
    if row is not None:
        asked = f"{t('Now: {when}', when=text.when(row, desk.now.tzinfo, t))}\n{asked}"
    proposed = () if step.day else _proposed(row, desk)
    choices = two_a_row([Button(moment(one, t), _iso(one)) for one in proposed])
    return Text(asked, (*choices, last_row(desk)))


def _row(seed: Seed, desk: Desk) -> ActivityRow | None:
    """Return the activity that is to get another time; None: it is a new one."""
    return rights.seen(seed.activity_id, desk) if seed.activity_id else None


def _proposed(row: ActivityRow | None, desk: Desk) -> list[datetime]:
    """Propose times: near the one that there is, where it is not past."""
    near = defaults.moments_near(_starts(row, desk), _here(desk)) if row is not None else []
    return near or defaults.moments(_here(desk))


def _starts(row: ActivityRow, desk: Desk) -> datetime:
    """Return when it begins, as local time without a zone."""
    return datetime.fromtimestamp(row.starts_at, desk.now.tzinfo).replace(tzinfo=None)


def _example(desk: Desk) -> str:
    """Give examples that are true today."""
    t = desk.words
    first = defaults.moments(_here(desk))[0]
    return t.plain("{day} 19:00-20:30, or: tomorrow 7pm", day=t.month_day(first.date()))


def hear_when(step: SayingWhen, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(_before(step.seed, step.day), replaces=message_id)
        case Chose(choice):
            starts = defaults.read_local(choice, desk.now.tzinfo)
            return None if starts is None else _started(step.seed, Slot(starts.replace(tzinfo=None)), desk)
        case Said():
            return _when(step.seed, step.day, event, desk)
    return None


def _before(seed: Seed, day: str) -> Step:
    if seed.activity_id:
        return ChoosingPart(seed.activity_id)
    return ActivitiesInHand() if seed.copy_of else NamingActivity(seed.unit_id, seed.kind, day)


def _when(seed: Seed, day: str, said: Said, desk: Desk) -> Move:
    t, row = desk.words, _row(seed, desk)
    known = defaults.read_day(day) or (_starts(row, desk).date() if row is not None else None)
    match when.read(said.text, _here(desk), known):
        case Slot() as slot:
            return _started(seed, slot, desk)
        case date() as only:
            return Go(SayingWhen(seed, only.isoformat()))
    lines = (
        t("I could not read “{typed}” as a time.", typed=readable(said.text) or "…"),
        t("Please say the day and the hour, for example: {example}", example=_example(desk)),
    )
    return Remain((Text("\n".join(lines)),))


def _started(seed: Seed, slot: Slot, desk: Desk) -> Move:
    """Go on with a time that was understood: ask about what is odd, ask how long, or take it."""
    doubt = when.odd(slot, _here(desk))
    if doubt is not None:
        return Go(DoubtingTime(seed, _iso(slot.starts), _iso(slot.ends) if slot.ends else "", doubt))
    return _settled(seed, slot, desk)


def _settled(seed: Seed, slot: Slot, desk: Desk) -> Move:
    row = _row(seed, desk)
    if slot.ends is None and row is not None:  # it takes as long as before
        slot = replace(slot, ends=slot.starts + timedelta(seconds=row.ends_at - row.starts_at))
    if slot.ends is None:
        return Go(SayingLength(seed, _iso(slot.starts)))
    zone = desk.now.tzinfo
    return _kept(seed, slot.starts.replace(tzinfo=zone), slot.ends.replace(tzinfo=zone), desk)


def show_length(step: SayingLength, _path: str, desk: Desk) -> Text:
    t, begins = desk.words, defaults.read_local(step.starts, None)
    lines = [t("From {when}. How long does it take?", when=moment(begins, t))] if begins else []
    lines.append(t("Tap, or type an end or a length."))
    labels = {
        60: t.button("1 hour"),
        90: t.button("An hour and a half"),
        120: t.button("2 hours"),
        180: t.button("3 hours"),
    }
    choices = [Button(label, str(minutes)) for minutes, label in labels.items()]
    return Text("\n".join(lines), (*two_a_row(choices), last_row(desk)))


def hear_length(step: SayingLength, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(SayingWhen(step.seed), replaces=message_id)
        case Chose("60" | "90" | "120" | "180" as minutes):
            return _lasting(step.seed, step.starts, timedelta(minutes=int(minutes)), desk)
        case Said(typed):
            return _length(step.seed, step.starts, typed, desk)
    return None


def _length(seed: Seed, starts: str, typed: str, desk: Desk) -> Move:
    """Read a length as well as an end."""
    t, begins = desk.words, defaults.read_local(starts, None)
    if begins is None:
        return Go(SayingWhen(seed))
    lasting = when.duration(typed)
    if lasting is not None:
        return _lasting(seed, starts, lasting, desk)
    end = when.read(typed, begins, begins.date())
    if isinstance(end, Slot) and begins < end.starts:
        return _settled(seed, Slot(begins, end.starts), desk)
    examples = {"minutes": t.plain("90 minutes"), "clock": t.plain("until 20:30")}
    return Remain((Text(t("How long is that? For example “{minutes}” or “{clock}”.", **examples)),))


def _lasting(seed: Seed, starts: str, lasting: timedelta, desk: Desk) -> Move:
    begins = defaults.read_local(starts, None)
    try:
        return Go(SayingWhen(seed)) if begins is None else _settled(seed, Slot(begins, begins + lasting), desk)
    except OverflowError:  # it would end after the last day there is
        return Go(SayingWhen(seed))


def show_doubt(step: DoubtingTime, _path: str, desk: Desk) -> Text:
    t = desk.words
    starts, ends = defaults.read_local(step.starts, None), defaults.read_local(step.ends, None)
    said = _in_full(starts, desk) if starts else ""
    said = f"{said}–{t.clock(ends)}" if ends else said
    rows: list[tuple[Button, ...]] = []
    if step.odd in _DOUBTFUL:
        rows.append((Button(t.button("Yes, really"), "really"),))
    if starts is not None and _can_be_later(step):
        rows.append((Button(moment(starts + timedelta(hours=12), t), "later"),))
    rows.append((Button(t.button("Another time"), "again"), Button(t.button("Back"), "back")))
    return Text(_DOUBTS[step.odd](t, said), tuple(rows))


def _in_full(at: datetime, desk: Desk) -> str:
    """Say a moment, with its year where that is not this one."""
    said = moment(at, desk.words)
    return said if at.year == desk.now.year else f"{at.year} · {said}"


_DOUBTS: Final[Mapping[Odd, Callable[[Words, str], str]]] = {
    Odd.BACKWARDS: lambda t, said: t("{when} would end before it begins. Which time is meant?", when=said),
    Odd.PAST: lambda t, said: t("{when} is past already. Which time is meant?", when=said),
    Odd.WEEKDAY: lambda t, said: t("The weekday you typed is another one: {when}. Is the date right?", when=said),
    Odd.FAR: lambda t, said: t("{when} is more than a year ahead. Is that meant?", when=said),
    Odd.NIGHT: lambda t, said: t("{when} is at night. Is that meant?", when=said),
}


def hear_doubt(step: DoubtingTime, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(SayingWhen(step.seed), replaces=message_id)
        case Chose("really" | "later" as choice):
            return _believed(step, choice, desk)
        case Chose("again"):
            return Go(SayingWhen(step.seed))
        case Said():
            return _when(step.seed, "", event, desk)
    return None


def _believed(step: DoubtingTime, choice: str, desk: Desk) -> Move | None:
    """Take the time as it was said, or twelve hours later."""
    starts, ends = defaults.read_local(step.starts, None), defaults.read_local(step.ends, None)
    if starts is None or not (step.odd in _DOUBTFUL if choice == "really" else _can_be_later(step)):
        return None
    by = timedelta(hours=12) if choice == "later" else timedelta()
    slot = Slot(starts + by, None if ends is None else ends + by)
    worst = when.odd(slot, _here(desk))
    if worst in {Odd.BACKWARDS, Odd.PAST}:
        return _started(step.seed, slot, desk)  # the clock has gone on since it was asked
    return _settled(step.seed, slot, desk)


def _can_be_later(step: DoubtingTime) -> bool:
    starts = defaults.read_local(step.starts, None)
    return step.odd is Odd.NIGHT and starts is not None and starts.hour < 12


def _kept(seed: Seed, starts: datetime, ends: datetime, desk: Desk) -> Move:
    """Write the draft down, or give the activity its new time."""
    row = rights.seen(seed.activity_id, desk)
    if row is not None:
        goes_on = row.stage is Stage.DRAFT and not defaults.has_spot(row.plan)
        plan = defaults.moved(row.plan, starts, ends, desk.now)
        return changes.propose(row, plan, desk, goes_on=goes_on)
    plan = defaults.new_plan(seed.kind, seed.title, starts, ends, desk.now)
    earlier = rights.seen(seed.copy_of, desk) if seed.copy_of else None
    if earlier is not None:
        plan = defaults.moved(earlier.plan, starts, ends, desk.now)
        plan = replace(plan, opens_at=None, confirm_by=defaults.evening_before(starts, desk.now))
    row = activities.draft(desk.unit, plan, seed.unit_id, desk.deed())
    said = Text(text.when(row, desk.now.tzinfo, desk.words))
    if defaults.has_spot(plan):
        return Go(in_hand.card(row), before=(said,))
    return Go(AnsweringItem(row.id, Item.WHERE, goes_on=True), before=(said,))


def _here(desk: Desk) -> datetime:
    return desk.now.replace(tzinfo=None)


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="minutes")
