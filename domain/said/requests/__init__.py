"""What is written while a request is made, and after it has been sent."""
