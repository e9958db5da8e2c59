"""Whatever is forged, wherever: nothing moves, and nothing shows what is not one's own."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, product
from typing import Final

import pytest
from sqlalchemy import select

from bot.chat import Event, Said
from bot.flows.activities.in_hand import ActivitiesInHand, ActivityInHand, DraftCard
from bot.flows.affiliating.steps import (
    Answering,
    Asked,
    BeingSure,
    CheckingRequest,
    ChoosingEnding,
    ChoosingItem,
    MyAffiliation,
    SayingNewEnd,
)
from bot.flows.afterwards.steps import ActivityReport, ChoosingReported, RatingActivity, RecordedActivity, SayingMore
from bot.flows.announcements.steps import (
    AnnouncedSurely,
    AnnouncementCard,
    AnnouncementList,
    AskingWhy,
    Attaching,
    ChangingAnnouncement,
    ChoosingTopic,
    DiscardingAnnouncement,
    Irrevocable,
    Linking,
    ReturningAnnouncement,
    SayingTooLate,
    SendingSurely,
    Timing,
    Wording,
)
from bot.flows.answering.steps import SayingWhich
from bot.flows.duties.steps import (
    CallingVolunteers,
    ChangingDuty,
    CountingDuty,
    DutyCard,
    DutyList,
    DutyPart,
    MyDuty,
    NamingDuty,
    RemovingDuty,
)
from bot.flows.entry_points import EntryPoint
from bot.flows.groups.steps import GroupCard, GroupList
from bot.flows.mail.steps import AnsweringMail, MailCard, MailList
from bot.flows.organising.steps import (
    AnsweringItem,
    CallingOff,
    CallingOffSurely,
    ChoosingPart,
    ConsideringChange,
    Discarding,
    Item,
    KindOfActivity,
    NamingActivity,
    NotConfirmed,
    PlanningSeries,
    SayingLength,
    SayingWhen,
    Seed,
)
from bot.flows.reviewing.steps import (
    AnsweringQuestion,
    AskingMember,
    ChoosingReason,
    ChoosingRole,
    ChoosingScope,
    HolderList,
    MemberList,
    OfferingPoint,
    ReviewCard,
    ReviewQueue,
    SettingRules,
    TakingAway,
)
from bot.flows.step import Step
from domain.activities.activities import Kind
from domain.affiliations.affiliations import Verb
from domain.people.roles import Role
from storage.affiliations.affiliations import AffiliationRow
from storage.people import roles
from storage.tables.activities import signups as signups_table
from storage.unit_of_work import Store, UnitOfWork
from tests.security.rows import (
    ON,
    RUNNERS,
    announced,
    bound_group,
    held_activity,
    is_over,
    month_of,
    on_duty,
    written_to,
)
from tests.stage.security_world import (
    DRAFT,
    HELD,
    HOST,
    LASTING,
    NOWHERE,
    OTHER,
    REVOKED,
    SCREEN,
    SIBLING,
    STRANGER,
    VOLUNTEER,
    WHO,
    changed,
    choices,
    press,
    request,
    secrets_in,
    state,
    tried,
    unit_id,
)

OUTSIDERS: Final = (SIBLING, REVOKED, VOLUNTEER, OTHER, STRANGER)
CHOICES: Final = choices()

Share = Callable[[Iterable[Step], Sequence[str | Event]], Iterator[tuple[Step, str | Event]]]


@pytest.fixture
def share(who: int, request: pytest.FixtureRequest) -> Share:
    """Give each outsider its part of what is forged, so that all of it is forged by one of them.

    With `--every-pair` each of them forges all of it, as releases do.
    """
    every, mine = request.config.getoption("--every-pair"), OUTSIDERS.index(who)

    def forged(places: Iterable[Step], choices: Sequence[str | Event]) -> Iterator[tuple[Step, str | Event]]:
        for (at, place), (number, what) in product(enumerate(places), enumerate(choices)):
            if every or (at + number) % len(OUTSIDERS) == mine:
                yield place, what

    return forged


def _places(it: AffiliationRow, unit: UnitOfWork) -> list[Step]:
    """Return every place that can name the member's request, the host, or somebody's role."""
    card, host = ReviewCard(it.id, it.version), unit_id(unit, "310106011")
    (held,) = roles.held(unit, HOST)
    return [
        card,
        ReviewQueue(),
        MemberList(),
        ChoosingReason(card, Verb.RETURN),
        ChoosingReason(card, Verb.DECLINE),
        ChoosingReason(card, Verb.END),
        OfferingPoint(card, "why"),
        AskingMember(card),
        AnsweringQuestion(1),
        SettingRules(host),
        ChoosingRole(),
        ChoosingScope(Role.ORGANISER, host),
        HolderList(),
        TakingAway(held.id),
        MyAffiliation(it.id),
        BeingSure(it.id, Verb.WITHDRAW),
        BeingSure(it.id, Verb.GO_HOME),
        ChoosingEnding(it.id),
        SayingNewEnd(it.id),
        CheckingRequest(it.id),
        ChoosingItem(it.id),
        ChoosingItem(it.id, more=True),
        *(Answering(it.id, asked) for asked in Asked),
    ]


@pytest.mark.parametrize("who", OUTSIDERS, ids={number: name for name, number in WHO.items()}.get)
@pytest.mark.parametrize(
    "steps",
    [(), (Verb.SUBMIT,), (Verb.SUBMIT, Verb.RETURN), (Verb.SUBMIT, Verb.CONFIRM)],
    ids=len,
)
def test_nothing_forged_moves_or_shows_what_is_not_ones_own(
    world: Store, steps: tuple[Verb, ...], who: int, share: Share
) -> None:
    with tried(world) as unit:
        it = request(unit, *steps)
        before = state(unit)
        forged: list[str | Event] = [*CHOICES, Said("2027-05-05")]
        for place, what in chain(share(_places(it, unit), forged), share([NOWHERE], LASTING)):
            shown = press(unit, who, place, what)
            assert (changed(before, unit) - _own(who), secrets_in(shown.shown)) == (set(), set()), (place, what)


@pytest.mark.parametrize("who", OUTSIDERS, ids={number: name for name, number in WHO.items()}.get)
def test_no_entry_point_moves_or_shows_what_is_not_ones_own(world: Store, who: int) -> None:
    """Who may take part acts on the own seat, and whoever runs a check-in renews its code; on nothing else."""
    own = _own(who) | {"sign-ups"} | ({"activities"} if who in RUNNERS else set())
    seats = select(signups_table).where(signups_table.c.chat_id != who)
    with tried(world) as unit:
        request(unit, Verb.SUBMIT)
        before, of_others = state(unit), unit.connection.execute(seats).all()
        for what in (entry.data(choice) for entry in EntryPoint for choice in ("", "1", "2", "999")):
            shown = press(unit, who, NOWHERE, what)
            assert (changed(before, unit) - own, secrets_in(shown.shown)) == (set(), set()), what
            assert unit.connection.execute(seats).all() == of_others, what


def _organising_places(unit: UnitOfWork) -> list[Step]:
    """Return every place that can name the host's activities, or the host as the one who holds one."""
    host, numbers = unit_id(unit, "310106011"), (HELD, DRAFT)
    seeds = [Seed(host, Kind.LECTURE, "Lecture", activity_id) for activity_id in (0, *numbers)]
    return [
        KindOfActivity(host),
        NamingActivity(host, Kind.LECTURE),
        *(SayingWhen(seed) for seed in seeds),
        *(SayingLength(seed, "2026-12-10T19:00") for seed in seeds),
        *(place(number) for place in _OF_ONE for number in numbers),
        *(AnsweringItem(number, Item.SEATS) for number in numbers),
        ConsideringChange(HELD, 1, held_activity(unit, DRAFT)),
        CallingOffSurely(HELD, "why"),
        ActivitiesInHand(),
    ]


