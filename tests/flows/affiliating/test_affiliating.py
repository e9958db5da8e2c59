"""Registering, my affiliation and the home side: what the dialogues (affiliation_*.txt) do not reach."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot import memory
from bot.buttons import lasting
from bot.chat import Button, Commanded, Reply, Said, SentFile, SharedContact, SharedPlace, Started, Tapped
from bot.flows.affiliating.consent import VERSION
from bot.flows.affiliating.steps import (
    Answering,
    Asked,
    BeingSure,
    CheckingRequest,
    ChoosingBuilding,
    ChoosingEnding,
    ChoosingItem,
    ChoosingStay,
    MyAffiliation,
    ReadingHomeLink,
    SayingArrival,
    SayingNewEnd,
    SayingObjection,
)
from bot.flows.step import AtMenu, Step
from bot.memory import Memory
from bot.texts import words
from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.people.deeds import CLOCK, By, Deed
from domain.people.members import Details, DocumentKind, HomeBranch, Paper
from domain.places.places import NO_SERVICES
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow, Wish
from storage.people import audit, home_links, members, people, questions
from storage.places import places
from storage.tables.affiliations import affiliations as affiliations_table
from storage.tables.messages import notices
from storage.tables.places import points
from storage.unit_of_work import Store
from tests.stage.talk import NOON, WANG, Talk, button, furnish, html

ZH = words("zh_Hans")
LI = 1003
TOLD = Details(
    "王芳",
    "+8613912345678",
    "日出贸易",
    "嘉兴大厦",
    HomeBranch("阳光社区第二党支部", "安徽省六安市", "老李"),
    Paper(DocumentKind.ACTIVITY_CARD, "LD-17", date(2027, 6, 30)),
)
BY = {
    Actor.MEMBER: By(WANG, "member", Actor.MEMBER),
    Actor.HOST: By(None, "organiser", Actor.HOST),
    Actor.UPPER: By(None, "organiser", Actor.UPPER),
    Actor.CLOCK: CLOCK,
}
ACTIVE = (Verb.SUBMIT, Verb.CONFIRM)


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    """Give Wang's chat on the small city."""
    furnish(sqlite_store)
    talk = Talk(sqlite_store)
    talk.does(Started())
    return talk


def point_id(talk: Talk, code: str) -> int:
    with talk.store.unit_of_work() as unit:
        point = places.point_by_code(unit, code)
    assert point is not None
    return point.id


def stay(
    talk: Talk,
    *verbs: Verb,
    code: str = "JA-1",
    kind: Stay = Stay.MOBILE,
    told: Details = TOLD,
    ends_on: date | None = None,
    person: int = WANG,
) -> AffiliationRow:
    """Bring a stay of somebody who has agreed to the privacy text to where these verbs lead."""
    at = talk.now.timestamp()
    with talk.store.unit_of_work() as unit:
        if person not in people.known(unit, {person}):
            people.welcome(unit, [person], at)
        members.keep(unit, person, told, now=at)
        members.agree(unit, person, VERSION, at)
        point = places.point_by_code(unit, code)
        assert point is not None
        row = affiliations.open_draft(unit, person, Wish(kind, point.id, NOON.date(), ends_on), at)
        for verb in verbs:
            by = next(BY[actor] for actor in Actor if actor in _ACTORS[verb])
            row = affiliations.do(unit, row.id, verb, Deed(by, at, "因为" if verb in _WITH_REASON else "")).row
        unit.commit()
    return row


_WITH_REASON = {Verb.RETURN, Verb.DECLINE, Verb.END}
_ACTORS = {
    Verb.SUBMIT: {Actor.MEMBER},
    Verb.WITHDRAW: {Actor.MEMBER},
    Verb.ACCEPT: {Actor.HOST},
    Verb.CONFIRM: {Actor.HOST},
    Verb.RETURN: {Actor.HOST},
    Verb.DECLINE: {Actor.HOST},
    Verb.END: {Actor.HOST},
    Verb.ASK_AGAIN: {Actor.CLOCK},
    Verb.EXPIRE: {Actor.CLOCK},
}


