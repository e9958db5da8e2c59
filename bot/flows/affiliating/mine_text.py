"""How an affiliation stands, in words: its state, since when, whose turn it is and by when, and what it means."""

from collections.abc import Sequence
from datetime import date

from bot.chat import Button, Buttons, Text
from bot.flows.affiliating.stay_words import ending_name, home_name
from bot.flows.desk import Desk
from bot.flows.entry_points import EntryPoint
from bot.flows.keyboards import to_menu
from bot.flows.whereabouts import where_to_go
from bot.texts import Words
from bot.texts.names import stay_name
from domain.affiliations.affiliations import HERE, State, Verb
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import questions
from storage.places import places


def point_name(row: AffiliationRow, desk: Desk) -> str:
    point = places.point(desk.unit, row.point_id)
    return point.name if point else "…"


def nothing_yet(desk: Desk) -> Text:
    """Explain what an affiliation is to somebody who has none, and how the last one ended."""
    t = desk.words
    past = affiliations.history(desk.unit, desk.person.chat_id)
    lines = _closed(past[0], desk) if past else [t("<b>You have no affiliation</b>")]
    lines += [
        t("To affiliate: you take part in organisational life where you are; your membership stays at home."),
        t("Find a service point, open it and tap “{label}”.", label=t.button("Affiliate here")),
    ]
    find, means = Button(t.button("📍 Find a service point"), "where"), Button(t.button("What it means"), "means")
    return Text("\n".join(lines), ((find, means), (to_menu(desk),)))


def several(rows: Sequence[AffiliationRow], desk: Desk) -> Text:
    t = desk.words
    lines = [t("<b>My affiliations</b>")]
    lines += [f"{number}. {_headline(row, desk)}" for number, row in enumerate(rows, 1)]
    buttons = tuple(Button(str(number), str(row.id)) for number, row in enumerate(rows, 1))
    return Text("\n".join(lines), (buttons, (to_menu(desk),)))


def card(row: AffiliationRow, others: int, desk: Desk) -> Text:
    """Say how one stands; `others` is how many more the person has."""
    asked = [one for one in questions.open_for(desk.unit, row.chat_id) if one.affiliation_id == row.id]
    t = desk.words
    lines = [f"<b>{_headline(row, desk)}</b>", *_facts(row, desk)]
    lines += [t("You are asked: “{question}”", question=one.question) for one in asked]
    answers = tuple((Button(t.button("Answer"), EntryPoint.QUESTION.data(one.id)),) for one in asked[:1])
    all_of_mine = (Button(t.button("All of mine"), "all"),) if others else ()
    return Text("\n".join(lines), (*answers, *_buttons(row, desk), (*all_of_mine, to_menu(desk))))


def _headline(row: AffiliationRow, desk: Desk) -> str:
    t, point = desk.words, point_name(row, desk)
    match row.state:
        case State.DRAFT:
            return t("Your request to {point} is not sent yet", point=point)
        case State.SUBMITTED:
            return t("Your request is with {point}", point=point)
        case State.HOST_ACCEPTED:
            return t("{point} has accepted your request, the level above decides", point=point)
        case State.RETURNED:
            return t("{point} asks you to add something", point=point)
    return t("You take part at {point}", point=point)


def _facts(row: AffiliationRow, desk: Desk) -> list[str]:
    match row.state:
        case State.DRAFT:
            return [*_goes_on(row, desk), desk.words("What you have told so far is kept. You go on where you stopped.")]
        case State.SUBMITTED | State.HOST_ACCEPTED:
            return [*_of_a_request(row, desk), home_name(row.home, desk.words), *_objection(row, desk.words)]
        case State.RETURNED:
            return _of_a_returned_one(row, desk)
    return [*_of_a_stay(row, desk), home_name(row.home, desk.words), *_objection(row, desk.words)]


def _goes_on(row: AffiliationRow, desk: Desk) -> list[str]:
    earlier = None if row.continues_id is None else affiliations.find(desk.unit, row.continues_id)
    if earlier is None or earlier.state not in HERE:
        return []
    return [desk.words("Until it is confirmed you take part at {point}.", point=point_name(earlier, desk))]


def _of_a_request(row: AffiliationRow, desk: Desk) -> list[str]:
    t = desk.words
    sent = _day(row.submitted_at or row.state_since, desk)
    lines = [t("{stay}, sent on {day}.", stay=_capital(stay_name(row.stay, t)), day=t.full_day(sent))]
    if row.due_on is None:
        lines.append(t("It is their turn, and I tell you at once."))
    elif row.due_on < desk.today:
        lines.append(t("It is their turn. The answer was due on {day}; they are reminded.", day=t.day(row.due_on)))
    else:
        lines.append(t("It is their turn. You should have an answer by {day}.", day=t.day(row.due_on)))
    return [*lines, *_goes_on(row, desk)]


