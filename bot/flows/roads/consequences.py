"""What will become of two lives, said before anything is done; and, where nothing can be done, why and what helps."""

from typing import Final

from bot.flows.desk import Desk
from bot.flows.typed import readable
from bot.texts import Words
from bot.texts.names import affiliation_name, duty_name, seat_name
from domain.affiliations.affiliations import CLOSED
from domain.people.merging import Clash
from storage.activities import activities, duties, signup_reading
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.merging.lives import Both, Plan
from storage.places import places

_TITLE: Final = 60
_MOST: Final = 5
"""So many of one kind are named; of the rest it is said how many there are."""


def of(plan: Plan, desk: Desk) -> list[str]:
    """Say it all, a line each."""
    if plan.is_plain:
        return []
    t = desk.words
    told = [
        *_stays(plan, desk),
        *_details(plan, desk),
        *_some([_seat(both, plan, desk) for both in plan.seats], t),
        *_some([_duty(both, plan, desk) for both in plan.duties], t),
        *_counted(plan, t),
    ]
    return [
        t("<b>What will happen:</b>"),
        *(f"· {line}" for line in told),
        t("Refused topics stay refused. You can take the ways in apart again, but not what was put together."),
    ]


def _some(lines: list[str], t: Words) -> list[str]:
    rest = len(lines) - _MOST
    return lines if rest <= 0 else [*lines[:_MOST], t("and {number} more in the same way", number=rest)]


def _stays(plan: Plan, desk: Desk) -> list[str]:
    t = desk.words
    rows = [row for one in plan.stays if (row := affiliations.find(desk.unit, one)) is not None]
    goes_along = [row for row in rows if row.state not in CLOSED and row.id not in plan.drafts]
    lines = [t("Your affiliation goes along: {stay}.", stay=_stay(row, desk)) for row in goes_along]
    drafts = [row for one in plan.drafts if (row := affiliations.find(desk.unit, one)) is not None]
    dropped = (
        t("A draft gives way to your other request, and is dropped: {stay}.", stay=_stay(row, desk)) for row in drafts
    )
    return [*lines, *dropped]


def _stay(row: AffiliationRow, desk: Desk) -> str:
    point = places.point(desk.unit, row.point_id)
    name = readable(point.name if point else "")
    return desk.words("{point} ({state})", point=name, state=affiliation_name(row.state, desk.words))


def _details(plan: Plan, desk: Desk) -> list[str]:
    t = desk.words
    if not plan.is_known:
        return [t("Your details go along.")] if plan.takes_details else []
    is_here = plan.takes_details == (plan.joins == desk.person.chat_id)
    if is_here:
        return [t("Your details are on both sides: those that you told here hold, the others are dropped.")]
    return [t("Your details are on both sides: those that you told over there hold, the ones from here are dropped.")]


def _seat(both: Both, plan: Plan, desk: Desk) -> str:
    t, row = desk.words, activities.find(desk.unit, both.about)
    person = plan.joins if both.joining_stays else plan.kept
    mine = signup_reading.find(desk.unit, both.about, person)
    state = seat_name(mine.state, t) if mine else ""
    title = readable(row.title if row else "", _TITLE)
    if both.frees:
        return t(
            "{title}: you have two seats; one stays ({state}), the other goes to the next in line.",
            title=title,
            state=state,
        )
    return t("{title}: one of your two entries stays ({state}).", title=title, state=state)


def _duty(both: Both, plan: Plan, desk: Desk) -> str:
    t, duty = desk.words, duties.find(desk.unit, both.about)
    answer = duties.answer_of(desk.unit, both.about, plan.joins if both.joining_stays else plan.kept)
    return t(
        "Duty {name}: one of your two answers stays ({state}).",
        name=readable(duty.task.name if duty else "", _TITLE),
        state=duty_name(answer.state, t) if answer else "",
    )


def _counted(plan: Plan, t: Words) -> list[str]:
    seats, answers = plan.count("signups") - len(plan.seats), plan.count("duty_answers") - len(plan.duties)
    wishes, letters = plan.count("wishes"), plan.count("threads")
    lines = []
    if seats > 0:
        lines.append(t.plural("{number} sign-up goes along.", "{number} sign-ups go along.", seats))
    if answers > 0:
        lines.append(t.plural("{number} duty goes along.", "{number} duties go along.", answers))
    if wishes:
        lines.append(t("Your wishes go along; of two for the same one stays."))
    if letters:
        lines.append(t("What you wrote to service centres goes along."))
    return lines


def why_not(plan: Plan, desk: Desk) -> list[str]:
    """Say why these two are not linked, and who can help; nothing has changed."""
    t = desk.words
    reasons = {
        Clash.TELEGRAM: t("Both are Telegram accounts, and each of these is a person of its own here."),
        Clash.ROLES: t(
            "The page has a role of its own, which was not given on Telegram. "
            "Please ask for an invitation to the role on Telegram first; then the two can be linked."
        ),
        Clash.NAMES: t(
            "On the two sides different names were told, so they may be two people. "
            "If it is a slip, correct the name on one side first: “My affiliation”, or /privacy."
        ),
        Clash.STAYS: t(
            "On both sides an affiliation of the same kind is running, and only the service points can say "
            "which holds. Please end one yourself, or ask the organiser to: /write"
        ),
        Clash.REQUESTS: t(
            "On both sides a request of the same kind waits for its answer. Please withdraw one, then link the two."
        ),
    }
    return [
        t("<b>I cannot link these two yet.</b> Nothing has changed."),
        *(reasons[clash] for clash in plan.clashes),
    ]
