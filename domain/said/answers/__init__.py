"""What is written back to a question or a call, and the courtesies around it."""
