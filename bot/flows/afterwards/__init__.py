"""What comes after an activity: the rating, one's own record and its certificates, an organiser's reports."""

from typing import Final

from bot.flows.activities.rights import AN_ACTIVITY
from bot.flows.afterwards import activity_report, certificate, month_report, rating, record, verifying
from bot.flows.afterwards.rights import A_RATEABLE, AN_ATTENDED, UNITS_BELOW
from bot.flows.afterwards.steps import (
    ActivityReport,
    CheckingCode,
    ChoosingReported,
    MonthReport,
    MyRecord,
    RatingActivity,
    RecordedActivity,
    SayingMore,
)
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Screen, Waits, for_anybody
from bot.flows.rights import AN_OWN_UNIT
from storage.activities import ratings

FLOW: Final = Flow(
    "afterwards",
    screens=(
        Screen(RatingActivity, rating.show_grades, rating.hear_grade, guard=A_RATEABLE),
        Screen(
            SayingMore,
            rating.show_given,
            rating.hear_words,
            guard=A_RATEABLE,
            waits=Waits.REMARK,
            most=ratings.WORDS_MOST,
        ),
        for_anybody(MyRecord, record.show, record.hear),
        Screen(RecordedActivity, certificate.show, certificate.hear, guard=AN_ATTENDED),
        for_anybody(CheckingCode, verifying.show, verifying.hear, waits=Waits.CHOICE),
        Screen(ActivityReport, activity_report.show, activity_report.hear, guard=AN_ACTIVITY),
        Screen(ChoosingReported, month_report.show_units, month_report.hear_unit, guard=UNITS_BELOW, waits=Waits.TAP),
        Screen(MonthReport, month_report.show_month, month_report.hear_month, guard=AN_OWN_UNIT),
    ),
    opens={
        EntryPoint.RATE: rating.opened,
        EntryPoint.MY_RECORD: record.opened,
        EntryPoint.CERTIFICATE: certificate.opened,
        EntryPoint.VERIFY: lambda opened, desk: verifying.verify(opened.choice, desk),
        EntryPoint.ACTIVITY_REPORT: activity_report.opened,
        EntryPoint.MONTH: month_report.opened,
    },
    former=("e",),
)
