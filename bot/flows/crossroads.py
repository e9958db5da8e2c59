"""Where every event comes by: one list of who hears it, in order, each with the reason why not later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Final

from bot import buttons
from bot.acts import CUT_FROM
from bot.buttons import Carried, Lasting
from bot.chat import (
    Blocked,
    Button,
    Commanded,
    Edited,
    Forwarded,
    Key,
    PlaceMoved,
    Reply,
    Said,
    SentFile,
    SharedContact,
    SharedPlace,
    Started,
    Text,
    Unblocked,
    Unreadable,
)
from bot.flows import flow_of, in_forms, labels, links, menu, opener, small_talk
from bot.flows.activities import near
from bot.flows.affiliating import after_sending, data_questions
from bot.flows.affiliating.steps import OfAffiliation
from bot.flows.afterwards import verifying
from bot.flows.answering import answers, facts, late
from bot.flows.check_in import checking_in
from bot.flows.commands import COMMANDS, Whom, command
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain, Tell
from bot.flows.entry_points import EntryPoint, Opened, opened_by
from bot.flows.finding import nearest, typed_place
from bot.flows.finding.steps import ChoosingGuess, FoundNothing
from bot.flows.flow import Waits
from bot.flows.groups import groups_there
from bot.flows.keyboards import keys_away
from bot.flows.mail import answering as mail_answering
from bot.flows.mail import replies as mail_replies
from bot.flows.mail import writing_in
from bot.flows.menu import AtMore
from bot.flows.rights import organised
from bot.flows.sentences import at_hand, opening
from bot.flows.step import AtMenu, Step
from bot.flows.typed import readable
from bot.flows.wishes import topics
from bot.texts import LANGUAGES, Words, words
from domain import certificate_codes, control_words
from domain.answers import asks
from domain.control_words import Control
from domain.said.asides import Aside, aside
from domain.said.languages import written_in
from domain.said.ordinals import line_named
from storage.people import people


@dataclass(frozen=True)
class Heard:
    """What happened, where the person is, and the desk; what several listeners want to know is found once."""

    step: Step
    event: Happening
    desk: Desk

    @cached_property
    def waits(self) -> Waits:
        return flow_of(self.step).waits(self.step)

    @cached_property
    def shown(self) -> tuple[Reply, ...]:
        """The screen that the person has before them."""
        return flow_of(self.step).show(self.step, self.desk)

    def shown_at(self, desk: Desk) -> tuple[Reply, ...]:
        """Return the same as it is at a desk of perhaps another language."""
        return self.shown if desk is self.desk else flow_of(self.step).show(self.step, desk)

    @cached_property
    def takes_words(self) -> bool:
        """Tell whether the screen has asked for words."""
        return self.waits in {Waits.WORDS, Waits.CHOICE, Waits.PROSE, Waits.REMARK}

    @cached_property
    def found(self) -> Move | None:
        """Look for the place that was typed, whatever comes of it; None: nothing was."""
        return typed_place.search_for(self.event, self.desk) if isinstance(self.event, Said) else None

    @property
    def other_language(self) -> str:
        """Return the language of a sentence in another than is spoken here; "" for any other, or for an answer."""
        said = self.event.text if isinstance(self.event, Said) and self.waits is Waits.NOTHING else ""
        found = written_in(said)
        return "" if found == self.desk.words.language else found

    def at_hand(self, event: Happening | None = None) -> Move | None:
        """Let the step itself hear it, or something that it comes to."""
        return flow_of(self.step).hear(self.step, self.event if event is None else event, self.desk)


Listener = Callable[[Heard], Move | None]

_OF_WORDS: Final[set[Listener]] = set()


def of_words(listener: Listener) -> Listener:
    """Mark who hears nothing but words, and is not asked about anything else."""
    _OF_WORDS.add(listener)
    return listener


def advance(
    step: Step, event: Happening, desk: Desk, shown: Step | None = None
) -> tuple[Step, tuple[Reply, ...], tuple[Tell, ...]]:
    """Answer one event: the next step, everything that is said, and what others are told.

    Whatever happens has an answer here. `shown` is the step whose screen had the button that was pressed, where the
    conversation has gone on since: the button does what it did there, and nothing else.
    """
    heard, listeners = Heard(shown or step, event, desk), _who_hears(type(event)) if shown is None else HEARD_OF_OLD
    move: Move = next(answer for hear in listeners if (answer := hear(heard)) is not None)
    if isinstance(move, Remain):
        return step, move.replies, move.tells
    if move.language:
        desk = replace(desk, words=words(move.language))
    elif heard.other_language:
        move = replace(move, before=(*move.before, menu.other_language(heard.other_language)))
    return move.step, (*move.before, *screen(move.step, desk, move.replaces)), move.tells


@cache
def _who_hears(kind: type[Happening]) -> tuple[Listener, ...]:
    return tuple(hear for hear in HEARD if kind is Said or hear not in _OF_WORDS)


def screen(step: Step, desk: Desk, replaces: int = 0) -> tuple[Reply, ...]:
    """Return the screen of a step; a single message can rewrite the message `replaces`."""
    shown = flow_of(step).show(step, desk)
    match shown:
        case (Text(keys=()) as text,) if replaces:
            return (replace(text, replaces=replaces),)
    return shown


def _in_a_group(heard: Heard) -> Move | None:
    return groups_there.heard(heard.event, heard.desk)


def _commanded(heard: Heard) -> Move | None:
    match heard.event:
        case Started(payload) if payload:
            return links.follow(payload, heard.desk)
        case Started():
            return _run("start", "", heard.desk)
        case Commanded(name, typed):
            return _run(name, typed, heard.desk)
    return None


def _run(name: str, typed: str, desk: Desk) -> Move | None:
    found = command(name)
    if found is None or (found.whom is Whom.ORGANISERS and not organised(desk)):
        return menu.refusal(desk, desk.words("I do not know the command /{name}.", name=readable(name)))
    return opener(found.opens)(Opened(found.opens, typed if found.takes_words else "", 0), desk)


@of_words
def _refused_in_reply(heard: Heard) -> Move | None:
    return topics.replied(heard.event, heard.desk)


def _replied_to_mail(heard: Heard) -> Move | None:
    return mail_replies.replied(heard.event, heard.desk)


@of_words
def _replied_to_question(heard: Heard) -> Move | None:
    return answers.replied(heard.event, heard.desk)


def _told_what_it_is(heard: Heard) -> Move | None:
    return in_forms.settled(heard.step, heard.event, heard.desk)


@of_words
def _label_typed(heard: Heard) -> Move | None:
    """Hear the label of a button or key of the screen at hand as a tap on it."""
    if not isinstance(heard.event, Said):
        return None
    return _tap_on(heard.event.text, heard) or _offer_taken(heard.event.text, heard)


def _offer_taken(label: str, heard: Heard) -> Move | None:
    """Tap a button below what was said last, which is no screen; None: there is none of this name."""
    match buttons.read(dict(heard.desk.offers).get(labels.short(label), "")):
        case Lasting() as lasting:
            return _opened(replace(heard, event=opened_by(lasting, 0)))
        case Carried(choice=choice):
            tap = replace(heard, event=Chose(choice, 0))
            return _told_what_it_is(tap) or tap.at_hand() or _led_on(tap)
    return None


def _tap_on(label: str, heard: Heard) -> Move | None:
    """Tap what the screen at hand calls so; None: there is no such button or key."""
    # Where words are asked for, half a label is an answer.
    match labels.meant(label, heard.shown_at, heard.desk, whole=heard.takes_words):
        case Button() as button:
            return _tapped(button, heard)
        case Key(shares=shares) if shares:
            said = heard.desk.words("A message cannot do that: please tap the key below the input field.")
            return Go(heard.step, before=(Text(said),))
        case Key(own):
            return heard.at_hand(Said(own))
    return None


def _tapped(button: Button, heard: Heard) -> Move | None:
    if button.url:
        return Remain((Text(heard.desk.words("This opens with a tap:"), ((button,),)),))
    data = buttons.read(button.data)
    if isinstance(data, Lasting):
        return _opened(replace(heard, event=opened_by(data, 0)))
    tap = replace(heard, event=Chose(button.data, 0))
    return tap.at_hand() or _led_on(tap)


@of_words
def _steered(heard: Heard) -> Move | None:
    """Hear a word that steers the conversation, which is nobody's name."""
    control = control_words.understood(heard.event.text) if isinstance(heard.event, Said) else None
    match control:
        case Control.HELP:
            return _helped(heard)
        case Control.SKIP:
            return _skipped(heard)
        case Control.BACK:
            return _tap_on(heard.desk.words.button("Back"), heard) or _left(heard)
        case Control.LATER:
            return _tap_on(heard.desk.words.button("Later"), heard) or _left(heard)
        case Control.MENU:
            return _left(heard)
        case Control.CANCEL if heard.waits is Waits.REMARK:
            return heard.at_hand() or _left(heard)  # what was said before the remark may be taken back by it
        case Control.CANCEL if heard.waits is not Waits.NOTHING:
            return _left(heard)
    return None


