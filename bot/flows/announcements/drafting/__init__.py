"""An organiser composes an announcement, has it approved, and sends it."""
