"""The screens on which an audience is put together: who is meant so far, how many those are, and what can be tapped."""

from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.announcements.audience import options, text
from bot.flows.announcements.audience.options import Option
from bot.flows.announcements.audience.steps import (
    AudienceOf,
    AudiencePlace,
    ChoosingAmong,
    ChoosingRelation,
    ChoosingSort,
    DroppingCondition,
    Sort,
)
from bot.flows.desk import Desk
from bot.flows.typed import readable
from bot.texts import Words
from domain.audiences import Relation
from storage.activities import activities
from storage.announcements import announcements, audiences
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.audiences import Breakdown, Count, Tie

PAGE: Final = 4
_LABEL: Final = 30
_UNITS: Final = 4
_MANY: Final = 20_000
"""Of more people than this only those affiliated are told apart: what all others are takes too long to count."""


def screen(step: AudiencePlace, row: AnnouncementRow, desk: Desk) -> Text:
    match step:
        case AudienceOf():
            return _top(row, desk)
        case ChoosingSort():
            return _sorts(step, desk)
        case ChoosingAmong():
            return _among(step, row, desk)
        case ChoosingRelation():
            return _relations(step, desk)
        case DroppingCondition():
            return _taking_back(step, row, desk)
    raise AssertionError(step)


# ---------------------------------------------------------------- how many


def counted(row: AnnouncementRow, desk: Desk) -> tuple[Count, list[str]]:
    """Say to how many it goes, who they are, and who of them will not get it."""
    t = desk.words
    count = audiences.count(desk.unit, announcements.who(desk.unit, row, desk.house_language))
    who = text.summary(row.audience, t, desk.unit, desk.now.tzinfo)
    lines = [t.plural("To {number} person: {who}", "To {number} people: {who}", count.total, who=who)]
    if not count.total:
        return count, [*lines, t("Nobody fits. Like this it cannot be sent: take a condition back.")]
    lines.append(f"  {_figures(count, t)}")
    if row.to_groups:
        lines.append(t.plural("And to {number} group.", "And to {number} groups.", count.groups))
    return count, lines


def _figures(count: Count, t: Words) -> str:
    figures = [t("get it: {number}", number=f"{count.reachable:,}")]
    if count.opted_out:
        figures.append(t("want nothing of this topic: {number}", number=f"{count.opted_out:,}"))
    if count.unreachable:
        figures.append(t("have stopped the bot: {number}", number=f"{count.unreachable:,}"))
    return " · ".join(figures)


def _who_they_are(total: int, row: AnnouncementRow, desk: Desk) -> list[str]:
    look = audiences.affiliated if total > _MANY else audiences.breakdown
    return broken_down(look(desk.unit, row.audience, desk.house_language), total, desk.words)


def broken_down(breakdown: Breakdown, total: int, t: Words) -> list[str]:
    """Say who they are, and where those affiliated belong."""
    names = {
        Tie.AFFILIATED: t.plain("affiliated"),
        Tie.ASKING: t.plain("has asked for an affiliation"),
        Tie.ROLE: t.plain("with a role"),
        Tie.SIGNED_UP: t.plain("signed up for an activity"),
        Tie.NONE: t.plain("has only looked in"),
    }
    left = total - sum(breakdown.by_tie.values())
    ties = [(names[tie], breakdown.by_tie[tie]) for tie in Tie if breakdown.by_tie.get(tie)]
    ties += [(t.plain("others"), left)] if left else []
    units = [(readable(name), number) for _, name, number in breakdown.by_unit]
    lines = [_line(ties, t)] if len(ties) > 1 else []
    if len(units) > 1:
        rest = sum(number for _, number in units[_UNITS:])
        lines.append(_line([*units[:_UNITS], *([(t.plain("others"), rest)] if rest else [])], t))
    return lines


def _line(parts: list[tuple[str, int]], t: Words) -> str:
    return "  " + " · ".join(t("{name} {number}", name=name, number=f"{number:,}") for name, number in parts)


