"""A step: where a person is in a conversation, as it is stored between two turns."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Step:
    """The base of all steps: frozen, and of values that JSON can hold.

    A step that changes its fields in a way that old JSON does not fit raises its VERSION; a person who is found in an
    older one gets an apology and the menu. It is stored by its class's name, so a name stays as well.
    """

    VERSION: ClassVar[int] = 1

    PASSES: ClassVar[bool] = False
    """Its buttons are over as soon as another screen is shown: each answer makes one more of something, or the step
    holds words that are kept no longer than they are needed."""

    IS_TOPIC: ClassVar[bool] = False
    """What is written next is about what it shows, until something else is opened."""

    LEAVES_TOPIC: ClassVar[bool] = False
    """It says that nothing was found, or asks what was meant: what was spoken of before still is."""

    LEAVES_NOTHING: ClassVar[bool] = False
    """What the conversation remembers of earlier screens is dropped with what is done here."""


@dataclass(frozen=True, slots=True)
class AtMenu(Step):
    """The menu: where everybody begins, and where every way back leads; `is_welcome` greets who begins.

    How it greets makes it no other place.
    """

    is_welcome: bool = field(default=False, compare=False)
