"""My affiliation: how it stands, and what the member may do: withdraw, move, renew, end, and ask the home branch."""

from collections.abc import Callable
from datetime import date
from typing import Final

from bot.chat import Button, Buttons, Reply, Said, Text
from bot.deep_links import HOME_LINK
from bot.flows.affiliating import host_news
from bot.flows.affiliating.mine_text import card, meaning, nothing_yet, point_name, several
from bot.flows.affiliating.registering import start as registering_start
from bot.flows.affiliating.registering.answers import Unclear, end
from bot.flows.affiliating.registering.questions import ends
from bot.flows.affiliating.steps import (
    Answering,
    Asked,
    BeingSure,
    CheckingRequest,
    ChoosingEnding,
    MyAffiliation,
    SayingNewEnd,
)
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Remain
from bot.flows.entry_points import Opened, row_id
from bot.flows.finding.steps import SayingWhere
from bot.flows.step import Step
from bot.planning.affiliations import plan_for
from bot.texts import Words
from domain.affiliations import CLOSED, HERE, WAITING, Actor, Party, State, Verb
from domain.deeds import By, Deed
from domain.lifecycle import NotPossibleError
from domain.rules import Rule
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import home_links, members


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    members.touch(desk.unit, desk.person.chat_id, desk.now.timestamp())
    match step, event:
        case MyAffiliation(), Chose("where"):
            return Go(SayingWhere())
        case MyAffiliation(), Chose("means"):
            return Go(step, before=(Text(meaning(desk.words)),))
        case MyAffiliation(), Chose("all", message_id):
            return Go(MyAffiliation(), replaces=message_id)
        case MyAffiliation(affiliation_id), Chose(choice, message_id):
            return _asked_for(_which(affiliation_id, desk), choice, message_id, desk)
        case ((BeingSure() | ChoosingEnding() | SayingNewEnd()), Chose("back", message_id)):
            return Go(MyAffiliation(step.affiliation_id), replaces=message_id)
        case BeingSure(affiliation_id, verb), Chose("yes") if verb in _SURE:
            return _do(affiliation_id, Verb(verb), desk)
        case ChoosingEnding(affiliation_id), Chose(verb) if verb in _ENDINGS:
            return Go(BeingSure(affiliation_id, verb), replaces=event.message_id)
        case SayingNewEnd(affiliation_id), (Chose() | Said()):
            return _renew(affiliation_id, event, desk)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case MyAffiliation(affiliation_id):
            return (_mine(affiliation_id, desk),)
        case BeingSure() | ChoosingEnding() | SayingNewEnd():
            row = _own(step.affiliation_id, desk)
            return (nothing_yet(desk) if row is None else _asking(step, row, desk),)
    raise AssertionError(step)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Answer a lasting button: "" or the id of one's own, or what a reminder offers."""
    members.touch(desk.unit, desk.person.chat_id, desk.now.timestamp())
    return _opened(opened.choice, desk)


def _opened(choice: str, desk: Desk) -> Move:
    states = _OPENS.get(choice)
    if states is None:
        return Go(MyAffiliation(row_id(choice)))
    rows = [row for row in affiliations.current(desk.unit, desk.person.chat_id) if row.state in states]
    soonest = min(rows, key=lambda row: row.ends_on or date.max, default=None)
    return (_asked_for(soonest, choice, 0, desk) if soonest else None) or Go(MyAffiliation())


_OPENS: Final = {
    "still": frozenset({State.CONFIRMATION_DUE}),
    "renew": HERE,
    "end": HERE,
    "transfer": HERE,
    "document": HERE,
    "resume": frozenset({State.DRAFT, State.RETURNED}),
}
"""What lasting buttons ask for, and the states in which there is something to do."""


def _mine(affiliation_id: int, desk: Desk) -> Text:
    rows = affiliations.current(desk.unit, desk.person.chat_id)
    row = _which(affiliation_id, desk)
    if row is not None:
        return card(row, len(rows) - 1, desk)
    return several(rows, desk) if rows else nothing_yet(desk)


