"""Every place that a conversation can be at, as hypothesis makes them: any names, and rows that may not exist."""

from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.flows.activities.steps import (
    ActivityCard,
    ActivityList,
    ChoosingDay,
    ChoosingKind,
    ChoosingSpot,
    ChoosingWay,
    GivingReason,
    MindingClash,
    MyActivities,
    SayingSpot,
    Spot,
)
from bot.flows.affiliating.steps import (
    Agreeing,
    Answering,
    Asked,
    BeingSure,
    CheckingRequest,
    ChoosingBuilding,
    ChoosingEnding,
    ChoosingItem,
    ChoosingStay,
    MyAffiliation,
    ReadingHomeLink,
    SayingArrival,
    SayingNewEnd,
    SayingObjection,
)
from bot.flows.finding.steps import BrowsingUnits, ChoosingGuess, ChoosingService, FoundNothing, Guess
from bot.flows.menu import AtMore, ChoosingLanguage
from bot.flows.mine.steps import ChoosingLeadKind, SettingLeadTimes
from bot.flows.narrowing import Place
from bot.flows.points import NearestList, Origin, PointCard, SayingWhere, UnitList
from bot.flows.privacy import AtPrivacy, Forgetting
from bot.flows.reviewing.steps import (
    AnsweringQuestion,
    AskingMember,
    ChoosingReason,
    ChoosingRole,
    ChoosingScope,
    FindingMember,
    HolderList,
    Level,
    MemberList,
    NamingBranch,
    NestCard,
    OfferingPoint,
    ReviewCard,
    ReviewQueue,
    SettingRules,
    TakingAway,
)
from bot.flows.step import AtMenu, Step
from bot.flows.to_do import ToDo
from domain.activities.activities import Kind
from domain.affiliations.affiliations import Stay, Verb
from domain.people.roles import Role
from domain.said.days import Part
from storage.places.search import HitKind
from tests.anywhere.afterwards import AFTERWARDS_PLACES
from tests.anywhere.audience import AUDIENCE_PLACES
from tests.anywhere.check_in import CHECK_IN_PLACES
from tests.anywhere.drafting import ANNOUNCING_PLACES
from tests.anywhere.duties import DUTY_PLACES
from tests.anywhere.grid import GRID_PLACES
from tests.anywhere.groups import GROUP_PLACES
from tests.anywhere.mail import MAIL_PLACES
from tests.anywhere.organising import ORGANISING_PLACES
from tests.anywhere.running import ANNOUNCED_PLACES
from tests.anywhere.sentences import SENTENCE_PLACES
from tests.anywhere.wishes import WISH_PLACES

