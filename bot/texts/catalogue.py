"""For translators: `python -m bot.texts.catalogue` brings both catalogues up to date with the code.

New messages come in empty, messages that no code says any more go out. `make test` fails while one is missing.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from bot.texts import LANGUAGES

_HERE: Final = Path(__file__).parent
_HOUSE: Final = _HERE.parent.parent
ROOMS: Final = (_HOUSE / "bot", _HOUSE / "scheduler")
"""Where something is said; `scheduler` speaks by itself."""
_HEADER: Final = "# What the bot says. `python -m bot.texts.catalogue` brings this file up to date with the code."


@dataclass(frozen=True, slots=True)
class Message:
    """A message in the code: its context ("button", "paper", ... or empty), its English, and the plural or empty."""

    context: str
    one: str
    many: str = ""


def messages(*rooms: Path) -> dict[Message, str]:
    """Find every message that the code of these rooms (all that speak) says, and a file that says it."""
    found: dict[Message, str] = {}
    for room in rooms or ROOMS:
        for file in sorted(room.rglob("*.py")):
            for message in _said_in(ast.parse(file.read_text("utf-8"))):
                found.setdefault(message, file.relative_to(room.parent).as_posix())
        for file in sorted(room.rglob("templates/*.html")):
            for message in _said_by(Environment().parse(file.read_text("utf-8"))):  # noqa: S701  nothing is written
                found.setdefault(message, file.relative_to(room.parent).as_posix())
    return found


def _said_by(template: nodes.Template) -> Iterator[Message]:
    """Find what a page's template says, by the same words as the code."""
    for call in template.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            texts = [one.value for one in call.args[:2] if isinstance(one, nodes.Const)]
            match call.node.name, texts:
                case "t" | "plain", [str(message), *_]:
                    yield Message("", message)
                case "button" | "paper" as context, [str(message), *_]:
                    yield Message(context, message)
                case "plural", [str(one), str(many)]:
                    yield Message("", one, many)


def _said_in(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match _verb(node.func), [*map(_constant, node.args[:2])]:
                case "t" | "words" | "plain", [str(message), *_] if message not in LANGUAGES:
                    yield Message("", message)
                case "button" | "paper" | "report" as context, [str(message), *_]:
                    yield Message(context, message)
                case "plural", [str(one), str(many)]:
                    yield Message("", one, many)
                case "button_labels", [*names]:
                    yield from (Message("button", name) for name in names if isinstance(name, str))
                case "Names", [str(context), list(names)]:
                    yield from (Message(context, name) for name in names)


def _constant(argument: ast.expr) -> str | list[str] | None:
    """Return a text, or the texts that a table written out in the code leads to; None for anything else."""
    match argument:
        case ast.Constant(str(text)):
            return text
        case ast.Dict(values=values):
            return [value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)]
    return None


def _verb(function: ast.expr) -> str:
    match function:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
        case ast.Call(inner):
            return _verb(inner)  # words(language)("...")
    return ""


def catalogue(language: str) -> Catalog:
    """Read a language's catalogue as it stands; an empty one where there is none yet."""
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _path(language: str) -> Path:
    return _HERE / language / "waystation.po"


def _renewed(language: str) -> Catalog:
    before = catalogue(language)
    after = Catalog(language, project="Waystation", charset="utf-8", fuzzy=False, header_comment=_HEADER)
    after.creation_date = before.creation_date  # a file changes when what it says does, and not with every run
    for message, file in messages().items():
        key = (message.one, message.many) if message.many else message.one
        kept = before.get(message.one, message.context or None)
        told = kept.string if kept else _first(message, language)
        after.add(key, told, locations=[(file, 0)], context=message.context or None)
    return after


def _first(message: Message, language: str) -> str | tuple[str, str]:
    """Say a new message as the code does in English, and leave it open in any other language."""
    if language != "en":
        return ("", "") if message.many else ""
    return (message.one, message.many) if message.many else message.one


def written(language: str) -> bytes:
    """Write a language's catalogue as it is when it is up to date with the code."""
    content = BytesIO()
    write_po(content, _renewed(language), width=0, sort_output=True, include_lineno=False)
    return content.getvalue()


def main() -> None:
    for language in LANGUAGES:
        _path(language).write_bytes(written(language))


if __name__ == "__main__":
    main()