# ---------------------------------------------------------------- the screens


def _top(row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    count, lines = counted(row, desk)
    if count.total:
        lines += _who_they_are(count.total, row, desk)
    if row.audience.all_of or row.audience.none_of:
        done = t.button("Done") if count.total else t.button("Back")
        rows: Buttons = (
            (Button(t.button("Narrow it down"), "narrow"), Button(t.button("Leave some out"), "leave")),
            (Button(t.button("Take one back"), "undo"), Button(done, "back")),
        )
        return Text("\n".join(lines), rows)
    lines.append(t("Who of them is meant?"))
    rows = (
        (Button(t.button("Affiliated members"), "affiliated"), Button(t.button("By building"), Sort.BUILDINGS)),
        (Button(t.button("By activity"), Sort.ACTIVITIES), Button(t.button("Volunteers"), "volunteers")),
        (Button(t.button("More conditions"), "more"), Button(t.button("Back"), "back")),
    )
    return Text("\n".join(lines), rows)


def _sorts(step: ChoosingSort, desk: Desk) -> Text:
    t = desk.words
    asked = t("Who is left out?") if step.out else t("What else must be true of them?")
    choices = [Option(sort, options.sort_name(sort, t)) for sort in Sort]
    return Text(asked, _paged(choices, step.page, desk))


def _among(step: ChoosingAmong, row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    _, lines = counted(row, desk)
    found = options.options(step.sort, row.audience, step.out, step.typed, desk)
    if step.out:
        lines.append(t("To be left out:"))
    lines.append(options.question(step.sort, t))
    if not found:
        lines.append(
            t("I could not find “{typed}” here.", typed=step.typed) if step.typed else t("There is nothing to choose.")
        )
    everything = (Button(t.button("Show all"), "all"),) if step.typed and not found else ()
    if everything:
        return Text("\n".join(lines), ((*everything, _back(t)),))
    return Text("\n".join(lines), _paged(found, step.page, desk))


def _relations(step: ChoosingRelation, desk: Desk) -> Text:
    t = desk.words
    row = activities.find(desk.unit, step.activity_id)
    title = row.title if row else "…"
    asked = t("“{title}”: who is left out?", title=title) if step.out else t("“{title}”: who is meant?", title=title)
    labels = {
        Relation.SIGNED_UP: t.button("Signed up"),
        Relation.WAITING: t.button("Waiting for a seat"),
        Relation.CAME: t.button("Came"),
        Relation.DID_NOT_COME: t.button("Did not come"),
    }
    choices = [Button(label, relation) for relation, label in labels.items()]
    return Text(asked, (tuple(choices[:2]), tuple(choices[2:]), (_back(t),)))


def _taking_back(step: DroppingCondition, row: AnnouncementRow, desk: Desk) -> Text:
    t, audience, zone = desk.words, row.audience, desk.now.tzinfo
    labels = [text.phrase(one, t, desk.unit, zone) for one in audience.all_of]
    labels += [text.except_for(one, t, desk.unit, zone) for one in audience.none_of]
    choices = [Option(str(number), label) for number, label in enumerate(labels)]
    return Text(t("Which condition is taken back?"), _paged(choices, step.page, desk))


def _paged(choices: list[Option], page: int, desk: Desk) -> Buttons:
    """Show four, two a row, and the next four on request; after the last come the first again. Five need no page."""
    t = desk.words
    is_one_page = len(choices) <= PAGE + 1
    first = 0 if is_one_page else page % -(-len(choices) // PAGE) * PAGE
    shown = choices if is_one_page else choices[first : first + PAGE]
    buttons = [Button(_label(one), one.data) for one in shown]
    if not is_one_page:
        buttons.append(Button(t.button("More choices"), "more"))
    buttons.append(_back(t))
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def _label(option: Option) -> str:
    label = readable(option.label, _LABEL) or "…"
    return f"✓ {label}" if option.chosen else label


def _back(t: Words) -> Button:
    return Button(t.button("Back"), "back")
