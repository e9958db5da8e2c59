"""What a request asks, a record for each question: its words, the ready answers, how an answer is read and told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.chat import Button, Buttons
from bot.facts import phones
from bot.flows.affiliating import consent
from bot.flows.affiliating.registering import answers
from bot.flows.affiliating.registering.answers import Unclear
from bot.flows.affiliating.registering.form import Form
from bot.flows.affiliating.stay_words import paper_name
from bot.flows.affiliating.steps import Asked
from bot.flows.desk import Desk, Happening
from bot.flows.keyboards import two_a_row
from bot.flows.typed import readable
from bot.texts import Words
from bot.texts.names import stay_name
from domain.affiliations.affiliations import Stay
from domain.affiliations.reminders import months_after
from domain.people.members import Details, DocumentKind
from domain.said.requests.registration import holds_place
from storage.places import places

MONTHS: Final = (3, 6, 12, 24)
"""After how many months from today a stay may end, to be chosen by a tap."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a request consists of.

    `asks` asks for it, `told` is what was answered, or something empty, `label` names it in the summary, and `value`
    says it there as plain text (None: as it is). `offers` are the ready answers. Nothing is sent without what is
    `needed`; what has a `skip` label can be left out. `reads` writes an answer down: True for done, False for what is
    none. Where it is a `text`, that understands what is typed, and `put` puts it into the details, or "" for nothing.
    """

    asks: Callable[[Form, Words], str]
    told: Callable[[Form], object]
    label: Callable[[Words], str]
    value: Callable[[Form, Desk], str] | None = None
    offers: Callable[[Form, Desk], Buttons] = lambda _told, _desk: ()
    needed: Callable[[Form], bool] = lambda _told: False
    reads: Callable[[Happening, Form, Desk], Unclear | bool] | None = None
    text: Callable[[str, Desk], str | Unclear] | None = None
    put: Callable[[Details, str], Details] | None = None
    skip: Callable[[Words], str] | None = None

    def shown(self, told: Form, desk: Desk) -> str:
        """Return what was told, as plain text; "—" for nothing."""
        return (self.value(told, desk) if self.value else str(self.told(told) or "")) or "—"


def arrival(t: Words) -> str:
    example = t("For example: {example}", example=t.plain("half a year ago, or 2026-03-01"))
    return f"{t('When did you arrive here, or when will you?')}\n{example}"


def dates(t: Words) -> str:
    """Say how a day can be typed."""
    return t("Type the day, for example {example}.", example=t.plain("2027-03-01 or March 1"))


def stays(t: Words) -> str:
    """Say what the kinds of stay are."""
    return "\n".join(
        (
            t("Which kind of stay is it?"),
            t("<b>Mobile member</b>: you live and work here for six months and more; your membership stays at home."),
            t("<b>Short visit</b>: you are here for a while, for training or on an assignment."),
        )
    )


def _contact(told: Form, t: Words) -> str:
    if told.details.name:
        how = t("Share it with the button below, or type it; with +, numbers of other countries are fine too.")
        return f"{_which_number(t)}\n{how}"
    example = t.plain("Wang Fang 139 1234 5678")
    how = t("The button below sends both. Or type them, for example: {example}", example=example)
    return f"{_name_and_number(t)}\n{how}"


def contact_to_type(told: Form, t: Words) -> str:
    """Ask the same where no key of the messenger's tells a number."""
    if told.details.name:
        return f"{_which_number(t)}\n{t('Just type it; with +, numbers of other countries are fine too.')}"
    example = t.plain("Wang Fang 139 1234 5678")
    return f"{_name_and_number(t)}\n{t('Just type both, for example: {example}', example=example)}"


def _which_number(t: Words) -> str:
    return t("Which phone number can the service point reach you at?")


def _name_and_number(t: Words) -> str:
    return t("What is your name, and which phone number can the service point reach you at?")


def _naming(t: Words) -> str:
    return "\n".join(
        (
            t("If a branch is founded where you work, may its organisers be told your name?"),
            t("If not, you are counted and not named."),
        )
    )


def stay_buttons(t: Words) -> Buttons:
    return ((Button(t.button("Mobile member"), Stay.MOBILE), Button(t.button("Short visit"), Stay.VISIT)),)


def today(t: Words) -> Buttons:
    return ((Button(t.button("Today"), "today"),),)


