"""The words of a review card: what is asked for, whose turn it is, and the person, masked or revealed."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from bot.facts import phones
from bot.flows.desk import Desk
from bot.flows.moments import local, long_day
from bot.flows.persons import colleague, masked_member
from bot.flows.reviewing import rights
from bot.flows.typed import readable
from bot.texts import Words
from bot.texts.names import affiliation_name, document_name, home_answer_name, role_name, stay_name
from domain.affiliations.affiliations import CLOSED, HERE, Actor, State, Verb, reviewer
from domain.people.masks import masked
from domain.people.members import Details
from domain.people.roles import Role
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow, StepRow
from storage.affiliations.review_queue import Decided, QueueRow
from storage.people import members, questions, roles
from storage.people.questions import QuestionRow
from storage.places import places

_FIELD = 200
_QUESTIONS = 3
_HELPERS = 3


def card(row: AffiliationRow, desk: Desk) -> str:
    """Write the card, everything personal masked; of a stay that is over, nothing personal at all."""
    lines = _matter(row, desk)
    member = members.find(desk.unit, row.chat_id) if rights.may_see_details(row, desk) else None
    if member is not None:
        lines += _about(row, masked(member.details), desk)
    return "\n".join(lines)


def revealed(row: AffiliationRow, told: Details, desk: Desk) -> str:
    """Write the card with everything that the person has told; the caller writes down that it was shown."""
    noted = desk.words("Shown this once. That you have looked is noted, and the member can see it.")
    return "\n".join((*_matter(row, desk), *_about(row, told, desk), f"<i>{noted}</i>"))


def _matter(row: AffiliationRow, desk: Desk) -> list[str]:
    return [_heading(row, desk), *_turn(row, desk), _dates(row, desk)]


def _about(row: AffiliationRow, told: Details, desk: Desk) -> list[str]:
    return [*person(told, desk), *_alike(row, desk), *_home(row, desk), *_asked(row, desk)]


def _alike(row: AffiliationRow, desk: Desk) -> list[str]:
    """Say before a decision that somebody else who is affiliated has told the same number; not who it is."""
    if reviewer(row.state) is None:
        return []
    t, alike = desk.words, members.alike(desk.unit, row.chat_id)
    hints = (
        (alike.phone, t("<b>Somebody with the same phone number is affiliated already.</b>")),
        (alike.paper, t("<b>Somebody with the same document number is affiliated already.</b>")),
    )
    return [hint for holds, hint in hints if holds]


def person(told: Details, desk: Desk) -> list[str]:
    """Write the personal fields that there are, a line each."""
    t = desk.words
    home = " · ".join(part for part in (told.home.name, told.home.place, told.home.contact) if part)
    lines = (
        (told.name, t("Name: {value}", value=readable(told.name, _FIELD))),
        (told.phone, t("Phone: {value}", value=readable(phones.shown(told.phone), _FIELD))),
        (told.employer, t("Employer: {value}", value=readable(told.employer, _FIELD))),
        (told.building, t("Building: {value}", value=readable(told.building, _FIELD))),
        (home, t("Home branch: {value}", value=readable(home, _FIELD))),
        (told.paper.kind, t("Document: {value}", value=readable(_document(told, desk), _FIELD))),
    )
    return [line for value, line in lines if value]


def _document(told: Details, desk: Desk) -> str:
    paper, t = told.paper, desk.words
    until = t.plain("valid until {day}", day=_day(paper.valid_until, desk)) if paper.valid_until else ""
    return " · ".join(part for part in (document_name(paper.kind, t), paper.number, until) if part)


def told_apart(rows: Sequence[QueueRow | Decided] | Sequence[AffiliationRow], desk: Desk) -> dict[int, str]:
    """Return the masked name for each affiliation of a page; where two are alike, with the request's number.

    The number says nothing about anybody, and is all that is said of a stay that is over.
    """
    t, told = desk.words, members.find_all(desk.unit, [row.chat_id for row in rows])
    names = {
        row.id: t.plain("request {number}", number=row.id)
        if row.state in CLOSED
        else masked_member(told.get(row.chat_id), row.chat_id, t)
        for row in rows
    }
    alike = Counter(names.values())
    return {
        number: name if alike[name] == 1 else t.plain("{name} (request {number})", name=name, number=number)
        for number, name in names.items()
    }


def queued(number: int, row: QueueRow, who: str, desk: Desk) -> str:
    """Write one line of the queue."""
    t = desk.words
    since = t("since {day}", day=t.day(_local(row.submitted_at, desk)))
    line = f"{number}. {t('{name} · {point}', name=who, point=row.point_name)}\n   {since}"
    if row.due_on is None:
        return line
    until = t("overdue since {day}", day=t.day(row.due_on)) if row.due_on < desk.today else ""
    return f"{line} · {until or t('answer by {day}', day=t.day(row.due_on))}"


def decided(number: int, row: Decided, who: str, desk: Desk) -> str:
    """Write one line of what was decided: what, when and by whom."""
    t = desk.words
    at = _local(row.at, desk)
    by = colleague(desk.unit, row.by_chat, t) if row.by_chat else role_name(Role.ORGANISER, t)
    what = t("{what} on {day}, {clock}, by {who}", what=_done(row.verb, t), day=t.day(at), clock=t.clock(at), who=by)
    return f"{number}. {t('{name} · {point}', name=who, point=row.point_name)}\n   {what}"


def listed(number: int, row: AffiliationRow, who: str, desk: Desk) -> str:
    """Write one line of the list of members."""
    t = desk.words
    stay = t(
        "{stay}, here since {day}",
        stay=stay_name(row.stay, t),
        day=_day(row.arrives_on, desk),
    )
    point = places.point(desk.unit, row.point_id)
    stands = stay if row.state in HERE else affiliation_name(row.state, t)
    line = f"{number}. {t('{name} · {point}', name=who, point=point.name if point else '')}\n   {stands}"
    return f"{line} · {t('out of contact')}" if _is_lost(row, desk) else line


def _local(at: float | None, desk: Desk) -> datetime:
    return local(at or 0.0, desk.now.tzinfo)


def _day(day: date, desk: Desk) -> str:
    return long_day(day, desk.today, desk.words)


def _heading(row: AffiliationRow, desk: Desk) -> str:
    t = desk.words
    point = places.point(desk.unit, row.point_id)
    return t("<b>{point}</b> · {stay}", point=point.name if point else "", stay=stay_name(row.stay, t))


def _dates(row: AffiliationRow, desk: Desk) -> str:
    t = desk.words
    start = _day(row.arrives_on, desk)
    if row.ends_on is None:
        return t("Arrival {day}, end open", day=start)
    return t("Arrival {day}, expected end {end}", day=start, end=_day(row.ends_on, desk))


def _turn(row: AffiliationRow, desk: Desk) -> list[str]:
    t = desk.words
    match row.state:
        case State.SUBMITTED | State.HOST_ACCEPTED:
            return [*_waits(row, desk), *_due(row, desk)]
        case State.RETURNED:
            asked = _last(row, Verb.RETURN, desk)
            return [t("Returned to the member, who is to add: {reason}", reason=asked)]
    lines = [affiliation_name(row.state, t)]
    if row.state in HERE and _is_lost(row, desk):
        since = _day(_local(row.out_of_contact_since, desk).date(), desk)
        lines.append(t("Out of contact, noted on {day}. Only you and your fellow organisers here see this.", day=since))
    return lines


def _waits(row: AffiliationRow, desk: Desk) -> list[str]:
    t = desk.words
    since = t.day(_local(row.state_since, desk))
    if row.chat_id == desk.person.chat_id:
        return [t("This is your own request: others decide on it.")]
    if rights.lacks_second(row, desk):
        return [t("Waits for your answer since {day}.", day=since), *_who_could_help(row, desk)]
    if row.state is State.SUBMITTED:
        return [t("Waits for your answer since {day}.", day=since)]
    passed = _passed(row, desk)
    if rights.decides(row, desk):
        return [t("<b>Second review</b>"), *passed, t("Waits for your answer since {day}.", day=since)]
    if row.accepted_by == desk.person.chat_id:
        return [t("You accepted it on {day}; the second review is for somebody else.", day=since), *_nobody(row, desk)]
    return [*passed, t("Waits for the level above since {day}.", day=since)]


def _passed(row: AffiliationRow, desk: Desk) -> list[str]:
    """Say who took the first of two decisions, and when."""
    t = desk.words
    first = [step for step in affiliations.steps(desk.unit, row.id) if step.verb is Verb.ACCEPT][-1]
    at = _local(first.at, desk)
    who = colleague(desk.unit, first.by_chat, t) if first.by_chat else role_name(Role.ORGANISER, t)
    return [t("First review: {who}, {day}, {clock}.", who=who, day=t.day(at), clock=t.clock(at))]


def _who_could_help(row: AffiliationRow, desk: Desk) -> list[str]:
    """Say before anything is sent that nobody is there for the second level, and what can be done."""
    t = desk.words
    lines = [t("Two levels review here, and the second is for somebody else than you: nobody else is there for it.")]
    first = rights.first_reviewers(row, desk)
    if first:
        names = t.plain(", ").join(colleague(desk.unit, one, t) for one in first[:_HELPERS])
        lines.append(t("Leave the first review to {names}; then the second is yours.", names=names))
    if rights.may_invite_above(row, desk):
        lines.append(t("You can invite an organiser for the level above."))
    else:
        lines.append(t("Whoever runs Waystation can appoint somebody for the level above; please ask them."))
    return lines


def _nobody(row: AffiliationRow, desk: Desk) -> list[str]:
    t = desk.words
    if rights.second_reviewers(row, desk):
        return []
    if rights.may_invite_above(row, desk):
        return [t("Nobody is there for it now. Please invite an organiser for the level above.")]
    return [t("Nobody is there for it now. Please ask whoever runs Waystation to appoint somebody.")]


def _due(row: AffiliationRow, desk: Desk) -> list[str]:
    t = desk.words
    if row.due_on is None or row.chat_id == desk.person.chat_id:
        return []
    if row.due_on < desk.today:
        return [t("The member expected to hear by {day}.", day=t.day(row.due_on))]
    return [t("The member expects to hear by {day}.", day=t.day(row.due_on))]


def _home(row: AffiliationRow, desk: Desk) -> list[str]:
    t = desk.words
    state = t("Home branch’s answer: {state}", state=home_answer_name(row.home, t))
    return [state, *([t("It said: “{said}”", said=readable(row.home_said, 200))] if row.home_said else [])]


def _asked(row: AffiliationRow, desk: Desk) -> list[str]:
    return [line for one in questions.of(desk.unit, row.id)[-_QUESTIONS:] for line in _question(one, desk)]


def _question(one: QuestionRow, desk: Desk) -> list[str]:
    t = desk.words
    asked = t("Asked: “{question}”", question=readable(one.question, 300))
    if one.answered_at is None:
        return [asked, t("No answer yet.")]
    return [asked, t("Answer: “{answer}”", answer=readable(one.answer, 300))]


def _is_lost(row: AffiliationRow, desk: Desk) -> bool:
    return row.out_of_contact_since is not None and rights.own_organiser(row, desk)


def _last(row: AffiliationRow, verb: Verb, desk: Desk) -> str:
    taken = [step for step in affiliations.steps(desk.unit, row.id) if step.verb is verb]
    return readable(taken[-1].reason, 300) if taken else ""


def first(row: AffiliationRow, desk: Desk) -> str:
    """Say what has happened since the card was shown, and who did it, by role and never by name."""
    t = desk.words
    last = affiliations.steps(desk.unit, row.id)[-1]
    moment = _local(last.at, desk)
    at = {"day": t.day(moment), "clock": t.clock(moment)}
    match last.actor:
        case Actor.MEMBER if last.verb is Verb.WITHDRAW:
            return t("The member withdrew this request on {day}, {clock}. There is nothing left to decide.", **at)
        case Actor.MEMBER if last.verb in {Verb.GO_HOME, Verb.TRANSFER, Verb.GO_ELSEWHERE}:
            return t("The member ended this affiliation on {day}, {clock}. There is nothing left to do.", **at)
        case Actor.MEMBER:
            return t("The member changed something on {day}, {clock}.", **at)
        case Actor.HOST | Actor.UPPER if last.by_chat == desk.person.chat_id:
            return t("You have done that already, on {day}, {clock}: {what}.", what=_what(last, desk), **at)
        case Actor.HOST | Actor.UPPER:
            who, what = _who(last, desk), _what(last, desk)
            return t("Somebody else was first ({who}), on {day}, {clock}: {what}.", who=who, what=what, **at)
    return t("It has changed by itself, on {day}, {clock}.", **at)


def _who(step: StepRow, desk: Desk) -> str:
    return role_name(roles.role_of(desk.unit, step.by_chat), desk.words)


def _what(step: StepRow, desk: Desk) -> str:
    return _done(step.verb, desk.words)


def _done(verb: Verb, t: Words) -> str:
    words = {
        Verb.ACCEPT: t.plain("accepted on the first level"),
        Verb.CONFIRM: t.plain("confirmed"),
        Verb.RETURN: t.plain("returned to the member"),
        Verb.DECLINE: t.plain("declined"),
        Verb.END: t.plain("ended"),
    }
    return words[verb]
