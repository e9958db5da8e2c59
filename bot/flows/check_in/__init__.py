"""Checking in: a member is there, and whoever runs the desk."""

from typing import Final

from bot.flows.check_in import check_in_desk, checking_in, code_word, coming_in, reading_out, roll_call, walk_ins
from bot.flows.check_in.rights import AT_DESK, LETTING_IN, WHILE_OPEN
from bot.flows.check_in.steps import (
    CheckInDesk,
    ChoosingPresence,
    ChoosingWalkIn,
    NamingWalkIn,
    RollCall,
    SayingPresence,
    SpokenWord,
    TakingBack,
    TellingApart,
)
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Screen, Waits, for_anybody

FLOW: Final = Flow(
    "check_in",
    screens=(
        for_anybody(SayingPresence, coming_in.show, coming_in.hear),
        for_anybody(ChoosingPresence, checking_in.show, checking_in.hear),
        Screen(CheckInDesk, check_in_desk.show, check_in_desk.hear, guard=AT_DESK),
        Screen(SpokenWord, code_word.show, code_word.hear, guard=AT_DESK),
        Screen(RollCall, roll_call.show_expected, roll_call.hear_expected, guard=WHILE_OPEN),
        Screen(TakingBack, roll_call.show_present, roll_call.hear_present, guard=WHILE_OPEN),
        Screen(TellingApart, reading_out.show, reading_out.hear, guard=WHILE_OPEN),
        Screen(NamingWalkIn, walk_ins.show_naming, walk_ins.hear_naming, guard=LETTING_IN, waits=Waits.CHOICE),
        Screen(ChoosingWalkIn, walk_ins.show_found, walk_ins.hear_found, guard=LETTING_IN, waits=Waits.CHOICE),
    ),
    opens={
        EntryPoint.HERE: coming_in.opened,
        EntryPoint.CHECK_IN: check_in_desk.opened,
        EntryPoint.RENEW_CODE: check_in_desk.renewed,
        EntryPoint.PUT_CODE_AWAY: check_in_desk.put_away,
    },
    former=("c", "k"),
)
