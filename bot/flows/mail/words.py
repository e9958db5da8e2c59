"""What somebody wrote and the bot had no use for: kept for as long as it offers to pass exactly that on."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final
from unicodedata import category

from bot.buttons import lasting
from bot.chat import Button, Forwarded, Said, SentFile
from bot.texts import Words
from domain.announcements import Medium
from domain.threads import FILE_KINDS, MOST_WORDS
from storage.announcements.threads import Writing

LETTER: Final = "zi"
"""Of the member's side of the mail."""

_SENDS: Final = "k"
_UNSEEN: Final = "CZ"
"""The categories of signs that nobody sees: spaces, control and direction marks."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Words and files (kind and the messenger's id) that may be passed on; `album` tells what was sent together."""

    said: str
    files: tuple[tuple[str, str], ...] = ()
    album: str = ""

    @property
    def key(self) -> str:
        """Tell what the button sends, and nothing of it; an album is known by its name, however long it grows."""
        told = self.album or repr((self.said, self.files))
        return sha256(told.encode(errors="surrogatepass")).hexdigest()[:10]

    @property
    def writing(self) -> Writing:
        return Writing(self.said, tuple(Medium(*file) for file in self.files))


def kept_of(event: object) -> Kept | None:
    """Return what an event says that could be passed on; None: nothing that an organiser could read."""
    match event:
        case Said(text) | Forwarded(text) if any(category(sign)[0] not in _UNSEEN for sign in text):
            return Kept(_cleaned(text))
        case SentFile(kind, file_id, _, caption, album=album) if kind in FILE_KINDS and _cleaned(file_id):
            return Kept(_cleaned(caption), ((kind, _cleaned(file_id)),), album)
    return None


def offer(key: str, t: Words) -> Button:
    """Return the button that sends exactly what has this key."""
    return Button(t.button("Pass it on to the centre"), data_of(key))


def data_of(key: str) -> str:
    return lasting(LETTER, _SENDS + key)


def write_button(t: Words) -> Button:
    """Return the button that lets somebody write to the centre."""
    return Button(t.button("Write to the centre"), lasting(LETTER, ""))


def is_for(choice: str, kept: Kept | None) -> bool:
    """Tell whether a pressed button sends what is kept."""
    return kept is not None and choice == _SENDS + kept.key


def sends(choice: str) -> bool:
    return choice.startswith(_SENDS)


def grown(kept: Kept | None, event: object) -> Kept | None:
    """Return what is kept with the next picture of the same album; None: this is none."""
    more = kept_of(event)
    if kept is None or more is None or not kept.album or kept.album != more.album:
        return None
    return replace(kept, said=kept.said or more.said, files=(*kept.files, *more.files))


def _cleaned(text: str) -> str:
    """Leave out what no store can hold."""
    return "".join(sign for sign in text[:MOST_WORDS] if sign != "\0" and category(sign) != "Cs")
