"""The verdict in words: true to the counts, silent about direction, and never an accusation."""

from typing import get_args

import pytest

from retold.model import RelationKind
from retold.report.verdict import CAVEATS, KIND_NAMES, body_counts, figures, language_name, measured, verdict

from .builder import article, comparison, ferry, link, translated_ferry, unrelated


def test_counts_and_wording_of_the_matches():
    assert verdict(ferry()) == (
        "Reworded: the two texts tell the same report in different words. 7 of 9 body sentences of A have a "
        "counterpart in B, and 9 of 10 of B in A: 3 matches are reworded, 2 edited, 2 word for word."
    )


def test_singular_and_none_word_for_word():
    given = comparison(article("One.", "Two."), article("Eins."), link(0, 0, "reworded"), link(1, (), "dropped"))
    assert verdict(given).endswith(
        "1 of 2 body sentences of A has a counterpart in B, and 1 of 1 of B in A: "
        "1 match is reworded, none word for word."
    )


def test_languages_are_named_for_a_translation():
    assert "in two languages (English and Arabic)" in verdict(translated_ferry())


def test_nothing_found():
    assert verdict(unrelated()).endswith("None of the 2 body sentences of A has a counterpart among the 1 of B.")


def test_a_side_without_body_sentences_is_said_to_have_none():
    given = comparison(article(("Menu", "furniture")), article("News."), kind="unrelated")
    assert verdict(given).endswith("There are no body sentences to compare in A.")


@pytest.mark.parametrize("kind", get_args(RelationKind))
def test_every_kind_has_words_and_none_accuses(kind):
    given = ferry(kind=kind)
    said = verdict(given)
    assert said.startswith(KIND_NAMES[kind] + ": ")
    everything = " ".join([said, *CAVEATS, *(" ".join(row) for row in figures(given) + measured(given))]).lower()
    for word in ("plagiar", "steal", "stole", "theft", "copied from", "original"):
        assert word not in everything.replace("first seen is not original", "")


def test_furniture_does_not_count():
    assert body_counts(ferry(), "a") == (7, 9)
    assert body_counts(ferry(), "b") == (9, 10)


def test_figures_never_round_a_doubt_away():
    assert figures(ferry(probability=0.9961))[0] == ("Probability of a shared text origin", "over 99% (yes)")
    assert figures(ferry(probability=1.0))[0][1] == "over 99% (yes)"
    assert figures(ferry(kind="unrelated", probability=0.0004))[0][1] == "under 1% (no)"
    assert dict(figures(ferry()))["Only in A (dropped)"] == "2 sentences"
    assert dict(figures(ferry()))["Moved to another place"] == "1 place"
    assert ("words shared", "0.61") in measured(ferry())


def test_language_names():
    assert [language_name(code) for code in ("de", "xx", "")] == ["German", "xx", "unknown"]
