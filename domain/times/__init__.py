"""Days, times of the day, opening hours and holidays, read as people write them."""
