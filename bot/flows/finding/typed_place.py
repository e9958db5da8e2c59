"""Finding a place by what somebody types: a name, a building, a street, an address, in Hanzi or pinyin."""

from typing import Final

from bot.chat import Button, Buttons, Said, SharedPlace, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.finding import said_place
from bot.flows.finding.browse import into
from bot.flows.finding.nearest import around, received
from bot.flows.finding.romanised import address_text
from bot.flows.finding.said_place import Heard, SaidPlace
from bot.flows.finding.steps import BrowsingUnits, ChoosingGuess, FoundNothing, Guess
from bot.flows.keyboards import to_menu
from bot.flows.mail.words import kept_of, offer, write_button
from bot.flows.points import NearestList, Origin, PointCard, SayingWhere
from bot.flows.step import Step
from bot.flows.typed import readable
from bot.texts import Words
from domain.said.places.nearness import is_sentence, tells_where
from storage.places.pinyin import readings
from storage.places.search import Hit, HitKind
from storage.places.search_text import fold

MOST: Final = 5
_LABEL: Final = 40
_SOUNDED: Final = 12
"""Signs: what is longer is no name with a slip."""


def search_for(said: Said, desk: Desk) -> Move:
    """Look for what was typed; one sure answer is shown at once, several or unsure ones are asked about."""
    heard = said_place.hear(said.text, desk)
    if heard.spot is not None:
        return _around(heard, desk)
    found = desk.search.find(desk.unit, said.text, MOST)
    guesses = tuple(_guess(hit) for hit in found.hits)
    if found.sure and guesses:
        return (
            Go(_meant(guesses[0], desk))
            if len(guesses) == 1
            else Go(ChoosingGuess(readable(said.text), sure=True, guesses=guesses))
        )
    if heard.is_all and heard.place is not None and heard.place.origin is not None:
        return _around(heard, desk)
    guesses = guesses or _named_among_others(heard)
    if heard.has_link and not guesses:
        return _link_unread(desk)
    guesses = guesses or _named_by_sound(said.text, desk)
    return _not_found(heard.rest if heard.is_position else said.text, guesses, said)


_ANYTHING: Final = SayingWhere()


def _around(heard: Heard, desk: Desk, wanted: SayingWhere = _ANYTHING) -> Move:
    """Look around what was said; where a house number is not known, say from which one distances count."""
    place = heard.place
    if place is None or place.origin is None:
        return Go(wanted)
    return Go(NearestList(place.origin, wanted.services).open_on_days(wanted.days), before=_how_exact(place, desk))


def around_what_is_named(said: Said, desk: Desk) -> Move | None:
    """Look around the one sure place of a sentence about where somebody is; None: it is no such sentence."""
    heard = said_place.hear(said.text, desk)
    if heard.place is None or heard.place.origin is None or not tells_where(said.text):
        return None
    return _around(heard, desk)


def _how_exact(place: SaidPlace, desk: Desk) -> tuple[Text, ...]:
    t, address = desk.words, place.address
    if address is None or address.is_exact or place.origin is None:
        return ()
    said = t(
        "I do not know number {number} there, so distances count from {place}.",
        number=address.asked,
        place=place.origin.title,
    )
    return (Text(said),)


def _named_among_others(heard: Heard) -> tuple[Guess, ...]:
    """Suggest the place that a sentence names beside other things."""
    origin = heard.place.origin if heard.place is not None else None
    if origin is None or origin.latitude is None:
        return ()
    return (Guess(HitKind.LANDMARK, 0, origin.title, "", origin.latitude, origin.longitude),)


def _named_by_sound(typed: str, desk: Desk) -> tuple[Guess, ...]:
    """Suggest the place that Hanzi sound like: 杨普区五角厂."""
    if len(typed) > _SOUNDED or typed.isascii():
        return ()
    heard = said_place.hear(" ".join(next(iter(readings(sign)), sign) for sign in typed), desk)
    return _named_among_others(heard) if heard.is_all else ()


def _link_unread(desk: Desk) -> Move:
    t = desk.words
    lines = (
        t("I do not open links, so I cannot see which place this one leads to."),
        t("Please type the name or the address that stands beside it, or share your location."),
    )
    return Go(SayingWhere(), before=(Text("\n".join(lines)),))


