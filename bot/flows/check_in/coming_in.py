"""A member checks in: by the code on the wall, by the word that was spoken, or by being there. Twice is the same."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.chat import Key, PlaceMoved, Said, SharedPlace, Text
from bot.facts.code_words import is_called_one, is_meant, is_one
from bot.flows import tries
from bot.flows.activities import card, text
from bot.flows.activities.scene import scene
from bot.flows.activities.steps import ActivityCard
from bot.flows.check_in.steps import SayingPresence
from bot.flows.desk import Desk, Go, Happening, Move, Remain
from bot.flows.entry_points import Opened, row_id
from bot.flows.keyboards import keys_away
from bot.flows.moments import local, moment
from bot.flows.step import AtMenu
from bot.flows.typed import button_labels
from domain.activities import tokens
from domain.activities.activities import Stage, Standing
from domain.activities.seats import HERE, OPENS_S, Way
from domain.people.deeds import By, Deed
from domain.people.tries import Thing
from domain.places.geo import Position, distance_m
from domain.rules import Rule
from storage.activities import activities, admission, attendance, check_in_keys, signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.seats import FullError


def hear(step: SayingPresence, event: Happening, desk: Desk) -> Move | None:
    match event:
        case SharedPlace(is_own=False):
            return _passed_on(step.activity_id, desk)
        case SharedPlace(latitude, longitude):
            return _measured(step.activity_id, Position(latitude, longitude), desk)
        case PlaceMoved(latitude, longitude, is_own=True):
            return _moved_on(step.activity_id, Position(latitude, longitude), desk)
        case Said(label) if label in button_labels("Back"):
            return Go(ActivityCard(step.activity_id).renewed(), before=(keys_away(desk),))
    return None


def show(_step: SayingPresence, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("Please share your location with the button below."),
        t("It is compared once with where the activity is held, and then forgotten."),
    )
    keys = ((Key(t.button("📍 Share my location"), "location"),), (Key(t.button("Back")),))
    return Text("\n".join(lines), keys=keys)


def opened(opened: Opened, desk: Desk) -> Move:
    """Hear "I am here" of an activity, from its card or from a reminder."""
    return arrived(opened.row_id, desk)


def arrived(activity_id: int, desk: Desk) -> Move:
    """Take somebody at their word that they have come, and ask for what shows it."""
    row = activities.announced(desk.unit, activity_id)
    if row is None:
        return _unknown(desk)
    if scene(row.id, desk) is None:
        return card.not_shown(row.id, desk)
    refused = _refused_by(row, desk)
    if refused:
        return refused
    if _is_here(row, desk):
        return come_in(row, Way.THERE, desk)
    if row.position is None:
        return _said(row, _other_ways(desk), desk)
    return Go(SayingPresence(row.id))


def follow(payload: str, desk: Desk) -> Move:
    """Check in by the code on the wall: the token of the activity, "_" and that of the minute, as it was scanned."""
    activity, _, token = payload.partition("_")
    named = activities.by_token(desk.unit, activity)
    row = activities.announced(desk.unit, named.id if named else row_id(activity))
    if row is None:
        return _unknown(desk)
    if row.stage is Stage.PUBLISHED and not _is_here(row, desk):
        shut = tries.shut(Thing.CHECK_IN, desk, row)
        if shut:
            return _answered(row, shut, desk)
        if not _fits(row, token, desk):
            return _run_out(row, desk)
    return come_in(row, Way.QR, desk)


def _run_out(row: ActivityRow, desk: Desk) -> Move:
    tells = tries.missed(Thing.CHECK_IN, desk, row)
    t = desk.words
    run_out = t("This code has run out: it changes every minute. Please scan the one that is on the wall now.")
    said = tries.shut(Thing.CHECK_IN, desk, row) or Text(run_out, hide_keys=True)
    return replace(_answered(row, said, desk), tells=tells)


def by_word(word: str, on: Collection[int], desk: Desk) -> Move | None:
    """Check in by the code word of one of these activities, or count that it is another; None: it is no such word."""
    known = check_in_keys.words(desk.unit, on) if on and is_one(word) else {}
    rows = list(activities.found(desk.unit, [activity_id for activity_id in on if activity_id in known]).values())
    meant = next((row for row in rows if is_meant(word, known[row.id])), None)
    to_come = [row for row in rows if not _is_here(row, desk)]
    shut = next((said for row in to_come if meant in {None, row} and (said := _no_more_words(row, desk))), None)
    if shut:
        return Remain((shut,))
    if meant:
        return come_in(meant, Way.WORD, desk)
    return _wrong_word(word, to_come, desk)


def _no_more_words(row: ActivityRow, desk: Desk) -> Text | None:
    return tries.shut(Thing.CODE_WORD, desk, row)


def _wrong_word(word: str, rows: Sequence[ActivityRow], desk: Desk) -> Move | None:
    """Count it; what is also the name of a place, as the hospital is, may have been meant for that."""
    if not rows:
        return None
    tells = tuple(tell for row in rows for tell in tries.missed(Thing.CODE_WORD, desk, row))
    shut = next((said for row in rows if (said := _no_more_words(row, desk))), None)
    if not shut and not is_called_one(word) and desk.search.find(desk.unit, word, 1).sure:
        return None
    t = desk.words
    other = t("That is not the code word that is spoken here. Please listen once more.") + "\n" + _other_ways(desk)
    return Remain((shut or Text(other),), tells)


def _passed_on(activity_id: int, desk: Desk) -> Move:
    """Say kindly why a place that comes from elsewhere shows nothing: it can be sent from anywhere."""
    row = activities.announced(desk.unit, activity_id)
    if row is None:
        return _unknown(desk)
    t = desk.words
    said = t(
        "A place that was passed on or picked from a list does not show that you are there. "
        "Please share your own location with the button below."
    )
    return _refused_by(row, desk) or Remain((Text(f"{said}\n{_other_ways(desk)}"),))


def _measured(activity_id: int, here: Position, desk: Desk) -> Move:
    """Compare where somebody is with where it is held, and forget it: only what came of it is said and kept."""
    row = activities.announced(desk.unit, activity_id)
    if row is None or row.position is None:
        return _unknown(desk)
    if is_at(row, here, desk):
        return come_in(row, Way.THERE, desk)
    return _refused_by(row, desk) or Remain((Text(how_far(row.position, here, desk)),))


def _moved_on(activity_id: int, here: Position, desk: Desk) -> Move:
    """Check in whoever walks up with a live location; on the way nothing is said."""
    row = activities.announced(desk.unit, activity_id)
    return come_in(row, Way.THERE, desk) if row and is_at(row, here, desk) else Remain(())


def is_at(row: ActivityRow, here: Position, desk: Desk) -> bool:
    """Tell whether this is so near to where it is held that somebody is taken to be there."""
    return row.position is not None and distance_m(here, row.position) <= desk.rule(Rule.CHECK_IN_METRES, row.unit_id)


def how_far(venue: Position, here: Position, desk: Desk) -> str:
    """Say honestly how far it is still, and what can be done: the next location is compared again."""
    t, away = desk.words, distance_m(here, venue)
    said = t("You are still about {distance} away. Indoors a phone is sometimes mistaken.", distance=t.distance(away))
    return f"{said}\n{t('Nearer to it, share your location once more.')}\n{_other_ways(desk)}"


def _refused_by(row: ActivityRow, desk: Desk) -> Move | None:
    refused = _refused(row, desk)
    return _said(row, refused, desk) if refused else None


def come_in(row: ActivityRow, way: Way, desk: Desk) -> Move:
    """Check somebody in who has shown that they are there, or say why that cannot be."""
    refused = _refused_by(row, desk)
    if refused:
        return refused
    chat_id = desk.person.chat_id
    alone = Deed(By(chat_id, "member"), desk.now.timestamp())
    standing = admission.may_come(desk.unit, row, chat_id) or Standing.PASSING_BY
    try:
        attendance.check_in(desk.unit, row.id, chat_id, way, alone, standing=standing)
    except FullError:
        t = desk.words
        return _said(row, t("All seats are taken. Please ask the organiser or a volunteer: they can let you in."), desk)
    return _said(row, desk.words("You are there: welcome."), desk)


def _refused(row: ActivityRow, desk: Desk) -> str:
    """Say kindly why this person cannot check in now; "" where they can."""
    t, now = desk.words, desk.now.timestamp()
    mine = signup_reading.find(desk.unit, row.id, desk.person.chat_id)
    if mine is None and admission.may_come(desk.unit, row, desk.person.chat_id) is None:
        return t("This activity is for others: {whom}.", whom=text.audience_names(row.plan.audience, t))
    if row.stage is Stage.CANCELLED:
        return t("This activity has been called off.")
    if _is_here(row, desk):
        return ""
    if now >= row.ends_at:
        return t("This activity is over. If you were there, the organiser can still enter you.")
    if now < row.starts_at - OPENS_S:
        return t("Check-in opens at {when}.", when=moment(local(row.starts_at - OPENS_S, desk.now.tzinfo), t))
    return ""


def _is_here(row: ActivityRow, desk: Desk) -> bool:
    mine = signup_reading.find(desk.unit, row.id, desk.person.chat_id)
    return mine is not None and mine.state in HERE


def _fits(row: ActivityRow, token: str, desk: Desk) -> bool:
    secret = check_in_keys.known_secret(desk.unit, row.id)
    return secret is not None and tokens.fits(secret, token, desk.now.timestamp())


def _other_ways(desk: Desk) -> str:
    t = desk.words
    return t("You can also scan the code on the wall, type the code word, or tell the organiser or a volunteer.")


def _said(row: ActivityRow, said: str, desk: Desk) -> Move:
    return _answered(row, Text(said, hide_keys=True), desk)


def _answered(row: ActivityRow, said: Text, desk: Desk) -> Go:
    """Say it, and show how things stand, where that is for this person's eyes."""
    at = ActivityCard(row.id).renewed() if scene(row.id, desk) else AtMenu()
    return Go(at, before=(said,))


def _unknown(desk: Desk) -> Move:
    """Count it, for it may have been a guess."""
    tells = tries.missed(Thing.ACTIVITY, desk)
    said = desk.words("I do not know this activity any more. Please ask the organiser.")
    return Go(AtMenu(), before=(tries.shut(Thing.ACTIVITY, desk) or Text(said, hide_keys=True),), tells=tells)
