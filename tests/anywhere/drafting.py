"""Every place around composing an announcement, as hypothesis makes them: any words, rows that may not exist."""

from hypothesis import strategies as st

from bot.flows.announcements.steps import (
    AnnouncementCard,
    AnnouncementList,
    Attaching,
    ChangingAnnouncement,
    ChoosingSender,
    ChoosingTemplate,
    ChoosingTopic,
    DiscardingAnnouncement,
    Found,
    Linking,
    ReturningAnnouncement,
    SayingTooLate,
    SendingSurely,
    Timing,
    Wording,
    WritingNew,
)
from bot.flows.step import Step
from bot.texts import LANGUAGES
from domain.announcements.announcements import Target

_ROWS = st.one_of(st.integers(1, 8), st.integers(0, 2**63 - 1))
_PAGES = st.one_of(st.integers(0, 3), st.integers(0, 2**31))
_NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_VERSIONS = st.integers(1, 20)
_DAYS = st.sampled_from(["", "2026-12-10", "x", "9999-12-31"])
_FOUND = st.builds(Found, st.sampled_from(Target), _ROWS, _NAMES)

ANNOUNCING_PLACES: st.SearchStrategy[Step] = st.one_of(
    st.builds(AnnouncementList, _PAGES),
    st.builds(AnnouncementCard, _ROWS),
    st.builds(ChoosingSender),
    st.builds(WritingNew, _ROWS),
    st.builds(ChoosingTemplate, _ROWS, _PAGES),
    st.builds(ChoosingTopic, _ROWS, st.booleans()),
    st.builds(ChangingAnnouncement, _ROWS),
    st.builds(Wording, _ROWS, st.sampled_from(LANGUAGES)),
    st.builds(Attaching, _ROWS, _NAMES, st.booleans()),
    st.builds(Linking, _ROWS, st.lists(_FOUND, max_size=4).map(tuple)),
    st.builds(Timing, _ROWS, _DAYS),
    st.builds(SayingTooLate, _ROWS),
    st.builds(SendingSurely, _ROWS, _VERSIONS),
    st.builds(ReturningAnnouncement, _ROWS, _VERSIONS),
    st.builds(DiscardingAnnouncement, _ROWS),
)
