"""One part of a visit is to be something else: typed, or taken out by a tap."""

from datetime import date, timedelta

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.finding.sure_names import buildings_in
from bot.flows.grid import noting
from bot.flows.grid.steps import CorrectingVisit, VisitCard
from bot.flows.grid.text import evening, noon
from bot.flows.typed import readable
from domain import dates
from domain.grid import notes
from domain.grid.parts import Part
from domain.grid.promises import MOST_WORDS, PROMISE_DAYS, Kind
from domain.said import days as said_days
from domain.said import visits as said_visits
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
    back = VisitCard(step.visit_id)
    match event:
        case Chose("back", message_id):
            return Go(back, replaces=message_id)
        case Chose("empty", message_id) if step.part is not Part.BUILDING:
            _put(step.part, row, "", desk)
            return Go(back, replaces=message_id)
        case Said(typed) if readable(typed):
            trouble = _put(step.part, row, typed.strip()[:MOST_WORDS], desk)
            return Go(step, before=(Text(trouble),)) if trouble else Go(back)
    return None


def _put(part: Part, row: VisitRow, typed: str, desk: Desk) -> str:
    """Put these words in; return what is said where they cannot be understood."""
    match part:
        case Part.BUILDING:
            return _move(row, typed, desk)
        case Part.COMPANY:
            _company(row, typed, desk)
        case Part.FOUND:
            note = notes.kept(typed)
            visits.say(desk.unit, row.id, row.company_id, note.words, row.next_on)
        case Part.PROMISED:
            _promise(row, typed, desk)
        case Part.NEXT:
            return _next(row, typed, desk)
    return ""


def _move(row: VisitRow, typed: str, desk: Desk) -> str:
    named = {hit.id for _, _, hit in buildings_in(typed, desk.search.names(desk.unit))}
    if len(named) != 1:
        return desk.words("I know no building of that name. Please type its whole name.")
    visits.move(desk.unit, row.id, named.pop())
    return ""


def _company(row: VisitRow, typed: str, desk: Desk) -> None:
    if not typed:
        visits.say(desk.unit, row.id, None, row.found, row.next_on)
        return
    told = said_visits.read(typed, desk.now)
    name = told.company or told.found or typed
    company = visits.company(desk.unit, row.building_id, name[:60], told.floor, desk.now.timestamp())
    visits.say(desk.unit, row.id, company.id, row.found, row.next_on)


def _promise(row: VisitRow, typed: str, desk: Desk) -> None:
    promises.drop_of_visit(desk.unit, row.id, Kind.PROMISE)
    if typed:
        due = _day(typed, desk) or desk.today + timedelta(days=PROMISE_DAYS)
        noting.owe(Kind.PROMISE, row, notes.kept(typed).words, evening(due, desk.now.tzinfo), desk)


def _next(row: VisitRow, typed: str, desk: Desk) -> str:
    day = _day(typed, desk) if typed else None
    if typed and day is None:
        return desk.words("I read no day in that. For example: next Tuesday, or December 9.")
    promises.drop_of_visit(desk.unit, row.id, Kind.RETURN)
    visits.say(desk.unit, row.id, row.company_id, row.found, noon(day, desk.now.tzinfo) if day else None)
    if day:
        noting.owe(Kind.RETURN, row, desk.words.plain("the next visit"), evening(day, desk.now.tzinfo), desk)
    return ""


def _day(typed: str, desk: Desk) -> date | None:
    days, _ = said_days.cut(typed, desk.now)
    if days is not None:
        return days.first
    span = dates.read(typed, desk.today, desk.today)
    return span.first if span else None
