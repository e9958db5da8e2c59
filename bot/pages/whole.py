"""The page as one document: its style and its script stand in it, so that a phone asks once.

The script is written as modules, which import one another by name; here each is a function that returns what it
exports, after those that it imports. What may run is said by hash, so that nothing else does.
"""

import base64
import gzip
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent / "page"

_IMPORT: Final = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export ((?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
_COMMENT: Final = re.compile(r"^[^\S\n]*//.*\n", re.MULTILINE)
_INDENT: Final = re.compile(r"^ +", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Whole:
    """The document, packed as well, and the policy that it goes under."""

    html: bytes
    packed: bytes
    policy: str


@cache
def whole(telegram: str = "") -> Whole:
    """Lay the page together, once; `telegram` is the address there that it leads on to."""
    script = f'"use strict";\n{in_one("main")}'
    style = (HERE / "page.css").read_text("utf-8")
    html = (HERE / "index.html").read_text("utf-8")
    html = html.replace('data-telegram=""', f'data-telegram="{escape(telegram)}"')
    html = html.replace("/* style */", style).replace("/* script */", script)
    content = html.encode()
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "img-src 'self' blob: data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )
    return Whole(content, gzip.compress(content, 9, mtime=0), policy)


def in_one(name: str) -> str:
    """Lay a module and all that it imports together, each once, what is imported first."""
    laid: dict[str, str] = {}
    _lay(name, laid, ())
    return "\n".join(laid.values())


def _lay(name: str, laid: dict[str, str], within: tuple[str, ...]) -> None:
    if name in laid:
        return
    if name in within:
        raise ValueError(f"modules import one another in a ring: {' -> '.join((*within, name))}")
    source = (HERE / f"{name}.js").read_text("utf-8")
    for _, imported in _IMPORT.findall(source):
        _lay(imported, laid, (*within, name))
    exported = ", ".join(named for _, named in _EXPORT.findall(source))
    body = _INDENT.sub("", _COMMENT.sub("", _EXPORT.sub(r"\1", _IMPORT.sub(r"const \1 = $\2;\n", source))))
    laid[name] = f"const ${name} = (() => {{\n{body}return {{ {exported} }};\n}})();"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
