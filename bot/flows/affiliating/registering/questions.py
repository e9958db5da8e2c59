"""What a request asks, one question at a time: the words, the ready answers, and what was told so far."""

from datetime import date
from typing import Final

from bot.chat import Button, Buttons, Key, Text
from bot.facts import phones
from bot.flows.affiliating import consent
from bot.flows.affiliating.registering.form import Form, told_of
from bot.flows.affiliating.stay_words import paper_name
from bot.flows.affiliating.steps import Answering, Asked
from bot.flows.desk import Desk
from bot.flows.typed import readable
from bot.texts import Words
from bot.texts.names import stay_name
from domain.affiliations import Stay
from domain.members import DocumentKind
from domain.reminders import months_after
from storage.places import places

MONTHS: Final = {Stay.VISIT: (1, 2, 3), Stay.MOBILE: (6, 12, 24)}
"""After how many months a stay of each kind may end, to be chosen by a tap."""

OPTIONAL: Final = frozenset(
    {Asked.EMPLOYER, Asked.BUILDING, Asked.HOME_CONTACT, Asked.PAPER_NUMBER, Asked.PAPER_UNTIL, Asked.PAPER_PHOTO}
)


def question(at: Answering, told: Form, desk: Desk) -> Text:
    t = desk.words
    lines = [_words(at.asked, told, t)]
    if at.mending and told_of(at.asked, told):
        lines.append(t("At present: {value}", value=value(at.asked, told, desk)))
    back = t.button("Leave it as it is") if at.mending else t.button("Back")
    if at.asked is Asked.PHONE:
        keys = ((Key(t.button("📱 Share my number"), "phone"),), (Key(back), Key(t.button("Menu"))))
        return Text("\n".join(lines), keys=keys)
    last = (Button(back, "back"), Button(t.button("Later"), "menu"))
    return Text("\n".join(lines), (*_answers(at.asked, told, desk), last))


def arrival(stay: Stay, t: Words) -> str:
    asked = t("When did you arrive here, or when will you?")
    if stay is Stay.VISIT:
        asked = t("When does your visit begin?")
    return f"{asked}\n{_dates(t)}"


def _dates(t: Words) -> str:
    return t("Type the day, for example {example}.", example=t.plain("2027-03-01 or March 1"))


def _words(asked: Asked, told: Form, t: Words) -> str:
    match asked:
        case Asked.POINT:
            return t("Find the other service point, open it and tap “{label}”.", label=t.button("Affiliate here"))
        case Asked.STAY:
            return stays(t)
        case Asked.ARRIVAL:
            return arrival(told.row.stay, t)
        case Asked.END:
            return f"{t('Until when do you expect to stay?')}\n{_dates(t)}"
        case Asked.CONSENT:
            return f"{consent.text(t)}\n{t('Do you agree?')}"
        case Asked.NAME:
            return t("What is your name, as your home branch has it?")
        case Asked.PHONE:
            return "\n".join(
                (
                    t("Which phone number can the service point reach you at?"),
                    t("Share it with the button below, or type it; with +, numbers of other countries are fine too."),
                )
            )
        case Asked.EMPLOYER:
            return t("Where do you work? Please type the name of your company or organisation.")
        case Asked.BUILDING:
            return t("In which building? Type its name or address, and I look it up.")
    return _words_of_home_and_paper(asked, t)


def stays(t: Words) -> str:
    """Say what the kinds of stay are."""
    return "\n".join(
        (
            t("Which kind of stay is it?"),
            t("<b>Mobile member</b>: you live and work here for six months and more; your membership stays at home."),
            t("<b>Short visit</b>: you are here for a while, for training or on an assignment."),
        )
    )


def _words_of_home_and_paper(asked: Asked, t: Words) -> str:
    match asked:
        case Asked.HOME_NAME:
            return t("Which is your home branch, where your membership stays? For example: {example}",
                     example=t.plain("Second Branch of Sunshine Community"))  # fmt: skip
        case Asked.HOME_PLACE:
            return t("Where is it? For example: {example}", example=t.plain("Lu'an, Anhui"))
        case Asked.HOME_CONTACT:
            return t("Whom can one ask there? A name or a phone number.")
        case Asked.PAPER:
            return t("Which document do you have of your home branch? If none yet, that is no obstacle.")
        case Asked.PAPER_NUMBER:
            return t("What is its number?")
        case Asked.PAPER_UNTIL:
            return f"{t('Until when is it valid?')}\n{_dates(t)}"
        case Asked.PAPER_PHOTO:
            return t("If you like, send a photo of it.")
    return "\n".join(
        (
            t("One last thing: if a branch is founded where you work, may its organisers be told your name?"),
            t("If not, you are counted and not named."),
        )
    )


# ---------------------------------------------------------------- ready answers