def _of_a_returned_one(row: AffiliationRow, desk: Desk) -> list[str]:
    t = desk.words
    returned = [step for step in affiliations.steps(desk.unit, row.id) if step.verb is Verb.RETURN]
    return [
        *(t("They write: “{reason}”", reason=step.reason) for step in returned[-1:] if step.reason),
        t("Since {day} it is your turn. Nothing you told is lost; add it and send it again.",
          day=t.full_day(_day(row.state_since, desk))),
    ]  # fmt: skip


def _of_a_stay(row: AffiliationRow, desk: Desk) -> list[str]:
    t = desk.words
    confirmed = [step.at for step in affiliations.steps(desk.unit, row.id) if step.verb is Verb.CONFIRM]
    since = _day(confirmed[-1] if confirmed else row.state_since, desk)
    lines = [t("{stay}, since {day}.", stay=_capital(stay_name(row.stay, t)), day=t.full_day(since))]
    lines.append(t("Until {day}.", day=t.full_day(row.ends_on)) if row.ends_on else t("Without a fixed end."))
    lines += where_to_go(row.point_id, desk, t)
    if row.state is State.CONFIRMATION_DUE:
        lines.append(t("It is your turn: are you still here, and still at the same company?"))
    return lines


def _objection(row: AffiliationRow, t: Words) -> list[str]:
    return [t("It says: “{reason}”", reason=row.home_said)] if row.home == "objected" and row.home_said else []


def _closed(row: AffiliationRow, desk: Desk) -> list[str]:
    t, point = desk.words, point_name(row, desk)
    on = t.full_day(_day(row.state_since, desk))
    match row.state:
        case State.WITHDRAWN:
            return [t("You withdrew your request to {point} on {day}.", point=point, day=on)]
        case State.DECLINED:
            steps = [step.reason for step in affiliations.steps(desk.unit, row.id) if step.verb is Verb.DECLINE]
            why = [t("They write: “{reason}”", reason=reason) for reason in steps[-1:] if reason]
            return [t("{point} could not take you in ({day}).", point=point, day=on), *why]
    ended = t("Your affiliation with {point} ended on {day}.", point=point, day=on)
    return [ended, ending_name(row.ending, t)]


def _day(moment: float, desk: Desk) -> date:
    return desk.now.fromtimestamp(moment, desk.now.tzinfo).date()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _buttons(row: AffiliationRow, desk: Desk) -> Buttons:
    t = desk.words
    home = () if row.home == "confirmed" else (Button(t.button("Ask my home branch to confirm"), "home"),)
    means = Button(t.button("What it means"), "means")
    withdraw = Button(t.button("Withdraw"), "withdraw")
    told = (Button(t.button("What I have told"), "told"), means)
    there = (Button(t.button("My service point"), EntryPoint.POINT.data(row.point_id)),)
    renew = (Button(t.button("Renew"), "renew"),) if row.ends_on else ()
    match row.state:
        case State.DRAFT:
            return ((Button(t.button("Go on filling in"), "resume"), Button(t.button("Discard"), "discard")),)
        case State.SUBMITTED | State.HOST_ACCEPTED:
            return (*((home,) if home else ()), (Button(t.button("Add details"), "told"), means), (withdraw,))
        case State.RETURNED:
            return ((Button(t.button("Add and send again"), "resume"), withdraw),)
        case State.CONFIRMATION_DUE:
            asked = (Button(t.button("Yes, still here"), "still"), Button(t.button("I have left"), "end"))
            return (asked, (*home, Button(t.button("Move"), "move")), told, there)
    change = (Button(t.button("Move"), "move"), Button(t.button("End"), "end"))
    first = (*home, *renew)
    return (*((first,) if first else ()), change, told, there)


def meaning(t: Words) -> str:
    """Say what an affiliation gives and what it does not, and where that is written. The bot decides none of it."""
    return "\n".join(
        (
            t("<b>What an affiliation gives</b>"),
            t("· You take part in organisational life here: meetings, study, activities, volunteering."),
            t("· The service points here are yours to use, and somebody knows you."),
            t("<b>What it does not give</b>"),
            t("· No vote, no election and no candidacy at the host: you have these at your home branch."),
            t("· Dues are normally paid at home; with an activity card they may be paid here. Ask both sides."),
            t("<b>What stays yours</b>"),
            t("· Keep in touch with your home branch, and report to it at least once a year."),
            t("Sources: the Regulations on the Education and Management of Members (2019), on mobile members; "
              "the Opinions on the Management of Mobile Members (2024); the rules for the activity card. "
              "This is information. What applies to you, your branches decide."),
        )
    )  # fmt: skip