def _arrivals(_told: Form, desk: Desk) -> Buttons:
    t = desk.words
    return (
        (Button(t.button("Today"), "today"), Button(t.button("A month ago"), "1")),
        (Button(t.button("Half a year ago"), "6"), Button(t.button("A year ago"), "12")),
    )


def ends(so_far: date, t: Words) -> Buttons:
    """Offer ends, counted from a day that is not over: two a row."""
    days = [Button(t.full_day(day), day.isoformat()) for day in (months_after(so_far, months) for months in MONTHS)]
    return two_a_row(days)


def _ends(told: Form, desk: Desk) -> Buttons:
    t = desk.words
    return (*ends(max(desk.today, told.row.arrives_on), t), (Button(t.button("Not known yet"), "open"),))


def _branch(told: Form, _desk: Desk) -> str:
    home = told.details.home
    return " · ".join(part for part in (home.name, home.place) if part)


def _document(told: Form, desk: Desk) -> str:
    """Say all of a document on one line."""
    paper, t = told.details.paper, desk.words
    until = t("valid until {day}", day=t.full_day(paper.valid_until)) if paper.valid_until else ""
    photo = t("with a photo") if paper.photo else ""
    return " · ".join(part for part in (paper_name(paper.kind, t), paper.number, until, photo) if part)


def _own_building(told: Form, desk: Desk) -> Buttons:
    """Offer the building that the point stands in: whoever scanned its poster is probably in it."""
    point = places.point(desk.unit, told.row.point_id)
    building = None if point is None or point.building_id is None else places.building(desk.unit, point.building_id)
    return () if building is None else ((Button(readable(building.name, 40), f"b{building.id}"),),)


def _papers(_told: Form, desk: Desk) -> Buttons:
    t = desk.words
    return (
        (
            Button(t.button("Activity card"), DocumentKind.ACTIVITY_CARD),
            Button(t.button("Certificate"), DocumentKind.CERTIFICATE),
        ),
        (
            Button(t.button("Transfer letter"), DocumentKind.TRANSFER_LETTER),
            Button(t.button("None yet"), DocumentKind.NONE_YET),
        ),
    )


def _agreement(_told: Form, desk: Desk) -> Buttons:
    t = desk.words
    return ((Button(t.button("I agree"), "agree"), Button(t.button("I do not agree"), "refuse")),)


def _yes_or_no(_told: Form, desk: Desk) -> Buttons:
    t = desk.words
    return ((Button(t.button("Yes, they may"), "yes"), Button(t.button("No"), "no")),)


def _point_name(told: Form, desk: Desk) -> str:
    point = places.point(desk.unit, told.row.point_id)
    return point.name if point else ""


