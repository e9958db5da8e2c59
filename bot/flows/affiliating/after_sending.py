"""What a member says of a request that is under way: how it stands, what is wrong in it, that it is over."""

from bot.chat import Said, Text
from bot.flows.affiliating.registering.form import form
from bot.flows.affiliating.registering.order import OF_A_PAPER, can_be_mended
from bot.flows.affiliating.registering.questions import QUESTIONS
from bot.flows.affiliating.steps import Answering, Asked, BeingSure, MyAffiliation
from bot.flows.desk import Desk, Go, Move
from bot.flows.mail.words import kept_of, offer
from bot.flows.step import Step
from domain.affiliations.affiliations import WAITING, State, Verb
from domain.said.requests.after_sending import About, said
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow


def heard(event: Said, step: Step, desk: Desk) -> Move | None:
    """Answer what is said of the request; None where there is none, or it is about something else.

    Nothing is changed by words: a correction opens its question, and a withdrawal asks for a tap.
    """
    saying = said(event.text, is_at_hand=isinstance(step, MyAffiliation))
    row = _under_way(step, desk) if saying else None
    if saying is None or row is None:
        return None
    card, t = MyAffiliation(row.id), desk.words
    match saying.about:
        case About.RESULT:
            return Go(card)
        case About.WITHDRAWAL:
            return Go(BeingSure(row.id, Verb.DISCARD if row.state is State.DRAFT else Verb.WITHDRAW))
        case About.PAPERS:
            told = t(
                "Nothing has to be sent or brought: the request goes through here. What is missing, they ask here."
            )
            return Go(card, before=(Text(told),))
    return _mended(Asked(saying.line), row, event, desk)


def _under_way(step: Step, desk: Desk) -> AffiliationRow | None:
    """Return the request on the screen, else the newest that is not settled."""
    rows = [one for one in affiliations.current(desk.unit, desk.person.chat_id) if one.state in WAITING | {State.DRAFT}]
    shown = [one for one in rows if isinstance(step, MyAffiliation) and one.id == step.affiliation_id]
    return next(iter([*shown, *reversed(rows)]), None)


def _mended(asked: Asked, row: AffiliationRow, event: Said, desk: Desk) -> Move:
    told = form(row.id, desk)
    for one in (asked, *((Asked.PAPER,) if asked in OF_A_PAPER else ())):  # a document's number comes with it
        if told is not None and can_be_mended(one, told):
            return Go(Answering(row.id, one, mending=True))
    t, kept = desk.words, kept_of(event)
    why = t(
        "“{line}” cannot be changed while the request is being looked at. If you like, I tell them; "
        "or withdraw it, and send it anew.",
        line=QUESTIONS[asked].label(t),
    )
    return Go(MyAffiliation(row.id), before=(Text(why, ((offer(kept.key, t),),) if kept else ()),))
