"""The numbers that differ between places: a default each, and where it comes from. Units may set their own."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Rule(StrEnum):
    """A number that a unit may set for itself and all below it. `docs/rules.md` names the sources."""

    REVIEW_LEVELS = "review_levels"  # 1 or 2
    REVIEW_WORKING_DAYS = "review_working_days"  # before the reviewer is reminded, and again before the level above
    LETTER_VALID_DAYS = "letter_valid_days"
    REPORT_IN_DAYS = "report_in_days"  # after arrival
    CONFIRM_MONTHS = "confirm_months"  # the yearly question
    TRANSFER_MONTHS = "transfer_months"  # when "should this become a transfer?" is asked
    OUT_OF_CONTACT_MONTHS = "out_of_contact_months"
    HATCHERY_MEMBERS = "hatchery_members"
    HOME_LINK_DAYS = "home_link_days"
    RETENTION_MONTHS = "retention_months"  # after the end of the last affiliation
    OFFER_HOURS = "offer_hours"  # how long a free seat is kept for the next in line, at most
    CHECK_IN_METRES = "check_in_metres"  # how near to an activity somebody is there
    APPROVAL_ABOVE = "approval_above"  # an announcement to more people than this is approved by a second organiser


DEFAULTS: Final[Mapping[Rule, int]] = {
    Rule.REVIEW_LEVELS: 1,
    Rule.REVIEW_WORKING_DAYS: 3,
    Rule.LETTER_VALID_DAYS: 90,
    Rule.REPORT_IN_DAYS: 7,
    Rule.CONFIRM_MONTHS: 12,
    Rule.TRANSFER_MONTHS: 6,
    Rule.OUT_OF_CONTACT_MONTHS: 6,
    Rule.HATCHERY_MEMBERS: 3,
    Rule.HOME_LINK_DAYS: 14,
    Rule.RETENTION_MONTHS: 24,
    Rule.OFFER_HOURS: 12,
    Rule.CHECK_IN_METRES: 300,
    Rule.APPROVAL_ABOVE: 500,
}
