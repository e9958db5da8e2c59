"""The menu and its second page, the language, and what the bot can do."""

from dataclasses import dataclass
from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows import organisers_menu, role_commands
from bot.flows.activities import buttons
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.duties import duties_button
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.finding.steps import BrowsingUnits
from bot.flows.flow import Flow, Waits, for_anybody
from bot.flows.keyboards import two_a_row
from bot.flows.mail import words
from bot.flows.own_point import own_point
from bot.flows.points import PointCard, SayingWhere
from bot.flows.rights import organised
from bot.flows.step import AtMenu, Step
from bot.flows.wishes.topics_button import topics_button
from bot.texts import LANGUAGES, Words
from storage.affiliations import affiliations
from storage.people import people


@dataclass(frozen=True, slots=True)
class AtMore(Step):
    """The second page of the menu, or (`is_rest`) the third, or (`is_running`) what organisers run a unit with."""

    is_rest: bool = False
    is_running: bool = False


@dataclass(frozen=True, slots=True)
class ChoosingLanguage(Step):
    """Which language is spoken."""


def _hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    """Hear all buttons of this conversation: each leads to one place, from whichever of its screens."""
    match event:
        case Chose("where"):
            return Go(SayingWhere())
        case Chose("rest", message_id):
            return Go(AtMore(is_rest=True), replaces=message_id)
        case Chose("running", message_id):
            return Go(AtMore(is_running=True), replaces=message_id)
        case Chose("menu", message_id) if isinstance(step, AtMore) and (step.is_rest or step.is_running):
            return Go(AtMore(), replaces=message_id)
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
            return speak(language, desk, message_id)
    return None


def my_point(desk: Desk) -> Move:
    """Show the person's own service point, or say how to get one."""
    point = own_point(desk)
    if point is not None:
        return Go(PointCard(point.id))
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
        t("At the door, write “I am here” or share your location, and I check you in. /duties is what you help with."),
        t("Afterwards: /record is what you took part in, with certificates; /verify checks a certificate."),
        t("/wish what you would like to see held · /interests what you like · /topics which announcements you get"),
        t("/write to the service centre: an organiser reads it and answers here."),
        t("Your location is used for this one search and then forgotten."),
        t("/start the menu · /language the language · /privacy what I hold about you · /cancel back to the menu"),
        *organisers_menu.help_lines(desk),
    )
    return Text("\n".join(lines))


def speak(language: str, desk: Desk, message_id: int = 0) -> Move:
    """Speak this language from now on."""
    people.choose_language(desk.unit, desk.person.chat_id, language)
    tells = role_commands.renewed(desk.person.chat_id, desk)
    menu = AtMenu(is_welcome=True)
    return Go(menu, replaces=message_id, language=language, tells=tells)  # the menu in it says that it was done


def _menu(step: AtMenu, desk: Desk) -> Text:
    t = desk.words
    find = Button(t.button("📍 Find a service point"), "where")
    third, fourth = organisers_menu.organiser_buttons(desk) or _own_activities_and_duties(desk)
    rows = (find, _own_place(desk)), (buttons.all_activities(t), third), (fourth, Button(t.button("More"), "more"))
    return Text(_welcome(t) if step.is_welcome else t("What else can I do for you? Tap, or just write."), rows)


def _welcome(t: Words) -> str:
    lines = (
        t("Hello. This is Waystation, for members working away from home."),
        t("I find the nearest service point for you, arrange a temporary affiliation, and sign you up for activities."),
        t("To affiliate: you take part in organisational life where you are; your membership stays at home."),
    )
    return "\n".join(lines)


def _own_place(desk: Desk) -> Button:
    """Lead to where the person belongs: the affiliation, also one that is under way, or the point that is chosen."""
    t = desk.words
    has_only_a_point = desk.person.my_point_id is not None and not affiliations.current(desk.unit, desk.person.chat_id)
    if has_only_a_point:
        return Button(t.button("My service point"), "mine")
    return Button(t.button("My affiliation"), EntryPoint.MY_AFFILIATION.data())


def _own_activities_and_duties(desk: Desk) -> tuple[Button, Button]:
    duties = duties_button.if_any(desk)
    return buttons.my_activities(desk.words), duties[0] if duties else _districts(desk.words)


def _districts(t: Words) -> Button:
    return Button(t.button("Browse by district"), "browse")


def _more(step: AtMore, desk: Desk) -> Text:
    t = desk.words
    rows = _first_of_more(desk)
    if step.is_rest or step.is_running:
        rows = _rest(desk) if step.is_rest else organisers_menu.doors(desk)
    return Text(t("What else would you like to do?"), (*rows, (Button(t.button("Back"), "menu"),)))


def _first_of_more(desk: Desk) -> Buttons:
    t = desk.words
    return (
        (Button("语言 · Language", "language"), Button(t.button("Help"), "help")),
        *(organisers_menu.more_buttons(desk, buttons.my_activities(t)) or _own_past_and_data(t)),
        (_mail(desk), Button(t.button("The rest"), "rest")),
    )


def _rest(desk: Desk) -> Buttons:
    t = desk.words
    interests = Button(t.button("What I like"), EntryPoint.INTERESTS.data())
    verify = Button(t.button("Check a certificate"), EntryPoint.VERIFY.data())
    wish = Button(t.button("Wish for an activity"), EntryPoint.WISH.data())
    shown = [interests, topics_button(t), wish, verify]
    if desk.page:  # else there is one way in, and nothing to link
        shown.append(Button(t.button("Your ways in"), EntryPoint.ROADS.data()))
    if organised(desk):  # whose first pages are full of other things
        return two_a_row([*shown, *_own_past_and_data(t)[0], _districts(t), *duties_button.if_any(desk)])
    return two_a_row([*shown, *([_districts(t)] if duties_button.mine(desk) else [])])


def _own_past_and_data(t: Words) -> Buttons:
    return ((buttons.my_record(t), Button(t.button("What is held about me"), EntryPoint.PRIVACY.data())),)


def _mail(desk: Desk) -> Button:
    return organisers_menu.mail_button(desk) if organised(desk) else words.write_button(desk.words)


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


def _language_opened(opened: Opened, desk: Desk) -> Move:
    return speak(opened.choice, desk) if opened.choice in LANGUAGES else Go(ChoosingLanguage())


def other_language(t: Words) -> Text:
    """Offer to speak the language that somebody writes in; each catalogue says so of its own."""
    switch = Button(t.button("Switch to English"), EntryPoint.LANGUAGE.data(t.language))
    return Text(t("I speak English, too."), ((switch,),))


def _cancelled(_opened: Opened, desk: Desk) -> Move:
    return Go(AtMenu(), before=(Text(desk.words("All right, back to the menu."), hide_keys=True),))


FLOW: Final = Flow(
    "menu",
    screens=(
        for_anybody(AtMenu, _menu, _hear),
        for_anybody(AtMore, _more, _hear),
        for_anybody(ChoosingLanguage, lambda _step, desk: _languages(desk), _hear, waits=Waits.TAP),
    ),
    opens={
        EntryPoint.MENU: lambda _opened, _desk: Go(AtMenu(is_welcome=True)),
        EntryPoint.HELP: _helped,
        EntryPoint.LANGUAGE: _language_opened,
        EntryPoint.CANCEL: _cancelled,
    },
    former=("m",),
    at_any_age=AtMenu(),
)
