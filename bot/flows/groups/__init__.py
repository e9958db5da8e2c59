"""Groups of the messenger that belong to a unit."""
