"""Organisational life: activities, who holds a seat or a duty, and what falls due around them."""
