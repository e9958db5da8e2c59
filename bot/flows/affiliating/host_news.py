"""What the host is told of a member's step: nothing personal, and a button that opens the card."""

from collections.abc import Callable

from bot.chat import Text
from bot.flows.desk import Desk, Tell
from bot.flows.reviewing import calls, shown
from bot.flows.reviewing.calls import Call
from bot.flows.reviewing.tells import card_button, to_each
from bot.texts import Words
from domain.affiliations.affiliations import CLOSED, Actor, State, Verb, reviewer
from storage.affiliations.affiliations import AffiliationRow, Done
from storage.people import roles
from storage.places import places


def news(done: Done, before: AffiliationRow, desk: Desk) -> tuple[Tell, ...]:
    """Tell whoever the request waits for, or waited for, or the host of a stay."""
    row = done.row
    path = places.path_of(desk.unit, row.unit_id)
    waited_above = reviewer(before.state) is Actor.UPPER
    chats = roles.organisers_above(desk.unit, path) if waited_above else roles.organisers_of(desk.unit, path)
    if before.accepted_by is not None:
        chats.append(before.accepted_by)  # who took the first of two decisions hears how it ended
    over = shown.put_away(row.id, desk) if row.state in CLOSED else ()
    tells = to_each(chats, desk, _writer(done, before, desk))
    if done.transition.verb is Verb.SUBMIT:
        tells = calls.counted(Call.NEW, tells, desk.unit, desk.words_for, desk.now)
    return (*over, *tells)


def _writer(done: Done, before: AffiliationRow, desk: Desk) -> Callable[[Words], Text]:
    point = places.point(desk.unit, done.row.point_id)
    name = point.name if point else ""

    def write(t: Words) -> Text:
        lines = [_happened(done, before, name, t)]
        if done.transition.verb is Verb.SUBMIT and done.row.due_on is not None:
            lines.append(t("The member expects to hear from us by {day}.", day=t.day(done.row.due_on)))
        return Text("\n".join(lines), ((card_button(done.row.id, t),),))

    return write


def _happened(done: Done, before: AffiliationRow, point: str, t: Words) -> str:
    match done.transition.verb:
        case Verb.SUBMIT if before.state is State.RETURNED:
            return t("A request to {point} was completed and waits for your answer again.", point=point)
        case Verb.SUBMIT:
            return t("A new request to {point} waits for your answer.", point=point)
        case Verb.WITHDRAW:
            return t("A request to {point} was withdrawn by the member. Nothing is left to do.", point=point)
        case Verb.RENEW if done.row.ends_on is not None:
            return t("A member of {point} stays longer, until {day}.", point=point, day=t.full_day(done.row.ends_on))
        case Verb.TRANSFER:
            return t("A member of {point} says that the membership has been transferred.", point=point)
        case Verb.GO_ELSEWHERE:
            return t("A member of {point} has gone to another city.", point=point)
    return t("A member of {point} has left for home.", point=point)
