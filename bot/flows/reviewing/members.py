"""Who takes part in an organiser's units: a list with masked names, each leading to its card."""

from bot.chat import Button, Said, Text
from bot.flows import narrowing
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu
from bot.flows.paging import PAGE, page_buttons
from bot.flows.reviewing import looking_up, rights, text
from bot.flows.reviewing.steps import FindingMember, MemberList, ReviewCard
from bot.flows.rights import forbid, organised
from domain.said.errands import member_sought
from domain.said.requests.registration import is_surely_name
from storage.affiliations import member_search
from storage.affiliations.affiliations import AffiliationRow
from storage.affiliations.member_search import Among
from storage.places import places


def opened(_button: Opened, desk: Desk) -> Move:
    return Go(MemberList()) if organised(desk) else forbid("members", desk)


def hear(step: MemberList, paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("find", message_id):
            return Go(FindingMember(), replaces=message_id)
        case Chose("all", message_id):
            return Go(MemberList(), replaces=message_id)
        case Chose(row_id=affiliation_id) if affiliation_id:
            return _into(affiliation_id, step, desk)
        case Said(typed):
            numbered = enumerate(_page(step, paths, desk), step.page * PAGE + 1)
            chosen = (_into(row.id, step, desk) for number, row in numbered if typed.strip() == str(number))
            return next(chosen, None) or _narrowed(typed, desk)
    return None


def _narrowed(typed: str, desk: Desk) -> Move | None:
    """Take what is surely a name, a number or a place for what is looked for here."""
    place = looking_up.at_place(typed, desk)
    wanted = member_sought.read(typed)
    if place is not None or not (wanted.digits or is_surely_name(wanted.name)):
        return place
    return looking_up.sought(wanted, desk)


def _into(affiliation_id: int, step: MemberList, desk: Desk) -> Move:
    row = rights.seen(affiliation_id, desk)
    if row is None:
        return forbid(f"affiliation:{affiliation_id}", desk)
    return Go(ReviewCard(row.id, row.version, from_members=step))


def _page(step: MemberList, paths: list[str], desk: Desk) -> list[AffiliationRow]:
    return member_search.page(desk.unit, paths, _among(step, desk), step.page * PAGE, PAGE)


def _among(step: MemberList, desk: Desk) -> Among:
    place = step.place
    return Among(step.found, place.building_id, place.point_id, narrowing.path(place.unit_id, desk))


def show(step: MemberList, paths: list[str], desk: Desk) -> Text:
    t = desk.words
    rows, count = _page(step, paths, desk), member_search.count(desk.unit, paths, _among(step, desk))
    names = text.told_apart(rows, desk)
    places.points(desk.unit, [row.point_id for row in rows])
    numbered = list(enumerate(rows, step.page * PAGE + 1))
    lines = [_heading(step, count, desk)]
    lines += [text.listed(number, row, names[row.id], desk) for number, row in numbered]
    numbers = tuple(Button(str(number), str(row.id)) for number, row in numbered)
    find = Button(t.button("Find a member"), "find")
    buttons = (
        *((numbers,) if numbers else ()),
        *page_buttons(step.page, PAGE, count, desk),
        (find,) if step.is_all else (find, Button(t.button("All members"), "all")),
        (Button(t.button("Requests"), EntryPoint.REVIEW.data()), Button(t.button("Rules"), EntryPoint.RULES.data())),
        (to_menu(desk),),
    )
    return Text("\n".join(lines), buttons)


def _heading(step: MemberList, count: int, desk: Desk) -> str:
    t, where = desk.words, narrowing.name(step.place, desk)
    if step.found is not None:
        return t.plural("{number} member was found:", "{number} members were found:", count)
    if where and not count:
        return t("Nobody of {place} takes part yet.", place=where)
    if where:
        return t.plural("{place}, {number} member:", "{place}, {number} members:", count, place=where)
    if not count:
        return t("Nobody takes part here yet.")
    return t.plural("{number} member takes part here:", "{number} members take part here:", count)