def _which(affiliation_id: int, desk: Desk) -> AffiliationRow | None:
    """Return the one that is meant; the only one, where none is."""
    rows = affiliations.current(desk.unit, desk.person.chat_id)
    if len(rows) == 1:
        return rows[0]
    return next((row for row in rows if row.id == affiliation_id), None)


def _own(affiliation_id: int, desk: Desk) -> AffiliationRow | None:
    row = affiliations.find(desk.unit, affiliation_id)
    return row if row is not None and row.chat_id == desk.person.chat_id and row.state not in CLOSED else None


# ---------------------------------------------------------------- what is asked for


def _asked_for(row: AffiliationRow | None, choice: str, message_id: int, desk: Desk) -> Move | None:
    if row is None:
        return Go(MyAffiliation(row_id(choice)), replaces=message_id) if row_id(choice) else None
    asked = _CHOICES.get(choice)
    return asked(row, message_id, desk) if asked and row.state in _POSSIBLE[choice] else None


def _resume(row: AffiliationRow, _message_id: int, desk: Desk) -> Move:
    return registering_start.resume(row.id, desk)


def _still(row: AffiliationRow, _message_id: int, desk: Desk) -> Move:
    return _do(row.id, Verb.STILL_HERE, desk)


def _sure(row: AffiliationRow, message_id: int, _desk: Desk) -> Move:
    return Go(BeingSure(row.id, Verb.WITHDRAW), replaces=message_id)


def _surely_discard(row: AffiliationRow, message_id: int, _desk: Desk) -> Move:
    return Go(BeingSure(row.id, Verb.DISCARD), replaces=message_id)


def _end(row: AffiliationRow, message_id: int, _desk: Desk) -> Move:
    return Go(ChoosingEnding(row.id), replaces=message_id)


def _longer(row: AffiliationRow, _message_id: int, desk: Desk) -> Move:
    if row.state is State.CONFIRMATION_DUE:
        return Go(MyAffiliation(row.id), before=(Text(desk.words("First one question, then you can renew it:")),))
    return Go(SayingNewEnd(row.id))


def _move(_row: AffiliationRow, _message_id: int, desk: Desk) -> Move:
    t = desk.words
    said = t("Find the new service point, open it and tap “{label}”. Nothing has to be typed again.",
             label=t.button("Affiliate here"))  # fmt: skip
    return Go(SayingWhere(), before=(Text(said),))


def _told(row: AffiliationRow, _message_id: int, _desk: Desk) -> Move:
    return Go(CheckingRequest(row.id))


def _document(row: AffiliationRow, _message_id: int, _desk: Desk) -> Move:
    return Go(Answering(row.id, Asked.PAPER, mending=True))


def _ask_home(row: AffiliationRow, _message_id: int, desk: Desk) -> Move:
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
          link=f"{desk.bot_link}?start={HOME_LINK}{token}"),
    )  # fmt: skip
    return Go(MyAffiliation(row.id), before=(Text("\n".join(how)), Text("\n".join(passed_on))))


_CHOICES: Final[dict[str, Callable[[AffiliationRow, int, Desk], Move]]] = {
    "resume": _resume,
    "still": _still,
    "withdraw": _sure,
    "discard": _surely_discard,
    "end": _end,
    "transfer": _end,
    "renew": _longer,
    "move": _move,
    "told": _told,
    "document": _document,
    "home": _ask_home,
}
_POSSIBLE: Final = {
    **dict.fromkeys(("end", "transfer", "renew", "move", "told", "document"), HERE),
    "resume": frozenset({State.DRAFT, State.RETURNED}),
    "still": frozenset({State.CONFIRMATION_DUE}),
    "withdraw": WAITING,
    "discard": frozenset({State.DRAFT}),
    "home": HERE | WAITING,
}


# ---------------------------------------------------------------- steps


