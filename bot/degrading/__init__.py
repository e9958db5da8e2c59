"""What goes out over a channel that can do less than our vocabulary says: one pure table, a row for each kind.

| what           | where the channel cannot                                                            |
| -------------- | ----------------------------------------------------------------------------------- |
| formatting     | is left out, and never shown as tags; a link's address follows its words            |
| a long text    | is cut after a paragraph, a line, a sentence, a word; within no sign; buttons last  |
| buttons, keys  | are lines with numbers, and a number presses (`numbers`)                            |
| an edit        | is a new message                                                                    |
| a place        | is its words, and a link to a map                                                   |
| a file, media  | is its words, and a line that says what is missing                                  |
| taking back    | is nothing, and refused                                                             |
| cards, toasts  | are nothing, and refused: nobody without `inline` and `groups` is offered any       |
| a command list | is nothing: it says nothing                                                         |
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Final

from bot.abilities import Abilities
from bot.chat import (
    Buttons,
    Cards,
    Commands,
    Document,
    Drawing,
    Keys,
    Message,
    Picture,
    Pin,
    Post,
    Text,
    Toast,
    Unsend,
)
from bot.degrading.cutting import counted, cuts
from bot.degrading.marked import Marked, taken_apart
from bot.degrading.numbers import fits, in_rows, numbered, of_keys
from bot.texts import Words
from domain.places.datums import Datum, from_wgs84
from domain.places.geo import Position


@dataclass(frozen=True, slots=True)
class Degraded:
    """What goes out, in order, and what the numbers of it press; without parts the channel can say nothing of it."""

    parts: tuple[Message, ...]
    pressed: Mapping[str, str] = field(default_factory=dict)


NOTHING: Final = Degraded(())


def degraded(message: Message, abilities: Abilities, t: Words) -> Degraded:
    """Return what a channel of these abilities sends in the place of a message, in its reader's language."""
    match message:
        case Text():
            return _text(message, abilities, t)
        case Post():
            return _post(message, abilities, t)
        case Pin():
            return _pin(message, abilities, t)
        case Document() | Drawing() | Picture():
            return _file(message, abilities, t)
        case _:
            return Degraded((message,)) if _knows(message, abilities) else NOTHING


def _pin(pin: Pin, abilities: Abilities, t: Words) -> Degraded:
    if abilities.location_out:
        return _below(pin, "", abilities, t)
    return _text(_words(f"{pin.as_text}\n{_map(pin)}", pin.buttons), abilities, t)


def _file(message: Document | Drawing | Picture, abilities: Abilities, t: Words) -> Degraded:
    able = {Document: abilities.documents, Drawing: abilities.pictures, Picture: abilities.media}
    if not able[type(message)]:
        return _in_words(message, _plain(message.caption), abilities, t)
    if isinstance(message, Drawing) and not abilities.editing:
        message = replace(message, replaces=0)
    return _below(message, message.caption, abilities, t)


def _knows(message: Unsend | Cards | Toast | Commands, abilities: Abilities) -> bool:
    match message:
        case Unsend():
            return abilities.deleting
        case Cards():
            return abilities.inline
        case Toast():
            return abilities.groups
        case Commands():
            return abilities.commands


def _plain(caption: str) -> str:
    return escape(caption, quote=False)


def _words(html: str, buttons: Buttons) -> Text:
    """Write the words of what is no text: whether the screen asks for words, nobody has said of it."""
    return Text(html, buttons, asks_words=True)


def _map(pin: Pin) -> str:
    mars = from_wgs84(Position(pin.latitude, pin.longitude), Datum.GCJ02)
    return f"https://uri.amap.com/marker?position={mars.longitude:.6f},{mars.latitude:.6f}"


def _in_words(message: Document | Drawing | Picture | Post, html: str, abilities: Abilities, t: Words) -> Degraded:
    missing = t("(There is a picture or file with this that cannot be shown here.)")
    return _text(_words(f"{html}\n\n{missing}".strip(), message.buttons), abilities, t)


def _post(post: Post, abilities: Abilities, t: Words) -> Degraded:
    """Take a post for a text where nothing hangs on it, or nothing can."""
    if post.replaces and not abilities.editing:
        return _post(replace(post, replaces=0), abilities, t)
    if post.media and not abilities.media:
        return _in_words(post, post.html, abilities, t)
    most = abilities.caption if post.media else abilities.length
    said = taken_apart(post.html).without(abilities.formatting)
    if fits(post.buttons, abilities) and counted(said.words, abilities.unit) <= most:
        return Degraded((replace(post, html=said.html(), buttons=in_rows(post.buttons, abilities)),))
    if not post.media:
        return _text(Text(post.html, post.buttons, replaces=post.replaces), abilities, t)
    words = _text(Text(post.html, post.buttons), abilities, t)
    return Degraded((replace(post, html="", buttons=(), replaces=0), *words.parts), words.pressed)


def _below(message: Pin | Document | Drawing | Picture, caption: str, abilities: Abilities, t: Words) -> Degraded:
    """Keep it as it is, and say behind it what there is no room for below it: a long caption, and its buttons."""
    is_short = counted(caption, abilities.unit) <= abilities.caption
    if is_short and fits(message.buttons, abilities):
        return Degraded((replace(message, buttons=in_rows(message.buttons, abilities)),))
    bare = replace(message, buttons=()) if is_short or isinstance(message, Pin) else _without_words(message)
    words = _text(_words("" if is_short else _plain(caption), message.buttons), abilities, t)
    return Degraded((bare, *words.parts), words.pressed)


def _without_words(message: Document | Drawing | Picture) -> Message:
    return replace(message, buttons=(), caption="")


def _text(text: Text, abilities: Abilities, t: Words) -> Degraded:
    said = taken_apart(text.html).without(abilities.formatting)
    shown, keys = text.buttons, of_keys(text.keys, abilities)
    pressed: Mapping[str, str] = {}
    listed, typed = (() if fits(shown, abilities) else shown), (() if abilities.keys else keys)
    if listed or typed:
        list_of = numbered(listed, typed, asks_words=text.asks_words)
        said, pressed = _with_lines(said, list_of.lines, list_of.pressed, t), list_of.pressed
        shown, keys = (() if listed else shown), (() if typed else keys)
    stretches = list(cuts(said.words, abilities.length, abilities.unit)) or [(0, len(said.words))]
    parts = [Text(said.html(*stretch), topic=text.topic) for stretch in stretches]
    return Degraded(_with_ends(parts, text, in_rows(shown, abilities), keys, abilities), pressed)


def _with_ends(
    parts: Sequence[Text], text: Text, buttons: Buttons, keys: Keys, abilities: Abilities
) -> tuple[Message, ...]:
    """Let the first part rewrite what is to be rewritten, and the last have what stands below."""
    first = replace(parts[0], replaces=text.replaces if abilities.editing else 0)
    parts = [first, *parts[1:]]
    hide = text.hide_keys and abilities.keys
    last = replace(parts[-1], buttons=buttons, keys=keys, hide_keys=hide)
    return (*parts[:-1], last)


def _with_lines(said: Marked, lines: Sequence[str], pressed: Mapping[str, str], t: Words) -> Marked:
    """Add the lines of what is pressed by number, and how it is."""
    example = next((number for number in pressed if not number.isdecimal()), "")
    how = t.plain("Reply with a number.") if pressed else ""
    if example:
        how = t.plain("Reply with # and a number, such as {example}.", example=example)
    below = "\n".join([*lines, *([how] if how else [])])
    return Marked(f"{said.words}\n\n{below}" if said.words else below, said.spans)
