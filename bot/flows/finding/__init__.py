"""Finding a service point: around a location, by what is typed, by district, and its card."""
