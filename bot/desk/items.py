"""One thing that waits: what it is, why it is here, since when, what breaks when, and what can be decided in place."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.flows.desk import Desk


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done in place: what the chat's screen hears, and how its button is called."""

    press: str
    label: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """An item in words: plain title, its reason as HTML, and in whose hands it is ("": in nobody's)."""

    title: str
    reason: str
    in_hand: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that waits. Times in seconds since 1970.

    `subject` names it as the audit does ("affiliation:12"), `opens` as the desk's addresses do ("affiliation/12").
    `tells` puts it into words, of those alone that are shown. `breaks_at` is when something breaks if nobody does
    anything; None: nothing does. `version` is how it stood when it was shown. `chat_id`: whom it is about (0: nobody).
    `says_since`: since when it waits is known, and not only reckoned for the order.
    """

    kind: str
    subject: str
    opens: str
    since: float
    tells: Callable[[Desk], Told]
    breaks_at: float | None = None
    acts: tuple[Act, ...] = ()
    version: int = 0
    chat_id: int = 0
    says_since: bool = True
