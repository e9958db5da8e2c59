"""The demo: a Telegram on this machine, a city of invented service points, and five people to play."""
