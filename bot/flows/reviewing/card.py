"""The card of a request: its masked fields, what can be decided there, and everything shown once."""

from bot.chat import Button, Buttons, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint
from bot.flows.reviewing import decisions, rights, shown, text
from bot.flows.reviewing.decisions import Decision
from bot.flows.reviewing.steps import AskingMember, ChoosingReason, ReviewCard
from bot.flows.rights import forbid
from domain.affiliations.affiliations import CLOSED, HERE, Verb
from storage.affiliations.affiliations import AffiliationRow


def show(_step: ReviewCard, row: AffiliationRow, desk: Desk) -> Text:
    return Text(text.card(row, desk), _buttons(row, desk))


def hear(step: ReviewCard, row: AffiliationRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            shown.cover(row.id, message_id, desk)
            return Go(step.back, replaces=message_id)
        case Chose("approve" | "return" | "decline" | "end" | "ask" | "reveal" as choice, message_id):
            return decisions.overtaken(step, row, desk) or _chosen(step, choice, row, message_id, desk)
    return None


def _chosen(step: ReviewCard, choice: str, row: AffiliationRow, message_id: int, desk: Desk) -> Move:
    match choice:
        case "reveal" if row.state not in CLOSED:
            said, photo = shown.reveal(row, message_id, desk)
            return Go(step, replaces=message_id, once=Text(said, _buttons(row, desk, is_shown=True)), tells=photo)
        case "ask" if rights.can_ask(row, desk):
            return Go(AskingMember(step))
    shown.cover(row.id, message_id, desk)
    match choice:
        case "approve" if rights.lacks_second(row, desk):
            return Go(step, replaces=message_id)
        case "approve" if rights.decides(row, desk):
            return decisions.decide(step, row, Decision(rights.approving(row)), message_id, desk)
        case "return" if rights.decides(row, desk):
            return Go(ChoosingReason(step, Verb.RETURN), replaces=message_id)
        case "decline" if rights.decides(row, desk):
            return Go(ChoosingReason(step, Verb.DECLINE), replaces=message_id)
        case "end" if rights.can_end(row, desk):
            return Go(ChoosingReason(step, Verb.END), replaces=message_id)
    return forbid(f"affiliation:{row.id}", desk)


def _buttons(row: AffiliationRow, desk: Desk, *, is_shown: bool = False) -> Buttons:
    """Return what can be done; `is_shown`: everything about the person is shown already."""
    t = desk.words
    ask = Button(t.button("Ask something"), "ask")
    rows: list[tuple[Button, ...]] = []
    if rights.decides(row, desk):
        give = Button(t.button("Return"), "return")
        approve = _invite(row, desk) if rights.lacks_second(row, desk) else (Button(t.button("Approve"), "approve"),)
        rows += [(*approve, give), (Button(t.button("Decline"), "decline"), ask)]
    elif rights.can_end(row, desk):
        rows.append((Button(t.button("End the affiliation"), "end"), ask))
    elif rights.can_ask(row, desk):
        rows.append((ask,))
    if desk.page and row.state in HERE and rights.can_ask(row, desk):
        rows.append((Button(t.button("Bring them back"), EntryPoint.ROAD_DESK.data(row.id)),))
    back = Button(t.button("Back"), "back")
    if rights.may_see_details(row, desk) and not is_shown:
        return (*rows, (Button(t.button("Show everything"), "reveal"), back))
    return (*rows, (back,))


def _invite(row: AffiliationRow, desk: Desk) -> tuple[Button, ...]:
    """Stand in for "approve" where somebody has to be found for the second level first."""
    button = Button(desk.words.button("Invite somebody"), EntryPoint.INVITE.data())
    return (button,) if rights.may_invite_above(row, desk) else ()
