"""A wish for an activity, at any time: a kind by tapping, and words for those who like."""

from bot.chat import Button, Said, Text
from bot.flows.activities import text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.points import SayingWhere
from bot.flows.typed import readable
from bot.flows.wishes.steps import SayingWish, Wishing
from bot.texts import Words
from domain.activities.activities import Kind
from domain.announcements.topics import INTERESTS
from storage.activities import wishes
from storage.places import places

WORDS_MOST = 200
"""Characters of a wish's own words."""


def in_words(typed: str) -> Wishing:
    """Ask for the kind of a wish that is put in words already; "" asks for both."""
    return Wishing(readable(typed, WORDS_MOST))


def hear_kind(step: Wishing, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("where"):
            return Go(SayingWhere())
        case Chose(choice, message_id) if choice in set(INTERESTS):
            return _wish(Kind(choice), step.said, message_id, desk)
        case Said(typed) if readable(typed):
            return Go(in_words(typed))
    return None


def _wish(kind: Kind, words: str, message_id: int, desk: Desk) -> Move | None:
    """Note it, with the words that came before; a tap on what is wished for already opens it."""
    home = _home(desk)
    if home is None:
        return None
    wishes.make(desk.unit, desk.person.chat_id, home, kind, desk.now.timestamp())
    if words:
        wishes.say(desk.unit, desk.person.chat_id, kind, words)
    return Go(SayingWish(kind), replaces=message_id)


def _home(desk: Desk) -> int | None:
    """Return the unit that hears it: of the person's own, else the city, so that no wish waits for a service point."""
    own = wishes.home_unit(desk.unit, desk.person.chat_id)
    return own if own is not None else next((top.id for top in places.children(desk.unit, None)), None)


def hear_words(step: SayingWish, event: Happening, desk: Desk) -> Move | None:
    t, chat_id, kind = desk.words, desk.person.chat_id, step.kind
    match event:
        case Chose("enough", message_id):
            return Go(Wishing(), replaces=message_id)
        case Chose("drop", message_id):
            wishes.take_back(desk.unit, chat_id, kind)
            gone = t("Taken back: {kind}.", kind=text.kind_name(kind, t))
            return Go(Wishing(), before=(Text(gone, replaces=message_id),))
        case Said(typed) if readable(typed):
            said = wishes.say(desk.unit, chat_id, kind, readable(typed, WORDS_MOST))
            return Go(SayingWish(kind) if said else in_words(typed))
    return None


def show_kinds(step: Wishing, desk: Desk) -> Text:
    t, menu = desk.words, to_menu(desk)
    if _home(desk) is None:
        why = t("Wishes go to the centre you belong to. Choose your service point first, then it can hear yours.")
        return Text(why, ((Button(t.button("📍 Find a service point"), "where"), menu),))
    open_kinds = {one.kind for one in wishes.open_of(desk.unit, desk.person.chat_id)}
    names = {kind: text.kind_name(kind, t).capitalize() for kind in INTERESTS}
    shown = [Button(f"✅ {name}" if kind in open_kinds else name, kind) for kind, name in names.items()]
    return Text("\n".join(_asked(step.said, bool(open_kinds), t)), two_a_row([*shown, menu]))


def _asked(said: str, has_wishes: bool, t: Words) -> list[str]:  # noqa: FBT001  a fact
    lines = [
        t("“{words}”: what kind of activity would that be?", words=said)
        if said
        else t("What would you like to see held? Tap a kind, or write it in your own words."),
        t("The organisers see how many wish for it, not who. When one is published, I tell you."),
    ]
    return [*lines, t("✅ is what you have wished for so far.")] if has_wishes else lines


def show_wish(step: SayingWish, desk: Desk) -> Text:
    t, kind, menu = desk.words, step.kind, to_menu(desk)
    mine = next((one for one in wishes.open_of(desk.unit, desk.person.chat_id) if one.kind is kind), None)
    if mine is None:
        return Text(t("This wish is not open any more."), ((Button(t.button("Back"), "enough"), menu),))
    home = places.unit(desk.unit, mine.unit_id)
    lines = [
        t(
            "✅ Your wish: {kind}. The organisers of {unit} see it.",
            kind=text.kind_name(kind, t),
            unit=home.name if home else "",
        ),
        t("“{words}”", words=mine.said)
        if mine.said
        else t("Would you like to say more, about what, or when it suits you? Just type it."),
        t("As soon as such an activity is published, I tell you."),
    ]
    rows = ((Button(t.button("That is it"), "enough"), Button(t.button("Take the wish back"), "drop")), (menu,))
    return Text("\n".join(lines), rows)
