"""Other words for what needed an approval: proposed by one, put in place by another who has seen both."""

from typing import Final

from bot.chat import Button, Text
from bot.flows.announcement_titles import brief
from bot.flows.announcements import rights
from bot.flows.announcements.audience.text import language_name
from bot.flows.announcements.steps import AnnouncedCard, AnnouncedProposal, CorrectingAnnounced
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.persons import colleague
from bot.flows.to_do import PROPOSED
from bot.texts import Words
from domain.announcements.announcements import MOST_TEXT, Content
from domain.announcements.text import length
from domain.lifecycle import NotPossibleError
from domain.people.two_people import may_follow
from storage.announcements import announcements, before_sending, ledgers
from storage.announcements.announcements import AnnouncementRow

OPENS: Final = PROPOSED
"""What a lasting button of an announcement carries besides its number, to open what is proposed."""


def is_needed(row: AnnouncementRow, desk: Desk) -> bool:
    """Tell whether other words need the approval that the first ones needed, or would need now."""
    if row.approved_by is not None:
        return True
    return before_sending.approval_needed(desk.unit, row, ledgers.ledger(desk.unit, row.id).size)


def propose(step: CorrectingAnnounced, row: AnnouncementRow, content: Content, desk: Desk) -> Move:
    """Ask others to approve; where nobody is there, say so, and keep what was typed."""
    t, asked = desk.words, rights.approvers_of_correction(row, desk)
    if not asked:
        alone = t("A second organiser has to approve this, and there is none for your unit or above it yet. "
                  "Nothing is changed; please ask an administrator to appoint one.")  # fmt: skip
        return Go(step, before=(Text(alone),))
    try:
        proposed = announcements.propose(desk.unit, row.id, content, desk.deed())
    except NotPossibleError:
        return Go(AnnouncedCard(row.id), before=(rights.overtaken(desk),))
    done = t.plural(
        "✅ {number} organiser has been asked to approve it. Until then people read the old words.",
        "✅ {number} organisers have been asked to approve it. Until then people read the old words.",
        len(asked),
    )
    tells = tuple(Tell(chat_id, _please(proposed, desk, desk.words_for(chat_id))) for chat_id in asked)
    return Go(AnnouncedCard(row.id), before=(Text(done),), tells=tells)


def _please(row: AnnouncementRow, desk: Desk, t: Words) -> Text:
    who = colleague(desk.unit, desk.person.chat_id, t)
    said = t("Your approval is needed: {who} would like to correct “{title}”.", who=who, title=brief(row, t))
    return Text(said, ((Button(t.button("See both"), EntryPoint.ANNOUNCED.data(f"{row.id}.{OPENS}")),),))


def button(t: Words) -> Button:
    """Lead from the card to what is proposed."""
    return Button(t.button("See the correction"), OPENS)


def show(step: AnnouncedProposal, row: AnnouncementRow, desk: Desk) -> Text | tuple[Text, ...]:
    """Show the words as they are and as they would be, in one message where there is room."""
    t, back = desk.words, Button(desk.words.button("Back"), "back")
    if row.proposed is None or row.version != step.version:
        return Text(t("This correction does not wait for approval any more."), ((back,),))
    parts = [part for language in sorted(row.proposed.html) for part in _both(row, row.proposed, language, t)]
    who = colleague(desk.unit, row.proposed_by or 0, t)
    if may_follow(row.proposed_by, desk.person.chat_id):
        asked = t("<b>Proposed by {who}.</b> Shall it be put in place in every chat?", who=who)
        choices: tuple[Button, ...] = (
            Button(t.button("Approve"), "approve"),
            Button(t.button("Keep the old words"), "keep"),
        )
    else:
        asked = t("<b>Your correction waits for somebody else's approval.</b>")
        choices = (Button(t.button("Take the correction back"), "keep"),)
    whole = "\n\n".join((*parts, asked))
    if length(whole) <= MOST_TEXT:
        return Text(whole, (choices, (back,)))
    return (*(Text(part) for part in parts), Text(asked, (choices, (back,))))


def _both(row: AnnouncementRow, proposed: Content, language: str, t: Words) -> tuple[str, ...]:
    before, after = row.content.html.get(language, ""), proposed.html[language]
    if before == after:
        return ()
    name = language_name(language, t)
    now, then = t("<b>Now</b>, in {language}:", language=name), t("<b>Corrected</b>, in {language}:", language=name)
    if max(length(before), length(after)) > MOST_TEXT - max(length(now), length(then)) - 1:
        return (now, before, then, after)
    return (f"{now}\n{before}", f"{then}\n{after}")


def hear(step: AnnouncedProposal, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncedCard(row.id), replaces=message_id)
        case Chose("approve"):
            return _approve(step, row, desk)
        case Chose("keep"):
            return _keep(step, row, desk)
    return None


def _approve(step: AnnouncedProposal, row: AnnouncementRow, desk: Desk) -> Move:
    card = AnnouncedCard(row.id)
    if not rights.reaches(row, desk):
        return Go(card, before=(rights.too_wide(desk),))
    try:
        after = announcements.approve_proposed(desk.unit, row.id, desk.deed(), version=step.version)
    except NotPossibleError:
        return Go(card, before=(rights.overtaken(desk),))
    said = desk.words("✅ Approved. The new words go to every chat that has the old ones.")
    return Go(card, before=(Text(said),), tells=_told(row, after, desk))


def _told(before: AnnouncementRow, after: AnnouncementRow, desk: Desk) -> tuple[Tell, ...]:
    chats = {*rights.others_concerned(before, desk), before.proposed_by or 0} - {0, desk.person.chat_id}
    return tuple(Tell(chat_id, corrected(after, desk.words_for(chat_id))) for chat_id in sorted(chats))


def corrected(row: AnnouncementRow, t: Words) -> Text:
    """Tell somebody who answers for it that it says something else now."""
    said = t("The correction was put in place: “{title}”", title=brief(row, t))
    return Text(said, ((Button(t.button("How it goes"), EntryPoint.ANNOUNCED.data(row.id)),),))


def _keep(step: AnnouncedProposal, row: AnnouncementRow, desk: Desk) -> Move:
    card, proposed_by = AnnouncedCard(row.id), row.proposed_by or 0
    try:
        after = announcements.drop_proposed(desk.unit, row.id, desk.deed(), version=step.version)
    except NotPossibleError:
        return Go(card, before=(rights.overtaken(desk),))
    said = Text(desk.words("The words stay as they are."))
    if proposed_by == desk.person.chat_id:
        return Go(card, before=(said,))
    t = desk.words_for(proposed_by)
    told = t("Your correction was not approved, the words stay as they are: “{title}”", title=brief(after, t))
    go_on = ((Button(t.button("How it goes"), EntryPoint.ANNOUNCED.data(row.id)),),)
    return Go(card, before=(said,), tells=(Tell(proposed_by, Text(told, go_on)),))
