"""Who takes part in an organiser's units: a list with masked names, each leading to its card."""

from dataclasses import replace

from bot.buttons import lasting
from bot.chat import Button, Reply, Said, Text
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Opened
from bot.flows.reviewing import rights, text
from bot.flows.reviewing.queue import PAGE, paging
from bot.flows.whereabouts import MemberList, Place, ReviewCard
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow


def step(place: Place, event: Happening, desk: Desk) -> Move | None:
    if not rights.organised(desk):
        return rights.without_role(event, "members", desk)
    match place, event:
        case MemberList(), Chose("next", message_id):
            return Go(replace(place, page=place.page + 1), replaces=message_id)
        case MemberList(), Chose("previous", message_id):
            return Go(replace(place, page=max(0, place.page - 1)), replaces=message_id)
        case MemberList(), Chose(row_id=affiliation_id) if affiliation_id:
            return _into(affiliation_id, place, desk)
        case MemberList(), Said(typed):
            numbered = enumerate(_page(place, desk), place.page * PAGE + 1)
            return next((_into(row.id, place, desk) for number, row in numbered if typed.strip() == str(number)), None)
    return None


def show(place: Place, desk: Desk) -> tuple[Reply, ...]:
    match place:
        case MemberList() if rights.organised(desk):
            return (_list(place, desk),)
    return rights.nothing_here(desk)


def opens(_opened: Opened, desk: Desk) -> Move | None:
    return listing(desk)


def listing(desk: Desk) -> Move:
    if not rights.organised(desk):
        return rights.forbid("members", desk)
    return Go(MemberList())


def _into(affiliation_id: int, place: MemberList, desk: Desk) -> Move:
    row = rights.seen(affiliation_id, desk)
    if row is None:
        return rights.forbid(f"affiliation:{affiliation_id}", desk)
    return Go(ReviewCard(row.id, row.version, from_members=place))


def _page(place: MemberList, desk: Desk) -> list[AffiliationRow]:
    return affiliations.here(desk.unit, rights.organised(desk), place.page * PAGE, PAGE)


def _list(place: MemberList, desk: Desk) -> Text:
    t = desk.words
    rows, count = _page(place, desk), affiliations.count_here(desk.unit, rights.organised(desk))
    names = text.told_apart(rows, desk)
    numbered = list(enumerate(rows, place.page * PAGE + 1))
    lines = [
        t.plural("{number} member takes part here:", "{number} members take part here:", count)
        if count
        else t("Nobody takes part here yet.")
    ]
    lines += [text.listed(number, row, names[row.id], desk) for number, row in numbered]
    numbers = tuple(Button(str(number), str(row.id)) for number, row in numbered)
    last = (rights.to_menu(desk),)
    others = (Button(t.button("Requests"), lasting("v", "")), Button(t.button("Rules"), lasting("u", "")))
    return Text(
        "\n".join(lines), (*((numbers,) if numbers else ()), *paging(place.page, PAGE, count, desk), others, last)
    )


FLOW = Flow("l", (MemberList,), step, show, opens)
