"""What befell the answers to one person: every row, who wrote, claimed and marked it and when, and when each came.

A trigger in the database writes it down, so that it tells of workers that are dead by now too, and that nothing of the
bot's own knows of it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import text

from tests.crash.books import connected
from tests.crash.telegram import Answer, Question

_BEGIN: Final = """
    CREATE TABLE IF NOT EXISTS trial_trace (
        at float8 NOT NULL, row bigint NOT NULL, chat bigint NOT NULL, key text NOT NULL, session text NOT NULL,
        was text NOT NULL, state text NOT NULL, worker text NOT NULL, due float8 NOT NULL, holds float8
    );
    CREATE OR REPLACE FUNCTION trial_traced() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO trial_trace VALUES (
            extract(epoch FROM clock_timestamp()), NEW.id, NEW.chat_id, NEW.dedupe,
            current_setting('application_name'), CASE TG_OP WHEN 'UPDATE' THEN OLD.state ELSE '' END, NEW.state,
            coalesce(NEW.claimed_by, ''), NEW.not_before, NEW.holds_until
        );
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER trial_traced AFTER INSERT OR UPDATE ON outbox
        FOR EACH ROW WHEN (NEW.letter_id IS NULL) EXECUTE FUNCTION trial_traced();
"""
_OF_CHATS: Final = text("SELECT * FROM trial_trace WHERE chat = ANY(:chats) ORDER BY at")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that befell one person's answers, in seconds since 1970."""

    at: float
    said: str


def begin(url: str) -> None:
    """Write down from now on what becomes of every row of the outbox, but for mailings'."""
    with connected(url) as connection:
        connection.exec_driver_sql(_BEGIN)
        connection.commit()


def story(
    url: str, chats: Collection[int], asked: Sequence[Question], answers: Sequence[Answer], deeds: Sequence[Event]
) -> str:
    """Tell of these people's answers, and of what was done to the house meanwhile, in the order of time."""
    with connected(url) as connection:
        rows = [row._asdict() for row in connection.execute(_OF_CHATS, {"chats": sorted(chats)})]
    return "\n\n".join(_of_one(chat, rows, asked, answers, deeds) for chat in sorted(chats))


def _of_one(
    chat: int,
    rows: Sequence[Mapping[str, object]],
    asked: Sequence[Question],
    answers: Sequence[Answer],
    deeds: Sequence[Event],
) -> str:
    own = {question.update_id: question for question in asked if question.person == chat}
    numbers = {question.number for question in own.values()}
    events = [_traced(row, own) for row in rows if row["chat"] == chat]
    events += [Event(one.at, f"the answer to q{one.number} comes") for one in answers if one.number in numbers]
    if events:
        first, last = min(one.at for one in events), max(one.at for one in events)
        events += [one for one in deeds if first - 15 < one.at < last]
    return "\n".join([f"person {chat}:", *_told(events)])


def _traced(row: Mapping[str, object], own: Mapping[int, Question]) -> Event:
    update_id = int(str(row["key"]).split(":")[1])
    question = f"q{own[update_id].number}" if update_id in own else "no question"
    what = f"{row['was']} -> {row['state']}" if row["was"] else "written"
    at, holds = float(str(row["at"])), row["holds"]
    said = f"row {row['row']} ({question}, update {update_id}) {what} by {row['session']}"
    said += f", claimed by {row['worker']}" if row["worker"] else ""
    said += f", due {float(str(row['due'])) - at:+.3f} s"
    return Event(at, said + ("" if holds is None else f", holds {float(str(holds)) - at:+.3f} s"))


def _told(events: Sequence[Event]) -> Iterator[str]:
    for one in sorted(events, key=lambda event: event.at):
        yield f"  {datetime.fromtimestamp(one.at, UTC):%H:%M:%S.%f}  {one.said}"
