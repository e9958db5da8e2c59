"""What organisers ask for in a sentence, and whom or what it names."""