_OF_ONE: Final = (DraftCard, ChoosingPart, Discarding, PlanningSeries, ActivityInHand, NotConfirmed, CallingOff)


@pytest.mark.parametrize("who", OUTSIDERS, ids={number: name for name, number in WHO.items()}.get)
def test_nothing_forged_moves_or_shows_an_activity_of_others(world: Store, who: int, share: Share) -> None:
    forged: list[str | Event] = [*CHOICES, Said("12月20日 19:00-20:30"), Said("30")]
    with tried(world) as unit:
        before = state(unit)
        for place, what in share(_organising_places(unit), forged):
            shown = press(unit, who, place, what).shown
            assert changed(before, unit) - _own(who) == set(), (place, what)
            assert ("Quiet lecture" in shown, "signed up 1" in shown) == (False, False), (place, what)


@pytest.mark.parametrize("who", OUTSIDERS, ids={number: name for name, number in WHO.items()}.get)
def test_nothing_forged_moves_or_shows_a_duty_of_others(world: Store, who: int, share: Share) -> None:
    forged: list[str | Event] = [*CHOICES, *(f"=d.{choice}" for choice in ("1", f"a{HELD}", "y1", "n1", "m1"))]
    with tried(world) as unit:
        on_duty()(request(unit), unit)
        before = state(unit)
        for place, what in share(_DUTY_PLACES, [*forged, Said("3"), Said("18:00-19:00")]):
            shown = press(unit, who, place, what).shown
            assert changed(before, unit) - _own(who) == set(), (place, what)
            assert ("Ushering" in shown, "欧" in shown) == (False, False), (place, what)


