"""The places around topics, wishes and the digest, as hypothesis makes them: any kind, whether wished for or not."""

from hypothesis import strategies as st

from bot.flows.step import Step
from bot.flows.wishes.steps import (
    ChoosingDigest,
    ChoosingDigestTime,
    ChoosingInterests,
    ChoosingTopics,
    DigestCard,
    SayingWish,
    Wishing,
    WishTally,
    WishWords,
)
from domain.activities.activities import Kind

_ROW_IDS = st.one_of(st.integers(0, 20), st.integers(0, 2**63 - 1))
_PAGES = st.one_of(st.integers(0, 3), st.integers(0, 2**31))
_KINDS = st.sampled_from(Kind)

WISH_PLACES: st.SearchStrategy[Step] = st.one_of(
    st.builds(ChoosingTopics),
    st.builds(ChoosingInterests),
    st.builds(Wishing, st.text(max_size=40)),
    st.builds(SayingWish, _KINDS),
    st.builds(WishTally),
    st.builds(WishWords, _KINDS, _PAGES),
    st.builds(ChoosingDigest, _PAGES),
    st.builds(DigestCard, _ROW_IDS),
    st.builds(ChoosingDigestTime, _ROW_IDS),
)
