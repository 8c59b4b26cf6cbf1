"""The terminal's text: complete and readable without colour, at any width."""

import io

import pytest
from rich.console import Console

from retold.model import Article
from retold.report.terminal import print_comparison, text_console

from .builder import article, comparison, ferry, link, translated_ferry, unrelated


def printed(given, width=None):
    out = io.StringIO()
    console = Console(file=out, width=width, highlight=False, markup=False) if width else text_console(out)
    print_comparison(given, console)
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
