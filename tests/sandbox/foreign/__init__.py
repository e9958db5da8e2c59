"""The request tests of python-telegram-bot, made of a sandbox: a yardstick that others have drawn."""
