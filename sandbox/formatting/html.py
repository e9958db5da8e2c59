"""parse_mode=HTML as Telegram reads it: its tags, its entities, its error texts.

The rules and the words of the errors follow parse_html in TDLib's MessageEntity.cpp, which Telegram's own Bot API
server uses; byte offsets in errors are of UTF-8.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from sandbox.formatting.entities import utf16_length
from sandbox.formatting.links import link_or_none, person_in
from sandbox.refusals import RefusedError, bad_request
from sandbox.state.people import Json

KIND_OF_TAG = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#(\d+)|#[xX]([0-9A-Fa-f]+)|(lt|gt|amp|quot));?")
HALF_CHARACTER = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)
NEXT_MARK = re.compile("[<&]")
SPACES = re.compile(r"\s*")
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
BARE_VALUE = re.compile(r"[A-Za-z0-9.\-]*")


@dataclass(frozen=True, slots=True)
class OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int
    begins: int


@dataclass(slots=True)
class Reading:
    """The source and what has been read of it."""

    source: str
    place: int = 0
    text: list[str] = field(default_factory=list)
    length: int = 0
    open_tags: list[OpenTag] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)
    has_half: bool = False  # of a character: a surrogate, which UTF-8 does not know

    def write(self, text: str) -> None:
        self.text.append(text)
        self.length += utf16_length(text)

    def skip(self, pattern: re.Pattern[str]) -> str:
        hit = pattern.match(self.source, self.place)
        self.place = hit.end() if hit else self.place
        return hit.group() if hit else ""

    def here(self) -> str:
        """Return the next character; an empty string at the end."""
        return self.source[self.place : self.place + 1]

    def wrong(self, words: str, at: int, after: str = "") -> RefusedError:
        offset = len(self.source[:at].encode(errors="surrogatepass"))
        return bad_request(f"can't parse entities: {words} at byte offset {offset}{after}")


@lru_cache(1024)  # a broadcast is one text for thousands
def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return the text without tags, and its entities, which nobody may change. Raises RefusedError (400)."""
    if not NEXT_MARK.search(source):
        return source, []
    reading = Reading(source)
    while mark := NEXT_MARK.search(source, reading.place):
        reading.write(source[reading.place : mark.start()])
        reading.place = mark.start()
        _read_mark(reading)
    reading.write(source[reading.place :])
    if reading.has_half:
        raise bad_request(f"can't parse entities: {HALF_CHARACTER}")
    if reading.open_tags:
        name = reading.open_tags[-1].name
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{name}\"")
    entities = sorted(reading.entities, key=lambda one: (int(str(one["offset"])), -int(str(one["length"]))))
    return "".join(reading.text), entities


def _read_mark(reading: Reading) -> None:
    if reading.here() == "&":
        reading.write(_character(reading))
    elif reading.source.startswith("</", reading.place):
        _read_end(reading)
    else:
        _read_start(reading)


def _character(reading: Reading) -> str:
    """Read a character reference; what is none stands for itself."""
    hit = REFERENCE.match(reading.source, reading.place)
    if hit is None:
        reading.place += 1
        return "&"
    reading.place = hit.end()
    decimal, hexadecimal, name = hit.groups()
    if name:
        return CHARACTERS[name]
    code = int(decimal[:9]) if decimal else int(hexadecimal[:9], 16)
    reading.has_half |= 0xD800 <= code < 0xE000
    return chr(code) if 0 < code < 0x110000 else hit.group()


def _read_start(reading: Reading) -> None:
    begins = reading.place
    reading.place += 1
    name = reading.skip(TAG_NAME).lower()
    if not reading.here():
        raise reading.wrong("Unclosed start tag", begins)
    if name not in KIND_OF_TAG:
        raise reading.wrong(f'Unsupported start tag "{name}"', begins)
    attributes = _read_attributes(reading, name, begins)
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise reading.wrong('Tag "span" must have class "tg-spoiler"', begins)
    reading.open_tags.append(OpenTag(name, attributes, reading.length, begins))


