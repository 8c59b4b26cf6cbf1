"""All pairs of a collection that share a text origin: candidates, verified on several threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retold.match.candidates import LOTS, find_candidates, rank_articles
from retold.match.verify import Links, verify

__all__ = ["search", "sort_links"]

_CHUNK = 20_000  # candidates that a thread verifies at a time


def search(
    hashes: NDArray[np.uint64],
    langs: NDArray[np.uint8],
    words: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    keys: Iterator[tuple[NDArray[np.uint64], NDArray[np.int64]]],
    folder: Path,
    *,
    threads: int = 1,
    tell: Callable[[float], None] = lambda done: None,
) -> tuple[Links, NDArray[np.int64]]:
    """The verified links between articles with different words, and the first article with each one's words.

    What goes in is that of `retold.fingerprint.Prints` for all articles, `keys` batch by batch with the bounds of each
    article's; `folder` is for files of the way. `tell` is called with the share that is done. The links are sorted,
    the smaller number of each pair first.
    """
    ranks, first, by_rank = rank_articles(hashes)
    low = np.uint64(2**32 - 1)
    parts: list[Links] = []
    with ThreadPoolExecutor(threads) as pool:
        waiting: list[Future[Links]] = []
        try:
            for lot, (packed, points) in enumerate(find_candidates(keys, ranks, folder)):
                pairs = by_rank[np.column_stack([packed >> np.uint64(32), packed & low]).astype(np.int64)]
                cuts = range(0, len(pairs), _CHUNK)
                waiting += [
                    pool.submit(verify, words, bounds, langs, pairs[k : k + _CHUNK], points[k : k + _CHUNK])
                    for k in cuts
                ]
                while len(waiting) > 2 * threads:
                    parts.append(waiting.pop(0).result())
                tell((lot + 1) / LOTS)
            parts += [future.result() for future in waiting]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return sort_links(Links.join(parts)), first


def sort_links(links: Links) -> Links:
    """The links in order, the smaller number of each pair first; `links` itself is changed."""
    turned = links.pairs[:, 0] > links.pairs[:, 1]
    links.pairs[turned] = links.pairs[turned][:, ::-1]
    links.shares[turned] = links.shares[turned][:, ::-1]
    return links[np.lexsort((links.pairs[:, 1], links.pairs[:, 0]))]
