"""The vocabulary between Telegram's fronts and the flows: what comes in, what goes out, and what became of it.

It says what a messenger can do, not what Telegram calls it, so that a further channel is one more front.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from bot.abilities import Abilities
from domain.announcements.announcements import Medium

TELEGRAM: Final = "telegram"
"""The name of the first channel: what is said of none is said of this one."""

WEB: Final = "web"
"""The name of the chat page's."""

ON_A_PAGE: Final = "page:"
"""So the id of a file begins that hangs on a page; all others are Telegram's."""


def keeper_of(file_id: str) -> str:
    """Return which channel has this file."""
    return WEB if file_id.startswith(ON_A_PAGE) else TELEGRAM


@dataclass(frozen=True, slots=True)
class Started:
    """A person opened the chat; `payload` is what a deep link or poster carried, or empty."""

    payload: str = ""


@dataclass(frozen=True, slots=True)
class Commanded:
    """A slash command, without the slash and in lower case, and the rest of the line."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Text that a person typed, or the label of a reply-keyboard button; `reply_to` is the message it answers, or 0.

    `html` is the same with its formatting (b, i, u, s, a, code, pre, blockquote, tg-spoiler; all else escaped), or
    empty where it has none.
    """

    text: str
    reply_to: int = 0
    html: str = ""


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button under the message `message_id` was pressed; `data` is what the button carried (64 bytes at most).

    `receipt` is what the messenger wants back at once, so that it stops waiting.
    """

    data: str
    message_id: int
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """A location, a pin, or a venue (WGS-84 degrees); `title` is the venue's name, or empty.

    `is_own`: the sender's own position, sent by hand and just now. What was passed on, picked from a list, made by a
    bot, or sent by a clock shows where something is, and not who is there.
    """

    latitude: float
    longitude: float
    title: str = ""
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class PlaceMoved:
    """A live location has moved (WGS-84 degrees): no new message, but the one that was sent, some metres on.

    `is_own` as in `SharedPlace`: a bot can make a location move, too.
    """

    latitude: float
    longitude: float
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact card: a phone number with the names written on it; `own` tells that it is the sender's."""

    phone: str
    own: bool
    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A photo, film, document or voice message: Telegram's file id, size in bytes (0 when not told) and caption.

    `html` is the caption with its formatting, as in `Said`; `album` is the same for all that were sent together.
    """

    kind: str
    file_id: str
    size: int = 0
    caption: str = ""
    html: str = ""
    album: str = ""
    reply_to: int = 0


@dataclass(frozen=True, slots=True)
class Edited:
    """A person changed an earlier message of theirs; `text` is the new text, or empty."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A message written elsewhere and passed on; `text` may be empty."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something the bot cannot read: `kind` is sticker, voice, video, poll, dice, ..."""

    kind: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person stopped the bot."""


@dataclass(frozen=True, slots=True)
class Unblocked:
    """The person let the bot in again."""


@dataclass(frozen=True, slots=True)
class AskedInGroup:
    """A command addressed to the bot in a group; groups get one line that points to the private chat.

    `by` is who wrote it (0: an administrator in the group's name), `argument` the rest of the line, `title` the group's
    name, `topic` the one of its topics where it was written (0: it has none, or the general one).
    """

    name: str
    argument: str = ""
    by: int = 0
    title: str = ""
    topic: int = 0


@dataclass(frozen=True, slots=True)
class TappedInGroup:
    """A button under a message of ours in the group `group_id`, pressed by the person whose arrival this is."""

    data: str
    group_id: int
    message_id: int
    receipt: str = ""
    title: str = ""
    topic: int = 0


@dataclass(frozen=True, slots=True)
class JoinedGroup:
    """The bot was let into a group, by `by` (0: as in `AskedInGroup`); the arrival's chat is the group."""

    by: int
    title: str


@dataclass(frozen=True, slots=True)
class LeftGroup:
    """The bot was put out of a group, or left it; the arrival's chat is the group."""


@dataclass(frozen=True, slots=True)
class GroupMoved:
    """The group of this arrival goes on as a supergroup with another number."""

    to: int


@dataclass(frozen=True, slots=True)
class AskedInline:
    """Somebody types the bot's name and this in any chat, and waits for cards to choose from under `receipt`."""

    query: str
    receipt: str


