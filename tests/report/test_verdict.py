"""The verdict in words: true to the counts, saying all that is known and no more, and never an accusation."""

import dataclasses
from typing import get_args

import pytest

from retold.model import Credit, Credits, Direction, RelationKind
from retold.report.findings import credit_words, direction_words, named, report_by
from retold.report.verdict import CAVEATS, KIND_NAMES, body_counts, figures, language_name, measured, verdict

from .builder import article, comparison, ferry, link, traced_ferry, translated_ferry, unrelated


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


def test_everything_known_stands_in_the_verdict():
    assert verdict(traced_ferry()).startswith(
        "Reworded from an AFP report; B is very likely made from A; AFP is no longer named; 1 quotation altered, "
        "1 number changed, 1 claim made more or less certain, 1 fact left out, 1 claim added; no date changed. "
        "7 of 9 body sentences"
    )


def test_without_numbers_changed_both_are_said_to_be_unchanged():
    assert "; no change of what is said was found; no number or date changed." in verdict(traced_ferry(changes=()))


@pytest.mark.parametrize("missing", ["changes", "credit", "direction"])
def test_each_of_the_three_may_be_missing(missing):
    said = verdict(traced_ferry(**{missing: None}))
    assert said.startswith("Reworded")
    assert ("quotation altered" in said) == (missing != "changes")
    assert ("AFP" in said) == (missing != "credit")
    assert ("made from" in said) == (missing != "direction")


def test_without_direction_nobody_is_called_the_source():
    said = verdict(traced_ferry(None))
    assert said.startswith("Reworded: the two texts tell the same report in different words; only A credits AFP; ")


@pytest.mark.parametrize("kind", get_args(RelationKind))
@pytest.mark.parametrize("source", ["a", "b", None])
def test_every_kind_with_every_direction_has_a_verdict_without_accusation(kind, source):
    given = traced_ferry(source)
    derived = kind not in ("same-event", "unrelated")
    relation = dataclasses.replace(given.relation, kind=kind, derived=derived)
    said = verdict(dataclasses.replace(given, relation=relation))
    assert said.startswith(KIND_NAMES[kind])
    assert ("quotation altered" in said) == derived
    assert not any(word in said.lower() for word in ("plagiar", "steal", "stole", "copied"))


def credited(source, a, b, status):
    sides = [Credit(names, names) for names in (a, b)]
    return credit_words(traced_ferry(source, credit=Credits(*sides, status)))


@pytest.mark.parametrize(
    ("source", "a", "b", "status", "words"),
    [
        ("a", ("AFP",), ("AFP",), "kept", "AFP is still named"),
        ("a", ("AFP", "Reuters"), ("AFP",), "kept", "AFP is still named, Reuters is not"),
        ("a", (), ("Ellery Wire",), "kept", "Ellery Wire is named as its source"),
        ("a", ("AFP",), ("Reuters",), "changed", "Reuters is named in place of AFP"),
        ("b", ("AFP",), ("Reuters",), "changed", "AFP is named in place of Reuters"),
        ("b", (), ("AFP", "dpa"), "dropped", "AFP and dpa are no longer named"),
        ("a", (), ("AFP",), "none", "only B credits AFP"),
        ("a", (), (), "none", "neither text credits an agency"),
        (None, ("AFP",), ("AFP",), "kept", "both credit AFP"),
        (None, ("AFP",), ("dpa",), "changed", "A credits AFP, B dpa"),
        (None, ("AFP",), (), "dropped", "only A credits AFP"),
    ],
)
def test_credit_in_words(source, a, b, status, words):
    assert credited(source, a, b, status) == words


@pytest.mark.parametrize(
    ("agencies", "words"),
    [
        (("AFP",), "an AFP report"),
        (("UPI",), "a UPI report"),
        (("dpa",), "a dpa report"),
        (("ANSA",), "an ANSA report"),
        (("TASS",), "a TASS report"),
        (("Reuters",), "a Reuters report"),
        (("Interfax",), "an Interfax report"),
        (("news agencies",), "a report credited to news agencies"),
        (("AFP", "dpa"), "a report credited to AFP and dpa"),
    ],
)
def test_a_report_by_agencies(agencies, words):
    assert report_by(agencies) == words


def test_many_agencies_are_counted():
    assert named(("A", "B", "C")) == "A, B and C"
    assert named(("A", "B", "C", "D")) == "A, B, C and 1 other"


def test_direction_in_words():
    assert direction_words(traced_ferry(direction=None)) == ""
    assert direction_words(traced_ferry(None)).endswith("cannot be told from the clues.")
    certain = traced_ferry(direction=Direction("b", 0.9999))
    assert direction_words(certain).startswith("A is almost certainly made from B")
    assert "(probability 99%)" in direction_words(certain)
