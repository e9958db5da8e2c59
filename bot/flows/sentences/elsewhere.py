"""Sentences that ask for one of the other screens: a person, the record, the language, help, what is held."""

from bot.flows import menu, privacy
from bot.flows.afterwards import record as records
from bot.flows.afterwards.steps import CheckingCode
from bot.flows.desk import Desk, Go, Move, Remain
from bot.flows.duties.steps import MyDuties
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.mail import writing_in
from bot.flows.mine.steps import MyCalendar, SettingLeadTimes
from bot.flows.roads.steps import AtRoads
from bot.flows.sentences.steps import Asked
from bot.flows.step import AtMenu
from bot.flows.wishes.steps import ChoosingTopics, Wishing


def person(_asked: Asked, desk: Desk) -> Move:
    """Let somebody write to the centre, to the unit that is theirs."""
    return writing_in.begin("", desk)


def record(_asked: Asked, desk: Desk) -> Move:
    return records.opened(Opened(EntryPoint.MY_RECORD, "", 0), desk)


def my_point(_asked: Asked, desk: Desk) -> Move:
    return menu.my_point(desk)


def helped(_asked: Asked, desk: Desk) -> Move:
    return Remain((menu.help_text(desk),))


def verify(_asked: Asked, _desk: Desk) -> Move:
    return Go(CheckingCode())


def language(asked: Asked, desk: Desk) -> Move:
    """Speak the language that is named, which changes nothing else; where none is, ask which."""
    return menu.speak(asked.language, desk) if asked.language else Go(menu.ChoosingLanguage())


def who(_asked: Asked, _desk: Desk) -> Move:
    """Let the menu introduce the bot."""
    return Go(AtMenu(is_welcome=True))


def held(_asked: Asked, _desk: Desk) -> Move:
    return Go(privacy.AtPrivacy())


def duties(_asked: Asked, _desk: Desk) -> Move:
    return Go(MyDuties())


def topics(_asked: Asked, _desk: Desk) -> Move:
    return Go(ChoosingTopics())


def reminders(_asked: Asked, _desk: Desk) -> Move:
    return Go(SettingLeadTimes())


def wish(_asked: Asked, _desk: Desk) -> Move:
    return Go(Wishing())


def calendar(_asked: Asked, _desk: Desk) -> Move:
    return Go(MyCalendar())


def ways_in(_asked: Asked, _desk: Desk) -> Move:
    return Go(AtRoads())