def at(talk: Talk, place: Step) -> None:
    """Put Wang at this place, on a screen that was shown in turn 7."""
    talk.remembers(memory.write(Memory(place, screen=7)), turn=7)


def chooses(talk: Talk, letter: str, choice: str) -> list[Reply]:
    return talk.does(Tapped(f"{letter}.7.{choice}", 500))


def opens(talk: Talk, choice: str) -> list[Reply]:
    return talk.does(Tapped(lasting("a", choice), 500))


def current(talk: Talk, person: int = WANG) -> list[AffiliationRow]:
    with talk.store.unit_of_work() as unit:
        return list(affiliations.current(unit, person))


def details(talk: Talk) -> Details:
    with talk.store.unit_of_work() as unit:
        member = members.find(unit, WANG)
    assert member is not None
    return member.details


def first_lines(replies: Sequence[Reply]) -> list[str]:
    return [html(reply).split("\n")[0] for reply in replies]


# ---------------------------------------------------------------- how a request begins


def test_point_that_takes_no_affiliations_any_more(talk: Talk) -> None:
    gone = point_id(talk, "JA-3")
    for place in (ChoosingStay(gone), SayingArrival(gone, Stay.MOBILE)):
        at(talk, place)
        said = chooses(talk, "r", "back")
        assert html(said[0]) == ZH("This service point takes no affiliations. Please look for another one.")
        assert talk.remembered.step == AtMenu()


def test_button_of_no_meaning_while_asked_for_the_arrival(talk: Talk) -> None:
    at(talk, SayingArrival(point_id(talk, "JA-1"), Stay.MOBILE))
    said = chooses(talk, "r", "tomorrow")
    assert html(said[0]) == ZH("That is no longer possible here. This is where we are:")


def test_point_that_is_not_there_any_more_is_shown_without_its_name(talk: Talk) -> None:
    at(talk, ChoosingStay(4711))
    talk.does(Said("?"))
    assert talk.remembered.step == AtMenu()


def test_same_request_begun_elsewhere_meanwhile(talk: Talk) -> None:
    row = stay(talk, Verb.SUBMIT)
    at(talk, SayingArrival(point_id(talk, "JA-2"), Stay.MOBILE))
    said = talk.does(Said("今天"))
    assert html(said[0]) == ZH("You have asked for this already. This is how it stands:")
    assert current(talk) == [row]


def test_point_of_the_own_request_opens_it(talk: Talk) -> None:
    row = stay(talk, Verb.SUBMIT)
    said = talk.taps(button(talk.does(Started("p_JA-1")), ZH.button("Affiliate here")))
    assert html(said[0]) == ZH("You have asked for this already. This is how it stands:")
    assert talk.remembered.step == MyAffiliation(row.id)


def test_draft_of_the_same_kind_goes_on_from_the_kind_of_stay(talk: Talk) -> None:
    row = stay(talk)
    at(talk, ChoosingStay(point_id(talk, "JA-2")))
    chooses(talk, "r", Stay.MOBILE)
    assert [(one.id, one.point_id) for one in current(talk)] == [(row.id, point_id(talk, "JA-2"))]


def test_move_after_the_end_is_over_asks_for_no_end_in_the_past(talk: Talk) -> None:
    stay(talk, *ACTIVE, ends_on=NOON.date())
    talk.waits(days=2)
    at(talk, ChoosingStay(point_id(talk, "JA-2")))
    chooses(talk, "r", Stay.MOBILE)
    assert [one.ends_on for one in current(talk)] == [None, NOON.date()]


# ---------------------------------------------------------------- questions and answers


