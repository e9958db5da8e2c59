"""Telegram, translated: one front per library, and the webhook."""
