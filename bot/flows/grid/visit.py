"""A visit that is told in a sentence: understood, written down at once, and shown with a button for each part."""

from typing import Final

from bot.chat import Button, Buttons, Reply, Said, SentFile, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.finding.sure_names import buildings_in
from bot.flows.grid import noting
from bot.flows.grid.my_buildings import listed
from bot.flows.grid.steps import BuildingCard, ChoosingVisited, CorrectingVisit, VisitCard, WritingVisit
from bot.flows.grid.text import building_name, company_name, day_of
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from domain.bounded import SENTENCE
from domain.grid.parts import Part
from domain.grid.promises import Kind
from domain.messages.threads import FILE_KINDS
from storage.grid import promises, visits
from storage.grid.visits import VisitRow
from storage.places.places import BuildingRow

_MOST: Final = 5
"""So many buildings of one sentence at most: who names more tells a story, and is asked for one."""


def heard(said: str, desk: Desk) -> Move:
    """Write down a sentence that tells of a visit; of several buildings, or of none, ask which it is about."""
    named = _named(said, desk)
    if len(named) == 1:
        return _noted(named[0][2], _without(said, named), desk)
    own = [row.site.id for row in listed(desk)[:_MOST]] if not named else []
    return Go(ChoosingVisited(said[:SENTENCE], tuple(building_id for _, _, building_id in named[:_MOST]) or tuple(own)))


def _named(said: str, desk: Desk) -> list[tuple[int, int, int]]:
    """Return the buildings that are named, each once, and where."""
    found: dict[int, tuple[int, int, int]] = {}
    for start, end, hit in buildings_in(said, desk.search.names(desk.unit)):
        found.setdefault(hit.id, (start, end, hit.id))
    return list(found.values())


def _without(said: str, named: list[tuple[int, int, int]]) -> str:
    for start, end, _ in reversed(named):
        said = f"{said[:start].rstrip()} {said[end:].lstrip()}".strip()
    return said


def _noted(building_id: int, said: str, desk: Desk, attachment: str = "") -> Move:
    row, count = noting.note(building_id, said, desk)
    if attachment:
        visits.attach(desk.unit, row.id, attachment)
    told = (*noting.whose(row.building_id, desk), *noting.left_out(count, desk))
    return Go(VisitCard(row.id), before=told, tells=noting.tells(row, desk))