def test_request_of_somebody_else_is_nobody_elses_business(talk: Talk) -> None:
    row = stay(talk, person=LI)
    for place in (
        Answering(row.id, Asked.NAME),
        ChoosingBuilding(row.id, "嘉兴"),
        CheckingRequest(row.id),
        ChoosingItem(row.id),
    ):
        at(talk, place)
        said = chooses(talk, "r", "send")
        assert first_lines(said) == [ZH("<b>You have no affiliation</b>")]
        at(talk, place)
        chooses(talk, "r", "menu")
        assert talk.remembered.step == AtMenu()


def test_screen_of_a_request_that_is_settled(talk: Talk) -> None:
    row = stay(talk, Verb.SUBMIT)
    at(talk, Answering(row.id, Asked.NAME))
    said = talk.does(Tapped("x.1.old", 500))
    assert html(said[1]) == ZH("There is nothing to fill in here any more. “{label}” shows how it stands.",
                               label=ZH.button("My affiliation"))  # fmt: skip


def test_what_is_active_has_no_days_to_be_changed(talk: Talk) -> None:
    row = stay(talk, *ACTIVE)
    at(talk, Answering(row.id, Asked.ARRIVAL, mending=True))
    talk.does(Said("明天"))
    assert talk.remembered.step == CheckingRequest(row.id)
    assert current(talk) == [row]


def test_active_stay_cannot_be_sent_again(talk: Talk) -> None:
    row = stay(talk, *ACTIVE)
    at(talk, CheckingRequest(row.id))
    chooses(talk, "r", "send")
    assert current(talk) == [row]


def test_menu_key_below_the_question_for_the_phone(talk: Talk) -> None:
    row = stay(talk, told=replace(TOLD, phone=""))
    at(talk, Answering(row.id, Asked.PHONE))
    talk.does(Said(ZH.button("Menu")))
    assert talk.remembered.step == AtMenu()


def test_number_of_somebody_else(talk: Talk) -> None:
    row = stay(talk, told=replace(TOLD, phone=""))
    at(talk, Answering(row.id, Asked.PHONE))
    said = talk.does(SharedContact("+8613900000000", own=False))
    assert html(said[0]) == ZH("That is somebody else's number. Please share your own, or type it.")
    assert not details(talk).phone


def test_shared_number_without_its_plus(talk: Talk) -> None:
    row = stay(talk, told=replace(TOLD, phone=""))
    at(talk, Answering(row.id, Asked.PHONE))
    talk.does(SharedContact("447400123456", own=True))
    assert details(talk).phone == "+447400123456"


def test_button_of_no_meaning_while_asked_for_a_photo(talk: Talk) -> None:
    row = stay(talk)
    at(talk, Answering(row.id, Asked.PAPER_PHOTO))
    said = chooses(talk, "r", "send")
    assert html(said[0]) == ZH("That is no longer possible here. This is where we are:")


def test_photo_without_an_id_is_no_photo(talk: Talk) -> None:
    row = stay(talk)
    at(talk, Answering(row.id, Asked.PAPER_PHOTO))
    talk.does(SentFile("photo", "", 10))
    assert not details(talk).paper.photo


def test_location_at_a_question_looks_for_points_and_loses_nothing(talk: Talk) -> None:
    row = stay(talk)
    at(talk, Answering(row.id, Asked.NAME))
    talk.does(SharedPlace(31.2235, 121.4454))
    assert current(talk) == [row]


def test_building_that_the_directory_has_lost(talk: Talk) -> None:
    row = stay(talk)
    at(talk, ChoosingBuilding(row.id, "嘉兴"))
    said = chooses(talk, "r", "b4711")
    assert html(said[0]) == ZH("That is no longer possible here. This is where we are:")
    assert details(talk) == TOLD


def test_another_building_typed_while_choosing_one(talk: Talk) -> None:
    row = stay(talk)
    at(talk, ChoosingBuilding(row.id, "嘉兴", mending=True))
    talk.does(Said("河边的小楼"))
    assert details(talk).building == "河边的小楼"
    assert talk.remembered.step == CheckingRequest(row.id)


