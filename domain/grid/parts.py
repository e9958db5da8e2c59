"""The parts of a visit that can be corrected one by one."""

from enum import StrEnum


class Part(StrEnum):
    """What of a visit is meant."""

    BUILDING = "building"
    COMPANY = "company"
    FOUND = "found"
    PROMISED = "promised"
    NEXT = "next"
