"""Topics and interests, wishes and their tally, the weekly digest."""
