"""Candidates: the pairs of articles that share enough anchor pairs to be compared.

Keys are sorted, lot by lot, so that memory stays in bounds: each lot of keys is read from its file, and gives pairs,
which again go to lots by their first article. Articles are numbered by the hash of their words for this step, so that
the candidates do not depend on the order in which articles were read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retold.match.postings import count_runs, pair_up, scatter

__all__ = ["FEW", "LEAST", "LOTS", "MOST", "WHOLE", "WINDOW", "find_candidates", "rank_articles"]

# Two articles are compared when they share keys worth LEAST points. A key is worth one; two where no more than FEW
# articles have it. Of the development data's retellings this loses 2 of 2,000 planted ones (synonyms throughout) and
# none of WMT21's 20,663 pairs, at 5.7 candidates an article; four points of one each: as many, at 7.8.
LEAST, FEW = 6, 8
# All articles of a key with no more than WHOLE are paired; of one with more, each with the next WINDOW in order of
# their hashes: a story on hundreds of pages is held together by its neighbours, boilerplate costs little. A key of
# more than MOST articles is left out.
WHOLE, WINDOW, MOST = 30, 4, 10_000
LOTS = 32
NUMBER_BITS = 28  # of an article's number in an entry; the rest is the key's
_HELD = 32_000_000  # numbers of 8 bytes that are held in memory before they go to files
_EVENTS_AN_ENTRY = 3  # room for pairs; where it is too small, it is made to measure


def rank_articles(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Number articles by the hash of their words.

    Returns, for each article, its rank (-1 for an exact copy of an earlier article, and for one without words, whose
    hash is 0) and the earliest article with the same words; and the article of each rank.
    """
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    fresh = np.ones(len(hashes), np.bool_)
    fresh[1:] = (ordered[1:] != ordered[:-1]) | (ordered[1:] == 0)
    by_rank = order[fresh]
    first = np.empty(len(hashes), np.int64)
    first[order] = by_rank[np.cumsum(fresh) - 1]
    by_rank = by_rank[np.searchsorted(ordered[fresh], np.uint64(1)) :]
    ranks = np.full(len(hashes), -1, np.int64)
    ranks[by_rank] = np.arange(len(by_rank))
    return ranks, first, by_rank


def find_candidates(
    batches: Iterator[tuple[NDArray[np.uint64], NDArray[np.int64]]],
    ranks: NDArray[np.int64],
    folder: Path,
) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.int32]]]:
    """Pairs of ranks that share enough keys, lot by lot, in rising order.

    `batches` yields the keys of articles in the order in which they are numbered, and the bounds of each article's
    keys; `folder` is for files of the way. A pair (uint64) holds the lower rank in the high 32 bits and the higher
    in the low 32; with it come (int32, pairs × 2) the points that the two share, and how common their keys are: the
    power of two that the articles of each do not exceed, summed up.
    """
    count = int(ranks.max(initial=-1)) + 1
    with _Lots(folder, "keys") as keys:
        number = 0
        for batch, bounds in batches:
            own = np.repeat(ranks[number : number + len(bounds) - 1], np.diff(bounds))
            number += len(bounds) - 1
            entries, edges = scatter(batch, own, NUMBER_BITS, LOTS)
            keys.add(entries, edges)
        with _Lots(folder, "pairs") as pairs:
            width = max(1, -(-count // LOTS))
            for entries in keys:
                entries.sort()
                found = _pair_up(entries)
                found.sort()
                firsts = np.arange(1, LOTS, dtype=np.uint64) * np.uint64(width) << np.uint64(36)
                edges = np.concatenate([[0], np.searchsorted(found, firsts), [len(found)]])
                pairs.add(found, edges)
            for lot in pairs:
                lot.sort()
                kept, sums = count_runs(lot, LEAST)
                yield lot[:kept], sums


def _pair_up(entries: NDArray[np.uint64]) -> NDArray[np.uint64]:
    room = np.empty(len(entries) * _EVENTS_AN_ENTRY, np.uint64)
    found = pair_up(entries, NUMBER_BITS, FEW, WHOLE, WINDOW, MOST, room)
    if found > len(room):
        room = np.empty(found, np.uint64)
        pair_up(entries, NUMBER_BITS, FEW, WHOLE, WINDOW, MOST, room)
    return room[:found]


class _Lots:
    """Numbers in lots: in memory as long as they are few, in one file a lot from then on. Iterated once."""

    def __init__(self, folder: Path, name: str) -> None:
        self._paths = [folder / f"{name}-{lot:02}" for lot in range(LOTS)]
        self._held: list[list[NDArray[np.uint64]]] = [[] for _ in range(LOTS)]
        self._size = 0
        self._spilled = False

    def __enter__(self) -> _Lots:
        for path in self._paths:
            path.unlink(missing_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        for path in self._paths:
            path.unlink(missing_ok=True)

    def add(self, numbers: NDArray[np.uint64], edges: Sequence[int] | NDArray[np.int64]) -> None:
        """Add numbers[edges[k]:edges[k + 1]] to lot k."""
        for lot in range(LOTS):
            if edges[lot + 1] > edges[lot]:
                self._held[lot].append(numbers[edges[lot] : edges[lot + 1]])
        self._size += len(numbers)
        if self._size > _HELD:
            self._spill()

    def _spill(self) -> None:
        for path, held in zip(self._paths, self._held, strict=True):
            with path.open("ab") as file:
                for part in held:
                    part.tofile(file)
            held.clear()
        self._size, self._spilled = 0, True

    def __iter__(self) -> Iterator[NDArray[np.uint64]]:
        for path, held in zip(self._paths, self._held, strict=True):
            parts = [np.fromfile(path, np.uint64)] if self._spilled and path.exists() else []
            path.unlink(missing_ok=True)
            yield np.concatenate([*parts, *held]) if parts or held else np.empty(0, np.uint64)
            held.clear()
