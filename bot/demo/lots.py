"""Drawing lots in whole numbers."""

from collections.abc import Sequence


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Divide `total` by weight into whole numbers: rounded down, and the largest remainders up."""
    scale = total / sum(weights)
    whole = [int(weight * scale) for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: whole[i] - weights[i] * scale)
    for i in by_remainder[: total - sum(whole)]:
        whole[i] += 1
    return whole
