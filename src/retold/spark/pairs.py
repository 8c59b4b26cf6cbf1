"""Verification on partitions: candidates with the words of both articles, to links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from retold.match import Links, verify
from retold.spark.columns import numbers_of

__all__ = ["CANDIDATES", "LINKS", "verify_rows"]

CANDIDATES = ("first", "points", "common", "n1", "n2", "lang1", "lang2", "words1", "words2")
LINKS = "n1 long, n2 long, probability float, kind int, share1 float, share2 float, fragments float"
_NAMES = ("n1", "n2", "probability", "kind", "share1", "share2", "fragments")


def verify_rows(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The links among candidates, which come with the columns of CANDIDATES."""
    for batch in batches:
        if not batch.num_rows:
            continue
        columns = (batch.column(k).to_numpy(zero_copy_only=False) for k in range(7))
        first, points, common, n1, n2, lang1, lang2 = columns
        # An article whose pairs follow each other is laid down once.
        fresh = np.append(True, first[1:] != first[:-1])
        own = pa.array(np.flatnonzero(fresh))
        words1, bounds1 = numbers_of(batch.column(7).take(own), np.uint32)
        words2, bounds2 = numbers_of(batch.column(8), np.uint32)
        words = np.concatenate([words1, words2])
        bounds = np.concatenate([bounds1, bounds2[1:] + bounds1[-1]])
        numbers = np.concatenate([n1[fresh], n2])
        langs = np.concatenate([lang1[fresh], lang2]).astype(np.uint8)
        pairs = np.column_stack([np.cumsum(fresh) - 1, np.arange(len(n2)) + int(fresh.sum())]).astype(np.int64)
        links = verify(words, bounds, langs, pairs, np.column_stack([points, common]).astype(np.int32))
        yield _rows(numbers[links.pairs], links)


def _rows(pairs: NDArray[np.int64], links: Links) -> pa.RecordBatch:
    columns = (*pairs.T, links.probability, links.kinds.astype(np.int32), *links.shares.T, links.fragments)
    return pa.RecordBatch.from_arrays([pa.array(np.ascontiguousarray(column)) for column in columns], names=_NAMES)
