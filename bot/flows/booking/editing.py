"""Something new that a unit lends, and what of it is to be other: each part asked for by itself, the rest stays."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.booking import reasons, text
from bot.flows.booking.steps import (
    AnsweringResource,
    ChangingResource,
    ChoosingLender,
    KindOfResource,
    NamingResource,
    Of,
    ResourceCard,
    ResourceList,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.keyboards import two_a_row
from bot.flows.typed import readable
from bot.texts import Words
from domain.booking.resources import LONGEST_BUFFER_MIN, Kind, Use
from domain.said.borrowing import terms
from domain.said.writing.how_many import how_many
from storage.booking import lenders
from storage.booking.resources import ResourceRow
from storage.places.places import UnitRow

_NAME: Final = 60
_WHERE: Final = 60
_LINE: Final = 200
_CAPACITY: Final = 5_000
_QUOTA: Final = 744
_HOME_DAYS: Final = 60
_TOPICS: Final = 8


# ---------------------------------------------------------------- something new


def show_lenders(_step: ChoosingLender, own: list[UnitRow], desk: Desk) -> Text:
    t = desk.words
    rows = tuple((Button(readable(unit.name), str(unit.id)),) for unit in own)
    return Text(t("Whose is it?"), (*rows, (Button(t.button("Back"), "back"),)))


def hear_lender(_step: ChoosingLender, own: list[UnitRow], event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ResourceList(), replaces=message_id)
        case Chose(row_id=unit_id) if unit_id in {unit.id for unit in own}:
            return Go(KindOfResource(unit_id))
    return None


def show_kinds(_step: KindOfResource, _path: str, desk: Desk) -> Text:
    t = desk.words
    kinds = two_a_row([Button(reasons.kind_label(kind, t), kind) for kind in Kind])
    return Text(t("What kind of thing is it?"), (*kinds, (Button(t.button("Back"), "back"),)))


def hear_kind(step: KindOfResource, _path: str, event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ResourceList(), replaces=message_id)
        case Chose(choice, message_id) if choice in set(Kind):
            return Go(NamingResource(step.unit_id, Kind(choice)), replaces=message_id)
    return None


def show_naming(step: NamingResource, _path: str, desk: Desk) -> Text:
    t = desk.words
    asks = t("What name does it go by? For example: {example}", example=t.plain("Room 301"))
    if step.kind is Kind.SPEAKER:
        asks = t(
            "What is the speaker called? The name is kept encrypted. For example: {example}",
            example=t.plain("Ms Zhou, lawyer"),
        )
    return Text(asks, ((Button(t.button("Back"), "back"),),))


def hear_naming(step: NamingResource, _path: str, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(KindOfResource(step.unit_id), replaces=message_id)
        case Said(typed) if readable(typed):
            row = lenders.add(desk.unit, step.unit_id, step.kind, readable(typed, _NAME))
            said = desk.words("✅ It is on the list. Say more about it, so that others find it.")
            return Go(ChangingResource(row.id), before=(Text(said),))
    return None


# ---------------------------------------------------------------- one part


Read = Callable[[str, ResourceRow], ResourceRow | None]


@dataclass(frozen=True, slots=True)
class Part:
    """A part that can be changed: its button, its question with an example, what is there, and how words are read."""

    label: Callable[[Words], str]
    asks: Callable[[Words], str]
    value: Callable[[ResourceRow, Words], str]
    read: Read


def _name(said: str, row: ResourceRow) -> ResourceRow | None:
    name = readable(said, _NAME)
    return replace(row, name=name) if name else None


def _where(said: str, row: ResourceRow) -> ResourceRow | None:
    where = readable(said, _WHERE)
    return replace(row, whereabouts=where) if where else None


def _capacity(said: str, row: ResourceRow) -> ResourceRow | None:
    number = how_many(said, _CAPACITY)
    return replace(row, capacity=number) if number else None


def _hours(said: str, row: ResourceRow) -> ResourceRow | None:
    hours = terms.opening(said)
    return None if hours is None else replace(row, hours=hours)


def _buffers(said: str, row: ResourceRow) -> ResourceRow | None:
    found = terms.minutes_around(said)
    if found is None or max(found) > LONGEST_BUFFER_MIN:
        return None
    return replace(row, terms=replace(row.terms, before_min=found[0], after_min=found[1]))


def _quota(said: str, row: ResourceRow) -> ResourceRow | None:
    number = terms.hours_a_month(said)
    return replace(row, terms=replace(row.terms, quota_hours=number)) if number and number <= _QUOTA else None


def _home(said: str, row: ResourceRow) -> ResourceRow | None:
    found = terms.kept_at_home(said)
    if found is None or found[1] > _HOME_DAYS:
        return None
    return replace(row, terms=replace(row.terms, home_hours=found[0], home_days=found[1]))


def _topics(said: str, row: ResourceRow) -> ResourceRow | None:
    parts = [readable(one, _NAME) for one in re.split("[,，、;；\n]", said[:_LINE])]
    topics = tuple(dict.fromkeys(one for one in parts if one))[:_TOPICS]
    return replace(row, topics=topics) if topics else None


_WITHOUT: Final[Mapping[Of, Callable[[ResourceRow], ResourceRow]]] = {
    Of.CAPACITY: lambda row: replace(row, capacity=None),
    Of.HOURS: lambda row: replace(row, hours=""),
    Of.WHERE: lambda row: replace(row, whereabouts=""),
    Of.TOPICS: lambda row: replace(row, topics=()),
    Of.BUFFERS: lambda row: replace(row, terms=replace(row.terms, before_min=0, after_min=0)),
    Of.QUOTA: lambda row: replace(row, terms=replace(row.terms, quota_hours=None)),
    Of.HOME: lambda row: replace(row, terms=replace(row.terms, home_hours="", home_days=0)),
}
"""It without a part; what is not among them nothing is without: everything has a name, and is used by somebody."""


def _nothing_to_read(_said: str, _row: ResourceRow) -> None:
    """Take no words: it is tapped."""


PARTS: Final[Mapping[Of, Part]] = {
    Of.NAME: Part(
        lambda t: t.button("Name"),
        lambda t: t("What name does it go by?"),
        lambda row, _t: text.called(row),
        _name,
    ),
    Of.CAPACITY: Part(
        lambda t: t.button("Room for"),
        lambda t: t("How many people fit in? Type a number."),
        lambda row, _t: str(row.capacity or ""),
        _capacity,
    ),
    Of.HOURS: Part(
        lambda t: t.button("Hours"),
        lambda t: t("When can it be used? For example: {example}", example=t.plain("Mon-Fri 9:00-21:00")),
        lambda row, _t: row.hours,
        _hours,
    ),
    Of.WHERE: Part(
        lambda t: t.button("Where it is"),
        lambda t: t("Where is it kept, or found? For example: {example}", example=t.plain("3rd floor, store room")),
        text.place,
        _where,
    ),
    Of.TOPICS: Part(
        lambda t: t.button("Topics"),
        lambda t: t("What about? Several with commas, for example: {example}", example=t.plain("law, labour law")),
        lambda row, t: t.plain(", ").join(row.topics),
        _topics,
    ),
    Of.USE: Part(
        lambda t: t.button("Who may use it"),
        lambda t: t("Who may use it? The own unit, and whoever belongs to it, always has it at once."),
        lambda row, t: reasons.use_label(row.terms.use, t),
        _nothing_to_read,
    ),
    Of.BUFFERS: Part(
        lambda t: t.button("Time around"),
        lambda t: t("How many minutes are kept before and after? For example: {example}", example="15, 30"),
        lambda row, _t: f"{row.terms.before_min}, {row.terms.after_min}" if _has_buffers(row) else "",
        _buffers,
    ),
    Of.QUOTA: Part(
        lambda t: t.button("Hours a month"),
        lambda t: t("How many hours a month may one other unit have it at most? Type a number."),
        lambda row, _t: str(row.terms.quota_hours or ""),
        _quota,
    ),
    Of.HOME: Part(
        lambda t: t.button("Kept for us"),
        lambda t: t(
            "Which hours are kept for your own unit, and how many days before do they open to others? "
            "For example: {example}",
            example=t.plain("Thursdays 18:00-21:00, 7 days"),
        ),
        lambda row, _t: f"{row.terms.home_hours}, {row.terms.home_days}" if row.terms.home_hours else "",
        _home,
    ),
}

_OF_KIND: Final[Mapping[Kind, tuple[Of, ...]]] = {
    Kind.ROOM: (Of.NAME, Of.CAPACITY, Of.WHERE, Of.HOURS, Of.USE, Of.BUFFERS, Of.HOME, Of.QUOTA),
    Kind.EQUIPMENT: (Of.NAME, Of.WHERE, Of.TOPICS, Of.USE, Of.QUOTA),
    Kind.SPEAKER: (Of.NAME, Of.TOPICS, Of.HOURS, Of.QUOTA),
}


def _has_buffers(row: ResourceRow) -> bool:
    return bool(row.terms.before_min or row.terms.after_min)


def show_parts(_step: ChangingResource, row: ResourceRow, desk: Desk) -> Text:
    t = desk.words
    shown = [Button(PARTS[one].label(t), one) for one in _OF_KIND[row.kind]]
    asks = t("What of {name} shall be other? What is booked already stays.", name=text.called(row))
    return Text(asks, (*two_a_row(shown), (Button(t.button("Back"), "back"),)))


def hear_parts(step: ChangingResource, row: ResourceRow, event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(ResourceCard(step.resource_id), replaces=message_id)
        case Chose(choice, message_id) if choice in set(_OF_KIND[row.kind]):
            return Go(AnsweringResource(step.resource_id, Of(choice)), replaces=message_id)
    return None


def show(step: AnsweringResource, row: ResourceRow, desk: Desk) -> Text:
    t, part = desk.words, PARTS[step.of]
    lines = [part.asks(t)]
    if now := part.value(row, t):
        lines.append(t("At present: {value}", value=now))
    choices: Buttons = ()
    if step.of is Of.USE:
        choices = tuple((Button(reasons.use_label(use, t), use),) for use in Use)
    elif now and step.of in _WITHOUT:
        choices = ((Button(t.button("None"), "none"),),)
    return Text("\n".join(lines), (*choices, (Button(t.button("Back"), "back"),)))


def hear(step: AnsweringResource, row: ResourceRow, event: Happening, desk: Desk) -> Move | None:
    t = desk.words
    after: ResourceRow | None = None
    match event:
        case Chose("back", message_id):
            return Go(ChangingResource(step.resource_id), replaces=message_id)
        case Chose("none") if step.of in _WITHOUT:
            after = _WITHOUT[step.of](row)
        case Chose(choice) if step.of is Of.USE and choice in set(Use):
            after = replace(row, terms=replace(row.terms, use=Use(choice)))
        case Said(typed):
            after = _read_use(typed, row, t) if step.of is Of.USE else PARTS[step.of].read(typed, row)
            if after is None:
                return Remain((Text(f"{t('That I could not read.')} {PARTS[step.of].asks(t)}"),))
    if after is None:
        return None
    lenders.put(desk.unit, after)
    return Go(ResourceCard(row.id), before=(Text(t("✅ Changed.")),))


def _read_use(typed: str, row: ResourceRow, t: Words) -> ResourceRow | None:
    """Take a label that was typed."""
    said = typed.strip()
    use = next((use for use in Use if reasons.use_label(use, t) == said), None)
    return None if use is None else replace(row, terms=replace(row.terms, use=use))
