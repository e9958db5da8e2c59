"""Whom an announcement is for: put together one condition at a time, and counted."""
