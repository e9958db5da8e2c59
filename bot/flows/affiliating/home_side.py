"""The home side: a branch's contact opens the link that the member passed on, and says whether it is right."""

from typing import Final, Literal

from bot.chat import Button, Said, Text
from bot.flows import tries
from bot.flows.affiliating.mine_text import point_name
from bot.flows.affiliating.registering.answers import tidy
from bot.flows.affiliating.steps import OfHomeLink, ReadingHomeLink, SayingObjection
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Guard
from bot.flows.keyboards import to_menu
from bot.flows.reviewing.tells import card_button, to_each
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from bot.texts import Words
from bot.texts.names import stay_name
from domain.affiliations.affiliations import CLOSED, State
from domain.people.tries import Thing
from domain.said.answers.answers import is_true
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import audit, home_links, members, roles
from storage.people.home_links import HomeLinkRefused, Why
from storage.places import places

Answer = Literal["confirmed", "objected"]

MOST: Final = 300
"""So many characters has a reason."""


def follow(token: str, desk: Desk) -> Move:
    """Open a link: whoever does so first may answer, and it is written down that they saw the name."""
    at = desk.now.timestamp()
    shut = tries.shut(Thing.HOME_LINK, desk)
    if shut:
        return Go(AtMenu(), before=(shut,))
    try:
        affiliation_id = home_links.open_(desk.unit, token, desk.person.chat_id, at)
    except HomeLinkRefused as refused:
        tells = tries.missed(Thing.HOME_LINK, desk) if refused.why == "unknown" else ()
        said = tries.shut(Thing.HOME_LINK, desk) or Text(_refusal(refused.why, desk.words))
        return Go(AtMenu(), before=(said,), tells=tells)
    step = ReadingHomeLink(token, affiliation_id)
    row = _open(step, desk)
    if row is not None:
        entry = audit.Entry(desk.person.chat_id, "home", "member.home", f"person:{row.chat_id}")
        audit.write(desk.unit, entry, at)
    return Go(step)


def _open(step: OfHomeLink, desk: Desk) -> AffiliationRow | None:
    """Return what the link is about, unless it is over or no longer this person's to answer."""
    try:
        affiliation_id = home_links.open_(desk.unit, step.token, desk.person.chat_id, desk.now.timestamp())
    except HomeLinkRefused:
        return None
    row = affiliations.find(desk.unit, affiliation_id)
    return row if row is not None and row.state not in CLOSED | {State.DRAFT} else None


