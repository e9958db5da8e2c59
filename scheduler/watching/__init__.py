"""Looks after the house: what stands still, what waits and for how long, what the clock does, and who has to hear."""