def test_building_stays_known_when_something_else_changes(talk: Talk) -> None:
    row = stay(talk)
    at(talk, Answering(row.id, Asked.BUILDING, mending=True))
    chooses(talk, "r", "b1")
    at(talk, Answering(row.id, Asked.EMPLOYER, mending=True))
    chooses(talk, "r", "skip")
    with talk.store.unit_of_work() as unit:
        member = members.find(unit, WANG)
    assert member is not None
    assert (member.building_id, member.details.employer) == (1, "")


def test_end_that_is_over_though_after_the_arrival(talk: Talk) -> None:
    row = stay(talk)
    talk.waits(days=30)
    at(talk, Answering(row.id, Asked.END))
    said = talk.does(Said("2026-12-20"))
    assert html(said[0]) == ZH("I understood {day}, and that day is over. Please type a day to come, like {example}.",
                               day="2026年12月20日", example=ZH.plain("2027-03-01 or March 1"))  # fmt: skip


def test_button_of_no_day_as_the_arrival(talk: Talk) -> None:
    row = stay(talk)
    at(talk, Answering(row.id, Asked.ARRIVAL))
    said = chooses(talk, "r", "2027-01-01")
    assert html(said[0]) == ZH("I could not read a day in “{typed}”. Please type it like {example}.",
                               typed="…", example=ZH.plain("2027-03-01 or March 1"))  # fmt: skip


def test_kind_of_stay_that_waits_already(talk: Talk) -> None:
    visit = stay(talk, kind=Stay.VISIT)
    stay(talk, Verb.SUBMIT, code="JA-2")
    at(talk, Answering(visit.id, Asked.STAY, mending=True))
    said = chooses(talk, "r", Stay.MOBILE)
    assert html(said[0]) == ZH("You already have a request of this kind. You find it under “{label}”.",
                               label=ZH.button("My affiliation"))  # fmt: skip


def test_document_chosen_again_keeps_what_is_known_of_it(talk: Talk) -> None:
    row = stay(talk)
    at(talk, Answering(row.id, Asked.PAPER, mending=True))
    chooses(talk, "r", DocumentKind.ACTIVITY_CARD)
    assert details(talk) == TOLD


def test_new_last_day_of_the_document_is_planned_for(talk: Talk) -> None:
    row = stay(talk, *ACTIVE)
    at(talk, Answering(row.id, Asked.PAPER_UNTIL, mending=True))
    talk.does(Said("2027-12-31"))
    with talk.store.unit_of_work() as unit:
        kinds = unit.connection.execute(
            notices.select().where(notices.c.subject == f"paper:{WANG}:2027-12-31").order_by(notices.c.kind)
        )
        assert [row.kind for row in kinds] == ["paper_14", "paper_3"]


# ---------------------------------------------------------------- sending


def test_point_that_stops_taking_affiliations_before_it_is_sent(talk: Talk) -> None:
    row = stay(talk)
    with talk.store.unit_of_work() as unit:
        unit.connection.execute(update(points).where(points.c.id == row.point_id).values(services=int(NO_SERVICES)))
        unit.commit()
    at(talk, CheckingRequest(row.id))
    said = chooses(talk, "r", "send")
    assert html(said[0]) == ZH("{point} takes no affiliations any more. Please choose another point; the rest is kept.",
                               point="静安寺街道党群服务中心")  # fmt: skip
    assert current(talk) == [row]


def test_end_that_is_over_before_it_is_sent(talk: Talk) -> None:
    row = stay(talk, ends_on=NOON.date() + timedelta(days=3))
    talk.waits(days=10)
    at(talk, CheckingRequest(row.id))
    said = chooses(talk, "r", "send")
    assert html(said[0]) == ZH("The expected end, {day}, is over. Please change it.", day="2026年12月4日")
    assert current(talk) == [row]


