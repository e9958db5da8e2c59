"""The person's side: what anyone can do in a chat, and see of it."""
