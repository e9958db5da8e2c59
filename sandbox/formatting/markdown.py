"""parse_mode=Markdown and MarkdownV2 as Telegram reads them: their marks, their escapes, their error texts.

The rules and the words of the errors follow parse_markdown and parse_markdown_v2 in TDLib's MessageEntity.cpp; byte
offsets in errors are of UTF-8.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from sandbox.formatting.entities import utf16_length
from sandbox.formatting.html import link_entity
from sandbox.formatting.links import emoji_in
from sandbox.refusals import RefusedError, bad_request
from sandbox.state.people import Json

OLD_MARKS = {"_": "italic", "*": "bold", "`": "code", "[": "text_link"}
RESERVED = "_*[]()~`>#+-=|{}.!\n"
SPACES = " \t\r\n\0\v"
# How Telegram calls what has no end.
NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "pre_code": "PreCode",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}
ENDS = {
    "bold": "*",
    "underline": "__",
    "strikethrough": "~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
    "pre_code": "```",
    "text_link": "]",
    "custom_emoji": "]",
}


@dataclass(frozen=True, slots=True)
class Open:
    """What has begun: its kind, where in the source and in the text, and the language of code."""

    kind: str
    begins: int
    offset: int
    place: int
    language: str = ""


@dataclass(slots=True)
class Reading:
    """The source and what has been read of it."""

    source: str
    place: int = 0
    text: list[str] = field(default_factory=list)
    length: int = 0
    nested: list[Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)
    in_quote: bool = False
    at_line_start: bool = True

    def write(self, text: str) -> None:
        self.at_line_start = text[-1:] in ("\n", "\r")
        self.text.append(text)
        self.length += utf16_length(text)

    def at(self, sign: str) -> bool:
        return self.source.startswith(sign, self.place)

    def bytes_before(self, place: int) -> int:
        return len(self.source[:place].encode(errors="surrogatepass"))

    def begin(self, kind: str, signs: int, language: str = "") -> None:
        begins = self.place
        self.place += signs
        self.nested.append(Open(kind, begins, self.length, len(self.text), language))

    def done(self, opened: Open, **more: object) -> Json:
        return {"offset": opened.offset, "length": self.length - opened.offset, "type": opened.kind, **more}


@lru_cache(1024)
def parse_markdown(source: str) -> tuple[str, list[Json]]:
    """Read the older of the two, whose marks do not nest. Raises RefusedError (400)."""
    reading = Reading(source)
    while reading.place < len(source):
        sign = source[reading.place]
        following = source[reading.place + 1 : reading.place + 2]
        if sign == "\\" and following and following in "_*`[":
            reading.write(following)
            reading.place += 2
        elif sign in OLD_MARKS:
            _read_old(reading, OLD_MARKS[sign])
        else:
            reading.write(sign)
            reading.place += 1
    return "".join(reading.text), reading.entities


def _read_old(reading: Reading, kind: str) -> None:
    begins, language = reading.place, ""
    is_pre = reading.at("```")
    end = "```" if is_pre else {"[": "]"}.get(reading.source[begins], reading.source[begins])
    reading.place += len(end)
    if is_pre:
        language = _language(reading)
    stop = reading.source.find(end, reading.place)
    if stop < 0:
        offset = reading.bytes_before(begins)
        raise _wrong(f"Can't find end of the entity starting at byte offset {offset}")
    opened = Open("pre" if is_pre else kind, begins, reading.length, 0, language)
    reading.write(reading.source[reading.place : stop])
    reading.place = stop + len(end)
    address = reading.source[begins + 1 : stop]
    if kind == "text_link" and reading.at("("):
        close = reading.source.find(")", reading.place)
        close = close if close >= 0 else len(reading.source)
        address = reading.source[reading.place + 1 : close]
        reading.place = close + 1
    if reading.length > opened.offset:
        entity = reading.done(opened, **({"language": language} if language else {}))
        reading.entities.extend(link_entity(entity, address) if kind == "text_link" else [entity])


@lru_cache(1024)
def parse_markdown_v2(source: str) -> tuple[str, list[Json]]:
    """Read MarkdownV2, whose marks nest. Raises RefusedError (400)."""
    reading = Reading(source)
    while reading.place < len(source):
        _read_sign(reading)
    if reading.in_quote and _is_expander(reading):
        reading.nested.pop()
        _end_quote(reading, reading.nested.pop(), "expandable_blockquote")
    elif reading.in_quote and reading.nested[-1].kind == "blockquote":
        _end_quote(reading, reading.nested.pop())
    if reading.nested:
        raise _no_end(reading)
    entities = sorted(reading.entities, key=lambda one: (int(str(one["offset"])), -int(str(one["length"]))))
    return "".join(reading.text), entities


def _read_sign(reading: Reading) -> None:
    sign = reading.source[reading.place]
    following = reading.source[reading.place + 1 : reading.place + 2]
    inner = reading.nested[-1].kind if reading.nested else ""
    if sign == "\\" and following and ord(following) <= 126:
        reading.write(following)
        reading.place += 2
    elif sign not in ("`" if inner in ("code", "pre", "pre_code") else RESERVED):
        reading.write(sign)
        reading.place += 1
    elif reading.nested and _is_end(reading, inner):
        _end(reading)
    else:
        _begin(reading, sign)


def _is_end(reading: Reading, inner: str) -> bool:
    if reading.in_quote and reading.at("\n") and not reading.at("\n>"):
        return True
    if inner == "italic":
        return reading.at("_") and not reading.at("__")
    return inner in ENDS and reading.at(ENDS[inner])


def _begin(reading: Reading, sign: str) -> None:
    match sign:
        case "_":
            reading.begin(*(("underline", 2) if reading.at("__") else ("italic", 1)))
        case "*":
            reading.begin("bold", 1)
        case "~":
            reading.begin("strikethrough", 1)
        case "|" if reading.at("||"):
            reading.begin("spoiler", 2)
        case "[":
            reading.begin("text_link", 1)
        case "!" if reading.at("!["):
            reading.begin("custom_emoji", 2)
        case "`":
            _begin_code(reading)
        case "\n":
            _break_line(reading)
        case ">" if reading.at_line_start and not reading.in_quote:
            _begin_quote(reading)
        case _:
            raise _wrong(f"Character '{sign}' is reserved and must be escaped with the preceding '\\'")


def _begin_code(reading: Reading) -> None:
    if not reading.at("```"):
        reading.begin("code", 1)
        return
    begins = reading.place
    reading.place += 3
    language = _language(reading)
    reading.nested.append(Open("pre_code" if language else "pre", begins, reading.length, len(reading.text), language))


def _language(reading: Reading) -> str:
    """Skip the language of code, and one line's end after it; returns the language."""
    source, start = reading.source, reading.place
    stop = start
    while stop < len(source) and source[stop] not in SPACES and source[stop] != "`":
        stop += 1
    language = source[start:stop] if stop < len(source) and source[stop] != "`" else ""
    reading.place += len(language)
    for end in ("\r\n", "\n\r", "\n", "\r"):
        if reading.at(end):
            reading.place += len(end)
            break
    return language


