"""The life of an announcement and of its mailings, as tables; and what it says.

An announcement is what an organiser has to say. A mailing is one call to each of a frozen list of chats: the sending,
a correction, a recall. Where each recipient stands is told by the rows of the outbox, one to a recipient: their number
is the frozen audience at every moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Never

from domain.lifecycle import Transition
from domain.messages import delivery


class Stage(StrEnum):
    """How far an announcement has come."""

    DRAFT = "draft"
    AWAITING = "awaiting"  # a second organiser's approval
    SCHEDULED = "scheduled"  # approved, or needing none; it begins when its time has come
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    RECALLED = "recalled"
    DISCARDED = "discarded"


class Verb(StrEnum):
    SUBMIT = "submit"  # for approval
    APPROVE = "approve"
    RETURN = "return"  # by the second organiser, with a reason; or by the first, who wants to change it
    SCHEDULE = "schedule"  # where no approval is needed
    BEGIN = "begin"
    EMPTY = "empty"  # its time has come, and nobody is left to read it
    PAUSE = "pause"
    RESUME = "resume"
    FINISH = "finish"
    STOP = "stop"
    AGAIN = "again"  # to those who were missed
    RECALL = "recall"
    DISCARD = "discard"


Row = Transition[Verb, Stage, Never]

_UNDER_WAY: Final = frozenset({Stage.SENDING, Stage.PAUSED})
_AT_ITS_END: Final = frozenset({Stage.DONE, Stage.STOPPED})

TABLE: Final[tuple[Row, ...]] = (
    Transition(Verb.SUBMIT, frozenset({Stage.DRAFT}), Stage.AWAITING),
    Transition(Verb.APPROVE, frozenset({Stage.AWAITING}), Stage.SCHEDULED),
    Transition(Verb.RETURN, frozenset({Stage.AWAITING, Stage.SCHEDULED}), Stage.DRAFT),
    Transition(Verb.SCHEDULE, frozenset({Stage.DRAFT}), Stage.SCHEDULED),
    Transition(Verb.BEGIN, frozenset({Stage.SCHEDULED}), Stage.SENDING),
    Transition(Verb.EMPTY, frozenset({Stage.SCHEDULED, Stage.SENDING}), Stage.DRAFT),
    Transition(Verb.PAUSE, frozenset({Stage.SENDING}), Stage.PAUSED),
    Transition(Verb.RESUME, frozenset({Stage.PAUSED}), Stage.SENDING),
    Transition(Verb.FINISH, frozenset({Stage.SENDING}), Stage.DONE),
    Transition(Verb.STOP, _UNDER_WAY, Stage.STOPPED),
    Transition(Verb.AGAIN, _AT_ITS_END, Stage.SENDING),
    Transition(Verb.RECALL, _UNDER_WAY | _AT_ITS_END, Stage.RECALLED),
    Transition(Verb.DISCARD, frozenset({Stage.DRAFT, Stage.AWAITING, Stage.SCHEDULED}), Stage.DISCARDED),
)

ROWS: Final[Mapping[Verb, Row]] = {row.verb: row for row in TABLE}


def after(stage: Stage, verb: Verb) -> Stage:
    """Return where a verb leads. Raises `NotPossibleError` for what the table does not have."""
    return ROWS[verb].checked(stage).after


class Target(StrEnum):
    """Where a button of an announcement leads."""

    ACTIVITY = "activity"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Link:
    """A button to an activity or a service point, by row id."""

    target: Target
    row_id: int


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture, film or file by the messenger's id; `kind` is "photo", "video", "document", or in the mail "voice"."""

    kind: str
    file_id: str


@dataclass(frozen=True, slots=True)
class Content:
    """The words in HTML by language ("zh_Hans", "en"; one or both), what hangs on them, and buttons.

    Without media it is a text, with one medium its caption, with two to ten an album.
    """

    html: Mapping[str, str]
    media: tuple[Medium, ...] = ()
    links: tuple[Link, ...] = ()


SENDER_MOST: Final = 20
"""Characters of the unit's name that stands before the words: 42 UTF-16 units at most, with what parts them."""

ONE_MESSAGE: Final = 4096
"""UTF-16 units of a message, without its tags: the Bot API's `sendMessage`."""

MOST_TEXT: Final = 4000
"""So many of them may be the words of an announcement: the sender's name stands before them."""

MOST_CAPTION: Final = 980
"""And of the caption of a picture, file or album: 1,024, less the same."""

MOST_MEDIA: Final = 10
"""In an album: the Bot API's `sendMediaGroup`."""


class Purpose(StrEnum):
    """What a mailing does in each chat."""

    SEND = "send"
    CORRECT = "correct"  # rewrites the message
    RECALL = "recall"  # deletes it


class MailingState(StrEnum):
    FREEZING = "freezing"  # its list is being written; nothing leaves yet
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


class Standing(StrEnum):
    """Where a recipient stands: what the organiser reads in the ledger."""

    NOT_YET = "not_yet"
    DELIVERED = "delivered"
    BLOCKED = "blocked"  # has stopped the bot, or never started it
    OPTED_OUT = "opted_out"
    EXPIRED = "expired"
    FAILED = "failed"
    UNKNOWN = "unknown"  # perhaps delivered: the connection or the process broke off
    STOPPED = "stopped"  # the announcement was stopped before


STANDINGS: Final[Mapping[delivery.State, Standing]] = {
    delivery.State.TODO: Standing.NOT_YET,
    delivery.State.SENDING: Standing.NOT_YET,
    delivery.State.SENT: Standing.DELIVERED,
    delivery.State.FAILED: Standing.FAILED,
    delivery.State.EXPIRED: Standing.EXPIRED,
    delivery.State.UNREACHABLE: Standing.BLOCKED,
    delivery.State.UNKNOWN: Standing.UNKNOWN,
    delivery.State.OPTED_OUT: Standing.OPTED_OUT,
    delivery.State.STOPPED: Standing.STOPPED,
}

MISSED: Final = frozenset({Standing.FAILED, Standing.EXPIRED, Standing.BLOCKED, Standing.UNKNOWN, Standing.STOPPED})
"""Whom "send again" may reach. Who has opted out is not among them; who is unknown perhaps reads it twice."""
