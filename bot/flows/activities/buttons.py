"""The lasting buttons of an activity: they name the activity and never a person, and whoever taps is asked anew."""

from bot.buttons import lasting
from bot.chat import Button
from bot.texts import Words


def see(activity_id: int, t: Words) -> Button:
    return Button(t.button("See the activity"), lasting("o", str(activity_id)))


def come(activity_id: int, t: Words) -> Button:
    """Confirm a seat, or take the one that is offered."""
    return Button(t.button("I will come"), lasting("o", f"y{activity_id}"))


def excuse(activity_id: int, t: Words) -> Button:
    """Ask for leave of absence."""
    return Button(t.button("Ask for leave"), lasting("o", f"n{activity_id}"))


def decline(activity_id: int, t: Words) -> Button:
    """Let an offered seat go."""
    return Button(t.button("Not this time"), lasting("o", f"n{activity_id}"))


def calendar_file(activity_id: int, t: Words) -> Button:
    return Button(t.button("Calendar file"), lasting("o", f"f{activity_id}"))


def here(activity_id: int, t: Words) -> Button:
    """Say that one has come, to be checked in by the location."""
    return Button(t.button("I am here"), lasting("c", str(activity_id)))


def all_activities(t: Words) -> Button:
    return Button(t.button("Organisational life"), lasting("o", ""))


def at_point(point_id: int, t: Words) -> Button:
    return Button(t.button("What is on here"), lasting("o", f"p{point_id}"))


def my_record(t: Words) -> Button:
    return Button(t.button("What I took part in"), lasting("e", "r"))


def my_activities(t: Words) -> Button:
    return Button(t.button("My activities"), lasting("i", ""))
