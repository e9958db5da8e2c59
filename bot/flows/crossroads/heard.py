"""What everybody who hears is given, and how a listener says that it hears nothing but words, or but a sentence."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import Final

from bot.chat import Reply, Said
from bot.flows import flow_of
from bot.flows.desk import Desk, Happening, Move
from bot.flows.finding import typed_place
from bot.flows.flow import Waits
from bot.flows.step import Step
from domain.said.writing.languages import written_in


@dataclass(frozen=True)
class Heard:
    """What happened, where the person is, and the desk; what several listeners want to know is found once."""

    step: Step
    event: Happening
    desk: Desk

    @cached_property
    def waits(self) -> Waits:
        return flow_of(self.step).waits(self.step)

    @cached_property
    def shown(self) -> tuple[Reply, ...]:
        """The screen that the person has before them."""
        return flow_of(self.step).show(self.step, self.desk)

    def shown_at(self, desk: Desk) -> tuple[Reply, ...]:
        """Return the same as it is at a desk of perhaps another language."""
        return self.shown if desk is self.desk else flow_of(self.step).show(self.step, desk)

    @cached_property
    def takes_words(self) -> bool:
        """Tell whether the screen has asked for words."""
        return self.waits not in {Waits.NOTHING, Waits.TAP}

    @cached_property
    def topic(self) -> "Heard | None":
        """The same as it is heard at what was shown last; None: nothing is spoken of, or the screen waits for more."""
        if self.desk.topic is None or self.waits is not Waits.NOTHING:
            return None
        return self if self.desk.topic == self.step else replace(self, step=self.desk.topic)

    @cached_property
    def found(self) -> Move | None:
        """Look for the place that was typed, whatever comes of it; None: nothing was."""
        return typed_place.search_for(self.event, self.desk) if isinstance(self.event, Said) else None

    @property
    def other_language(self) -> str:
        """Return the language of a sentence in another than is spoken here; "" for any other, or for an answer."""
        said = self.event.text if isinstance(self.event, Said) and self.waits is Waits.NOTHING else ""
        found = written_in(said)
        return "" if found == self.desk.words.language else found

    def at_hand(self, event: Happening | None = None) -> Move | None:
        """Let the step itself hear it, or something that it comes to."""
        return flow_of(self.step).hear(self.step, self.event if event is None else event, self.desk)


Listener = Callable[[Heard], Move | None]


OF_WORDS: Final[set[Listener]] = set()
OF_SENTENCES: Final[set[Listener]] = set()


def of_words(listen: Callable[[Heard, Said], Move | None]) -> Listener:
    """Mark who hears nothing but words, and is not asked about anything else."""

    @wraps(listen)
    def heard_in_words(heard: Heard) -> Move | None:
        return listen(heard, heard.event) if isinstance(heard.event, Said) else None

    OF_WORDS.add(heard_in_words)
    return heard_in_words


def of_sentences(listen: Callable[[Heard, Said], Move | None]) -> Listener:
    """Mark who hears nothing but what can be a sentence: a longer text is a letter, and they are not asked about it."""
    listener = of_words(listen)
    OF_SENTENCES.add(listener)
    return listener
