"""The words of the organiser's list and card: figures, who may not come, how many to count on."""

from collections.abc import Sequence
from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.activities import rights, text
from bot.flows.desk import Desk
from bot.flows.entry_points import EntryPoint
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.moments import local, moment
from bot.flows.organising.composing import changes, series
from bot.flows.organising.steps import ActivitiesInHand, NotConfirmed
from bot.flows.paging import PAGE, page_buttons
from bot.flows.persons import masked_member
from bot.flows.typed import readable
from bot.flows.wishes import buttons
from domain.activities import Stage
from domain.forecast import forecast
from storage.activities import activities, signups
from storage.activities.activities import ActivityRow
from storage.activities.signups import Counts
from storage.people import members
from storage.places import places

AT_RISK_PAGE: Final = 10
_LOOK_BACK: Final = 20
"""So many of the unit's latest activities tell which share of people come."""


# ---------------------------------------------------------------- the list


def listing(step: ActivitiesInHand, rows: Sequence[ActivityRow], count: int, desk: Desk) -> Text:
    t = desk.words
    counts = signups.counts(desk.unit, [row.id for row in rows])
    numbered = list(enumerate(rows, step.page * PAGE + 1))
    lines = [_heading(step, count, desk)]
    lines += [
        text.listed(number, row, _facts(row, counts[row.id], desk), desk.now.tzinfo, t) for number, row in numbered
    ]
    numbers = tuple(Button(str(number), str(row.id)) for number, row in numbered)
    other = Button(t.button("Coming"), "coming") if step.past else Button(t.button("Held"), "past")
    return Text(
        "\n".join(lines),
        (
            *((numbers,) if numbers else ()),
            *page_buttons(step.page, PAGE, count, desk),
            (Button(t.button("New activity"), EntryPoint.COMPOSE.data()), other),
            (Button(t.button("Monthly report"), EntryPoint.MONTH.data()), buttons.tally_button(t)),
            (to_menu(desk),),
        ),
    )


def _heading(step: ActivitiesInHand, count: int, desk: Desk) -> str:
    t = desk.words
    if step.past:
        return t("Activities that were held:") if count else t("No activity has been held yet.")
    return t("Your activities:") if count else t("There is no activity yet. Begin with “{new}”.",
                                                  new=t.button("New activity"))  # fmt: skip


def _facts(row: ActivityRow, counts: Counts, desk: Desk) -> str:
    t = desk.words
    if row.stage is Stage.DRAFT:
        return t.plain("draft")
    if row.ends_at <= desk.now.timestamp():
        return t.plain("came: {number}", number=counts.checked_in + counts.walked_in)
    if row.seats is None:
        return t.plain("signed up: {number}", number=counts.held)
    return t.plain("signed up: {number} of {seats}", number=counts.held, seats=row.seats)


# ---------------------------------------------------------------- the card