def _read_attributes(reading: Reading, tag: str, begins: int) -> dict[str, str]:
    attributes: dict[str, str] = {}
    while True:
        reading.skip(SPACES)
        if reading.here() == ">":
            reading.place += 1
            return attributes
        name = reading.skip(ATTRIBUTE_NAME).lower()
        if not name:
            _expect_more(reading, begins)
            raise reading.wrong(f'Empty attribute name in the tag "{tag}"', begins)
        reading.skip(SPACES)
        if reading.here() == "=":
            reading.place += 1
            attributes[name] = _read_value(reading, begins, tag)
            _expect_more(reading, begins, f' "{tag}"')
        else:
            attributes[name] = ""
            _expect_more(reading, begins)


def _read_value(reading: Reading, begins: int, tag: str) -> str:
    reading.skip(SPACES)
    quote = reading.here()
    if quote not in ("'", '"') or not quote:
        start = reading.place
        value = reading.skip(BARE_VALUE).lower()
        if reading.here() and reading.here() != ">" and not reading.here().isspace():
            raise reading.wrong("Unexpected end of name token", start)
        return value
    reading.place += 1
    written: list[str] = []
    while reading.here() != quote:
        _expect_more(reading, begins, f' "{tag}"')
        if reading.here() == "&":
            written.append(_character(reading))
        else:
            written.append(reading.here())
            reading.place += 1
    reading.place += 1
    return "".join(written)


def _expect_more(reading: Reading, begins: int, which: str = "") -> None:
    if not reading.here():
        raise reading.wrong(f"Unclosed start tag{which}", begins)


def _read_end(reading: Reading) -> None:
    begins = reading.place
    if not reading.open_tags:
        raise reading.wrong("Unexpected end tag", begins)
    reading.place += 2
    name = reading.skip(TAG_NAME).lower()
    reading.skip(SPACES)
    if reading.here() != ">":
        raise reading.wrong("Unclosed end tag", begins)
    reading.place += 1
    tag = reading.open_tags.pop()
    if name and name != tag.name:
        raise reading.wrong("Unmatched end tag", begins, f', expected "</{tag.name}>", found "</{name}>"')
    if reading.length > tag.offset:
        reading.entities.extend(_entity(reading, tag))


def _entity(reading: Reading, tag: OpenTag) -> list[Json]:
    """Return the entity that a closed tag makes: one, or none for a link that leads nowhere."""
    entity: Json = {"offset": tag.offset, "length": reading.length - tag.offset, "type": KIND_OF_TAG[tag.name]}
    match tag.name:
        case "a":
            return _link(reading, tag, entity)
        case "code" if _names_language(reading, tag):
            return []
        case _:
            return [{**entity, **_details(tag)}]


def _details(tag: OpenTag) -> Json:
    """Return what a tag's attributes say beyond its kind."""
    match tag.name:
        case "tg-emoji":
            return {"custom_emoji_id": tag.attributes.get("emoji-id", "")}
        case "tg-time" if tag.attributes.get("unix", "").isdecimal():
            return {"unix_time": int(tag.attributes["unix"])}
        case "blockquote" if "expandable" in tag.attributes:
            return {"type": "expandable_blockquote"}
        case "pre" if "language" in tag.attributes:
            return {"language": tag.attributes["language"]}
        case _:
            return {}


def _names_language(reading: Reading, tag: OpenTag) -> bool:
    """Say whether a code tag only gives the language of the pre around it, and tell that one."""
    name = tag.attributes.get("class", "")
    if not name.startswith("language-") or not reading.open_tags or reading.open_tags[-1].name != "pre":
        return False
    reading.open_tags[-1].attributes["language"] = name.removeprefix("language-")
    return True


def _link(reading: Reading, tag: OpenTag, entity: Json) -> list[Json]:
    return link_entity(entity, tag.attributes.get("href") or _written_since(reading, tag.offset))


def link_entity(entity: Json, address: str) -> list[Json]:
    """Return the entity of a link: a mention of the person that it names, or none where it leads nowhere."""
    if person := person_in(address):
        return [{**entity, "type": "text_mention", "user": {"id": person}}]
    link = link_or_none(address)
    return [{**entity, "url": link}] if link else []


def _written_since(reading: Reading, offset: int) -> str:
    units = "".join(reading.text).encode("utf-16-le", "surrogatepass")
    return units[offset * 2 :].decode("utf-16-le", "replace")
