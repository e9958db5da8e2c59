"""Affiliations and the hatchery of branches."""