Event = (
    Started
    | Commanded
    | Said
    | Tapped
    | SharedPlace
    | PlaceMoved
    | SharedContact
    | SentFile
    | Edited
    | Forwarded
    | Unreadable
    | Blocked
    | Unblocked
    | AskedInGroup
    | AskedInline
    | TappedInGroup
    | JoinedGroup
    | LeftGroup
    | GroupMoved
)
"""What comes in."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update: its number, where it came from and when, and what happened.

    `event` is None for what the bot rightly leaves alone (channel posts, group talk): the number is still remembered.
    `language` is the language code of the person's messenger ("zh-hans", "en-GB"), or empty. `channel` is where it came
    from; one that does not number its updates calls each by a `key` (64 letters at most) that no other has.
    """

    update_id: int
    chat_id: int
    at: datetime
    event: Event | None
    language: str = ""
    channel: str = TELEGRAM
    key: str = ""

    @property
    def known_as(self) -> str:
        """By what it is known when it comes again."""
        return self.key or str(self.update_id)


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: it carries a choice back (`data`, 64 bytes at most) or opens `url`."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the keyboard below the input field; it types its label, or shares a location or phone number."""

    label: str
    shares: str = ""
    """"", "location" or "phone"."""


Buttons = tuple[tuple[Button, ...], ...]
Keys = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A message of HTML (b, i, u, s, a, code, pre, blockquote; everything else escaped), 4,096 characters at most.

    `replaces` is the id of an own message to be rewritten in place instead (0: a new message).
    `keys` shows a keyboard below the input field, an empty tuple leaves it as it is; `hide_keys` takes it away.
    `topic` is the one of a group's topics that it goes to (0: none). `asks_words`: what is typed next may answer it.
    """

    html: str
    buttons: Buttons = ()
    keys: Keys = ()
    hide_keys: bool = False
    replaces: int = 0
    topic: int = 0
    asks_words: bool = field(default=False, compare=False)  # the turn says so of the screen at hand


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map with its name and address (WGS-84 degrees); a server that refuses it gets `as_text`."""

    latitude: float
    longitude: float
    title: str
    address: str
    as_text: str
    buttons: Buttons = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file of ours with its name (50 MB at most) and a plain caption (1,024 characters at most)."""

    name: str
    content: bytes
    caption: str = ""
    buttons: Buttons = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that somebody has sent before, by the messenger's id, and a plain caption."""

    file_id: str
    caption: str = ""
    buttons: Buttons = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of ours (PNG, 10 MB at most) and a plain caption; `replaces` as in `Text`, an own drawing."""

    content: bytes
    caption: str = ""
    buttons: Buttons = ()
    replaces: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """Something to be shared into any chat: what the chooser sees, and the message of HTML that the chat will get.

    `key` is of 64 bytes at most and tells it from the others; its buttons open links and nothing else.
    """

    key: str
    title: str
    description: str
    html: str
    buttons: Buttons = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """The answer to `AskedInline`: 50 cards at most."""

    receipt: str
    cards: tuple[Card, ...]
    buttons: Buttons = ()  # none: every card has its own


@dataclass(frozen=True, slots=True)
class Post:
    """What an organiser says to many: HTML, and what hangs on it by id (`domain.announcements.announcements`).

    Without media a text; with one its caption; with two to ten an album, which has no buttons. `replaces` as in `Text`,
    an own post of the same shape: its words are rewritten, its media stay. `paid`: at the pace that Telegram sells.
    `topic` as in `Text`.
    """

    html: str
    media: tuple[Medium, ...] = ()
    buttons: Buttons = ()
    replaces: int = 0
    paid: bool = False
    topic: int = 0


@dataclass(frozen=True, slots=True)
class Unsend:
    """Takes own messages back out of the chat (48 hours at most after they were sent)."""

    messages: tuple[int, ...] = ()
    buttons: Buttons = ()  # none: nothing is left


@dataclass(frozen=True, slots=True)
class Toast:
    """The answer to `TappedInGroup`: a few words that only the presser sees, or a link that opens (`url`)."""

    receipt: str
    text: str = ""
    url: str = ""
    buttons: Buttons = ()  # none: it goes by itself


Reply = Text | Pin | Document | Picture | Drawing | Cards | Post | Unsend | Toast


@dataclass(frozen=True, slots=True)
class Commands:
    """The commands that a chat shows of its own, as (name, description); none: everybody's again. It says nothing."""

    commands: tuple[tuple[str, str], ...] = ()


