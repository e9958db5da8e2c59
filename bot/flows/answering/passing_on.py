"""Words to a seat or a duty that nobody understands: the organisers get them, and the writer hears of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.chat import Button, Text
from bot.flows.desk import Desk, Move, Remain, Tell
from bot.flows.mail.words import data_of
from bot.flows.persons import masked
from bot.flows.typed import readable
from bot.texts import Words
from domain.messages.delivery import Lane
from domain.said.answers.answers import asks
from storage.people import roles
from storage.places import places

WORDS_MOST: Final = 200


def asked_again(about: str, said: Text, desk: Desk) -> Tell:
    """Ask once more, so that what is written below this is an answer as well, and a reply to it."""
    return Tell(desk.person.chat_id, said, Lane.INTERACTIVE, about=about)


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind a question: the unit, what it is called there, and the button that leads an organiser to it.

    `is_asked`: a yes or a no is waited for. `about` names the question, `subject` what letters about it are about.
    """

    about: str
    subject: str
    unit_id: int
    label: Callable[[Words], str]
    see: Callable[[Words], Button]
    is_asked: bool


def passed_on(behind: Behind, words: str, answers: tuple[Button, ...], over: str, desk: Desk) -> Move:
    """Pass words on. `answers` are offered again; there are none where it is over, which `over` says as HTML."""
    t = desk.words
    tells = _tells(behind, words, desk, is_understood=False)
    if over:
        lines = [over, *([t("I have passed your words on to the organisers.")] if tells else [])]
        return Remain((Text("\n".join(lines)),), tells)
    if tells and asks(words):
        said = t("Your question has been passed on to the organisers. Their answer comes here.")
        return Remain((), (asked_again(behind.about, Text(said, (answers,) if behind.is_asked else ()), desk), *tells))
    said = (
        t("I am not sure what that means, so I have passed your words on to the organisers. If you like, tap:")
        if tells
        else t("I am not sure what that means. Please tap:")
    )
    return Remain((), (asked_again(behind.about, Text(said, (answers,)), desk), *tells))


def offered(behind: Behind, words: str, key: str, answers: tuple[Button, ...], desk: Desk) -> Move:
    """Offer to pass on what has this key, and ask once more: nothing leaves before the tap."""
    t = desk.words
    said = (
        t("I have no answer to that. Shall I pass it on to the organisers?")
        if asks(words)
        else t("I am not sure what that means. Shall I pass it on to the organisers?")
    )
    pass_on = Button(t.button("Pass it on"), data_of(f"{key}.{behind.subject}"))
    return Remain((), (asked_again(behind.about, Text(said, ((pass_on,), answers)), desk),))


def passed_along(behind: Behind, words: str, desk: Desk) -> tuple[Tell, ...]:
    """Tell the organisers what was written and was understood: nothing is asked of them."""
    return _tells(behind, words, desk, is_understood=True)


def _tells(behind: Behind, words: str, desk: Desk, *, is_understood: bool) -> tuple[Tell, ...]:
    chats = roles.organisers_of(desk.unit, places.path_of(desk.unit, behind.unit_id))
    others = [chat_id for chat_id in chats if chat_id != desk.person.chat_id]
    return tuple(_to_organiser(behind, words, chat_id, desk, is_understood=is_understood) for chat_id in others)


def _to_organiser(behind: Behind, words: str, chat_id: int, desk: Desk, *, is_understood: bool) -> Tell:
    t = desk.words_for(chat_id)
    name = masked(desk.unit, desk.person.chat_id, t)
    lines = [
        t("{name} has written about {what}:", name=name, what=behind.label(t)),
        t("“{words}”", words=readable(words, WORDS_MOST) or "…"),
    ]
    if not is_understood:
        lines.append(t("The bot did not understand it, and has changed nothing."))
    return Tell(chat_id, Text("\n".join(lines), ((behind.see(t),),)))