def _do(affiliation_id: int, verb: Verb, desk: Desk, ends_on: date | None = None) -> Move:
    row = _own(affiliation_id, desk)
    if row is None:
        return _too_late(affiliation_id, desk)
    deed = Deed(By(desk.person.chat_id, "member", Actor.MEMBER), desk.now.timestamp())
    try:
        done = affiliations.do(desk.unit, row.id, verb, deed, ends_on)
    except NotPossibleError:
        return _too_late(affiliation_id, desk)
    plan_for(desk.unit, done.row, members.find(desk.unit, row.chat_id), desk.now)
    tells = host_news.news(done, row, desk) if Party.HOST in done.transition.tells else ()
    return Go(MyAffiliation(affiliation_id), before=(Text(_done(done.row, verb, desk)),), tells=tells)


def _too_late(affiliation_id: int, desk: Desk) -> Move:
    said = desk.words("That is no longer possible. This is how it stands:")
    return Go(MyAffiliation(affiliation_id), before=(Text(said),))


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
    return t("✅ Your affiliation with {point} has ended. Please tell your home branch that you are back.", point=point)


def _renew(affiliation_id: int, event: Chose | Said, desk: Desk) -> Move:
    t, row = desk.words, _own(affiliation_id, desk)
    if row is None or row.state is not State.ACTIVE:
        return _too_late(affiliation_id, desk)
    day = end(event, row.stay, row.arrives_on, desk)
    if isinstance(day, Unclear):
        return Remain((Text(day.said),))
    if day is None or (row.ends_on is not None and day <= row.ends_on):
        now = t.full_day(row.ends_on) if row.ends_on else "—"
        return Remain((Text(t("It is until {day} already. Please give a later day.", day=now)),))
    return _do(row.id, Verb.RENEW, desk, day)


# ---------------------------------------------------------------- screens


def _asking(step: BeingSure | ChoosingEnding | SayingNewEnd, row: AffiliationRow, desk: Desk) -> Text:
    t = desk.words
    match step:
        case BeingSure(verb=verb):
            sure = (Button(t.button("Yes"), "yes"), Button(t.button("No, leave it"), "back"))
            return Text(_is_it_sure(verb, row, desk), (sure,))
        case ChoosingEnding():
            home = Button(t.button("I go back home"), Verb.GO_HOME)
            here = Button(t.button("My membership was transferred"), Verb.TRANSFER)
            keep = Button(t.button("It does not end"), "back")
            return Text(t("How does it end?"), ((home,), (here,), (keep,)))
    return Text(_until_when(t), (*_later_days(row, desk), (Button(t.button("Back"), "back"),)))


def _is_it_sure(verb: str, row: AffiliationRow, desk: Desk) -> str:
    t, point = desk.words, point_name(row, desk)
    match verb:
        case Verb.WITHDRAW:
            return t("Shall your request to {point} be withdrawn?", point=point)
        case Verb.DISCARD:
            return t("Shall your request to {point} be discarded? It has not been sent.", point=point)
        case Verb.TRANSFER:
            return t("Was your membership itself transferred? Then your affiliation with {point} ends.", point=point)
    return t("Do you return to your home branch? Then your affiliation with {point} ends.", point=point)


def _until_when(t: Words) -> str:
    return "\n".join(
        (
            t("Until when do you stay?"),
            t("Type the day, for example {example}.", example=t.plain("2027-03-01 or March 1")),
        )
    )


def _later_days(row: AffiliationRow, desk: Desk) -> Buttons:
    start = max(row.ends_on or desk.today, desk.today)
    return (tuple(Button(desk.words.full_day(day), day.isoformat()) for day in ends(row.stay, start)[:2]),)


_SURE: Final = frozenset({Verb.WITHDRAW, Verb.DISCARD, Verb.GO_HOME, Verb.TRANSFER})
_ENDINGS: Final = frozenset({Verb.GO_HOME, Verb.TRANSFER})

FLOW = Flow("a", (MyAffiliation, BeingSure, ChoosingEnding, SayingNewEnd), hear, show, opens)