def card(row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    counts = signups.counts(desk.unit, [row.id])[row.id]
    lines = [text.card(desk.unit, row, counts, desk.now.tzinfo, t), *_repeats(row, desk)]
    if row.stage is Stage.PUBLISHED:
        is_open = rights.is_open(row, desk)
        lines += [_standing(counts, desk), *(_expected(row, counts, desk) if is_open else [_came(counts, desk)])]
    return Text("\n".join(lines), _buttons(row, counts, desk))


def _repeats(row: ActivityRow, desk: Desk) -> list[str]:
    rule = series.of_row(row, desk)
    return [desk.words("Repeats {rule}.", rule=rule)] if rule else []


def _standing(counts: Counts, desk: Desk) -> str:
    """Say the figures that are not zero."""
    t = desk.words
    figures = (
        (counts.held, t("signed up {number}", number=counts.held)),
        (counts.confirmed, t("confirmed {number}", number=counts.confirmed)),
        (counts.waiting, t("waiting {number}", number=counts.waiting)),
        (counts.offered, t("offered {number}", number=counts.offered)),
        (counts.on_leave, t("on leave {number}", number=counts.on_leave)),
        (counts.expected, t("expected {number}", number=counts.expected)),
    )
    return " · ".join(said for number, said in figures if number) or t("Nobody has signed up yet.")


def _came(counts: Counts, desk: Desk) -> str:
    t = desk.words
    return t(
        "Came: {came}, walked in: {walked}, absent: {absent}",
        came=counts.checked_in,
        walked=counts.walked_in,
        absent=counts.absent,
    )


def _expected(row: ActivityRow, counts: Counts, desk: Desk) -> list[str]:
    """Forecast how many come, and say from what."""
    t = desk.words
    came, missed = _attendance(row, desk)
    here = counts.checked_in + counts.walked_in
    told = forecast(counts.confirmed + here, counts.signed_up, came, missed)
    if not counts.signed_up and not told.expected:
        return []
    line = t("Expected to come: about {number}.", number=told.expected)
    if not counts.signed_up:
        return [line]
    how = (
        t("Counted: all who confirmed, and {percent}% of the others, as in the unit’s last activities.",
          percent=told.percent)
        if told.is_known
        else t("Counted: all who confirmed, and {percent}% of the others; there is too little to go by yet.",
               percent=told.percent)
    )  # fmt: skip
    return [line, f"<i>{how}</i>"]


def _attendance(row: ActivityRow, desk: Desk) -> tuple[int, int]:
    """Return how many with a seat came to the unit's latest activities, and how many did not."""
    paths = [places.path_of(desk.unit, row.unit_id)]
    held = activities.past(desk.unit, paths, desk.now.timestamp(), 0, _LOOK_BACK)
    counts = signups.counts(desk.unit, [one.id for one in held]).values()
    return sum(one.checked_in for one in counts), sum(one.absent for one in counts)


def _buttons(row: ActivityRow, counts: Counts, desk: Desk) -> Buttons:
    t, number = desk.words, str(row.id)
    back = Button(t.button("Back"), "back")
    copy = Button(t.button("Copy"), EntryPoint.COPY_ACTIVITY.data(number))
    if row.stage is Stage.CANCELLED:
        return ((copy, back),)
    desk_button = Button(t.button("Check-in"), EntryPoint.CHECK_IN.data(number))
    report = Button(t.button("Report"), EntryPoint.ACTIVITY_REPORT.data(number))
    tell = EntryPoint.ANNOUNCE_TO.data(number)
    if not rights.is_open(row, desk):
        came = [Button(t.button("Tell those who came"), tell)] if counts.checked_in + counts.walked_in else []
        return two_a_row([desk_button, report, *came, copy, back])
    told = [Button(t.button("Tell those signed up"), tell)] if counts.held else []
    shown = [
        desk_button,
        Button(t.button("Duties"), EntryPoint.DUTIES.data(number)),
        Button(t.button("Change something"), "change"),
        Button(t.button("Poster"), "poster"),
        *told,
        Button(t.button("Call it off"), "off"),
    ]
    if row.plan.confirm_by is not None and counts.signed_up:
        shown.insert(0, Button(t.button("Not confirmed · {number}", number=counts.signed_up), "risk"))
    if series.of_row(row, desk):
        shown.append(Button(t.button("End the series"), "stop"))
    return (*two_a_row(shown), (copy, back))


def poster_lines(row: ActivityRow, desk: Desk) -> str:
    when = text.when(row, desk.now.tzinfo, desk.words)
    where = text.where(desk.unit, row, desk.words)
    return f"{when} · {where}" if where else when


# ---------------------------------------------------------------- who may not come


def page_of(step: NotConfirmed, chats: Sequence[int]) -> list[int]:
    return list(chats[step.page * AT_RISK_PAGE : (step.page + 1) * AT_RISK_PAGE])


def at_risk(step: NotConfirmed, row: ActivityRow, chats: Sequence[int], desk: Desk) -> Text:
    t = desk.words
    shown = page_of(step, chats)
    told = members.find_all(desk.unit, shown)
    lines = [_at_risk_heading(row, len(chats), desk)]
    lines += [
        f"{number}. {masked_member(told.get(chat_id), chat_id, t)}"
        for number, chat_id in enumerate(shown, step.page * AT_RISK_PAGE + 1)
    ]
    reveal = (Button(t.button("Show the names"), "reveal"),) if told else ()
    return Text(
        "\n".join(lines),
        (*page_buttons(step.page, AT_RISK_PAGE, len(chats), desk), (*reveal, Button(t.button("Back"), "back"))),
    )


def _at_risk_heading(row: ActivityRow, count: int, desk: Desk) -> str:
    t = desk.words
    if not count or row.plan.confirm_by is None:
        return t("Everybody who holds a seat has confirmed.")
    until = moment(local(row.plan.confirm_by, desk.now.tzinfo), t)
    return t.plural(
        "{number} has not confirmed yet. The last call goes out by itself; the seat is given on at {until}.",
        "{number} have not confirmed yet. The last call goes out by itself; the seats are given on at {until}.",
        count,
        until=until,
    )


def named(names: Sequence[str], desk: Desk) -> str:
    t = desk.words
    if not names:
        return t("Nobody of these has told a name.")
    noted = t("Shown this once. That you have looked is noted, and the member can see it.")
    return f"{t('Not confirmed: {names}', names=' · '.join(readable(name) for name in names))}\n<i>{noted}</i>"


# ---------------------------------------------------------------- calling it off


def reasons(desk: Desk) -> tuple[str, ...]:
    t = desk.words
    return (
        t.plain("Too few have signed up"),
        t.plain("The room is not free"),
        t.plain("The weather"),
        t.plain("The speaker cannot come"),
    )


def why_call_off(row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    choices = [Button(reason, str(number)) for number, reason in enumerate(reasons(desk))]
    asked = t("Why is “{title}” called off? Tap a reason, or type your own; people read it.", title=row.title)
    return Text(asked, (*two_a_row(choices), (Button(t.button("Back"), "back"),)))


def call_off_surely(row: ActivityRow, reason: str, number: int, desk: Desk) -> Text:
    t = desk.words
    lines = [
        t("Call off {what}?", what=text.headline(row, desk.now.tzinfo, t)),
        t("The reason: {reason}", reason=reason),
        changes.told(number, desk),
    ]
    return Text("\n".join(lines), ((Button(t.button("Call it off"), "off"), Button(t.button("Back"), "back")),))