IN_NO_HURRY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For a machine that is busy with other tests."""

ROW_IDS = st.one_of(st.integers(1, 20), st.integers(0, 2**63 - 1))  # some stand in the small city
STAYS = st.one_of(st.integers(1, 6), ROW_IDS)  # the first six are somebody's: see `tests.flows.test_anything`
PAGES = st.one_of(st.integers(0, 3), st.integers(0, 2**31))
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)  # as `finding.readable` leaves them, and wilder
LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)

ORIGINS = st.builds(Origin, NAMES, st.none() | LATITUDES, st.none() | LONGITUDES)
NEAREST = st.builds(NearestList, ORIGINS, st.integers(0, 1023), st.booleans(), PAGES)
UNIT_LISTS = st.builds(UnitList, ROW_IDS, PAGES)
_KINDS = st.sampled_from([kind.value for kind in HitKind])
GUESSES = st.builds(Guess, _KINDS, ROW_IDS, NAMES, NAMES, st.none() | LATITUDES, st.none() | LONGITUDES)

_SPOTS = st.builds(Spot, NAMES, st.none() | LATITUDES, st.none() | LONGITUDES)
_DAYS = st.none() | st.dates(date(2026, 11, 1), date(2027, 12, 31))
_KINDS_HELD = st.none() | st.sampled_from(Kind)
_PARTS = st.none() | st.sampled_from(Part)
LISTS = st.builds(ActivityList, st.none() | _SPOTS, ROW_IDS, _KINDS_HELD, _DAYS, _DAYS, _PARTS, PAGES)
MINE = st.builds(MyActivities, PAGES)
HELD = st.one_of(st.integers(1, 8), ROW_IDS)  # the first few are held: see `tests.flows.test_anything`
ACTIVITY_CARDS = st.builds(ActivityCard, HELD, st.none() | LISTS, st.none() | MINE, st.booleans())

ACTIVITY_PLACES: st.SearchStrategy[Step] = st.one_of(
    LISTS,
    st.builds(ChoosingWay, LISTS),
    st.builds(ChoosingKind, LISTS),
    st.builds(ChoosingDay, LISTS),
    st.builds(SayingSpot, LISTS),
    st.builds(ChoosingSpot, LISTS, NAMES, st.lists(_SPOTS, max_size=5).map(tuple)),
    MINE,
    st.builds(SettingLeadTimes, _KINDS_HELD),
    st.builds(ChoosingLeadKind),
    ACTIVITY_CARDS,
    st.builds(MindingClash, ACTIVITY_CARDS, st.sampled_from(["join", "wait"])),
    st.builds(GivingReason, ACTIVITY_CARDS, st.booleans()),
)

NARROWED = st.builds(Place, st.just(0) | ROW_IDS, st.just(0) | ROW_IDS, st.just(0) | ROW_IDS)
QUEUES = st.builds(ReviewQueue, st.sampled_from(Level), PAGES, NARROWED)
FOUND = st.none() | st.lists(ROW_IDS, max_size=3).map(tuple)
MEMBER_LISTS = st.builds(MemberList, PAGES, FOUND, NARROWED)
CARDS = st.builds(ReviewCard, STAYS, st.integers(1, 4), st.none() | QUEUES, st.none() | MEMBER_LISTS)
HOLDERS = st.builds(HolderList, PAGES)
NESTS = st.just("nest:b1") | NAMES

ORGANISERS_PLACES: st.SearchStrategy[Step] = st.one_of(
    QUEUES,
    MEMBER_LISTS,
    CARDS,
    st.builds(ChoosingReason, CARDS, st.sampled_from([Verb.RETURN, Verb.DECLINE, Verb.END])),
    st.builds(OfferingPoint, CARDS, NAMES),
    st.builds(AskingMember, CARDS),
    st.builds(AnsweringQuestion, ROW_IDS),
    st.builds(SettingRules, st.just(0) | ROW_IDS),
    st.builds(SettingRules, ROW_IDS, st.sampled_from([1, 2])),
    st.builds(FindingMember),
    st.builds(ToDo),
    st.builds(ChoosingRole),
    st.builds(ChoosingScope, st.sampled_from([Role.ORGANISER, Role.VOLUNTEER]), st.just(0) | ROW_IDS, PAGES),
    HOLDERS,
    st.builds(TakingAway, ROW_IDS, HOLDERS),
    st.builds(AtPrivacy),
    st.builds(Forgetting, st.booleans()),
    st.builds(NestCard, NESTS),
    st.builds(NamingBranch, NESTS),
)

PLACES: st.SearchStrategy[Step] = ORGANISERS_PLACES | st.one_of(
    ACTIVITY_PLACES,
    AFTERWARDS_PLACES,
    ANNOUNCING_PLACES,
    AUDIENCE_PLACES,
    WISH_PLACES,
    SENTENCE_PLACES,
    ORGANISING_PLACES,
    CHECK_IN_PLACES,
    DUTY_PLACES,
    ANNOUNCED_PLACES,
    MAIL_PLACES,
    GROUP_PLACES,
    GRID_PLACES,
    st.builds(AtMenu),
    st.builds(AtMore, st.booleans()),
    st.builds(ChoosingLanguage),
    st.builds(SayingWhere, st.integers(0, 1023)),
    NEAREST,
    st.builds(ChoosingService, NEAREST),
    st.builds(ChoosingGuess, NAMES, st.booleans(), st.lists(GUESSES, max_size=5).map(tuple)),
    st.builds(FoundNothing, NAMES),
    st.builds(BrowsingUnits, ROW_IDS, PAGES),
    UNIT_LISTS,
    st.builds(PointCard, ROW_IDS, st.none() | NEAREST, st.none() | UNIT_LISTS),
    st.builds(Agreeing, ROW_IDS),
    st.builds(ChoosingStay, ROW_IDS),
    st.builds(SayingArrival, ROW_IDS, st.sampled_from(Stay)),
    st.builds(Answering, STAYS, st.sampled_from(Asked), st.booleans()),
    st.builds(ChoosingBuilding, STAYS, NAMES, st.booleans()),
    st.builds(CheckingRequest, STAYS),
    st.builds(ChoosingItem, STAYS, st.booleans()),
    st.builds(MyAffiliation, STAYS),
    st.builds(BeingSure, STAYS, st.sampled_from(Verb) | NAMES),
    st.builds(ChoosingEnding, STAYS),
    st.builds(SayingNewEnd, STAYS),
    st.builds(ReadingHomeLink, NAMES, STAYS),
    st.builds(SayingObjection, NAMES, STAYS),
)
