"""What is planned for a stay, and what each notice says to whom when it falls due."""

from datetime import date, datetime, timedelta

import pytest

from bot.flows.desk import Tell
from bot.planning.affiliations import plan_for
from bot.texts import words
from domain.affiliations.affiliations import Actor, State, Verb
from domain.messages.delivery import Lane
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from domain.rules import Rule
from scheduler.notices.occasion import Occasion
from scheduler.notices.subjects import ring as ring_subject
from storage.affiliations import affiliations
from storage.messages import notices
from storage.messages.notices import NoticeRow
from storage.people import members, roles
from storage.places import unit_rules
from storage.unit_of_work import Store
from tests.stage.clockwork import (
    BEGINS,
    CHEN,
    LI,
    PAPER,
    WANG,
    WU,
    ZHOU,
    ZONE,
    at,
    current,
    settle,
    spoken,
    stay,
    step,
    tell_of_paper,
    unit_id,
    waiting,
    written,
)

POINT = "静安寺街道党群服务中心"
REPORTED = (
    WANG,
    [
        f"Have you been to {POINT} yet? Please go there once, so that people know you.",
        "📍 愚园路100号",
        "If you have been there already, there is nothing to do.",
    ],
    ["=my_affiliation."],
)


@pytest.fixture(autouse=True)
def city(store: Store) -> None:
    settle(store)


def ring(store: Store, kind: str, late: timedelta = timedelta(0)) -> list[Tell] | None:
    """Let the first waiting notice of this kind fall due, and return what is said."""
    (notice, *_) = [one for one in waiting(store) if one.kind == kind]
    return ring_this(store, notice, datetime.fromtimestamp(notice.due_at, ZONE) + late)


def ring_this(store: Store, notice: NoticeRow, now: datetime) -> list[Tell] | None:
    with store.unit_of_work() as unit:
        tells = ring_subject(Occasion(notice, unit, now, lambda _chat_id: words("en")))
        notices.finish(unit, notice.id, "done", now.timestamp())
        unit.commit()
    return None if tells is None else [one for one in tells if isinstance(one, Tell)]


def said(tells: list[Tell] | None) -> list[tuple[int, list[str], list[str]]]:
    assert tells is not None
    return [spoken(tell) for tell in tells]


# ---------------------------------------------------------------- planning


def test_plan_for_a_stay_writes_its_notices_under_three_subjects(store: Store) -> None:
    stay(store, ends_on=date(2028, 1, 31))
    assert written(waiting(store)) == [
        "2026-12-08 09:30 affiliation:1 v3 report_in",
        "2027-03-17 09:30 paper:1001:2027-03-31 v1 paper_14",
        "2027-03-28 09:30 paper:1001:2027-03-31 v1 paper_3",
        "2027-06-01 09:30 affiliation:1 v3 ask_transfer",
        "2027-06-01 09:30 contact:1 v1 out_of_contact",
        "2027-12-01 09:30 affiliation:1 v3 ask_again",
        "2028-01-01 09:30 affiliation:1 v3 end_30",
        "2028-01-24 09:30 affiliation:1 v3 end_7",
        "2028-01-31 09:30 affiliation:1 v3 last_day",
        "2028-02-01 09:30 affiliation:1 v3 expire",
    ]


def test_plan_for_a_request_counts_chinese_working_days(store: Store) -> None:
    draft = stay(store, verbs=())
    step(store, draft.id, Verb.SUBMIT, at("2026-02-13 10:00"))  # a Friday; the Saturday is worked, then the festival
    assert written(waiting(store)) == [
        "2026-02-25 09:30 affiliation:1 v2 unanswered",
        "2026-02-28 09:30 affiliation:1 v2 unanswered_above",
    ]


def test_plan_for_a_stay_follows_the_rules_of_its_unit(store: Store) -> None:
    with store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.REPORT_IN_DAYS, unit_id(unit, "310106"), 10)
        unit_rules.put(unit, Rule.OUT_OF_CONTACT_MONTHS, unit_id(unit, "310106011"), 3)
        unit.commit()
    stay(store)
    kinds = {one.kind: line for one, line in zip(waiting(store), written(waiting(store)), strict=True)}
    assert kinds["report_in"] == "2026-12-11 09:30 affiliation:1 v3 report_in"
    assert kinds["out_of_contact"] == "2027-03-01 09:30 contact:1 v1 out_of_contact"


