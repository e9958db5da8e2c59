"""The menu and its second page, the language, and what the bot can do."""

from bot.buttons import lasting
from bot.chat import Button, Buttons, Reply, Text
from bot.flows import organisers_menu, role_menu
from bot.flows.activities import buttons
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Stay
from bot.flows.mail import words
from bot.flows.reviewing import rights
from bot.flows.whereabouts import AtMenu, AtMore, BrowsingUnits, ChoosingLanguage, Place, PointCard, SayingWhere
from bot.flows.wishes import buttons as wishes_buttons
from bot.flows.wishes.topics_button import topics_button
from bot.texts import LANGUAGES, Words
from storage.people import people


def step(place: Place, event: Happening, desk: Desk) -> Move | None:
    match place, event:
        case AtMenu(), Chose("where"):
            return Go(SayingWhere())
        case AtMenu() | AtMore(), Chose("browse", message_id):
            return Go(BrowsingUnits(), replaces=message_id)
        case AtMenu() | AtMore(), Chose("mine"):
            return my_point(desk)
        case AtMenu(), Chose("more", message_id):
            return Go(AtMore(), replaces=message_id)
        case AtMore(), Chose("language", message_id):
            return Go(ChoosingLanguage(), replaces=message_id)
        case AtMore(), Chose("help"):
            return Go(AtMenu(), before=(help_text(desk),))
        case ChoosingLanguage(), Chose(language, message_id) if language in LANGUAGES:
            return _speak(language, message_id, desk)
        case _, Chose("menu", message_id):
            return Go(AtMenu(), replaces=message_id)
    return None


def show(place: Place, desk: Desk) -> tuple[Reply, ...]:
    match place:
        case AtMore():
            return (_more(desk),)
        case ChoosingLanguage():
            return (_languages(desk),)
    return (_menu(desk),)


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
    tells = role_menu.renewed(desk.person.chat_id, desk)
    return Go(AtMenu(), replaces=message_id, language=language, tells=tells)  # the menu in it says that it was done


def _menu(desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("Hello. This is Waystation, for members working away from home."),
        t("I find the nearest service point for you, arrange a temporary affiliation, and sign you up for activities."),
        t("To affiliate: you take part in organisational life where you are; your membership stays at home."),
    )
    find = Button(t.button("📍 Find a service point"), "where")
    mine, life = Button(t.button("My affiliation"), lasting("a", "")), buttons.all_activities(t)
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
    return organisers_menu.mail_button(desk) if rights.organised(desk) else words.write_button(desk.words)


def _wishes(t: Words) -> Buttons:
    return ((wishes_buttons.wish_button(t), topics_button(t)),)


def _languages(desk: Desk) -> Text:
    t = desk.words
    names = {"zh_Hans": "中文", "en": "English"}
    choices = tuple(Button(names[language], language) for language in LANGUAGES)
    return Text("请选择语言 · Which language?", (choices, (Button(t.button("Back"), "menu"),)))


def refusal(desk: Desk, said: str) -> Stay:
    """Say kindly what was not understood and what would help; the screen stays."""
    hint = desk.words("To find a service point, type a name, a building or a street. /start shows the menu.")
    return Stay((Text(f"{said}\n{hint}"),))


FLOW = Flow("m", (AtMenu, AtMore, ChoosingLanguage), step, show)
