"""Whatever happens, wherever somebody is: nothing raises, every answer is within the limits, and the menu is near."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import memory
from bot.chat import (
    Arrival,
    AskedInGroup,
    AskedInline,
    Blocked,
    Button,
    Commanded,
    Commands,
    Edited,
    Event,
    Forwarded,
    GroupMoved,
    JoinedGroup,
    LeftGroup,
    Message,
    Pin,
    PlaceMoved,
    Reply,
    Said,
    SentFile,
    SharedContact,
    SharedPlace,
    Started,
    Tapped,
    TappedInGroup,
    Text,
    Unblocked,
    Unreadable,
)
from bot.flows import flow_of
from bot.flows.affiliating.consent import VERSION
from bot.flows.crossroads import screen
from bot.flows.desk import Desk
from bot.flows.labels import folded
from bot.flows.reviewing.steps import Level
from bot.flows.step import AtMenu, Step
from bot.memory import Memory
from bot.texts import LANGUAGES, words
from bot.turn import Answer, answer
from domain.activities.activities import Attachment, Audience, Kind, Plan, Spot, Standing
from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.people.deeds import HOUSE, By, Deed
from domain.people.members import Details, DocumentKind
from domain.people.roles import Role
from domain.places.geo import Position
from sandbox.formatting.html import parse_html
from storage.activities import activities, signups
from storage.affiliations import affiliations
from storage.affiliations.affiliations import Wish
from storage.people import members, people, questions, roles, whereabouts
from storage.people.people import Person
from storage.sealed import new_key
from storage.unit_of_work import Store, UnitOfWork
from tests.anywhere.steps import IN_NO_HURRY, LATITUDES, LONGITUDES, PLACES, ROW_IDS
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, WANG, furnish, house

SCREEN: Final = 41
LI: Final = 1003
CHEN: Final = 1004
SUN: Final = 1007
SIGNS = st.text(max_size=60) | st.text(st.characters(categories=["Cf", "Cc", "Mn"]), max_size=10) | st.just("\ud800")
KEYS = ("Browse by district", "Back", "Menu")
LABELS = st.sampled_from([words(language).button(label) for language in LANGUAGES for label in KEYS])
TEXTS = (
    SIGNS | LABELS | st.integers(0, 30).map(str) | st.sampled_from(["嘉兴", "jiaxin", "南京西路1266号", "长" * 20_000])
)
MOVES = (
    *("next", "previous", "open", "affiliations", "services", "elsewhere", "back", "menu", "mine", "more", "where"),
    *(
        "browse",
        "language",
        "help",
        "up",
        "affiliate",
        "agree",
        "refuse",
        "skip",
        "yes",
        "no",
        "send",
        "change",
        "still",
    ),
    *("still", "resume", "withdraw", "end", "renew", "move", "told", "home", "means", "all", "right", "wrong", "keep"),
    *("join", "wait", "come", "decline", "quit", "excuse", "go_on", "none", "calendar", "attachment", "ways", "around"),
    *("point", "kind", "kinds", "day", "reminders", "usual", "48", *Kind),
    *("approve", "return", "decline", "ask", "reveal", "none", "later", "holders", "take", "here", "found", "proposed"),
    *("levels2", "days5", "export", "forget", *Level, *Role),
    *("today", "2027-06-01", "b1", "i3", "document", *Stay, *Verb, *DocumentKind),
)
HANDS: Final[tuple[Callable[[str], str], ...]] = (
    str,
    str.upper,
    lambda label: f"  {label}。",
    lambda label: "".join(sign for sign in label if category(sign) not in {"So", "Sm", "Zs"}),
)
"""Ways to type a label."""
TOO_LATE: Final = (
    "This button is out of date. This is where we are now:",
    "That is no longer possible. This is how it stands now:",
)
CHOICES = st.one_of(
    SIGNS,
    ROW_IDS.map(str),
    st.integers(0, 1 << 70).map(str),
    st.sampled_from([*MOVES, "zh_Hans", "en", "districts", "again", "0", "1", "²", "-1", "32"]),
)
WORDS = st.from_regex("[a-z0-9_]{1,64}", fullmatch=True)
COMMANDS = WORDS | st.sampled_from(["menu", "help", "language", "cancel", "weather", "activities", "mine"])
LINKS = SIGNS | st.sampled_from(
    [
        "",
        "p_JA-3",
        "b_B1",
        "p_",
        "b_",
        "x",
        "p_JA-99",
        "h_x",
        "h_",
        "o_1",
        "o_4",
        "o_99",
        "o_",
        "c_1_AAAAAAAAAAAA",
        "c_1",
    ]
)
OPENERS = st.one_of(
    st.builds("=o.{}{}".format, st.sampled_from(["", "y", "n", "f", "p"]), st.integers(0, 9)),
    st.builds("={}.{}{}".format, st.sampled_from("ck"), st.sampled_from(["", "q", "z"]), st.integers(0, 9)),
)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Started, LINKS),
    st.builds(Commanded, COMMANDS, SIGNS),
    st.builds(Said, TEXTS),
    st.builds(SharedPlace, LATITUDES, LONGITUDES, SIGNS | st.just("长" * 5000)),
    st.builds(PlaceMoved, LATITUDES, LONGITUDES),
    st.builds(SharedContact, SIGNS, st.booleans()),
    st.builds(SentFile, SIGNS, SIGNS, st.integers(0), SIGNS),
    st.builds(Edited, SIGNS),
    st.builds(Forwarded, SIGNS),
    st.builds(Unreadable, SIGNS | st.sampled_from(["voice", "sticker", "video"])),
    st.sampled_from([Blocked(), Unblocked()]),
    st.builds(AskedInGroup, COMMANDS, SIGNS | st.just("g_x"), ROW_IDS, SIGNS),
    st.builds(TappedInGroup, SIGNS | OPENERS | st.just("=z.a1"), st.just(-5001), st.just(500), st.just("4711"), SIGNS),
    st.builds(JoinedGroup, ROW_IDS, SIGNS),
    st.builds(GroupMoved, ROW_IDS.map(lambda number: -number)),
    st.just(LeftGroup()),
    st.builds(Tapped, SIGNS, st.integers(0)),
    st.builds(Tapped, OPENERS, st.just(500)),
    st.builds(AskedInline, SIGNS | st.sampled_from(["党课", "静安寺"]), st.just("4711")),
)
ORIGINS_SHARED = st.none() | st.builds(Position, LATITUDES, LONGITUDES)
PEOPLE = st.builds(
    Person,
    st.sampled_from([WANG, CHEN]),
    st.sampled_from(["", *LANGUAGES]),
    st.none() | ROW_IDS,
    st.none() | st.just(1.0),
)


@pytest.fixture(scope="module")
def city(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give the small city; nothing of what is tried here is ever committed."""
    file = tmp_path_factory.mktemp("city") / "waystation.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}", new_key())
    furnish(store)
    settle(store)
    yield store
    store.close()


