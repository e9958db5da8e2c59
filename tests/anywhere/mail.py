"""Every place around the centre's mail, as hypothesis makes them: rows that may not exist, any words."""

from hypothesis import strategies as st

from bot.flows.mail.steps import AnsweringMail, ChoosingMailbox, Closing, HandingOn, MailCard, MailList, WritingIn
from bot.flows.step import Step
from domain.messages.threads import FILE_KINDS

_IDS = st.one_of(st.integers(1, 12), st.integers(0, 2**63 - 1))
_PAGES = st.one_of(st.integers(0, 3), st.integers(0, 2**31))
_NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
_FILES = st.lists(st.tuples(st.sampled_from(sorted(FILE_KINDS)), st.just("AgAC")), max_size=3).map(tuple)
_LISTS = st.builds(MailList, st.booleans(), _PAGES)
_CARDS = st.builds(MailCard, _IDS, _LISTS)

MAIL_PLACES: st.SearchStrategy[Step] = st.one_of(
    st.builds(WritingIn, _IDS),
    st.builds(ChoosingMailbox, _NAMES, _FILES, _IDS, _PAGES),
    _LISTS,
    _CARDS,
    st.builds(AnsweringMail, _CARDS),
    st.builds(HandingOn, _CARDS, _PAGES),
    st.builds(Closing, _CARDS),
)
