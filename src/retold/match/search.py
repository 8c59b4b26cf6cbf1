"""All pairs of a collection that share a text origin: candidates, verified on several threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from retold.match.candidates import LOTS, find_candidates, rank_articles
from retold.match.store import Store
from retold.match.verify import Links, verify

__all__ = ["search", "sort_links"]

_CHUNK = 20_000  # candidates that a thread verifies at a time


def search(
    store: Store, hashes: NDArray[np.uint64], *, threads: int, tell: Callable[[float], None]
) -> tuple[Links, NDArray[np.int64]]:
    """The verified links between articles of different `hashes`, and the first article with each one's hash.

    What is compared are the fingerprints in the store; `hashes` are its own, or others, one an article and 0 where it
    has no words. `tell` is called with the share that is done. The links are sorted, the smaller number of each pair
    first.
    """
    ranks, first, by_rank = rank_articles(hashes)
    words, bounds = store.words()
    langs = store.column("langs")
    low = np.uint64(2**32 - 1)
    parts: list[Links] = []
    with ThreadPoolExecutor(threads) as pool:
        waiting: list[Future[Links]] = []
        try:
            for lot, (packed, points) in enumerate(find_candidates(store.keys(), ranks, store.folder)):
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