_SKIPS: Final = ("skip", "none", "enough")
"""The choices by which a screen lets a question go unanswered."""


def _skipped(heard: Heard) -> Move | None:
    """Press what lets the question go unanswered; where there is nothing such, say so."""
    there = {button.data for reply in heard.shown for row in reply.buttons for button in row}
    skip = next((choice for choice in _SKIPS if choice in there), None)
    if skip is not None:
        return heard.at_hand(Chose(skip, 0))
    if heard.waits is Waits.NOTHING:
        return None
    return Go(heard.step, before=(Text(heard.desk.words("This question cannot be skipped:")),))


def _left(heard: Heard) -> Move:
    """Leave for the menu, and say of a form what becomes of it."""
    t = heard.desk.words
    if heard.waits is Waits.NOTHING:
        return Go(AtMenu(), before=(keys_away(heard.desk),))
    said = _kept(t) if flow_of(heard.step).keeps(heard.step) else t("All right, back to the menu.")
    return Go(AtMenu(), before=(Text(said, hide_keys=True),))


def _kept(t: Words) -> str:
    return t("All right. What you have filled in so far is kept.")


def _helped(heard: Heard) -> Move | None:
    if heard.waits is Waits.NOTHING:
        return opener(EntryPoint.HELP)(Opened(EntryPoint.HELP, "", 0), heard.desk)
    t = heard.desk.words
    said = t(
        "I am waiting for your answer to the question below. “{back}” goes one step back, “{menu}” leaves it.",
        back=t.button("Back"),
        menu=t.button("Menu"),
    )
    return Go(heard.step, before=(Text(said),))


