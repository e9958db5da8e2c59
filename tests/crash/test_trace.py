"""A trial that fails tells why: whose rows were written, claimed and marked by whom, and when each answer came."""

from domain.messages.delivery import Lane, State
from storage.messages import claims, outbox
from storage.messages.claims import Mark
from storage.messages.outbox import Draft
from storage.unit_of_work import Store
from tests.conftest import KEY
from tests.crash import trace
from tests.crash.telegram import Answer, Question
from tests.crash.trace import Event


def test_story_tells_of_one_person_who_did_what(postgres_url: str) -> None:
    store = Store(postgres_url, KEY, worker="one")
    trace.begin(postgres_url)
    with store.unit_of_work() as unit:
        drafts = [Draft(f"77:{update}:0", chat, Lane.INTERACTIVE, b"r", 0.0) for update, chat in ((71, 5), (72, 6))]
        outbox.write(unit, drafts, 0.0)
        claims.claim(unit, [1, 2], "two", 0.0)
        claims.mark(unit, [Mark(1, State.SENT)], "two", 0.0)
        unit.commit()
    store.close()

    asked = (Question(1, 5, 71), Question(2, 6, 72))
    answers = (Answer(2, dropped=False, at=1.0), Answer(1, dropped=False, at=3.0))
    told = trace.story(postgres_url, [5], asked, answers, [Event(2.0, "worker 0 is killed"), Event(9e9, "later")])

    said = [line.split("  ", 2)[2].split(", due")[0] for line in told.splitlines()[1:]]
    assert said == [
        "worker 0 is killed",
        "the answer to q1 comes",
        "row 1 (q1, update 71) written by waystation one",
        "row 1 (q1, update 71) todo -> sending by waystation one, claimed by two",
        "row 1 (q1, update 71) sending -> sent by waystation one, claimed by two",
    ]
