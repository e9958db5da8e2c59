"""What the commands of `bot.cli` do, each in a file that is loaded when it is asked for."""
