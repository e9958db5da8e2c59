"""The first questions about a new activity, until there is a draft: who holds it, what it is, when it is.

The questions about the time serve a draft and a published activity as well: the seed says which it is for.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.activities import rights, text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.keyboards import two_a_row
from bot.flows.moments import moment as moments_moment
from bot.flows.organising.composing import changes, defaults
from bot.flows.organising.steps import (
    ActivitiesInHand,
    AnsweringItem,
    ChoosingHolder,
    ChoosingPart,
    DoubtingTime,
    Item,
    KindOfActivity,
    NamingActivity,
    SayingLength,
    SayingWhen,
    Seed,
)
from bot.flows.rights import forbid, own_units
from bot.flows.step import Step
from bot.flows.typed import readable
from bot.texts import Words
from domain import when
from domain.activities import Kind, Stage
from domain.when import Odd, Slot
from storage.activities import activities

TITLE_MOST: Final = 60
_UNITS: Final = 8
_LABEL: Final = 40

StartPlace = ChoosingHolder | KindOfActivity | NamingActivity | SayingWhen | SayingLength | DoubtingTime


def begin(desk: Desk) -> Move:
    """Begin a new one; who organises a single unit is not asked which."""
    own = own_units(desk)
    if not own:
        return forbid("activities", desk)
    return Go(KindOfActivity(own[0].id) if len(own) == 1 else ChoosingHolder())


def copy(activity_id: int, desk: Desk) -> Move:
    """Begin one like this; only its time is asked."""
    row = rights.seen(activity_id, desk)
    if row is None:
        return rights.forbid(activity_id, desk)
    return Go(SayingWhen(Seed(row.unit_id, row.kind, row.title, copy_of=row.id)))


def may(step: StartPlace, desk: Desk) -> bool:
    """Tell whether the unit is in the person's hands, and the activity that is to move or to be copied, too."""
    match step:
        case ChoosingHolder():
            return bool(own_units(desk))
        case KindOfActivity(unit_id) | NamingActivity(unit_id):
            return desk.may_organise(unit_id)
    numbers = [number for number in (step.seed.activity_id, step.seed.copy_of) if number]
    return desk.may_organise(step.seed.unit_id) and all(rights.seen(one, desk) for one in numbers)


