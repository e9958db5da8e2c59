"""Who has which area until when: listed with the figures of coverage, handed out, prolonged, ended and handed over."""

from datetime import datetime, timedelta
from typing import Final

from bot.chat import Button, Document, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain, Tell
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.grid.handing import handed_over, paper
from bot.flows.grid.rights import assignment
from bot.flows.grid.steps import AssignmentCard, AssignmentList, ChoosingArea, EndingAssignment, MyBuildings
from bot.flows.grid.text import area_name, day_of, looker_name, until
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import forbid, organised
from bot.planning import grid as planning
from storage.grid import areas, handing_over, promises, sites
from storage.grid.areas import AssignmentRow

_MONTHS_3: Final = timedelta(days=91)


def opened(opened: Opened, desk: Desk) -> Move:
    if not opened.row_id:
        return Go(AssignmentList()) if organised(desk) else forbid("areas", desk)
    step = AssignmentCard(opened.row_id)
    return Go(step) if assignment(step, desk) is not None else forbid(f"assignment:{opened.row_id}", desk)


def briefing(opened: Opened, desk: Desk) -> Move:
    """Send the briefing of an area to its organisers, and to whoever has or takes it."""
    row = areas.find(desk.unit, opened.row_id)
    if row is None or not _may_read(row, desk):
        return forbid(f"assignment:{opened.row_id}", desk)
    return Remain((paper(row, desk),))


def _may_read(row: AssignmentRow, desk: Desk) -> bool:
    """Tell whether this person has the area, organises it, or owes something in it that was passed on."""
    if assignment(AssignmentCard(row.id), desk) is not None and row.holds(desk.now.timestamp()):
        return True
    if desk.may_organise(row.unit_id):
        return True
    held = areas.area(desk.unit, row)
    rows = sites.of_areas(desk.unit, [(held, row.path)], desk.now.timestamp())
    owed = promises.of_buildings(desk.unit, [one.site.id for one in rows])
    return desk.abilities.trusted and any(one.owner == desk.person.chat_id for one in owed)


def show_list(step: AssignmentList, paths: list[str], desk: Desk) -> Text:
    t = desk.words
    rows = areas.of_units(desk.unit, paths, desk.now.timestamp())
    numbered = list(enumerate(rows, 1))[step.page * PAGE : (step.page + 1) * PAGE]
    lines = [*_coverage(paths, desk), t("Who looks after what:") if rows else t("No area is handed out yet.")]
    lines += [f"{at}. {_line(row, desk)}" for at, row in numbered]
    numbers = tuple(Button(str(at), str(row.id)) for at, row in numbered)
    last = (Button(t.button("Hand out an area"), "new"), Button(t.button("Back"), "back"))
    return Text(
        "\n".join(lines), (*((numbers,) if numbers else ()), *page_buttons(step.page, PAGE, len(rows), desk), last)
    )


def _coverage(paths: list[str], desk: Desk) -> list[str]:
    """Say how far the own units reach, each figure a sum over the rows of their lists."""
    t, now = desk.words, desk.now.timestamp()
    found = [sites.coverage(desk.unit, path, now) for path in paths]
    return [
        t(
            "Buildings: {buildings}, with a branch: {branches}; members: about {members}; centres: {centres}.",
            buildings=f"{sum(one.buildings for one in found):,}",
            branches=f"{sum(one.with_branch for one in found):,}",
            members=f"{sum(one.members for one in found):,}",
            centres=f"{sum(one.centres for one in found):,}",
        ),
        t("Within 90 days somebody was in {number} of them.", number=sum(one.visited for one in found)),
    ]


def _line(row: AssignmentRow, desk: Desk) -> str:
    t = desk.words
    return t(
        "{area}: {who}, {until}",
        area=area_name(desk.unit, row, t),
        who=looker_name(desk.unit, row, t),
        until=until(row, t, desk.now.tzinfo),
    )


