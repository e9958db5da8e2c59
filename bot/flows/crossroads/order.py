"""Who hears what, in order, each with the reason why not later; and what comes of it."""

from dataclasses import replace
from typing import Final

from bot.chat import Reply, Said, Text
from bot.flows import flow_of, menu
from bot.flows.crossroads.commanding import commanded, menu_label
from bot.flows.crossroads.filling_in import (
    answered_beside_a_form,
    asked_again,
    data_asked_about,
    form_answered,
    rest_of_a_text,
    rest_of_an_album,
    still_waiting,
    too_long,
)
from bot.flows.crossroads.following import line_spoken_of, turned_over
from bot.flows.crossroads.heard import OF_SENTENCES, OF_WORDS, Heard, Listener
from bot.flows.crossroads.locating import looked_for, not_found, place_passed_on, place_shared, surely_found
from bot.flows.crossroads.replying import (
    answered,
    answered_in_words,
    at_the_door,
    code_named,
    fact_asked_for,
    in_a_group,
    near_the_door,
    of_a_request,
    offered_on,
    passed_on,
    refused,
    refused_in_reply,
    replied_to_mail,
    replied_to_question,
    running_late,
    wondered_at_hand,
)
from bot.flows.crossroads.steering import steered, stopped
from bot.flows.crossroads.tapping import (
    heard_at_hand,
    how_it_stands,
    label_typed,
    led_on,
    line_chosen,
    opened,
    to_the_menu,
    told_what_it_is,
)
from bot.flows.crossroads.wishing import (
    asked_of_own_units,
    calendar_wanted,
    framed,
    greeted,
    guessed,
    likened,
    refined,
    room_wanted,
    told_about_itself,
    told_of_the_grid,
    ways_in_asked_for,
    wished_at_hand,
)
from bot.flows.crossroads.without_use import let_in_or_out, without_use
from bot.flows.desk import Desk, Go, Happening, Remain, Tell
from bot.flows.step import Step
from bot.texts import words
from domain.bounded import SENTENCE


def advance(
    step: Step, event: Happening, desk: Desk, shown: Step | None = None
) -> tuple[Step, tuple[Reply, ...], tuple[Tell, ...]]:
    """Answer one event: the next step, everything that is said, and what others are told.

    Whatever happens has an answer here. `shown` is the step whose screen had the button that was pressed, where the
    conversation has gone on since: the button does what it did there, and nothing else.
    """
    heard, listeners = Heard(shown or step, event, desk), _who_hears(event) if shown is None else HEARD_OF_OLD
    hear, move = next((hear, answer) for hear in listeners if (answer := hear(heard)) is not None)
    if isinstance(move, Remain):
        return step, move.replies, move.tells
    if move.language:
        desk = replace(desk, words=words(move.language))
    elif hear not in _AS_A_TAP and heard.other_language:
        move = replace(move, before=(*move.before, menu.other_language(words(heard.other_language))))
    return move.step, (*move.before, *_shown_now(move, desk)), move.tells


def _who_hears(event: Happening) -> tuple[Listener, ...]:
    match event:
        case Said(text):
            return HEARD if len(text) <= SENTENCE else HEARD_OF_LETTERS
    return _HEARD_BESIDE_WORDS


def _shown_now(move: Go, desk: Desk) -> tuple[Reply, ...]:
    """Return the screen that the move leads to, with what stands above it, or what is shown in its place."""
    if move.once is not None:
        return (replace(move.once, replaces=move.replaces),)
    shown = screen(move.step, desk, move.replaces)
    match shown:
        case (Text() as text,) if move.above:
            return (replace(text, html=f"{move.above}\n\n{text.html}"),)
    return shown


def screen(step: Step, desk: Desk, replaces: int = 0) -> tuple[Reply, ...]:
    """Return the screen of a step; a single message can rewrite the message `replaces`."""
    shown = flow_of(step).show(step, desk)
    match shown:
        case (Text(keys=()) as text,) if replaces:
            return (replace(text, replaces=replaces),)
    return shown


