"""The places that sentences lead to, as hypothesis makes them: anything asked for, and whether or not there is such."""

from datetime import date

from hypothesis import strategies as st

from bot.flows.points import Origin
from bot.flows.sentences.steps import Asked, DidYouMean, ShortAnswer
from bot.flows.step import Step
from domain.activities.activities import Kind
from domain.said.days import Part
from domain.said.sentences.frames import Frame

_ROW_IDS = st.one_of(st.integers(0, 20), st.integers(0, 2**63 - 1))
_DAYS = st.none() | st.dates(date(2026, 1, 1), date(2028, 12, 31))
_ORIGINS = st.builds(Origin, st.text(max_size=40), st.floats(-90, 90), st.floats(-180, 180))
_ASKED = st.builds(
    Asked,
    st.sampled_from(Frame),
    _DAYS,
    _DAYS,
    st.none() | st.sampled_from(Part),
    st.none() | st.sampled_from(Kind),
    st.integers(0, 1023),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(("", "2月30日")),
    st.none() | _ORIGINS,
    _ROW_IDS,
    _ROW_IDS,
    st.lists(_ROW_IDS, max_size=2).map(tuple),
)

SENTENCE_PLACES: st.SearchStrategy[Step] = st.one_of(
    st.builds(DidYouMean, st.text(max_size=30), st.lists(_ASKED, max_size=3).map(tuple), st.text(max_size=10)),
    st.builds(ShortAnswer, st.sampled_from(Frame), st.text("0123456789abcdef", max_size=10)),
)
