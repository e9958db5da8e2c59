"""Units, service points and buildings, and how they are found."""
