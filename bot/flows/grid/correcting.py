"""One part of a visit is to be something else: typed, or taken out by a tap."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.finding.sure_names import buildings_in
from bot.flows.grid import noting
from bot.flows.grid.steps import CorrectingVisit, VisitCard
from bot.flows.grid.text import evening, noon
from bot.flows.typed import readable
from domain.grid import notes
from domain.grid.parts import Part
from domain.grid.promises import MOST_WORDS, PROMISE_DAYS, Kind
from domain.said import days as said_days
from domain.said.grid import visits as said_visits
from domain.times import dates
from storage.grid import promises, visits
from storage.grid.visits import VisitRow


def show(step: CorrectingVisit, _row: VisitRow, desk: Desk) -> Text:
    t = desk.words
    asked = {
        Part.BUILDING: t("Which building was it? Type its name."),
        Part.COMPANY: t("Which company was it, and on which floor, if you know?"),
        Part.FOUND: t("What did you find? Say it as you like."),
        Part.PROMISED: t("What did you promise, and by when?"),
        Part.NEXT: t("When will you go again? For example: next Tuesday."),
    }[step.part]
    clear = () if step.part is Part.BUILDING else (Button(t.button("Leave it empty"), "empty"),)
    return Text(asked, ((*clear, Button(t.button("Back"), "back")),))


def hear(step: CorrectingVisit, row: VisitRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(VisitCard(step.visit_id), replaces=message_id)
        case Chose("empty", message_id) if step.part is not Part.BUILDING:
            return replace(_PUT[step.part](row, "", desk), replaces=message_id)
        case Said(typed) if readable(typed):
            return _PUT[step.part](row, typed.strip(), desk)
    return None


def _again(part: Part, row: VisitRow, *said: Text) -> Go:
    """Ask once more for what cannot be understood, or be kept."""
    return Go(CorrectingVisit(row.id, part), before=said)


def _building(row: VisitRow, typed: str, desk: Desk) -> Go:
    """Say that it was another building: the company comes along, and whoever has the building is told."""
    named = {hit.id for _, _, hit in buildings_in(typed, desk.search.names(desk.unit))}
    if len(named) != 1:
        said = desk.words("I know no building of that name. Please type its whole name.")
        return _again(Part.BUILDING, row, Text(said))
    moved = visits.move(desk.unit, row, named.pop(), desk.now.timestamp())
    return Go(VisitCard(row.id), before=noting.whose(moved.building_id, desk), tells=noting.tells(moved, desk))


def _company(row: VisitRow, typed: str, desk: Desk) -> Go:
    told = said_visits.read(typed, desk.now)
    note = notes.kept((told.company or told.found or typed)[:MOST_WORDS])
    now, company_id = desk.now.timestamp(), None
    if note.words:
        company_id = visits.company(desk.unit, row.building_id, note.words[:60], told.floor, now).id
    visits.say(desk.unit, row.id, company_id, row.found, row.next_on)
    visits.forget_company(desk.unit, row)
    return Go(VisitCard(row.id), before=noting.left_out(note.left_out, desk))


def _found(row: VisitRow, typed: str, desk: Desk) -> Go:
    note = notes.kept(typed)
    visits.say(desk.unit, row.id, row.company_id, note.words, row.next_on)
    return Go(VisitCard(row.id), before=noting.left_out(note.left_out, desk))


def _promised(row: VisitRow, typed: str, desk: Desk) -> Go:
    note = notes.kept(typed)
    left_out = noting.left_out(note.left_out, desk)
    if typed and not note.words:
        return _again(Part.PROMISED, row, *left_out)  # a number and nothing else is no promise
    promises.drop_of_visit(desk.unit, row.id, Kind.PROMISE)
    if typed:
        due = _day(typed, desk) or desk.today + timedelta(days=PROMISE_DAYS)
        noting.owe(Kind.PROMISE, row, note.words, evening(due, desk.now.tzinfo), desk)
    return Go(VisitCard(row.id), before=left_out)


def _next(row: VisitRow, typed: str, desk: Desk) -> Go:
    day = _day(typed, desk) if typed else None
    if typed and day is None:
        said = desk.words("I read no day in that. For example: next Tuesday, or December 9.")
        return _again(Part.NEXT, row, Text(said))
    promises.drop_of_visit(desk.unit, row.id, Kind.RETURN)
    visits.say(desk.unit, row.id, row.company_id, row.found, noon(day, desk.now.tzinfo) if day else None)
    if day:
        noting.owe(Kind.RETURN, row, desk.words.plain("the next visit"), evening(day, desk.now.tzinfo), desk)
    return Go(VisitCard(row.id))


_PUT: Final[Mapping[Part, Callable[[VisitRow, str, Desk], Go]]] = {
    Part.BUILDING: _building,
    Part.COMPANY: _company,
    Part.FOUND: _found,
    Part.PROMISED: _promised,
    Part.NEXT: _next,
}
"""What puts the words for a part into a visit, "" to leave it empty, and leads back to it."""


def _day(typed: str, desk: Desk) -> date | None:
    days, _ = said_days.cut(typed, desk.now)
    if days is not None:
        return days.first
    span = dates.read(typed, desk.today, desk.today)
    return span.first if span else None
