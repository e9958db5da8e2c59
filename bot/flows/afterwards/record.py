"""What somebody took part in, year by year, with its hours; and the certificate that they can take home."""

from collections.abc import Sequence
from typing import Final

from bot.chat import Button, Buttons, Document, Reply, Said, Text
from bot.deep_links import CERTIFICATE
from bot.flows.activities import buttons, text
from bot.flows.afterwards import rating
from bot.flows.afterwards.steps import MyRecord, RatingActivity, RecordedActivity
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint
from bot.flows.moments import local
from bot.flows.paging import page_buttons
from bot.flows.step import AtMenu, Step
from bot.papers.certificate import Certificate, certificate_pdf
from bot.texts import Words
from storage.activities import activities, certificates, figures
from storage.activities.activities import ActivityRow
from storage.activities.figures import TookPart
from storage.people import members
from storage.places import places

PAGE: Final = 5


def record(desk: Desk) -> Move:
    years = _years(_taken(desk), desk)
    return Go(MyRecord(years[0] if years else desk.today.year))


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case MyRecord(year, page), Chose("next", message_id):
            return Go(MyRecord(year, page + 1), replaces=message_id)
        case MyRecord(year, page), Chose("previous", message_id):
            return Go(MyRecord(year, max(0, page - 1)), replaces=message_id)
        case MyRecord(), Chose(choice, message_id) if choice.startswith("y"):
            return _turn_to(choice[1:], message_id, desk)
        case MyRecord(), Chose(row_id=activity_id, message_id=message_id) if activity_id:
            return Go(RecordedActivity(activity_id, step), replaces=message_id)
        case MyRecord(), Said(typed):
            return _numbered(step, typed.strip(), desk)
        case RecordedActivity(_, back), Chose("back", message_id):
            return Go(back, replaces=message_id)
        case RecordedActivity(activity_id), Chose("rate") if rating.rateable(activity_id, desk):
            return Go(RatingActivity(activity_id))
        case RecordedActivity(activity_id), Chose("certificate"):
            return _send(step, activity_id, desk)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case MyRecord():
            return (_record(step, desk),)
        case RecordedActivity():
            return (_one(step, desk),)
    raise AssertionError(step)


# ---------------------------------------------------------------- the record


def _taken(desk: Desk) -> list[TookPart]:
    return figures.took_part(desk.unit, desk.person.chat_id, desk.now.timestamp())


def _year(one: TookPart, desk: Desk) -> int:
    return local(one.starts_at, desk.now.tzinfo).year


def _years(taken: Sequence[TookPart], desk: Desk) -> list[int]:
    """Return the years that have anything, the latest first."""
    return sorted({_year(one, desk) for one in taken}, reverse=True)


def _turn_to(year: str, message_id: int, desk: Desk) -> Move | None:
    known = {str(one): one for one in _years(_taken(desk), desk)}
    return Go(MyRecord(known[year]), replaces=message_id) if year in known else None


def _lines(step: MyRecord, taken: Sequence[TookPart], desk: Desk) -> list[tuple[int, TookPart]]:
    """Return what this page shows, with the numbers that it goes by."""
    of_year = [one for one in taken if _year(one, desk) == step.year]
    return list(enumerate(of_year, 1))[step.page * PAGE : (step.page + 1) * PAGE]


def _numbered(step: MyRecord, typed: str, desk: Desk) -> Move | None:
    chosen = (one for number, one in _lines(step, _taken(desk), desk) if typed == str(number))
    return next((Go(RecordedActivity(one.activity_id, step)) for one in chosen), None)


def _record(step: MyRecord, desk: Desk) -> Text:
    t, taken = desk.words, _taken(desk)
    of_year = [one for one in taken if _year(one, desk) == step.year]
    shown = _lines(step, taken, desk)
    lines = [_heading(step.year, of_year, t), *(_line(number, one, desk) for number, one in shown)]
    return Text("\n".join(lines), _buttons(step, shown, len(of_year), _years(taken, desk), desk))


def _heading(year: int, of_year: Sequence[TookPart], t: Words) -> str:
    if not of_year:
        return t("Nothing is recorded for {year} yet. What you are checked in at is kept here.", year=year)
    return t.plural(
        "<b>{year}</b>: {number} activity, {hours}",
        "<b>{year}</b>: {number} activities, {hours}",
        len(of_year),
        year=year,
        hours=hours(sum(one.ends_at - one.starts_at for one in of_year), t),
    )


def _line(number: int, one: TookPart, desk: Desk) -> str:
    t = desk.words
    return t(
        "{number}. {title}\n   {day} · {hours}",
        number=number,
        title=one.title,
        day=t.day(local(one.starts_at, desk.now.tzinfo).date()),
        hours=hours(one.ends_at - one.starts_at, t),
    )


