"""What a sentence may ask for, to be chosen from; a person is always among it."""

from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.activities.text import kind_name
from bot.flows.desk import Chose, Desk, Happening, Move
from bot.flows.keyboards import to_menu
from bot.flows.mail import words
from bot.flows.sentences.screens import open_screen
from bot.flows.sentences.steps import Asked, DidYouMean
from bot.flows.typed import readable
from bot.texts import Words
from bot.texts.names import Names
from domain.said.sentences.frames import Frame

_LABEL: Final = 40
THE_CENTRE: Final = frozenset({Frame.PERSON, Frame.CENTRE})
"""What the last button does already: it is not offered twice."""

frame_name: Final = Names(
    "frame",
    {
        Frame.ACTIVITIES: "Activities",
        Frame.POINTS: "Service points nearby",
        Frame.POINT: "Opening hours and the way",
        Frame.MY_POINT: "My service point",
        Frame.SIGN_UP: "Sign up",
        Frame.LEAVE: "Ask for leave",
        Frame.CANCEL: "Cancel a sign-up",
        Frame.MINE: "My activities",
        Frame.QUEUE: "My place on the waiting list",
        Frame.IS_ON: "Whether it is still on",
        Frame.HELD: "When and where it is",
        Frame.CHECK_IN: "Check in",
        Frame.AFFILIATE: "Affiliate",
        Frame.STAY: "My affiliation",
        Frame.MOVE: "Move the affiliation",
        Frame.END: "End the affiliation",
        Frame.RENEW: "Renew the affiliation",
        Frame.MEANING: "What affiliating means",
        Frame.DETAILS: "Correct my details",
        Frame.RECORD: "What I took part in",
        Frame.CERTIFICATE: "Certificates",
        Frame.VERIFY: "Check a certificate",
        Frame.PERSON: "Write to the centre",
        Frame.LANGUAGE: "Language",
        Frame.HELP: "What I can do",
        Frame.WHO: "Who I am",
        Frame.PRIVACY: "What I hold about you",
        Frame.DUTIES: "My duties",
        Frame.TOPICS: "Which announcements I get",
        Frame.REMINDERS: "Reminders",
        Frame.WISH: "Wish for an activity",
        Frame.CENTRE: "How the centre is asked",
        Frame.CALENDAR: "Activities in the phone's calendar",
        Frame.WAYS_IN: "Your ways in",
    },
)


def show(step: DidYouMean, desk: Desk) -> Text:
    t = desk.words
    rows: Buttons = tuple(
        (Button(label(one, t), str(number)),) for number, one in enumerate(step.asked) if one.frame not in THE_CENTRE
    )
    last = (words.offer(step.mail, t) if step.mail else words.write_button(t), to_menu(desk))
    if not rows:  # the last button is all that is left to choose
        return Text(t("The service centre can tell you best. If you like, I pass your words on."), (last,))
    if step.is_guess:
        return Text(t("I am not sure what you mean. Is it one of these?"), (*rows, last))
    return Text(t("“{typed}”: did you mean one of these?", typed=step.typed or "…"), (*rows, last))


def label(asked: Asked, t: Words) -> str:
    """Name what it opens, with what fills it: Sign up · Sat, Dec 5 · party lecture."""
    filled = [frame_name(asked.frame, t)]
    if asked.first is not None and asked.last is not None:
        last = "" if asked.first == asked.last else f"–{t.month_day(asked.last)}"
        filled.append(f"{t.month_day(asked.first)}{last}")
    if asked.kind is not None:
        filled.append(kind_name(asked.kind, t))
    if asked.origin is not None:
        filled.append(asked.origin.title)
    return readable(" · ".join(filled), _LABEL)


def hear(step: DidYouMean, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(choice):
            meant = (one for number, one in enumerate(step.asked) if choice == str(number))
            return next((open_screen(one, desk, step.mail) for one in meant), None)
    return None