def test_plan_for_a_renewed_stay_follows_the_new_end(store: Store) -> None:
    row = stay(store, ends_on=date(2027, 2, 28))
    step(store, row.id, Verb.RENEW, at("2027-02-10 12:00"), until=date(2027, 8, 31))
    assert [line for line in written(waiting(store)) if "end" in line or "expire" in line] == [
        "2027-08-01 09:30 affiliation:1 v4 end_30",
        "2027-08-24 09:30 affiliation:1 v4 end_7",
        "2027-09-01 09:30 affiliation:1 v4 expire",
    ]


def test_plan_for_a_stay_that_ended_leaves_nothing_of_its_own(store: Store) -> None:
    row = stay(store, ends_on=date(2028, 1, 31))
    step(store, row.id, Verb.GO_HOME, at("2026-12-05 12:00"))
    assert [one.subject for one in waiting(store) if one.subject.startswith("affiliation")] == []


def test_plan_for_somebody_without_a_document_plans_none(store: Store) -> None:
    row = stay(store, verbs=(Verb.SUBMIT,))
    tell_of_paper(store, row, None, BEGINS)
    step(store, row.id, Verb.CONFIRM, BEGINS)
    assert [one.kind for one in waiting(store)] == ["report_in", "ask_transfer", "out_of_contact", "ask_again"]


def test_plan_for_the_same_thing_twice_changes_nothing(store: Store) -> None:
    row = stay(store)
    before = waiting(store)
    tell_of_paper(store, row, PAPER.valid_until, BEGINS)
    assert waiting(store) == before


# ---------------------------------------------------------------- to the member


def test_report_in_is_said_to_the_member(store: Store) -> None:
    stay(store)
    tells = ring(store, "report_in")
    assert said(tells) == [REPORTED]
    assert tells is not None
    assert [(tell.lane, tell.not_after) for tell in tells] == [(Lane.REMINDER, at("2027-01-07 09:30").timestamp())]


def test_notice_within_a_few_hours_says_nothing_of_being_late(store: Store) -> None:
    stay(store)
    assert said(ring(store, "report_in", timedelta(hours=2, minutes=59))) == [REPORTED]


def test_notice_that_comes_late_says_when_it_was_due(store: Store) -> None:
    stay(store)
    chat_id, lines, buttons = REPORTED
    late = "<i>This was due on Tue, Dec 8, 9:30, and comes late.</i>"
    assert said(ring(store, "report_in", timedelta(hours=3))) == [(chat_id, [*lines, late], buttons)]


def test_paper_names_its_last_day(store: Store) -> None:
    stay(store)
    ask = "Ask your home branch for a new one in good time, and tell me the new date."
    first = f"Your document is valid until {words('en').day(date(2027, 3, 31))} (in 14 days)."
    second = f"Your document is valid until {words('en').day(date(2027, 3, 31))} (in 3 days)."
    assert said(ring(store, "paper_14")) == [(WANG, [first, ask], ["=my_affiliation."])]
    assert said(ring(store, "paper_3")) == [(WANG, [second, ask], ["=my_affiliation."])]


def test_paper_that_was_replaced_says_nothing(store: Store) -> None:
    row = stay(store)
    tell_of_paper(store, row, date(2028, 6, 30), at("2027-03-01 12:00"))
    assert ring(store, "paper_14") is None
    assert [line for line in written(waiting(store)) if "paper" in line] == [
        "2027-03-28 09:30 paper:1001:2027-03-31 v1 paper_3",
        "2028-06-16 09:30 paper:1001:2028-06-30 v1 paper_14",
        "2028-06-27 09:30 paper:1001:2028-06-30 v1 paper_3",
    ]


def test_paper_that_was_set_back_is_reminded_of_again(store: Store) -> None:
    row = stay(store)
    tell_of_paper(store, row, date(2028, 6, 30), at("2026-12-02 12:00"))
    tell_of_paper(store, row, PAPER.valid_until, at("2026-12-02 12:05"))
    assert said(ring(store, "paper_14"))[0][0] == WANG


