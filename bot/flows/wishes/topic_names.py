"""What the topics of announcements are called."""

from bot.texts import Words
from domain.topics import Topic


def topic_name(topic: Topic, t: Words) -> str:
    """Name it in plain text."""
    return {
        Topic.NOTICES: t.plain("Notices"),
        Topic.ACTIVITIES: t.plain("Activities to come"),
        Topic.STUDY: t.plain("Study material"),
        Topic.VOLUNTEERING: t.plain("Volunteers wanted"),
        Topic.SERVICES: t.plain("Everyday services"),
    }[topic]
