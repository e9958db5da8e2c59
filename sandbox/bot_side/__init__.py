"""The bot's side: calls that come in over HTTP, and updates that go out to a webhook."""