def test_paper_of_somebody_who_has_gone_says_nothing(store: Store) -> None:
    row = stay(store)
    step(store, row.id, Verb.GO_HOME, at("2026-12-05 12:00"))
    assert ring(store, "paper_14") is None


def test_paper_of_somebody_who_was_forgotten_says_nothing(store: Store) -> None:
    row = stay(store)
    step(store, row.id, Verb.GO_HOME, at("2026-12-05 12:00"))
    with store.unit_of_work() as unit:
        members.forget(unit, WANG)
        unit.commit()
    assert ring(store, "paper_14") is None
    assert ring(store, "out_of_contact") is None


def test_transfer_is_asked_about_and_not_decided(store: Store) -> None:
    stay(store)
    assert said(ring(store, "ask_transfer")) == [
        (
            WANG,
            [
                "You have been here for 6 months.",
                "If you are staying, your membership itself could be moved here (a transfer).",
                f"Your home branch and {POINT} can tell you how. If you leave it as it is, that is fine too.",
            ],
            ["=my_affiliation."],
        )
    ]


def test_yearly_question_takes_the_step_and_plans_on(store: Store) -> None:
    row = stay(store, ends_on=date(2028, 1, 31))
    assert said(ring(store, "ask_again", timedelta(minutes=1))) == [
        (
            WANG,
            [
                f"Do you still take part at {POINT}, and is your company still the same?",
                "One tap is enough. If something has changed, tell me, and I will pass it on.",
            ],
            ["=still_here.", "=my_affiliation."],
        )
    ]
    asked = current(store, row.id)
    assert (asked.state, asked.version) == (State.CONFIRMATION_DUE, row.version + 1)
    assert [line for line in written(waiting(store)) if "affiliation" in line] == [
        "2028-01-01 09:30 affiliation:1 v4 end_30",
        "2028-01-24 09:30 affiliation:1 v4 end_7",
        "2028-01-31 09:30 affiliation:1 v4 last_day",
        "2028-02-01 09:30 affiliation:1 v4 expire",
    ]


def test_yearly_question_is_asked_again_a_year_after_the_answer(store: Store) -> None:
    row = stay(store)
    ring(store, "ask_again")
    step(store, row.id, Verb.STILL_HERE, at("2027-12-24 20:00"))
    assert [line for line in written(waiting(store)) if "ask_again" in line] == [
        "2028-12-24 09:30 affiliation:1 v5 ask_again"
    ]


@pytest.mark.parametrize(("kind", "left"), [("end_30", "in 30 days"), ("end_7", "in 7 days"), ("last_day", "today")])
def test_end_is_said_with_a_way_to_renew(store: Store, kind: str, left: str) -> None:
    stay(store, ends_on=date(2027, 3, 1))
    day = words("en").day(date(2027, 3, 1))
    assert said(ring(store, kind)) == [
        (
            WANG,
            [
                f"Your affiliation with {POINT} is until {day} ({left}).",
                "If you stay longer, renew it here. If not, it ends by itself and there is nothing to do.",
            ],
            ["=renew_stay.", "=my_affiliation."],
        )
    ]


def test_end_that_is_said_late_counts_from_today(store: Store) -> None:
    stay(store, ends_on=date(2027, 3, 1))
    (_, lines, _) = said(ring(store, "end_7", timedelta(days=6)))[0]
    assert lines[0].endswith("(tomorrow).")
    assert lines[-1] == f"<i>This was due on {words('en').day(date(2027, 2, 22))}, 9:30, and comes late.</i>"


def test_end_before_the_yearly_answer_offers_no_renewal(store: Store) -> None:
    stay(store, ends_on=date(2028, 1, 31))
    ring(store, "ask_again")
    assert said(ring(store, "end_30"))[0][2] == ["=my_affiliation."]


# ---------------------------------------------------------------- the end


def test_expiry_ends_the_stay_and_tells_member_and_host(store: Store) -> None:
    row = stay(store, ends_on=date(2027, 3, 1))
    day = words("en").day(date(2027, 3, 1))
    assert said(ring(store, "expire")) == [
        (
            WANG,
            [
                f"Your affiliation with {POINT} has ended: it was until {day}.",
                "Your membership stays with your home branch, as before. Nothing you told us is lost.",
            ],
            ["=my_affiliation."],
        ),
        (CHEN, [f"An affiliation with {POINT} has ended: it was until {day}."], ["=review.1"]),
    ]
    assert current(store, row.id).state is State.ENDED
    assert [one.subject for one in waiting(store) if one.subject.startswith("affiliation")] == []


