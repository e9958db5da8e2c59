"""Whatever the code writes into the audit has a name that people read, and so has what it is about."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from bot.texts.names import deed_name, subject_name
from domain.affiliations.affiliations import Verb
from domain.announcements.announcements import Verb as AnnouncementVerb
from domain.people import two_people

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = ("bot", "domain", "scheduler", "storage")
WRITERS: Final = frozenset({"Entry", "note", "write_down", "_write_down", "_note"})
"""What is called to write something down: its arguments name a deed, and what it is about."""

VERBS: Final[Mapping[str, tuple[str, ...]]] = {
    "affiliation.": tuple(Verb),
    "affiliation.home_": ("confirmed", "objected"),
    "announcement.": tuple(AnnouncementVerb),
    "attendance.": ("check_in", "walk_in", "late", "undo"),
    "road.": ("unlink", "close"),
    "thread.": ("take", "give_back", "give", "move", "close", "answer"),
}
"""The deeds whose verb is put in when they are done: a new one of these begins with its line here."""


def calls() -> Iterator[tuple[ast.Call, Mapping[str, str]]]:
    """Find every call that writes something down, with the texts that have a name in its file."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(file.read_text("utf-8"))
            texts = dict(_texts(tree))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if called in WRITERS:
                        yield node, texts


def _texts(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for one in tree.body:
        if isinstance(one, ast.AnnAssign | ast.Assign) and isinstance(one.value, ast.Constant):
            targets = one.targets if isinstance(one, ast.Assign) else [one.target]
            yield from ((target.id, str(one.value.value)) for target in targets if isinstance(target, ast.Name))


def text(argument: ast.expr, texts: Mapping[str, str]) -> str:
    """Return a text that stands there or has a name; "" for anything else."""
    match argument:
        case ast.Constant(value):
            return str(value)
        case ast.Name(name):
            return texts.get(name, "")
    return ""


def begun(node: ast.AST) -> str:
    """Return the words with which a text begins that is filled in later; "" for anything else."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) else None
    return str(first.value) if isinstance(first, ast.Constant) else ""


def test_every_deed_has_a_name() -> None:
    told = [argument for call, _ in calls() for argument in call.args]
    said = {text(argument, texts) for call, texts in calls() for argument in call.args}
    whole = {one for one in said if re.fullmatch(r"[a-z]+\.[a-z_]+", one)}
    parts = {begun(one) for one in told if re.fullmatch(r"[a-z]+\.(?:[a-z]+_)?", begun(one))}
    assert parts == set(VERBS)
    filled = {f"{part}{verb}" for part, verbs in VERBS.items() for verb in verbs}
    two = {one.first for one in two_people.TABLE.values()} | {
        deed for one in two_people.TABLE.values() for deed in one.second
    }
    assert {"audit.lost", "role.invite"} <= whole
    assert sorted((whole | filled | two) - set(deed_name)) == []


def test_whatever_a_deed_is_about_has_a_name() -> None:
    told = [argument for call, _ in calls() for argument in ast.walk(call)]
    nouns = {begun(one).removesuffix(":") for one in told if re.fullmatch(r"[a-z_]+:", begun(one))}
    assert {"activity", "person", "thread"} <= nouns
    assert sorted(nouns - set(subject_name)) == []
