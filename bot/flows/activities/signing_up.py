"""Signing up: a seat or a place in the line, an offer taken or turned down, a seat confirmed or given back.

Whatever is tapped twice, or too late, or under an old message is answered by the card, which says how it stands. Every
step that frees a seat tells those who are offered one.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Final, Literal

from bot.chat import Button, Said, Text
from bot.flows.activities import tells as activity_tells
from bot.flows.activities import text
from bot.flows.activities.scene import scene
from bot.flows.activities.steps import ActivityCard, GivingReason, MindingClash
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.typed import readable
from bot.texts import Words, words
from domain.activities.seats import COMING, State
from domain.lifecycle import NotPossibleError
from domain.said.answers.answers import is_courtesy, takes_back
from storage.activities import activities, admission, leave_reasons, signup_reading, signups
from storage.activities.seats import FullError
from storage.activities.signups import Moved

REASON_MOST: Final = 200

How = Literal["join", "wait"]


def on_card(card: ActivityCard, choice: str, message_id: int, desk: Desk) -> Move | None:
    match choice:
        case "join" | "wait":
            return _mind(card, choice, message_id, desk)
        case "come":
            return come(card, message_id, desk)
        case "decline" | "quit" | "excuse":
            return not_come(card, message_id, desk)
    return None


def _as_it_stands(card: ActivityCard, message_id: int, tells: tuple[Tell, ...] = ()) -> Go:
    return Go(card.renewed(), replaces=message_id, tells=tells)


def _mind(card: ActivityCard, then: How, message_id: int, desk: Desk) -> Move:
    """Name what else is on at that time before it happens."""
    if signup_reading.clashes(desk.unit, desk.person.chat_id, card.activity_id):
        return Go(MindingClash(card, then), replaces=message_id)
    return _join(card, then, message_id, desk)


def _join(card: ActivityCard, then: How, message_id: int, desk: Desk) -> Move:
    """Take a seat or a place in the line; where that cannot be, the card says why."""
    row, chat_id = activities.find(desk.unit, card.activity_id), desk.person.chat_id
    standing = admission.may_come(desk.unit, row, chat_id) if row else None
    if standing is None:
        return _as_it_stands(card, message_id)
    verb = signups.sign_up if then == "join" else signups.wait
    try:
        verb(desk.unit, card.activity_id, chat_id, standing, desk.now.timestamp())
    except FullError as full:
        return Go(card.renewed(), before=(Text(_full(full.waiting, desk.words)),))
    except NotPossibleError:  # closed, cancelled or over meanwhile
        pass
    return _as_it_stands(card, message_id)


def _full(waiting: int, t: Words) -> str:
    taken = t("All seats are taken. You can join the waiting list, and we tell you as soon as one is free.")
    if not waiting:
        return taken
    return f"{taken}\n{t.plural('{number} person waits already.', '{number} people wait already.', waiting)}"


def hear_clash(step: MindingClash, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("go_on", message_id):
            return _join(step.card, step.then, message_id, desk)
        case Chose("back", message_id):
            return _as_it_stands(step.card, message_id)
    return None


def show_clash(step: MindingClash, desk: Desk) -> Text:
    t, zone = desk.words, desk.now.tzinfo
    others = activities.found(desk.unit, signup_reading.clashes(desk.unit, desk.person.chat_id, step.card.activity_id))
    lines = [t("At that time you have something else:")]
    lines += [t("· {what}", what=text.headline(other, zone, t)) for other in others.values()]
    go_on = t.button("Sign up all the same") if step.then == "join" else t.button("Wait all the same")
    return Text("\n".join(lines), ((Button(go_on, "go_on"), Button(t.button("Back"), "back")),))


def come(card: ActivityCard, message_id: int, desk: Desk) -> Move:
    """Confirm a seat, take the one that is offered, or sign up (again) where there is neither."""
    seen = scene(card.activity_id, desk)
    state = seen.state if seen else None
    if state not in _YES:
        return _as_it_stands(card, message_id) if state in _SETTLED else _mind(card, "join", message_id, desk)
    with suppress(NotPossibleError):  # passed on or called off in this moment
        _YES[state](desk.unit, card.activity_id, desk.person.chat_id, desk.now.timestamp())
    return _as_it_stands(card, message_id)


_YES: Final = {State.OFFERED: signups.take, State.SIGNED_UP: signups.confirm}
_SETTLED: Final = frozenset({State.CONFIRMED, State.WAITING, State.CHECKED_IN, State.WALKED_IN, State.ABSENT})


def not_come(card: ActivityCard, message_id: int, desk: Desk, reason: str = "") -> Move:
    """Turn an offer down, leave the line, or be excused at once; who gave no reason is asked for one afterwards."""
    seen = scene(card.activity_id, desk)
    match seen.state if seen and seen.is_ahead else None:
        case State.OFFERED:
            return _leave(card, signups.decline, message_id, desk)
        case State.WAITING:
            return _leave(card, signups.leave, message_id, desk)
        case state if state in COMING:
            why = readable(reason, REASON_MOST)
            done = _leave(card, partial(signups.leave, reason=why), message_id, desk)
            if not why:
                return replace(done, step=GivingReason(card, is_excused=True))
            said = desk.words("Noted as the reason: “{reason}”. Only the organisers see it.", reason=why)
            return replace(done, before=(Text(said),))
    return _as_it_stands(card, message_id)


def _leave(card: ActivityCard, verb: Callable[..., Moved], message_id: int, desk: Desk) -> Go:
    try:
        moved = verb(desk.unit, card.activity_id, desk.person.chat_id, desk.now.timestamp())
    except NotPossibleError:  # passed on or called off in this moment
        return _as_it_stands(card, message_id)
    tells = activity_tells.offers(moved.offers, desk.unit, desk.words_for, desk.now)
    return _as_it_stands(card, message_id, tells)


def hear_reason(step: GivingReason, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return _as_it_stands(step.card, message_id)
        case Chose("none", message_id):
            return _excuse(step, "", message_id, desk)
        case Chose("given", message_id) if step.reason:
            return _excuse(step, readable(step.reason, REASON_MOST), message_id, desk)
        case Chose("0" | "1" | "2" | "3" as choice, message_id):
            return _excuse(step, _ready_made(words(desk.house_language))[int(choice)], message_id, desk)
        case Said(typed) if takes_back(typed) or is_courtesy(typed):
            return Go(step.card.renewed(), before=(Text(_not_noted(step, desk.words)),))
        case Said(typed) if readable(typed):
            return _excuse(step, readable(typed, REASON_MOST), 0, desk)
    return None


def _not_noted(step: GivingReason, t: Words) -> str:
    """Say of words that give no reason what became of them; the card has the way to take a leave back."""
    if step.is_excused:
        return t("I have not noted that as a reason. You are still excused; below you can sign up again.")
    return t("All right, nothing has been changed.")


def _excuse(step: GivingReason, reason: str, message_id: int, desk: Desk) -> Move:
    """Grant the leave, or where it is granted already, only write down why."""
    card = step.card
    if step.is_excused:
        if reason:
            with suppress(NotPossibleError):  # it is gone, and so is whoever would read why
                leave_reasons.explain(desk.unit, card.activity_id, desk.person.chat_id, reason)
        return _as_it_stands(card, message_id)
    return _leave(card, partial(signups.leave, reason=reason), message_id, desk)


def show_reasons(step: GivingReason, desk: Desk) -> Text:
    t = desk.words
    seen = scene(step.card.activity_id, desk)
    what = text.headline(seen.row, desk.now.tzinfo, t) if seen else "…"
    if step.reason:
        return _show_given(step.reason, what, t)
    said = (
        (
            t("You are excused: {what}.", what=what),
            t("If you like, tell the organisers why: tap or type. You need not."),
        )
        if step.is_excused
        else (t("Leave for: {what}.", what=what), t("Tap a reason or type your own; only the organisers see it."))
    )
    labels = tuple(Button(label, str(number)) for number, label in enumerate(_ready_made(t)))
    none = t.button("That is all") if step.is_excused else t.button("Without a reason")
    back = () if step.is_excused else (Button(t.button("Back"), "back"),)
    return Text("\n".join(said), (labels[:2], labels[2:], (Button(none, "none"), *back)))


def _show_given(reason: str, what: str, t: Words) -> Text:
    """Show the reason that came with the no: one tap asks for leave with it."""
    lines = (
        t("Leave for: {what}.", what=what),
        t(
            "Reason: “{reason}”. Only the organisers see it; another one can be typed.",
            reason=readable(reason, REASON_MOST),
        ),
    )
    given, none = Button(t.button("Ask for leave"), "given"), Button(t.button("Without a reason"), "none")
    return Text("\n".join(lines), ((given, none), (Button(t.button("Back"), "back"),)))


def _ready_made(t: Words) -> list[str]:
    return [t.button("Away on business"), t.button("Not well"), t.button("Held up at work"), t.button("Family matters")]
