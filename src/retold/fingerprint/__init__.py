"""Fingerprint: the words of a text, their stems, how rare each is, and what it means."""

from retold.fingerprint.meaning import meanings
from retold.fingerprint.rarity import RAREST, rarity_table, zipf_table
from retold.fingerprint.words import Words, find_words, fold, stem, stem_key

__all__ = ["RAREST", "Words", "find_words", "fold", "meanings", "rarity_table", "stem", "stem_key", "zipf_table"]
