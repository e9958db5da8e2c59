"""A speaker: the link that makes somebody one, what they are asked, another time, and an end of it; each once."""

from bot.chat import Started
from bot.deep_links import SPEAKER as LINK
from bot.flows.booking import speaking
from bot.flows.booking.steps import AgreeingToSpeak
from bot.flows.desk import Chose, Remain
from bot.flows.entry_points import EntryPoint
from domain.booking.life import State
from storage.booking import own, resources
from storage.booking.resources import ResourceRow
from tests.flows.booking.played import HOST, LENDER, SPEAKER, STRANGER, Played, desk


def lawyer(there: Played) -> ResourceRow:
    with there.store.unit_of_work() as unit:
        found = resources.by_code(unit, "LAWYER")
        assert found is not None
        return found


def link(there: Played) -> Started:
    return Started(LINK + lawyer(there).token)


def test_the_link_makes_one_person_the_speaker_who_then_reads_what_was_asked(there: Played) -> None:
    number = there.books("LAWYER")
    lender, speaker, stranger = there[LENDER], there[SPEAKER], there[STRANGER]
    lender.opens(EntryPoint.BOOKING, number)
    assert lender.labels == ["Agree", "Not possible", "Ask something", "Back"]

    shown = speaker.does(link(there))
    assert "南京西路街道 has noted you as a speaker: 周律师." in shown
    assert "On: 法律, 劳动法" in shown
    assert "All right. Nobody asks you." in speaker.taps("No, do not ask me")
    assert lawyer(there).chat_id is None
    stranger.does(link(there))
    speaker.does(link(there))
    assert "no longer possible here" in speaker.forges("Yes, ask me", "maybe")
    assert "✅ Thank you. You are asked here." in speaker.taps("Yes, ask me")
    assert lawyer(there).chat_id == SPEAKER
    assert speaker.hears("静安寺街道 would like you to come and speak:") == 1

    assert "not in your hands" in stranger.taps("Yes, ask me")
    assert lawyer(there).chat_id == SPEAKER
    assert "no longer on the list" in stranger.does(link(there))
    assert "not in your hands" in lender.taps("Agree")
    assert "✅ Noted: you come. They are told." in speaker.taps("Yes, I come")
    assert there.state(number) is State.GRANTED
    assert there[HOST].hears("周律师 comes:") == 1


def test_of_two_who_say_yes_at_once_one_is_the_speaker(there: Played) -> None:
    with there.store.unit_of_work() as unit:
        row = resources.by_code(unit, "LAWYER")
        assert row is not None
        assert own.answers_for(unit, row.id, SPEAKER)
        late = desk(unit, STRANGER)
        move = speaking.hear_agreeing(AgreeingToSpeak(row.id), row, Chose("yes", 1), late)
        assert isinstance(move, Remain)
        assert "not in your hands" in str(move.replies)
        now = resources.find(unit, row.id)
        assert now is not None
        assert now.chat_id == SPEAKER


def test_who_has_tried_too_many_links_opens_none_of_a_speaker(there: Played) -> None:
    speaker = there[SPEAKER]
    for at in range(11):
        speaker.does(Started(f"i_guess-{at}"))
    assert "Too many links were unknown" in speaker.does(link(there))
    assert lawyer(there).chat_id is None


def test_a_speaker_declines_from_the_message_and_from_the_card(there: Played) -> None:
    there.deed(SPEAKER, "(speaks LAWYER)")
    first, second, third = (there.books("LAWYER", hour=hour) for hour in (9, 14, 19))
    speaker, host = there[SPEAKER], there[HOST]
    assert "Noted: you cannot. They are told." in speaker.opens(EntryPoint.REFUSE_BOOKING, first)
    assert host.hears("周律师 cannot come:") == 1
    speaker.opens(EntryPoint.BOOKING, second)
    assert speaker.labels == ["Yes, I come", "No, I cannot", "Another time", "Back"]
    assert "Noted: you cannot. They are told." in speaker.taps("No, I cannot")
    assert host.hears("周律师 cannot come:") == 2
    speaker.opens(EntryPoint.BOOKING, third)
    speaker.taps("Yes, I come")
    speaker.opens(EntryPoint.BOOKING, third)
    assert speaker.labels == ["I cannot come after all", "Back"]
    assert "It was promised. Why is it taken back?" in speaker.taps("I cannot come after all")
    speaker.says("I have caught a cold")
    assert {there.state(one) for one in (first, second, third)} == {State.REFUSED}
    assert host.hears("They say: “I have caught a cold”") == 1
    speaker.opens(EntryPoint.BOOKING, third)
    speaker.taps("Back")
    assert "What units share" not in str(speaker.labels)


def test_a_time_in_words_alone_is_passed_on_as_it_is(there: Played) -> None:
    there.deed(SPEAKER, "(speaks LAWYER)")
    number = there.books("LAWYER")
    speaker, host = there[SPEAKER], there[HOST]
    speaker.opens(EntryPoint.BOOKING, number)
    assert "When could you come instead?" in speaker.taps("Another time")
    assert "Asked." in speaker.taps("Back")
    there.waits(minutes=5)
    speaker.taps("Another time")
    assert "When could you come instead?" in speaker.says("\u200b")
    assert "Passed on, thank you." in speaker.says("Some day in spring")
    assert host.hears("“Some day in spring”") == 1
    assert host.labels == ["See the booking"]
    assert "not in your hands" in there[LENDER].opens(EntryPoint.OTHER_TIME, number)


def test_a_proposed_time_that_has_gone_by_moves_nothing(there: Played) -> None:
    there.deed(SPEAKER, "(speaks LAWYER)")
    number = there.books("LAWYER")
    speaker, host = there[SPEAKER], there[HOST]
    speaker.opens(EntryPoint.OTHER_TIME, number)
    speaker.says("Dec 3, 19:00-21:00")
    assert host.labels == ["Move it to Thu, Dec 3, 19:00–21:00", "See the booking"]
    there.waits(days=3)
    begins = there.stands(number).starts_at
    assert "That time has gone by." in host.taps("Move it to Thu, Dec 3, 19:00–21:00")
    assert there.stands(number).starts_at == begins


def test_only_the_speaker_ends_being_asked(there: Played) -> None:
    there.deed(SPEAKER, "(speaks LAWYER)")
    speaker, lender, number = there[SPEAKER], there[LENDER], there.number("LAWYER")
    assert "not in your hands" in lender.opens(EntryPoint.LEAVE_SPEAKERS, number)
    assert "not in your hands" in lender.opens(EntryPoint.LEAVE_SPEAKERS, 999)
    assert "Shall nobody ask you any more, for good?" in speaker.opens(EntryPoint.LEAVE_SPEAKERS, number)
    assert "no longer possible here" in speaker.forges("Back", "perhaps")
    speaker.taps("Back")
    assert lawyer(there).retired_at is None
    speaker.opens(EntryPoint.LEAVE_SPEAKERS, number)
    assert "Nobody asks you any more." in speaker.taps("Ask me no more")
    assert lender.hears("周律师 no longer wants to be asked to speak") == 1
    assert "not in your hands" in speaker.opens(EntryPoint.LEAVE_SPEAKERS, number)
