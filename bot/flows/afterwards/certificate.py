"""One activity of the own record, and the certificate of it that somebody can take home."""

from bot.chat import Button, Document, Text
from bot.deep_links import CERTIFICATE, link
from bot.flows.activities import text
from bot.flows.afterwards import rating
from bot.flows.afterwards.record import hours, taken
from bot.flows.afterwards.steps import RatingActivity, RecordedActivity
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.gaps import warning
from bot.flows.moments import local
from bot.flows.step import AtMenu, Step
from bot.papers.certificate import Certificate, certificate_pdf
from bot.papers.naming import file_name
from bot.texts import Words
from bot.texts.names import kind_name
from storage.activities import activities, certificates
from storage.activities.activities import ActivityRow
from storage.people import members
from storage.places import places


def attended(activity_id: int, desk: Desk) -> ActivityRow | None:
    """Return an activity that is over and that this person was seen at."""
    mine = any(one.activity_id == activity_id for one in taken(desk))
    return activities.find(desk.unit, activity_id) if mine else None


def opened(opened: Opened, desk: Desk) -> Move | None:
    """Send it, as a lasting button asks for it."""
    if not opened.row_id:
        return None
    row = attended(opened.row_id, desk)
    return Go(AtMenu(), before=(Text(_not_there(desk.words)),)) if row is None else _send(AtMenu(), row, desk)


def not_attended(step: RecordedActivity, event: Happening, desk: Desk) -> Move | None:
    """Answer at an activity whose check-in was taken back meanwhile."""
    match event:
        case Chose("back", message_id):
            return Go(step.back, replaces=message_id)
        case Chose("certificate"):
            return Go(step, before=(Text(_not_there(desk.words)),))
    return None


def closed(_step: RecordedActivity, desk: Desk) -> Text:
    return Text(_not_there(desk.words), ((Button(desk.words.button("Back"), "back"),),))


def _not_there(t: Words) -> str:
    return t("There is a certificate for what you were checked in at, as soon as it is over.")


def hear(step: RecordedActivity, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(step.back, replaces=message_id)
        case Chose("rate") if rating.rateable(row.id, desk):
            return Go(RatingActivity(row.id))
        case Chose("certificate"):
            return _send(step, row, desk)
    return None


def show(_step: RecordedActivity, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    lines = [
        text.brief(desk.unit, row, desk.now.tzinfo, t),
        t("{kind} · held by {unit}", kind=kind_name(row.kind, t).capitalize(), unit=text.holder(desk.unit, row)),
        t("✅ You were there: {hours}", hours=hours(row.ends_at - row.starts_at, t)),
    ]
    rate = (Button(t.button("Say how it was"), "rate"),) if rating.rateable(row.id, desk) else ()
    certificate = Button(t.button("Certificate of attendance"), "certificate")
    return Text("\n".join(lines), ((certificate, *rate), (Button(t.button("Back"), "back"),)))


def _send(step: Step, row: ActivityRow, desk: Desk) -> Move:
    t = desk.words
    member = members.find(desk.unit, desk.person.chat_id)
    if member is None or not member.details.name:
        mine = Button(t.button("My affiliation"), EntryPoint.MY_AFFILIATION.data())
        said = t("A certificate bears your name, and you have not told me yours. You tell it when you affiliate.")
        return Go(step, before=(Text(said, ((mine,),)),))
    name = member.details.name
    return Go(step, before=(*warning(t, name, row.title), _certificate(row, name, desk)))


def _certificate(row: ActivityRow, name: str, desk: Desk) -> Document:
    t, zone = desk.words, desk.now.tzinfo
    issued = certificates.issue(desk.unit, row.id, desk.person.chat_id, desk.now.timestamp())
    begins = local(row.starts_at, zone)
    address = link(desk.leads_to, f"{CERTIFICATE}{issued.code}")
    drawn = certificate_pdf(
        Certificate(
            name=name,
            title=row.title,
            kind=kind_name(row.kind, t),
            when=f"{t.full_day(begins.date())} {text.clocks(row, zone, t)}",
            where=text.where(desk.unit, row, t),
            hours=hours(row.ends_at - row.starts_at, t),
            holder=" · ".join(unit.name for unit in places.ancestors(desk.unit, row.unit_id)),  # from the top
            code=issued.code,
            link=address,
            issued_on=t.full_day(local(issued.issued_at, zone).date()),
            language=t.language,
        )
    )
    caption = t.plain("Send it to your home branch. Anybody can check it here: {link}", link=address)
    return Document(file_name("pdf", t.plain("Certificate of attendance"), row.title, begins.date()), drawn, caption)
