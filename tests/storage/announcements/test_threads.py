"""Threads of the centre's mail: words join what is open, whoever is first takes it, and all of it is sealed."""

from collections.abc import Callable
from typing import Final

import pytest
from sqlalchemy import func, select

from domain.announcements.announcements import Medium
from domain.messages.threads import State
from domain.people.deeds import By, Deed
from storage.announcements import threads
from storage.announcements.threads import MessageRow, Posted, ThreadRow, Writing
from storage.people import audit
from storage.tables.announcements import thread_messages
from storage.unit_of_work import Store, UnitOfWork
from storage.upkeep import own_data
from tests.storage.stays import CHEN, LI, NOW, WANG, ZHOU, path, unit_id

JA: Final = "310106011"  # a subdistrict, of the district below
JING_AN: Final = "310106"
PICTURE: Final = Medium("photo", "AgAC")


def written(unit: UnitOfWork, said: str = "Is the hall open?", chat_id: int = WANG, at: float = NOW) -> Posted:
    return threads.post(unit, unit_id(unit, JA), Writing(said), Deed(By(chat_id), at))


def found(unit: UnitOfWork, thread_id: int) -> ThreadRow:
    row = threads.find(unit, thread_id)
    assert row is not None
    return row


def test_first_words_open_a_thread(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        posted = threads.post(
            unit, unit_id(unit, JA), Writing("See this", (PICTURE,)), Deed(By(WANG), NOW), "announcement:7"
        )
        unit.commit()

    with city().unit_of_work() as unit:
        row = found(unit, posted.row.id)
        assert row == ThreadRow(1, WANG, unit_id(unit, JA), "announcement:7", State.OPEN, None, NOW, NOW, None)
        assert posted == Posted(row, is_new=True, waited=False)
        said = MessageRow(1, from_member=True, by_chat=WANG, said="See this", file=PICTURE, at=NOW)
        assert threads.messages(unit, row.id) == [said]
        assert threads.first_words(unit, [row.id]) == {row.id: said}


def test_files_of_one_message_stand_one_by_one(city_store: Store) -> None:
    second = Medium("document", "BQAC")
    with city_store.unit_of_work() as unit:
        posted = threads.post(unit, unit_id(unit, JA), Writing("Two", (PICTURE, second)), Deed(By(WANG), NOW))
        said = [(one.said, one.file) for one in threads.messages(unit, posted.row.id)]
        assert said == [("Two", PICTURE), ("", second)]


def test_further_words_join_what_is_open(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        first = written(unit)
        second = written(unit, "And the library?", at=NOW + 5)
        assert second == Posted(first.row, is_new=False, waited=True)
        assert [one.said for one in threads.messages(unit, first.row.id)] == ["Is the hall open?", "And the library?"]


def test_words_about_an_announcement_have_a_thread_of_their_own(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        first, host = written(unit), unit_id(unit, JA)
        about = threads.post(unit, host, Writing("I come"), Deed(By(WANG), NOW), "announcement:7")
        again = threads.post(unit, host, Writing("I come late"), Deed(By(WANG), NOW), "announcement:7")
        other = threads.post(unit, host, Writing("Me too"), Deed(By(WANG), NOW), "announcement:8")
        assert [one.is_new for one in (first, about, again, other)] == [True, True, False, True]
        assert again.row.id == about.row.id
        assert [one.id for one in threads.open_of(unit, WANG)] == [other.row.id, about.row.id, first.row.id]


def test_answer_takes_it_and_ends_the_waiting(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        thread_id = written(unit).row.id
        assert threads.answer(unit, thread_id, Writing("Until 8 pm", (PICTURE,)), Deed(By(CHEN), NOW + 60))
        row = found(unit, thread_id)
        assert (row.state, row.taken_by, row.unanswered_since, row.waits) == (State.TAKEN, CHEN, None, False)
        last = threads.messages(unit, thread_id)[-1]
        said = MessageRow(2, from_member=False, by_chat=CHEN, said="Until 8 pm", file=PICTURE, at=NOW + 60)
        assert last == said

        after = written(unit, "Thanks", at=NOW + 90)
        assert (after.row.unanswered_since, after.row.taken_by, after.waited) == (NOW + 90, CHEN, False)


def test_who_has_answered_last_answers_further(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        first, second = (written(unit, chat_id=chat) for chat in (WANG, LI))
        assert threads.answered_by(unit, CHEN, NOW) is None
        for at, posted in enumerate((second, first), start=1):
            threads.answer(unit, posted.row.id, Writing("好"), Deed(By(CHEN), NOW + at))
        assert threads.answered_by(unit, CHEN, NOW) == first.row.id
        assert threads.answered_by(unit, CHEN, NOW + 2) is None
        assert threads.answered_by(unit, WANG, NOW - 1) is None


def test_answered_threads_are_those_whose_last_word_is_the_centre_s(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        posted = written(unit)
        assert list(threads.answered_since(unit, WANG, NOW - 1.0)) == []
        threads.answer(unit, posted.row.id, Writing("It is."), Deed(By(CHEN, "organiser"), NOW + 5.0))
        threads.close(unit, posted.row.id, Deed(By(CHEN, "organiser"), NOW + 6.0))
        assert list(threads.answered_since(unit, WANG, NOW)) == [(found(unit, posted.row.id), NOW + 5.0)]
        assert list(threads.answered_since(unit, WANG, NOW + 5.0)) == []
        assert list(threads.answered_since(unit, LI, NOW)) == []
        threads.post_to(unit, posted.row.id, Writing("Also on Sunday?"), NOW + 7.0)
        assert list(threads.answered_since(unit, WANG, NOW)) == []


def test_whoever_is_first_takes_it(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        thread_id = written(unit).row.id
        assert threads.take(unit, thread_id, Deed(By(CHEN), NOW))
        assert not threads.take(unit, thread_id, Deed(By(ZHOU), NOW))
        assert found(unit, thread_id).taken_by == CHEN
        assert threads.take(unit, thread_id, Deed(By(ZHOU), NOW), over=True)
        assert found(unit, thread_id).taken_by == ZHOU


def test_left_to_colleagues_it_is_free_again(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        thread_id = written(unit).row.id
        threads.take(unit, thread_id, Deed(By(CHEN), NOW))
        assert threads.give_back(unit, thread_id, Deed(By(CHEN), NOW))
        row = found(unit, thread_id)
        assert (row.state, row.taken_by, row.unanswered_since) == (State.OPEN, None, NOW)


def test_moved_it_is_in_the_mail_of_the_other_unit(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        thread_id, above = written(unit).row.id, unit_id(unit, JING_AN)
        threads.take(unit, thread_id, Deed(By(CHEN), NOW))
        assert threads.move(unit, thread_id, above, Deed(By(CHEN), NOW))
        row = found(unit, thread_id)
        assert (row.unit_id, row.state, row.taken_by) == (above, State.OPEN, None)
        assert threads.in_mail(unit, [path(unit, JA)], CHEN, 0, 5) == []
        assert threads.in_mail(unit, [path(unit, JING_AN)], CHEN, 0, 5) == [row]


def test_closed_nothing_more_is_done_to_it(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        thread_id = written(unit).row.id
        assert threads.close(unit, thread_id, Deed(By(CHEN), NOW + 9))
        row = found(unit, thread_id)
        assert (row.state, row.closed_at, row.unanswered_since) == (State.CLOSED, NOW + 9, None)
        done = (
            threads.close(unit, thread_id, Deed(By(CHEN), NOW)),
            threads.take(unit, thread_id, Deed(By(CHEN), NOW), over=True),
            threads.give_back(unit, thread_id, Deed(By(CHEN), NOW)),
            threads.move(unit, thread_id, unit_id(unit, JING_AN), Deed(By(CHEN), NOW)),
            threads.answer(unit, thread_id, Writing("Too late"), Deed(By(CHEN), NOW)),
        )
        assert done == (False, False, False, False, False)
        assert (found(unit, thread_id), len(threads.messages(unit, thread_id))) == (row, 1)


def test_words_after_the_end_open_another_and_an_answer_to_it_the_same(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        thread_id = written(unit).row.id
        threads.answer(unit, thread_id, Writing("Yes"), Deed(By(CHEN), NOW))
        threads.close(unit, thread_id, Deed(By(CHEN), NOW))
        again = threads.post_to(unit, thread_id, Writing("One more thing"), NOW + 3)
        state = (again.row.id, again.row.state, again.row.taken_by, again.row.unanswered_since, again.row.closed_at)
        assert state == (thread_id, State.OPEN, None, NOW + 3, None)
        assert (again.is_new, again.waited) == (False, False)

        threads.close(unit, thread_id, Deed(By(CHEN), NOW))
        assert written(unit).row.id != thread_id


def test_writing_to_what_is_not_there_is_refused(city_store: Store) -> None:
    with city_store.unit_of_work() as unit, pytest.raises(LookupError):
        threads.post_to(unit, 99, Writing("Hello"), NOW)


def test_mail_shows_the_longest_waiting_first_and_never_the_own(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        answered, late, early = (
            written(unit, chat_id=chat_id, at=NOW + at).row.id for chat_id, at in ((WANG, 0), (LI, 20), (ZHOU, 10))
        )
        own = written(unit, chat_id=CHEN).row.id
        threads.answer(unit, answered, Writing("Yes"), Deed(By(CHEN), NOW))
        below = [path(unit, JING_AN)]
        assert [row.id for row in threads.in_mail(unit, below, CHEN, 0, 5)] == [early, late, answered]
        assert [row.id for row in threads.in_mail(unit, below, CHEN, 1, 1)] == [late]
        assert [row.id for row in threads.unanswered(unit, below, CHEN, 5)] == [early, late]
        assert [row.id for row in threads.unanswered(unit, below, CHEN, 1)] == [early]
        assert (threads.count_in_mail(unit, below, CHEN), threads.count_waiting(unit, below, CHEN)) == (3, 2)
        assert (threads.in_mail(unit, [], CHEN, 0, 5), threads.count_waiting(unit, [], CHEN)) == ([], 0)

        for at, thread_id in enumerate((late, early, own)):
            threads.close(unit, thread_id, Deed(By(ZHOU), NOW + at))
        assert [row.id for row in threads.closed_mail(unit, below, CHEN, 0, 5)] == [early, late]
        assert threads.count_closed(unit, below, CHEN) == 2


def test_threads_of_a_unit_are_counted_since_a_moment(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        for at, chat_id in enumerate((WANG, LI, ZHOU)):
            written(unit, chat_id=chat_id, at=NOW + at)
        assert threads.opened_since(unit, unit_id(unit, JA), NOW) == 2


def test_announcement_that_is_not_there_belongs_to_nobody(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        assert threads.unit_of_announcement(unit, 99) is None


def test_every_step_of_an_organiser_is_written_down(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        thread_id = written(unit).row.id
        threads.take(unit, thread_id, Deed(By(CHEN), NOW))
        threads.answer(unit, thread_id, Writing("Yes"), Deed(By(CHEN), NOW))
        threads.give_back(unit, thread_id, Deed(By(CHEN), NOW))
        threads.close(unit, thread_id, Deed(By(CHEN), NOW))
        done = [row.what for row in own_data.audited(unit, WANG, [])]
        assert done == ["thread.take", "thread.answer", "thread.give_back", "thread.close"]
        assert audit.verify(unit).broken_at is None


def test_words_are_sealed(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        thread_id = written(unit, "my secret").row.id
        threads.answer(unit, thread_id, Writing("your secret"), Deed(By(CHEN), NOW))
        kept = list(unit.connection.scalars(select(thread_messages.c.said)))
        assert [b"secret" in one for one in kept] == [False, False]


def test_person_reads_everything_that_is_kept(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        thread_id = written(unit).row.id
        threads.answer(unit, thread_id, Writing("Yes", (PICTURE,)), Deed(By(CHEN), NOW + 1))
        (one,) = threads.of_person(unit, WANG)
        assert (one.unit, one.state, one.opened_at) == ("静安寺街道", "taken", NOW)
        told = [(letter.by_chat, letter.said, letter.file, letter.at) for letter in one.messages]
        assert told == [(WANG, "Is the hall open?", "", NOW), (CHEN, "Yes", "photo", NOW + 1)]
        assert list(threads.of_person(unit, LI)) == []


def test_forgetting_leaves_nothing(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        written(unit)
        left = written(unit, chat_id=LI).row.id
        own_data.clear_chat(unit, WANG)
        assert (threads.ids_of(unit, WANG), threads.ids_of(unit, LI)) == ([], [left])
        assert unit.connection.scalar(select(func.count(thread_messages.c.id))) == 1


def test_what_was_closed_long_ago_fades(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        host = unit_id(unit, JA)
        old, new, still_open = (written(unit, chat_id=chat_id).row.id for chat_id in (WANG, LI, ZHOU))
        threads.close(unit, old, Deed(By(CHEN), NOW + 1))
        threads.close(unit, new, Deed(By(CHEN), NOW + 100))
        assert (threads.units_to_fade(unit, NOW + 1), threads.units_to_fade(unit, NOW + 2)) == ([], [host])
        threads.fade(unit, host, NOW + 50)
        assert [threads.find(unit, one) is None for one in (old, new, still_open)] == [True, False, False]
