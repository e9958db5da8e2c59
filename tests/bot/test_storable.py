"""What no store holds is taken out of whatever comes in; all else is the same."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from bot.chat import AskedInGroup, Commanded, Edited, Event, Said, SentFile, SharedContact, Started, Tapped
from bot.storable import storable

ODD = st.text(st.sampled_from(["a", "王", "\0", "\ud83d", "\ude00", "\U0001f600"]), max_size=8)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Said, ODD, html=ODD),
    st.builds(Started, ODD),
    st.builds(Commanded, ODD, ODD),
    st.builds(Edited, ODD),
    st.builds(Tapped, ODD, st.just(1)),
    st.builds(SentFile, ODD, ODD, caption=ODD),
    st.builds(SharedContact, ODD, st.booleans(), ODD, ODD),
    st.builds(AskedInGroup, ODD, title=ODD),
)


@given(EVENTS)
def test_every_text_can_be_kept(event: Event) -> None:
    kept = storable(event)
    assert type(kept) is type(event)
    for field in fields(event):
        before, after = getattr(event, field.name), getattr(kept, field.name)
        if isinstance(before, str):
            assert "\0" not in after
            after.encode()
            assert after == "".join(sign for sign in before if sign in {"a", "王", "\U0001f600"})


def test_what_can_be_kept_is_the_same_thing() -> None:
    said = Said("王芳 \U0001f600")
    assert storable(said) is said
    assert storable(None) is None
