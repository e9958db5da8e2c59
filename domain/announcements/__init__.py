"""What organisers say to many: its life, its words, its topics, and whom it is meant for."""
