"""What somebody took part in, year by year, with its hours."""

from collections.abc import Sequence
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities import buttons
from bot.flows.afterwards.steps import MyRecord, RecordedActivity
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import Opened
from bot.flows.keyboards import to_menu
from bot.flows.moments import local
from bot.flows.paging import PAGE, page_buttons
from bot.texts import Words
from domain.activities.seats import HERE
from storage.activities import activities, figures, signup_reading
from storage.activities.figures import TookPart


def opened(_opened: Opened, desk: Desk) -> Move:
    """Open the latest year that has anything."""
    years = _years(taken(desk), desk)
    return Go(MyRecord(years[0] if years else desk.today.year))


def hear(step: MyRecord, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(choice, message_id) if choice.startswith("y"):
            known = {f"y{year}": year for year in _years(taken(desk), desk)}
            return Go(MyRecord(known[choice]), replaces=message_id) if choice in known else None
        case Chose(row_id=activity_id, message_id=message_id) if activity_id:
            return Go(RecordedActivity(activity_id, step), replaces=message_id)
        case Said(typed):
            numbered = _numbered(step, _of_year(step.year, taken(desk), desk))
            chosen = (one for number, one in numbered if typed.strip() == str(number))
            return next((Go(RecordedActivity(one.activity_id, step)) for one in chosen), None)
    return None


def taken(desk: Desk) -> list[TookPart]:
    """Return what this person took part in, the latest first."""
    return figures.took_part(desk.unit, desk.person.chat_id, desk.now.timestamp())


def _year(one: TookPart, desk: Desk) -> int:
    return local(one.starts_at, desk.now.tzinfo).year


def _years(found: Sequence[TookPart], desk: Desk) -> list[int]:
    """Return the years that have anything, the latest first."""
    return sorted({_year(one, desk) for one in found}, reverse=True)


def _of_year(year: int, found: Sequence[TookPart], desk: Desk) -> list[TookPart]:
    return [one for one in found if _year(one, desk) == year]


def _numbered(step: MyRecord, of_year: Sequence[TookPart]) -> list[tuple[int, TookPart]]:
    """Return what this page shows, with the numbers that it goes by."""
    return list(enumerate(of_year, 1))[step.page * PAGE : (step.page + 1) * PAGE]


def show(step: MyRecord, desk: Desk) -> Text:
    t, found = desk.words, taken(desk)
    of_year = _of_year(step.year, found, desk)
    shown = _numbered(step, of_year)
    lines = [_heading(step.year, of_year, t), *_going_on(desk), *(_line(number, one, desk) for number, one in shown)]
    numbers = tuple(Button(str(number), str(one.activity_id)) for number, one in shown)
    others = _neighbours(step.year, _years(found, desk))
    turning = tuple(Button(t.button("Year {year}", year=year), f"y{year}") for year in others)
    rows = [row for row in (numbers, *page_buttons(step.page, PAGE, len(of_year), desk), turning) if row]
    return Text("\n".join(lines), (*rows, (buttons.my_activities(t), to_menu(desk))))


def _going_on(desk: Desk) -> list[str]:
    """Name what somebody is checked in at and is not over, for it is recorded only then."""
    t, now = desk.words, desk.now.timestamp()
    found = signup_reading.of_person(desk.unit, desk.person.chat_id, now, now + _CHECK_IN_AHEAD)
    rows = (activities.find(desk.unit, one.activity_id) for one in found if one.signup.state in HERE)
    return [t("You are checked in at “{what}”: it stands here once it is over.", what=row.title) for row in rows if row]


_CHECK_IN_AHEAD: Final = 24 * 3600.0
"""Seconds: nobody is checked in earlier before the beginning."""


def _heading(year: int, of_year: Sequence[TookPart], t: Words) -> str:
    if not of_year:
        return t("Nothing is recorded for {year} yet. What you are checked in at is kept here.", year=year)
    return t.plural(
        "<b>{year}</b>: {number} activity, {hours}",
        "<b>{year}</b>: {number} activities, {hours}",
        len(of_year),
        year=year,
        hours=hours(sum(one.ends_at - one.starts_at for one in of_year), t),
    )


def _line(number: int, one: TookPart, desk: Desk) -> str:
    t = desk.words
    return t(
        "{number}. {title}\n   {day} · {hours}",
        number=number,
        title=one.title,
        day=t.day(local(one.starts_at, desk.now.tzinfo).date()),
        hours=hours(one.ends_at - one.starts_at, t),
    )


def hours(seconds: float, t: Words) -> str:
    """Say how long, to the tenth of an hour: 1.5 hours."""
    count = round(seconds / 3_600, 1)
    whole = int(count) if count == int(count) else count
    return t.plain("1 hour") if whole == 1 else t.plain("{hours} hours", hours=whole)


def _neighbours(year: int, years: Sequence[int]) -> list[int]:
    """Return the nearest year before and after that have anything."""
    earlier, later = [one for one in years if one < year], [one for one in years if one > year]
    return [*earlier[:1], *later[-1:]]
