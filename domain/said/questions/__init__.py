"""Questions: about the bot, about what one tells it, about what is at hand."""
