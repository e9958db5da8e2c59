"""What a stranger asks first, answered in a sentence or two; what the house does not know goes to the centre."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows import menu
from bot.flows.activities.steps import ActivityCard
from bot.flows.answering import facts
from bot.flows.desk import Desk, Go, Move, Remain
from bot.flows.duties.steps import MyDuty
from bot.flows.entry_points import EntryPoint
from bot.flows.keyboards import to_menu
from bot.flows.mail.words import kept_of, offer, write_button
from bot.flows.points import NearestList, PointCard, SayingWhere
from bot.flows.sentences import looking
from bot.flows.sentences.steps import ShortAnswer
from bot.flows.step import AtMenu, Step
from bot.texts import Words
from domain.said.questions.about import OF_A_CARD, About, asked
from domain.said.sentences.frames import Frame

_FOR_PEOPLE: Final = frozenset({About.MAY, About.SPEAKS, About.CROSS})
"""What is offered to people at the centre, in the words in which it was said."""


def told(said: Said, step: Step, desk: Desk) -> Move | None:
    """Answer what is asked of the bot itself; None for anything else. What is open stays open."""
    about = asked(said.text)
    if about is None or (about in OF_A_CARD and isinstance(step, PointCard | ActivityCard | MyDuty)):
        return None
    if about is About.WHAT:
        return Remain((menu.help_text(desk),)) if not isinstance(step, AtMenu) else Go(AtMenu(is_welcome=True))
    if about is About.ACCESS:
        return _access(said, desk)
    kept = kept_of(said)
    if about is About.LETTER:
        return Go(ShortAnswer(Frame.CENTRE, kept.key if kept else ""))
    t = desk.words
    beside = _beside(about, kept.key if kept else "", t)
    answer = _answer(about, desk)
    if isinstance(step, AtMenu):
        return Go(AtMenu(), before=(Text(answer, (beside,) if beside else ()),))
    return Remain((Text(answer, ((*beside, to_menu(desk)),)),))


def _beside(about: About, key: str, t: Words) -> tuple[Button, ...]:
    """Return the one button that an answer leads on with, if any."""
    if about in _FOR_PEOPLE and key:
        return (offer(key, t),)
    match about:
        case About.SAFE:
            return (Button(t.button("What is held about me"), EntryPoint.PRIVACY.data()),)
        case About.REACH | About.RUNS:
            return (write_button(t),)
    return ()


def _access(said: Said, desk: Desk) -> Move:
    """Tell it of the points around where somebody looks; where that is not known, ask."""
    here = looking.here(desk)
    told = None if here is None else facts.asked(said, NearestList(here), desk, is_free=True)
    t = desk.words
    return told or Go(
        SayingWhere(), before=(Text(t("Where step-free access is known, the service point's card says so.")),)
    )


def _answer(about: About, desk: Desk) -> str:
    t = desk.words
    match about:
        case About.REFER:
            return t(
                "Each person registers for themself, on their own phone. Pass this address on: {link}\n"
                "It opens this conversation: first a service point, then “{label}” on its card.",
                link=f"{desk.page}/chat" if desk.page else desk.bot_link,
                label=t.button("Affiliate here"),
            )
        case About.HUMAN:
            return t("I am Waystation, an automatic assistant. Organisers of the service centre read what I pass on.")
        case About.FREE:
            return t("I take no money for anything. Should an activity cost something, its card says so.")
        case About.RUNS:
            return t("I work for the service centres that you find here: their people read your requests and letters.")
        case About.SAFE:
            return t(
                "I never ask for money or a password. What you fill in is kept encrypted, and only those see it who "
                "review your request."
            )
        case About.FIRST:
            return t(
                "First find a service point near you: write where you are. Open it and tap “{label}”. After that, have "
                "a look at the activities.",
                label=t.button("Affiliate here"),
            )
        case About.REACH:
            return t(
                "Write to the centre: somebody there reads it, and the answer comes here. To phone or to go there, "
                "write where you are: numbers and addresses are on the cards of the service points."
            )
        case About.SIGHT:
            return t(
                "The size of the letters is set in your messenger's settings. If you would rather phone: the numbers "
                "are on the cards of the service points; write where you are."
            )
        case About.MAY:
            return t("Each activity's card says whom it is for. About anything else I can ask the service centre.")
        case About.SPEAKS:
            return t("I speak Chinese and English. Who else does is not recorded here; I can ask the service centre.")
        case About.CROSS:
            return t("I am sorry. I understand short, plain sentences best. If you like, people at the centre read it.")
    return t("I know my way with service points, affiliation and activities only. What can I do for you there?")
