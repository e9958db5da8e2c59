"""A sentence taken apart into the ideas that its words stand for, the longest word first, and what is none of ours."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from domain.activities.activities import Kind
from domain.places.places import Services
from domain.said.sentences import words_chinese, words_english
from domain.said.sentences.ideas import VERBS, Idea
from domain.said.writing.signs import CUT


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word stands for; `about` is the kind or the service that it names."""

    idea: Idea
    about: Kind | Services | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A word of ours, and where it stands."""

    text: str
    at: int
    meaning: Meaning

    @property
    def idea(self) -> Idea:
        return self.meaning.idea

    @property
    def end(self) -> int:
        return self.at + len(self.text)


MOST: Final = 400
"""Signs: in more than these no words of ours are looked for; no sentence that is understood is as long."""


def tokens(said: str) -> tuple[list[Token], str]:
    """Return the words of ours in a plain sentence, and what is left of it without them, each run of it by itself."""
    if len(said) > MOST:
        return [], said
    found: list[Token] = []
    rest: list[str] = []
    at = 0
    while at < len(said):
        token = _token(said, at)
        if token is not None:
            found.append(token)
            rest.append(CUT)
            at = token.end
            continue
        word = _WORD.match(said, at)
        rest.append(word[0] if word else said[at])
        at += len(rest[-1])
    return found, "".join(rest)


def _token(said: str, at: int) -> Token | None:
    if said[at] not in _FIRST:
        return None
    for end in range(min(len(said), at + _LONGEST), at, -1):
        meaning = MEANINGS.get(said[at:end])
        if meaning is not None and not _GOES_ON.match(said, end - 1):
            return Token(said[at:end], at, meaning)
    return None


def leftover(rest: str) -> str:
    """Return what counts of what is left: letters, figures and Hanzi, blanks between them."""
    return " ".join(_SIGNS.sub(" ", rest).split())


def negated(found: Iterable[Token], said: str) -> frozenset[Idea]:
    """Return the verbs that are said not to be wanted: close behind a word that says no."""
    listed = list(found)
    noes = [token for token in listed if token.idea is Idea.NOT]
    return frozenset(
        token.idea
        for token in listed
        if token.idea in VERBS and any(_is_close(said[no.end : token.at]) for no in noes if no.end <= token.at)
    )


def _is_close(between: str) -> bool:
    """Tell whether these signs are so few that the no still holds behind them: three Hanzi, or three English words."""
    if _PAUSE.search(between):
        return False
    bare = between.strip()
    return len(bare.split()) <= _CLOSE if bare.isascii() else len(bare) <= _CLOSE


_CLOSE: Final = 3
_PAUSE: Final = re.compile("[,，.。;；!！?？]")
_WORD: Final = re.compile("[a-z0-9]+(?:'[a-z]+)?")
_GOES_ON: Final = re.compile("[a-z0-9][a-z0-9]|[a-z]'[a-z]")
_SIGNS: Final = re.compile(r"[\W_]+")


def _spelt(words: str, between: str) -> Iterator[str]:
    """Spell the words of a table out; a choice may hold the sign between them."""
    depth, word = 0, ""
    for sign in words + between:
        depth += (sign == "(") - (sign == ")")
        if sign == between and not depth:
            yield from _choices(word.strip())
            word = ""
        else:
            word += sign


def _choices(word: str) -> Iterator[str]:
    inner = _BRACKETS.search(word)
    if inner is None:
        yield " ".join(word.split())
        return
    for choice in inner[1].split("|"):
        yield from _choices(word[: inner.start()] + choice + word[inner.end() :])


_BRACKETS: Final = re.compile(r"\(([^()]*)\)")


def _table() -> Mapping[str, Meaning]:
    """Spell all tables out; a word that stands in several has the meaning that comes first here."""
    named: dict[str, Meaning] = {}
    for module, between in ((words_chinese, " "), (words_english, ",")):
        tables = (
            *((Meaning(idea), words) for idea, words in module.WORDS.items()),
            *((Meaning(Idea.KIND, kind), words) for kind, words in module.KINDS.items()),
            *((Meaning(Idea.SERVICE, service), words) for service, words in module.SERVICES.items()),
        )
        for meaning, words in tables:
            for word in _spelt(words, between):
                named.setdefault(word.replace("…", CUT), meaning)
    named.pop("", None)
    return MappingProxyType(named)


MEANINGS: Final = _table()
"""What every word of ours stands for."""

_LONGEST: Final = max(map(len, MEANINGS))
_FIRST: Final = frozenset(word[0] for word in MEANINGS)
