"""A list as a table: its header, its rows and their cells, and what is wrong with them."""
