"""The forged walk: outsiders press, open, type and send whatever they like, from wherever, and learn nothing of others.

What must not be read is written where nobody else has it. Short in the suite, the same steps each time; `make chaos`
walks on with the profile `night`.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.chat import Arrival, Blocked, Commanded, Document, Event, LeftGroup, Said, Started, Tapped
from bot.flows import flow_of
from bot.flows.desk import Desk
from bot.flows.entry_points import FORMER, EntryPoint
from bot.flows.step import Step
from bot.memory import Memory
from bot.texts import words
from bot.turn import Answer, answer
from domain.affiliations.affiliations import Verb
from domain.announcements.announcements import Content
from domain.announcements.audiences import Audience
from domain.people.deeds import By, Deed
from domain.people.members import Details
from storage.activities import check_in_keys
from storage.announcements import announcements, threads
from storage.announcements.threads import Writing
from storage.people import members, roles
from storage.people.people import Person
from storage.places import places
from storage.sealed import new_key
from storage.unit_of_work import Store, UnitOfWork
from tests.anywhere.steps import IN_NO_HURRY, PLACES
from tests.flows.test_anything import CHOICES, EVENTS, is_within_the_limits
from tests.flows.test_shown import NOTES, PHOTO, ROOM, TITLE, closed_meeting
from tests.stage.security_world import (
    ABOVE,
    ADMIN,
    AT,
    HOST,
    MEMBER,
    NOWHERE,
    OTHER,
    REVOKED,
    SECRETS,
    SIBLING,
    STRANGER,
    VOLUNTEER,
    Pressed,
    changed,
    request,
    settle,
    state,
    unit_id,
)
from tests.stage.talk import NOON, house

OUTSIDERS: Final = (STRANGER, OTHER, VOLUNTEER, SIBLING, REVOKED)
LETTER, DRAFT, QUIET = "The lift has been stuck for a week", "Lights go out at nine sharp", "Quiet lecture"
MEETING: Final = (TITLE, NOTES, ROOM, PHOTO)
CANARIES: Final = (*SECRETS.values(), *MEETING, LETTER, DRAFT, QUIET)
STEPS: Final = 8

OF_OTHERS: Final = frozenset({"affiliations", "steps", "questions", "home links", "details", "activities", "duties"})
GIVEN: Final = frozenset({"roles", "invitations", "rules", "units", "announcements", "groups", "digests"})
OWN_LETTERS: Final = frozenset({"sign-ups", "threads", "messages", "wishes", "refusals", "duty answers"})
"""What anybody may do for themselves: sign up, write, wish, refuse."""

_SEARCH: Final = house().search
_LASTING: Final = st.builds(
    "={}.{}".format,
    st.sampled_from([*EntryPoint, *FORMER]),
    st.sampled_from(["", "x", "1.1", "still", "b1"]) | st.integers(0, 6).map(str) | st.integers(0, 2**70).map(str),
)
_PRESSED: Final = st.one_of(
    CHOICES.map(lambda choice: choice.encode(errors="replace").decode()),
    _LASTING,
    _LASTING,
    EVENTS.filter(lambda event: not isinstance(event, Blocked | LeftGroup)),
    st.builds(
        Commanded, st.sampled_from(["review", "members", "mail", "announce", "groups", "wishes", "report", "why"])
    ),
    st.integers(1, 4).map(lambda number: Started(f"o_{number}")),
    st.sampled_from(["谁来参加", "名单", "待办", "欧阳", "ouyang jinxiu", "到：欧阳", "明天有什么活动"]).map(Said),
)


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give the city of the matrix, with a secret in each of its rooms; nothing that is tried is ever committed."""
    file = tmp_path_factory.mktemp("forged") / "waystation.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}", new_key())
    settle(store)
    with store.unit_of_work() as unit:
        host = unit_id(unit, "310106011")
        request(unit, Verb.SUBMIT)
        meeting = closed_meeting(unit)
        check_in_keys.put_word(unit, meeting.id, "春天")
        threads.post(unit, host, Writing(LETTER), Deed(By(MEMBER), AT))
        row = announcements.draft(unit, host, Audience(places.path_of(unit, host)), Deed(By(HOST), AT))
        announcements.change(unit, row.id, HOST, content=Content({"en": DRAFT}))
        unit.commit()
    yield store
    store.close()


def walk(unit: UnitOfWork, who: int, place: Step, pressed: Sequence[str | Event]) -> Iterator[tuple[Answer, str]]:
    """Go from step to step; yields what came of each, and what the walker had typed so far."""
    lived_in = house()
    desk = Desk(unit, Person(who), NOON, words("en"), _SEARCH, lived_in.bot_link, lived_in.language)
    at, typed = Memory(place, 41), str(place)
    for turn, what in enumerate(pressed, 42):
        event = _event(at, what)
        typed += str(event)
        answered = answer(Arrival(turn, who, NOON, event), at, turn, desk)
        at = answered.memory
        yield answered, typed


