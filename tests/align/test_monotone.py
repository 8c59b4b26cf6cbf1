"""The order-keeping alignment has the greatest sum of gains there is: checked against trying everything."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from retold.align.monotone import monotone

SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))


def random_gains(n: int, m: int, rng: np.random.Generator) -> dict[tuple[int, int], np.ndarray]:
    """Gains in eighths from -1 to 1 for all shapes that fit: sums are exact and ties are many."""
    return {
        (p, q): (rng.integers(-8, 9, (n - p + 1, m - q + 1)) / 8).astype(np.float32)
        for p, q in SHAPES
        if p <= n and q <= m
    }


def greatest_sum(n: int, m: int, gains: dict[tuple[int, int], np.ndarray]) -> float:
    """The best sum of gains, from every choice at every pair of places, forwards."""

    @cache
    def best(i: int, j: int) -> float:
        if i == n or j == m:
            return 0.0
        choices = [best(i + 1, j), best(i, j + 1)]
        for (p, q), values in gains.items():
            if i + p <= n and j + q <= m:
                choices.append(float(values[i, j]) + best(i + p, j + q))
        return max(choices)

    return best(0, 0)


@pytest.mark.parametrize("n", range(9))
@pytest.mark.parametrize("m", range(9))
def test_the_sum_of_gains_is_the_greatest_there_is(n: int, m: int) -> None:
    rng = np.random.default_rng(1000 * n + m)
    for _ in range(15):
        gains = random_gains(n, m, rng)
        found = monotone(n, m, gains)
        assert sum(float(gains[p, q][i, j]) for i, p, j, q in found) == greatest_sum(n, m, gains)
        at_a = at_b = 0
        for i, p, j, q in found:
            assert (p, q) in SHAPES
            assert at_a <= i <= n - p
            assert at_b <= j <= m - q
            at_a, at_b = i + p, j + q


def test_links_that_gain_nothing_are_left_out() -> None:
    assert monotone(3, 3, {(1, 1): np.full((3, 3), -0.5, dtype=np.float32)}) == []
    assert monotone(3, 3, {(1, 1): np.zeros((3, 3), dtype=np.float32)}) == []


def test_no_shapes_or_no_units_give_no_links() -> None:
    assert monotone(4, 2, {}) == []
    assert monotone(0, 3, {(1, 1): np.zeros((0, 3), dtype=np.float32)}) == []
    assert monotone(3, 0, {(1, 1): np.zeros((3, 0), dtype=np.float32)}) == []


def test_of_two_links_that_cross_the_greater_stays() -> None:
    gains = np.array([[0, 0.5], [0.75, 0]], dtype=np.float32)
    assert monotone(2, 2, {(1, 1): gains}) == [(1, 1, 0, 1)]


def test_a_split_wins_over_its_best_half() -> None:
    halves = np.array([[0.5, 0.25]], dtype=np.float32)
    whole = np.array([[0.625]], dtype=np.float32)
    assert monotone(1, 2, {(1, 1): halves, (1, 2): whole}) == [(0, 1, 0, 2)]
    assert monotone(1, 2, {(1, 1): halves, (1, 2): whole - 0.25}) == [(0, 1, 0, 1)]
