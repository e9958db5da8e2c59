"""The places after an announcement began to leave, as hypothesis makes them: some of its rows do not exist."""

from html import escape

from hypothesis import strategies as st

from bot.flows.announcements.steps import (
    AnnouncedCard,
    AnnouncedSurely,
    AskingWhy,
    ChoosingWhose,
    CorrectingAnnounced,
    Irrevocable,
    Namesake,
)
from bot.flows.step import Step

_ROW_IDS = st.one_of(st.integers(0, 9), st.integers(0, 2**63 - 1))
_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_LANGUAGES = st.sampled_from(["zh_Hans", "en"])
_NAMESAKES = st.builds(Namesake, st.integers(1, 2**62), _WORDS, _WORDS)

ANNOUNCED_PLACES: st.SearchStrategy[Step] = st.one_of(
    st.builds(AnnouncedCard, _ROW_IDS),
    st.builds(AnnouncedSurely, _ROW_IDS, st.sampled_from(Irrevocable)),
    st.builds(
        CorrectingAnnounced,
        _ROW_IDS,
        _LANGUAGES,
        st.lists(st.tuples(_LANGUAGES, _WORDS.map(escape)), max_size=2, unique_by=lambda pair: pair[0]).map(tuple),
    ),
    st.builds(AskingWhy, _ROW_IDS),
    st.builds(ChoosingWhose, _ROW_IDS, st.lists(_NAMESAKES, max_size=5).map(tuple)),
)