Message = Reply | Commands
"""What goes out in one call."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way: the row of the outbox that it stands in, and the chat that it goes to.

    `name` is what a channel with names of its own calls that chat. `part`: so many parts of the row went before.
    """

    row_id: int
    chat_id: int
    reply: Message
    name: str = ""
    part: int = 0


class Fate(StrEnum):
    """The outcome of one send, as the front names it."""

    ACCEPTED = "accepted"
    SLOW_DOWN = "slow_down"  # 429: retry_after halts everything, and counts as no attempt
    UNREACHABLE = "unreachable"  # 403: blocked, deactivated, never started
    REFUSED = "refused"  # 400 and the like: another try cannot help
    SERVER_TROUBLE = "server_trouble"  # 5xx: not accepted, worth another try
    NOT_CONNECTED = "not_connected"  # the request never left: safe to repeat
    UNCERTAIN = "uncertain"  # a time-out or a broken answer: perhaps accepted


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a send: its fate, Telegram's message id (0 if none), seconds to halt, and the reason in words.

    `others` are the further messages of an album; `moved_to` is the number that a group has from now on, or 0. `code`
    is the server's number for a refusal (400, 502); 0 where it said none.
    """

    fate: Fate
    message_id: int = 0
    retry_after: float = 0.0
    reason: str = ""
    others: tuple[int, ...] = ()
    moved_to: int = 0
    code: int = field(default=0, compare=False)  # for figures: nothing is decided by it
    is_anothers: bool = False  # the trouble is another channel's, and says nothing of this one


@dataclass(frozen=True, slots=True)
class Fetched:
    """A batch of updates in order, and the offset that acknowledges them once their effects are committed."""

    arrivals: Sequence[Arrival]
    next_offset: int


@dataclass(frozen=True, slots=True)
class Introduction:
    """What people see of the bot in one language ("" for everybody else) before and beside the conversation.

    The commands as (name, description); the text above the start button (512 characters at most), and the one in the
    bot's profile (120).
    """

    language: str
    commands: tuple[tuple[str, str], ...]
    description: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class WebhookSeen:
    """Where the messenger delivers updates ("": nowhere, it is to be polled), how many wait, and its last trouble."""

    url: str = ""
    waiting: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file out of one channel, to be sent by another: its name there, and what is in it."""

    name: str
    content: bytes


class Front(Protocol):
    """What a Telegram library does for us: fetch, parse, send, and name the outcome; it holds no rule.

    `aiogram_front.open_front` and `ptb_front.open_front` make one from a token and a server's base address.
    """

    @property
    def abilities(self) -> Abilities:
        """What its channel can do; `bot.degrading` sees to it that it is given nothing else to send."""
        ...

    async def fetch(self, offset: int, wait_s: int) -> Fetched:
        """Long-poll once. Raises `FetchFailedError` with the seconds to wait before the next try."""
        ...

    def parse(self, update: str | bytes) -> Arrival:
        """Translate one update's JSON, as a webhook brings it. Raises `ValueError` for what is no update."""
        ...

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Make one Bot API call. Never raises: every trouble is an outcome."""
        ...

    async def bring(self, file_id: str) -> Brought:
        """Bring a file that somebody has sent here, for another channel to send.

        Raises `NoFileError` for one that there is not (any more) or that is too big, `FetchFailedError` for now.
        """
        ...

    async def acknowledge(self, receipt: str) -> None:
        """Answer a press at once (`Tapped.receipt`); best effort, trouble is logged and forgotten."""
        ...

    async def introduce(self, introductions: Sequence[Introduction]) -> str:
        """Check the token, say what the bot is and can do; a refused call is logged; returns the bot's username."""
        ...

    async def listen_by_webhook(self, url: str, secret: str) -> None:
        """Ask for delivery to `url`, or with an empty one, for polling again."""
        ...

    async def see_webhook(self) -> WebhookSeen:
        """Ask where updates are delivered. Raises `FetchFailedError` or `TokenRefusedError`."""
        ...

    async def close(self) -> None: ...


class FetchFailedError(Exception):
    """Polling brought nothing: the server was away, busy, or another poller is at work."""

    def __init__(self, reason: str, wait_s: float = 1.0, fate: str = Fate.NOT_CONNECTED) -> None:
        super().__init__(reason)
        self.wait_s = wait_s
        self.fate = fate
        """What kind of trouble it was: a `Fate`, or what ailed the store."""


class NoFileError(Exception):
    """A channel has no such file (any more), or gives none of this size."""


class TokenRefusedError(Exception):
    """The server does not know this token (401 or 404): nothing works until it is mended."""