def _answers(asked: Asked, told: Form, desk: Desk) -> Buttons:
    t = desk.words
    match asked:
        case Asked.POINT:
            return ((Button(t.button("📍 Find a service point"), "where"),),)
        case Asked.STAY:
            return stay_buttons(t)
        case Asked.ARRIVAL:
            return today(t)
        case Asked.END:
            return _ends(told, t)
        case Asked.CONSENT:
            return ((Button(t.button("I agree"), "agree"), Button(t.button("I do not agree"), "refuse")),)
        case Asked.BUILDING:
            return (*_own_building(told, desk), _skip(t.button("Not in a building"), told))
        case Asked.PAPER:
            return _papers(t)
        case Asked.NAMED:
            return ((Button(t.button("Yes, they may"), "yes"), Button(t.button("No"), "no")),)
    return (_skip(_skip_label(asked, t), told),) if asked in OPTIONAL else ()


def stay_buttons(t: Words) -> Buttons:
    return ((Button(t.button("Mobile member"), Stay.MOBILE), Button(t.button("Short visit"), Stay.VISIT)),)


def today(t: Words) -> Buttons:
    return ((Button(t.button("Today"), "today"),),)


def _ends(told: Form, t: Words) -> Buttons:
    days = [Button(t.full_day(day), day.isoformat()) for day in ends(told.row.stay, told.row.arrives_on)]
    rows = (tuple(days[:2]), tuple(days[2:]))
    if told.row.stay is Stay.MOBILE:
        return (rows[0], (*rows[1], Button(t.button("Not known yet"), "open")))
    return rows


def ends(stay: Stay, arrives_on: date) -> list[date]:
    """Return the days that are offered as the end."""
    return [months_after(arrives_on, months) for months in MONTHS[stay]]


def _own_building(told: Form, desk: Desk) -> Buttons:
    """Offer the building that the point stands in: whoever scanned its poster is probably in it."""
    point = places.point(desk.unit, told.row.point_id)
    building = None if point is None or point.building_id is None else places.building(desk.unit, point.building_id)
    return () if building is None else ((Button(readable(building.name, 40), f"b{building.id}"),),)


def _papers(t: Words) -> Buttons:
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


def _skip(label: str, _told: Form) -> tuple[Button, ...]:
    return (Button(label, "skip"),)


def _skip_label(asked: Asked, t: Words) -> str:
    match asked:
        case Asked.EMPLOYER:
            return t.button("No employer, or several")
        case Asked.HOME_CONTACT:
            return t.button("I do not know")
        case Asked.PAPER_NUMBER:
            return t.button("It has no number")
        case Asked.PAPER_UNTIL:
            return t.button("It does not say")
    return t.button("Without a photo")


# ---------------------------------------------------------------- what was told


def label(asked: Asked, t: Words) -> str:  # noqa: PLR0912  a name for each
    match asked:
        case Asked.POINT:
            return t("Service point")
        case Asked.STAY:
            return t("Kind of stay")
        case Asked.ARRIVAL:
            return t("Arrival")
        case Asked.END:
            return t("Expected end")
        case Asked.NAME:
            return t("Name")
        case Asked.PHONE:
            return t("Phone number")
        case Asked.EMPLOYER:
            return t("Works at")
        case Asked.BUILDING:
            return t("Building")
        case Asked.HOME_NAME:
            return t("Home branch")
        case Asked.HOME_PLACE:
            return t("Its place")
        case Asked.HOME_CONTACT:
            return t("Whom to ask there")
        case Asked.PAPER:
            return t("Document")
        case Asked.PAPER_NUMBER:
            return t("Its number")
        case Asked.PAPER_UNTIL:
            return t("Valid until")
        case Asked.PAPER_PHOTO:
            return t("Photo of it")
    return t("May be named when a branch is founded")


def value(asked: Asked, told: Form, desk: Desk) -> str:
    """Return what was told, as plain text; "—" for nothing."""
    return _value_of_the_stay(asked, told, desk) or _value_of_the_member(asked, told, desk.words) or "—"


def _value_of_the_stay(asked: Asked, told: Form, desk: Desk) -> str:
    t, row = desk.words, told.row
    match asked:
        case Asked.POINT:
            point = places.point(desk.unit, row.point_id)
            return point.name if point else ""
        case Asked.STAY:
            return stay_name(row.stay, t)
        case Asked.ARRIVAL:
            return t.full_day(row.arrives_on)
        case Asked.END:
            return t.full_day(row.ends_on) if row.ends_on else t("not known yet")
    return ""


def _value_of_the_member(asked: Asked, told: Form, t: Words) -> str:
    details, paper = told.details, told.details.paper
    match asked:
        case Asked.PHONE:
            return phones.shown(details.phone) if details.phone else ""
        case Asked.PAPER:
            return paper_name(paper.kind, t)
        case Asked.PAPER_UNTIL:
            return t.full_day(paper.valid_until) if paper.valid_until else ""
        case Asked.PAPER_PHOTO:
            return t("sent") if paper.photo else ""
        case Asked.NAMED:
            return t("yes") if told.member.may_be_named else t("no")
    return str(told_of(asked, told) or "")


def line(number: int, asked: Asked, told: Form, desk: Desk) -> str:
    """Return a numbered line of the summary, as HTML."""
    t = desk.words
    return t("{number}. {label}: {value}", number=number, label=label(asked, t), value=value(asked, told, desk))
