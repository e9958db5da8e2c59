"""A stay away from the home branch: its life, its kinds, and what falls due in it."""