def settle(store: Store) -> None:
    """Let three people take part who work in one building, and ask for another kind of stay; one has sent it.

    Chen organises where they are.
    """
    with store.unit_of_work() as unit:
        at = NOON.timestamp()
        people.welcome(unit, [WANG, LI, SUN, CHEN], at)
        roles.give(unit, CHEN, Role.ORGANISER, unit_id(unit, "310106011"), Deed(HOUSE, at))
        for chat_id, here in ((WANG, Stay.MOBILE), (LI, Stay.VISIT), (SUN, Stay.MOBILE)):
            members.keep(unit, chat_id, Details("王芳", "+8613912345678", "日出贸易", "嘉兴大厦"), 1, now=at)
            members.agree(unit, chat_id, VERSION, at)
            by = By(chat_id, "member", Actor.MEMBER)
            for stay in (here, *(other for other in Stay if other is not here)):
                row = affiliations.open_draft(unit, chat_id, Wish(stay, 1, NOON.date()), at)
                if stay is here:
                    affiliations.do(unit, row.id, Verb.SUBMIT, Deed(by, at))
                    affiliations.do(unit, row.id, Verb.CONFIRM, Deed(By(None, "organiser", Actor.HOST), at))
            questions.ask(unit, row.id, CHEN, "几楼？", at)
        affiliations.do(unit, row.id, Verb.SUBMIT, Deed(by, at))
        for number in range(1, 8):
            _hold(unit, number)
        unit.commit()


def _hold(unit: UnitOfWork, number: int) -> None:
    """Hold an activity of one seat, in which Wang stands in one of all the ways; the others are full or run out."""
    begins = NOON.timestamp() + 7_200.0 * number
    confirm_by = begins - 600.0 if number % 2 else None
    notes, attachment = ("请带笔记本", Attachment("photo", "AgAC1")) if number % 3 else ("", None)
    spot = Spot(point_id=1) if number < 6 else Spot(title="门口", position=Position(31.22, 121.44), room="东侧")
    plan = Plan(
        list(Kind)[number],
        f"活动 <{number}>",
        begins,
        begins + 7_300.0,
        spot,
        Audience.ANYONE if number != 7 else Audience.SUPPORTERS,
        seats=1 if number < 6 else None,
        confirm_by=confirm_by,
        notes=notes,
        attachment=attachment,
    )
    at, by = NOON.timestamp() - 9_000.0, By(LI, "organiser")
    row = activities.publish(unit, activities.draft(unit, plan, 4, Deed(By(LI), at)).id, Deed(by, at))
    first, second = (WANG, LI) if number in {1, 2, 3} else (LI, WANG)
    if number < 6:
        signups.sign_up(unit, row.id, first, Standing.OF_THE_UNIT, at)
        signups.wait(unit, row.id, second, Standing.OF_THE_UNIT, at)
    if number in {2, 5}:
        signups.leave(unit, row.id, first, at, reason="出差")


