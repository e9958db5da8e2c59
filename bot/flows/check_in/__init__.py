"""Checking in: a member is there, and whoever runs the desk."""
