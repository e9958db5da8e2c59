"""The summary of a request: everything that was told, line by line, to be changed by its name, or sent."""

from datetime import datetime

from bot.chat import Button, Buttons, Said, SentFile, SharedContact, Text
from bot.flows.affiliating import host_news
from bot.flows.affiliating.registering import asking, beside, building, several
from bot.flows.affiliating.registering.answers import Unclear, tidy_lines
from bot.flows.affiliating.registering.form import Form, form, words_of_return
from bot.flows.affiliating.registering.order import (
    OF_A_PAPER,
    STEPS,
    can_be_mended,
    lines,
    missing,
    more,
    shown,
    step_of,
)
from bot.flows.affiliating.registering.questions import QUESTIONS
from bot.flows.affiliating.registering.start import taking
from bot.flows.affiliating.steps import Answering, Asked, BeingSure, CheckingRequest, ChoosingItem, MyAffiliation
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint
from bot.flows.keyboards import to_menu, two_a_row
from bot.planning.affiliations import plan_for
from domain.affiliations.affiliations import Actor, State, Verb
from domain.people.deeds import By, Deed
from domain.people.members import DocumentKind
from domain.rules import Rule
from domain.said.requests import registration
from domain.said.requests.asides import Aside, aside, is_no_value
from domain.said.requests.request_lines import asked_for, named_within
from storage.affiliations import affiliations
from storage.places import places


def show(_step: CheckingRequest, told: Form, desk: Desk) -> Text:
    t = desk.words
    text = "\n".join((*_heading(told, desk), *_lines(told, desk)))
    change = Button(t.button("Change something"), "change")
    if not told.can_be_sent:
        mine = Button(t.button("My affiliation"), EntryPoint.MY_AFFILIATION.data(told.row.id))
        return Text(text, ((_add_more(desk) if told.waits else change,), (mine, to_menu(desk))))
    discard = (Button(t.button("Discard"), "discard"),) if told.row.state is State.DRAFT else ()
    later = Button(t.button("Later"), "menu")
    send = Button(t.button("✅ Send"), "send")
    return Text(text, (*_wanted_button(told, desk), (send, change), (*discard, later)))


def _heading(told: Form, desk: Desk) -> list[str]:
    """Say what it is, how far one is, and what the reviewer wrote."""
    t = desk.words
    if not told.can_be_sent:
        return [t("<b>What you have told</b>")]
    far = [step_of(len(STEPS) + 1, t)] if told.row.submitted_at is None else []
    words = words_of_return(told, desk)
    wrote = [t("They write: “{reason}”", reason=words)] if words else []
    return [*far, t("<b>Please look through it once more</b>"), *wrote]


def _lines(told: Form, desk: Desk) -> list[str]:
    t = desk.words
    return [
        t("{label}: {value}", label=QUESTIONS[asked].label(t), value=_value(asked, told, desk)) for asked in shown(told)
    ]


def _value(asked: Asked, told: Form, desk: Desk) -> str:
    """Say what stands in a line; the arrival that every draft begins with is marked, since nobody may have said it."""
    value, row = QUESTIONS[asked].shown(told, desk), told.row
    began_on = datetime.fromtimestamp(row.state_since, desk.now.tzinfo).date()
    if asked is Asked.ARRIVAL and row.state is State.DRAFT and row.continues_id is None and row.arrives_on == began_on:
        return desk.words("{day} (assumed; change it if it is not right)", day=value)
    return value


def _add_more(desk: Desk) -> Button:
    return Button(desk.words.button("Add details"), "more")


def _wanted(told: Form, desk: Desk) -> Asked | None:
    """Tell which line the reviewer asks for, where the words say it."""
    line = asked_for(words_of_return(told, desk))
    asked = None if line is None else Asked(line)
    if asked in OF_A_PAPER and told.details.paper.kind is DocumentKind.NONE_YET:
        return Asked.PAPER
    return asked if asked is not None and can_be_mended(asked, told) else None


