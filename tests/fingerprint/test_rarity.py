"""Rarity: from nothing for the commonest words up to the same most for whatever no list holds."""

from __future__ import annotations

import pytest

from retold.fingerprint import RAREST, find_words, rarity_table, zipf_table


def test_weights_rise_from_small_words_over_common_ones_to_unknown_names() -> None:
    weight = rarity_table("en")
    order = [weight(word) for word in ("the", "said", "harbour", "estuary", "tessalund")]
    assert order == sorted(order)
    assert len(set(order)) == 5


@pytest.mark.parametrize(("lang", "word"), [("en", "the"), ("fr", "de"), ("de", "und"), ("ru", "и"), ("zh", "的")])
def test_the_commonest_word_weighs_nothing(lang: str, word: str) -> None:
    assert rarity_table(lang)(word) == 0


@pytest.mark.parametrize("lang", ["en", "fr", "ja", "xx", ""])
def test_every_weight_lies_between_nothing_and_the_rarest(lang: str) -> None:
    weight = rarity_table(lang)
    words = [*list(zipf_table(lang))[::500], "tessalund", "7", "77", "777", "2031", "a"]
    assert all(0 <= weight(word) <= RAREST for word in words)
    assert weight("tessalund") == RAREST


def test_longer_numbers_say_more_than_shorter_ones_and_less_than_names() -> None:
    weight = rarity_table("en")
    assert 0 < weight("7") < weight("17") < weight("217") == weight("2031") < weight("tessalund")


def test_an_unknown_language_knows_no_word_and_weighs_all_alike() -> None:
    assert zipf_table("xx") == {}
    assert rarity_table("xx")("the") == rarity_table("xx")("tessalund") == RAREST


def test_frequencies_are_on_the_zipf_scale_and_sorted() -> None:
    values = list(zipf_table("en").values())
    assert values == sorted(values, reverse=True)
    assert 7 < values[0] < 8
    assert 2.9 < values[-1] < 3.1


def test_a_possessive_and_a_capital_leave_the_weight_of_a_word_unchanged() -> None:
    plain, capital, possessive = find_words("harbour Harbour harbour’s").weights
    assert plain == capital == possessive


def test_an_accent_counts_where_the_list_tells_words_apart() -> None:
    """French "à" is commonplace, and "pêche" is not the list's "peche": weights come before accents go."""
    weights = find_words("pêche", "fr").weights[0], find_words("pèchz", "fr").weights[0]
    assert weights[0] < weights[1] == RAREST
