"""Fingerprint: the words of a text, their stems, and how rare each is."""

from retold.fingerprint.rarity import RAREST, rarity_table, zipf_table
from retold.fingerprint.words import Words, find_words, fold, stem

__all__ = ["RAREST", "Words", "find_words", "fold", "rarity_table", "stem", "zipf_table"]