@of_words
def _answered_beside_a_form(heard: Heard) -> Move | None:
    if not isinstance(heard.event, Said) or not heard.takes_words:
        return None
    answered = answers.beside_form(heard.event, heard.desk)
    return answered or (late.beside_form(heard.event, heard.desk) if heard.waits is Waits.WORDS else None)


@of_words
def _too_long(heard: Heard) -> Move | None:
    """Refuse what is longer than the answer can be, before a part of it is taken for the whole."""
    most = flow_of(heard.step).most(heard.step)
    if not isinstance(heard.event, Said) or not heard.takes_words or len(heard.event.text) <= most:
        return None
    said = heard.desk.words(
        "That is longer than fits here: {most} characters at most. Nothing of it was kept.", most=most
    )
    return Go(heard.step, before=(Text(said),))


@of_words
def _rest_of_a_text(heard: Heard) -> Move | None:
    """Leave alone what the messenger has cut off, where it has gone along or was refused; else say that it was not."""
    if not heard.desk.goes_on or not isinstance(heard.event, Said):
        return None
    with_the_mail = mail_answering.gone_on(heard.event, heard.desk) or writing_in.gone_on(heard.event, heard.desk)
    went_along = with_the_mail or (None if heard.takes_words else heard.at_hand())
    if went_along or (heard.takes_words and flow_of(heard.step).most(heard.step) < CUT_FROM):
        return went_along or Remain(())
    said = heard.desk.words("Your text was longer than one message can be. Its second half was not used.")
    return Remain((Text(said),))


