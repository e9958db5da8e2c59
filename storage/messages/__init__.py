"""What comes in and what goes out: conversations, inbox, outbox, notices."""