def hear(step: StartPlace, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case _, Chose("back", message_id):
            return Go(_before(step, desk), replaces=message_id)
        case ChoosingHolder(), Chose(row_id=unit_id) if unit_id in {unit.id for unit in own_units(desk)}:
            return Go(KindOfActivity(unit_id))
        case KindOfActivity(unit_id), Chose(choice, message_id) if choice in set(Kind):
            return Go(NamingActivity(unit_id, Kind(choice)), replaces=message_id)
        case NamingActivity(unit_id, kind), Chose("0" | "1" | "2" as choice):
            proposed = defaults.titles(unit_id, kind, desk)[int(choice) : int(choice) + 1]
            return Go(SayingWhen(Seed(unit_id, kind, proposed[0]))) if proposed else None
        case NamingActivity(unit_id, kind), Said(typed) if readable(typed):
            return Go(SayingWhen(Seed(unit_id, kind, readable(typed, TITLE_MOST))))
        case ((SayingWhen() | SayingLength()), _):
            return _timed(step, event, desk)
        case DoubtingTime(seed), Chose("really" | "later" as choice):
            return _believed(step, choice, seed, desk)
        case DoubtingTime(seed), (Chose("again") | Said()):
            return _when(seed, "", event, desk) if isinstance(event, Said) else Go(SayingWhen(seed))
    return None


def _before(step: StartPlace, desk: Desk) -> Step:
    match step:
        case KindOfActivity() if len(own_units(desk)) > 1:
            return ChoosingHolder()
        case NamingActivity(unit_id):
            return KindOfActivity(unit_id)
        case SayingWhen(seed) if seed.activity_id:
            return ChoosingPart(seed.activity_id)
        case SayingWhen(seed) if not seed.copy_of:
            return NamingActivity(seed.unit_id, seed.kind)
        case SayingLength(seed) | DoubtingTime(seed):
            return SayingWhen(seed)
    return ActivitiesInHand()


# ---------------------------------------------------------------- when


def _timed(step: SayingWhen | SayingLength, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case SayingWhen(seed), Chose(choice):
            starts = defaults.read_local(choice, desk.now.tzinfo)
            return None if starts is None else _started(seed, Slot(starts.replace(tzinfo=None)), desk)
        case SayingWhen(seed, day), Said():
            return _when(seed, day, event, desk)
        case SayingLength(seed, starts), Chose(choice) if choice in {str(minutes) for minutes in defaults.MINUTES}:
            return _lasting(seed, starts, timedelta(minutes=int(choice)), desk)
        case SayingLength(seed, starts), Said(typed):
            return _length(seed, starts, typed, desk)
    return None


def _when(seed: Seed, day: str, said: Said, desk: Desk) -> Move:
    t = desk.words
    match when.read(said.text, _here(desk), defaults.read_day(day)):
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
    if slot.ends is None:
        return Go(SayingLength(seed, _iso(slot.starts)))
    zone = desk.now.tzinfo
    return _kept(seed, slot.starts.replace(tzinfo=zone), slot.ends.replace(tzinfo=zone), desk)


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
    return Go(SayingWhen(seed)) if begins is None else _settled(seed, Slot(begins, begins + lasting), desk)


def _believed(step: DoubtingTime, choice: str, seed: Seed, desk: Desk) -> Move | None:
    """Take the time as it was said, or twelve hours later."""
    starts, ends = defaults.read_local(step.starts, None), defaults.read_local(step.ends, None)
    if starts is None or not (step.odd in _DOUBTFUL if choice == "really" else _can_be_later(step)):
        return None
    by = timedelta(hours=12) if choice == "later" else timedelta()
    slot = Slot(starts + by, None if ends is None else ends + by)
    worst = when.odd(slot, _here(desk))
    if worst in {Odd.BACKWARDS, Odd.PAST}:
        return _started(seed, slot, desk)  # the clock has gone on since it was asked
    return _settled(seed, slot, desk)


_DOUBTFUL: Final = frozenset({Odd.WEEKDAY, Odd.FAR, Odd.NIGHT})
"""What can be meant all the same."""


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
        return Go(changes.card(row), before=(said,))
    return Go(AnsweringItem(row.id, Item.WHERE, goes_on=True), before=(said,))


def _here(desk: Desk) -> datetime:
    return desk.now.replace(tzinfo=None)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


# ---------------------------------------------------------------- the questions


def question(step: StartPlace, desk: Desk) -> Text:
    t = desk.words
    match step:
        case ChoosingHolder():
            choices = tuple((Button(readable(unit.name, _LABEL), str(unit.id)),) for unit in own_units(desk)[:_UNITS])
            return Text(t("Which unit holds the activity?"), (*choices, _last(desk)))
        case KindOfActivity():
            kinds = [Button(named(kind, t), kind) for kind in defaults.KINDS]
            return Text(t("What is it?"), (*two_a_row(kinds), _last(desk)))
        case NamingActivity(unit_id, kind):
            proposed = enumerate(defaults.titles(unit_id, kind, desk))
            choices = tuple((Button(readable(title, _LABEL), str(number)),) for number, title in proposed)
            return Text(t("What is it called? Take a proposal or type a title."), (*choices, _last(desk)))
        case SayingWhen():
            return Text("\n".join(_asking_when(step, desk)), (*_moments(step, desk), _last(desk)))
        case SayingLength(_, starts):
            return _asking_length(starts, desk)
    return _doubting(step, desk)


def named(kind: Kind, t: Words) -> str:
    name = text.kind_name(kind, t)
    return name[:1].upper() + name[1:]


def _last(desk: Desk) -> tuple[Button, ...]:
    return Button(desk.words.button("Menu"), "menu"), Button(desk.words.button("Back"), "back")


def _asking_when(step: SayingWhen, desk: Desk) -> list[str]:
    t, only = desk.words, defaults.read_day(step.day)
    if only is not None:
        return [t("At what time on {day}? For example {example}.", day=t.day(only), example=t.plain("19:00-20:30"))]
    return [
        t("When is “{title}”? Type it as you would say it, for example:", title=step.seed.title),
        f"<i>{_example(desk)}</i>",
    ]


def _example(desk: Desk) -> str:
    """Give examples that are true today."""
    t = desk.words
    first = defaults.moments(_here(desk))[0]
    return t.plain("{day} 19:00-20:30, or: tomorrow 7pm", day=t.month_day(first.date()))


def _moments(step: SayingWhen, desk: Desk) -> Buttons:
    t = desk.words
    if step.day:
        return ()
    return two_a_row([Button(moments_moment(one, t), _iso(one)) for one in defaults.moments(_here(desk))])


def _asking_length(starts: str, desk: Desk) -> Text:
    t, begins = desk.words, defaults.read_local(starts, None)
    lines = [t("From {when}. How long does it take?", when=moments_moment(begins, t))] if begins else []
    lines.append(t("Tap, or type an end or a length."))
    labels = {60: t.button("1 hour"), 90: t.button("An hour and a half"), 120: t.button("2 hours")}
    labels[180] = t.button("3 hours")
    choices = [Button(labels[minutes], str(minutes)) for minutes in defaults.MINUTES]
    return Text("\n".join(lines), (*two_a_row(choices), _last(desk)))


def _doubting(step: DoubtingTime, desk: Desk) -> Text:
    t = desk.words
    starts = defaults.read_local(step.starts, None)
    said = _in_full(starts, desk) if starts else ""
    ends = defaults.read_local(step.ends, None)
    said = f"{said}–{t.clock(ends)}" if ends else said
    rows: list[tuple[Button, ...]] = []
    if step.odd in _DOUBTFUL:
        rows.append((Button(t.button("Yes, really"), "really"),))
    if starts is not None and _can_be_later(step):
        rows.append((Button(moments_moment(starts + timedelta(hours=12), t), "later"),))
    rows.append((Button(t.button("Another time"), "again"), Button(t.button("Back"), "back")))
    return Text(_doubts(t)[step.odd](said), tuple(rows))


def _in_full(moment: datetime, desk: Desk) -> str:
    """Say a moment, with its year where that is not this one."""
    said = moments_moment(moment, desk.words)
    return said if moment.year == desk.now.year else f"{moment.year} · {said}"


def _doubts(t: Words) -> dict[Odd, Callable[[str], str]]:
    return {
        Odd.BACKWARDS: lambda said: t("{when} would end before it begins. Which time is meant?", when=said),
        Odd.PAST: lambda said: t("{when} is past already. Which time is meant?", when=said),
        Odd.WEEKDAY: lambda said: t("The weekday you typed is another one: {when}. Is the date right?", when=said),
        Odd.FAR: lambda said: t("{when} is more than a year ahead. Is that meant?", when=said),
        Odd.NIGHT: lambda said: t("{when} is at night. Is that meant?", when=said),
    }