def _break_line(reading: Reading) -> None:
    reading.write("\n")
    reading.place += 1
    if reading.at(">"):
        if reading.in_quote:
            reading.place += 1
        else:
            _begin_quote(reading)


def _begin_quote(reading: Reading) -> None:
    reading.in_quote = True
    reading.begin("blockquote", 1)


def _end(reading: Reading) -> None:
    if reading.at("\n") and reading.in_quote:
        _end_line_of_quote(reading)
        return
    opened = reading.nested.pop()
    match opened.kind:
        case "text_link":
            _end_link(reading, opened)
        case "custom_emoji":
            _end_emoji(reading, opened)
        case kind:
            reading.place += len(ENDS.get(kind, "_"))
            if reading.length > opened.offset:
                reading.entities.append(_plain(reading, opened))


def _end_line_of_quote(reading: Reading) -> None:
    """End a quotation with its last line; || at the end of that makes it one that can be expanded."""
    can_be_expanded = _is_expander(reading)
    if can_be_expanded:
        reading.nested.pop()
    if reading.nested[-1].kind != "blockquote":
        raise _no_end(reading)
    reading.write("\n")
    reading.place += 1
    _end_quote(reading, reading.nested.pop(), "expandable_blockquote" if can_be_expanded else "blockquote")


def _is_expander(reading: Reading) -> bool:
    """Say whether || stands right before the end of a quotation's line."""
    match reading.nested:
        case [*_, Open(kind="blockquote"), Open(kind="spoiler") as spoiler]:
            return not "".join(reading.text[spoiler.place :]).strip("\r")
        case _:
            return False


def _plain(reading: Reading, opened: Open) -> Json:
    entity = reading.done(opened)
    return {**entity, "type": "pre", "language": opened.language} if opened.kind == "pre_code" else entity


def _end_quote(reading: Reading, opened: Open, kind: str = "blockquote") -> None:
    reading.in_quote = False
    if reading.length > opened.offset:
        reading.entities.append({**reading.done(opened), "type": kind})


def _end_link(reading: Reading, opened: Open) -> None:
    reading.place += 1
    address = "".join(reading.text[opened.place :])
    if reading.at("("):
        address = _address(reading, "a URL")
    if reading.length > opened.offset:
        reading.entities.extend(link_entity(reading.done(opened), address))


def _end_emoji(reading: Reading, opened: Open) -> None:
    reading.place += 1
    if not reading.at("("):
        raise _wrong("Custom emoji entity must contain a tg://emoji URL")
    try:
        number = emoji_in(_address(reading, "a custom emoji URL"))
    except ValueError as error:
        raise _wrong(str(error)) from None
    if reading.length > opened.offset:
        reading.entities.append(reading.done(opened, custom_emoji_id=number))


def _address(reading: Reading, what: str) -> str:
    """Read the address in brackets after a link's words."""
    reading.place += 1
    begins = reading.place
    written: list[str] = []
    while reading.place < len(reading.source) and not reading.at(")"):
        following = reading.source[reading.place + 1 : reading.place + 2]
        escaped = reading.at("\\") and following and ord(following) <= 126
        written.append(following if escaped else reading.source[reading.place])
        reading.place += 2 if escaped else 1
    if not reading.at(")"):
        raise _wrong(f"Can't find end of {what} at byte offset {reading.bytes_before(begins)}")
    reading.place += 1
    return "".join(written)


def _no_end(reading: Reading) -> RefusedError:
    opened = reading.nested[-1]
    offset = reading.bytes_before(opened.begins)
    return _wrong(f"Can't find end of {NAMES[opened.kind]} entity at byte offset {offset}")


def _wrong(words: str) -> RefusedError:
    return bad_request(f"can't parse entities: {words}")
