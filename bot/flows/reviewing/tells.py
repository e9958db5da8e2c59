"""What others are told after a review: the member what was decided and what comes next, organisers what waits."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from bot.chat import Button, Text
from bot.flows.desk import Desk, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.persons import masked
from bot.flows.reviewing import calls
from bot.flows.reviewing.calls import Call
from bot.flows.whereabouts import where_to_go
from bot.texts import Words
from domain.affiliations.affiliations import State, Verb
from domain.rules import Rule
from storage.affiliations.affiliations import AffiliationRow, Done
from storage.people import people, roles
from storage.places import places
from storage.places.places import PointRow


def told(done: Done, before: AffiliationRow, reason: str, other: PointRow | None, desk: Desk) -> tuple[Tell, ...]:
    """Return who is told what after this step; `other` is the point that is offered instead."""
    row = done.row
    about = f"affiliation:{row.id}" if row.state is State.RETURNED else ""  # what is to be added can be written back
    member = Tell(row.chat_id, _to_member(done, before, reason, other, desk), about=about)
    tells = [member]
    if done.transition.verb is Verb.ACCEPT:
        not_theirs = (row.chat_id, desk.person.chat_id)
        above = roles.organisers_above(desk.unit, places.path_of(desk.unit, row.unit_id), not_theirs)
        asked = to_each(above, desk, lambda t: _to_review(row, desk, t))
        tells += calls.counted(Call.UPPER, asked, desk.unit, desk.words_for, desk.now)
    if before.accepted_by is not None:
        tells += to_each([before.accepted_by], desk, lambda t: _how_it_ended(done, reason, desk, t))
    if done.moved is not None:
        tells += _left_behind(done.moved, desk)
    return tuple(tells)


def to_each(chats: Iterable[int], desk: Desk, write: Callable[[Words], Text]) -> list[Tell]:
    """Tell each of these people but the one who acts, in their own language."""
    told = sorted(set(chats) - {desk.person.chat_id})
    people.known(desk.unit, told)
    return [Tell(chat, write(desk.words_for(chat))) for chat in told]


def card_button(affiliation_id: int, t: Words) -> Button:
    return Button(t.button("See it"), EntryPoint.REVIEW.data(affiliation_id))


def my_affiliation(t: Words) -> Button:
    return Button(t.button("My affiliation"), EntryPoint.MY_AFFILIATION.data())


def _how_it_ended(done: Done, reason: str, desk: Desk, t: Words) -> Text:
    """Tell whoever took the first of two decisions what became of it."""
    name, point = masked(desk.unit, done.row.chat_id, t), _point_name(done.row, desk)
    match done.transition.verb:
        case Verb.CONFIRM:
            said = t("{name} · {point}: confirmed in the second review.", name=name, point=point)
        case Verb.RETURN:
            said = t("{name} · {point}: returned in the second review: {reason}", name=name, point=point, reason=reason)
        case _:
            said = t("{name} · {point}: declined in the second review: {reason}", name=name, point=point, reason=reason)
    return Text(said, ((card_button(done.row.id, t),),))


def _to_member(done: Done, before: AffiliationRow, reason: str, other: PointRow | None, desk: Desk) -> Text:
    row, t = done.row, desk.words_for(done.row.chat_id)
    point = _point_name(row, desk)
    buttons = ((my_affiliation(t),),)
    match done.transition.verb:
        case Verb.ACCEPT:
            return Text("\n".join(_accepted(row, before, point, t)), buttons)
        case Verb.CONFIRM:
            there = Button(t.button("Map and way"), EntryPoint.POINT.data(row.point_id))
            return Text("\n".join(_confirmed(row, point, t, desk)), ((there, my_affiliation(t)),))
        case Verb.RETURN:
            lines = (
                t("{point} asks you to add something: {reason}", point=point, reason=reason),
                t("Nothing you filled in is lost. Add it and send it again; it is then looked at anew."),
            )
            resume = Button(t.button("Add and send again"), EntryPoint.MY_AFFILIATION.data("resume"))
            return Text("\n".join(lines), ((resume, my_affiliation(t)),))
        case Verb.DECLINE:
            return _declined(point, reason, other, t)
    lines = (
        t("{point} has ended your affiliation. The reason: {reason}", point=point, reason=reason),
        t("Your membership stays with your home branch, as before. You can look for another point at any time."),
    )
    return Text("\n".join(lines), buttons)


def _accepted(row: AffiliationRow, before: AffiliationRow, point: str, t: Words) -> list[str]:
    """Say when the member hears; where that is later than was promised, that too."""
    said = t("{point} has accepted your request; now the level above looks at it.", point=point)
    day = t.day(row.due_on) if row.due_on else ""
    if before.due_on in {None, row.due_on}:
        return [said, t("You will hear by {day}.", day=day)]
    return [said, t("It takes longer than we said, and we are sorry: you will hear by {day}.", day=day)]


def _confirmed(row: AffiliationRow, point: str, t: Words, desk: Desk) -> list[str]:
    days = desk.rule(Rule.REPORT_IN_DAYS, row.unit_id)
    go_by = max(row.arrives_on, desk.today) + timedelta(days=days)  # whoever came long ago has as long
    return [
        t("✅ Your affiliation with {point} is confirmed.", point=point),
        t("Please go there once by {day}, so that people know you.", day=t.full_day(go_by)),
        *where_to_go(row.point_id, desk, t),
    ]


def _declined(point: str, reason: str, other: PointRow | None, t: Words) -> Text:
    lines = [t("{point} could not take you in. The reason: {reason}", point=point, reason=reason)]
    if other is None:
        lines.append(t("You can look for another point at any time; what you filled in is kept for it."))
        return Text("\n".join(lines), ((my_affiliation(t),),))
    lines.append(t("They suggest {point}. What you filled in is kept for it.", point=other.name))
    return Text("\n".join(lines), ((Button(t.button("See this point"), EntryPoint.POINT.data(other.id)),),))


def _to_review(row: AffiliationRow, desk: Desk, t: Words) -> Text:
    said = t("A request to {point} was accepted below and waits for your answer.", point=_point_name(row, desk))
    until = [t("The member expects to hear from us by {day}.", day=t.day(row.due_on))] if row.due_on else []
    return Text("\n".join((said, *until)), ((card_button(row.id, t),),))


def _left_behind(moved: AffiliationRow, desk: Desk) -> list[Tell]:
    organisers = roles.organisers_of(desk.unit, places.path_of(desk.unit, moved.unit_id))
    point = _point_name(moved, desk)
    return to_each(
        organisers, desk, lambda t: Text(t("A member of {point} has moved to another service point.", point=point))
    )


def _point_name(row: AffiliationRow, desk: Desk) -> str:
    point = places.point(desk.unit, row.point_id)
    return point.name if point else ""
