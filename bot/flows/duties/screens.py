"""What an organiser reads of duties: the list of an activity, and one duty with those who come."""

from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.activities import rights, text
from bot.flows.desk import Desk
from bot.flows.duties import calling, tells
from bot.flows.duties import rights as duty_rights
from bot.flows.duties import text as duty_text
from bot.flows.duties.steps import DutyPart
from bot.flows.duties.text import Matter
from bot.flows.persons import masked
from bot.texts import Words
from domain.duties import State
from storage.activities import duties
from storage.activities.activities import ActivityRow
from storage.activities.duties import AnswerRow

MOST_DUTIES: Final = 10
_A_ROW: Final = 5
_NAMED: Final = 20


def may_add(row: ActivityRow, desk: Desk) -> bool:
    return rights.is_open(row, desk) and len(duties.of_activity(desk.unit, row.id)) < MOST_DUTIES


# ---------------------------------------------------------------- the list


def listing(row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    found = duties.of_activity(desk.unit, row.id)
    lines = [t("<b>{activity}</b>: duties", activity=text.headline(row, desk.now.tzinfo, t))]
    lines += [_listed(at, Matter(desk.unit, duty, row, desk.now), t) for at, duty in enumerate(found, 1)]
    if not found:
        lines.append(t("There is no duty yet: welcoming people, check-in, taking pictures …"))
    return Text("\n".join(lines), _list_buttons([duty.id for duty in found], row, desk))


def _listed(number: int, one: Matter, t: Words) -> str:
    return f"{number}. {t('{duty} · {when}', duty=one.duty.task.name, when=_span(one, t))}\n   {_figures(one, t)}"


def _span(one: Matter, t: Words) -> str:
    """Say from when until when, without the day where that is the activity's."""
    if one.begins.date() == one.local(one.activity.starts_at).date() == one.local(one.duty.task.ends_at).date():
        return f"{t.clock(one.begins)}–{t.clock(one.local(one.duty.task.ends_at))}"
    return text.when(one.plan, one.now.tzinfo, t)


def _list_buttons(duty_ids: list[int], row: ActivityRow, desk: Desk) -> Buttons:
    t = desk.words
    numbers = [Button(str(at), str(duty_id)) for at, duty_id in enumerate(duty_ids, 1)]
    rows = [tuple(numbers[first : first + _A_ROW]) for first in range(0, len(numbers), _A_ROW)]
    if may_add(row, desk):
        rows.append((Button(t.button("Add a duty"), "add"),))
    if calling.wanting(row, desk):
        rows.append((Button(t.button("Call the volunteers"), "call"),))
    return (*rows, (Button(t.button("Back"), "back"),))


# ---------------------------------------------------------------- one duty


def card(one: Matter, desk: Desk) -> Text:
    t = desk.words
    rows = duties.of_duty(desk.unit, one.duty.id, frozenset(State))
    lines = [duty_text.brief(one, t), _figures(one, t)]
    for heading, states in (
        (t("Coming:"), {State.COMING}),
        (t("Called from the reserve:"), {State.CALLED}),
        (t("In reserve:"), {State.RESERVE}),
        (t("Cannot come:"), {State.DECLINED, State.DROPPED, State.LAPSED}),
    ):
        lines += _named(heading, one, [row for row in rows if row.state in states], t)
    return Text("\n".join(lines), _card_buttons(one, desk))


def _named(heading: str, one: Matter, rows: list[AnswerRow], t: Words) -> list[str]:
    """Name those in one state, masked, the first few of many."""
    if not rows:
        return []
    named = [t("· {who}", who=_who(one, row, t)) for row in rows[:_NAMED]]
    more = len(rows) - len(named)
    return [heading, *named, *([t.plural("and {number} more", "and {number} more", more)] if more else [])]


def _who(one: Matter, row: AnswerRow, t: Words) -> str:
    name = masked(one.unit, row.chat_id, t)
    if not row.late_minutes:
        return name
    return t.plain("{name}, at about {clock}", name=name, clock=t.clock(duty_text.arrival(one, row)))


def _figures(one: Matter, t: Words) -> str:
    """Say how many come, stand by, and have not answered."""
    reserve, unanswered = (
        len(duties.of_duty(one.unit, one.duty.id, [state])) for state in (State.RESERVE, State.ASKED)
    )
    said = [tells.numbers(one, t)]
    said += [t("in reserve: {number}", number=reserve)] if reserve else []
    said += [t("not answered yet: {number}", number=unanswered)] if unanswered else []
    return " · ".join(said)


def _card_buttons(one: Matter, desk: Desk) -> Buttons:
    t = desk.words
    back = (Button(t.button("Back"), "back"),)
    if not duty_rights.may_change(one, desk):
        return (back,)
    return (
        (Button(t.button("How many"), DutyPart.NEEDED), Button(t.button("Time"), DutyPart.TIME)),
        (Button(t.button("Name"), DutyPart.NAME), Button(t.button("Remove it"), "remove")),
        back,
    )