HEARD: Final[tuple[Listener, ...]] = (
    in_a_group,  # what happens in a group answers no question of a private chat
    rest_of_a_text,  # what the messenger has cut off has gone where the rest went, and is nobody's answer
    commanded,  # a way out that works whatever is being asked
    refused_in_reply,  # "no more of this" below an announcement says itself what it means, also in a form
    replied_to_mail,  # what replies to a message of the mail says itself what it answers
    replied_to_question,  # the same for what replies to a question about a seat or a duty
    told_what_it_is,  # the tap that says whether words were the answer to a form: the form knows no such button
    label_typed,  # what stands on the screen is what is meant, even if it could be a name or an answer to something
    steered,  # 返回 and 取消 are nobody's name; only 取消 can also answer a question elsewhere, see `stopped`
    answered_beside_a_form,  # "能来" below a call that has come meanwhile answers the call, and is no employer
    too_long,  # a part of an answer is none
    data_asked_about,  # "who sees this" is no name and no answer: it is answered, and the form stays
    form_answered,  # where words were asked for, no word of the whole bot is heard before
    calendar_wanted,  # "unsubscribe the calendar" refuses no topic, and "on my calendar" is no day
    refused,  # "write to me no more" counts at once, before a list or a search makes something of it
    heard_at_hand,  # what the screen makes of it: buttons, numbers of lines, files, days
    line_chosen,  # "the third one" below a list is its third line, and no number of stars
    turned_over,  # "next page" and "back to the list" are about what was shown last
    line_spoken_of,  # "when does the second one close" asks that of the second line, and "on a map" shows the card
    at_the_door,  # a word that was spoken in the room: also out of a form, for it is now or never
    near_the_door,  # the same for where one is
    rest_of_an_album,  # the first picture was taken, and has its answer
    still_waiting,  # a form is not left by a picture or a place
    told_of_the_grid,  # "nobody was in at 嘉兴大厦, back on Friday" tells of a visit, and asks for no list
    asked_of_own_units,  # "who has not come" is an organiser's about the own activities, and no question at a card
    fact_asked_for,  # "when does it begin" is about what is at hand, and neither a yes nor a place
    answered,  # a clear answer goes to the question that is open, before it could be a greeting
    code_named,  # the code of a certificate is nobody's name
    of_a_request,  # "when do I hear" and "my number is wrong" are about the request that is under way
    running_late,  # "stuck in traffic" is no number of minutes, and no place either
    wished_at_hand,  # "I would like to affiliate here" is about the card that is shown, before any list
    stopped,  # 取消 where nothing is open that it could answer
    greeted,  # a courtesy asks for nothing, and is no building
    menu_label,  # what stands in the menu works from everywhere
    ways_in_asked_for,  # "a new phone" and "link Telegram" name neither a place nor an activity
    refined,  # "and on Sunday?" narrows the list that is spoken of, and keeps what it was narrowed to
    framed,  # a sentence that surely asks for a screen; it may name a place, so it comes before places
    told_about_itself,  # "who runs this" is what a stranger asks first, and names no place
    answered_in_words,  # where the centre has asked for words, also the name of a place may be the answer
    surely_found,  # a place, if there is no doubt
    wondered_at_hand,  # any other question at a card: its notes say it, or people are asked
    passed_on,  # something waits for an answer: people read what nobody here has understood
    asked_again,  # a question of the screen at hand waits for a tap or for other words
    room_wanted,  # who organises nothing borrows at a service point that lends rooms
    guessed,  # what of ours a sentence is like, where it is clearly like something
    offered_on,  # something was answered: people may read it, if the writer wishes
    looked_for,  # what is alike, and the way to the service centre
    likened,  # no rule and no place: what of ours it sounds like, to choose from
    not_found,  # and else the ways to say it otherwise, or to people
    place_shared,  # what is around it
    place_passed_on,  # what somebody shares from a map's app
    opened,  # a lasting button
    led_on,  # a button of the screen that its step does not know (any more)
    let_in_or_out,  # it asks for no answer
    without_use,  # whatever else comes has an answer too
)
"""Who hears what happens, in this order: the first who has an answer gives it."""

_AS_A_TAP: Final = frozenset({label_typed, menu_label})
"""Whoever types what stands on a button has not said in which language to go on."""

_HEARD_BESIDE_WORDS: Final = tuple(hear for hear in HEARD if hear not in OF_WORDS)
"""The same, for what is no words."""

HEARD_OF_LETTERS: Final = tuple(hear for hear in HEARD if hear not in OF_SENTENCES)
"""The same, for a text that is longer than any sentence: it is kept and passed on, and nobody takes it apart."""

HEARD_OF_OLD: Final[tuple[Listener, ...]] = (
    told_what_it_is,
    Heard.at_hand,  # the step that showed the button, with its own subject; who may is decided anew
    to_the_menu,
    how_it_stands,
)
"""Who hears a button of an earlier screen."""
