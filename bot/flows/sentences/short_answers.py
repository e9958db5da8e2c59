"""How something is done, in a sentence or two, with the screen for it a tap away."""

from bot.chat import Button, Text
from bot.flows.activities import buttons
from bot.flows.desk import Desk, Happening, Move
from bot.flows.entry_points import EntryPoint
from bot.flows.keyboards import to_menu
from bot.flows.mail import words
from bot.flows.sentences.steps import ShortAnswer
from bot.texts import Words
from domain.said.sentences.frames import Frame


def show(step: ShortAnswer, desk: Desk) -> Text:
    t = desk.words
    leads_on = _leads_on(Frame.MINE if step.is_denied and step.frame is Frame.SIGN_UP else step.frame, t)
    last = (words.offer(step.mail, t) if step.mail else words.write_button(t), to_menu(desk))
    told = _denied(step.frame, t) if step.is_denied else _told(step.frame, t)
    return Text(told, (*(((leads_on,),) if leads_on else ()), last))


def hear(_step: ShortAnswer, _event: Happening, _desk: Desk) -> Move | None:
    """Leave everything to what is heard everywhere: its buttons are lasting ones."""
    return None


def _denied(frame: Frame, t: Words) -> str:
    """Say that nothing is done, and what that means here."""
    match frame:
        case Frame.SIGN_UP | Frame.MINE:
            return t("All right. Nobody is signed up without a tap. What you are signed up for is in your activities.")
        case Frame.AFFILIATE:
            return t("All right. Nothing is registered without your own tap, and you can do it any time later.")
    return t("All right. I have changed nothing.")


def _told(frame: Frame, t: Words) -> str:
    match frame:
        case Frame.SIGN_UP:
            return t("Open the activity you would like to come to and tap “{label}”.", label=t.button("Sign up"))
        case Frame.LEAVE:
            return t(
                "Open it among your activities and tap “{label}”. You need no reason.", label=t.button("Ask for leave")
            )
        case Frame.CANCEL:
            return t("Open it among your activities: the button there gives your seat or place in the line back.")
        case Frame.CHECK_IN:
            return t("When you are there: scan the code on the wall, write the word you hear, or tap “I am here”.")
        case Frame.CERTIFICATE:
            return t("There is a certificate for what you were checked in at, as soon as it is over.")
        case Frame.AFFILIATE:
            return t(
                "Find a service point that takes affiliations and tap “{label}” on its card.",
                label=t.button("Affiliate here"),
            )
        case Frame.MOVE | Frame.END | Frame.RENEW:
            return t("Open “{label}”: what can be done is below.", label=t.button("My affiliation"))
    return t("The service centre can tell you best. If you like, I pass your words on.")


def _leads_on(frame: Frame, t: Words) -> Button | None:
    match frame:
        case Frame.SIGN_UP:
            return buttons.all_activities(t)
        case Frame.LEAVE | Frame.CANCEL | Frame.CHECK_IN | Frame.MINE:
            return buttons.my_activities(t)
        case Frame.CERTIFICATE:
            return buttons.my_record(t)
        case Frame.AFFILIATE | Frame.MOVE | Frame.END | Frame.RENEW:
            return Button(t.button("My affiliation"), EntryPoint.MY_AFFILIATION.data())
    return None