def hear_choice(step: ChoosingVisited, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("each") if len(named := _named(step.said, desk)) > 1:
            return _split(step.said, named, desk)
        case Chose("none", message_id):
            return Go(AtMenu(), before=(Text(desk.words("All right, nothing is written down."), replaces=message_id),))
        case Chose(row_id=building_id) if building_id in step.buildings:
            return _noted(building_id, _without(step.said, _named(step.said, desk)), desk)
        case Said(typed):
            named = _named(typed, desk)
            if len(named) == 1:
                return _noted(named[0][2], _without(step.said, _named(step.said, desk)), desk)
    return None


def show_choice(step: ChoosingVisited, _paths: list[str], desk: Desk) -> Text:
    t = desk.words
    is_named = len(_named(step.said, desk)) > 1
    asked = (
        t(
            "You name {number} buildings. Shall I write down a visit to each, or is it about one of them?",
            number=len(step.buildings),
        )
        if is_named
        else t("Which building was it? Tap it, or type its name.")
    )
    rows: list[Button] = [Button(t.button("A visit to each"), "each")] if is_named else []
    rows += [Button(readable(building_name(desk.unit, one)), str(one)) for one in step.buildings]
    return Text(asked, two_a_row([*rows, Button(t.button("Not a visit"), "none")]))


def _split(said: str, named: list[tuple[int, int, int]], desk: Desk) -> Move:
    """Write a visit to each building down with the words that stand behind its name; those before the first are its."""
    begins = [0, *(start for start, _, _ in named[1:])]
    tells: list[Tell] = []
    before: list[Reply] = []
    noted: list[VisitRow] = []
    for (start, end, building_id), begin, until in zip(named, begins, [*begins[1:], len(said)], strict=True):
        row, count = noting.note(building_id, f"{said[begin:start]} {said[end:until]}".strip(), desk)
        tells += noting.tells(row, desk)
        before += _told(noted, desk)
        before += noting.left_out(count, desk)
        noted = [row]
    return Go(VisitCard(noted[0].id), before=tuple(before), tells=tuple(tells))


def _told(rows: list[VisitRow], desk: Desk) -> list[Reply]:
    """Say what was written down of the visits that are not on the screen."""
    see = desk.words.button("See the building")
    return [
        Text("\n".join(_lines(row, desk)), ((Button(see, EntryPoint.BUILDING.data(row.building_id)),),)) for row in rows
    ]


def show_writing(_step: WritingVisit, row: BuildingRow, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("How was it in {building}? One sentence is enough, whatever you like to say.", building=row.name),
        t("For example: Floor 3, Sunrise Trading has two new members, I promised them the form, back next Tuesday."),
    )
    return Text(
        "\n".join(lines),
        ((Button(t.button("I was there, nothing to add"), "bare"),), (Button(t.button("Back"), "back"),)),
    )


def hear_writing(step: WritingVisit, row: BuildingRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(BuildingCard(step.building_id), replaces=message_id)
        case Chose("bare"):
            return _noted(row.id, "", desk)
        case Said(typed) if readable(typed):
            return _noted(row.id, _of_here(typed, row, desk), desk)
        case SentFile(kind, file_id, caption=caption) if kind in FILE_KINDS:
            return _noted(row.id, _of_here(caption[:SENTENCE], row, desk), desk, f"{kind}:{file_id}")
    return None


def _of_here(said: str, row: BuildingRow, desk: Desk) -> str:
    """Return what is said without the building's name, which is known here."""
    return _without(said, [one for one in _named(said, desk) if one[2] == row.id])


def _lines(row: VisitRow, desk: Desk) -> list[str]:
    t, zone = desk.words, desk.now.tzinfo
    lines = [
        t(
            "✅ Written down: {building}, {day}",
            building=building_name(desk.unit, row.building_id),
            day=day_of(row.day, t, zone),
        )
    ]
    company = _company(row, desk)
    if company:
        lines.append(t("Company: {company}", company=company))
    if row.found:
        lines.append(t("Found: {words}", words=row.found))
    lines += [
        t("Promised: {words}, by {day}", words=one.what, day=day_of(one.due, t, zone))
        for one in promises.of_visit(desk.unit, row.id)
        if one.kind is Kind.PROMISE
    ]
    if row.next_on:
        lines.append(t("Next visit: {day}", day=day_of(row.next_on, t, zone)))
    if row.attachment:
        lines.append(t("With a file of yours."))
    return lines


def _company(row: VisitRow, desk: Desk) -> str:
    found = (one for one in visits.companies_of(desk.unit, row.building_id) if one.id == row.company_id)
    return next((company_name(one, desk.words) for one in found), "")


def show(_step: VisitCard, row: VisitRow, desk: Desk) -> Text:
    t = desk.words
    lines = [*_lines(row, desk), t("Is something different? Tap it. Nothing more is needed.")]
    return Text("\n".join(lines), _chips(row, desk))


def _chips(row: VisitRow, desk: Desk) -> Buttons:
    t = desk.words
    chips = [
        Button(t.button("Building"), Part.BUILDING),
        Button(t.button("Company"), Part.COMPANY),
        Button(t.button("What I found"), Part.FOUND),
        Button(t.button("What I promised"), Part.PROMISED),
        Button(t.button("Next visit"), Part.NEXT),
        Button(t.button("Not a visit"), "drop"),
    ]
    return (
        *two_a_row(chips),
        (Button(t.button("See the building"), EntryPoint.BUILDING.data(row.building_id)), to_menu(desk)),
    )


def hear(step: VisitCard, row: VisitRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("drop", message_id):
            visits.drop(desk.unit, row)
            return Go(AtMenu(), before=(Text(desk.words("All right, nothing is written down."), replaces=message_id),))
        case Chose(choice, message_id) if choice in set(Part):
            return Go(CorrectingVisit(step.visit_id, Part(choice)), replaces=message_id)
        case SentFile(kind, file_id) if kind in FILE_KINDS:
            visits.attach(desk.unit, row.id, f"{kind}:{file_id}")
            return Go(step)
    return None
