"""Volunteers' duties: arranged by organisers, answered by volunteers."""
