"""What a single cell may say: an address, a phone number, hours, a degree, one of our words."""
