"""The screen at hand is tapped, by a finger or by its label; and buttons whose time is over."""

from dataclasses import replace

from bot import buttons
from bot.buttons import Carried, Lasting
from bot.chat import Button, Key, Said, Text
from bot.flows import flow_of, in_forms, labels, opener
from bot.flows.activities.steps import ActivityCard, ActivityList, MyActivities
from bot.flows.crossroads.heard import Heard, of_sentences
from bot.flows.desk import Chose, Desk, Go, Move, Remain
from bot.flows.entry_points import Opened, opened_by
from bot.flows.points import NearestList, PointCard, UnitList
from bot.flows.step import AtMenu, Step
from bot.texts import Words
from domain.said.writing.ordinals import line_named


def told_what_it_is(heard: Heard) -> Move | None:
    return in_forms.settled(heard.step, heard.event, heard.desk)


@of_sentences
def label_typed(heard: Heard, said: Said) -> Move | None:
    """Hear the label of a button or key of the screen at hand as a tap on it."""
    return tap_on(said.text, heard) or _offer_taken(said.text, heard)


def _offer_taken(label: str, heard: Heard) -> Move | None:
    """Tap a button below what was said last, which is no screen; None: there is none of this name."""
    match buttons.read(dict(heard.desk.offers).get(labels.short(label), "")):
        case Lasting() as lasting:
            return opened(replace(heard, event=opened_by(lasting, 0)))
        case Carried(choice=choice):
            tap = replace(heard, event=Chose(choice, 0))
            return told_what_it_is(tap) or tap.at_hand() or led_on(tap)
    return None


def tap_on(label: str, heard: Heard) -> Move | None:
    """Tap what the screen at hand calls so; None: there is no such button or key."""
    # Where words are asked for, half a label is an answer.
    match labels.meant(label, heard.shown_at, heard.desk, whole=heard.takes_words):
        case Button() as button:
            return tapped(button, heard)
        case Key(shares=shares) if shares:
            said = heard.desk.words("A message cannot do that: please tap the key below the input field.")
            return Go(heard.step, before=(Text(said),))
        case Key(own):
            return heard.at_hand(Said(own))
    return None


def tapped(button: Button, heard: Heard) -> Move | None:
    if button.url:
        return Remain((Text(heard.desk.words("This opens with a tap:"), ((button,),)),))
    data = buttons.read(button.data)
    if isinstance(data, Lasting):
        return opened(replace(heard, event=opened_by(data, 0)))
    tap = replace(heard, event=Chose(button.data, 0))
    return tap.at_hand() or led_on(tap)


def kept(t: Words) -> str:
    return t("All right. What you have filled in so far is kept.")


def heard_at_hand(heard: Heard) -> Move | None:
    is_heard_already = isinstance(heard.event, Said) and heard.takes_words
    return None if is_heard_already else heard.at_hand()


@of_sentences
def line_chosen(heard: Heard, said: Said) -> Move | None:
    """Hear the number of a line, however it is said; no line of the list at hand answers nothing else.

    It is a line of what is shown, else of what was spoken of, or of the list that this was chosen from.
    """
    number = line_named(said.text) if not heard.takes_words else None
    if number is None:
        return None
    spoken_of = list_of(heard)
    lists = [one for one in (heard, heard.topic, spoken_of) if one is not None and lines_of(one)]
    if not lists and spoken_of is None:
        return None
    lists = lists or [spoken_of or heard]
    told = heard.desk.words("There is no number {number} here.", number=number)
    chosen = (line(one, number) for one in lists)
    return next((one for one in chosen if one is not None), None) or Go(lists[0].step, before=(Text(told),))


def list_of(heard: Heard) -> Heard | None:
    """Return what is spoken of as the list that it is, or that it was chosen from; None: there is none."""
    at = heard.topic
    match at.step if at is not None else None:
        case NearestList() | UnitList() | ActivityList():
            return at
        case PointCard(back=Step() as back):
            return replace(heard, step=back)
        case ActivityCard(back=ActivityList() | MyActivities() as back):
            return replace(heard, step=back)
    return None


def lines_of(heard: Heard) -> list[Button]:
    """Return the buttons that lines are chosen by: those with a number, or where something was asked each choice."""
    there = [button for reply in heard.shown for row in reply.buttons for button in row]
    numbers = [one for one in there if one.label.isdecimal()]
    is_choice = type(heard.step).LEAVES_TOPIC
    return numbers or [one for one in there if is_choice and one.data.isdecimal()]


def line(heard: Heard, number: int) -> Move | None:
    """Choose a line by its number; None: there is no such one."""
    lines = lines_of(heard)
    if lines and lines[0].label.isdecimal():
        return heard.at_hand(Said(str(number)))
    return tapped(lines[number - 1], heard) if 0 < number <= len(lines) else None


def opened(heard: Heard) -> Move | None:
    match heard.event:
        case Opened(entry) if entry is not None:
            return opener(entry)(heard.event, heard.desk) or _gone(heard.step, heard.desk)
    return None


def led_on(heard: Heard) -> Move | None:
    match heard.event:
        case Chose("menu", message_id) if flow_of(heard.step).keeps(heard.step):
            return Go(AtMenu(), before=(Text(kept(heard.desk.words), replaces=message_id),))
        case Chose("menu", message_id):
            return Go(AtMenu(), replaces=message_id)
        case Chose() | Opened():
            return _gone(heard.step, heard.desk)
    return None


def how_it_stands(heard: Heard) -> Move:
    """Say of a button whose time is over what became of its subject: the screen as it would be shown now."""
    said = heard.desk.words("That is no longer possible. This is how it stands now:")
    return Go(heard.step, before=(Text(said),))


def to_the_menu(heard: Heard) -> Move | None:
    match heard.event:
        case Chose("menu", message_id):
            return Go(AtMenu(), replaces=message_id)
    return None


def _gone(step: Step, desk: Desk) -> Move:
    return Go(step, before=(Text(desk.words("That is no longer possible here. This is where we are:")),))
