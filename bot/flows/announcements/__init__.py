"""Announcements: drafted, meant for an audience, and on their way."""