@IN_NO_HURRY
@given(PLACES, EVENTS, PEOPLE, ORIGINS_SHARED)
def test_anything_that_happens_anywhere(
    city: Store, place: Step, event: Event, person: Person, shared: Position | None
) -> None:
    with city.unit_of_work() as unit:
        _happens(_desk(unit, person, shared), place, event)


@IN_NO_HURRY
@given(PLACES, CHOICES, PEOPLE, ORIGINS_SHARED)
def test_any_choice_on_any_current_screen(
    city: Store, place: Step, choice: str, person: Person, shared: Position | None
) -> None:
    data = f"{flow_of(place).name}.{_base36(SCREEN)}.{choice}"
    with city.unit_of_work() as unit:
        _happens(_desk(unit, person, shared), place, Tapped(data, 500))


@IN_NO_HURRY
@given(PLACES, PEOPLE, ORIGINS_SHARED)
def test_last_button_of_every_screen_leads_back_to_the_menu(
    city: Store, place: Step, person: Person, shared: Position | None
) -> None:
    with city.unit_of_work() as unit:
        desk = _desk(unit, person, shared)
        at, shown = Memory(place), screen(place, desk)
        for step in range(10):
            if isinstance(at.step, AtMenu):
                return
            at, shown = _turn(desk, at, _way_back(at, shown), step + 1)
    assert at.step == AtMenu()


@IN_NO_HURRY
@given(PLACES, PEOPLE, ORIGINS_SHARED, st.sampled_from(LANGUAGES), st.integers(0, 30), st.sampled_from(HANDS))
def test_label_that_is_typed_is_a_tap(  # noqa: PLR0917  hypothesis gives each by its place
    city: Store,
    place: Step,
    person: Person,
    shared: Position | None,
    language: str,
    number: int,
    hand: Callable[[str], str],
) -> None:
    with city.unit_of_work() as unit:
        desk = _desk(unit, person, shared)
        shown = screen(place, replace(desk, words=words(language)))
        of_screen = _unlike_any_other(_buttons(shown))
        # The labels of the other language are looked for where the words can be of that language.
        is_own = language == desk.words.language
        known = [one for one in of_screen if is_own or folded(one.label).isascii() == (language == "en")]
        if not known:
            return
        label = known[number % len(known)]
        tapped = _answered(desk, place, Tapped(_carried(label, place), 500))
    with city.unit_of_work() as unit:
        typed = _answered(_desk(unit, person, shared), place, Said(hand(label.label)))
    assert (typed.memory.step, _told(typed)) == (tapped.memory.step, _told(tapped))


@IN_NO_HURRY
@given(PLACES, PLACES, PEOPLE, ORIGINS_SHARED, st.integers(0, 30))
def test_earlier_button_does_what_it_did_on_its_own_screen_or_nothing(  # noqa: PLR0917  the same
    city: Store, place: Step, current: Step, person: Person, shared: Position | None, number: int
) -> None:
    with city.unit_of_work() as unit:
        desk = _desk(unit, person, shared)
        of_screen = [one for one in _buttons(screen(place, desk)) if one.data]
        if not of_screen:
            return
        tap = Tapped(_carried(of_screen[number % len(of_screen)], place), 500)
        then = _answered(desk, place, tap)
    with city.unit_of_work() as unit:
        desk = _desk(unit, person, shared)
        before = Memory(place, SCREEN).moved_on(current, SCREEN + 1)
        now = answer(Arrival(SCREEN + 2, desk.person.chat_id, NOON, tap), before, SCREEN + 2, desk)
    if _told(now) == _told(then):  # who was only told something is still where they were
        assert now.memory.step == then.memory.step or (then.memory.step == place and now.memory.step == current)
    else:
        assert now.tells == ()
        assert now.memory.step in {AtMenu(), current, place}
        assert _told(now)[0] in {words(desk.words.language)(one) for one in TOO_LATE} | {_told(then)[-1]}


def _carried(button: Button, place: Step) -> str:
    lasts = button.data.startswith("=")
    return button.data if lasts else f"{flow_of(place).name}.{_base36(SCREEN)}.{button.data}"