QUESTIONS: Final[Mapping[Asked, Question]] = {
    Asked.POINT: Question(
        lambda _told, t: t(
            "Find the other service point, open it and tap “{label}”.", label=t.button("Affiliate here")
        ),
        lambda _told: True,  # the draft has it from its first day, as it has the kind of stay and the arrival
        lambda t: t("Service point"),
        _point_name,
        lambda _told, desk: ((Button(desk.words.button("📍 Find a service point"), "where"),),),
    ),
    Asked.STAY: Question(
        lambda _told, t: stays(t),
        lambda _told: True,
        lambda t: t("Kind of stay"),
        lambda told, desk: stay_name(told.row.stay, desk.words),
        lambda _told, desk: stay_buttons(desk.words),
        reads=answers.stay,
    ),
    Asked.ARRIVAL: Question(
        lambda _told, t: arrival(t),
        lambda _told: True,
        lambda t: t("Arrival"),
        lambda told, desk: desk.words.full_day(told.row.arrives_on),
        _arrivals,
        reads=answers.arrives,
    ),
    Asked.END: Question(
        lambda _told, t: f"{t('Until when do you expect to stay?')}\n{dates(t)}",
        lambda told: told.row.ends_on,
        lambda t: t("Until"),
        lambda told, desk: desk.words.full_day(told.row.ends_on) if told.row.ends_on else desk.words("not known yet"),
        _ends,
        needed=lambda told: told.row.stay is Stay.VISIT,
        reads=answers.ends,
    ),
    Asked.CONSENT: Question(
        lambda told, t: f"{consent.text(told.months_kept, t)}\n{t('Do you agree?')}",
        lambda told: told.member.privacy_version == consent.VERSION,
        lambda t: t("Do you agree?"),
        offers=_agreement,
        needed=lambda _told: True,
        reads=answers.agrees,
    ),
    Asked.NAME: Question(
        lambda _told, t: t("What is your name, as your home branch has it?"),
        lambda told: told.details.name,
        lambda t: t("Name"),
        needed=lambda _told: True,
        text=answers.name,
        put=lambda details, text: replace(details, name=text),
    ),
    Asked.PHONE: Question(
        _contact,
        lambda told: told.details.phone,
        lambda t: t("Phone number"),
        lambda told, _desk: phones.shown(told.details.phone) if told.details.phone else "",
        needed=lambda _told: True,
        reads=answers.phone,
    ),
    Asked.EMPLOYER: Question(
        lambda _told, t: t("Where do you work? Please type the name of your company or organisation."),
        lambda told: told.details.employer,
        lambda t: t("Works at"),
        skip=lambda t: t.button("No employer, or several"),
        text=answers.free,
        put=lambda details, text: replace(details, employer=text),
    ),
    Asked.BUILDING: Question(
        lambda _told, t: t("In which building? Type its name or address, and I look it up."),
        lambda told: told.details.building,
        lambda t: t("Building"),
        offers=_own_building,
        skip=lambda t: t.button("Not in a building"),
        put=lambda details, text: replace(details, building=text),
        reads=answers.building,
    ),
    Asked.HOME_NAME: Question(
        lambda _told, t: t(
            "Which is your home branch, where your membership stays, and where is it? For example: {example}",
            example=t.plain("Second Branch of Sunshine Community, Lu'an, Anhui"),
        ),
        lambda told: told.details.home.name,
        lambda t: t("Home branch"),
        _branch,
        needed=lambda _told: True,
        reads=answers.home,
    ),
    Asked.HOME_PLACE: Question(
        lambda _told, t: t("Where is it? For example: {example}", example=t.plain("Lu'an, Anhui")),
        lambda told: told.details.home.place or holds_place(told.details.home.name),
        lambda t: t("Its place"),
        lambda told, _desk: told.details.home.place,
        needed=lambda _told: True,
        text=answers.free,
        put=lambda details, text: replace(details, home=replace(details.home, place=text)),
    ),
    Asked.HOME_CONTACT: Question(
        lambda _told, t: t("Whom can one ask there? A name or a phone number."),
        lambda told: told.details.home.contact,
        lambda t: t("Whom to ask there"),
        skip=lambda t: t.button("I do not know"),
        text=answers.whom_to_ask,
        put=lambda details, text: replace(details, home=replace(details.home, contact=text)),
    ),
    Asked.PAPER: Question(
        lambda _told, t: t("Which document do you have of your home branch? If none yet, that is no obstacle."),
        lambda told: told.details.paper.kind is not DocumentKind.NONE_YET,
        lambda t: t("Document"),
        _document,
        _papers,
        reads=answers.paper,
    ),
    Asked.PAPER_NUMBER: Question(
        lambda _told, t: t("What is its number?"),
        lambda told: told.details.paper.number,
        lambda t: t("Its number"),
        skip=lambda t: t.button("It has no number"),
        text=answers.paper_number,
        put=lambda details, text: replace(details, paper=replace(details.paper, number=text)),
    ),
    Asked.PAPER_UNTIL: Question(
        lambda _told, t: f"{t('Until when is it valid?')}\n{dates(t)}",
        lambda told: told.details.paper.valid_until,
        lambda t: t("Valid until"),
        lambda told, desk: (
            desk.words.full_day(told.details.paper.valid_until) if told.details.paper.valid_until else ""
        ),
        skip=lambda t: t.button("It does not say"),
        put=lambda details, _text: replace(details, paper=replace(details.paper, valid_until=None)),
        reads=answers.paper_until,
    ),
    Asked.PAPER_PHOTO: Question(
        lambda _told, t: t("If you like, send a photo of it."),
        lambda told: told.details.paper.photo,
        lambda t: t("Photo of it"),
        lambda told, desk: desk.words("sent") if told.details.paper.photo else "",
        skip=lambda t: t.button("Without a photo"),
        put=lambda details, text: replace(details, paper=replace(details.paper, photo=text)),
        reads=answers.photo,
    ),
    Asked.NAMED: Question(
        lambda _told, t: _naming(t),
        lambda told: told.member.may_be_named,
        lambda t: t("May be named when a branch is founded"),
        lambda told, desk: desk.words("yes") if told.member.may_be_named else desk.words("no"),
        _yes_or_no,
        reads=answers.may_be_named,
    ),
}
"""What each of them is; `order` says when it is asked."""
