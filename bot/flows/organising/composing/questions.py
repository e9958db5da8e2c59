"""What is asked about an activity beside its time: a record for each item, and the screen that asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.activities import text
from bot.flows.activities.in_hand import DraftCard
from bot.flows.desk import Desk, Go
from bot.flows.keyboards import two_a_row
from bot.flows.moments import local, moment
from bot.flows.organising.composing import changes, defaults, room_choices
from bot.flows.organising.steps import AnsweringItem, ChoosingPart, Item, SayingWhen, Seed
from bot.flows.step import Step
from bot.flows.typed import readable
from bot.texts import Words
from domain.activities.activities import Audience, Kind, Plan, Stage
from storage.activities.activities import ActivityRow
from storage.places import places

_FIRST: Final = (Item.WHERE, Item.SEATS, Item.AUDIENCE)
"""What is asked of every new activity, in this order."""

_POINTS: Final = 6
_LABEL: Final = 40

Said = Callable[[Words], str]


@dataclass(frozen=True, slots=True)
class Question:
    """A thing that is asked: what the button says that leads to it, the question, and what would help if unclear.

    `value` is what is there now ("": nothing, or it shows in the choices); `choices` is what can be tapped.
    """

    label: Said
    asks: Said
    unclear: Said
    value: Callable[[ActivityRow, Desk], str]
    choices: Callable[[AnsweringItem, ActivityRow, Desk], Buttons]


def show(step: AnsweringItem, row: ActivityRow, desk: Desk) -> Text:
    t, question = desk.words, QUESTIONS[step.item]
    lines = [question.asks(t)]
    if now := question.value(row, desk):
        lines.append(t("At present: {value}", value=now))
    if row.stage is Stage.PUBLISHED:
        lines.append(t("Nothing changes until you have seen whom it concerns."))
    return Text("\n".join(lines), (*question.choices(step, row, desk), (Button(t.button("Back"), "back"),)))


def before(step: AnsweringItem, row: ActivityRow) -> Step:
    """Return what a question was reached from: one of the first by the one before it, any other by the card."""
    if not step.goes_on or step.item not in _FIRST:
        return ChoosingPart(row.id)
    at = _FIRST.index(step.item)
    if at:
        return AnsweringItem(row.id, _FIRST[at - 1], goes_on=True)
    return SayingWhen(Seed(row.unit_id, row.kind, row.title, row.id))


def answered(step: AnsweringItem, row: ActivityRow, plan: Plan, desk: Desk) -> Go:
    """Go on with the plan that has the answer in it: to the next of the first questions, or to the card."""
    moved = changes.propose(row, plan, desk)
    if not step.goes_on or row.stage is not Stage.DRAFT:
        return moved
    at = _FIRST.index(step.item) + 1 if step.item in _FIRST else len(_FIRST)
    after = AnsweringItem(row.id, _FIRST[at], goes_on=True) if at < len(_FIRST) else DraftCard(row.id)
    return replace(moved, step=after)


def ticked(step: AnsweringItem, row: ActivityRow) -> Audience:
    """Return who is ticked at the moment: at first those who may come as it stands."""
    return Audience(step.chosen & int(~Audience(0))) or row.plan.audience


def _points(_step: AnsweringItem, row: ActivityRow, desk: Desk) -> Buttons:
    rooms = room_choices.buttons(row, desk)
    points = places.points_of(desk.unit, row.unit_id, 0, _POINTS - len(rooms))
    return (*rooms, *((Button(readable(point.name, _LABEL), str(point.id)),) for point in points))


def _numbers(_step: AnsweringItem, _row: ActivityRow, desk: Desk) -> Buttons:
    numbers = tuple(Button(str(number), str(number)) for number in defaults.SEATS)
    return numbers, (Button(desk.words.button("As many as come"), "unlimited"),)


def _audiences(step: AnsweringItem, row: ActivityRow, desk: Desk) -> Buttons:
    t, now = desk.words, ticked(step, row)
    labels = {
        Audience.MEMBERS: t.button("Members of the unit"),
        Audience.AFFILIATED: t.button("Affiliated here"),
        Audience.ANYONE: t.button("Every member"),
        Audience.SUPPORTERS: t.button("Supporters"),
    }
    shown = [Button(f"✓ {label}" if one in now else label, str(int(one))) for one, label in labels.items()]
    return (*two_a_row(shown), (Button(t.button("Done"), "done"),))


def _kinds(_step: AnsweringItem, _row: ActivityRow, desk: Desk) -> Buttons:
    return two_a_row([Button(defaults.kind_title(kind, desk.words), kind) for kind in Kind])


def _none(_step: AnsweringItem, _row: ActivityRow, desk: Desk) -> Buttons:
    return ((Button(desk.words.button("None"), "none"),),)


def _nothing(*_: object) -> Buttons:
    return ()


def _moments(none: Said, *offered: str) -> Callable[[AnsweringItem, ActivityRow, Desk], Buttons]:
    def choices(_step: AnsweringItem, row: ActivityRow, desk: Desk) -> Buttons:
        t, deadlines = desk.words, defaults.deadlines(row.plan, desk.now)
        shown = [(Button(_moment(deadlines[name], desk), name),) for name in offered if name in deadlines]
        return (*shown, (Button(none(t), "none"),))

    return choices


def _moment(at: float | None, desk: Desk) -> str:
    return moment(local(at, desk.now.tzinfo), desk.words) if at else ""


def _tap_or_type(t: Words) -> str:
    return t("Please tap one of these, or type a few words.")


def _type_a_time(t: Words) -> str:
    return t(
        "Please type a time that is still to come and before it begins, for example {example}.",
        example=t.plain("tomorrow 18:00"),
    )


QUESTIONS: Final[Mapping[Item, Question]] = {
    Item.KIND: Question(
        label=lambda t: t.button("Kind"),
        asks=lambda t: t("What is it?"),
        unclear=_tap_or_type,
        value=lambda row, desk: text.kind_name(row.kind, desk.words),
        choices=_kinds,
    ),
    Item.TITLE: Question(
        label=lambda t: t.button("Title"),
        asks=lambda t: t("What is it called?"),
        unclear=_tap_or_type,
        value=lambda row, _desk: row.title,
        choices=_nothing,
    ),
    Item.WHERE: Question(
        label=lambda t: t.button("Place"),
        asks=lambda t: t("Where? Tap a point, type the name of a point or building, or send a place on the map."),
        unclear=lambda t: t("Please type the name of a place."),
        value=lambda row, desk: text.where(desk.unit, row, desk.words),
        choices=_points,
    ),
    Item.ROOM: Question(
        label=lambda t: t.button("Room"),
        asks=lambda t: t(
            "In which room, or where to meet? For example: {example}", example=t.plain("3rd floor, room 301")
        ),
        unclear=_tap_or_type,
        value=lambda row, _desk: row.plan.spot.room,
        choices=_none,
    ),
    Item.SEATS: Question(
        label=lambda t: t.button("Seats"),
        asks=lambda t: t("How many seats are there? Tap or type a number."),
        unclear=lambda t: t("Please type a number, for example {example}.", example="30"),
        value=lambda row, _desk: str(row.plan.seats) if row.plan.seats else "",
        choices=_numbers,
    ),
    Item.AUDIENCE: Question(
        label=lambda t: t.button("Who may come"),
        asks=lambda t: t("Who may come? Tap to add or take away, then “{done}”.", done=t.button("Done")),
        unclear=_tap_or_type,
        value=lambda _row, _desk: "",
        choices=_audiences,
    ),
    Item.OPENS: Question(
        label=lambda t: t.button("Sign-up opens"),
        asks=lambda t: t("From when can people sign up? Tap or type a time."),
        unclear=_type_a_time,
        value=lambda row, desk: _moment(row.plan.opens_at, desk),
        choices=_moments(lambda t: t.button("At once"), "week"),
    ),
    Item.CLOSES: Question(
        label=lambda t: t.button("Sign-up closes"),
        asks=lambda t: t("Until when can people sign up? Tap or type a time."),
        unclear=_type_a_time,
        value=lambda row, desk: _moment(row.plan.closes_at, desk),
        choices=_moments(lambda t: t.button("Until it begins"), "evening", "noon"),
    ),
    Item.CONFIRM: Question(
        label=lambda t: t.button("Confirm by"),
        asks=lambda t: t("Until when is a seat to be confirmed? Who has not confirmed by then gives it to the next."),
        unclear=_type_a_time,
        value=lambda row, desk: _moment(row.plan.confirm_by, desk),
        choices=_moments(lambda t: t.button("No confirmation"), "evening", "noon"),
    ),
    Item.NOTES: Question(
        label=lambda t: t.button("Notes"),
        asks=lambda t: t("What else should people know? For example what to bring."),
        unclear=_tap_or_type,
        value=lambda row, _desk: row.plan.notes,
        choices=_none,
    ),
    Item.FILE: Question(
        label=lambda t: t.button("File or picture"),
        asks=lambda t: t("Send a picture or a file that goes with it."),
        unclear=lambda t: t("Please send the picture or file itself, or tap “{none}”.", none=t.button("None")),
        value=lambda row, desk: desk.words.plain("one is attached") if row.plan.attachment else "",
        choices=_none,
    ),
}
"""In the order in which a card offers to change them."""
