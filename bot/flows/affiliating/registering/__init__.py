"""A request for an affiliation, one question at a time."""