@pytest.mark.parametrize("who", OUTSIDERS, ids={number: name for name, number in WHO.items()}.get)
def test_nothing_forged_shows_what_came_of_an_activity_of_others(world: Store, who: int, share: Share) -> None:
    forged: list[str | Event] = [*CHOICES, Said("4"), Said("2026-11"), f"=e.o{ON}", f"=e.c{ON}", f"=e.{ON}"]
    with tried(world) as unit:
        it = request(unit)
        is_over()(it, unit)
        before = state(unit)
        of_one = [place(ON) for place in (RatingActivity, SayingMore, RecordedActivity, ActivityReport)]
        for place, what in share([*of_one, month_of(it, unit), ChoosingReported(unit_id(unit, "310106011"))], forged):
            shown = press(unit, who, place, what).shown
            assert changed(before, unit) - _own(who) == set(), (place, what)
            assert ("Came: 1" in shown, "静安寺街道 · Org" in shown) == (False, False), (place, what)


@pytest.mark.parametrize("who", OUTSIDERS, ids={number: name for name, number in WHO.items()}.get)
def test_nothing_forged_moves_or_shows_an_announcement_the_mail_or_a_group_of_others(
    world: Store, who: int, share: Share
) -> None:
    forged: list[str | Event] = [*CHOICES, Said("Mended"), "=jp.p1", "=jp.r1", "=jp.s1", "=z.b1", "=z.n1"]
    with tried(world) as unit:
        it = request(unit)
        for arranged in (written_to(), announced(), bound_group()):
            arranged(it, unit)
        before = state(unit)
        for place, what in share(_ANNOUNCING_PLACES, forged):
            shown = press(unit, who, place, what).shown
            assert changed(before, unit) - _own(who) == set(), (place, what)
            seen = [one for one in ("lift is stuck", "Lights go out", "Tuesday walkers") if one in shown]
            assert seen == [], (place, what)


_ANNOUNCING_PLACES: Final[tuple[Step, ...]] = (
    MailList(),
    MailList(closed=True),
    MailCard(1),
    AnsweringMail(MailCard(1)),
    AnnouncementList(),
    *(place(1) for place in (AnnouncementCard, ChoosingTopic, ChangingAnnouncement, Attaching, Linking, Timing)),
    *(place(1) for place in (SayingTooLate, DiscardingAnnouncement, AskingWhy)),
    Wording(1, "en"),
    SendingSurely(1, 2),
    ReturningAnnouncement(1, 2),
    *(AnnouncedSurely(1, deed) for deed in Irrevocable),
    GroupList(),
    GroupCard(1),
)

_DUTY_PLACES: Final[tuple[Step, ...]] = (
    DutyList(HELD),
    NamingDuty(HELD),
    CountingDuty(HELD, "Pictures"),
    CallingVolunteers(HELD),
    DutyCard(1),
    *(ChangingDuty(1, part) for part in DutyPart),
    RemovingDuty(1),
    MyDuty(1),
    SayingWhich("no", ("duty_answer:1",)),
)


def _own(who: int) -> set[str]:
    """Name what an organiser of another unit may rightly change there: invitations for it, groups of its own."""
    return {"invitations", "rules", "roles", "groups"} if who == SIBLING else set()


def test_choices_are_found_in_the_code() -> None:
    assert {"approve", "reveal", "take", "forget", "yes", "here"} <= set(CHOICES)
    assert int("15", 36) == SCREEN