def _wanted_button(told: Form, desk: Desk) -> Buttons:
    asked, t = _wanted(told, desk), desk.words
    return () if asked is None else ((Button(t.button("Add: {line}", line=_label(asked, desk)), asked),),)


def _label(asked: Asked, desk: Desk) -> str:
    return QUESTIONS[asked].label(desk.words)


def hear(step: CheckingRequest, told: Form, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("menu"):
            return asking.later(told, desk)
        case Chose("send") if told.can_be_sent:
            return _send(told, desk)
        case Chose("change", message_id):
            return Go(ChoosingItem(told.row.id), replaces=message_id)
        case Chose("more", message_id):
            return Go(ChoosingItem(told.row.id, more=True), replaces=message_id)
        case Chose("discard", message_id) if told.row.state is State.DRAFT:
            return Go(BeingSure(told.row.id, Verb.DISCARD), replaces=message_id)
    return _anything(step, told, event, desk)


def show_items(step: ChoosingItem, told: Form, desk: Desk) -> Text:
    """Show the same lines, and a button for each by its name."""
    t = desk.words
    first = () if step.more else lines(told)
    buttons = [Button(_label(asked, desk), asked) for asked in first or more(told)]
    if first:
        buttons.append(_add_more(desk))
        asked = t("Which line shall we change? Tap it, or type for example: {example}",
                  example=t.plain("phone 139 1234 5678"))  # fmt: skip
    else:
        asked = t("What would you like to add? None of it is needed.")
    back = Button(t.button("Nothing, thank you"), "back")
    return Text("\n".join((*_lines(told, desk), asked)), (*two_a_row(buttons), (back,)))


def hear_item(step: ChoosingItem, told: Form, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(CheckingRequest(told.row.id), replaces=message_id)
        case Chose("more", message_id):
            return Go(ChoosingItem(told.row.id, more=True), replaces=message_id)
    return _anything(step, told, event, desk)


def _anything(step: CheckingRequest | ChoosingItem, told: Form, event: Happening, desk: Desk) -> Move | None:
    """Hear a line's button, and what is written instead of tapping."""
    match event:
        case Chose(choice) if choice in set(Asked):
            return _change(Asked(choice), told)
        case SharedContact() if told.can_be_sent:
            return asking.hear(Answering(told.row.id, Asked.PHONE, mending=True), told, event, desk)
        case SentFile("photo") if told.details.paper.photo and not desk.goes_on:
            return Go(step, before=(Text(asking.one_photo(desk)),))
        case Said(typed):
            move = _written(typed, told, desk)
            return Go(step, before=(Text(move.said),)) if isinstance(move, Unclear) else move
    return None


def _change(asked: Asked, told: Form) -> Move | None:
    return Go(Answering(told.row.id, asked, mending=True)) if can_be_mended(asked, told) else None


def _written(typed: str, told: Form, desk: Desk) -> Move | Unclear | None:
    """Take what is written to a request: a line by its name, with what it is to say, or what a line can be read from.

    What a reviewer has asked for is answered by any other words. None: nobody knows what it means.
    """
    t, (line, value) = desk.words, named_within(typed) or ("", "")
    if line and told.waits and not can_be_mended(Asked(line), told):
        return Unclear(
            t("Your request is being looked at. Until there is an answer, details can be added, and nothing changed.")
        )
    if line and can_be_mended(Asked(line), told):
        return _named_line(Asked(line), value, told, desk)
    said = registration.read(tidy_lines(typed), desk.today, may_be_name=False if told.details.name else None)
    if said.count and not told.waits and (filled := several.fill(said, told, desk)):
        now_told = form(told.row.id, desk) or told
        noted = asking.noted_down(filled, now_told, desk, said.left)
        return Go(CheckingRequest(told.row.id), before=(Text(noted),))
    beside_it = _beside(typed, told, desk)
    wanted = None if registration.is_answer(typed) or is_no_value(typed) else _wanted(told, desk)
    return beside_it or (None if wanted is None else _written_to(wanted, typed, told, desk))


def _beside(typed: str, told: Form, desk: Desk) -> Move | Unclear | None:
    """Answer what stands in no line: nothing is sent and nothing is changed by it."""
    t, line = desk.words, asked_for(typed)
    match aside(typed):
        case Aside.SEND if told.can_be_sent:
            return Unclear(t("If all of it is right, please tap “{label}”.", label=t.button("✅ Send")))
        case Aside.LATER:
            return asking.later(told, desk)
        case Aside.UNKNOWN:
            return Unclear(t("Nothing was changed."))
        case Aside.COMPLAINT if line is not None and (move := _change(Asked(line), told)):
            return move
        case Aside.COMPLAINT if lines(told):
            return Go(ChoosingItem(told.row.id))
    words = beside.answered(typed, None, told, desk)
    return None if words is None else Unclear(words)


def _named_line(asked: Asked, value: str, told: Form, desk: Desk) -> Move | Unclear | None:
    """Write into the line that was named, or open it where nothing was said that can stand there."""
    is_value = asked in (Asked.STAY, Asked.ARRIVAL, Asked.END, Asked.PHONE) or not is_no_value(value)
    if not value or not (is_value or registration.cut_arrival(value, desk.today)[1]):
        return _change(asked, told)
    return _written_to(asked, value, told, desk)


def _written_to(asked: Asked, value: str, told: Form, desk: Desk) -> Move | Unclear:
    if asked is Asked.BUILDING:
        return building.look_up(Answering(told.row.id, asked, mending=True), value, told, desk)
    rest, day = registration.cut_arrival(value, desk.today)
    if day is None or asked is Asked.ARRIVAL or not told.can_be_sent:
        taken = asking.answer(asked, Said(value), told, desk)
        done: Move = Go(CheckingRequest(told.row.id)) if taken else Go(Answering(told.row.id, asked, mending=True))
        return taken if isinstance(taken, Unclear) else done
    filled = several.fill(registration.Told(arrival=day), told, desk)
    now_told = form(told.row.id, desk) or told
    taken = asking.answer(asked, Said(rest), now_told, desk)
    noted = Text(asking.noted_down(filled, form(told.row.id, desk) or told, desk))
    return taken if isinstance(taken, Unclear) else Go(CheckingRequest(told.row.id), before=(noted,))


def _send(told: Form, desk: Desk) -> Move:
    lacking = missing(told)
    if lacking is not None:
        return Go(Answering(told.row.id, lacking, mending=lacking is not Asked.CONSENT))
    row, t = told.row, desk.words
    point = taking(row.point_id, desk)
    if point is None:
        there = places.point(desk.unit, row.point_id)
        said = t("{point} takes no affiliations any more. Please choose another point; the rest is kept.",
                 point=there.name if there else "…")  # fmt: skip
        return Go(Answering(row.id, Asked.POINT, mending=True), before=(Text(said),))
    if row.ends_on is not None and row.ends_on < desk.today:
        said = t("The expected end, {day}, is over. Please change it.", day=t.full_day(row.ends_on))
        return Go(Answering(row.id, Asked.END, mending=True), before=(Text(said),))
    days = desk.rule(Rule.REVIEW_WORKING_DAYS, row.unit_id)
    due_on = desk.working_days_after(desk.today, days)
    deed = Deed(By(desk.person.chat_id, "member", Actor.MEMBER), desk.now.timestamp())
    done = affiliations.do(desk.unit, row.id, Verb.SUBMIT, deed, due_on)
    plan_for(desk.unit, done.row, told.member, desk.now)
    lines = (t("✅ Sent."), asking.host_days(row.unit_id, desk))
    tells = host_news.news(done, row, desk)
    return Go(MyAffiliation(row.id), before=(Text("\n".join(lines)),), tells=tells)
