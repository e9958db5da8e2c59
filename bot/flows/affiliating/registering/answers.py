"""What somebody answers to a question of a request: understood and written down, or told kindly what is missing."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from unicodedata import category, normalize

from bot.chat import Forwarded, Said, SentFile, SharedContact, Unreadable
from bot.facts import phones
from bot.flows.affiliating import consent
from bot.flows.affiliating.registering.form import Form, keep
from bot.flows.desk import Chose, Desk, Happening
from bot.flows.entry_points import row_id
from bot.flows.typed import readable
from bot.texts import Words
from domain import dates
from domain.affiliations import HERE, Stay
from domain.answers import understood
from domain.members import Details, DocumentKind, Paper
from domain.names import dotted
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AlreadyHereError
from storage.people import members
from storage.places import places

LONGEST: Final = 100
_NAME: Final = range(2, 51)
_NUMBER: Final = range(2, 41)


@dataclass(frozen=True, slots=True)
class Unclear:
    """What is said to an answer that cannot be taken."""

    said: str


def tidy(typed: str) -> str:
    """Return what was typed without control characters and needless spaces, and no longer than any answer is."""
    return readable(normalize("NFC", "".join(sign for sign in typed[:1000] if category(sign) != "Cs")), 500)


def noted(told: Form, details: Details, desk: Desk) -> bool:
    building_id = told.member.building_id if details.building == told.details.building else None
    keep(told, details, desk, building_id)
    return True


def stay(event: Happening, told: Form, desk: Desk) -> Unclear | bool:
    t = desk.words
    if not isinstance(event, Chose) or event.choice not in set(Stay):
        return False
    kind = Stay(event.choice)
    here = (one for one in affiliations.current(desk.unit, told.row.chat_id) if one.state in HERE)
    if any(one.stay is kind for one in here):
        return Unclear(t("You already take part elsewhere with a stay of this kind. To move, open the new point."))
    try:
        affiliations.amend(desk.unit, told.row.id, stay=kind)
    except AlreadyHereError:
        return Unclear(t("You already have a request of this kind. You find it under “{label}”.",
                         label=t.button("My affiliation")))  # fmt: skip
    return True


def arrives(event: Happening, told: Form, desk: Desk) -> Unclear | bool:
    if not isinstance(event, Said | Chose):
        return False
    day, ends_on = arrival(event, desk), told.row.ends_on
    if isinstance(day, Unclear):
        return day
    if ends_on is not None and day > ends_on:
        return Unclear(_before_the_start(ends_on, day, desk.words))
    affiliations.amend(desk.unit, told.row.id, arrives_on=day)
    return True


def ends(event: Happening, told: Form, desk: Desk) -> Unclear | bool:
    if not isinstance(event, Said | Chose):
        return False
    day = end(event, told.row.stay, told.row.arrives_on, desk)
    if isinstance(day, Unclear):
        return day
    affiliations.amend(desk.unit, told.row.id, ends_on=day)
    return True


def arrival(event: Said | Chose, desk: Desk) -> date | Unclear:
    """Understand the day of arrival: in the last ten years, or within a year from now."""
    t, today = desk.words, desk.today
    if isinstance(event, Chose):
        return today if event.choice == "today" else Unclear(_no_day("", desk))
    span = dates.read(tidy(event.text), today, today - timedelta(days=183))
    if span is None:
        return Unclear(_no_day(event.text, desk))
    if span.first.year < today.year - 10 or span.first > today + timedelta(days=366):
        return Unclear(_far_away(span.first, t))
    return span.first


def end(event: Said | Chose, stay: Stay, starts_on: date, desk: Desk) -> date | Unclear | None:
    """Understand the last day of a stay: after its start, not over yet, within ten years. None: not known yet."""
    t, today = desk.words, desk.today
    if isinstance(event, Chose) and event.choice == "open" and stay is Stay.MOBILE:
        return None
    typed = event.text if isinstance(event, Said) else event.choice
    span = dates.read(tidy(typed), today, max(today, starts_on))
    if span is None:
        return Unclear(_no_day(typed, desk))
    if span.last < starts_on:
        return Unclear(_before_the_start(span.last, starts_on, t))
    if span.last < today:
        return Unclear(_over(span.last, t))
    return Unclear(_far_away(span.last, t)) if span.last.year > today.year + 10 else span.last


def _no_day(typed: str, desk: Desk) -> str:
    t = desk.words
    return t("I could not read a day in “{typed}”. Please type it like {example}.",
             typed=readable(typed) or "…", example=t.plain("2027-03-01 or March 1"))  # fmt: skip


def _far_away(day: date, t: Words) -> str:
    return t("I understood {day}, which is far away. Is the year right? Please type it like {example}.",
             day=t.full_day(day), example=t.plain("2027-03-01 or March 1"))  # fmt: skip


def _over(day: date, t: Words) -> str:
    return t("I understood {day}, and that day is over. Please type a day to come, like {example}.",
             day=t.full_day(day), example=t.plain("2027-03-01 or March 1"))  # fmt: skip


def _before_the_start(day: date, starts_on: date, t: Words) -> str:
    return t("I understood {day} as the end, but the stay begins on {start}. Please type a later day.",
             day=t.full_day(day), start=t.full_day(starts_on))  # fmt: skip


def agrees(event: Happening, told: Form, desk: Desk) -> bool:
    match event:
        case Chose("agree"):
            members.agree(desk.unit, told.row.chat_id, consent.VERSION, desk.now.timestamp())
            return True
    return False


def _no_answer_word(written: str, desk: Desk) -> Unclear | None:
    """Doubt what is nothing but an answer to something else: 能来 is no employer, 好的 nobody's name."""
    if understood(written) is None:
        return None
    said = desk.words("“{typed}” sounds like an answer to something else. Please type it in full.", typed=tidy(written))
    return Unclear(said)


