"""What can be found on a map: units, buildings, points, landmarks, positions and their datums."""
