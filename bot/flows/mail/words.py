"""What somebody wrote and the bot had no use for: kept for as long as it offers to pass exactly that on."""

import re
from dataclasses import replace
from typing import Final
from unicodedata import category

from bot.chat import Button, Forwarded, Said, SentFile
from bot.flows.desk import Kept
from bot.flows.entry_points import EntryPoint
from bot.texts import Words
from domain.messages.threads import FILE_KINDS, MOST_WORDS

_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]+")
_UNSEEN: Final = "CZ"
"""The categories of signs that nobody sees: spaces, control and direction marks."""


def kept_of(event: object) -> Kept | None:
    """Return what an event says that could be passed on; None: nothing that an organiser could read."""
    match event:
        case Said(text) | Forwarded(text) if any(category(sign)[0] not in _UNSEEN for sign in text):
            return Kept(_cleaned(text))
        case SentFile(kind, file_id, _, caption, album=album) if kind in FILE_KINDS and _cleaned(file_id):
            return Kept(_cleaned(caption), ((kind, _cleaned(file_id)),), album)
    return None


def offer(key: str, t: Words, about: str = "") -> Button:
    """Return the button that sends exactly what has this key; `about` names what it is about ("activity:12")."""
    return Button(t.button("Pass it on to the centre"), data_of(f"{key}.{about}" if about else key))


def data_of(key: str) -> str:
    """Write the data of the button that passes on what was said of this. Raises `ValueError` for what does not fit."""
    return EntryPoint.PASS_ON.data(key)


def write_button(t: Words) -> Button:
    """Return the button that lets somebody write to the centre."""
    return Button(t.button("Write to the centre"), EntryPoint.WRITE.data())


def is_for(choice: str, kept: Kept | None) -> bool:
    """Tell whether a pressed button sends what is kept; behind the key may stand what it is about."""
    return kept is not None and choice.partition(".")[0] == kept.key


def grown(kept: Kept | None, event: object) -> Kept | None:
    """Return what is kept with the next picture of the same album; None: this is none."""
    more = kept_of(event)
    if kept is None or more is None or not kept.album or kept.album != more.album:
        return None
    return replace(kept, said=kept.said or more.said, files=(*kept.files, *more.files))


def lengthened(kept: Kept | None, rest: str) -> Kept | None:
    """Return what is kept with the second half of its text, under the same key; None: nothing is kept."""
    return None if kept is None else replace(kept, said=kept.said + _cleaned(rest), begun_as=kept.key)


def _cleaned(text: str) -> str:
    """Leave out what no store can hold."""
    return _UNSTORABLE.sub("", text[:MOST_WORDS])
