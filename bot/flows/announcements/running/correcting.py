"""Other words for what was sent already: typed, looked at as people will read them, put in place in every chat."""

from dataclasses import replace
from html import escape

from bot.chat import Button, Said, Text
from bot.flows.announcements import rights
from bot.flows.announcements.audience.text import language_name
from bot.flows.announcements.post import post
from bot.flows.announcements.running import proposing
from bot.flows.announcements.steps import AnnouncedCard, CorrectingAnnounced
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain, Tell
from domain.announcements.announcements import Content
from domain.announcements.text import most, says_something, too_long, well_formed
from domain.lifecycle import NotPossibleError
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow


def begin(row: AnnouncementRow, message_id: int, desk: Desk) -> Move:
    """Ask for the reader's own language first, where it has been written in it."""
    mine = desk.words.language
    language = mine if mine in row.content.html else next(iter(sorted(row.content.html)), mine)
    return Go(CorrectingAnnounced(row.id, language), replaces=message_id)


def hear(step: CorrectingAnnounced, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncedCard(row.id), replaces=message_id)
        case Chose("do") if step.html:
            return _correct(step, row, desk)
        case Chose(language, message_id) if language in row.content.html:
            return Go(replace(step, language=language), replaces=message_id)
        case Said(typed):
            return _typed(step, event.html or escape(typed, quote=False), row, desk)
    return None


def _typed(step: CorrectingAnnounced, html: str, row: AnnouncementRow, desk: Desk) -> Move:
    """Keep the words and show them as they will be read; what does not fit is said, and nothing is lost."""
    t, after = desk.words, replace(step, html=tuple(sorted((dict(step.html) | {step.language: html}).items())))
    if not says_something(html) or not well_formed(html):
        return Remain((Text(t("I could not read that. Please type the words once more.")),))
    excess = too_long(content(after, row)).get(step.language, 0)
    if excess:
        said = t.plural(
            "There is room for {most} letters; this is {number} too many. Please shorten it and send it once more.",
            "There is room for {most} letters; this is {number} too many. Please shorten it and send it once more.",
            excess,
            most=f"{most(row.content):,}",
        )
        return Remain((Text(said),))
    return Go(after, before=(post(desk.unit, content(after, row), step.language, sender=row.unit_id),))


def content(step: CorrectingAnnounced, row: AnnouncementRow) -> Content:
    """Return what it says with the words that were given."""
    return replace(row.content, html={**row.content.html, **dict(step.html)})


def _correct(step: CorrectingAnnounced, row: AnnouncementRow, desk: Desk) -> Move:
    t = desk.words
    if proposing.is_needed(row, desk):
        return proposing.propose(step, row, content(step, row), desk)
    try:
        after = announcements.correct(desk.unit, row.id, content(step, row), desk.deed())
    except NotPossibleError:
        return Go(AnnouncedCard(row.id), before=(rights.overtaken(desk),))
    done = t("The new words go to every chat that has the old ones; whoever is still to get it reads them at once.")
    others = rights.others_concerned(row, desk)
    tells = tuple(Tell(chat_id, proposing.corrected(after, desk.words_for(chat_id))) for chat_id in others)
    return Go(AnnouncedCard(row.id), before=(Text(done),), tells=tells)


def show(step: CorrectingAnnounced, row: AnnouncementRow, desk: Desk) -> Text:
    t, given = desk.words, dict(step.html)
    language = language_name(step.language, t)
    if not given:
        lines = [
            t("How is it to read from now on? Please type all of it, in: {language}", language=language),
            t("Pictures, files and buttons stay as they are."),
        ]
    else:
        asked = t("This is how people will read it. Shall I put it in place everywhere?")
        second = t("This is how people would read it. As with the first words, somebody else has to approve it.")
        lines = [second if proposing.is_needed(row, desk) else asked]
        kept = [language_name(one, t) for one in sorted(row.content.html) if one not in given]
        lines += [t("Stays as it is: {languages}", languages=t.plain(", ").join(kept))] if kept else []
        lines.append(t("Other words: just type them, in: {language}", language=language))
    return Text("\n".join(lines), _buttons(step, row, desk))


def _buttons(step: CorrectingAnnounced, row: AnnouncementRow, desk: Desk) -> tuple[tuple[Button, ...], ...]:
    t = desk.words
    others = [one for one in sorted(row.content.html) if one != step.language]
    label = t.button("Ask for approval") if proposing.is_needed(row, desk) else t.button("Put it in place")
    put = (Button(label, "do"),) if step.html else ()
    change = tuple(Button(t.button("In {language}", language=language_name(one, t)), one) for one in others)
    first = ((*put, *change),) if put or change else ()
    return (*first, (Button(t.button("Back"), "back"),))