def _not_found(echo: str, guesses: tuple[Guess, ...], said: Said) -> Move:
    typed = readable(echo)
    typed = typed if fold(typed) else ""
    kept = kept_of(said)
    mail = kept.key if kept else ""
    if guesses:
        return Go(ChoosingGuess(typed, sure=False, guesses=guesses, mail=mail))
    return Go(FoundNothing(typed, mail))


def forwarded(text: str, desk: Desk) -> Move | None:
    """Look around a place that somebody passes on from a map's app; None for a text that is anything else."""
    heard = said_place.hear(text, desk)
    return _around(heard, desk) if heard.spot is not None else None


def hear_where(step: SayingWhere, event: Happening, desk: Desk) -> Move | None:
    match event:
        case SharedPlace():
            return around(event, desk, before=(received(desk),), wanted=step)
        case Said(typed) if step.wants_something:
            return _that_are_wanted(said_place.hear(typed, desk), step, desk)
    return None


def _that_are_wanted(heard: Heard, wanted: SayingWhere, desk: Desk) -> Move | None:
    """Look around what was said for points that are wanted; a point that was named is opened itself."""
    if not heard.is_all or heard.place is None:
        return None
    if heard.place.point_id and not heard.is_spot:
        return Go(PointCard(heard.place.point_id))
    return _around(heard, desk, wanted)


def _guess(hit: Hit) -> Guess:
    position = hit.position
    return Guess(
        hit.kind,
        hit.id,
        hit.name,
        hit.where,
        None if position is None else position.latitude,
        None if position is None else position.longitude,
    )


def _meant(guess: Guess, desk: Desk) -> Step:
    match HitKind(guess.kind):
        case HitKind.POINT:
            return PointCard(guess.row_id)
        case HitKind.UNIT:
            return into(guess.row_id, desk)
    return NearestList(Origin(guess.name, guess.latitude, guess.longitude))  # a building or a street


def hear_guesses(step: ChoosingGuess, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("again"):
            return Go(SayingWhere())
        case Chose(choice):
            meant = (guess for number, guess in enumerate(step.guesses) if choice == str(number))
            return next((Go(_meant(guess, desk)) for guess in meant), None)
    return None


def show_guesses(step: ChoosingGuess, desk: Desk) -> Text:
    t = desk.words
    rows: Buttons = tuple((Button(_label(guess), str(number)),) for number, guess in enumerate(step.guesses))
    again, menu = Button(t.button("None of these"), "again"), to_menu(desk)
    if step.sure:
        return Text(t("Which one do you mean?"), (*rows, (again, menu)))
    if is_sentence(step.typed):
        said = t("Is this the place you mean?")
    else:
        said = t("I could not find “{typed}”. Did you mean:", typed=step.typed or "…")
    return Text(said, (*rows, (again, _to_the_centre(step.mail, t)), (menu,)))


def _to_the_centre(mail: str, t: Words) -> Button:
    """Offer to pass on what was typed, or to write, where nothing of it can be."""
    return offer(mail, t) if mail else write_button(t)


def _label(guess: Guess) -> str:
    label = f"{guess.name} · {guess.where}" if guess.where else guess.name
    return readable(label, _LABEL) or "…"


def hear_nothing(_step: FoundNothing, event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("again"):
            return Go(SayingWhere())
        case Chose("browse", message_id):
            return Go(BrowsingUnits(), replaces=message_id)
    return None


def _nothing_found(typed: str, t: Words) -> str:
    if is_sentence(typed):
        return t("I am sorry, I did not understand that.")
    return (
        t("I could not find “{typed}”.", typed=typed) if typed else t("I read no name in that which I could look for.")
    )


def show_nothing(step: FoundNothing, desk: Desk) -> Text:
    t = desk.words
    lines = [_nothing_found(step.typed, t)]
    example = desk.search.names(desk.unit).example()
    lines.append(
        t(
            "Another way to say it may help: the name of a building, a street, or an address such as “{example}”.",
            example=address_text(example, t),
        )
        if example
        else t("Another way to say it may help: the name of a building, a street, or an address.")
    )
    if step.mail:
        lines.append(t("If it was meant for the service centre, I pass it on just as it is."))
    first = (Button(t.button("Another place"), "again"), Button(t.button("Browse by district"), "browse"))
    return Text("\n".join(lines), (first, (_to_the_centre(step.mail, t), to_menu(desk))))
