"""Every place around duties and written answers, as hypothesis makes them: rows that may not exist, any words."""

from hypothesis import strategies as st

from bot.flows.answering.steps import SayingWhich
from bot.flows.duties.steps import (
    CallingVolunteers,
    ChangingDuty,
    CountingDuty,
    DutyCard,
    DutyList,
    DutyPart,
    MyDuties,
    MyDuty,
    NamingDuty,
    RemovingDuty,
)
from bot.flows.step import Step

_IDS = st.one_of(st.integers(1, 4), st.integers(0, 2**63 - 1))
_NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_TYPED = st.sampled_from(["好的", "来不了", "晚到20分钟", "ok"]) | _NAMES
_NOUNS = ["duty_answer", "activity", "signup", "question", "affiliation", "rating", "thread"]
_ABOUTS = st.builds("{}:{}".format, st.sampled_from(_NOUNS), _IDS) | _NAMES

DUTY_PLACES: st.SearchStrategy[Step] = st.one_of(
    st.builds(DutyList, _IDS),
    st.builds(NamingDuty, _IDS),
    st.builds(CountingDuty, _IDS, _NAMES),
    st.builds(CallingVolunteers, _IDS),
    st.builds(DutyCard, _IDS),
    st.builds(ChangingDuty, _IDS, st.sampled_from(DutyPart)),
    st.builds(RemovingDuty, _IDS),
    st.builds(MyDuties, st.one_of(st.integers(0, 3), st.integers(0, 2**31))),
    st.builds(MyDuty, _IDS),
    st.builds(SayingWhich, _TYPED, st.lists(_ABOUTS, max_size=6).map(tuple), st.sampled_from(["", "0123456789"])),
)
