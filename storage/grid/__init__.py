"""What is remembered of the grid: areas, assignments, teams, companies, visits, promises; and their sums."""
