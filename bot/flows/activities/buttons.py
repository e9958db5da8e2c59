"""The lasting buttons of an activity: they name the activity and never a person, and whoever taps is asked anew."""

from bot.chat import Button
from bot.flows.entry_points import EntryPoint
from bot.texts import Words


def see(activity_id: int, t: Words) -> Button:
    return Button(t.button("See the activity"), EntryPoint.ACTIVITY.data(activity_id))


def come(activity_id: int, t: Words) -> Button:
    """Confirm a seat, or take the one that is offered."""
    return Button(t.button("I will come"), EntryPoint.COME.data(activity_id))


def excuse(activity_id: int, t: Words) -> Button:
    """Ask for leave of absence."""
    return Button(t.button("Ask for leave"), EntryPoint.EXCUSE.data(activity_id))


def decline(activity_id: int, t: Words) -> Button:
    """Let an offered seat go."""
    return Button(t.button("Not this time"), EntryPoint.EXCUSE.data(activity_id))


def calendar_file(activity_id: int, t: Words) -> Button:
    return Button(t.button("Calendar file"), EntryPoint.CALENDAR_FILE.data(activity_id))


def here(activity_id: int, t: Words) -> Button:
    """Say that one has come, to be checked in by the location."""
    return Button(t.button("I am here"), EntryPoint.HERE.data(activity_id))


def all_activities(t: Words) -> Button:
    return Button(t.button("Organisational life"), EntryPoint.ACTIVITY.data())


def my_record(t: Words) -> Button:
    return Button(t.button("What I took part in"), EntryPoint.MY_RECORD.data())


def my_activities(t: Words) -> Button:
    return Button(t.button("My activities"), EntryPoint.MY_ACTIVITIES.data())
