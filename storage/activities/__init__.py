"""Activities with their series, seats, duties, attendance and what comes after."""
