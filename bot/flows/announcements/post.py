"""An announcement as the message that people get: the words of their language, what hangs on them, the buttons."""

from collections.abc import Mapping
from typing import Final

from bot import codec
from bot.chat import Button, Buttons, Post, Unsend
from bot.flows.entry_points import EntryPoint
from bot.flows.typed import readable
from bot.flows.wishes.topics_button import topics_button
from bot.texts import LANGUAGES, Words, words
from domain.announcements.announcements import SENDER_MOST, Content, Link, Target
from storage.activities import activities
from storage.places import places
from storage.unit_of_work import UnitOfWork

_TWO_A_ROW: Final = 14
"""Two buttons stand side by side if neither label is longer."""


def post(unit: UnitOfWork, content: Content, language: str, *, sender: int = 0, paid: bool = False) -> Post:
    """Return the very message that somebody with this language gets; in the other one where it says nothing in this.

    Before its words stands who says them: the unit `sender`.
    The last button leads to what people may say no to. An album has no buttons. What a button led to and is no longer
    there has no button either.
    """
    t = words(language)
    no_more = (topics_button(t),)
    buttons = () if len(content.media) > 1 else (*_buttons(unit, content.links), no_more)
    return Post(_signed(unit, sender, _said(content, language), t), content.media, buttons, paid=paid)


def letters(unit: UnitOfWork, content: Content, *, sender: int = 0, paid: bool = False) -> Mapping[str, bytes]:
    """Return it for every language that people read here, as it stands in the outbox."""
    return {language: codec.encode(post(unit, content, language, sender=sender, paid=paid)) for language in LANGUAGES}


def taken_back() -> Mapping[str, bytes]:
    """Return what deletes it; which messages those are, each row of the mailing knows."""
    return {language: codec.encode(Unsend()) for language in LANGUAGES}


def crossed_out(content: Content) -> Mapping[str, bytes]:
    """Return what takes its place where it cannot be deleted any more: that it was recalled, and nothing else."""
    return {
        language: codec.encode(Post(words(language)("This announcement has been recalled."), content.media))
        for language in LANGUAGES
    }


def _said(content: Content, language: str) -> str:
    return content.html.get(language) or next(iter(content.html.values()), "")


def _signed(unit: UnitOfWork, sender: int, said: str, t: Words) -> str:
    known = places.unit(unit, sender) if sender else None
    if known is None:
        return said
    name = readable(known.name, SENDER_MOST)
    return t("<b>{unit}:</b> ", unit=name) + said if said else t("<b>{unit}</b>", unit=name)


def _buttons(unit: UnitOfWork, links: tuple[Link, ...]) -> Buttons:
    shown = [button for link in links if (button := _button(unit, link))]
    if all(len(one.label) <= _TWO_A_ROW for one in shown):
        return tuple(tuple(shown[start : start + 2]) for start in range(0, len(shown), 2))
    return tuple((one,) for one in shown)


def _button(unit: UnitOfWork, link: Link) -> Button | None:
    if link.target is Target.ACTIVITY:
        row = activities.find(unit, link.row_id)
        return Button(_label(row.title), EntryPoint.ACTIVITY.data(row.id)) if row else None
    point = places.point(unit, link.row_id)
    return Button(_label(point.name), EntryPoint.POINT.data(point.id)) if point else None


def _label(name: str, most: int = 28) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
