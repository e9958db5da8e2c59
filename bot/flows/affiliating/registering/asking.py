"""One question of a request on the screen, and what is answered there."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Key, Said, SentFile, SharedContact, Text
from bot.flows.affiliating import consent
from bot.flows.affiliating.registering import beside, building, several
from bot.flows.affiliating.registering.answers import Unclear, noted, tidy_lines
from bot.flows.affiliating.registering.form import Form, form
from bot.flows.affiliating.registering.order import before, can_be_mended, lacking, onward, progress, resumed
from bot.flows.affiliating.registering.questions import QUESTIONS, contact_to_type
from bot.flows.affiliating.steps import Answering, Asked, CheckingRequest
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.keyboards import keys_away
from bot.flows.points import AFFILIATIONS, SayingWhere
from bot.flows.step import AtMenu
from bot.flows.typed import button_labels
from domain.rules import Rule
from domain.said.requests import after_sending, registration
from domain.said.requests.after_sending import About, Saying
from domain.said.requests.asides import Aside, aside
from domain.said.requests.request_lines import named_within, stay_in


def show(step: Answering, told: Form, desk: Desk) -> Text:
    t, question = desk.words, QUESTIONS[step.asked]
    is_typed = step.asked is Asked.PHONE and not desk.abilities.phone_in
    lines = [*progress(step, told, t), contact_to_type(told, t) if is_typed else question.asks(told, t)]
    if step.mending and question.told(told):
        lines.append(t("At present: {value}", value=question.shown(told, desk)))
    back = t.button("Leave it as it is") if step.mending else t.button("Back")
    if step.asked is Asked.PHONE:
        keys = ((Key(t.button("📱 Send my name and number"), "phone"),), (Key(back), Key(t.button("Later"))))
        return Text("\n".join(lines), keys=keys)
    skip = ((Button(question.skip(t), "skip"),),) if question.skip else ()
    last = (Button(back, "back"), Button(t.button("Later"), "menu"))
    return Text("\n".join(lines), (*question.offers(told, desk), *skip, last))


def hear(step: Answering, told: Form, event: Happening, desk: Desk) -> Move | None:
    match step.asked, event:
        case _, Chose("menu"):
            return later(told, desk)
        case asked, _ if step.mending and not can_be_mended(asked, told):
            return Go(CheckingRequest(told.row.id))  # what is active has no point and no days to be changed here
        case _, Chose("back"):
            return Go(before(step, told))
        case asked, Said(label) if label in button_labels("Back", "Leave it as it is"):
            return _onward_from(asked, Go(before(step, told)), desk)
        case asked, Said(label) if label in button_labels("Menu", "Later"):
            return _onward_from(asked, later(told, desk), desk)
        case asked, Said(typed) if move := _another_line(step, typed, told, desk) or _spoken_beside(
            step, typed, told, desk
        ):
            return move if move.step == step else _onward_from(asked, move, desk)
        case Asked.POINT, Chose("where"):
            return Go(SayingWhere(AFFILIATIONS))
        case Asked.CONSENT, Chose("refuse"):
            return _refused(told, desk)
        case Asked.CONSENT, Said() | SharedContact():
            return Go(step, before=(Text(agree_first(event, told.row.unit_id, desk)),))
        case asked, SentFile("photo") if _is_another(asked, told, desk):
            return Go(step, before=(Text(one_photo(desk)),))
        case _, SharedContact() as card if not told.waits:
            return _card(step, card, told, desk)
        case _, Said(typed):
            return _written(step, typed, told, desk)
    return _answered(step, answer(step.asked, event, told, desk), event, told, desk)


def _another_line(step: Answering, typed: str, told: Form, desk: Desk) -> Go | None:
    """Write into another line that is called by its name, 名字改成王芳, and come back; None: it says no such thing."""
    line, value = named_within(typed) or ("", "")
    asked = Asked(line) if value and line != step.asked and line in _MENDED_BESIDE else None
    if (
        asked is None
        or step.asked is Asked.CONSENT
        or told.waits
        or not can_be_mended(asked, told)
        or not QUESTIONS[asked].told(told)
    ):
        return None
    if answer(asked, Said(value), told, desk) is not True:
        return None
    now_told = form(told.row.id, desk) or told
    return Go(
        CheckingRequest(told.row.id) if step.mending else step, before=(Text(noted_down((asked,), now_told, desk)),)
    )


_MENDED_BESIDE: Final = frozenset({Asked.NAME, Asked.PHONE, Asked.ARRIVAL, Asked.END, Asked.EMPLOYER, Asked.HOME_NAME})
"""Lines whose words can be told from those of the question at hand."""


def _written(step: Answering, typed: str, told: Form, desk: Desk) -> Move | None:
    if step.asked is Asked.BUILDING:
        return building.look_up(step, typed, told, desk)
    return (_mended if step.mending else _said)(step, typed, told, desk)


def _spoken_beside(step: Answering, typed: str, told: Form, desk: Desk) -> Go | None:
    """Answer what is asked about the form, and leave it for later in other words; None: it may be an answer."""
    said = registration.read(tidy_lines(typed), desk.today)
    if said.count or (step.asked is Asked.STAY and stay_in(typed)):
        return None
    match aside(typed):
        case Aside.LATER:
            return later(told, desk)
        case Aside.SEND if step.mending:
            return Go(CheckingRequest(told.row.id))
        case Aside.SEND if lacking(told):
            return Go(step, before=(Text(beside.still_missing(step.asked, told, desk)),))
    words = None if step.asked is Asked.CONSENT else beside.answered(typed, step.asked, told, desk)
    return None if words is None else Go(step, before=(Text(words),))


def _mended(step: Answering, typed: str, told: Form, desk: Desk) -> Move | None:
    """Take an answer that was there already; the arrival said beside it is taken as well."""
    rest, day = registration.cut_arrival(tidy_lines(typed), desk.today)
    if day is None or step.asked is Asked.ARRIVAL or not told.can_be_sent:
        return _answered(step, answer(step.asked, Said(typed), told, desk), Said(typed), told, desk)
    filled = several.fill(registration.Told(arrival=day), told, desk)
    now_told = form(told.row.id, desk) or told
    taken = answer(step.asked, Said(rest), now_told, desk) if rest else False
    if isinstance(taken, Unclear):
        return _unclear(step, taken.said, told, desk)
    noted = Text(noted_down(filled, now_told, desk))
    return Go(CheckingRequest(told.row.id) if taken else step, before=(noted,))


def _said(step: Answering, typed: str, told: Form, desk: Desk) -> Move | None:
    """Take all that a message says; where it says one thing, it is what was asked for."""
    lone_name = step.asked is Asked.NAME or (False if told.details.name else step.asked is Asked.PHONE or None)
    said = registration.read(tidy_lines(typed), desk.today, may_be_name=lone_name)
    is_more = bool(said.phone and said.left)  # words beside a number are named, not dropped
    plain = answer(step.asked, Said(typed), told, desk) if said.count < 2 and not is_more else False
    if plain is True or not (filled := several.fill(said, told, desk, step.asked)):
        return _answered(step, plain or answer(step.asked, Said(typed), told, desk), Said(typed), told, desk)
    now_told = form(told.row.id, desk) or told
    move = Go(resumed(now_told, filled), before=(Text(noted_down(filled, now_told, desk, said.left)),))
    return _onward_from(step.asked, move, desk)


def _card(step: Answering, card: SharedContact, told: Form, desk: Desk) -> Move | None:
    """Take phone and name at any question, and go on to what is still to be asked."""
    taken = several.card(card, told, desk, renames=step.mending and step.asked is Asked.NAME)
    if isinstance(taken, Unclear):
        return _unclear(step, taken.said, told, desk)
    now_told = form(told.row.id, desk) or told
    filled = (Asked.NAME, Asked.PHONE) if now_told.details.name else (Asked.PHONE,)
    then = CheckingRequest(told.row.id) if step.mending else resumed(now_told)
    return _onward_from(step.asked, Go(then, before=(Text(noted_down(filled, now_told, desk)),)), desk)


def _unclear(step: Answering, said: str, told: Form, desk: Desk) -> Move:
    """Say what is missing; buttons that have scrolled away come again."""
    why = (Text(said),)
    return Go(step, before=why) if QUESTIONS[step.asked].offers(told, desk) else Remain(why)


def noted_down(filled: tuple[Asked, ...], told: Form, desk: Desk, left: tuple[str, ...] = ()) -> str:
    """Say what was understood, so that it can be mended, and what was not."""
    t = desk.words
    values = (t("{label}: {value}", label=QUESTIONS[one].label(t), value=QUESTIONS[one].shown(told, desk))
              for one in filled)  # fmt: skip
    rest = (beside.not_understood(left, desk),) if left else ()
    return "\n".join((t("Noted:"), *values, *rest))


def _answered(step: Answering, came: Unclear | bool, event: Happening, told: Form, desk: Desk) -> Move | None:  # noqa: FBT001  as `answer` tells it
    match came:
        case Unclear(said):
            return _unclear(step, said, told, desk)
        case True:
            move = onward(step, told, desk)
            move = replace(move, before=(*move.before, *_chosen(step, event, told, desk)))
            return _onward_from(step.asked, move, desk)
    return None


def _chosen(step: Answering, event: Happening, told: Form, desk: Desk) -> tuple[Text, ...]:
    """Write what was chosen over the question, so that the answers can be read back in the chat."""
    now_told = form(told.row.id, desk)
    if not isinstance(event, Chose | SentFile) or now_told is None:
        return ()
    t, question = desk.words, QUESTIONS[step.asked]
    if isinstance(event, SentFile):
        return (Text(one_photo(desk)),) if event.album else ()
    if step.asked is Asked.CONSENT:
        return (agreed(event.message_id, desk),)
    said = t("✅ {label}: {value}", label=question.label(t), value=question.shown(now_told, desk))
    return (Text(said, replaces=event.message_id),)


def _is_another(asked: Asked, told: Form, desk: Desk) -> bool:
    """Tell a photo that comes after the one that is kept; the rest of an album has had its answer."""
    return bool(told.details.paper.photo) and asked is not Asked.PAPER_PHOTO and not desk.goes_on


def one_photo(desk: Desk) -> str:
    """Say which of several photos is kept."""
    return desk.words("I keep one photo, the first. When you look through everything at the end, you can change it.")


def agreed(message_id: int, desk: Desk) -> Text:
    """Write over the question for consent that it was given."""
    return Text(desk.words("✅ You have agreed. /privacy shows what is held about you."), replaces=message_id)


def answer(asked: Asked, event: Happening, told: Form, desk: Desk) -> Unclear | bool:
    """Write an answer down. True: done. False: it is none, and somebody else may know what to do with it."""
    question = QUESTIONS[asked]
    match event:
        case Chose("skip") if question.skip and question.put:
            return noted(told, question.put(told.details, ""), desk)
        case Said(typed) if question.text and question.put:
            text = question.text(typed, desk)
            return text if isinstance(text, Unclear) else noted(told, question.put(told.details, text), desk)
    return question.reads is not None and question.reads(event, told, desk)


def _onward_from(asked: Asked, move: Go, desk: Desk) -> Go:
    """Put the keyboard of the question for the phone away."""
    return replace(move, before=(keys_away(desk), *move.before)) if asked is Asked.PHONE else move


def later(told: Form, desk: Desk) -> Go:
    """Lead to the menu, and say that nothing is lost."""
    if not told.can_be_sent:
        return Go(AtMenu())
    t = desk.words
    said = t("It is saved. To go on with it: “{label}”.", label=t.button("My affiliation"))
    return Go(AtMenu(), before=(Text(said),))


def agree_first(event: Said | SharedContact, unit_id: int, desk: Desk) -> str:
    """Say that nothing is kept before the consent; a doubt is answered, and a written yes is led to the button."""
    t = desk.words
    match aside(event.text) if isinstance(event, Said) else None:
        case Aside.WHY:
            return "\n".join(consent.what_for(t))
        case Aside.DATA:
            return consent.who_sees(t)
        case Aside.IF_NO:
            return t("Then nothing is kept and nothing is passed on. You can go on looking for service points and"
                     " activities without an affiliation.")  # fmt: skip
    if isinstance(event, Said) and registration.agrees(event.text):
        return t("Thank you. Please tap “{label}” below, so that it counts.", label=t.button("I agree"))
    if isinstance(event, Said) and after_sending.said(event.text, is_at_hand=False) == Saying(About.RESULT):
        return host_days(unit_id, desk)
    return t("Please tap “{label}” first. What you have just written was not kept.", label=t.button("I agree"))


def host_days(unit_id: int, desk: Desk) -> str:
    """Say how long an answer usually takes."""
    return desk.words.plural(
        "You usually have an answer within {number} working day, and I tell you at once.",
        "You usually have an answer within {number} working days, and I tell you at once.",
        desk.rule(Rule.REVIEW_WORKING_DAYS, unit_id),
    )


def _refused(told: Form, desk: Desk) -> Move:
    t = desk.words
    kept = t("All right. Without it I cannot pass on a request, so I stop here.")
    if told.can_be_sent:
        more = t("What you filled in before is kept: “{label}” shows it, to go on with or to discard.",
                 label=t.button("My affiliation"))  # fmt: skip
    else:
        more = t("Your affiliation goes on as before.")
    return Go(AtMenu(), before=(Text(f"{kept}\n{more}"),))