def _refuse(step: OfHomeLink, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case ReadingHomeLink(), Chose("wrong"):
            return Go(step)
        case SayingObjection(), Chose("back"):
            return Go(ReadingHomeLink(step.token, step.affiliation_id))
        case SayingObjection(), Said(typed) if len(tidy(typed)) < 2:
            return _say_more(desk)
        case (ReadingHomeLink(), Chose("right")) | (SayingObjection(), Said()):
            return Go(AtMenu(), before=(Text(_over(desk.words)),))
    return None


A_HOME_LINK: Final[Guard[OfHomeLink, AffiliationRow]] = Guard(
    _open, _open, _refuse, lambda _step, desk: Text(_over(desk.words), ((to_menu(desk),),))
)


def show(_step: ReadingHomeLink, row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words
    answers = (Button(t.button("That is right"), "right"), Button(t.button("Something is not right"), "wrong"))
    return Text(_least_that_is_needed(row, desk), (answers, (to_menu(desk),)))


def hear(step: ReadingHomeLink, row: AffiliationRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("right"):
            return _answer(step, row, "confirmed", "", desk)
        case Chose("wrong"):
            return Go(SayingObjection(step.token, step.affiliation_id))
        case Said(typed) if is_true(typed) is True:
            return _answer(step, row, "confirmed", "", desk)
        case Said(typed) if is_true(typed) is False:
            return Go(SayingObjection(step.token, step.affiliation_id))
    return None


def show_objection(_step: SayingObjection, _row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words
    said = t("What is not right? A sentence is enough; the member and the host read it.")
    return Text(said, ((Button(t.button("Back"), "back"),),))


def hear_objection(step: SayingObjection, row: AffiliationRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back"):
            return Go(ReadingHomeLink(step.token, step.affiliation_id))
        case Said(typed):
            reason = tidy(typed)
            return _say_more(desk) if len(reason) < 2 else _answer(step, row, "objected", readable(reason, MOST), desk)
    return None


def _say_more(desk: Desk) -> Move:
    return Remain((Text(desk.words("Please say in a few words what is not right.")),))


def _least_that_is_needed(row: AffiliationRow, desk: Desk) -> str:
    """Say who, where, since when and what for, and nothing else."""
    t, member = desk.words, members.find(desk.unit, row.chat_id)
    return "\n".join(
        (
            t("<b>A question to the home branch</b>"),
            t("{name} names you as the home branch.", name=member.details.name if member else "…"),
            t("Takes part at: {point}", point=point_name(row, desk)),
            t("Kind of stay: {stay}", stay=stay_name(row.stay, t)),
            t("From: {day}", day=t.full_day(row.arrives_on)),
            t("The membership stays with you; votes and elections do too."),
            t("Is it right that this person belongs to your branch and is away with your knowledge?"),
        )
    )


def _answer(step: OfHomeLink, row: AffiliationRow, home: Answer, said: str, desk: Desk) -> Move:
    t, at = desk.words, desk.now.timestamp()
    affiliations.answer_home(desk.unit, row.id, home, said, at)
    home_links.close(desk.unit, step.token, at)
    thanks = t("✅ Thank you, it is noted. The member and the host are told; nothing else is needed from you.")
    return Go(AtMenu(), before=(Text(thanks),), tells=_tells(row, home, said, desk))


def _tells(row: AffiliationRow, home: Answer, said: str, desk: Desk) -> tuple[Tell, ...]:
    to_member = Tell(row.chat_id, _to_member(home, said, desk.words_for(row.chat_id)))
    host = [
        chat for chat in roles.organisers_of(desk.unit, places.path_of(desk.unit, row.unit_id)) if chat != row.chat_id
    ]
    return (to_member, *to_each(host, desk, lambda t: _to_host(row, home, desk, t)))


def _to_member(home: Answer, said: str, t: Words) -> Text:
    mine = ((Button(t.button("My affiliation"), EntryPoint.MY_AFFILIATION.data()),),)
    if home == "confirmed":
        return Text(t("✅ Your home branch has confirmed your stay."), mine)
    lines = (
        t("Your home branch says that something is not right: “{reason}”", reason=said),
        t("Please talk to it. Your affiliation goes on meanwhile."),
    )
    return Text("\n".join(lines), mine)


def _to_host(row: AffiliationRow, home: Answer, desk: Desk, t: Words) -> Text:
    point = point_name(row, desk)
    if home == "confirmed":
        said = t("The home branch of a member at {point} has confirmed.", point=point)
    else:
        said = t(
            "The home branch of a member at {point} says that something is not right. The card has it.", point=point
        )
    return Text(said, ((card_button(row.id, t),),))


def _over(t: Words) -> str:
    return t("This has been answered or settled meanwhile. Nothing is left to do.")


def _refusal(why: Why, t: Words) -> str:
    match why:
        case "own":
            return t("This link is for your home branch: please pass it on. You cannot answer it yourself.")
        case "expired":
            return t("This link is no longer valid. Please ask the member for a new one.")
        case "answered":
            return t("This link has been answered already, and works only once. Thank you.")
        case "somebody_else":
            return t("Somebody else has opened this link, and only they can answer. Ask the member for a new one.")
    return t("I do not know this link. Perhaps it was cut off: please ask for the whole of it.")
