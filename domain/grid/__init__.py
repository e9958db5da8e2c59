"""Who looks after which building: what a gap is, what a promise can come to, what a note may hold."""
