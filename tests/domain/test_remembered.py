"""What is remembered is not worked out twice, and the oldest answer gives way."""

from domain.remembered import remembered


def test_latest_answers_are_kept() -> None:
    asked = list[int]()

    @remembered(2)
    def doubled(number: int) -> int:
        asked.append(number)
        return 2 * number

    assert [doubled(number) for number in (1, 2, 1, 3, 1, 2)] == [2, 4, 2, 6, 2, 4]
    assert asked == [1, 2, 3, 2]
