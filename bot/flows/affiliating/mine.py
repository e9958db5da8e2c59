"""My affiliation: how it stands, and what the member may do: withdraw, move, renew, end, and ask the home branch."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.chat import Button, Said, Text
from bot.deep_links import HOME_LINK, link
from bot.flows.affiliating import host_news
from bot.flows.affiliating.mine_text import card, meaning, nothing_yet, point_name, several
from bot.flows.affiliating.registering import start
from bot.flows.affiliating.registering.answers import Unclear, end
from bot.flows.affiliating.registering.questions import dates, ends
from bot.flows.affiliating.rights import ENDINGS, SURE, too_late, touch
from bot.flows.affiliating.steps import (
    Answering,
    Asked,
    BeingSure,
    CheckingRequest,
    ChoosingEnding,
    ChoosingItem,
    MyAffiliation,
    SayingNewEnd,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.entry_points import Opened
from bot.flows.points import AFFILIATIONS, SayingWhere
from bot.planning.affiliations import plan_for
from domain.affiliations.affiliations import HERE, WAITING, Actor, Party, State, Verb
from domain.lifecycle import NotPossibleError
from domain.people.deeds import By, Deed
from domain.rules import Rule
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import home_links, members

_POSSIBLE: Final = {
    **dict.fromkeys(("end", "transfer", "renew", "move", "document"), HERE),
    "told": HERE | {State.SUBMITTED, State.HOST_ACCEPTED},
    "resume": frozenset({State.DRAFT, State.RETURNED}),
    "still": frozenset({State.CONFIRMATION_DUE}),
    "withdraw": WAITING,
    "discard": frozenset({State.DRAFT}),
    "home": HERE | WAITING,
}
"""What can be asked for, and in which states."""

_LASTING: Final = frozenset({"still", "renew", "end", "transfer", "document", "resume", "told"})
"""What lasting buttons ask for."""


def opened(button: Opened, desk: Desk) -> Move:
    """Open one of one's own, all of them, or what an older button offers."""
    if button.choice in _LASTING:
        return begin(button.choice, desk)
    touch(desk)
    return Go(MyAffiliation(button.row_id))


def begin(choice: str, desk: Desk) -> Move:
    """Begin what a reminder offers, with the affiliation that ends first of those for which it is possible."""
    touch(desk)
    rows = [row for row in affiliations.current(desk.unit, desk.person.chat_id) if row.state in _POSSIBLE[choice]]
    soonest = min(rows, key=lambda row: row.ends_on or date.max, default=None)
    return (_asked_for(soonest, choice, 0, desk) if soonest else None) or Go(MyAffiliation())


def show(step: MyAffiliation, rows: Sequence[AffiliationRow], desk: Desk) -> Text:
    row = _which(step, rows)
    if row is not None:
        return card(row, len(rows) - 1, desk)
    return several(rows, desk) if rows else nothing_yet(desk)


def _which(step: MyAffiliation, rows: Sequence[AffiliationRow]) -> AffiliationRow | None:
    """Return the one that is meant; the only one, where none is."""
    return rows[0] if len(rows) == 1 else next((row for row in rows if row.id == step.affiliation_id), None)


def hear(step: MyAffiliation, rows: Sequence[AffiliationRow], event: Happening, desk: Desk) -> Move | None:
    row = _which(step, rows)
    match event:
        case Chose("where"):
            return Go(SayingWhere(AFFILIATIONS))
        case Chose("means"):
            return Go(step, before=(Text(meaning(desk.words)),))
        case Chose("all", message_id):
            return Go(MyAffiliation(), replaces=message_id)
        case Chose(choice, message_id) if row is not None:
            return _asked_for(row, choice, message_id, desk)
        case Chose(row_id=affiliation_id, message_id=message_id) if affiliation_id:
            return Go(MyAffiliation(affiliation_id), replaces=message_id)
    return None


def _asked_for(row: AffiliationRow, choice: str, message_id: int, desk: Desk) -> Move | None:
    if row.state not in _POSSIBLE.get(choice, ()):
        return None
    match choice:
        case "resume":
            return start.resume(row.id, desk)
        case "still":
            return _do(row, Verb.STILL_HERE, desk)
        case "withdraw":
            return Go(BeingSure(row.id, Verb.WITHDRAW), replaces=message_id)
        case "discard":
            return Go(BeingSure(row.id, Verb.DISCARD), replaces=message_id)
        case "end" | "transfer":
            return Go(ChoosingEnding(row.id), replaces=message_id)
        case "renew" if row.state is State.CONFIRMATION_DUE:
            return Go(MyAffiliation(row.id), before=(Text(desk.words("First one question, then you can renew it:")),))
        case "renew":
            return Go(SayingNewEnd(row.id))
        case "move":
            return _move(desk)
        case "told" if row.state in HERE:
            return Go(CheckingRequest(row.id))
        case "told":
            return Go(ChoosingItem(row.id, more=True))
        case "document":
            return Go(Answering(row.id, Asked.PAPER, mending=True))
    return _ask_home(row, desk)


def _move(desk: Desk) -> Move:
    t = desk.words
    said = t("Find the new service point, open it and tap “{label}”. Nothing has to be typed again.",
             label=t.button("Affiliate here"))  # fmt: skip
    return Go(SayingWhere(AFFILIATIONS), before=(Text(said),))