def test_expiry_tells_an_organiser_of_his_own_stay_once(store: Store) -> None:
    stay(store, ends_on=date(2027, 3, 1))
    with store.unit_of_work() as unit:
        roles.give(unit, WANG, Role.ORGANISER, unit_id(unit, "310106011"), Deed(HOUSE, BEGINS.timestamp()))
        unit.commit()
    assert [(chat_id, buttons) for chat_id, _, buttons in said(ring(store, "expire"))] == [
        (WANG, ["=my_affiliation."]),
        (CHEN, ["=review.1"]),
    ]


def test_notice_of_an_older_version_does_nothing(store: Store) -> None:
    row = stay(store, ends_on=date(2027, 3, 1))
    (expiry,) = [one for one in waiting(store) if one.kind == "expire"]
    renewed = step(store, row.id, Verb.RENEW, at("2027-02-10 12:00"), until=date(2027, 8, 31))
    assert ring_this(store, expiry, at("2027-03-02 09:30")) is None
    assert current(store, row.id) == renewed


def test_notice_of_what_nobody_knows_does_nothing(store: Store) -> None:
    for subject in ("affiliation:99", "contact:99", "paper:99:2027-03-31", "moon:1"):
        assert ring_this(store, NoticeRow(99, subject, 1, "report_in", 0.0, None), BEGINS) is None


# ---------------------------------------------------------------- to reviewers


def test_unanswered_goes_to_the_reviewer_and_then_to_the_level_above(store: Store) -> None:
    draft = stay(store, verbs=())
    step(store, draft.id, Verb.SUBMIT, BEGINS, until=date(2026, 12, 4))
    assert said(ring(store, "unanswered")) == [
        (
            CHEN,
            [
                f"A request to {POINT} waits for your answer since Tue, Dec 1.",
                "The member expects to hear from us by Fri, Dec 4.",
            ],
            ["=review.1"],
        )
    ]
    assert said(ring(store, "unanswered_above")) == [
        (
            ZHOU,
            [
                f"A request to {POINT} has had no answer since Tue, Dec 1.",
                "Its reviewers have been reminded. Perhaps they are away: could you look after it?",
            ],
            ["=review.1"],
        )
    ]


def test_unanswered_on_the_second_level_goes_one_higher(store: Store) -> None:
    with store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.REVIEW_LEVELS, unit_id(unit, "310106011"), 2)
        unit.commit()
    stay(store, verbs=(Verb.SUBMIT, Verb.ACCEPT))
    assert [chat_id for chat_id, _, _ in said(ring(store, "unanswered"))] == [ZHOU]
    assert [chat_id for chat_id, _, _ in said(ring(store, "unanswered_above"))] == [WU]


def test_what_is_late_goes_to_somebody_who_was_not_reminded(store: Store) -> None:
    """Nobody organises the street, so the district was reminded: what is late is for the level above the district."""
    stay(store, verbs=(Verb.SUBMIT,))
    with store.unit_of_work() as unit:
        (chen,) = roles.held(unit, CHEN)
        roles.take(unit, chen.id, Deed(HOUSE, BEGINS.timestamp()))
        unit.commit()
    assert [chat_id for chat_id, _, _ in said(ring(store, "unanswered"))] == [ZHOU]
    assert [chat_id for chat_id, _, _ in said(ring(store, "unanswered_above"))] == [WU]


def test_what_is_late_on_the_second_level_is_not_for_who_took_the_first(store: Store) -> None:
    with store.unit_of_work() as unit:
        unit_rules.put(unit, Rule.REVIEW_LEVELS, unit_id(unit, "310106011"), 2)
        unit.commit()
    row = stay(store, verbs=(Verb.SUBMIT,))
    with store.unit_of_work() as unit:
        deed = Deed(By(ZHOU, "organiser", Actor.HOST), BEGINS.timestamp())
        after = affiliations.do(unit, row.id, Verb.ACCEPT, deed).row
        plan_for(unit, after, None, BEGINS)
        unit.commit()
    assert [chat_id for chat_id, _, _ in said(ring(store, "unanswered"))] == [WU]
    assert said(ring(store, "unanswered_above")) == []