def _rest_of_an_album(heard: Heard) -> Move | None:
    is_kept = heard.desk.kept is not None and bool(heard.desk.kept.album)
    return Remain(()) if heard.desk.goes_on and isinstance(heard.event, SentFile) and not is_kept else None


@of_words
def _data_asked_about(heard: Heard) -> Move | None:
    """Answer what is asked about one's data where it is asked; in somebody's own prose it is told to people."""
    if not isinstance(heard.event, Said) or heard.waits in {Waits.PROSE, Waits.REMARK}:
        return None
    return data_questions.answered(heard.event, heard.step, heard.desk, is_free=heard.waits is Waits.NOTHING)


@of_words
def _form_answered(heard: Heard) -> Move | None:
    if not isinstance(heard.event, Said) or not heard.takes_words:
        return None
    is_other = heard.waits in {Waits.WORDS, Waits.CHOICE} and not _asks_about_the_form(heard.event, heard)
    if is_other and opening.sure(heard.event, heard.desk):
        is_left = heard.waits is Waits.CHOICE and not writing_in.holds_words(heard.step)
        return (opening.opened if is_left else in_forms.doubted)(heard.event, heard.desk)
    return None if heard.waits is Waits.REMARK and _asks_for_something(heard.event, heard) else heard.at_hand()


def _asks_about_the_form(said: Said, heard: Heard) -> bool:
    """Tell why, and whether it must be, in a form: 为什么要电话 is about its question, and about no other screen."""
    return flow_of(heard.step).keeps(heard.step) and aside(said.text) in {Aside.WHY, Aside.OPTIONAL}


def _asks_for_something(said: Said, heard: Heard) -> bool:
    """Tell a question, a sentence that asks for a screen, and the very name of a place: none of them is a remark."""
    return asks(said.text) or opening.sure(said, heard.desk) or _surely_found(heard) is not None


@of_words
def _refused(heard: Heard) -> Move | None:
    return None if heard.takes_words else topics.written(heard.event, heard.desk)


def _heard_at_hand(heard: Heard) -> Move | None:
    is_heard_already = isinstance(heard.event, Said) and heard.takes_words
    return None if is_heard_already else heard.at_hand()


@of_words
def _line_named(heard: Heard) -> Move | None:
    """Hear the number of a line, however it is said; no line of the list at hand answers nothing else."""
    number = line_named(heard.event.text) if isinstance(heard.event, Said) and not heard.takes_words else None
    if number is None:
        return None
    if not any(button.label.isdecimal() for reply in heard.shown for row in reply.buttons for button in row):
        return None
    said = heard.desk.words("There is no number {number} here.", number=number)
    return heard.at_hand(Said(str(number))) or Go(heard.step, before=(Text(said),))


def _at_the_door(heard: Heard) -> Move | None:
    match heard.event:
        case Said() as said:
            return checking_in.spoken(said, heard.desk)
        case SharedPlace() as shared:
            return checking_in.located(shared, heard.desk)
    return None


def _still_waiting(heard: Heard) -> Move | None:
    """Say that a question still waits, where what came is no answer to it and no words either."""
    match heard.event:
        case SharedPlace() if heard.takes_words:
            said = heard.desk.words("This question cannot be answered with a place, so I have not used it.")
            move: Move = Remain((Text(said),))
        case Edited() | Forwarded() | SentFile() | SharedContact() | Unreadable() if heard.waits is not Waits.NOTHING:
            unused = Remain((Text(_not_understood(heard.event, heard.desk)),))
            move = writing_in.offered(heard.event, unused, heard.desk)
        case _:
            return None
    return in_forms.asked_again(heard.step, move, heard.desk) if isinstance(move, Remain) and move.replies else move


@of_words
def _answered(heard: Heard) -> Move | None:
    return answers.answered(heard.event, heard.desk, heard.step) if isinstance(heard.event, Said) else None


