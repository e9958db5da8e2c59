"""An organiser at the desk brings a member back whom they know: a picture opens a new page as that member, once."""

from bot.chat import Button, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain, Tell
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu
from bot.flows.moments import local
from bot.flows.persons import colleague, masked
from bot.flows.reviewing import rights as of_requests
from bot.flows.rights import by_finding, forbid
from bot.flows.roads import proving, telling
from bot.flows.roads.showing import picture
from bot.flows.roads.steps import DeskCode
from domain.affiliations.affiliations import CLOSED
from domain.people.roads import LIVES_S, Kind
from storage.affiliations.affiliations import AffiliationRow
from storage.people import deeds, road_codes, roles


def found(step: DeskCode, desk: Desk) -> AffiliationRow | None:
    """Return the affiliation if this organiser may bring its member back: theirs to review, open, and not their own."""
    row = of_requests.seen(step.affiliation_id, desk)
    if row is None or row.state in CLOSED or not of_requests.can_ask(row, desk):
        return None
    return row


GUARD = by_finding(found, "affiliation:{step.affiliation_id}")


def open_desk(opened: Opened, desk: Desk) -> Move:
    step = DeskCode(opened.row_id)
    return Go(step) if found(step, desk) is not None else forbid(f"affiliation:{opened.row_id}", desk)


def show(_step: DeskCode, row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("<b>Bring {name} back</b>", name=masked(desk.unit, row.chat_id, t)),
        t("For a member who stands before you, whom you know, and who has lost every way in."),
        t("The code opens a new page as this member, once, within 5 minutes. Let them scan it with their own phone."),
        t("It is noted under your name, and told to the member wherever they can be reached."),
    )
    return Text("\n".join(lines), ((Button(t.button("Show the code"), "show"), _back(row, desk)), (to_menu(desk),)))


def _back(row: AffiliationRow, desk: Desk) -> Button:
    return Button(desk.words.button("Back"), EntryPoint.REVIEW.data(row.id))


def hear(_step: DeskCode, row: AffiliationRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("show"):
            return _issued(row, desk)
    return None


def _issued(row: AffiliationRow, desk: Desk) -> Move:
    t, now = desk.words, desk.now.timestamp()
    if not desk.page:
        return Remain((Text(t("This house has no chat page that could be opened.")),))
    if roles.held(desk.unit, row.chat_id):
        said = t("Whoever has a role comes back by their own ways in alone, or by a new invitation to the role.")
        return Remain((Text(said),))
    code = road_codes.issue(desk.unit, Kind.DESK, row.chat_id, desk.person.chat_id, now)
    deeds.write_down(desk.unit, desk.deed(), "road.desk", f"person:{row.chat_id}", f"affiliation:{row.id}")
    ends = local(now + LIVES_S[Kind.DESK], desk.now.tzinfo)
    caption = t.plain(
        "For {name}: scan with their own phone, once, until {clock}.",
        name=masked(desk.unit, row.chat_id, t),
        clock=t.clock(ends),
    )
    shown = picture(code, caption, desk)
    return Remain((shown,), _told(row, desk))


def _told(row: AffiliationRow, desk: Desk) -> tuple[Tell, ...]:
    """Tell the member everywhere: whoever is not at the desk says so."""
    t = desk.words_for(row.chat_id)
    who = colleague(desk.unit, desk.person.chat_id, t)
    lines = (
        t(
            "At the desk of your service point a new page is being opened for you, by {who}, {clock}.",
            who=who,
            clock=t.clock(desk.now),
        ),
        t("If you are not there, say so: then the code opens nothing."),
    )
    no = Button(t.button("That is not me"), EntryPoint.ROAD_END.data(proving.DESK))
    return telling.elsewhere(row.chat_id, Text("\n".join(lines), ((no,),)), desk)
