"""What the sandbox remembers: people, chats, files, the queue of updates, the calls."""
