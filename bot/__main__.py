"""`python -m bot`: the same as `waystation`."""

from bot.cli import main

main()
