"""What a button carries: the flow, the turn that showed it, and the choice, in 64 bytes, and no authority.

A lasting button carries no turn ("=review.12"): it is sent to somebody whose turn it is not, and works from any screen.
The flow decides anew what may be done with it.
"""

from dataclasses import dataclass, replace
from typing import Final

from bot.chat import Button, Reply

MOST_BYTES: Final = 64
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Carried:
    """A button's data, taken apart."""

    name: str
    turn: int
    choice: str


@dataclass(frozen=True, slots=True)
class Lasting:
    """A lasting button's data, taken apart: what it opens, and the choice that goes with it."""

    name: str
    choice: str


def lasting(name: str, choice: str) -> str:
    """Write the data of a lasting button. Raises `ValueError` for a choice that does not fit."""
    return _fitting(f"={name}.{choice}")


def address(reply: Reply, name: str, turn: int) -> Reply:
    """Write flow and turn into every button of a reply. Raises `ValueError` for a choice that does not fit."""
    if not reply.buttons:
        return reply
    head = f"{name}.{_base36(turn)}."
    rows = tuple([tuple([_addressed(button, head) for button in row]) for row in reply.buttons])
    return replace(reply, buttons=rows)


def _addressed(button: Button, head: str) -> Button:
    if button.url or button.data.startswith("="):
        return button
    return Button(button.label, _fitting(head + button.data))


def _fitting(data: str) -> str:
    if len(data) > MOST_BYTES or (not data.isascii() and len(data.encode()) > MOST_BYTES):
        raise ValueError(f"a button carries {MOST_BYTES} bytes at most, not {data!r}")
    return data


def read(data: str) -> Carried | Lasting | None:
    """Take a button's data apart; None for what no version of ours has written."""
    name, first_dot, rest = data.partition(".")
    if name.startswith("="):
        return Lasting(name[1:], rest) if name[1:] and first_dot else None
    turn, dot, choice = rest.partition(".")
    if not (name and dot and turn and all(digit in _DIGITS for digit in turn)):
        return None
    return Carried(name, int(turn, 36), choice)


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits


def is_of_a_screen(button: Button) -> bool:
    """Tell whether a button belongs to the screen that shows it: it leads on, and neither opens a link nor lasts."""
    return bool(button.data) and not button.data.startswith("=")
