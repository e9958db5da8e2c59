"""What somebody says of the way that we reach them: no more of it, a calendar, another phone."""
