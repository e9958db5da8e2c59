"""Buttons of a channel that shows none, or not so many: lines with a number each, and what a number presses.

A number alone presses what stands beside it on the screen that was shown last. Where words are asked for, a number may
be the answer: there, and below what is no screen of the conversation and may come in the middle of one, it is written
with a mark before it (#2), and counts with that alone. So no number is ever two things.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from unicodedata import normalize

from bot.abilities import Abilities
from bot.buttons import is_of_a_screen
from bot.chat import Button, Buttons, Key, Keys, Said, Tapped

MARK: Final = "#"

_TYPED: Final = re.compile(r"(#?) ?([0-9]{1,3}) ?[.)\u3001\u3002]?")
_OWN: Final = re.compile(r"[1-9][0-9]{0,2}(?= |$)")
_TYPES: Final = ">"
"""Before the words of what is pressed by typing them: a key. No button's data begins so."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """What was listed by number: the lines to show, and what each number stands for, as it is stored."""

    lines: tuple[str, ...]
    pressed: Mapping[str, str]


def fits(buttons: Buttons, abilities: Abilities) -> bool:
    """Tell whether the channel shows all of these as buttons."""
    limits, all_of_them = abilities.buttons, [button for row in buttons for button in row]
    if len(all_of_them) > limits.most:
        return False
    return all(len(one.label) <= limits.label and (limits.links or not one.url) for one in all_of_them)


def numbered(buttons: Buttons, keys: Keys, *, asks_words: bool) -> Numbered:
    """List buttons that lead on, links, and keys that type something; a link has an address and no number.

    A label that begins with a number keeps it ("5 stars"): that is what people will type. One that is nothing else has
    no line of its own where it is an answer by itself.
    """
    mark = MARK if asks_words or _are_of_none(buttons) else ""
    wanted: list[Button | Key] = [button for row in buttons for button in row]
    wanted += [key for row in keys for key in row if not key.shares]
    own = {found[0] for one in wanted if (found := _OWN.match(one.label))}
    free = iter(number for number in map(str, range(1, 1000)) if number not in own)
    pressed: dict[str, str] = {}
    lines: list[str] = []
    for one in wanted:
        if isinstance(one, Button) and one.url:
            lines.append(f"{one.label}: {one.url}")
            continue
        found = _OWN.match(one.label)
        if found and mark + found[0] not in pressed:
            number, line = mark + found[0], mark + one.label
        else:
            number = mark + next(free)
            line = f"{number} {one.label}"
        pressed[number] = one.data if isinstance(one, Button) else _TYPES + one.label
        if not line.isdecimal():
            lines.append(line)
    return Numbered(tuple(lines), pressed)


def _are_of_none(buttons: Buttons) -> bool:
    """Tell whether there are buttons, and all of them are lasting ones: they belong to no screen."""
    shown = [button for row in buttons for button in row if button.data]
    return bool(shown) and not any(map(is_of_a_screen, shown))


def stored(shown: Mapping[str, str]) -> bytes:
    """Write what the numbers of a chat stand for once this is shown: what was shown before is over."""
    return json.dumps(shown, ensure_ascii=False).encode()


NO_BUTTON: Final = Tapped("?", 0)
"""The press of nothing: it is answered with the screen as it is now."""


def press(said: Said, numbers: bytes, *, asks_words: bool) -> Tapped | Said | None:
    """Return what is pressed by a number that was typed; None: it is none, or it stands for nothing.

    `asks_words`: the screen at hand waits for words, so that a number without a mark is one of them. Elsewhere one
    without its mark may have been meant for what was shown before: it presses nothing.
    """
    typed = _TYPED.fullmatch(normalize("NFKC", said.text[:40]).strip())
    if typed is None or not numbers or (asks_words and not typed[1]):
        return None
    pressed: Mapping[str, str] = json.loads(numbers)
    mark, number = typed[1], str(int(typed[2]))
    if not mark and number not in pressed and MARK + number in pressed:
        return NO_BUTTON
    data = pressed.get(mark + number) or ("" if asks_words else pressed.get(number))
    if not data:
        return None
    return replace(said, text=data[1:]) if data.startswith(_TYPES) else Tapped(data, 0)


def in_rows(buttons: Buttons, abilities: Abilities) -> Buttons:
    """Put the buttons of a channel that has no rows below each other."""
    if abilities.buttons.in_rows:
        return buttons
    return tuple((button,) for row in buttons for button in row)


def of_keys(keys: Keys, abilities: Abilities) -> Keys:
    """Leave the keys out that share what the channel cannot ask for."""
    shared = {"location": abilities.location_in, "phone": abilities.phone_in, "": True}
    left = (tuple(key for key in row if shared[key.shares]) for row in keys)
    return tuple(row for row in left if row)
