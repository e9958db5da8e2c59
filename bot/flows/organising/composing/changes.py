"""What becomes of a new plan: a draft takes it at once; what is published is changed after a look at whom it tells."""

from dataclasses import replace

from bot.chat import Button, Buttons, Text
from bot.flows.activities import in_hand, rights, text
from bot.flows.activities import tells as activity_tells
from bot.flows.activities.in_hand import ActivityInHand
from bot.flows.booking import following as bookings
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.duties import following
from bot.flows.groups import cards
from bot.flows.moments import local
from bot.flows.organising.composing import rooms
from bot.flows.organising.steps import AnsweringItem, ChoosingPart, ConsideringChange, Item
from bot.planning import activities as activity_clock
from bot.texts import Words
from domain.activities.activities import Audience, Plan, Stage
from domain.people.deeds import By, Deed
from storage.activities import activities, drafts, series, signup_reading
from storage.activities.activities import ActivityClosedError, ActivityRow


def propose(row: ActivityRow, plan: Plan, desk: Desk, *, goes_on: bool = False) -> Go:
    """Put the plan into a draft, or ask whether what is published is really to be changed to it.

    `goes_on`: where it is held is asked next.
    """
    if row.stage is not Stage.DRAFT:
        return _to_consider(row, plan, desk)
    kept, told = _kept(row, plan, desk)
    if not goes_on:
        return Go(in_hand.card(kept), tells=told)
    understood = Text(text.when(kept, desk.now.tzinfo, desk.words))
    return Go(AnsweringItem(kept.id, Item.WHERE, goes_on=True), before=(understood,), tells=told)


def _to_consider(row: ActivityRow, plan: Plan, desk: Desk) -> Go:
    if not rights.is_open(row, desk):
        return Go(in_hand.card(row), before=(closed(desk.words),))
    return Go(in_hand.card(row) if plan == row.plan else ConsideringChange(row.id, row.version, plan))


def _kept(row: ActivityRow, plan: Plan, desk: Desk) -> tuple[ActivityRow, tuple[Tell, ...]]:
    """Put the plan into a draft, what it holds moves along; one whose day has gone by is written anew."""
    now = desk.now.timestamp()
    if row.ends_at > now:
        change = activities.amend(desk.unit, row.id, plan, desk.deed())
        return change.after, bookings.moved(change, desk)
    drafts.discard(desk.unit, row.id)
    return activities.draft(desk.unit, plan, row.unit_id, Deed(By(row.created_by), now), row.of_series), ()


def closed(t: Words) -> Text:
    return Text(t("This activity is over or called off: it cannot be changed any more."))


def hear(step: ConsideringChange, _row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ChoosingPart(step.activity_id), replaces=message_id)
        case Chose("change" | "all" as which, message_id):
            return _change(step, message_id, desk, and_later=which == "all")
    return None


def _change(step: ConsideringChange, message_id: int, desk: Desk, *, and_later: bool) -> Move:
    """Change this date, and where that was chosen, all later ones of its series alike."""
    row = rights.locked(step.activity_id, desk)
    t = desk.words
    if row is None or row.version != step.version:
        overtaken = Text(t("Somebody has changed it meanwhile. This is how it stands:"))
        return Go(ActivityInHand(step.activity_id), before=(overtaken,))
    later = _later_ones(row, step.plan, desk) if and_later else []
    try:
        changed = [_amended(row, step.plan, desk)]
    except (ActivityClosedError, ValueError):
        return Go(in_hand.card(row), before=(closed(t),))
    changed += [_amended(one, plan, desk) for one, plan in later]
    heard, groups = (tuple(tell for one in changed for tell in one[at]) for at in (0, 1))
    whom = in_hand.told(len({tell.chat_id for tell in heard}), desk)
    done = t("✅ Changed. {whom}", whom=whom)
    if later:
        done = t.plural(
            "✅ {number} date changed. {whom}", "✅ {number} dates changed. {whom}", len(changed), whom=whom
        )
    return Go(in_hand.card(row), before=(Text(done, replaces=message_id),), tells=(*heard, *groups))


