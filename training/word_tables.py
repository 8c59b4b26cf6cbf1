"""Make src/retold/fingerprint/tables.npz: what each character is, and how common each word is in any language.

    python training/word_tables.py         # a quarter of a minute

Words come from wordfreq's small lists. English words are kept down to Zipf 3.0, those of other languages down to
3.5: what is rarer counts as rare anyway. Frequent words (Zipf 4.6 and more) vote for the language in which they are
at least twice as frequent as in any other.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent))

from letters import letter_tables

from retold.fingerprint.rarity import zipf_table
from retold.fingerprint.tables import TABLES, open_table
from retold.fingerprint.tokens import hash_letters

LEAST = {"en": 3.0}
LEAST_OTHER = 3.5
VOTES = 4.6  # from this frequency a word speaks for its language
TWICE = 0.3  # log10 of two
RARE = 2.6  # of an abbreviation that no list has
ABBREVIATIONS = (
    "mr mrs ms dr st prof gen sen rep gov lt col capt cmdr sgt maj adm rev hon pres jr sr inc corp co ltd vs no nos "
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri est approx dept univ assn bros mt ft "
    "mme mlle bzw usw evtl inkl ggf ca nr sra srta ud uds dott sig avv"
)


def languages() -> list[str]:
    """The codes of the languages that wordfreq lists, the first entry being empty."""
    spec = find_spec("wordfreq")
    assert spec is not None
    assert spec.submodule_search_locations
    data = Path(spec.submodule_search_locations[0]) / "data"
    return ["", *sorted(path.name[6:].partition(".")[0] for path in data.glob("small_*.msgpack.gz"))]


class Folder:
    """Folds words as the tokeniser does and hashes them."""

    def __init__(self, folds: NDArray[np.uint32]) -> None:
        self.letters = {}
        for code in np.flatnonzero(folds).tolist():
            packed = int(folds[code])
            if packed & 0x80000000:
                self.letters[chr(code)] = [packed & 0xFFFF]
            else:
                self.letters[chr(code)] = [packed >> 8 * k & 0xFF for k in range(4) if packed >> 8 * k & 0xFF]

    def hash(self, word: str) -> int:
        """The hash of a word, 0 where nothing of it is left."""
        folded = [letter for character in word.replace("'", "") for letter in self.letters.get(character, ())]
        return int(hash_letters(np.array(folded[:40], np.uint32), 0, len(folded[:40]))) if folded else 0


def main() -> None:
    """Write the tables and say how large they are."""
    kinds, folds = letter_tables()
    folder, codes = Folder(folds), languages()
    abbreviations = {folder.hash(word) for word in ABBREVIATIONS.split()}
    best: dict[int, tuple[float, int]] = {}
    second: dict[int, float] = {}
    words = {}
    for number, code in enumerate(codes):
        if not code:
            continue
        own: dict[int, float] = {}
        for word, zipf in zipf_table(code).items():
            if zipf >= LEAST.get(code, LEAST_OTHER) and (h := folder.hash(word)):
                own[h] = max(own.get(h, 0.0), zipf)
        zipf_table.cache_clear()
        hashes = sorted(own.keys() | abbreviations)
        words[f"hashes_{code}"] = np.array(hashes, np.uint64)
        words[f"zipf_{code}"] = np.array([round(own.get(h, RARE) * 25) for h in hashes], np.uint8)
        for h, zipf in own.items():
            if zipf > best.get(h, (0.0, 0))[0]:
                second[h] = best.get(h, (0.0, 0))[0]
                best[h] = zipf, number
            else:
                second[h] = max(second.get(h, 0.0), zipf)
    telling = [
        (h, round(zipf * 25) | (number if zipf - second[h] >= TWICE else 0) << 8)
        for h, (zipf, number) in sorted(best.items())
        if zipf >= VOTES
    ]
    hashes, entries = np.array(telling, np.uint64).T
    np.savez_compressed(
        TABLES,
        kinds=kinds,
        folds=folds,
        telling=open_table(hashes, entries),
        abbreviations=np.array(sorted(abbreviations), np.uint64),
        codes=np.array(codes),
        **words,
    )
    print(f"{sum(map(len, words.values())) // 2:,} words, {TABLES.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
