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
from domain.affiliations.affiliations import HERE, Stay
from domain.affiliations.reminders import months_after
from domain.affiliations.stays import kind_of_stay
from domain.people.members import Details, DocumentKind, Paper
from domain.said.requests import registration
from domain.said.requests.asides import corrected, in_figures, is_no_value
from domain.said.requests.request_lines import stay_in
from domain.times import dates
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AlreadyHereError
from storage.people import members
from storage.places import places

LONGEST: Final = 100
AGO: Final = {"today": 0, "1": 1, "6": 6, "12": 12}
"""How many months ago somebody arrived, by what a button carries."""

_NUMBER: Final = range(2, 41)


@dataclass(frozen=True, slots=True)
class Unclear:
    """What is said to an answer that cannot be taken."""

    said: str


def tidy(typed: str) -> str:
    """Return what was typed without control characters and needless spaces, and no longer than any answer is."""
    return readable(normalize("NFC", "".join(sign for sign in typed[:1000] if category(sign) != "Cs")), 500)


def tidy_lines(typed: str) -> str:
    """Return what was typed, each of its lines tidied."""
    return "\n".join(line for line in (tidy(line) for line in typed[:1000].splitlines()) if line)


def noted(told: Form, details: Details, desk: Desk) -> bool:
    building_id = told.member.building_id if details.building == told.details.building else None
    keep(told, details, desk, building_id)
    return True


def stay(event: Happening, told: Form, desk: Desk) -> Unclear | bool:
    t = desk.words
    match event:
        case Chose(choice) if choice in set(Stay):
            kind = Stay(choice)
        case Said(typed) if said := stay_in(typed):
            kind = Stay(said)
        case _:
            return False
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
    note_days(told, day, ends_on, desk)
    return True


def ends(event: Happening, told: Form, desk: Desk) -> Unclear | bool:
    if not isinstance(event, Said | Chose):
        return False
    day = end(event, told.row.arrives_on, desk)
    if isinstance(day, Unclear):
        return day
    note_days(told, told.row.arrives_on, day, desk)
    return True


def note_days(told: Form, arrives_on: date, ends_on: date | None, desk: Desk) -> None:
    """Write the days down, and the kind of stay that follows from them.

    It stays beside others that there are, and where it was told to be another than the days so far make it.
    """
    row = told.row
    is_alone = row.continues_id is None and len(affiliations.current(desk.unit, row.chat_id)) == 1
    follows = is_alone and row.stay is kind_of_stay(row.arrives_on, row.ends_on)
    kind = kind_of_stay(arrives_on, ends_on) if follows else row.stay
    affiliations.amend(desk.unit, row.id, arrives_on=arrives_on, ends_on=ends_on, stay=kind)


def arrival(event: Said | Chose, desk: Desk) -> date | Unclear:
    """Understand the day of arrival: in the last ten years, or within a year from now."""
    t, today = desk.words, desk.today
    if isinstance(event, Chose):
        months = AGO.get(event.choice)
        return Unclear(_no_day("", desk)) if months is None else months_after(today, -months)
    day = registration.arrived(corrected(tidy(event.text)), today)
    if day is None:
        return Unclear(_no_day(event.text, desk))
    if day.year < today.year - 10 or day > today + timedelta(days=366):
        return Unclear(_far_away(day, t))
    return day


def end(event: Said | Chose, starts_on: date, desk: Desk) -> date | Unclear | None:
    """Understand the last day of a stay: after its start, not over yet, within ten years. None: not known yet."""
    t, today = desk.words, desk.today
    typed = corrected(event.text) if isinstance(event, Said) else event.choice
    if registration.is_open(tidy(typed)):
        return None
    day = registration.leaves(tidy(typed), today, max(today, starts_on))
    if day is None:
        return Unclear(_no_day(typed, desk))
    if day < starts_on:
        return Unclear(_before_the_start(day, starts_on, t))
    if day < today:
        return Unclear(_over(day, t))
    return Unclear(_far_away(day, t)) if day.year > today.year + 10 else day


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


def name(written: str, desk: Desk) -> str | Unclear:
    t, text = desk.words, _name_in(written, desk)
    if registration.is_name(text):
        return text
    if registration.is_answer(text) or is_no_value(text):
        return Unclear(t("“{typed}” does not look like a name. Please write it like {example}.",
                         typed=readable(text), example=t.plain("Wang Fang or Ayigul·Maimaiti")))  # fmt: skip
    return Unclear(
        t("I need a name of 2 to 50 letters; spaces and dots are fine, as in {example}.",
          example=t.plain("Wang Fang or Ayigul·Maimaiti"))
    )  # fmt: skip


def _name_in(written: str, desk: Desk) -> str:
    """Take the name out of 我叫王芳; what says nothing of a name is all name."""
    text = tidy(registration.tidy_name(registration.without_spelling(written)))
    return registration.read(text, desk.today).name or registration.valued(text)


def free(written: str, desk: Desk) -> str | Unclear:
    """Take the name of a company or a branch: words, neither digits nor an answer to something else."""
    text = tidy(registration.valued(tidy(written)))
    if is_no_value(written) or registration.is_talk(text):
        return _no_name(written, desk)
    if not 2 <= len(text) <= LONGEST or not _letters(text) + _figures(text):
        return Unclear(desk.words("Please write 2 to {most} characters.", most=LONGEST))
    if not _letters(text) or registration.is_answer(text):
        return _no_name(text, desk)
    return text


def _no_name(typed: str, desk: Desk) -> Unclear:
    t = desk.words
    return Unclear(t("“{typed}” does not look like a name here. Please write the name.", typed=readable(typed)))


def whom_to_ask(written: str, desk: Desk) -> str | Unclear:
    """Take a name or a number."""
    text = tidy(corrected(tidy(written)))
    if is_no_value(text):
        return _no_name(text, desk)
    if 2 <= len(text) <= LONGEST and _letters(text) + _figures(text):
        return text
    return Unclear(desk.words("Please write 2 to {most} characters.", most=LONGEST))


def home(event: Happening, told: Form, desk: Desk) -> Unclear | bool:
    """Take the home branch with its place, on one line or two."""
    if not isinstance(event, Said):
        return False
    branch, place = registration.branch_and_place(tidy_lines(event.text))
    text = free(branch, desk)
    if isinstance(text, Unclear):
        return text
    known = told.details.home
    where = place or ("" if known.name else known.place)  # the place of another branch is another
    return noted(told, replace(told.details, home=replace(known, name=text, place=where[:LONGEST])), desk)


def paper_number(written: str, desk: Desk) -> str | Unclear:
    t, number = desk.words, tidy(written)
    if len(number) in _NUMBER and _figures(number):
        return number
    return Unclear(t("I could not read a number there. Please type it as it is printed, for example {example}.",
                     example="LD-2026-00017"))  # fmt: skip


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
    written = event.phone if isinstance(event, SharedContact) else in_figures(corrected(event.text))
    # A shared contact often lacks its +, and begins with the country's code all the same.
    number = phones.read(written) or phones.read(f"+{written}")
    if not number and not told.details.name:
        return Unclear(t("I need your name and a phone number, for example: {example}",
                         example=t.plain("Wang Fang 139 1234 5678")))  # fmt: skip
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