@of_words
def _fact_asked_for(heard: Heard) -> Move | None:
    """Answer a question for a fact of what is at hand; where words are the answer, none of them is such a question."""
    if not isinstance(heard.event, Said) or heard.waits not in {Waits.NOTHING, Waits.TAP, Waits.REMARK}:
        return None
    return facts.asked(heard.event, heard.step, heard.desk, is_free=heard.waits is Waits.NOTHING)


@of_words
def _wondered_at_hand(heard: Heard) -> Move | None:
    return facts.wondered(heard.event, heard.step, heard.desk) if isinstance(heard.event, Said) else None


@of_words
def _of_a_request(heard: Heard) -> Move | None:
    """Hear what is said of a request under way, also at its summary."""
    is_its_own = heard.waits is Waits.TAP and isinstance(heard.step, OfAffiliation)
    if not isinstance(heard.event, Said) or not (heard.waits is Waits.NOTHING or is_its_own):
        return None
    return after_sending.heard(heard.event, heard.step, heard.desk)


@of_words
def _code_named(heard: Heard) -> Move | None:
    """Check the code of a certificate, which is nothing else, wherever it is written."""
    if not isinstance(heard.event, Said) or (heard.takes_words and heard.waits is not Waits.REMARK):
        return None
    code = certificate_codes.named(heard.event.text)
    return verifying.verify(code, heard.desk) if code else None


@of_words
def _running_late(heard: Heard) -> Move | None:
    return late.heard(heard.event, heard.desk) if isinstance(heard.event, Said) else None


@of_words
def _wished_at_hand(heard: Heard) -> Move | None:
    """Hear a wish that is one of the buttons at hand, said in a sentence."""
    if not isinstance(heard.event, Said) or heard.waits is not Waits.NOTHING:
        return None
    wished = at_hand.heard(heard.step, heard.shown, heard.event, heard.desk)
    if wished is not None:
        return wished
    match labels.within(heard.event.text, heard.shown):
        case Button() as button:
            return _tapped(button, heard)
    return None


@of_words
def _stopped(heard: Heard) -> Move | None:
    control = control_words.understood(heard.event.text) if isinstance(heard.event, Said) else None
    return _left(heard) if control is Control.CANCEL else None


@of_words
def _greeted(heard: Heard) -> Move | None:
    if not isinstance(heard.event, Said) or heard.waits is not Waits.NOTHING:
        return None  # "all right" to a question that waits for a tap would sound as if it were done
    return small_talk.answered(heard.event, heard.desk)


@of_words
def _menu_label(heard: Heard) -> Move | None:
    """Hear what stands in the menu, or in the list of commands, as a tap on it."""
    if not isinstance(heard.event, Said):
        return None
    for page in (AtMenu(), AtMore(), AtMore(is_rest=True)):
        move = _tap_on(heard.event.text, replace(heard, step=page))
        if move is not None:
            return _with_keys_away(move, heard)
    name = _command_names().get(labels.folded(heard.event.text))
    return None if name is None else _with_keys_away(_run(name, "", heard.desk), heard)


def _with_keys_away(move: Move | None, heard: Heard) -> Move | None:
    """Put the keyboard of the screen that is left away."""
    if not isinstance(move, Go) or not any(isinstance(reply, Text) and reply.keys for reply in heard.shown):
        return move
    return replace(move, before=(keys_away(heard.desk), *move.before))


@cache
def _command_names() -> Mapping[str, str]:
    """Return the commands that everybody sees, by what they are called and by what they say of themselves."""
    spoken = [words(language) for language in LANGUAGES]
    shown = [one for one in COMMANDS if one.says and one.whom is Whom.EVERYBODY]
    told = {labels.folded(one.says(t)): one.name for t in spoken for one in shown if one.says}
    return told | {one.name: one.name for one in shown}


@of_words
def _framed(heard: Heard) -> Move | None:
    if not isinstance(heard.event, Said):
        return None
    if opening.may_be_name(heard.event, heard.desk) and _surely_found(heard):
        return None  # the very name of a place: 华山路骑手驿站
    return opening.opened(heard.event, heard.desk)


@of_words
def _answered_in_words(heard: Heard) -> Move | None:
    return answers.answered_in_words(heard.event, heard.desk) if isinstance(heard.event, Said) else None


