"""The menu and its second page, the language, and what the bot can do."""

from dataclasses import dataclass
from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows import organisers_menu, role_commands
from bot.flows.activities import buttons
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.finding.steps import BrowsingUnits
from bot.flows.flow import Flow, Waits, for_anybody
from bot.flows.mail import words
from bot.flows.points import PointCard, SayingWhere
from bot.flows.rights import organised
from bot.flows.step import AtMenu, Step
from bot.flows.wishes.topics_button import topics_button
from bot.texts import LANGUAGES, Words
from storage.people import people


@dataclass(frozen=True, slots=True)
class AtMore(Step):
    """The second page of the menu."""


@dataclass(frozen=True, slots=True)
class ChoosingLanguage(Step):
    """Which language is spoken."""


def _hear(_step: Step, event: Happening, desk: Desk) -> Move | None:
    """Hear all buttons of this conversation: each leads to one place, from whichever of its screens."""
    match event:
        case Chose("where"):
            return Go(SayingWhere())
        case Chose("browse", message_id):
            return Go(BrowsingUnits(), replaces=message_id)
        case Chose("mine"):
            return my_point(desk)
        case Chose("more", message_id):
            return Go(AtMore(), replaces=message_id)
        case Chose("language", message_id):
            return Go(ChoosingLanguage(), replaces=message_id)
        case Chose("help"):
            return Go(AtMenu(), before=(help_text(desk),))
        case Chose(language, message_id) if language in LANGUAGES:
            return _speak(language, message_id, desk)
    return None


def my_point(desk: Desk) -> Move:
    """Show the person's own service point, or say how to get one."""
    if desk.person.my_point_id is not None:
        return Go(PointCard(desk.person.my_point_id))
    t = desk.words
    how = t(
        "You have not chosen a service point yet. Find one, open it and tap “{label}”.",
        label=t.button("Make this my point"),
    )
    return Go(SayingWhere(), before=(Text(how),))


def help_text(desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("<b>What I can do</b>"),
        t("📍 Find the nearest service point: share your location, or type a name, a building or a street."),
        t("You can also browse by district, or scan the poster in a building."),
        t("Affiliation: register at a service point, follow your request, renew, move or end it."),
        t("Organisational life: find an activity, sign up, be reminded. /activities what is on, /mine what is yours."),
        t("Afterwards: /record is what you took part in, with certificates; /verify checks a certificate."),
        t("/wish what you would like to see held · /interests what you like · /topics which announcements you get"),
        t("/write to the service centre: an organiser reads it and answers here."),
        t("Your location is used for this one search and then forgotten."),
        t("/start the menu · /language the language · /privacy what I hold about you · /cancel back to the menu"),
        *organisers_menu.help_lines(desk),
    )
    return Text("\n".join(lines))


def _speak(language: str, message_id: int, desk: Desk) -> Move:
    people.choose_language(desk.unit, desk.person.chat_id, language)
    tells = role_commands.renewed(desk.person.chat_id, desk)
    return Go(AtMenu(), replaces=message_id, language=language, tells=tells)  # the menu in it says that it was done


def _menu(desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("Hello. This is Waystation, for members working away from home."),
        t("I find the nearest service point for you, arrange a temporary affiliation, and sign you up for activities."),
        t("To affiliate: you take part in organisational life where you are; your membership stays at home."),
    )
    find = Button(t.button("📍 Find a service point"), "where")
    mine, life = Button(t.button("My affiliation"), EntryPoint.MY_AFFILIATION.data()), buttons.all_activities(t)
    third, fourth = organisers_menu.organiser_buttons(desk) or _own_point_and_districts(t)
    return Text("\n".join(lines), ((find, mine), (life, third), (fourth, Button(t.button("More"), "more"))))


def _own_point_and_districts(t: Words) -> tuple[Button, Button]:
    return Button(t.button("My service point"), "mine"), Button(t.button("Browse by district"), "browse")


def _more(desk: Desk) -> Text:
    t = desk.words
    rows = (
        (Button("语言 · Language", "language"), Button(t.button("Help"), "help")),
        *(organisers_menu.more_buttons(desk, (_own_point_and_districts(t),)) or _wishes(t)),
        (_mail(desk), Button(t.button("Back"), "menu")),
    )
    return Text(t("What else would you like to do?"), rows)


def _mail(desk: Desk) -> Button:
    return organisers_menu.mail_button(desk) if organised(desk) else words.write_button(desk.words)


def _wishes(t: Words) -> Buttons:
    return ((Button(t.button("Wish for an activity"), EntryPoint.WISH.data()), topics_button(t)),)


def _languages(desk: Desk) -> Text:
    t = desk.words
    names = {"zh_Hans": "中文", "en": "English"}
    choices = tuple(Button(names[language], language) for language in LANGUAGES)
    return Text("请选择语言 · Which language?", (choices, (Button(t.button("Back"), "menu"),)))


def refusal(desk: Desk, said: str) -> Remain:
    """Say kindly what was not understood and what would help; the screen stays."""
    hint = desk.words("To find a service point, type a name, a building or a street. /start shows the menu.")
    return Remain((Text(f"{said}\n{hint}"),))


def _helped(_opened: Opened, desk: Desk) -> Move:
    return Remain((help_text(desk),))


def _cancelled(_opened: Opened, desk: Desk) -> Move:
    return Go(AtMenu(), before=(Text(desk.words("All right, back to the menu."), hide_keys=True),))


FLOW: Final = Flow(
    "menu",
    screens=(
        for_anybody(AtMenu, lambda _step, desk: _menu(desk), _hear),
        for_anybody(AtMore, lambda _step, desk: _more(desk), _hear),
        for_anybody(ChoosingLanguage, lambda _step, desk: _languages(desk), _hear, waits=Waits.TAP),
    ),
    opens={
        EntryPoint.MENU: lambda _opened, _desk: Go(AtMenu()),
        EntryPoint.HELP: _helped,
        EntryPoint.LANGUAGE: lambda _opened, _desk: Go(ChoosingLanguage()),
        EntryPoint.CANCEL: _cancelled,
    },
    former=("m",),
    at_any_age=AtMenu(),
)