def hours(seconds: float, t: Words) -> str:
    """Say how long, to the tenth of an hour: 1.5 hours."""
    count = round(seconds / 3_600, 1)
    whole = int(count) if count == int(count) else count
    return t.plain("1 hour") if whole == 1 else t.plain("{hours} hours", hours=whole)


def _buttons(
    step: MyRecord, shown: Sequence[tuple[int, TookPart]], count: int, years: Sequence[int], desk: Desk
) -> Buttons:
    t = desk.words
    numbers = tuple(Button(str(number), str(one.activity_id)) for number, one in shown)
    others = _neighbours(step.year, years)
    turning = tuple(Button(t.button("Year {year}", year=year), f"y{year}") for year in others)
    rows = [row for row in (numbers, *page_buttons(step.page, PAGE, count, desk), turning) if row]
    return (*rows, (buttons.my_activities(t), Button(t.button("Menu"), "menu")))


def _neighbours(year: int, years: Sequence[int]) -> list[int]:
    """Return the nearest year before and after that have anything."""
    earlier, later = [one for one in years if one < year], [one for one in years if one > year]
    return [*earlier[:1], *later[-1:]]


# ---------------------------------------------------------------- one activity of it


def _attended(activity_id: int, desk: Desk) -> ActivityRow | None:
    """Return an activity that is over and that this person was seen at."""
    mine = any(one.activity_id == activity_id for one in _taken(desk))
    return activities.find(desk.unit, activity_id) if mine else None


def _one(step: RecordedActivity, desk: Desk) -> Text:
    t, row = desk.words, _attended(step.activity_id, desk)
    back = Button(t.button("Back"), "back")
    if row is None:
        return Text(_not_there(t), ((back,),))
    lines = [
        text.brief(desk.unit, row, desk.now.tzinfo, t),
        t("{kind} · held by {unit}", kind=text.kind_name(row.kind, t).capitalize(), unit=text.holder(desk.unit, row)),
        t("✅ You were there: {hours}", hours=hours(row.ends_at - row.starts_at, t)),
    ]
    rate = (Button(t.button("Say how it was"), "rate"),) if rating.rateable(row.id, desk) else ()
    return Text("\n".join(lines), ((Button(t.button("Certificate of attendance"), "certificate"), *rate), (back,)))


def _not_there(t: Words) -> str:
    return t("There is a certificate for what you were checked in at, as soon as it is over.")


# ---------------------------------------------------------------- the certificate


def send_certificate(activity_id: int, desk: Desk) -> Move:
    """Send it, as a lasting button asks for it."""
    return _send(AtMenu(), activity_id, desk)


def _send(step: Step, activity_id: int, desk: Desk) -> Move:
    row, t = _attended(activity_id, desk), desk.words
    if row is None:
        return Go(step, before=(Text(_not_there(t)),))
    member = members.find(desk.unit, desk.person.chat_id)
    if member is None or not member.details.name:
        mine = Button(t.button("My affiliation"), EntryPoint.MY_AFFILIATION.data())
        said = t("A certificate bears your name, and you have not told me yours. You tell it when you affiliate.")
        return Go(step, before=(Text(said, ((mine,),)),))
    return Go(step, before=(_certificate(row, member.details.name, desk),))


def _certificate(row: ActivityRow, name: str, desk: Desk) -> Document:
    t, zone = desk.words, desk.now.tzinfo
    issued = certificates.issue(desk.unit, row.id, desk.person.chat_id, desk.now.timestamp())
    begins = local(row.starts_at, zone)
    link = f"{desk.bot_link}?start={CERTIFICATE}{issued.code}"
    drawn = certificate_pdf(
        Certificate(
            name=name,
            title=row.title,
            kind=text.kind_name(row.kind, t),
            when=f"{t.full_day(begins.date())} {text.clocks(row, zone, t)}",
            where=text.where(desk.unit, row, t),
            hours=hours(row.ends_at - row.starts_at, t),
            holder=_holders(row, desk),
            code=issued.code,
            link=link,
            issued_on=t.full_day(local(issued.issued_at, zone).date()),
            language=t.language,
        )
    )
    caption = t.plain("Send it to your home branch. Anybody can check it here: {link}", link=link)
    return Document(f"{t.plain('Certificate of attendance')}.pdf", drawn, caption)


def _holders(row: ActivityRow, desk: Desk) -> str:
    """Name the unit that held it, and those above it, from the top."""
    return " · ".join(one.name for one in places.ancestors(desk.unit, row.unit_id))
