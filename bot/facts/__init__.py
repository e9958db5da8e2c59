"""Facts that others keep, one library behind each: working days, opening hours, phone numbers, code words."""
