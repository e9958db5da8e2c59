"""Buttons and keys that many screens have: back to the menu, two in a row, a keyboard put away."""

from bot.chat import Button, Buttons, Text
from bot.flows.desk import Desk


def to_menu(desk: Desk) -> Button:
    return Button(desk.words.button("Menu"), "menu")


def back_or_menu(desk: Desk) -> tuple[Button, Button]:
    return Button(desk.words.button("Back"), "back"), to_menu(desk)


def two_a_row(buttons: list[Button]) -> Buttons:
    return tuple(tuple(buttons[first : first + 2]) for first in range(0, len(buttons), 2))


def keys_away(desk: Desk) -> Text:
    return Text(desk.words("All right."), hide_keys=True)
