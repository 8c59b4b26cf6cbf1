"""The terminal's text: complete and readable without colour, at any width."""

import io

import pytest
from rich.console import Console

from retold.model import Article
from retold.report.terminal import print_comparison, text_console

from .builder import article, comparison, ferry, link, traced_ferry, translated_ferry, unrelated
from .test_page_findings import broken


def printed(given, width=None, **more):
    out = io.StringIO()
    console = Console(file=out, width=width, highlight=False, markup=False) if width else text_console(out)
    print_comparison(given, console, **more)
    return out.getvalue()


def flat(text):
    return " ".join(text.split())


def test_verdict_stands_first_and_caveats_last():
    text = printed(ferry())
    assert text.startswith("Reworded: the two texts tell the same report")
    assert flat(text).endswith("Licensed reuse is legitimate: agencies write so that others may print.")


def test_words_that_differ_are_marked_with_signs():
    text = flat(printed(ferry()))
    assert "“We heard a [-severe-] bang and then nothing [-at all-],”" in text
    assert "An inquiry {+may+} open in November." in text


def test_rows_are_named_in_words():
    text = printed(ferry())
    for words in ("− Only in A (dropped): 1 sentence", "+ Only in B (added): 1 sentence",
                  "=⇄ Word for word, moved", "≈ Reworded, split into 3", "⇄ Stands here in B"):  # fmt: skip
        assert words in text
    assert "B2 stands here in B; it is shown beside A8." in text


def test_the_same_words_are_printed_once_when_stacked():
    assert printed(ferry()).count("Nobody was hurt.") == 1
    assert "A4 = B4  Nobody was hurt." in printed(ferry())
    assert printed(ferry(), width=140).count("Nobody was hurt.") == 2


@pytest.mark.parametrize("width", [40, 88, 100, 200])
def test_every_word_of_both_texts_is_there_at_any_width(width):
    given = ferry()
    text = printed(given, width)
    signs = '[]{}+-.,”“" '
    shown = {word.strip(signs) for word in text.split()}
    said = " ".join(s.text for s in given.a.sentences + given.b.sentences)
    assert {word.strip(signs) for word in said.split()} <= shown
    assert all(len(line) <= width for line in printed(given, width).splitlines())


def test_furniture_is_listed_apart():
    _, _, after = printed(ferry()).partition("Left out of the comparison (page furniture)")
    assert "A11  Read also: Bakery wins prize for saltiest pretzel" in after
    assert "B11  About the author: writes about boats" in after


def test_no_trailing_colour_codes_when_piped():
    assert "\x1b" not in printed(ferry())


def test_control_characters_cannot_steer_the_terminal():
    given = comparison(
        article("Ring \x1b]0;owned\x07 bell [bold]here[/bold].", title="T\x1b[2J"), article("x."),
        link(0, 0, "reworded"),
    )  # fmt: skip
    text = printed(given)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[bold]here[/bold]" in text


def test_texts_without_sentences_or_in_two_languages_print_too():
    assert "no headline" in printed(comparison(Article(), Article(), kind="unrelated"))
    assert "جنحت العبارة." in printed(translated_ferry())
    assert "Only in A (dropped): 2 sentences" in printed(unrelated())


def test_findings_stand_before_the_texts_in_order():
    text = printed(traced_ferry())
    places = [
        text.index(words)
        for words in (
            "Reworded from an AFP report; B is",
            "What the retelling changed",
            "Quotations altered (1)",
            "Numbers changed (1)",
            "Claims made more or less certain (1)",
            "Facts left out (1)",
            "Claims added (1)",
            "2 differences only look different (--all-changes shows them).",
            "Who is credited",
            "Which is made from which",
            "The texts, sentence by sentence",
        )
    ]
    assert places == sorted(places)


def test_a_change_shows_place_words_and_reason():
    text = flat(printed(traced_ferry()))
    assert "A2 → B1 “214” → “241” Why this number counts." in text
    assert "A3 “at all” → (nothing) Why this omission counts." in text
    assert "B7 (nothing) → “for now”" in text


def test_sides_are_turned_where_b_is_the_source_and_unturned_where_nobody_knows():
    assert "B1 → A2 “241” → “214”" in flat(printed(traced_ferry("b")))
    unknown = flat(printed(traced_ferry(None)))
    assert "A2 ↔ B1 “214” ↔ “241”" in unknown
    assert "What differs between the two" in unknown


def test_innocent_differences_are_shown_on_demand():
    assert "two decades” Why" not in flat(printed(traced_ferry()))
    text = flat(printed(traced_ferry(), all_changes=True))
    assert "Only look different (2)" in text
    assert "A6 → B8 “twenty years” → “two decades” Why this number counts." in text
    assert "--all-changes" not in text


def test_whole_sentences_are_counted_with_facts_first():
    text = flat(printed(traced_ferry()))
    assert "2 whole sentences stand only in A, those with numbers or quotations first: A7, A10." in text
    assert "1 whole sentence stands only in B: B9." in text


def test_credit_and_direction_with_evidence():
    text = flat(printed(traced_ferry()))
    assert "AFP is no longer named. A names AFP: “PORT ELLERY (AFP) –”" in text
    assert "B is very likely made from A" in text
    assert "• but it was published later" in text


@pytest.mark.parametrize("missing", ["changes", "credit", "direction"])
def test_what_was_not_looked_for_is_not_mentioned(missing):
    text = printed(traced_ferry(**{missing: None}))
    titles = {"changes": "only look different", "credit": "Who is credited", "direction": "Which is made from which"}
    assert all((words in text) == (name != missing) for name, words in titles.items())


def test_broken_spots_are_listed():
    text = flat(printed(broken()))
    assert "Broken spots (1): a sign of machine rewording, not a proof B2 “Ukrainian border.”" in text
