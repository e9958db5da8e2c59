"""Lists that go on over several pages: their buttons, and what these do."""

from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons
from bot.flows.desk import Chose, Desk, Go, Happening
from bot.flows.step import Step

PAGE: Final = 5
"""So many rows of a list fit a phone."""

UNITS_PAGE: Final = 6
"""So many units, two buttons in a row."""


class Paged(Step):
    """The base of steps that show a list page by page: they have a field `page`, 0 for the first."""

    __slots__ = ()
    page: int


def turned(step: Step, event: Happening) -> Go | None:
    """Turn to the page that was asked for, in the same message; None for anything else."""
    match event:
        case Chose("next" | "previous" as where, message_id) if isinstance(step, Paged):
            page = step.page + 1 if where == "next" else max(0, step.page - 1)
            return Go(replace(step, page=page), replaces=message_id)  # type: ignore[call-arg]  # see Paged
    return None


def page_buttons(page: int, size: int, count: int, desk: Desk) -> Buttons:
    t = desk.words
    row = [Button(t.button("Previous"), "previous")] if page else []
    if (page + 1) * size < count:
        row.append(Button(t.button("Next"), "next"))
    return (tuple(row),) if row else ()
