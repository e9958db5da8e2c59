"""The decisions on a request, each one or two taps: the reason, another point that is offered, and what follows."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.keyboards import two_a_row
from bot.flows.persons import masked
from bot.flows.reviewing import hatching, queue, reasons, rights, shown, tells, text
from bot.flows.reviewing.steps import ChoosingReason, OfferingPoint, ReviewCard
from bot.flows.rights import forbid
from bot.flows.typed import readable
from bot.planning.affiliations import plan_for
from domain.affiliations.affiliations import Actor, State, Verb, reviewer
from domain.people.deeds import By, Deed
from domain.places.places import Services
from domain.rules import Rule
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow, AlreadyHereError
from storage.people import members
from storage.places import places
from storage.places.nearest import nearest
from storage.places.places import PointRow

REASON_MOST: Final = 300
_OFFERED: Final = 3


@dataclass(frozen=True, slots=True)
class Decision:
    """What an organiser has decided, why, and which other point is offered to the member."""

    verb: Verb
    reason: str = ""
    other: PointRow | None = None


def overtaken(card: ReviewCard, row: AffiliationRow, desk: Desk) -> Move | None:
    """Say who was first where it no longer stands as it did when the card was shown; None: it does."""
    if row.version == card.version:
        return None
    return Go(replace(card, version=row.version), before=(Text(text.first(row, desk)),))


def hear_reason(step: ChoosingReason, row: AffiliationRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.back, replaces=message_id)
        case Chose(choice, message_id) if choice != "menu":
            sentences = [sentence for _, sentence in reasons.ready_made(step.verb, desk.words_for(row.chat_id))]
            first = overtaken(step.card, row, desk)
            if first is not None or choice not in map(str, range(len(sentences))):
                return first
            return _with_reason(step, row, sentences[int(choice)], message_id, desk)
        case Said(typed) if readable(typed):
            return overtaken(step.card, row, desk) or _with_reason(step, row, readable(typed, REASON_MOST), 0, desk)
    return None


def _with_reason(step: ChoosingReason, row: AffiliationRow, reason: str, message_id: int, desk: Desk) -> Move:
    allowed = rights.can_end(row, desk) if step.verb is Verb.END else rights.decides(row, desk)
    if not allowed:
        return forbid(f"affiliation:{row.id}", desk)
    if step.verb is Verb.DECLINE and _nearby(row, desk):
        return Go(OfferingPoint(step.card, reason), replaces=message_id)
    return decide(step.card, row, Decision(step.verb, reason), message_id, desk)


def show_reasons(step: ChoosingReason, _row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words
    asked = {
        Verb.RETURN: t("What is to be added? Tap a reason, or type your own; the member reads it."),
        Verb.DECLINE: t("Why can it not be accepted? Tap a reason, or type your own; the member reads it."),
        Verb.END: t("Why does it end? Tap a reason, or type your own; the member reads it."),
    }
    labels = reasons.ready_made(step.verb, t)
    rows = two_a_row([Button(label, str(number)) for number, (label, _) in enumerate(labels)])
    return Text(asked[step.verb], (*rows, (Button(t.button("Back"), "back"),)))


def hear_point(step: OfferingPoint, row: AffiliationRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.back, replaces=message_id)
        case Chose(choice, message_id) if choice != "menu":
            return overtaken(step.card, row, desk) or _with_point(step, row, choice, message_id, desk)
    return None


def _with_point(step: OfferingPoint, row: AffiliationRow, choice: str, message_id: int, desk: Desk) -> Move | None:
    if not rights.decides(row, desk):
        return forbid(f"affiliation:{row.id}", desk)
    offered = {str(point.id): point for point in _nearby(row, desk)}
    if choice != "none" and choice not in offered:
        return None
    return decide(step.card, row, Decision(Verb.DECLINE, step.reason, offered.get(choice)), message_id, desk)


def show_points(_step: OfferingPoint, row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words
    rows = tuple((Button(readable(point.name, 40), str(point.id)),) for point in _nearby(row, desk))
    last = (Button(t.button("Suggest none"), "none"), Button(t.button("Back"), "back"))
    return Text(t("Suggest another point to the member? These are near and take in members."), (*rows, last))


def _nearby(row: AffiliationRow, desk: Desk) -> list[PointRow]:
    point = places.point(desk.unit, row.point_id)
    if point is None:
        return []
    near = nearest(
        desk.unit,
        point.position,
        _OFFERED,
        services=Services.ACCEPTS_AFFILIATIONS,
        accepts=lambda other: other.id != point.id,
    )
    return [one.point for one in near]


def decide(card: ReviewCard, row: AffiliationRow, decision: Decision, message_id: int, desk: Desk) -> Move:
    """Take the step, plan what follows, tell everybody, and bring the next request, or the list where none waits."""
    verb, due_on = decision.verb, None
    actor = Actor.HOST if verb is Verb.END else reviewer(row.state) or Actor.HOST
    if verb is Verb.ACCEPT:
        due_on = _promised(row, desk)
    deed = Deed(By(desk.person.chat_id, actor=actor), desk.now.timestamp(), decision.reason)
    try:
        done = affiliations.do(desk.unit, row.id, verb, deed, due_on)
    except AlreadyHereError:
        return Remain((Text(desk.words("This member takes part elsewhere already, in the same way.")),))
    for after in (done.row, done.moved):
        if after is not None:
            plan_for(desk.unit, after, members.find(desk.unit, after.chat_id), desk.now)
    told = tells.told(done, row, decision.reason, decision.other, desk)
    suggested = hatching.suggestions(row.chat_id, desk) if done.row.state is State.ACTIVE else ()
    following = queue.following(card, row, desk) or card.back
    tells_all = (*shown.put_away(row.id, desk), *told, *suggested)
    return Go(following, replaces=message_id, above=_decided(row, verb, desk), tells=tells_all)


def _promised(row: AffiliationRow, desk: Desk) -> date:
    """Return until when the member hears: what was promised holds for both levels, unless that day is here."""
    if row.due_on is not None and row.due_on > desk.today:
        return row.due_on
    return desk.working_days_after(desk.today, desk.rule(Rule.REVIEW_WORKING_DAYS, row.unit_id))


def _decided(row: AffiliationRow, verb: Verb, desk: Desk) -> str:
    t = desk.words
    who = masked(desk.unit, row.chat_id, t)
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