@of_words
def _surely_found(heard: Heard) -> Move | None:
    match heard.found:
        case Go(FoundNothing() | ChoosingGuess(sure=False)):
            return None
    return heard.found


@of_words
def _passed_on(heard: Heard) -> Move | None:
    return answers.passed_on(heard.event, heard.desk, heard.step) if isinstance(heard.event, Said) else None


@of_words
def _asked_again(heard: Heard) -> Move | None:
    if not isinstance(heard.event, Said) or heard.waits in {Waits.NOTHING, Waits.REMARK}:
        return None
    if heard.takes_words:
        return in_forms.asked_again(heard.step, Remain(()), heard.desk)
    return Go(heard.step, before=(Text(heard.desk.words("Please tap one of the buttons.")),))


@of_words
def _guessed(heard: Heard) -> Move | None:
    return opening.perhaps(heard.event, heard.desk) if isinstance(heard.event, Said) else None


@of_words
def _offered_on(heard: Heard) -> Move | None:
    return answers.offered(heard.event, heard.desk) if isinstance(heard.event, Said) else None


@of_words
def _looked_for(heard: Heard) -> Move | None:
    return heard.found


def _place_shared(heard: Heard) -> Move | None:
    match heard.event:
        case SharedPlace() as shared:
            return near.looked_around(heard.step, shared, heard.desk) or nearest.around(shared, heard.desk)
        case PlaceMoved():  # it comes every few seconds, and nobody has said anything
            return Remain(())
    return None


def _place_passed_on(heard: Heard) -> Move | None:
    return typed_place.forwarded(heard.event.text, heard.desk) if isinstance(heard.event, Forwarded) else None


def _opened(heard: Heard) -> Move | None:
    match heard.event:
        case Opened(entry) if entry is not None:
            return opener(entry)(heard.event, heard.desk) or _gone(heard.step, heard.desk)
    return None


def _led_on(heard: Heard) -> Move | None:
    match heard.event:
        case Chose("menu", message_id) if flow_of(heard.step).keeps(heard.step):
            return Go(AtMenu(), before=(Text(_kept(heard.desk.words), replaces=message_id),))
        case Chose("menu", message_id):
            return Go(AtMenu(), replaces=message_id)
        case Chose() | Opened():
            return _gone(heard.step, heard.desk)
    return None


def _let_in_or_out(heard: Heard) -> Move | None:
    people_of, chat_id = heard.desk.unit, heard.desk.person.chat_id
    match heard.event:
        case Unblocked():
            people.mark_unreachable(people_of, chat_id, None)
            return Remain(())
        case Blocked():
            people.mark_unreachable(people_of, chat_id, heard.desk.now.timestamp())
            return Remain(())
    return None


def _without_use(heard: Heard) -> Move:
    return writing_in.offered(
        heard.event, menu.refusal(heard.desk, _not_understood(heard.event, heard.desk)), heard.desk
    )


