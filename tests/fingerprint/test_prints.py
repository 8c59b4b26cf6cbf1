"""Fingerprints of columns of texts, in whatever form Arrow holds them, and the tables behind them."""

import pyarrow as pa
import pytest

from retold.fingerprint import prints as module
from retold.fingerprint.prints import Prints, fingerprint
from retold.fingerprint.tables import load_tables, open_table, word_table

TEXTS = ["The dam at Orlen held.", "", "Der Damm bei Orlen hielt.", "Die Talsperre hielt und niemand wurde verletzt."]


def same(one, other):
    return all(getattr(one, name).tolist() == getattr(other, name).tolist() for name in Prints.__slots__)


def test_small_and_large_offsets_and_slices_are_read_alike():
    plain = fingerprint(pa.array(TEXTS))
    assert same(plain, fingerprint(pa.array(TEXTS, pa.large_string())))
    longer = pa.array(["Before", *TEXTS, "After"], pa.large_string())
    assert same(plain, fingerprint(longer.slice(1, len(TEXTS))))
    assert len(plain) == len(TEXTS)


def test_no_texts_at_all():
    for kind in (pa.string(), pa.large_string()):
        none = fingerprint(pa.array([], kind))
        assert len(none) == 0
        assert none.word_bounds.tolist() == none.key_bounds.tolist() == [0]


def test_room_for_keys_is_made_where_it_is_too_small(monkeypatch):
    texts = pa.array([" ".join(f"Quv{k % 10}x{k // 10}, Zorb{k}.\n\n" for k in range(200)), *TEXTS])
    plain = fingerprint(texts)
    monkeypatch.setattr(module, "_KEYS_A_BYTE", 0.0001)
    assert same(plain, fingerprint(texts))


def test_words_of_another_language_do_not_take_english_rarity():
    german = fingerprint(pa.array(["Die Regierung hat am Montag die neuen Regeln für den Hafen beschlossen."]))
    assert load_tables().codes[german.langs[0]] == "de"
    rarity = (german.words >> 3 & 7).tolist()
    assert rarity[0] == 0  # die
    assert rarity[1] <= 3  # Regierung


@pytest.mark.parametrize("lang", ["en", "de", "ja", "xx", ""])
def test_word_tables_are_addressed_by_the_low_bits_of_a_hash(lang):
    table = word_table(lang)
    assert len(table) & (len(table) - 1) == 0
    assert 0 < (table != 0).sum() <= len(table) / 2
    assert (word_table("xx") == word_table("en")).all()


def test_an_open_table_of_nothing_is_all_free_places():
    import numpy as np

    assert not open_table(np.empty(0, np.uint64), np.empty(0, np.uint64)).any()