# ---------------------------------------------------------------- my affiliation


@pytest.mark.parametrize(
    ("verbs", "line"),
    [
        ((Verb.SUBMIT, Verb.DECLINE), ZH("They write: “{reason}”", reason="因为")),
        ((*ACTIVE, Verb.END), ZH("The host has ended it.")),
        ((*ACTIVE, Verb.EXPIRE), ZH("Its last day is over.")),
    ],
)
def test_what_became_of_the_last_one(talk: Talk, verbs: tuple[Verb, ...], line: str) -> None:
    stay(talk, *verbs)
    assert html(opens(talk, "")[0]).split("\n")[1] == line


def test_asked_once_a_year(talk: Talk) -> None:
    row = stay(talk, *ACTIVE, Verb.ASK_AGAIN)
    said = opens(talk, "")
    lines = html(said[0]).split("\n")
    assert lines[2] == ZH("Without a fixed end.")
    assert ZH("It is your turn: are you still here, and still at the same company?") in lines
    assert first_lines(opens(talk, "renew"))[0] == ZH("First one question, then you can renew it:")
    assert talk.remembered.step == MyAffiliation(row.id)
    at(talk, SayingNewEnd(row.id))
    assert first_lines(talk.does(Said("明年底")))[0] == ZH("That is no longer possible. This is how it stands:")


def test_accepted_below_and_waiting_above(talk: Talk) -> None:
    row = stay(talk, Verb.SUBMIT)
    with talk.store.unit_of_work() as unit:
        unit.connection.execute(update(affiliations_table).where(affiliations_table.c.id == row.id).values(levels=2))
        affiliations.do(unit, row.id, Verb.ACCEPT, Deed(BY[Actor.HOST], NOON.timestamp()))
        unit.commit()
    said = html(opens(talk, "")[0]).split("\n")
    assert said[0] == (
        f"<b>{ZH('{point} has accepted your request, the level above decides', point='静安寺街道党群服务中心')}</b>"
    )
    assert said[2] == ZH("It is their turn, and I tell you at once.")


def test_question_of_an_organiser_stands_first(talk: Talk) -> None:
    row = stay(talk, Verb.SUBMIT)
    with talk.store.unit_of_work() as unit:
        number = questions.ask(unit, row.id, 1004, "哪天到的?", NOON.timestamp())
        unit.commit()
    said = opens(talk, "")
    assert html(said[0]).split("\n")[-1] == ZH("You are asked: “{question}”", question="哪天到的?")
    assert said[0].buttons[0] == (Button(ZH.button("Answer"), lasting("question", str(number))),)


def test_withdrawing_what_was_confirmed_meanwhile(talk: Talk) -> None:
    row = stay(talk, *ACTIVE)
    at(talk, BeingSure(row.id, Verb.WITHDRAW))
    assert first_lines(chooses(talk, "a", "yes"))[0] == ZH("That is no longer possible. This is how it stands:")
    assert current(talk) == [row]


def test_withdrawing_what_is_somebody_elses(talk: Talk) -> None:
    row = stay(talk, Verb.SUBMIT, person=LI)
    at(talk, BeingSure(row.id, Verb.WITHDRAW))
    assert first_lines(chooses(talk, "a", "yes"))[0] == ZH("That is no longer possible. This is how it stands:")
    assert current(talk, LI) == [row]


def test_renewing_without_an_end(talk: Talk) -> None:
    row = stay(talk, *ACTIVE)
    at(talk, SayingNewEnd(row.id))
    assert html(chooses(talk, "a", "open")[0]) == ZH("It is until {day} already. Please give a later day.", day="—")
    assert current(talk) == [row]


