"""Which open question a written answer is meant for."""