def _ask_home(row: AffiliationRow, desk: Desk) -> Move:
    t = desk.words
    if row.home == "confirmed":
        return Go(MyAffiliation(row.id))
    days = desk.rule(Rule.HOME_LINK_DAYS, row.unit_id)
    token = home_links.issue(desk.unit, row.id, days, desk.now.timestamp())
    how = (
        t("Please pass the next message on to somebody who answers for your home branch."),
        t.plural(
            "Whoever opens the link first can answer, once, within {number} day. An earlier link ends with it.",
            "Whoever opens the link first can answer, once, within {number} days. An earlier link ends with it.",
            days,
        ),
    )
    passed_on = (
        t("Hello. I would like to take part at {point} while I am away from home; my membership stays with you.",
          point=point_name(row, desk)),
        t("Please open this link and say whether that is right: {link}",
          link=link(desk.leads_to, f"{HOME_LINK}{token}")),
    )  # fmt: skip
    return Go(MyAffiliation(row.id), before=(Text("\n".join(how)), Text("\n".join(passed_on))))


def show_sure(step: BeingSure, row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words
    sure = (Button(t.button("Yes"), "yes"), Button(t.button("No, leave it"), "back"))
    return Text(_is_it_sure(step.verb, row, desk), (sure,))


def _is_it_sure(verb: str, row: AffiliationRow, desk: Desk) -> str:
    t, point = desk.words, point_name(row, desk)
    match verb:
        case Verb.WITHDRAW:
            return t("Shall your request to {point} be withdrawn?", point=point)
        case Verb.DISCARD:
            return t("Shall your request to {point} be discarded? It has not been sent.", point=point)
        case Verb.TRANSFER:
            return t("Was your membership itself transferred? Then your affiliation with {point} ends.", point=point)
        case Verb.GO_ELSEWHERE:
            return t("Do you go to another city? Then your affiliation with {point} ends.", point=point)
    return t("Do you return to your home branch? Then your affiliation with {point} ends.", point=point)


def hear_sure(step: BeingSure, row: AffiliationRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(MyAffiliation(row.id), replaces=message_id)
        case Chose("yes") if step.verb in SURE:
            return _do(row, Verb(step.verb), desk)
    return None


def show_endings(_step: ChoosingEnding, _row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words
    home = Button(t.button("I go back home"), Verb.GO_HOME)
    here = Button(t.button("My membership was transferred"), Verb.TRANSFER)
    elsewhere = Button(t.button("I go to another city"), Verb.GO_ELSEWHERE)
    keep = Button(t.button("It does not end"), "back")
    return Text(t("How does it end?"), ((home,), (elsewhere,), (here,), (keep,)))


def hear_ending(_step: ChoosingEnding, row: AffiliationRow, event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(MyAffiliation(row.id), replaces=message_id)
        case Chose(verb, message_id) if verb in ENDINGS:
            return Go(BeingSure(row.id, verb), replaces=message_id)
    return None


def show_new_end(_step: SayingNewEnd, row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words
    asked = f"{t('Until when do you stay?')}\n{dates(t)}"
    so_far = max(row.ends_on or desk.today, desk.today)
    return Text(asked, (*ends(so_far, t), (Button(t.button("Back"), "back"),)))


def hear_new_end(_step: SayingNewEnd, row: AffiliationRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(MyAffiliation(row.id), replaces=message_id)
        case Chose() | Said():
            return _renew(row, event, desk)
    return None


def _renew(row: AffiliationRow, event: Chose | Said, desk: Desk) -> Move:
    t = desk.words
    if row.state is not State.ACTIVE:
        return too_late(row.id, desk)
    day = end(event, row.arrives_on, desk)
    if isinstance(day, Unclear):
        return Remain((Text(day.said),))
    if day is None or (row.ends_on is not None and day <= row.ends_on):
        now = t.full_day(row.ends_on) if row.ends_on else "—"
        return Remain((Text(t("It is until {day} already. Please give a later day.", day=now)),))
    return _do(row, Verb.RENEW, desk, day)


def _do(row: AffiliationRow, verb: Verb, desk: Desk, ends_on: date | None = None) -> Move:
    deed = Deed(By(desk.person.chat_id, "member", Actor.MEMBER), desk.now.timestamp())
    try:
        done = affiliations.do(desk.unit, row.id, verb, deed, ends_on)
    except NotPossibleError:
        return too_late(row.id, desk)
    plan_for(desk.unit, done.row, members.find(desk.unit, row.chat_id), desk.now)
    tells = host_news.news(done, row, desk) if Party.HOST in done.transition.tells else ()
    return Go(MyAffiliation(row.id), before=(Text(_done(done.row, verb, desk)),), tells=tells)


def _done(row: AffiliationRow, verb: Verb, desk: Desk) -> str:
    t, point = desk.words, point_name(row, desk)
    match verb:
        case Verb.WITHDRAW:
            return t("✅ Your request to {point} is withdrawn. What you told is kept for another one.", point=point)
        case Verb.DISCARD:
            return t(
                "✅ Your request to {point} is discarded; nobody else has seen it. "
                "What you told of yourself is kept for another one; /privacy shows and deletes it.",
                point=point,
            )
        case Verb.STILL_HERE:
            return t("✅ Thank you. All stays as it is.")
        case Verb.RENEW if row.ends_on is not None:
            return t("✅ Renewed until {day}.", day=t.full_day(row.ends_on))
        case Verb.TRANSFER:
            return t("✅ Noted. Your affiliation with {point} has ended, because you belong here now.", point=point)
        case Verb.GO_ELSEWHERE:
            return t(
                "✅ Your affiliation with {point} has ended. Where you go, you can look for a service point again.",
                point=point,
            )
    return t("✅ Your affiliation with {point} has ended. Please tell your home branch that you are back.", point=point)
