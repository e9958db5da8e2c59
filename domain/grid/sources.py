"""Where an estimate of a building's members comes from, the better known first."""

from enum import StrEnum


class Source(StrEnum):
    """Who says how many there are."""

    CENSUS = "census"  # a list that was brought in
    ORGANISER = "organiser"  # said by an organiser
    VISIT = "visit"  # heard at a visit, company by company
    AFFILIATED = "affiliated"  # nobody has said: those who told that they work there
