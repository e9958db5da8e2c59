"""Organisational life as a member meets it: finding an activity, its card, signing up."""
