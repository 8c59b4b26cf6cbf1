"""Fingerprints as an archive keeps them: keys cut to the bits that are kept, each once an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from retold.archive.schema import KEY_BITS
from retold.fingerprint.prints import Prints, fingerprint
from retold.read.sentences import split_sentences

__all__ = ["Keyed", "joined", "keyed", "pack_spans", "spans_of_keys", "unpack_spans"]

_PACKED = np.dtype([("key", "<i8"), ("start", "<u4"), ("end", "<u4")])


@dataclass(frozen=True, slots=True)
class Keyed:
    """Some texts with their prints, and the distinct keys of each, in rising order (int64)."""

    prints: Prints
    keys: list[NDArray[np.int64]]


def keyed(texts: Sequence[str]) -> Keyed:
    """The prints of texts and the keys that an archive keeps of them."""
    clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]  # half of a pair of surrogates
    prints = fingerprint(pa.array(clean, pa.large_string()))
    short = (prints.keys >> np.uint64(64 - KEY_BITS)).astype(np.int64)
    bounds = prints.key_bounds
    return Keyed(prints, [np.unique(short[a:b]) for a, b in pairwise(bounds.tolist())])


def joined(
    first: Prints, second: Prints
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.uint8]]:
    """Words, bounds and languages of two lots of texts as one, as `retold.match.verify` takes them."""
    return (
        np.concatenate([first.words, second.words]),
        np.concatenate([first.word_bounds, second.word_bounds[1:] + first.word_bounds[-1]]),
        np.concatenate([first.langs, second.langs]),
    )


def spans_of_keys(text: str, lang: str, keys: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The sentence of `text` that gives each key, as characters (uint32, keys × 2); 0, 0 where none alone does."""
    sentences = split_sentences(text, lang)
    found = np.zeros((len(keys), 2), np.uint32)
    if not sentences or not len(keys):
        return found
    own = keyed([text[start:end] for start, end in sentences])
    for (start, end), given in zip(sentences, own.keys, strict=True):
        at = np.minimum(np.searchsorted(keys, given), len(keys) - 1)
        at = at[keys[at] == given]
        found[at[found[at, 1] == 0]] = start, end
    return found


def pack_spans(keys: NDArray[np.int64], spans: NDArray[np.uint32]) -> bytes:
    """Keys and the sentence of each as they are stored: 8, 4 and 4 bytes a key, the lowest byte first."""
    packed = np.empty(len(keys), _PACKED)
    packed["key"], packed["start"], packed["end"] = keys, spans[:, 0], spans[:, 1]
    return packed.tobytes()


def unpack_spans(stored: bytes) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The keys and spans that `pack_spans` stored."""
    packed = np.frombuffer(stored, _PACKED)
    return packed["key"].astype(np.int64), np.column_stack([packed["start"], packed["end"]]).astype(np.uint32)
