"""What every question of ours has, whatever it is about: what it hears, until when, and what is done with words."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import ClassVar, Protocol

from bot.chat import Said
from bot.flows.desk import Desk, Move
from bot.texts import Words
from domain.said.answers import leave
from domain.said.answers.answers import Meaning, Rated, rated, speaks_of_coming, still_there, understood


class Standing(Enum):
    """How much of a question it is."""

    ASKED = auto()  # it waits for an answer
    TOLD = auto()  # it is answered, or needs none; the person was told that we are glad to hear more
    KNOWN = auto()  # nobody has asked; the person may say something all the same


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody has written, and what was understood of it.

    `why` is the reason that stands beside a no; "": none does. Where the rest of it is not understood to the last sign
    there is no `meaning`: then it opens where a tap says no, and says none itself.
    """

    said: Said
    meaning: Meaning | None
    rated: Rated | None
    why: str = ""

    @property
    def text(self) -> str:
        return self.said.text

    @property
    def may_answer(self) -> bool:
        """Tell whether it can be a clear answer to anything, perhaps beside a name or a question mark."""
        is_clear = self.meaning is not None or self.rated is not None
        return is_clear or still_there(self.text) is not None or speaks_of_coming(self.text)


def heard(said: Said) -> Heard:
    return Heard(said, understood(said.text), rated(said.text), leave.reason(said.text) or "")


class Question(Protocol):
    """One thing of this person that what is written may be meant for."""

    @property
    def standing(self) -> Standing: ...

    @property
    def takes_words(self) -> bool:
        """Tell whether any words are the answer; of others only what is understood, the rest is passed on."""
        ...

    @property
    def fresh_until(self) -> float:
        """Tell until when words that nobody understands go here by themselves, in seconds since 1970.

        Later they are asked about first: somebody who writes then is perhaps at something else.
        """
        ...

    @property
    def about(self) -> str:
        """Name it, as messages about it do: "duty_answer:12"."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Return how people may call it within a sentence."""
        ...

    def day(self, desk: Desk) -> date | None:
        """Return the day on which it is; None: on none."""
        ...

    def label(self, desk: Desk, t: Words) -> str:
        """Say in one line what it is."""
        ...

    def hears(self, heard: Heard) -> bool:
        """Tell whether this is an answer to it."""
        ...

    def answer(self, heard: Heard, desk: Desk) -> Move:
        """Take the answer. Whoever calls this knows that it is meant for this: asked, quoted, or pointed at."""
        ...

    def pass_on(self, heard: Heard, desk: Desk) -> Move:
        """Pass the words on to the people behind it, say so, and offer the buttons again."""
        ...


class Undated:
    """The base of questions that are of no day and have no name: they wait, and what is understood answers them."""

    __slots__ = ()

    standing: ClassVar[Standing] = Standing.ASKED
    takes_words: ClassVar[bool] = False
    names: ClassVar[tuple[str, ...]] = ()

    def day(self, _desk: Desk) -> None:
        """Name none."""
