"""What is asked about the form while it is filled in, answered in a sentence: why, what for, how much, must it be."""

from bot.flows.affiliating import consent
from bot.flows.affiliating.registering.form import Form
from bot.flows.affiliating.registering.order import lacking
from bot.flows.affiliating.registering.questions import QUESTIONS
from bot.flows.affiliating.steps import Asked
from bot.flows.desk import Desk
from bot.flows.typed import readable
from domain.said.requests.asides import Aside, aside
from domain.said.requests.request_lines import asked_for


def answered(typed: str, at_hand: Asked | None, told: Form, desk: Desk) -> str | None:
    """Answer what is asked about the form; None: nothing is. `at_hand` is the question on the screen."""
    t, line = desk.words, asked_for(typed)
    asked = at_hand if line is None else Asked(line)
    match aside(typed):
        case Aside.DATA:
            return consent.who_sees(t)
        case Aside.STEPS:
            return still_missing(at_hand, told, desk)
        case Aside.OPTIONAL if asked is not None:
            if not QUESTIONS[asked].needed(told):
                return t("“{line}” can be left out.", line=QUESTIONS[asked].label(t))
            return f"{t('“{line}” cannot be left out.', line=QUESTIONS[asked].label(t))} {_why(asked, desk)}"
        case Aside.WHY if asked is not None:
            return _why(asked, desk)
        case Aside.OPTIONAL | Aside.WHY | Aside.QUESTION:
            return t("I cannot answer that here. “{label}” leaves the form, and what you have told is kept.",
                     label=t.button("Later"))  # fmt: skip
    return None


def _why(asked: Asked, desk: Desk) -> str:
    t = desk.words
    if asked is Asked.PHONE:
        return t("The service point needs it to reach you.")
    if asked in (Asked.HOME_NAME, Asked.HOME_PLACE, Asked.HOME_CONTACT):
        return t("The service point asks your home branch whether you are a member there.")
    return t("The service point needs it to decide on your request.")


def still_missing(at_hand: Asked | None, told: Form, desk: Desk) -> str:
    """Say what is still to be asked; on the summary, without what nothing can be sent."""
    t = desk.words
    there = [QUESTIONS[one].label(t) for one in lacking(told) if at_hand or QUESTIONS[one].needed(told)]
    if not there:
        return t("Nothing is missing: “{label}” passes it on.", label=t.button("✅ Send"))
    return t("Still to be told: {lines}.", lines=" · ".join(there))


def not_understood(parts: tuple[str, ...], desk: Desk) -> str:
    """Name the parts of a message of which nothing was kept."""
    t = desk.words
    return t("Not understood, and not kept: {parts}", parts=" · ".join(f"“{readable(part)}”" for part in parts))
