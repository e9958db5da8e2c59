"""Reviewing requests: the queue, the card with its masked fields, and the decisions, each one or two taps."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons, Picture, Reply, Said, Text
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Remain
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu
from bot.flows.mail import tells as thread_tells
from bot.flows.paging import page_buttons
from bot.flows.reviewing import hatching, reasons, rights, tells, text
from bot.flows.reviewing.steps import (
    AskingMember,
    ChoosingReason,
    Level,
    MemberList,
    OfferingPoint,
    ReviewCard,
    ReviewQueue,
)
from bot.flows.rights import forbid, nothing_here, organised, without_role
from bot.flows.step import Step
from bot.flows.typed import readable
from bot.planning.affiliations import plan_for
from domain.affiliations import CLOSED, HERE, Actor, State, Verb, reviewer
from domain.deeds import By, Deed
from domain.places import Services
from domain.rules import Rule
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow, AlreadyHereError, QueueRow
from storage.people import deeds, members
from storage.places import places
from storage.places.nearest import nearest
from storage.places.places import PointRow

PAGE: Final = 5
REASON_MOST: Final = 300
_OFFERED: Final = 3


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step:
        case ReviewQueue():
            return _in_queue(step, event, desk)
        case ReviewCard():
            return _at_card(step, event, desk)
        case ChoosingReason():
            return _at_reason(step, event, desk)
        case OfferingPoint():
            return _at_offer(step, event, desk)
    raise AssertionError(step)


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case ReviewQueue() if organised(desk):
            return (_queue(step, desk),)
        case ReviewCard() | ChoosingReason(card=_) | OfferingPoint(card=_):
            card = step if isinstance(step, ReviewCard) else step.card
            row = rights.seen(card.affiliation_id, desk)
            if row is not None:
                return (_screen(step, row, desk),)
    return nothing_here(desk)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open the queue, or the card of an affiliation from the button of a message of whatever age."""
    if not opened.choice:
        return queue(desk)
    row = rights.seen(opened.row_id, desk)
    if row is None:
        return forbid(f"affiliation:{opened.row_id}", desk)
    return Go(ReviewCard(row.id, row.version))


def queue(desk: Desk) -> Move:
    if not organised(desk):
        return forbid("queue", desk)
    return Go(ReviewQueue(_first_level(desk)))


def waiting(desk: Desk) -> int:
    """Count what waits for this person, on both levels."""
    paths = organised(desk)
    return sum(affiliations.count_waiting(desk.unit, paths, actor) for actor in (Actor.HOST, Actor.UPPER))


def _screen(step: ReviewCard | ChoosingReason | OfferingPoint, row: AffiliationRow, desk: Desk) -> Text:
    match step:
        case ReviewCard():
            return Text(text.card(row, desk), _card_buttons(row, desk))
        case ChoosingReason():
            return _reasons(step, desk)
    return _offers(row, desk)


# ---------------------------------------------------------------- the queue


def _in_queue(step: ReviewQueue, event: Happening, desk: Desk) -> Move | None:
    if not organised(desk):
        return without_role(event, "queue", desk)
    match event:
        case Chose("next", message_id):
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case Chose("previous", message_id):
            return Go(replace(step, page=max(0, step.page - 1)), replaces=message_id)
        case Chose(level, message_id) if level in set(Level):
            return Go(ReviewQueue(Level(level)), replaces=message_id)
        case Chose(row_id=affiliation_id) if affiliation_id:
            return _into(affiliation_id, step, desk)
        case Said(typed):
            return _numbered(step, typed.strip(), desk)
    return None


def _into(affiliation_id: int, step: ReviewQueue, desk: Desk) -> Move:
    row = rights.seen(affiliation_id, desk)
    if row is None:
        return forbid(f"affiliation:{affiliation_id}", desk)
    return Go(ReviewCard(row.id, row.version, from_queue=step))


def _numbered(step: ReviewQueue, typed: str, desk: Desk) -> Move | None:
    rows, _ = _page(step, desk)
    numbered = enumerate(rows, step.page * PAGE + 1)
    return next((_into(row.id, step, desk) for number, row in numbered if typed == str(number)), None)


