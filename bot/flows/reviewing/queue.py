"""The queue of requests: what waits for this organiser on either level, and what is overdue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.chat import Button, Buttons, Said, Text
from bot.flows import narrowing
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu
from bot.flows.mail import tells as thread_tells
from bot.flows.narrowing import EVERYWHERE, Place
from bot.flows.paging import PAGE, page_buttons
from bot.flows.reviewing import calls, rights, text
from bot.flows.reviewing.steps import Level, ReviewCard, ReviewQueue
from bot.flows.rights import forbid, organised
from domain.affiliations.affiliations import Actor, State
from storage.affiliations import review_queue
from storage.affiliations.affiliations import AffiliationRow
from storage.affiliations.review_queue import Decided, QueueRow, Reviewer


def opened(button: Opened, desk: Desk) -> Move:
    """Open the queue, or the card of an affiliation from the button of a message of whatever age."""
    calls.opened(desk.unit, desk.person.chat_id)
    if button.choice not in {"", Level.LATE}:
        return _into(button.row_id, None, desk)
    paths = organised(desk)
    if not paths:
        return forbid("queue", desk)
    if button.choice == Level.LATE:
        return Go(ReviewQueue(Level.LATE))
    who = _reviewer(paths, desk)
    waits = review_queue.waits(desk.unit, who, desk.today)
    return Go(ReviewQueue(Level.UPPER if waits.upper and not waits.host else Level.HOST))


def waiting(desk: Desk) -> int:
    """Count what waits for this person, on both levels."""
    waits = review_queue.waits(desk.unit, _reviewer(organised(desk), desk), desk.today)
    return waits.host + waits.upper


def overdue(desk: Desk) -> int:
    """Count what of it should have been decided before today."""
    return review_queue.waits(desk.unit, _reviewer(organised(desk), desk), desk.today).late


def _reviewer(paths: list[str], desk: Desk, place: Place = EVERYWHERE) -> Reviewer:
    return Reviewer(desk.person.chat_id, tuple(paths), narrowing.path(place.unit_id, desk), place.point_id)


def hear(step: ReviewQueue, paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(level, message_id) if level in set(Level):
            return Go(ReviewQueue(Level(level), place=step.place), replaces=message_id)
        case Chose("everywhere", message_id):
            return Go(ReviewQueue(step.level), replaces=message_id)
        case Chose(row_id=affiliation_id) if affiliation_id:
            return _into(affiliation_id, step, desk)
        case Said(typed):
            numbered = enumerate(_page(step, paths, desk)[0], step.page * PAGE + 1)
            chosen = (_into(row.id, step, desk) for number, row in numbered if typed.strip() == str(number))
            return next(chosen, None) or _narrowed(step, typed, desk)
    return None


def _narrowed(step: ReviewQueue, typed: str, desk: Desk) -> Move | None:
    place = narrowing.named(typed, desk)
    return None if place is None else Go(ReviewQueue(step.level, place=place))


def _into(affiliation_id: int, step: ReviewQueue | None, desk: Desk) -> Move:
    row = rights.seen(affiliation_id, desk)
    if row is None:
        return forbid(f"affiliation:{affiliation_id}", desk)
    return Go(ReviewCard(row.id, row.version, from_queue=step))


def show(step: ReviewQueue, paths: list[str], desk: Desk) -> Text:
    t = desk.words
    rows, count = _page(step, paths, desk)
    names = text.told_apart(rows, desk)
    numbered = list(enumerate(rows, step.page * PAGE + 1))
    levels = _levels(step, paths, desk)
    where = narrowing.name(step.place, desk)
    lines = [
        *([t("Only {place}:", place=where)] if where else []),
        _heading(step, count, desk, has_more=bool(levels)),
        *(_line(number, row, names[row.id], desk) for number, row in numbered),
        *narrowing.hint(count, PAGE, desk),
    ]
    numbers = tuple(Button(str(number), str(row.id)) for number, row in numbered)
    buttons = (
        *((numbers,) if numbers else ()),
        *page_buttons(step.page, PAGE, count, desk),
        *levels,
        *_decided(step, paths, desk),
        *(((Button(t.button("All places"), "everywhere"),),) if where else ()),
        *thread_tells.mail_row(desk),
        (Button(t.button("My members"), EntryPoint.MEMBERS.data()), to_menu(desk)),
    )
    return Text("\n".join(lines), buttons)


def _line(number: int, row: QueueRow | Decided, who: str, desk: Desk) -> str:
    if isinstance(row, QueueRow):
        return text.queued(number, row, who, desk)
    return text.decided(number, row, who, desk)


def following(card: ReviewCard, decided: AffiliationRow, desk: Desk) -> ReviewCard | None:
    """Return the card of what waits behind this request in its list, or at its head; None: nothing waits, or no list.

    A request that was opened from a message belongs to the list of its level.
    """
    if card.from_members is not None or (card.from_queue and card.from_queue.level in _DECIDED):
        return None
    level = Level.UPPER if decided.state is State.HOST_ACCEPTED else Level.HOST
    step = replace(card.from_queue, page=0) if card.from_queue else ReviewQueue(level)
    who, place = _reviewer(organised(desk), desk, step.place), (decided.submitted_at or 0.0, decided.id)
    if step.level is Level.LATE:
        found = review_queue.next_overdue(desk.unit, who, desk.today, place)
    else:
        found = review_queue.next_waiting(desk.unit, who, _actor(step), place)
    row = None if found is None else rights.seen(found.id, desk)
    return None if row is None else ReviewCard(row.id, row.version, from_queue=step)


def _heading(step: ReviewQueue, count: int, desk: Desk, *, has_more: bool) -> str:
    """Say how many wait in this list; `has_more`: others hold something."""
    t = desk.words
    if not count:
        return (
            t("Nothing is left in this list; the others are below.") if has_more else t("Nothing waits for you here.")
        )
    match step.level:
        case Level.UPPER:
            return t.plural(
                "{number} request waits for your confirmation:", "{number} requests wait for your confirmation:", count
            )
        case Level.RETURNED:
            return t.plural("{number} request is with its member:", "{number} requests are with their members:", count)
        case Level.DONE:
            return t.plural("{number} decision of the last 30 days:", "{number} decisions of the last 30 days:", count)
        case Level.LATE:
            return t.plural("{number} request is overdue:", "{number} requests are overdue:", count)
    return t.plural("{number} request waits for your review:", "{number} requests wait for your review:", count)


def _page(step: ReviewQueue, paths: list[str], desk: Desk) -> tuple[Sequence[QueueRow | Decided], int]:
    skip, who = step.page * PAGE, _reviewer(paths, desk, step.place)
    unit, since = desk.unit, _lately(desk)
    match step.level:
        case Level.RETURNED:
            return review_queue.returned(unit, who, skip, PAGE), review_queue.count_decided(unit, who, since).returned
        case Level.DONE:
            return review_queue.done(unit, who, since, skip, PAGE), review_queue.count_decided(unit, who, since).done
    waits = review_queue.waits(unit, who, desk.today)
    if step.level is Level.LATE:
        return review_queue.overdue(unit, who, desk.today, skip, PAGE), waits.late
    count = waits.upper if step.level is Level.UPPER else waits.host
    return review_queue.waiting_for(unit, who, _actor(step), skip, PAGE), count


def _actor(step: ReviewQueue) -> Actor:
    return Actor.UPPER if step.level is Level.UPPER else Actor.HOST


def _levels(step: ReviewQueue, paths: list[str], desk: Desk) -> Buttons:
    """Offer the other lists, those that hold something."""
    t, waits = desk.words, review_queue.waits(desk.unit, _reviewer(paths, desk, step.place), desk.today)
    offered = (
        (Level.HOST, waits.host, t.button("First review · {number}", number=waits.host)),
        (Level.UPPER, waits.upper, t.button("To confirm · {number}", number=waits.upper)),
        (Level.LATE, waits.late, t.button("Overdue · {number}", number=waits.late)),
    )
    row = tuple(Button(label, level) for level, number, label in offered if number and level is not step.level)
    return (row,) if row else ()


_DECIDED = frozenset({Level.RETURNED, Level.DONE})


def _lately(desk: Desk) -> float:
    return (desk.now - timedelta(days=30)).timestamp()


def _decided(step: ReviewQueue, paths: list[str], desk: Desk) -> Buttons:
    """Offer what is in nobody's queue any more, those lists that hold something."""
    t, who = desk.words, _reviewer(paths, desk, step.place)
    count = review_queue.count_decided(desk.unit, who, _lately(desk))
    offered = (
        (Level.RETURNED, count.returned, t.button("Returned · {number}", number=count.returned)),
        (Level.DONE, count.done, t.button("Decided lately · {number}", number=count.done)),
    )
    row = tuple(Button(label, level) for level, number, label in offered if number and level is not step.level)
    return (row,) if row else ()
