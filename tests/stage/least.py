"""A dialogue over the least of channels: plain texts of 160 characters go out, and a number answers in place of a tap.

Everything is the product's, as in `direct`; the front declares that it can do nothing else, and holds the sender to it.
"""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from typing import Any, Final

from sqlalchemy import Double, LargeBinary, inspect, select

from bot import memory
from bot.abilities import LEAST
from bot.chat import Front, Outcome, Outgoing, Text
from storage.messages import conversations
from storage.tables.schema import metadata
from storage.unit_of_work import Store
from storage.upkeep.sealed_columns import SEALED
from tests.stage.direct import DirectStage, LeapingLoop, open_direct_stage
from tests.stage.hearing import NUMBERS
from tests.stage.playing import settings_for
from tests.stage.script import Step

_TAP: Final = re.compile(r"\[(?:⌨ )?(.+)\]")
_TWICE: Final = re.compile(r"\(twice (.+)\)")
_LINE: Final = re.compile(r"(#?[0-9]+) (.+)")


class LeastFront:
    """A front that sends nothing but short plain texts, over one that could do more."""

    abilities = LEAST

    def __init__(self, able: Front) -> None:
        self._able = able

    def __getattr__(self, name: str) -> Any:
        return getattr(self._able, name)

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Send what such a channel can send. Raises `AssertionError` for anything else."""
        match outgoing.reply:
            case Text(html, buttons=(), keys=(), hide_keys=False, replaces=0, topic=0):
                shown = unescape(html)
                assert "<" not in html, f"a tag would be shown: {html!r}"
                assert 0 < len(shown) <= LEAST.length, f"{len(shown)} characters: {shown!r}"
                assert shown.isprintable() or "\n" in shown or "\u200b" in shown
                return await self._able.send(replace(outgoing, reply=Text(html)))
        raise AssertionError(f"such a channel cannot send {outgoing.reply!r}")


class LeastStage(DirectStage):
    """A stage where nobody has a button to tap."""

    async def act(self, person: int, what: str) -> None:
        tapped, times = _TAP.fullmatch(what), 1
        if twice := _TWICE.fullmatch(what):
            tapped, times = _TAP.fullmatch(twice[1]), 2
        typed = self._pressed(person, tapped[1]) if tapped else what
        for _ in range(times):
            await super().act(person, typed)

    def _pressed(self, person: int, label: str) -> str:
        """Return the number that presses what is called so, as it can be read in what was shown.

        Whose numbers are others' by now, because it stands on an earlier screen, is called by its name.
        """
        standing = self._standing_for(person)
        said = [message["text"] for message in self.ears.messages(person) if message["from"] == "bot"]
        seen: set[str] = set()
        for line in [_LINE.fullmatch(line) for text in reversed(said) for line in reversed(text.split("\n"))]:
            if line is not None and line[1] not in seen:
                seen.add(line[1])
                if label in {line[2], line[0].removeprefix("#")} and line[1] in standing:
                    return str(line[1])
        return f"#{label}" if f"#{label}" in standing else label

    def _standing_for(self, person: int) -> set[str]:
        """Return the numbers that stand for something now."""
        with self.store.unit_of_work() as unit:
            kept = conversations.locked(unit, [person])[person].numbers
            return set(json.loads(conversations.numbers(unit, kept) or b"{}"))


def ends(script: Sequence[Step], database: str, key: str, *, least: bool) -> dict[str, Any]:
    """Play a dialogue, over the least channel or the whole of it, and return the state in which all ends."""
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        return runner.run(_ends(script, database, key, least=least))


async def _ends(script: Sequence[Step], database: str, key: str, *, least: bool) -> dict[str, Any]:
    settings = settings_for("ptb", database, key, "http://127.0.0.1")
    kind, made = (LeastStage, LeastFront) if least else (DirectStage, lambda front: front)
    async with open_direct_stage(settings, kind, made) as stage:
        await stage.play(script)
        return state_of(stage.store) | {"taken": [str(step) for step in stage.taken()]}


_OF_MESSAGES: Final = {
    "inbox",
    "outbox",
    "conversations",
    "failed_updates",
    "heartbeat",
    "audit",
    "audit_chain",
    "tries",
}
_BY_CHANCE: Final = re.compile("token|secret|hash|code|fingerprint|commands_shown|reference|dedupe|about|message")


def state_of(store: Store) -> dict[str, Any]:
    """Return what the store holds by table, and where everybody is: without times, and what is drawn by chance."""
    with store.unit_of_work() as unit:
        there = set(inspect(unit.connection).get_table_names())
        found: dict[str, Any] = {}
        for name, table in sorted(metadata.tables.items()):
            if name in _OF_MESSAGES or name not in there:
                continue
            wanted = [
                one
                for one in table.c
                if not isinstance(one.type, Double | LargeBinary) and not _BY_CHANCE.search(one.name)
            ]
            if wanted:
                found[name] = sorted(map(repr, map(tuple, unit.connection.execute(select(*wanted)))))
        for sealed in SEALED:
            if sealed.column.table.name in _OF_MESSAGES or _BY_CHANCE.search(sealed.column.name):
                continue
            values = unit.connection.scalars(select(sealed.column).where(sealed.column.is_not(None)))
            found[str(sealed.column)] = sorted(unit.seal.open(value, sealed.purpose) for value in values)
        talks = conversations.locked(unit, NUMBERS.values())
        found["steps"] = {name: repr(memory.read(talks[number].state).step) for name, number in NUMBERS.items()}
    return found