def _queue(step: ReviewQueue, desk: Desk) -> Text:
    t = desk.words
    rows, count = _page(step, desk)
    names = text.told_apart(rows, desk)
    numbered = list(enumerate(rows, step.page * PAGE + 1))
    lines = [_queue_heading(step, count, desk)]
    lines += [text.queued(number, row, names[row.id], desk) for number, row in numbered]
    numbers = tuple(Button(str(number), str(row.id)) for number, row in numbered)
    last = (Button(t.button("My members"), EntryPoint.MEMBERS.data()), to_menu(desk))
    rows_of_buttons = (
        (numbers,) if numbers else (),
        page_buttons(step.page, PAGE, count, desk),
        _levels(step, desk),
        thread_tells.mail_row(desk),
        (last,),
    )
    return Text("\n".join(lines), tuple(row for group in rows_of_buttons for row in group))


def _queue_heading(step: ReviewQueue, count: int, desk: Desk) -> str:
    t = desk.words
    if not count:
        return t("Nothing waits for you here.")
    match step.level:
        case Level.UPPER:
            return t.plural(
                "{number} request waits for your confirmation:", "{number} requests wait for your confirmation:", count
            )
        case Level.LATE:
            return t.plural("{number} request is overdue:", "{number} requests are overdue:", count)
    return t.plural("{number} request waits for your review:", "{number} requests wait for your review:", count)


def _page(step: ReviewQueue, desk: Desk) -> tuple[list[QueueRow], int]:
    paths, skip = organised(desk), step.page * PAGE
    if step.level is Level.LATE:
        rows = affiliations.overdue(desk.unit, paths, desk.today, skip, PAGE)
        return rows, affiliations.count_overdue(desk.unit, paths, desk.today)
    actor = Actor.UPPER if step.level is Level.UPPER else Actor.HOST
    rows = affiliations.waiting_for(desk.unit, paths, actor, skip, PAGE)
    return rows, affiliations.count_waiting(desk.unit, paths, actor)


def _levels(step: ReviewQueue, desk: Desk) -> Buttons:
    """Offer the other lists, those that hold something."""
    t, unit, paths = desk.words, desk.unit, organised(desk)
    counts = {
        Level.HOST: affiliations.count_waiting(unit, paths, Actor.HOST),
        Level.UPPER: affiliations.count_waiting(unit, paths, Actor.UPPER),
        Level.LATE: affiliations.count_overdue(unit, paths, desk.today),
    }
    labels = {
        Level.HOST: t.button("First review · {number}", number=counts[Level.HOST]),
        Level.UPPER: t.button("To confirm · {number}", number=counts[Level.UPPER]),
        Level.LATE: t.button("Overdue · {number}", number=counts[Level.LATE]),
    }
    row = tuple(Button(labels[level], level) for level in Level if counts[level] and level is not step.level)
    return (row,) if row else ()


def _first_level(desk: Desk) -> Level:
    paths = organised(desk)
    upper_only = not affiliations.count_waiting(desk.unit, paths, Actor.HOST) and affiliations.count_waiting(
        desk.unit, paths, Actor.UPPER
    )
    return Level.UPPER if upper_only else Level.HOST


# ---------------------------------------------------------------- the card


