"""How rare a word is in a language, from a fixed table of word frequencies."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["RAREST", "rarity_table", "zipf_table"]

# wordfreq's small lists end at one word in a million, Zipf 3: whatever they do not hold is rarer than that.
_UNLISTED_ZIPF = 2.5
# A word with this Zipf frequency or more (one word in 300 and up: the, of, said) says nothing.
_COMMONEST_ZIPF = 6.5
RAREST = _COMMONEST_ZIPF - _UNLISTED_ZIPF


@lru_cache(maxsize=8)
def zipf_table(lang: str) -> dict[str, float]:
    """Zipf frequency (log10 of occurrences in a thousand million words) of each listed word of `lang`.

    Empty for a language that wordfreq does not have. Read from wordfreq's own data files rather than through
    its functions: those take a third of a second to import, this a fiftieth.
    """
    spec = find_spec("wordfreq")
    if spec is None or not spec.submodule_search_locations:
        return {}
    path = Path(spec.submodule_search_locations[0]) / "data" / f"small_{lang}.msgpack.gz"
    if not path.is_file():
        return {}
    import msgpack  # type: ignore[import-untyped]

    with gzip.open(path) as packed:
        header, *bins = msgpack.unpackb(packed.read(), raw=False)
    if header != {"format": "cB", "version": 1}:
        return {}
    # Bin k holds the words of frequency 10 ** (-k / 100).
    return {word: 9 - k / 100 for k, words in enumerate(bins) for word in words}


def rarity_table(lang: str) -> Callable[[str], float]:
    """A function of a word's case-folded form that gives its weight: 0 where commonplace, `RAREST` at most.

    >>> weight = rarity_table("en")
    >>> weight("the"), weight("degtyarev")
    (0.0, 4.0)
    """
    zipf = zipf_table(lang)

    def weight(form: str) -> float:
        if form[:1].isdigit():
            # Single digits are as common as small words; longer numbers are as telling as names.
            return RAREST * (0.4 if len(form) == 1 else 0.7 if len(form) == 2 else 0.9)
        return min(RAREST, max(0.0, _COMMONEST_ZIPF - zipf.get(form, _UNLISTED_ZIPF)))

    return weight
