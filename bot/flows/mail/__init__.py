"""What members write to their centre, and what its organisers answer."""