def _event(at: Memory, what: str | Event) -> Event:
    """Press it on the screen at hand, whether that has such a button or not."""
    if not isinstance(what, str):
        return what
    return Tapped(what if what.startswith("=") else f"{flow_of(at.step).name}.{_base36(at.screen)}.{what}", 500)


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (_base36(number // 36) if number >= 36 else "") + digits[number % 36]


def read(who: int, answered: Answer) -> str:
    """Return everything that comes to the eyes of the walker."""
    shown = Pressed(who, answered.memory.step, answered.replies, answered.tells).shown
    labels = (button.label for reply in answered.replies for row in reply.buttons for button in row)
    return "\n".join([shown, *labels])


def canaries(shown: str, typed: str) -> list[str]:
    """Return what was read that was written for others; one's own typing comes back as an echo."""
    close = shown.replace(" ", "")
    return [one for one in CANARIES if one.replace(" ", "") in close and one.casefold() not in typed.casefold()]


def test_who_may_reads_what_the_walk_looks_for(world: Store) -> None:
    """So that the walk would see it."""
    pressed: list[str | Event] = ["=activity.3", "=mail.1", "=announcement.1", "=compose.2", "=review.1", "reveal"]
    with world.unit_of_work() as unit:
        seen = {one for answered, _ in walk(unit, HOST, NOWHERE, pressed) for one in canaries(read(HOST, answered), "")}
        unit.roll_back()
    assert seen >= {TITLE, NOTES, ROOM, LETTER, DRAFT, QUIET, SECRETS["name"], SECRETS["phone"]}


def _is_own_matter(who: int, name: str) -> bool:
    """Volunteers run check-ins, whose word they may see; a sibling's organiser gives and writes in the own unit."""
    return name in OWN_LETTERS or (name in GIVEN and who == SIBLING) or (name == "activities" and who == VOLUNTEER)


@IN_NO_HURRY
@given(st.sampled_from(OUTSIDERS), PLACES, st.lists(_PRESSED, min_size=1, max_size=STEPS))
def test_outsider_reads_and_changes_nothing_of_others(
    world: Store, who: int, place: Step, pressed: list[str | Event]
) -> None:
    with world.unit_of_work() as unit:
        before = state(unit)
        for answered, typed in walk(unit, who, place, pressed):
            shown = read(who, answered)
            # Who runs the check-in may see what it is of: a volunteer of the unit does.
            own = MEETING if who == VOLUNTEER else ()
            assert [one for one in canaries(shown, typed) if one not in own] == []
        assert [name for name in changed(before, unit) if not _is_own_matter(who, name)] == []
        unit.roll_back()


@IN_NO_HURRY
@given(
    st.sampled_from([ADMIN, HOST, ABOVE, VOLUNTEER]),
    PLACES,
    st.lists(_PRESSED, min_size=1, max_size=4),
    st.lists(_PRESSED, min_size=1, max_size=STEPS),
)
def test_role_that_is_taken_away_half_way_is_gone_at_the_next_tap(
    world: Store, who: int, place: Step, before_it: list[str | Event], after_it: list[str | Event]
) -> None:
    with world.unit_of_work() as unit:
        typed, at = "", place
        for answered, so_far in walk(unit, who, place, before_it):
            typed, at = so_far, answered.memory.step
        for held in roles.held(unit, who):
            roles.take(unit, held.id, Deed(By(None), AT))
        before = state(unit)
        for answered, so_far in walk(unit, who, at, after_it):
            own = MEETING if who == VOLUNTEER else ()  # asked for a duty on the way, say
            assert [one for one in canaries(read(who, answered), typed + so_far) if one not in own] == []
        assert changed(before, unit) <= OWN_LETTERS
        unit.roll_back()


HOSTILE: Final = (
    "<b>x</b></b><script>alert(1)</script>",
    "</blockquote><a href='tg://user?id=1001'>x</a>",
    "&amp;&lt;&#60;&nonsense;",
    "{title} {0} %s %(x)s {who.__class__}",
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    '../../etc/passwd"\r\nX-Evil: 1',
    "END:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:evil",
    "\u202etxet\u202c\u2066\u2069",
    "a\u0000b\u0007\u001b[31m",
    "\ud800",
    "长" * 4_096,
    "👩‍👩‍👧‍👦" * 300,
    "e" + "\u0301" * 500,
    "<" * 4_096,
    "\n" * 300 + "x",
)
_RIGHTS: Final = (ADMIN, HOST, ABOVE, VOLUNTEER, MEMBER, OTHER)
_SPOKEN: Final = st.one_of(
    st.sampled_from(HOSTILE).map(Said),
    st.sampled_from(HOSTILE).map(lambda said: Said(f"到：{said}")),
    CHOICES,
    _LASTING,
)


@IN_NO_HURRY
@given(st.sampled_from(_RIGHTS), PLACES, st.lists(_SPOKEN, min_size=1, max_size=STEPS), st.sampled_from(HOSTILE))
def test_hostile_words_break_no_message_no_file_and_no_list(
    world: Store, who: int, place: Step, spoken: list[str | Event], name: str
) -> None:
    with world.unit_of_work() as unit:
        members.keep(unit, OTHER, Details(name=name.encode(errors="replace").decode()[:60]), now=AT)
        told = [one.encode(errors="replace").decode() if isinstance(one, str) else one for one in spoken]
        for answered, _ in walk(unit, who, place, told):
            for message in (*answered.replies, *(tell.reply for tell in answered.tells)):
                is_within_the_limits(message)
                if isinstance(message, Document):
                    _is_harmless(message)
        unit.roll_back()


def _is_harmless(file: Document) -> None:
    assert not set(file.name) & set('/\\"\r\n\0')
    if file.name.endswith(".ics"):
        calendar = Calendar.from_ical(file.content)
        assert [one.name for one in calendar.subcomponents if one.name != "VTIMEZONE"] == ["VEVENT"]
    if file.name.endswith(".csv"):
        cells = [cell for row in csv.reader(io.StringIO(file.content.decode("utf-8-sig"))) for cell in row]
        assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t"} and not cell[1:].isdigit()] == []
