"""Writing a told visit down: what a sentence says of a building, and who hears of it."""

from datetime import timedelta

from bot.chat import Button, Text
from bot.flows.desk import Desk, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.grid.text import building_name, evening, looker_name, noon
from bot.planning import grid as planning
from domain.grid import notes
from domain.grid.promises import MOST_WORDS, PROMISE_DAYS, Kind
from domain.said.grid import visits as said_visits
from storage.grid import areas, promises, visits
from storage.grid.areas import AssignmentRow
from storage.grid.promises import New, PromiseRow
from storage.grid.visits import VisitRow


def note(building_id: int, said: str, desk: Desk) -> tuple[VisitRow, int]:
    """Write down what a sentence, without its building, tells; return the visit, and how many names were left out.

    The visit says which building it is: one that was merged since it was named is another one now.
    """
    told = said_visits.read(said, desk.now)
    if told == said_visits.Told() and said.strip():
        told = said_visits.Told(found=said.strip()[:MOST_WORDS])
    found, promised = notes.kept(told.found[:MOST_WORDS]), notes.kept(told.promised[:MOST_WORDS])
    now, zone = desk.now.timestamp(), desk.now.tzinfo
    row = visits.note(desk.unit, building_id, desk.person.chat_id, noon(desk.today, zone))
    company = visits.company(desk.unit, row.building_id, told.company[:60], told.floor, now) if told.company else None
    if company is not None and told.members is not None:
        visits.count_members(desk.unit, company.id, told.members)
    next_on = noon(told.next_on, zone) if told.next_on else None
    words = found.words if company else _on_floor(told.floor, found.words, desk)
    visits.say(desk.unit, row.id, company.id if company else None, words, next_on)
    if promised.words:
        due = told.due or desk.today + timedelta(days=PROMISE_DAYS)
        owe(Kind.PROMISE, row, promised.words, evening(due, zone), desk)
    if told.next_on:
        owe(Kind.RETURN, row, desk.words.plain("the next visit"), evening(told.next_on, zone), desk)
    _done_by_coming(row, desk)
    return visits.find(desk.unit, row.id) or row, found.left_out + promised.left_out


def _on_floor(floor: str, words: str, desk: Desk) -> str:
    """Say on which floor it was, where no company says so."""
    if not floor or not words:
        return words or (floor and desk.words.plain("floor {floor}", floor=floor))
    return desk.words.plain("floor {floor}: {words}", floor=floor, words=words)


def owe(kind: Kind, row: VisitRow, what: str, due: float, desk: Desk) -> PromiseRow:
    """Let who was there owe it, until a day."""
    new = New(kind, row.building_id, desk.person.chat_id, what, due, visit_id=row.id)
    made = promises.make(desk.unit, new, desk.now.timestamp())
    planning.plan_promise(desk.unit, made, desk.now)
    return made


def _done_by_coming(row: VisitRow, desk: Desk) -> None:
    """Keep what a visit keeps by itself: an hour that was taken, a next visit that was said."""
    for one in promises.of_buildings(desk.unit, [row.building_id]):
        is_kept = one.kind in {Kind.HOUR, Kind.RETURN} and one.owner == desk.person.chat_id
        if is_kept and one.visit_id != row.id:
            promises.keep(desk.unit, one.id, desk.now.timestamp())


def whose(building_id: int, desk: Desk) -> tuple[Text, ...]:
    """Say whose building it is, to a visitor who does not have it; nothing to who has, and where nobody does."""
    t, unit = desk.words, desk.unit
    return tuple(
        Text(t("{who} looks after it, and has been told that you were there.", who=looker_name(unit, row, t)))
        for row, _ in _nearest_other(building_id, desk)
    )


def tells(row: VisitRow, desk: Desk) -> tuple[Tell, ...]:
    """Tell whoever has the building that somebody else was there."""
    told = []
    for _, chat_id in _nearest_other(row.building_id, desk):
        t = desk.words_for(chat_id)
        said = t("A colleague was in {building}, which is yours.", building=building_name(desk.unit, row.building_id))
        see = Button(t.button("See the building"), EntryPoint.BUILDING.data(row.building_id))
        told.append(Tell(chat_id, Text(said, ((see,),))))
    return tuple(told)


def _nearest_other(building_id: int, desk: Desk) -> list[tuple[AssignmentRow, int]]:
    """Return who has a building, and whom to tell; nobody where the visitor has it, or it is a team's that is empty."""
    held = areas.having(desk.unit, building_id, desk.now.timestamp())
    chats = [(row, chat_id) for row in held for chat_id in areas.chats_of(desk.unit, row)]
    return [] if desk.person.chat_id in {chat_id for _, chat_id in chats} else chats[:1]


def left_out(count: int, desk: Desk) -> tuple[Text, ...]:
    """Tell whoever wrote a note that names or numbers were left out of it."""
    if not count:
        return ()
    said = desk.words(
        "I left out who it was: a note on a building names nobody. What is to be kept of somebody is told by "
        "themselves, in their own request."
    )
    return (Text(said),)