HEARD: Final[tuple[Listener, ...]] = (
    _in_a_group,  # what happens in a group answers no question of a private chat
    _rest_of_a_text,  # what the messenger has cut off has gone where the rest went, and is nobody's answer
    _commanded,  # a way out that works whatever is being asked
    _refused_in_reply,  # "no more of this" below an announcement says itself what it means, also in a form
    _replied_to_mail,  # what replies to a message of the mail says itself what it answers
    _replied_to_question,  # the same for what replies to a question about a seat or a duty
    _told_what_it_is,  # the tap that says whether words were the answer to a form: the form knows no such button
    _label_typed,  # what stands on the screen is what is meant, even if it could be a name or an answer to something
    _steered,  # 返回 and 取消 are nobody's name; only 取消 can also answer a question elsewhere, see `_stopped`
    _answered_beside_a_form,  # "能来" below a call that has come meanwhile answers the call, and is no employer
    _too_long,  # a part of an answer is none
    _data_asked_about,  # "who sees this" is no name and no answer: it is answered, and the form stays
    _form_answered,  # where words were asked for, no word of the whole bot is heard before
    _refused,  # "write to me no more" counts at once, before a list or a search makes something of it
    _heard_at_hand,  # what the screen makes of it: buttons, numbers of lines, files, days
    _line_named,  # "the third one" below a list is its third line, and no number of stars
    _at_the_door,  # a word that was spoken in the room, or where one is: also out of a form, for it is now or never
    _rest_of_an_album,  # the first picture was taken, and has its answer
    _still_waiting,  # a form is not left by a picture or a place
    _fact_asked_for,  # "when does it begin" is about what is at hand, and neither a yes nor a place
    _answered,  # a clear answer goes to the question that is open, before it could be a greeting
    _code_named,  # the code of a certificate is nobody's name
    _of_a_request,  # "when do I hear" and "my number is wrong" are about the request that is under way
    _running_late,  # "stuck in traffic" is no number of minutes, and no place either
    _wished_at_hand,  # "I would like to affiliate here" is about the card that is shown, before any list
    _stopped,  # 取消 where nothing is open that it could answer
    _greeted,  # a courtesy asks for nothing, and is no building
    _menu_label,  # what stands in the menu works from everywhere
    _framed,  # a sentence that surely asks for a screen; it may name a place, so it comes before places
    _answered_in_words,  # where the centre has asked for words, also the name of a place may be the answer
    _surely_found,  # a place, if there is no doubt
    _wondered_at_hand,  # any other question at a card: its notes say it, or people are asked
    _passed_on,  # something waits for an answer: people read what nobody here has understood
    _asked_again,  # a question of the screen at hand waits for a tap or for other words
    _guessed,  # what of ours a sentence is like, where it is clearly like something
    _offered_on,  # something was answered: people may read it, if the writer wishes
    _looked_for,  # what is alike, and the way to the service centre; or not found
    _place_shared,  # what is around it
    _place_passed_on,  # what somebody shares from a map's app
    _opened,  # a lasting button
    _led_on,  # a button of the screen that its step does not know (any more)
    _let_in_or_out,  # it asks for no answer
    _without_use,  # whatever else comes has an answer too
)
"""Who hears what happens, in this order: the first who has an answer gives it."""


def _how_it_stands(heard: Heard) -> Move:
    """Say of a button whose time is over what became of its subject: the screen as it would be shown now."""
    said = heard.desk.words("That is no longer possible. This is how it stands now:")
    return Go(heard.step, before=(Text(said),))


def _to_the_menu(heard: Heard) -> Move | None:
    match heard.event:
        case Chose("menu", message_id):
            return Go(AtMenu(), replaces=message_id)
    return None


HEARD_OF_OLD: Final[tuple[Listener, ...]] = (
    _told_what_it_is,
    Heard.at_hand,  # the step that showed the button, with its own subject; who may is decided anew
    _to_the_menu,
    _how_it_stands,
)
"""Who hears a button of an earlier screen."""


def _gone(step: Step, desk: Desk) -> Move:
    return Go(step, before=(Text(desk.words("That is no longer possible here. This is where we are:")),))


def _not_understood(event: Happening, desk: Desk) -> str:
    t = desk.words
    match event:
        case Edited():
            return t("You changed an earlier message. I go by new ones: please send it again.")
        case Forwarded():
            return t("I do not use forwarded messages myself. Please write to me in your own words.")
        case SentFile("voice"):
            return t("I cannot listen to recordings. If it is meant for the service centre, I can pass it on.")
        case SentFile():
            return t("I have no use for files here. If it is meant for the service centre, I can pass it on.")
        case SharedContact():
            return t("Thank you, I need no phone number here, so I have not kept it.")
        case Unreadable(kind):
            return _unreadable(kind, desk)
    return t("I did not understand that.")


def _unreadable(kind: str, desk: Desk) -> str:
    t = desk.words
    match kind:
        case "voice" | "audio" | "video_note":
            return t("I cannot listen to recordings yet. Please type it.")
        case "sticker" | "animation" | "dice":
            return t("Thank you. I can only read words, though.")
        case _:
            return t("I cannot read this kind of message. Please type it.")