def _at_card(step: ReviewCard, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(_back(step), replaces=message_id)
        case Chose("approve" | "return" | "decline" | "end" | "ask" | "reveal" as choice, message_id):
            row = _as_shown(step, desk)
            return _chosen(step, choice, row, message_id, desk) if isinstance(row, AffiliationRow) else row
    return None


def _chosen(step: ReviewCard, choice: str, row: AffiliationRow, message_id: int, desk: Desk) -> Move | None:
    match choice:
        case "reveal" if row.state not in CLOSED:
            return _reveal(step, row, desk)
        case "ask" if _can_ask(row, desk):
            return Go(AskingMember(step))
        case "approve" if rights.decides(row, desk):
            return _decide(step, row, rights.approving(row), "", None, message_id, desk)
        case "return" if rights.decides(row, desk):
            return Go(ChoosingReason(step, Verb.RETURN), replaces=message_id)
        case "decline" if rights.decides(row, desk):
            return Go(ChoosingReason(step, Verb.DECLINE), replaces=message_id)
        case "end" if _can_end(row, desk):
            return Go(ChoosingReason(step, Verb.END), replaces=message_id)
    return forbid(f"affiliation:{row.id}", desk)


def _as_shown(card: ReviewCard, desk: Desk) -> AffiliationRow | Move:
    """Return the affiliation, locked, if it stands as it did when the card was shown; else say who was first."""
    row = rights.locked(card.affiliation_id, desk)
    if row is None:
        return forbid(f"affiliation:{card.affiliation_id}", desk)
    if row.version == card.version:
        return row
    return Go(replace(card, version=row.version), before=(Text(text.first(row, desk)),))


def _card_buttons(row: AffiliationRow, desk: Desk) -> Buttons:
    t = desk.words
    rows: list[tuple[Button, ...]] = []
    if rights.decides(row, desk):
        rows += [
            (Button(t.button("Approve"), "approve"), Button(t.button("Return"), "return")),
            (Button(t.button("Decline"), "decline"), Button(t.button("Ask something"), "ask")),
        ]
    elif _can_end(row, desk):
        rows.append((Button(t.button("End the affiliation"), "end"), Button(t.button("Ask something"), "ask")))
    elif _can_ask(row, desk):
        rows.append((Button(t.button("Ask something"), "ask"),))
    back = Button(t.button("Back"), "back")
    if rights.may_see_details(row, desk):
        return (*rows, (Button(t.button("Show everything"), "reveal"), back))
    return (*rows, (back,))


def _can_ask(row: AffiliationRow, desk: Desk) -> bool:
    return row.state not in CLOSED and bool(rights.actors(row, desk))


def _can_end(row: AffiliationRow, desk: Desk) -> bool:
    return row.state in HERE and Actor.HOST in rights.actors(row, desk)


def _back(card: ReviewCard) -> ReviewQueue | MemberList:
    return card.from_members or card.from_queue or ReviewQueue()


def _reveal(step: ReviewCard, row: AffiliationRow, desk: Desk) -> Move:
    """Show everything once, in a message of its own; the card that follows is masked again."""
    told = members.find_all(desk.unit, [row.chat_id])[row.chat_id].details
    deeds.write_down(desk.unit, desk.deed(), "member.reveal", f"person:{row.chat_id}")
    shown: list[Reply] = [Text(text.revealed(row, told, desk))]
    if told.paper.photo:
        shown.append(Picture(told.paper.photo, desk.words("The photo of the document")))
    return Go(step, before=tuple(shown))


# ---------------------------------------------------------------- reasons, and another point


def _at_reason(step: ChoosingReason, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.card, replaces=message_id)
        case Chose(choice, message_id) if choice != "menu":
            return _reasoned(step, choice, message_id, desk)
        case Said(typed) if typed.strip():
            return _with_reason(step, readable(typed, REASON_MOST), 0, desk)
    return None


def _reasoned(step: ChoosingReason, choice: str, message_id: int, desk: Desk) -> Move | None:
    row = _as_shown(step.card, desk)
    if not isinstance(row, AffiliationRow):
        return row
    sentences = [sentence for _, sentence in reasons.ready_made(step.verb, desk.words_for(row.chat_id))]
    if choice not in map(str, range(len(sentences))):
        return None
    return _with_reason(step, sentences[int(choice)], message_id, desk)


def _with_reason(step: ChoosingReason, reason: str, message_id: int, desk: Desk) -> Move:
    row = _as_shown(step.card, desk)
    if not isinstance(row, AffiliationRow):
        return row
    allowed = _can_end(row, desk) if step.verb is Verb.END else rights.decides(row, desk)
    if not allowed:
        return forbid(f"affiliation:{row.id}", desk)
    if step.verb is Verb.DECLINE and _nearby(row, desk):
        return Go(OfferingPoint(step.card, reason), replaces=message_id)
    return _decide(step.card, row, step.verb, reason, None, message_id, desk)


def _reasons(step: ChoosingReason, desk: Desk) -> Text:
    t = desk.words
    asked = {
        Verb.RETURN: t("What is to be added? Tap a reason, or type your own; the member reads it."),
        Verb.DECLINE: t("Why can it not be accepted? Tap a reason, or type your own; the member reads it."),
        Verb.END: t("Why does it end? Tap a reason, or type your own; the member reads it."),
    }
    labels = reasons.ready_made(step.verb, t)
    choices = [Button(label, str(number)) for number, (label, _) in enumerate(labels)]
    rows = [tuple(choices[first : first + 2]) for first in range(0, len(choices), 2)]
    return Text(asked[step.verb], (*rows, (Button(t.button("Back"), "back"),)))


def _at_offer(step: OfferingPoint, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.card, replaces=message_id)
        case Chose(choice, message_id) if choice != "menu":
            row = _as_shown(step.card, desk)
            if not isinstance(row, AffiliationRow):
                return row
            if not rights.decides(row, desk):
                return forbid(f"affiliation:{row.id}", desk)
            offered = {str(point.id): point for point in _nearby(row, desk)}
            if choice != "none" and choice not in offered:
                return None
            return _decide(step.card, row, Verb.DECLINE, step.reason, offered.get(choice), message_id, desk)
    return None


def _offers(row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words
    rows = tuple((Button(readable(point.name, 40), str(point.id)),) for point in _nearby(row, desk))
    last = (Button(t.button("Suggest none"), "none"), Button(t.button("Back"), "back"))
    return Text(t("Suggest another point to the member? These are near and take in members."), (*rows, last))


def _nearby(row: AffiliationRow, desk: Desk) -> list[PointRow]:
    point = places.point(desk.unit, row.point_id)
    return [] if point is None else _around(point, desk)


def _around(point: PointRow, desk: Desk) -> list[PointRow]:
    near = nearest(
        desk.unit,
        point.position,
        _OFFERED,
        services=Services.ACCEPTS_AFFILIATIONS,
        accepts=lambda other: other.id != point.id,
    )
    return [one.point for one in near]


# ---------------------------------------------------------------- deciding


def _decide(  # noqa: PLR0913, PLR0917  a decision has these parts
    card: ReviewCard,
    row: AffiliationRow,
    verb: Verb,
    reason: str,
    other: PointRow | None,
    message_id: int,
    desk: Desk,
) -> Move:
    """Take the step, plan what follows from it, tell everybody, and go back to the list."""
    actor = Actor.HOST if verb is Verb.END else reviewer(row.state) or Actor.HOST
    due_on = desk.working_days_after(desk.today, _days(row, desk)) if verb is Verb.ACCEPT else None
    deed = Deed(By(desk.person.chat_id, actor=actor), desk.now.timestamp(), reason)
    try:
        done = affiliations.do(desk.unit, row.id, verb, deed, due_on)
    except AlreadyHereError:
        return Remain((Text(desk.words("This member takes part elsewhere already, in the same way.")),))
    for after in (done.row, done.moved):
        if after is not None:
            plan_for(desk.unit, after, members.find(desk.unit, after.chat_id), desk.now)
    told = tells.told(done, reason, other, desk)
    suggested = hatching.suggestions(row.chat_id, desk) if done.row.state is State.ACTIVE else ()
    before = Text(_decided(row, verb, desk), replaces=message_id)
    return Go(_back(card), before=(before,), tells=(*told, *suggested))


def _days(row: AffiliationRow, desk: Desk) -> int:
    return desk.rule(Rule.REVIEW_WORKING_DAYS, row.unit_id)


def _decided(row: AffiliationRow, verb: Verb, desk: Desk) -> str:
    t = desk.words
    who = text.name_of(row.chat_id, desk)
    match verb:
        case Verb.ACCEPT:
            return t("✅ Accepted: {name}. It goes on to the level above; the member has been told.", name=who)
        case Verb.CONFIRM:
            return t("✅ Confirmed: {name}. The member has been told.", name=who)
        case Verb.RETURN:
            return t("✅ Returned: {name}. The member has been told what to add.", name=who)
        case Verb.DECLINE:
            return t("✅ Declined: {name}. The member has been told why.", name=who)
    return t("✅ Ended: {name}. The member has been told why.", name=who)


FLOW = Flow("v", (ReviewQueue, ReviewCard, ChoosingReason, OfferingPoint), hear, show, opens)
