"""What happens by itself: the sender, its pace, and the clock's jobs."""
