"""What becomes of each row: new, known, changed, twice there, or a problem."""
