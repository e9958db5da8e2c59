"""The places after an activity, as hypothesis makes them: rows that may not exist, and some that do."""

from datetime import date

from hypothesis import strategies as st

from bot.flows.afterwards.steps import (
    ActivityReport,
    CheckingCode,
    ChoosingReported,
    MonthReport,
    MyRecord,
    RatingActivity,
    RecordedActivity,
    SayingMore,
)
from bot.flows.step import Step

_ROW_IDS = st.one_of(st.integers(0, 20), st.integers(0, 2**63 - 1))
_PAGES = st.one_of(st.integers(0, 3), st.integers(0, 2**31))
_RECORDS = st.builds(MyRecord, st.integers(2025, 2028), _PAGES)
_MONTHS = st.dates(date(2025, 1, 1), date(2030, 12, 31)).map(lambda day: day.replace(day=1))

AFTERWARDS_PLACES: st.SearchStrategy[Step] = st.one_of(
    st.builds(RatingActivity, _ROW_IDS, st.sampled_from(["", "0123456789"])),
    st.builds(SayingMore, _ROW_IDS),
    _RECORDS,
    st.builds(RecordedActivity, _ROW_IDS, _RECORDS),
    st.builds(CheckingCode),
    st.builds(ActivityReport, _ROW_IDS),
    st.builds(ChoosingReported, _ROW_IDS, _PAGES),
    st.builds(MonthReport, _ROW_IDS, _MONTHS),
)
