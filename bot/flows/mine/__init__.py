"""What somebody has signed up for, and what duties they have taken."""
