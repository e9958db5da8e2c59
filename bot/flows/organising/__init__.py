"""An organiser's activities: composing them, and having them in hand."""
