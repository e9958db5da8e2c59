"""An organiser composes an activity or a series, publishes and changes it."""