def _unlike_any_other(shown: Sequence[Button]) -> list[Button]:
    """Return those that a label names: no link, and no two that are called the same."""
    names = [folded(one.label) for one in shown]
    return [one for one in shown if one.data and folded(one.label) and names.count(folded(one.label)) == 1]


def _answered(desk: Desk, place: Step, event: Event) -> Answer:
    return answer(Arrival(SCREEN + 1, desk.person.chat_id, NOON, event), Memory(place, SCREEN), SCREEN + 1, desk)


def _told(answered: Answer) -> list[str]:
    """Return what is said, without what is drawn by lot."""
    html = [one.html if isinstance(one, Text) else type(one).__name__ for one in answered.replies]
    html += [one.reply.html if isinstance(one.reply, Text) else "" for one in answered.tells]
    return [re.sub("start=[^ <]*|<b>[^<]*</b>", "", one) for one in html]


def _happens(desk: Desk, place: Step, event: Event) -> None:
    before = Memory(place, SCREEN)
    after, replies = _turn(desk, before, event, SCREEN + 1)
    for reply in replies:
        is_within_the_limits(reply)
    at_start, menu = _turn(desk, after, Started(), SCREEN + 2)
    assert at_start.step == AtMenu()
    offered = [button.data.removeprefix(f"menu.{_base36(SCREEN + 2)}.") for button in _buttons(menu)]
    possible = _MENUS[desk.person.chat_id]
    assert len(offered) == len(possible)
    assert [one for one, either in zip(offered, possible, strict=True) if one not in either] == []


_PLACE: Final = frozenset({"mine", "=my_affiliation."})
"""One's own place: the affiliation, or the point that one has chosen."""

_MENUS: Final = {
    WANG: ({"where"}, _PLACE, {"=activity."}, {"=my_activities."}, {"browse", "=my_duties."}, {"more"}),
    CHEN: ({"where"}, _PLACE, {"=activity."}, {"=to_do."}, {"=manage."}, {"more"}),
}


def _turn(desk: Desk, before: Memory, event: Event, turn: int) -> tuple[Memory, tuple[Reply, ...]]:
    """Take one turn, and put what is remembered through JSON, as the store does."""
    answered = answer(Arrival(turn, desk.person.chat_id, NOON, event), before, turn, desk)
    assert memory.read(memory.write(answered.memory)) == answered.memory
    for tell in answered.tells:
        is_within_the_limits(tell.reply)
    return answered.memory, answered.replies


def _desk(unit: UnitOfWork, person: Person, shared: Position | None) -> Desk:
    lived_in = house()
    if shared:
        whereabouts.keep(unit, person.chat_id, shared, NOON.timestamp())
    language = person.language or "zh_Hans"
    return Desk(unit, person, NOON, words(language), _SEARCH, lived_in.bot_link, lived_in.language)


_SEARCH: Final = house().search


def _way_back(at: Memory, shown: tuple[Reply, ...]) -> Event:
    """Find what leads back: the last button of the screen, or the last key below the input field."""
    last = shown[-1]
    if isinstance(last, Text) and last.keys:
        return Said(last.keys[-1][-1].label)
    data = last.buttons[-1][-1].data
    letter = flow_of(at.step).name
    return Tapped(data if data.startswith(f"{letter}.") else f"{letter}.{_base36(at.screen)}.{data}", 500)


def is_within_the_limits(reply: Message) -> None:
    """Hold a reply against what the Bot API accepts."""
    match reply:
        case Commands(commands=commands):
            assert all(re.fullmatch("[a-z]{1,32}", name) and 1 <= len(said) <= 256 for name, said in commands)
            return
        case Text(html=html, keys=keys):
            text, _ = parse_html(html)
            assert 1 <= len(text.strip().encode("utf-16-le")) // 2 <= 4096
            assert all(key.label.strip() for row in keys for key in row)
        case Pin(as_text=as_text, title=title, address=address):
            assert parse_html(as_text)[0].strip()
            assert title.strip()
            assert address.strip()
    for button in _buttons([reply]):
        _is_a_button(button)


def _is_a_button(button: Button) -> None:
    assert button.label.strip()
    assert len(button.label) <= 64
    assert [sign for sign in button.label if category(sign) in {"Cc", "Cs"}] == []
    if button.url:
        assert button.url.startswith("https://")
    else:
        assert 1 <= len(button.data.encode()) <= 64


def _buttons(replies: Sequence[Reply]) -> list[Button]:
    return [button for reply in replies for row in reply.buttons for button in row]


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (_base36(number // 36) if number >= 36 else "") + digits[number % 36]
