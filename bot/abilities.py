"""What a channel can do, as its front declares it: one frozen value. What it cannot, `bot.degrading` says otherwise."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

EVERY_TAG: Final = frozenset({"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"})
"""The formatting of our vocabulary (`bot.chat.Text`)."""


class Unit(StrEnum):
    """What a channel counts the length of a text in."""

    CHARACTERS = "characters"
    UTF_16 = "utf-16 units"
    BYTES = "bytes of UTF-8"


@dataclass(frozen=True, slots=True)
class ButtonLimits:
    """Buttons below a message: so many at most, and so many characters on each; none at all where `most` is 0.

    `in_rows`: several may stand side by side. `links`: one may open an address.
    """

    most: int = 0
    label: int = 0
    in_rows: bool = False
    links: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What one channel can do. All that is left out it cannot.

    `formatting` are the tags that it shows; `length` is how much one text holds, in `unit`, and `caption` what stands
    below a picture or file. `keys`: a keyboard below the input field. `editing`: an own message is rewritten in place.
    `deleting`: one is taken back. `location_in`, `phone_in`: a key asks for the position, the phone number;
    `location_out`: a place is shown on a map.
    `pictures` and `documents`: files of ours go out. `media`: what somebody has sent there before can be sent there
    again, by the channel's own id. `deep_link`: a link or poster opens the chat and brings its words along.
    `inline`: cards are shared into any chat. `groups`: there are any. `commands`: a chat shows a list of them.
    `batch`: so many chats get one text in one call. `delivered`, `seen`: it tells so. `trusted`: who writes there is
    proved to be who they are known as, so that what a role allows is allowed there; a cookie proves too little.
    """

    formatting: frozenset[str] = frozenset()
    length: int
    unit: Unit = Unit.CHARACTERS
    caption: int = 0
    buttons: ButtonLimits = ButtonLimits()
    keys: bool = False
    editing: bool = False
    deleting: bool = False
    location_in: bool = False
    phone_in: bool = False
    location_out: bool = False
    pictures: bool = False
    documents: bool = False
    media: bool = False
    deep_link: bool = False
    inline: bool = False
    groups: bool = False
    commands: bool = False
    batch: int = 1
    delivered: bool = False
    seen: bool = False
    trusted: bool = False


TELEGRAM: Final = Abilities(
    formatting=EVERY_TAG,
    length=4096,
    unit=Unit.UTF_16,
    caption=1024,
    buttons=ButtonLimits(most=100, label=256, in_rows=True, links=True),
    keys=True,
    editing=True,
    deleting=True,
    location_in=True,
    phone_in=True,
    location_out=True,
    pictures=True,
    documents=True,
    media=True,
    deep_link=True,
    inline=True,
    groups=True,
    commands=True,
    trusted=True,
)
"""For this channel our vocabulary was made: nothing of it is ever degraded."""

WEB: Final = Abilities(
    formatting=EVERY_TAG,
    length=4096,
    caption=1024,
    buttons=ButtonLimits(most=100, label=256, in_rows=True, links=True),
    keys=True,
    editing=True,
    deleting=True,
    location_in=True,
    location_out=True,
    pictures=True,
    documents=True,
    media=True,
    deep_link=True,
    delivered=True,
    seen=True,
)
"""A chat page of our own. A place stands there as a card that leads to a map."""

LEAST: Final = Abilities(length=160, trusted=True)
"""The least that a channel can do: plain texts of 160 characters."""
