"""What knows every room of the store: rotation of keys, health, retention, what is held about a person."""