def name(written: str, desk: Desk) -> str | Unclear:
    t, text = desk.words, dotted(tidy(written))
    doubt = _no_answer_word(written, desk)
    if doubt is not None:
        return doubt
    if len(text) in _NAME and all(_is_of_a_name(sign) for sign in text) and _letters(text) >= 2:
        return text
    return Unclear(
        t("I need a name of 2 to 50 letters; spaces and dots are fine, as in {example}.",
          example=t.plain("Wang Fang or Ayigul·Maimaiti"))
    )  # fmt: skip


def free(written: str, desk: Desk) -> str | Unclear:
    text, doubt = tidy(written), _no_answer_word(written, desk)
    if doubt is not None:
        return doubt
    if 2 <= len(text) <= LONGEST and _letters(text) + _figures(text):
        return text
    return Unclear(desk.words("Please write 2 to {most} characters.", most=LONGEST))


def paper_number(written: str, desk: Desk) -> str | Unclear:
    t, number = desk.words, tidy(written)
    if len(number) in _NUMBER and _figures(number):
        return number
    return Unclear(t("I could not read a number there. Please type it as it is printed, for example {example}.",
                     example="LD-2026-00017"))  # fmt: skip


def _is_of_a_name(sign: str) -> bool:
    return category(sign)[0] in "LM" or sign in " ·.-'’"


def _letters(text: str) -> int:
    return sum(category(sign)[0] == "L" for sign in text)


def _figures(text: str) -> int:
    return sum(category(sign)[0] == "N" for sign in text)


def phone(event: Happening, told: Form, desk: Desk) -> Unclear | bool:
    t = desk.words
    if not isinstance(event, SharedContact | Said):
        return False
    if isinstance(event, SharedContact) and not event.own:
        return Unclear(t("That is somebody else's number. Please share your own, or type it."))
    written = event.phone if isinstance(event, SharedContact) else event.text
    # A shared contact often lacks its +, and begins with the country's code all the same.
    number = phones.read(written) or phones.read(f"+{written}")
    if not number:
        return Unclear(
            t("I could not read a phone number there. Please type it like {example}; other countries begin with +.",
              example="139 1234 5678")
        )  # fmt: skip
    return noted(told, replace(told.details, phone=number), desk)


def building(event: Happening, told: Form, desk: Desk) -> bool:
    """Take a building of the directory; what is typed is looked up first."""
    match event:
        case Chose(choice) if choice.startswith("b"):
            return choose_building(row_id(choice[1:]), told, desk)
    return False


def choose_building(building_id: int, told: Form, desk: Desk) -> bool:
    """Take a building of the directory. False: there is no such one."""
    building = places.building(desk.unit, building_id)
    if building is None:
        return False
    keep(told, replace(told.details, building=building.name), desk, building.id)
    return True


def keep_unlisted_building(typed: str, told: Form, desk: Desk) -> None:
    """Keep a building that the directory does not have, as it was typed."""
    keep(told, replace(told.details, building=tidy(typed)[:LONGEST]), desk, None)


def paper(event: Happening, told: Form, desk: Desk) -> bool:
    match event:
        case Chose(choice) if choice in set(DocumentKind):
            kind, known = DocumentKind(choice), told.details.paper
            # Another document has another number; the same one chosen again keeps what is known of it.
            return noted(told, replace(told.details, paper=known if known.kind is kind else Paper(kind)), desk)
    return False


def paper_until(event: Happening, told: Form, desk: Desk) -> Unclear | bool:
    t, today = desk.words, desk.today
    if not isinstance(event, Said):
        return False
    span = dates.read(tidy(event.text), today, today)
    if span is None:
        return Unclear(_no_day(event.text, desk))
    if span.last < today:
        return Unclear(
            t("By {day} the document is no longer valid. You can go on without: go back and choose “{label}”.",
              day=t.full_day(span.last), label=t.button("None yet"))
        )  # fmt: skip
    if span.last.year > today.year + 30:
        return Unclear(_far_away(span.last, t))
    paper = replace(told.details.paper, valid_until=span.last)
    return noted(told, replace(told.details, paper=paper), desk)


def photo(event: Happening, told: Form, desk: Desk) -> Unclear | bool:
    match event:
        case SentFile("photo", file_id) if tidy(file_id):
            paper = replace(told.details.paper, photo=tidy(file_id))
            return noted(told, replace(told.details, paper=paper), desk)
        case SentFile() | Unreadable() | Said() | Forwarded():
            return Unclear(
                desk.words("I need a photo here, taken with the camera or from the album. Nothing else was kept.")
            )
    return False


def may_be_named(event: Happening, told: Form, desk: Desk) -> bool:
    match event:
        case Chose("yes" | "no" as choice):
            members.allow_name(desk.unit, told.row.chat_id, choice == "yes", desk.now.timestamp())
            return True
    return False
