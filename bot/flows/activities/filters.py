"""What a list of activities is narrowed to: named in its heading, and each with a button that takes it off."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.chat import Button
from bot.flows.activities import text
from bot.flows.activities.finding import AROUND_M
from bot.flows.activities.steps import ActivityList
from bot.flows.desk import Desk
from bot.flows.moments import days_said, part_name
from bot.flows.typed import readable
from storage.places import places

_LABEL = 16
"""Characters of a place's name on a button: two stand in a row."""


@dataclass(frozen=True, slots=True)
class _Filter:
    """One that is on: how the heading names it, how its button does, and the fields that it fills."""

    choice: str
    said: str
    label: str
    fields: tuple[str, ...]

    @property
    def off(self) -> dict[str, Any]:
        return {field: 0 if field == "point_id" else None for field in self.fields}


def said(step: ActivityList, desk: Desk) -> str:
    """Name all that are on, as plain text: Sat, Dec 5 · evening · party lecture; "" where there is none."""
    return " · ".join(one.said for one in _on(step, desk))


def buttons(step: ActivityList, desk: Desk) -> list[Button]:
    """Return a button for each that is on, which takes it off."""
    return [Button(f"✕ {one.label}", one.choice) for one in _on(step, desk)]


def without(step: ActivityList, choice: str, desk: Desk) -> ActivityList | None:
    """Return the list without the filter that a button took off; None for any other choice."""
    return next((step.narrowed(**one.off) for one in _on(step, desk) if one.choice == choice), None)


def _on(step: ActivityList, desk: Desk) -> Iterator[_Filter]:
    t = desk.words
    if step.day is not None:
        yield _Filter(
            "no-day", days_said(step.day, step.until, t), days_said(step.day, step.until, t), ("day", "until")
        )
    if step.part is not None:
        yield _Filter("no-part", part_name(step.part, t), part_name(step.part, t), ("part",))
    if step.kind is not None:
        yield _Filter("no-kind", text.kind_name(step.kind, t), text.kind_name(step.kind, t), ("kind",))
    yield from _place(step, desk)


def _place(step: ActivityList, desk: Desk) -> Iterator[_Filter]:
    t = desk.words
    if step.point_id:
        point = places.point(desk.unit, step.point_id)
        name = point.name if point else "…"
        yield _Filter("no-place", name, readable(name, _LABEL), ("point_id",))
    elif step.around is not None:
        far, title = t.distance(AROUND_M), readable(step.around.title)
        yield _Filter(
            "no-place",
            t.plain("within {distance} of {place}", distance=far, place=title)
            if title
            else t.plain("within {distance} of you", distance=far),
            t.button("Near {place}", place=readable(title, _LABEL)) if title else t.button("Near me"),
            ("around",),
        )
