"""Announcements on their way: what comes next is decided purely, done in short transactions, and shown as it goes."""
