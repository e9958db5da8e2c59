"""The chat page's store: openings and their keys, the lines of each page, and its files."""