def hear_list(_step: AssignmentList, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("new", message_id):
            return Go(ChoosingArea(), replaces=message_id)
        case Chose("back", message_id):
            return Go(MyBuildings(), replaces=message_id)
        case Chose(row_id=assignment_id, message_id=message_id) if assignment_id:
            step = AssignmentCard(assignment_id)
            mine = assignment(step, desk) is not None
            return Go(step, replaces=message_id) if mine else forbid(f"assignment:{assignment_id}", desk)
    return None


def show(_step: AssignmentCard, row: AssignmentRow, desk: Desk) -> Text:
    t, now = desk.words, desk.now.timestamp()
    lines = [t("<b>{area}</b>", area=area_name(desk.unit, row, t))]
    lines.append(t("Looked after by {who}.", who=looker_name(desk.unit, row, t)))
    lines.append(
        t("Since {day}, {until}.", day=day_of(row.begins, t, desk.now.tzinfo), until=until(row, t, desk.now.tzinfo))
    )
    lines += _open(row, desk)
    if not row.holds(now):
        lines.append(t("It has ended; what was open has passed on."))
    last = (Button(t.button("Back"), "back"), to_menu(desk))
    ways = [Button(t.button("Briefing"), EntryPoint.BRIEFING.data(row.id))]
    if desk.may_organise(row.unit_id) and row.ended_at is None:
        ways += [Button(t.button("Three months more"), "more"), Button(t.button("End and hand over"), "end")]
    return Text("\n".join(lines), (*two_a_row(ways), last))


def _open(row: AssignmentRow, desk: Desk) -> list[str]:
    t = desk.words
    rows = sites.of_areas(desk.unit, [(areas.area(desk.unit, row), row.path)], desk.now.timestamp())
    owed = promises.of_buildings(desk.unit, [one.site.id for one in rows])
    buildings = t.plural("{number} building", "{number} buildings", len(rows))
    return [f"{buildings} · {t.plural('{number} promise open', '{number} promises open', len(owed))}"]


def hear(step: AssignmentCard, row: AssignmentRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AssignmentList() if organised(desk) else MyBuildings(), replaces=message_id)
        case Chose("more" | "end") if not desk.may_organise(row.unit_id):
            return forbid(f"assignment:{row.id}", desk)
        case Chose("more", message_id) if row.ended_at is None:
            return _prolong(step, row, message_id, desk)
        case Chose("end", message_id) if row.ended_at is None:
            return Go(EndingAssignment(step.assignment_id), replaces=message_id)
    return None


def _prolong(step: AssignmentCard, row: AssignmentRow, message_id: int, desk: Desk) -> Move:
    last = max(row.ends or 0.0, desk.now.timestamp())
    ends = (datetime.fromtimestamp(last, desk.now.tzinfo) + _MONTHS_3).timestamp()
    longer = areas.prolong(desk.unit, row.id, ends, desk.deed())
    planning.plan_assignment(desk.unit, longer, desk.now)
    return Go(step, replaces=message_id, tells=_told_longer(longer, desk))


def _told_longer(row: AssignmentRow, desk: Desk) -> tuple[Tell, ...]:
    tells = []
    for chat_id in areas.chats_of(desk.unit, row)[:1]:
        t = desk.words_for(chat_id)
        said = t(
            "{area} stays yours, {until}.", area=area_name(desk.unit, row, t), until=until(row, t, desk.now.tzinfo)
        )
        tells.append(Tell(chat_id, Text(said)))
    return tuple(one for one in tells if one.chat_id != desk.person.chat_id)


def show_ending(_step: EndingAssignment, row: AssignmentRow, desk: Desk) -> Text:
    t = desk.words
    asked = t(
        "End it today? What {who} has promised there passes on to whoever answers for the buildings then.",
        who=looker_name(desk.unit, row, t),
    )
    return Text(asked, ((Button(t.button("End and hand over"), "end"), Button(t.button("Back"), "back")),))


def hear_ending(step: EndingAssignment, row: AssignmentRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AssignmentCard(step.assignment_id), replaces=message_id)
        case Chose("end", message_id) if row.ended_at is not None:
            return Go(AssignmentCard(step.assignment_id), replaces=message_id)  # somebody else was quicker
        case Chose("end", message_id):
            passed = handing_over.end(desk.unit, row, desk.deed())
            gone = Text(desk.words("✅ Ended. What was open has passed on."), replaces=message_id)
            tells = handed_over(desk.unit, row, passed, desk.words_for, desk.now)
            mine = tuple(one for one in tells if one.chat_id == desk.person.chat_id)
            before: tuple[Text | Document, ...] = (gone, *(one.reply for one in mine if isinstance(one.reply, Text)))
            return Go(AssignmentList(), before=before, tells=tuple(one for one in tells if one not in mine))
    return None
