"""Who takes part in an organiser's units: a list with masked names, each leading to its card."""

from dataclasses import replace

from bot.chat import Button, Reply, Said, Text
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu
from bot.flows.paging import page_buttons
from bot.flows.reviewing import rights, text
from bot.flows.reviewing.queue import PAGE
from bot.flows.reviewing.steps import MemberList, ReviewCard
from bot.flows.rights import forbid, nothing_here, organised, without_role
from bot.flows.step import Step
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    if not organised(desk):
        return without_role(event, "members", desk)
    match step, event:
        case MemberList(), Chose("next", message_id):
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case MemberList(), Chose("previous", message_id):
            return Go(replace(step, page=max(0, step.page - 1)), replaces=message_id)
        case MemberList(), Chose(row_id=affiliation_id) if affiliation_id:
            return _into(affiliation_id, step, desk)
        case MemberList(), Said(typed):
            numbered = enumerate(_page(step, desk), step.page * PAGE + 1)
            return next((_into(row.id, step, desk) for number, row in numbered if typed.strip() == str(number)), None)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case MemberList() if organised(desk):
            return (_list(step, desk),)
    return nothing_here(desk)


def opens(_opened: Opened, desk: Desk) -> Move | None:
    return listing(desk)


def listing(desk: Desk) -> Move:
    if not organised(desk):
        return forbid("members", desk)
    return Go(MemberList())


def _into(affiliation_id: int, step: MemberList, desk: Desk) -> Move:
    row = rights.seen(affiliation_id, desk)
    if row is None:
        return forbid(f"affiliation:{affiliation_id}", desk)
    return Go(ReviewCard(row.id, row.version, from_members=step))


def _page(step: MemberList, desk: Desk) -> list[AffiliationRow]:
    return affiliations.here(desk.unit, organised(desk), step.page * PAGE, PAGE)


def _list(step: MemberList, desk: Desk) -> Text:
    t = desk.words
    rows, count = _page(step, desk), affiliations.count_here(desk.unit, organised(desk))
    names = text.told_apart(rows, desk)
    numbered = list(enumerate(rows, step.page * PAGE + 1))
    lines = [
        t.plural("{number} member takes part here:", "{number} members take part here:", count)
        if count
        else t("Nobody takes part here yet.")
    ]
    lines += [text.listed(number, row, names[row.id], desk) for number, row in numbered]
    numbers = tuple(Button(str(number), str(row.id)) for number, row in numbered)
    last = (to_menu(desk),)
    others = (
        Button(t.button("Requests"), EntryPoint.REVIEW.data()),
        Button(t.button("Rules"), EntryPoint.RULES.data()),
    )
    return Text(
        "\n".join(lines), (*((numbers,) if numbers else ()), *page_buttons(step.page, PAGE, count, desk), others, last)
    )


FLOW = Flow("l", (MemberList,), hear, show, opens)
