"""The card of a draft: everything that was said, what is still missing, publishing it, and throwing it away."""

from bot.chat import Button, Text
from bot.flows.activities import text
from bot.flows.activities.in_hand import ActivitiesInHand, ActivityInHand, DraftCard
from bot.flows.booking import following as bookings
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint
from bot.flows.groups import cards
from bot.flows.organising.composing import defaults, rooms, series
from bot.flows.organising.steps import AnsweringItem, ChoosingPart, Discarding, Item, PlanningSeries, SayingWhen, Seed
from bot.flows.wishes import answer
from bot.planning import activities as activity_clock
from storage.activities import activities, drafts
from storage.activities.activities import ActivityRow
from storage.activities.signup_reading import Counts


def hear(_step: DraftCard, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ActivitiesInHand(), replaces=message_id)
        case Chose("publish", message_id):
            return _publish(row, message_id, desk)
        case Chose("change", message_id):
            return Go(ChoosingPart(row.id), replaces=message_id)
        case Chose("series", message_id):
            return Go(PlanningSeries(row.id), replaces=message_id)
        case Chose("discard", message_id):
            return Go(Discarding(row.id), replaces=message_id)
    return None


def _publish(row: ActivityRow, message_id: int, desk: Desk) -> Move:
    """Let people see it, and with the first date of a series all of them; ask for what is missing."""
    t = desk.words
    if not defaults.has_spot(row.plan):
        return Go(AnsweringItem(row.id, Item.WHERE, goes_on=True), before=(Text(t("One thing is missing still.")),))
    if row.starts_at <= desk.now.timestamp():
        seed = Seed(row.unit_id, row.kind, row.title, row.id)
        return Go(SayingWhen(seed), before=(Text(t("Its time has gone by meanwhile. When is it now?")),))
    published = activities.publish(desk.unit, row.id, desk.deed())
    activity_clock.plan_for(desk.unit, published, desk.now)
    more = activity_clock.prolong(desk.unit, row.series_id, desk.now) if row.series_id else []
    done = t("✅ Published: {title}. People can find it now.", title=row.title)
    if more:
        count = t.plural("{number} more date has been made.", "{number} more dates have been made.", len(more))
        done = f"{done}\n{count}"
    wished = answer.published(published, desk)
    done = "\n".join([done, *answer.how_many(wished, t)])
    tells = (*wished, *cards.published(published, desk))
    return Go(ActivityInHand(row.id), before=(Text(done, replaces=message_id),), tells=tells)


def show(_step: DraftCard, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    lines = [
        t("<b>Draft.</b> Only you and your fellow organisers see it."),
        text.full_card(desk.unit, row, Counts(), desk.now, t),
        *_missing(row, desk),
        *series.planned(row, desk),
    ]
    rows = (
        (Button(t.button("Publish"), "publish"), Button(t.button("Change something"), "change")),
        (Button(t.button("Repeat it"), "series"), Button(t.button("Duties"), EntryPoint.DUTIES.data(row.id))),
        (Button(t.button("Discard the draft"), "discard"), Button(t.button("Back"), "back")),
    )
    return Text("\n".join(lines), rows)


def _missing(row: ActivityRow, desk: Desk) -> list[str]:
    t = desk.words
    lines = [t("A file is attached.")] if row.plan.attachment else []
    if not defaults.has_spot(row.plan):
        lines.append(t("Still to be said: where it is."))
    if row.starts_at <= desk.now.timestamp():
        lines.append(t("Its time has gone by: please give it another one."))
    return [*lines, *rooms.taken(row.plan, row.id, desk)]


def hear_discarding(_step: Discarding, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(DraftCard(row.id), replaces=message_id)
        case Chose("discard", message_id):
            series.let_go(row, desk)
            told = bookings.called_off(row.id, desk)
            drafts.discard(desk.unit, row.id)
            done = Text(desk.words("The draft “{title}” is gone.", title=row.title), replaces=message_id)
            return Go(ActivitiesInHand(), before=(done,), tells=told)
    return None


def show_discarding(_step: Discarding, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    buttons = (Button(t.button("Discard it"), "discard"), Button(t.button("Back"), "back"))
    return Text(t("Discard the draft “{title}”? Nothing of it stays.", title=row.title), (buttons,))
