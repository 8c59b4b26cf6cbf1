"""Columns of binary values as numpy reads them, and the other way round, without a Python object for each value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import DTypeLike, NDArray

from retold.read.collection_open import clean

__all__ = ["as_signed", "as_unsigned", "binary_column", "numbers_of", "text_column"]

_TOP = np.uint64(1 << 63)


def as_signed(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Hashes as Spark holds them: 64 bits with a sign, in the same order."""
    return (hashes ^ _TOP).view(np.int64)


def as_unsigned(stories: NDArray[np.int64]) -> NDArray[np.uint64]:
    """What `as_signed` was given."""
    return stories.view(np.uint64) ^ _TOP


def binary_column(numbers: NDArray[Any], bounds: NDArray[np.int64]) -> pa.Array:
    """A column in which value k holds the bytes of numbers[bounds[k]:bounds[k + 1]]."""
    offsets = (bounds * numbers.itemsize).astype(np.int32)
    data = pa.py_buffer(np.ascontiguousarray(numbers))
    return pa.BinaryArray.from_buffers(pa.binary(), len(bounds) - 1, [None, pa.py_buffer(offsets), data])


def numbers_of(column: pa.Array, kind: DTypeLike) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The numbers in a column of binary values, one value after the other, and where each begins and ends."""
    width = np.int64 if pa.types.is_large_binary(column.type) else np.int32
    _, offsets, data = column.buffers()
    edges = np.frombuffer(offsets, width)[column.offset : column.offset + len(column) + 1].astype(np.int64)
    size = np.dtype(kind).itemsize
    if data is None or edges[0] == edges[-1]:
        return np.empty(0, kind), np.zeros(len(edges), np.int64)
    return np.frombuffer(data, np.uint8)[edges[0] : edges[-1]].copy().view(kind), (edges - edges[0]) // size


def text_column(texts: Sequence[str], kind: pa.DataType) -> pa.Array:
    """A column of texts; lone surrogates, which have no UTF-8, are replaced as in `retold.read.collection`."""
    try:
        return pa.array(texts, kind)
    except UnicodeEncodeError:
        return pa.array([clean(text) for text in texts], kind)
