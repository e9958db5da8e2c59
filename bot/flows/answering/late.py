"""Who is late, or may be, gets a kind line, and for a duty the organisers hear of it; nothing is written down.

How many minutes somebody is late is an answer (`bot.flows.answering.answers`); this is for all that says no number.
"""

from typing import Final

from bot.chat import Said, Text
from bot.flows.answering import open_questions
from bot.flows.answering.duty import DutyQuestion
from bot.flows.answering.passing_on import passed_along
from bot.flows.answering.seat import ActivityQuestion
from bot.flows.desk import Desk, Move, Remain
from domain.said.answers import lateness

NEAR_S: Final = 12 * 3_600.0
"""So long before it begins "stuck in traffic" is about it."""


def heard(said: Said, desk: Desk) -> Move | None:
    """Answer who is late for what is next; None: nothing is, or it says something else."""
    if not lateness.is_said(said.text):
        return None
    ahead = _ahead(desk)
    return near(said, desk) or (_said_of(ahead[0], said, desk) if ahead and lateness.speaks_of_it(said.text) else None)


def near(said: Said, desk: Desk) -> Move | None:
    """Answer who is surely late; None where nothing begins soon."""
    soon = [one for one in _ahead(desk) if one.begins_at < desk.now.timestamp() + NEAR_S]
    return _said_of(soon[0], said, desk) if soon else None


def beside_form(said: Said, desk: Desk) -> Move | None:
    """Answer who is late though a form waits for words: 堵车了 is nobody's employer while something begins."""
    return near(said, desk) if lateness.is_said(said.text) else None


def _ahead(desk: Desk) -> list[ActivityQuestion | DutyQuestion]:
    """Return the seats and duties that are taken, what begins soonest first."""
    found = [one for one in open_questions.open_for(desk) if isinstance(one, ActivityQuestion | DutyQuestion)]
    return sorted((one for one in found if one.is_coming(desk)), key=lambda one: one.begins_at)


def _said_of(one: ActivityQuestion | DutyQuestion, said: Said, desk: Desk) -> Remain:
    """Say the kind line, and pass it along where somebody counts on them."""
    t, what = desk.words, one.label(desk, desk.words)
    if isinstance(one, ActivityQuestion):
        return Remain(
            (Text(t("No matter, and take care on the way. Just come in when you are there: {what}", what=what)),)
        )
    tells = passed_along(one.behind(desk), said.text, desk)
    told = t("Thank you for telling us, and take care on the way.")
    along = [t("I have passed it on to the organisers: {what}", what=what)] if tells else []
    return Remain((Text("\n".join((told, *along))),), tells)
