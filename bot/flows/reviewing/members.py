"""Who takes part in an organiser's units: a list with masked names, each leading to its card."""

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu
from bot.flows.paging import PAGE, page_buttons
from bot.flows.reviewing import rights, text
from bot.flows.reviewing.steps import MemberList, ReviewCard
from bot.flows.rights import forbid, organised
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow


def opened(_button: Opened, desk: Desk) -> Move:
    return Go(MemberList()) if organised(desk) else forbid("members", desk)


def hear(step: MemberList, paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(row_id=affiliation_id) if affiliation_id:
            return _into(affiliation_id, step, desk)
        case Said(typed):
            numbered = enumerate(_page(step, paths, desk), step.page * PAGE + 1)
            return next((_into(row.id, step, desk) for number, row in numbered if typed.strip() == str(number)), None)
    return None


def _into(affiliation_id: int, step: MemberList, desk: Desk) -> Move:
    row = rights.seen(affiliation_id, desk)
    if row is None:
        return forbid(f"affiliation:{affiliation_id}", desk)
    return Go(ReviewCard(row.id, row.version, from_members=step))


def _page(step: MemberList, paths: list[str], desk: Desk) -> list[AffiliationRow]:
    return affiliations.here(desk.unit, paths, step.page * PAGE, PAGE)


def show(step: MemberList, paths: list[str], desk: Desk) -> Text:
    t = desk.words
    rows, count = _page(step, paths, desk), affiliations.count_here(desk.unit, paths)
    names = text.told_apart(rows, desk)
    numbered = list(enumerate(rows, step.page * PAGE + 1))
    lines = [
        t.plural("{number} member takes part here:", "{number} members take part here:", count)
        if count
        else t("Nobody takes part here yet.")
    ]
    lines += [text.listed(number, row, names[row.id], desk) for number, row in numbered]
    numbers = tuple(Button(str(number), str(row.id)) for number, row in numbered)
    buttons = (
        *((numbers,) if numbers else ()),
        *page_buttons(step.page, PAGE, count, desk),
        (Button(t.button("Requests"), EntryPoint.REVIEW.data()), Button(t.button("Rules"), EntryPoint.RULES.data())),
        (to_menu(desk),),
    )
    return Text("\n".join(lines), buttons)