def test_unanswered_goes_to_whoever_organises_when_it_is_due(store: Store) -> None:
    stay(store, verbs=(Verb.SUBMIT,))
    with store.unit_of_work() as unit:
        (chen,) = roles.held(unit, CHEN)
        roles.take(unit, chen.id, Deed(HOUSE, BEGINS.timestamp()))
        roles.give(unit, LI, Role.ORGANISER, unit_id(unit, "310106011"), Deed(HOUSE, BEGINS.timestamp()))
        unit.commit()
    assert [chat_id for chat_id, _, _ in said(ring(store, "unanswered"))] == [LI]


def test_unanswered_says_nothing_once_it_is_answered(store: Store) -> None:
    draft = stay(store, verbs=(Verb.SUBMIT,))
    (first, above) = waiting(store)
    step(store, draft.id, Verb.RETURN, BEGINS)
    assert waiting(store) == []
    assert ring_this(store, first, at("2026-12-04 09:30")) is None
    assert ring_this(store, above, at("2026-12-09 09:30")) is None


# ---------------------------------------------------------------- no contact


def test_out_of_contact_is_said_to_the_own_organisers_alone(store: Store) -> None:
    row = stay(store)
    assert said(ring(store, "out_of_contact")) == [
        (
            CHEN,
            [
                f"A member at {POINT} has not been in contact here since Dec 1, 2026.",
                "You may want to ask how they are. Only the organisers of your branch see this; it settles nothing.",
            ],
            ["=review.1"],
        )
    ]
    marked = current(store, row.id)
    assert (marked.state, marked.version) == (State.ACTIVE, row.version)
    assert marked.out_of_contact_since == at("2027-06-01 09:30").timestamp()


def test_out_of_contact_where_the_unit_has_no_organiser_is_said_to_nobody(store: Store) -> None:
    row = stay(store)
    with store.unit_of_work() as unit:
        (chen,) = roles.held(unit, CHEN)
        roles.take(unit, chen.id, Deed(HOUSE, BEGINS.timestamp()))
        unit.commit()
    assert said(ring(store, "out_of_contact")) == []
    assert current(store, row.id).out_of_contact_since == at("2027-06-01 09:30").timestamp()


def test_out_of_contact_after_contact_says_nothing_and_waits_again(store: Store) -> None:
    row = stay(store)
    with store.unit_of_work() as unit:
        members.touch(unit, WANG, at("2027-04-10 21:00").timestamp())
        unit.commit()
    assert ring(store, "out_of_contact") is None
    assert current(store, row.id).out_of_contact_since is None
    assert [line for line in written(waiting(store)) if "contact" in line] == [
        "2027-10-10 09:30 contact:1 v2 out_of_contact"
    ]


def test_out_of_contact_comes_again_after_as_long_a_time(store: Store) -> None:
    stay(store)
    ring(store, "out_of_contact")
    assert [line for line in written(waiting(store)) if "contact" in line] == [
        "2027-12-01 09:30 contact:1 v2 out_of_contact"
    ]
    assert [chat_id for chat_id, _, _ in said(ring(store, "out_of_contact"))] == [CHEN]


def test_out_of_contact_is_said_once_after_the_house_stood_still(store: Store) -> None:
    stay(store)
    ring(store, "out_of_contact", timedelta(days=400))
    assert [line for line in written(waiting(store)) if "contact" in line] == [
        "2029-01-05 09:30 contact:1 v2 out_of_contact"
    ]


def test_out_of_contact_of_somebody_who_has_gone_says_nothing(store: Store) -> None:
    row = stay(store)
    step(store, row.id, Verb.TRANSFER, at("2026-12-05 12:00"))
    assert ring(store, "out_of_contact") is None
    assert [line for line in written(waiting(store)) if "contact" in line] == []


def test_notices_say_nothing_personal_to_organisers(store: Store) -> None:
    draft = stay(store, verbs=())
    step(store, draft.id, Verb.SUBMIT, BEGINS)
    told = said(ring(store, "unanswered"))
    step(store, draft.id, Verb.CONFIRM, BEGINS)
    told += said(ring(store, "out_of_contact"))
    assert [lines for _, lines, _ in told if "王芳" in "".join(lines)] == []
