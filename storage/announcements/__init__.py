"""Announcements, their audiences and mailings, topics, digests, groups and the mail of units."""
