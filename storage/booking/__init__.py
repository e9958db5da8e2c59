"""What units share, kept: resources, the bookings of them, and the quarters of an hour that these hold."""