def test_screens_of_what_is_over(talk: Talk) -> None:
    row = stay(talk, Verb.SUBMIT, Verb.WITHDRAW)
    for place in (BeingSure(row.id, Verb.WITHDRAW), ChoosingEnding(row.id), SayingNewEnd(row.id)):
        at(talk, place)
        said = talk.does(Tapped("x.1.old", 500))
        assert first_lines(said)[1] == ZH("You withdrew your request to {point} on {day}.",
                                          point="静安寺街道党群服务中心", day="2026年12月1日")  # fmt: skip


def test_link_is_not_made_once_the_home_branch_has_confirmed(talk: Talk) -> None:
    row = stay(talk, *ACTIVE)
    with talk.store.unit_of_work() as unit:
        affiliations.answer_home(unit, row.id, "confirmed", "", NOON.timestamp())
        unit.commit()
    at(talk, MyAffiliation(row.id))
    assert len(chooses(talk, "a", "home")) == 1


def test_text_at_my_affiliation_is_looked_up(talk: Talk) -> None:
    at(talk, MyAffiliation())
    talk.does(Said("久光党员服务点"))
    assert type(talk.remembered.step).__name__ == "PointCard"


def test_way_to_a_service_point_for_who_has_none(talk: Talk) -> None:
    at(talk, MyAffiliation())
    chooses(talk, "a", "where")
    assert type(talk.remembered.step).__name__ == "SayingWhere"


def test_contact_ends_being_out_of_contact(talk: Talk) -> None:
    row = stay(talk, *ACTIVE)
    talk.waits(days=200)
    with talk.store.unit_of_work() as unit:
        assert affiliations.mark_out_of_contact(unit, talk.now.timestamp() - 1, talk.now.timestamp()) == [row.id]
        unit.commit()
    opens(talk, "")
    assert [one.out_of_contact_since for one in current(talk)] == [None]


# ---------------------------------------------------------------- the home side


def link(talk: Talk, row: AffiliationRow) -> str:
    with talk.store.unit_of_work() as unit:
        token = home_links.issue(unit, row.id, 14, talk.now.timestamp())
        unit.commit()
    return token


def test_look_through_the_link_is_written_down_once(talk: Talk) -> None:
    row = stay(talk, Verb.SUBMIT)
    secretary = Talk(talk.store, talk.house, LI, updates=1000)
    secretary.does(Started(f"h_{link(talk, row)}"))
    with talk.store.unit_of_work() as unit:
        assert [(seen.role, seen.what) for seen in audit.seen_by(unit, f"person:{WANG}")] == [("home", "member.home")]


def test_link_to_what_is_over_shows_nobody(talk: Talk) -> None:
    row = stay(talk, Verb.SUBMIT)
    token = link(talk, row)
    stay(talk, Verb.WITHDRAW)
    secretary = Talk(talk.store, talk.house, LI, updates=1000)
    said = secretary.does(Started(f"h_{token}"))
    assert first_lines(said) == [ZH("This has been answered or settled meanwhile. Nothing is left to do.")]
    with talk.store.unit_of_work() as unit:
        assert audit.seen_by(unit, f"person:{WANG}") == []


@pytest.mark.parametrize("place", [ReadingHomeLink("forged", 1), SayingObjection("forged", 1)])
def test_forged_token_shows_nobody(talk: Talk, place: Step) -> None:
    stay(talk, Verb.SUBMIT, person=LI)
    at(talk, place)
    said = talk.does(Tapped("x.1.old", 500))
    assert first_lines(said)[1:] == [ZH("This has been answered or settled meanwhile. Nothing is left to do.")]


def test_command_at_a_link_goes_to_the_menu(talk: Talk) -> None:
    at(talk, ReadingHomeLink("forged", 1))
    talk.does(Commanded("menu"))
    assert talk.remembered.step == AtMenu()


def test_text_at_a_link_is_looked_up(talk: Talk) -> None:
    at(talk, ReadingHomeLink("forged", 1))
    talk.does(Said("久光党员服务点"))
    assert type(talk.remembered.step).__name__ == "PointCard"
