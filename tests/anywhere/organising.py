"""Every place around composing and running activities, as hypothesis makes them: any words, rows that may not exist."""

from hypothesis import strategies as st

from bot.flows.activities.in_hand import ActivitiesInHand, ActivityInHand, DraftCard, Only
from bot.flows.narrowing import Place
from bot.flows.organising.steps import (
    AnsweringItem,
    CallingOff,
    CallingOffSurely,
    ChoosingHolder,
    ChoosingPart,
    ChoosingVenue,
    ConsideringChange,
    Discarding,
    DoubtingTime,
    FoundVenue,
    Item,
    KindOfActivity,
    NamingActivity,
    NotConfirmed,
    PlanningSeries,
    SayingLength,
    SayingWhen,
    Seed,
)
from bot.flows.step import Step
from bot.flows.typed import readable
from domain.activities.activities import Attachment, Audience, Kind, Plan, Spot
from domain.places.geo import Position
from domain.times.when import Odd

_ROWS = st.one_of(st.integers(1, 8), st.integers(0, 2**63 - 1))
_PAGES = st.one_of(st.integers(0, 3), st.integers(0, 2**31))
_NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_LABELS = _NAMES.map(readable).filter(bool)
_KINDS = st.sampled_from(Kind)
_LOCAL = st.sampled_from(["2026-12-10T19:00", "2026-12-01T02:30", "2026-11-01T19:00", "", "x", "9999-12-31T23:00"])
_SEEDS = st.builds(Seed, _ROWS, _KINDS, _NAMES, st.just(0) | _ROWS, st.just(0) | _ROWS)
_POSITIONS = st.none() | st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))
_SPOTS = st.one_of(
    st.builds(Spot),
    st.builds(Spot, point_id=_ROWS, room=_NAMES),
    st.builds(Spot, building_id=_ROWS),
    st.builds(Spot, title=_NAMES, position=_POSITIONS),
)
_STARTS = st.floats(1.7e9, 2.2e9)
_PLANS = _STARTS.flatmap(
    lambda starts: st.builds(
        Plan,
        _KINDS,
        _NAMES,
        st.just(starts),
        st.floats(starts + 1, starts + 90_000),
        _SPOTS,
        st.integers(1, 15).map(Audience),
        st.none() | st.integers(1, 99_999),
        confirm_by=st.none() | st.just(starts - 3_600),
        notes=_NAMES,
        attachment=st.none() | st.just(Attachment("photo", "x")),
    )
)
_IN = st.builds(Place, st.just(0), st.just(0) | _ROWS, st.just(0) | _ROWS)
_FOUND = st.none() | st.lists(_ROWS, max_size=3).map(tuple)
_LISTS = st.builds(ActivitiesInHand, st.booleans(), _PAGES, st.none() | st.sampled_from(Only), _IN, _FOUND)

ORGANISING_PLACES: st.SearchStrategy[Step] = st.one_of(
    st.builds(ChoosingHolder),
    st.builds(KindOfActivity, _ROWS),
    st.builds(NamingActivity, _ROWS, _KINDS),
    st.builds(SayingWhen, _SEEDS, _LOCAL | st.just("2026-12-10")),
    st.builds(SayingLength, _SEEDS, _LOCAL),
    st.builds(DoubtingTime, _SEEDS, _LOCAL, _LOCAL, st.sampled_from(Odd)),
    st.builds(AnsweringItem, _ROWS, st.sampled_from(Item), st.booleans(), st.integers(0, 2**20)),
    st.builds(ChoosingVenue, _ROWS, _NAMES, st.lists(st.builds(FoundVenue, _LABELS, _SPOTS), max_size=4).map(tuple)),
    st.builds(DraftCard, _ROWS),
    st.builds(ChoosingPart, _ROWS),
    st.builds(Discarding, _ROWS),
    st.builds(ConsideringChange, _ROWS, st.integers(1, 2), _PLANS),
    st.builds(PlanningSeries, _ROWS),
    _LISTS,
    st.builds(ActivityInHand, _ROWS, _LISTS),
    st.builds(NotConfirmed, _ROWS, _PAGES),
    st.builds(CallingOff, _ROWS),
    st.builds(CallingOffSurely, _ROWS, _NAMES),
)
