"""People: what they tell of themselves, their names, roles and ways in, and what they may try."""
