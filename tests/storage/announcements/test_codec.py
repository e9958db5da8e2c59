"""Whatever an announcement is, it reads back as it was written, and is written in one way only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activities.activities import Kind
from domain.affiliations.affiliations import State, Stay
from domain.announcements.announcements import Content, Link, Medium, Target
from domain.announcements.audiences import (
    AtBuildings,
    AtCompanies,
    Audience,
    Criterion,
    Holds,
    Likes,
    Reads,
    Relation,
    Stays,
    ToActivities,
    Under,
)
from domain.people.roles import Role
from storage.announcements.codec import read_audience, read_content, write_audience, write_content

IDS = st.frozensets(st.integers(1, 2**62))
CRITERIA: st.SearchStrategy[Criterion] = st.one_of(
    st.builds(Under, IDS),
    st.builds(Holds, st.frozensets(st.sampled_from(Role))),
    st.builds(Stays, st.frozensets(st.sampled_from(Stay)), st.frozensets(st.sampled_from(State))),
    st.builds(AtBuildings, IDS),
    st.builds(AtCompanies, st.frozensets(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=3)),
    st.builds(ToActivities, IDS, st.sampled_from(Relation)),
    st.builds(Likes, st.frozensets(st.sampled_from(Kind))),
    st.builds(Reads, st.frozensets(st.sampled_from(["zh_Hans", "en"]))),
)
SEVERAL = st.lists(CRITERIA, max_size=4).map(tuple)
CONTENTS = st.builds(
    Content,
    st.dictionaries(st.sampled_from(["zh_Hans", "en"]), st.text(st.characters(codec="utf-8"))),
    st.lists(st.builds(Medium, st.sampled_from(["photo", "video", "document"]), st.text("AgQ-_09")), max_size=10).map(
        tuple
    ),
    st.lists(st.builds(Link, st.sampled_from(Target), st.integers(1, 2**62)), max_size=4).map(tuple),
)


@given(st.builds(Audience, st.sampled_from(["/", "/1/", "/1/7/31/"]), SEVERAL, SEVERAL))
def test_audience_reads_back(audience: Audience) -> None:
    text = write_audience(audience)

    assert read_audience(text) == audience
    assert write_audience(read_audience(text)) == text


@given(CONTENTS)
def test_content_reads_back(content: Content) -> None:
    written = write_content(content)

    assert read_content(written) == content
    assert write_content(read_content(written)) == written


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"path":"/","all_of":[["flies",[1]]],"none_of":[]}', '{"path":"/","all_of":[7]}']
)
def test_what_is_no_audience(text: str) -> None:
    with pytest.raises(ValueError, match="this is no audience"):
        read_audience(text)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"{}", b'{"html":{},"media":[1],"links":[]}'])
def test_what_is_no_content(text: bytes) -> None:
    with pytest.raises(ValueError, match="this is no content"):
        read_content(text)
