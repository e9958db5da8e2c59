"""What is said around buildings: visits, and what looks like one and is none."""
