"""A sentence taken apart into ideas, and the frame that they make: what is asked for."""
