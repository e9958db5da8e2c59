"""What is one's own: the activities that somebody has signed up for, the reminders, the duties."""

from typing import Final

from bot.flows.activities.steps import MyActivities
from bot.flows.desk import Go
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, for_anybody
from bot.flows.mine import activities, calendar, reminders
from bot.flows.mine.steps import ChoosingLeadKind, MyCalendar, SettingLeadTimes

FLOW: Final = Flow(
    "mine",
    screens=(
        for_anybody(MyActivities, activities.show, activities.hear),
        for_anybody(SettingLeadTimes, reminders.show, reminders.hear),
        for_anybody(ChoosingLeadKind, reminders.show_kinds, reminders.hear_kind),
        for_anybody(MyCalendar, calendar.show, calendar.hear),
    ),
    opens={
        EntryPoint.MY_ACTIVITIES: lambda button, _desk: None if button.choice else Go(MyActivities()),
        EntryPoint.MY_CALENDAR: lambda _button, _desk: Go(MyCalendar()),
    },
    former=("i",),
)
