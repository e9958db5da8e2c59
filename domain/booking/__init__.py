"""What units share: rooms, equipment, speakers; how a booking of one lives, holds its time and gives it back."""
