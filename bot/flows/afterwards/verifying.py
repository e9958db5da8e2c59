"""Whether a certificate is genuine: anybody may ask, and reads enough to compare it, but not the whole name.

A code has ten signs, and whoever misses a few times waits (`domain.people.tries`).
"""

from bot.chat import Said, Text
from bot.flows import tries
from bot.flows.activities import text
from bot.flows.afterwards import record
from bot.flows.afterwards.steps import CheckingCode
from bot.flows.desk import Desk, Go, Happening, Move
from bot.flows.keyboards import to_menu
from bot.flows.moments import local
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from domain.activities import certificate_codes
from domain.activities.seats import HERE
from domain.people.masks import masked_name
from domain.people.tries import Thing
from storage.activities import activities, certificates, signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.certificates import CertificateRow
from storage.people import members


def verify(typed: str, desk: Desk) -> Move:
    """Say whether there is a certificate with this code; without one, ask for it."""
    if not readable(typed):
        return Go(CheckingCode())
    shut = tries.shut(Thing.CERTIFICATE, desk)
    if shut:
        return Go(AtMenu(), before=(shut,))
    found = _genuine(typed, desk)
    if found is None:
        return _not_found(typed, desk)
    return Go(AtMenu(), before=(Text(_confirmed(*found, desk)),))


def _not_found(typed: str, desk: Desk) -> Move:
    """Say so, and count what could have been a code; what could not be one is a slip, and finds nothing."""
    tells = tries.missed(Thing.CERTIFICATE, desk) if certificate_codes.read(typed) else ()
    shut = tries.shut(Thing.CERTIFICATE, desk)
    if shut:
        return Go(AtMenu(), before=(shut,), tells=tells)
    return Go(CheckingCode(), before=(Text(_unknown(typed, desk)),))


def hear(_step: CheckingCode, event: Happening, desk: Desk) -> Move | None:
    """Read a code; what cannot be one, as a building's name or a sentence, is looked for as anywhere."""
    match event:
        case Said(typed) if code := certificate_codes.read(typed) or certificate_codes.named(typed):
            return verify(code, desk)
        case Said(typed) if certificate_codes.may_be(typed):
            return verify(typed, desk)
    return None


def show(_step: CheckingCode, desk: Desk) -> Text:
    t = desk.words
    asked = t("Please type the code that stands on the certificate: ten signs, as in {example}.", example="ABCDE-23456")
    return Text(asked, ((to_menu(desk),),))


def _genuine(typed: str, desk: Desk) -> tuple[CertificateRow, ActivityRow] | None:
    """Return a certificate that still holds: its check-in may have been taken back."""
    code = certificate_codes.read(typed)
    found = certificates.by_code(desk.unit, code) if code else None
    if found is None:
        return None
    row = activities.find(desk.unit, found.activity_id)
    mine = signup_reading.find(desk.unit, found.activity_id, found.chat_id)
    return (found, row) if row is not None and mine is not None and mine.state in HERE else None


def _unknown(typed: str, desk: Desk) -> str:
    t = desk.words
    code = certificate_codes.read(typed)
    lines = (
        t(
            "I find no certificate with the code {code}.",
            code=certificate_codes.shown(code) if code else readable(typed),
        ),
        t("Perhaps a sign was misread; no code has any of these: {signs}.", signs="0 1 I L O U"),
        t("What a member has deleted is gone, and its certificates with it."),
    )
    return "\n".join(lines)


def _confirmed(found: CertificateRow, row: ActivityRow, desk: Desk) -> str:
    t, zone = desk.words, desk.now.tzinfo
    member = members.find(desk.unit, found.chat_id)
    begins = local(row.starts_at, zone)
    name = masked_name(member.details.name) if member else ""
    lines = [
        t("✅ This certificate is genuine: {code}", code=certificate_codes.shown(found.code)),
        t("Name: {name}", name=name) if name else t("Name: no longer kept here"),
        t("Activity: {title} ({kind})", title=row.title, kind=text.kind_name(row.kind, t)),
        f"{t.full_day(begins.date())} {text.clocks(row, zone, t)} · {record.hours(row.ends_at - row.starts_at, t)}",
        t("Held by: {unit}", unit=text.holder(desk.unit, row)),
        t("Please compare it with what is printed. The full name is on the certificate only."),
    ]
    return "\n".join(lines)
