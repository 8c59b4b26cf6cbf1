"""Meaning: synonyms and translations lie close, strangers do not, and every file fits its word list."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from retold.fingerprint import find_words, meanings
from retold.fingerprint.meaning import DIMENSIONS, LANGUAGES, VECTORS, listed_words

TRANSLATED = (
    {"en": "bridge", "fr": "pont", "de": "Brücke", "es": "puente", "ru": "мост"},
    {"en": "government", "fr": "gouvernement", "de": "Regierung", "es": "gobierno", "ru": "правительство"},
    {"en": "water", "fr": "eau", "de": "Wasser", "es": "agua", "ru": "вода"},
    {"en": "hospital", "fr": "hôpital", "de": "Krankenhaus", "es": "hospital", "ru": "больница"},
    {"en": "music", "fr": "musique", "de": "Musik", "es": "música", "ru": "музыка"},
    {"en": "winter", "fr": "hiver", "de": "Winter", "es": "invierno", "ru": "зима"},
    {"en": "teacher", "fr": "professeur", "de": "Lehrer", "es": "profesor", "ru": "учитель"},
)


def vector(word: str, lang: str = "en") -> np.ndarray:
    """The vector of one word, found the way a text's words are."""
    found = find_words(word, lang)
    assert len(found) == 1
    assert found.rows[0] >= 0, word
    return meanings(lang).vectors(found.rows)[0]


@pytest.mark.parametrize(
    ("word", "synonym", "stranger"),
    [
        ("ship", "vessel", "salad"),
        ("doctor", "physician", "violin"),
        ("buy", "purchase", "rain"),
        ("quick", "fast", "archbishop"),
        ("killed", "dead", "piano"),
        ("begin", "start", "cheese"),
    ],
)
def test_a_synonym_is_nearer_than_a_stranger(word: str, synonym: str, stranger: str) -> None:
    assert vector(word) @ vector(synonym) > 0.5
    assert vector(word) @ vector(stranger) < 0.3


@pytest.mark.parametrize(("one", "other"), list(combinations(("en", "fr", "de", "es", "ru"), 2)))
def test_a_word_is_nearest_to_its_own_translation(one: str, other: str) -> None:
    close = np.array([[vector(a[one], one) @ vector(b[other], other) for b in TRANSLATED] for a in TRANSLATED])
    own = np.arange(len(TRANSLATED))
    assert close.argmax(axis=0).tolist() == close.argmax(axis=1).tolist() == own.tolist()
    assert close.diagonal().min() > 0.6
    assert close[own[:, None] != own].max() < 0.4


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_vector_file_has_one_row_a_listed_word(lang: str) -> None:
    packed = np.load(VECTORS / f"{lang}.npy", mmap_mode="r")
    assert packed.shape == (len(listed_words(lang)), DIMENSIONS // 2)
    assert packed.dtype == np.uint8
    assert meanings(lang).row(next(w for w in reversed(listed_words(lang)) if w.isalpha())) >= 0.9 * len(packed)


def test_every_vector_file_belongs_to_a_named_language() -> None:
    assert {path.stem for path in VECTORS.glob("*.npy")} == set(LANGUAGES)


def test_listed_words_are_distinct_and_begin_with_the_commonest() -> None:
    words = listed_words("en")
    assert len(set(words)) == len(words)
    assert words[0] == "the"


def test_vectors_have_length_one_and_absent_words_none() -> None:
    rows = np.array([0, -1, 5, -1, 0], dtype=np.int64)
    found = meanings("en").vectors(rows)
    assert found.shape == (5, DIMENSIONS)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), [1, 0, 1, 0, 1], atol=1e-6)
    assert (found[0] == found[4]).all()


def test_no_rows_have_no_vectors() -> None:
    assert meanings("en").vectors(np.empty(0, dtype=np.int64)).shape == (0, DIMENSIONS)


@pytest.mark.parametrize("lang", ["xx", "", "en-GB", "EN"])
def test_a_language_without_vectors_answers_with_zeros(lang: str) -> None:
    assert meanings(lang).row("harbour") == -1
    assert not meanings(lang).vectors(np.array([-1, -1])).any()


@pytest.mark.parametrize("word", ["13000", "2031", "10:30", "don't", "Harbour", ""])
def test_numbers_and_forms_that_no_list_holds_have_no_row(word: str) -> None:
    assert meanings("en").row(word) == -1
