"""`python -m bot`: the same as `waystation`."""

from bot.ending import end_when_told


def main() -> None:
    end_when_told()  # before what the command line needs is loaded
    from bot.cli import main as command_line  # noqa: PLC0415

    command_line()


if __name__ == "__main__":
    main()
