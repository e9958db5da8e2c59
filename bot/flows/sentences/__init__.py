"""One sentence opens the right screen, filled in."""
