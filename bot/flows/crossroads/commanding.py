"""Commands, and what stands in the menu or in the list of commands, from wherever one is."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from bot.chat import Commanded, Said, Started, Text
from bot.flows import labels, links, menu, opener
from bot.flows.commands import COMMANDS, Whom, command
from bot.flows.crossroads.heard import Heard, of_sentences
from bot.flows.crossroads.tapping import tap_on
from bot.flows.desk import Desk, Go, Move, Remain
from bot.flows.entry_points import Opened
from bot.flows.keyboards import keys_away
from bot.flows.menu import AtMore
from bot.flows.rights import organised, resting
from bot.flows.step import AtMenu
from bot.flows.to_do import ToDo
from bot.flows.typed import readable
from bot.texts import LANGUAGES, words


def commanded(heard: Heard) -> Move | None:
    match heard.event:
        case Started(payload) if payload:
            return links.follow(payload, heard.desk)
        case Started():
            return _run("start", "", heard.desk)
        case Commanded(name, typed):
            return _run(name, typed, heard.desk)
    return None


def _run(name: str, typed: str, desk: Desk) -> Move | None:
    found = command(name)
    if found is not None and found.whom is Whom.ORGANISERS and desk.has_resting_role:
        return Remain((resting(desk),))
    if found is None or (found.whom is Whom.ORGANISERS and not organised(desk)):
        return menu.refusal(desk, desk.words("I do not know the command /{name}.", name=readable(name)))
    return opener(found.opens)(Opened(found.opens, typed if found.takes_words else "", 0), desk)


@of_sentences
def menu_label(heard: Heard, said: Said) -> Move | None:
    """Hear what stands in the menu, or in the list of commands, as a tap on it."""
    of_organisers = (ToDo(),) if organised(heard.desk) else ()
    for page in (AtMenu(), AtMore(), AtMore(is_rest=True), AtMore(is_running=True), *of_organisers):
        move = tap_on(said.text, replace(heard, step=page))
        if move is not None:
            return _with_keys_away(move, heard)
    name = _command_names().get(labels.folded(said.text))
    return None if name is None else _with_keys_away(_run(name, "", heard.desk), heard)


def _with_keys_away(move: Move | None, heard: Heard) -> Move | None:
    """Put the keyboard of the screen that is left away."""
    if not isinstance(move, Go) or not any(isinstance(reply, Text) and reply.keys for reply in heard.shown):
        return move
    return replace(move, before=(keys_away(heard.desk), *move.before))


@cache
def _command_names() -> Mapping[str, str]:
    """Return the commands that everybody sees, by what they are called and by what they say of themselves."""
    spoken = [words(language) for language in LANGUAGES]
    shown = [one for one in COMMANDS if one.says and one.whom is Whom.EVERYBODY]
    told = {labels.folded(one.says(t)): one.name for t in spoken for one in shown if one.says}
    return told | {one.name: one.name for one in shown}