def _amended(row: ActivityRow, plan: Plan, desk: Desk) -> tuple[tuple[Tell, ...], tuple[Tell, ...]]:
    """Change one date; return what people are told, and what becomes of its cards in groups."""
    change = activities.amend(desk.unit, row.id, plan, desk.deed())
    offers = activity_clock.after_change(desk.unit, change, desk.now)
    tells = activity_tells.offers(offers, desk.unit, desk.words_for, desk.now)
    if _matters(row.plan, plan):
        tells += activity_tells.changed(change, desk.unit, desk.words_for, desk.now)
    return tells + following.moved(change, desk) + bookings.moved(change, desk), cards.changed(change, desk)


def _later_ones(row: ActivityRow, plan: Plan, desk: Desk) -> list[tuple[ActivityRow, Plan]]:
    """Return the later dates, and how each would be: none where this one moves to another day, off its rule."""
    zone = desk.now.tzinfo
    if len({local(one.starts_at, zone).date() for one in (row.plan, plan)}) > 1:
        return []
    later = series.later(desk.unit, row, desk.now.timestamp())
    return [(one, series.changed_alike(row.plan, plan, one.plan, zone)) for one in later]


def _matters(before: Plan, after: Plan) -> bool:
    """Tell whether people who have signed up need to hear of it; how many seats there are is not their concern."""
    one, other = (
        replace(plan, seats=None, opens_at=None, closes_at=None, audience=Audience.ANYONE) for plan in (before, after)
    )
    return one != other


def concerned(row: ActivityRow, desk: Desk) -> int:
    """Count whom a cancellation is told, or another time or place; volunteers hear of nothing else."""
    return len(_signed_up(row, desk) | following.hearers(row, desk))


def _signed_up(row: ActivityRow, desk: Desk) -> set[int]:
    return {one.chat_id for one in signup_reading.of_activity(desk.unit, row.id, activity_tells.CONCERNED)}


def show(step: ConsideringChange, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    later = len(_later_ones(row, step.plan, desk))
    every: Buttons = ((Button(t.button("This and {number} later", number=later), "all"),),) if later else ()
    label = t.button("Only this one") if later else t.button("Change it")
    buttons = (Button(label, "change"), Button(t.button("Back"), "back"))
    lines = [t("This is how it would be:"), _news(step.plan, row, desk), *_consequences(step.plan, row, desk)]
    if later:
        lines.append(t("It repeats: this date alone can be changed, or all that come after it as well."))
    return Text("\n".join(lines), (*every, buttons))


def _news(plan: Plan, row: ActivityRow, desk: Desk) -> str:
    """Show the new card; seats are left out of account, nothing about them has happened."""
    after = replace(row, plan=plan)
    counts = signup_reading.counts(desk.unit, [row.id])[row.id]
    return text.full_card(desk.unit, after, counts, desk.now, desk.words)


def _consequences(plan: Plan, row: ActivityRow, desk: Desk) -> list[str]:
    t, lines = desk.words, []
    taken = signup_reading.counts(desk.unit, [row.id])[row.id].held
    if plan.seats is not None and plan.seats < taken:
        lines.append(t("More seats than that are taken already; nobody loses theirs."))
    is_moved = activities.is_moved(row.plan, plan)
    number = concerned(row, desk) if is_moved else len(_signed_up(row, desk)) if _matters(row.plan, plan) else 0
    if is_moved and _signed_up(row, desk):
        lines.append(t("Time or place is another one, so those who have a seat are asked again whether they come."))
    if row.seats is not None and (plan.seats is None or plan.seats > row.seats):
        lines.append(t("Seats that come free are offered to those who wait."))
    return [*lines, *rooms.taken(plan, row.id, desk), in_hand.told(number, desk)]
