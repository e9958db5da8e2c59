"""An announcement leaves the composer's hands: "really?", a second organiser's approval, and taking it back in time."""

from collections.abc import Iterable
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.announcements.drafting import card as announcing_card
from bot.flows.announcements.drafting import rights, text
from bot.flows.announcements.drafting import who as announcing_who
from bot.flows.announcements.drafting.steps import (
    AnnouncementCard,
    AnnouncementList,
    ReturningAnnouncement,
    SendingSurely,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.typed import readable
from bot.texts import Words
from domain.announcements import Stage, Verb
from domain.lifecycle import NotPossibleError
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow

REASON_MOST: Final = 200
_APPROVE: Final = "approve."
_RETURN: Final = "return."


# ---------------------------------------------------------------- really?


def surely(step: SendingSurely, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementCard(row.id), replaces=message_id)
        case Chose("send", message_id):
            return _send(step, row, message_id, desk)
    return None


def _send(step: SendingSurely, row: AnnouncementRow, message_id: int, desk: Desk) -> Move:
    """Let it go, or ask a second organiser; who gets it is counted again, and may be nobody by now."""
    card = AnnouncementCard(row.id)
    if row.version != step.version:
        return Go(card, before=(rights.overtaken(desk),))
    if not rights.reaches(row, desk):
        return Go(card, before=(_too_wide(desk),))
    count = announcing_who.count(row, desk)
    missing = text.troubles(row, count, desk)
    if missing:
        return Go(card, before=(Text("\n".join(missing)),))
    if announcements.approval_needed(desk.unit, row, count.total):
        return _submit(row, message_id, desk)
    _do(row, Verb.SCHEDULE, desk)
    return Go(card, before=(Text(_on_its_way(row, desk), replaces=message_id),))


def _too_wide(desk: Desk) -> Text:
    return Text(desk.words("It is for more than your own units. Please narrow who gets it, or ask an organiser above."))


def _do(row: AnnouncementRow, verb: Verb, desk: Desk, reason: str = "") -> AnnouncementRow:
    return announcements.do(desk.unit, row.id, verb, desk.deed(reason), version=row.version)


def _on_its_way(row: AnnouncementRow, desk: Desk) -> str:
    t = desk.words
    if row.starts_at and row.starts_at > desk.now.timestamp():
        when = text.moment(row.starts_at, desk)
        return t("✅ It goes out at {when}. Until then you can take it back.", when=when)
    if not row.urgent and desk.quiet_hours and desk.quiet_hours.hold(desk.now):
        return t("✅ It goes out in the morning: nobody is disturbed at night.")
    return t("✅ It goes out now. You see here how it goes.")


def _submit(row: AnnouncementRow, message_id: int, desk: Desk) -> Move:
    t, card = desk.words, AnnouncementCard(row.id)
    asked = rights.approvers(row, desk)
    if not asked:
        alone = t("A second organiser has to approve this, and there is none for your unit or above it yet. "
                  "Your draft stays; please ask an administrator to appoint one.")  # fmt: skip
        return Go(card, before=(Text(alone),))
    submitted = _do(row, Verb.SUBMIT, desk)
    done = t.plural(
        "✅ {number} organiser has been asked to approve it. You hear at once what they say.",
        "✅ {number} organisers have been asked to approve it. You hear at once what they say.",
        len(asked),
    )
    tells = _to_each(asked, submitted, desk)
    return Go(card, before=(Text(done, replaces=message_id),), tells=tells)


def _to_each(asked: Iterable[int], row: AnnouncementRow, desk: Desk) -> tuple[Tell, ...]:
    return tuple(Tell(chat_id, _please_approve(row, desk, desk.words_for(chat_id))) for chat_id in asked)


def _please_approve(row: AnnouncementRow, desk: Desk, t: Words) -> Text:
    unit = text.unit_name(row, desk)
    said = t("An announcement of {unit} waits for your approval: “{title}”", unit=unit,
             title=text.brief(row, t))  # fmt: skip
    return Text(said, ((_see(row, t),),))


def _see(row: AnnouncementRow, t: Words) -> Button:
    return Button(t.button("See it"), EntryPoint.ANNOUNCEMENT.data(row.id))


def sure(row: AnnouncementRow, desk: Desk) -> Text:
    t, count = desk.words, announcing_who.count(row, desk)
    needed = announcements.approval_needed(desk.unit, row, count.total)
    lines = [
        *text.audience(row, count, desk),
        *text.timing(row, count, desk),
        *_lately(row, desk),
        *([t("It is for many, or for a whole city: a second organiser has to approve it first.")] if needed else []),
    ]
    label = t.button("Ask for approval") if needed else _send_label(row, t)
    return Text("\n".join(lines), ((Button(label, "send"), Button(t.button("Back"), "back")),))


def _send_label(row: AnnouncementRow, t: Words) -> str:
    return t.button("Send it then") if row.starts_at else t.button("Send now")


def _lately(row: AnnouncementRow, desk: Desk) -> list[str]:
    who, now = announcing_who.who(row, desk), desk.now.timestamp()
    number = announcements.said_lately(desk.unit, row.content, who, now)
    if not number:
        return []
    return [
        desk.words.plural(
            "<b>{number} person has had these very words in the last two days. Really send them again?</b>",
            "<b>{number} people have had these very words in the last two days. Really send them again?</b>",
            number,
        )
    ]


# ---------------------------------------------------------------- on its way: waiting, approved, about to leave


def hear(row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    """Take a step with what is no draft any more."""
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementList(), replaces=message_id)
        case Chose("look"):
            return Go(AnnouncementCard(row.id), before=announcing_card.looks(row, desk))
        case Chose("takeback", message_id):
            return _take_back(row, message_id, desk)
        case Chose(choice, message_id) if choice.startswith((_APPROVE, _RETURN)):
            return _decide(row, choice, message_id, desk)
    return None


def _take_back(row: AnnouncementRow, message_id: int, desk: Desk) -> Move:
    """Make it a draft again; what has begun to leave is followed on its own card."""
    card = AnnouncementCard(row.id)
    try:
        _do(row, Verb.RETURN, desk)
    except NotPossibleError:
        return Go(card, before=(rights.overtaken(desk),))
    return Go(card, before=(Text(desk.words("It is a draft again."), replaces=message_id),))


def _decide(row: AnnouncementRow, choice: str, message_id: int, desk: Desk) -> Move:
    """Approve what was shown, or ask why not; nobody approves a version that they have not seen."""
    card = AnnouncementCard(row.id)
    verb, _, version = choice.rpartition(".")
    if version != str(row.version) or row.stage is not Stage.AWAITING:
        return Go(card, before=(rights.overtaken(desk),))
    if not rights.approves(row, desk):
        return rights.forbid(row.id, desk)
    if verb == _RETURN[:-1]:
        return Go(ReturningAnnouncement(row.id, row.version), replaces=message_id)
    return _approve(row, message_id, desk)


def _approve(row: AnnouncementRow, message_id: int, desk: Desk) -> Move:
    card = AnnouncementCard(row.id)
    if not rights.reaches(row, desk):
        return Go(card, before=(_too_wide(desk),))
    missing = text.troubles(row, announcing_who.count(row, desk), desk)
    if missing:
        return Go(card, before=(Text("\n".join(missing)),))
    _do(row, Verb.APPROVE, desk)
    done = Text(desk.words("✅ Approved. Whoever wrote it has been told."), replaces=message_id)
    t = desk.words_for(row.created_by)
    told = t("Your announcement has been approved: “{title}”", title=text.brief(row, t))
    return Go(card, before=(done,), tells=(Tell(row.created_by, Text(told, ((_see(row, t),),))),))


def give_back(step: ReturningAnnouncement, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncementCard(row.id), replaces=message_id)
        case Chose(choice, message_id) if choice in _reasons(desk.words):
            return _returned(step, row, _reasons(desk.words)[choice], message_id, desk)
        case Said(typed) if readable(typed):
            return _returned(step, row, readable(typed, REASON_MOST), 0, desk)
    return None


def _returned(step: ReturningAnnouncement, row: AnnouncementRow, reason: str, message_id: int, desk: Desk) -> Move:
    if row.version != step.version or row.stage is not Stage.AWAITING:
        return Go(AnnouncementCard(row.id), before=(rights.overtaken(desk),))
    if not rights.approves(row, desk):
        return rights.forbid(row.id, desk)
    _do(row, Verb.RETURN, desk, reason)
    done = Text(desk.words("✅ Returned. Whoever wrote it has been told why."), replaces=message_id)
    t = desk.words_for(row.created_by)
    lines = (
        t("Your announcement has come back: “{title}”", title=text.brief(row, t)),
        t("What the second organiser says: “{reason}”", reason=reason),
    )
    told = Text("\n".join(lines), ((_see(row, t),),))
    return Go(AnnouncementList(), before=(done,), tells=(Tell(row.created_by, told),))


def _reasons(t: Words) -> dict[str, str]:
    return {
        "words": t.plain("The words should be put another way."),
        "who": t.plain("It is meant for others."),
        "time": t.plain("This is not the time for it."),
    }


def why_return(desk: Desk) -> Text:
    t = desk.words
    rows = tuple((Button(reason, choice),) for choice, reason in _reasons(t).items())
    said = t("What should be changed? Tap a reason or type one; whoever wrote it reads it.")
    return Text(said, (*rows, (Button(t.button("Back"), "back"),)))


# ---------------------------------------------------------------- its card


def card(row: AnnouncementRow, desk: Desk) -> Text:
    t = desk.words
    look, back = Button(t.button("How it looks"), "look"), Button(t.button("Back"), "back")
    if row.stage not in {Stage.AWAITING, Stage.SCHEDULED}:
        goes = Button(t.button("How it goes"), EntryPoint.ANNOUNCED.data(row.id))
        stage = text.stage_name(row.stage, t)
        lines = [t("This announcement: {stage}.", stage=stage), *text.about(row, desk)]
        return Text("\n".join(lines), ((goes, look), (back,)))
    count = announcing_who.count(row, desk)
    lines = [
        _heading(row, desk),
        *text.about(row, desk),
        *text.audience(row, count, desk),
        *text.timing(row, count, desk),
    ]
    return Text("\n".join(lines), _buttons(row, look, back, desk))


def _heading(row: AnnouncementRow, desk: Desk) -> str:
    t = desk.words
    if row.stage is Stage.SCHEDULED:
        return t("<b>About to be sent.</b>")
    if rights.approves(row, desk):
        return t("<b>Waits for your approval.</b> What you see is what people get.")
    return t("<b>Waits for a second organiser's approval.</b>")


def _buttons(row: AnnouncementRow, look: Button, back: Button, desk: Desk) -> Buttons:
    t = desk.words
    if rights.approves(row, desk):
        approve = Button(t.button("Approve"), f"{_APPROVE}{row.version}")
        give = Button(t.button("Return it"), f"{_RETURN}{row.version}")
        return (look,), (approve, give), (back,)
    return (look, Button(t.button("Back to the draft"), "takeback")), (back,)
