"""The chat: events that come in, flows that answer, replies that go out."""
