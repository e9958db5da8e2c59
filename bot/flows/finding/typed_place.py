"""Finding a place by what somebody types: a name, a building, a street, an address, in Hanzi or pinyin."""

from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.finding.browse import into
from bot.flows.finding.steps import BrowsingUnits, ChoosingGuess, FoundNothing, Guess
from bot.flows.keyboards import to_menu
from bot.flows.mail.words import kept_of, offer
from bot.flows.points import NearestList, Origin, PointCard, SayingWhere
from bot.flows.step import Step
from bot.flows.typed import readable
from storage.places.search import Hit, HitKind

MOST: Final = 5
_LABEL: Final = 40


def search_for(said: Said, desk: Desk) -> Move:
    """Look for what was typed; one sure answer is shown at once, several or unsure ones are asked about."""
    found = desk.search.find(desk.unit, said.text, MOST)
    guesses = tuple(_guess(hit) for hit in found.hits)
    typed = readable(said.text)
    kept = kept_of(said)
    mail = kept.key if kept else ""
    if not guesses:
        return Go(FoundNothing(typed, mail))
    if found.sure and len(guesses) == 1:
        return Go(_meant(guesses[0], desk))
    return Go(ChoosingGuess(typed, found.sure, guesses, "" if found.sure else mail))


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
    said = (
        t("Which one do you mean?")
        if step.sure
        else t("I could not find “{typed}”. Did you mean:", typed=step.typed or "…")
    )
    rows: Buttons = tuple((Button(_label(guess), str(number)),) for number, guess in enumerate(step.guesses))
    again, menu = Button(t.button("None of these"), "again"), to_menu(desk)
    if not step.mail:
        return Text(said, (*rows, (again, menu)))
    said = "\n".join((said, t("If it was meant for the service centre, I pass it on just as it is.")))
    return Text(said, (*rows, (again, offer(step.mail, t)), (menu,)))


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


def show_nothing(step: FoundNothing, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("I could not find “{typed}”.", typed=step.typed or "…"),
        t(
            "Another way to say it may help: the name of a building, a street, or an address such as “{example}”.",
            example=t.plain("Nanjing Xilu 1266"),
        ),
    )
    first = (Button(t.button("Another place"), "again"), Button(t.button("Browse by district"), "browse"))
    menu = to_menu(desk)
    if not step.mail:
        return Text("\n".join(lines), (first, (menu,)))
    pass_on = t("If it was meant for the service centre, I pass it on just as it is.")
    return Text("\n".join((*lines, pass_on)), (first, (offer(step.mail, t), menu)))
