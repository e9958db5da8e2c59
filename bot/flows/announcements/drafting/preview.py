"""How an announcement looks: the very messages that people get, on the screen or sent to the composer alone."""

from bot.chat import Reply, Text
from bot.flows.announcements import post
from bot.flows.announcements.audience.text import language_name
from bot.flows.announcements.drafting import text
from bot.flows.announcements.steps import AnnouncementCard
from bot.flows.desk import Desk, Go, Move, Tell
from bot.texts import LANGUAGES
from storage.announcements.announcements import AnnouncementRow


def looks(row: AnnouncementRow, desk: Desk) -> tuple[Reply, ...]:
    """Return the very messages that people get, each under a line that says who reads it; or why there are none."""
    missing = text.troubles(row, None, desk)
    if missing:
        return (Text("\n".join(missing)),)
    t, languages = desk.words, _languages(row)
    shown: list[Reply] = []
    for language in languages:
        whose = t("This is what those get who read {language}:", language=language_name(language, t))
        heading = whose if len(languages) > 1 else t("This is what everybody gets:")
        shown += [Text(heading), post.post(desk.unit, row.content, language, sender=row.unit_id)]
    return tuple(shown)


def _languages(row: AnnouncementRow) -> tuple[str, ...]:
    return tuple(one for one in LANGUAGES if one in row.content.html) or LANGUAGES[:1]


def to_oneself(row: AnnouncementRow, desk: Desk) -> Move:
    """Send it to the person alone, the way that it goes to everybody."""
    missing = text.troubles(row, None, desk)
    if missing:
        return Go(AnnouncementCard(row.id), before=(Text("\n".join(missing)),))
    posts = [post.post(desk.unit, row.content, language, sender=row.unit_id) for language in _languages(row)]
    done = Text(desk.words("It comes to you alone, as everybody would get it."))
    return Go(AnnouncementCard(row.id), before=(done,), tells=tuple(Tell(desk.person.chat_id, one) for one in posts))
