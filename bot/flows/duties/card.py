"""One duty with those who come, as its organiser sees it."""

from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.duties import rights, text
from bot.flows.duties.steps import ChangingDuty, DutyCard, DutyList, DutyPart, RemovingDuty
from bot.flows.duties.text import Matter
from bot.flows.entry_points import Opened
from bot.flows.persons import masked
from bot.flows.rights import forbid
from bot.texts import Words
from domain.activities.duties import State
from storage.activities import duties
from storage.activities.duties import AnswerRow
from storage.people import members

_NAMED: Final = 20


def opened(opened: Opened, desk: Desk) -> Move:
    if rights.seen(opened.row_id, desk) is None:
        return forbid(f"duty:{opened.row_id}", desk)
    return Go(DutyCard(opened.row_id))


def hear(_step: DutyCard, one: Matter, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(DutyList(one.activity.id), replaces=message_id)
        case Chose("remove", message_id) if rights.may_change(one, desk):
            return Go(RemovingDuty(one.duty.id), replaces=message_id)
        case Chose(choice, message_id) if choice in set(DutyPart) and rights.may_change(one, desk):
            return Go(ChangingDuty(one.duty.id, DutyPart(choice)), replaces=message_id)
    return None


def show(_step: DutyCard, one: Matter, desk: Desk) -> Text:
    t = desk.words
    rows = duties.of_duty(desk.unit, one.duty.id, frozenset(State))
    lines = [text.brief(one, t), text.figures(one, t)]
    for heading, states in (
        (t("Coming:"), {State.COMING}),
        (t("Called from the reserve:"), {State.CALLED}),
        (t("In reserve:"), {State.RESERVE}),
        (t("Cannot come:"), {State.DECLINED, State.DROPPED, State.LAPSED}),
    ):
        lines += _named(heading, one, [row for row in rows if row.state in states], t)
    return Text("\n".join(lines), _buttons(one, desk))


def _named(heading: str, one: Matter, rows: list[AnswerRow], t: Words) -> list[str]:
    """Name those in one state, masked, the first few of many."""
    if not rows:
        return []
    members.find_all(one.unit, [row.chat_id for row in rows[:_NAMED]])
    named = [t("· {who}", who=_who(one, row, t)) for row in rows[:_NAMED]]
    more = len(rows) - len(named)
    return [heading, *named, *([t.plural("and {number} more", "and {number} more", more)] if more else [])]


def _who(one: Matter, row: AnswerRow, t: Words) -> str:
    name = masked(one.unit, row.chat_id, t)
    if not row.late_minutes:
        return name
    return t.plain("{name}, at about {clock}", name=name, clock=t.clock(text.arrival(one, row)))


def _buttons(one: Matter, desk: Desk) -> Buttons:
    t = desk.words
    back = (Button(t.button("Back"), "back"),)
    if not rights.may_change(one, desk):
        return (back,)
    return (
        (Button(t.button("How many"), DutyPart.NEEDED), Button(t.button("Time"), DutyPart.TIME)),
        (Button(t.button("Name"), DutyPart.NAME), Button(t.button("Remove it"), "remove")),
        back,
    )
