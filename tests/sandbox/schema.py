"""The shapes that Telegram documents, read from its schema, and what in a call or a value does not fit them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NEWER = ("can_send_welcome_messages",)  # what a version after the schema's has, and clients of it need
FILE = Path(__file__).parents[3] / "shared" / "telegram" / "bot-api-10.1.schema.json"
ARRAY = "Array of "


@dataclass(frozen=True, slots=True)
class Schema:
    methods: dict[str, Any]
    types: dict[str, Any]

    def faults_of_call(self, call: dict[str, Any]) -> list[str]:
        """Say what in an accepted call's parameters or answer is not as documented."""
        method = self.methods[call["method"]]
        answer = call["answer"]["result"]
        return [
            *self._fields(call["method"], method["fields"], call["parameters"]),
            *self._any_of(f"{call['method']} answer", method["returns"], answer),
        ]

    def faults_of(self, kind: str, value: object, at: str = "") -> list[str]:
        """Say what in a value is not as its documented type demands."""
        at = at or kind
        if kind.startswith(ARRAY):
            if not isinstance(value, list):
                return [f"{at} is no array"]
            inner = kind.removeprefix(ARRAY)
            return [fault for item in value for fault in self.faults_of(inner, item, f"{at}[]")]
        if kind in _PLAIN:
            right = isinstance(value, _PLAIN[kind]) and (kind == "Boolean" or not isinstance(value, bool))
            return [] if right else [f"{at} is no {kind}: {value!r}"]
        described = self.types[kind]
        if described.get("subtypes"):
            return self._any_of(at, described["subtypes"], value)
        if kind == "InputFile":
            return [] if isinstance(value, dict) and set(value) == {"file", "size"} else [f"{at} is no file"]
        return [*self._fields(at, described["fields"], value)] if isinstance(value, dict) else [f"{at} is no object"]

    def _any_of(self, at: str, kinds: list[str], value: object) -> list[str]:
        tried = [self.faults_of(kind, value, at) for kind in kinds]
        return min(tried, key=len)

    def _fields(self, at: str, fields: dict[str, Any], value: dict[str, Any]) -> Iterator[str]:
        attached = [name for name, what in value.items() if isinstance(what, dict) and set(what) == {"file", "size"}]
        attached += NEWER
        yield from (f"{at}.{name} is not documented" for name in value if name not in fields and name not in attached)
        for name, field in fields.items():
            if name in value:
                yield from self._any_of(f"{at}.{name}", field["types"], value[name])
                yield from _length(f"{at}.{name}", field.get("length"), value[name])
            elif field.get("required"):
                yield f"{at}.{name} is missing"


_PLAIN: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "Float": (int, float),
    "String": str,
    "Boolean": bool,
}


def _length(at: str, bounds: Any, value: object) -> Iterator[str]:
    if bounds and isinstance(value, str):
        least, most, unit = bounds
        size = len(value.encode()) if unit == "bytes" else len(value)
        if not least <= size <= most:
            yield f"{at} has {size} {unit}"


def read_schema() -> Schema:
    read = json.loads(FILE.read_text())
    return Schema(read["methods"], read["types"])
