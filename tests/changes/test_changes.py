"""Changes inside linked sentences: what is told otherwise is found with its kind, and what says the same is not."""

from __future__ import annotations

import pytest

from .builder import changes_of, substantive
from .cases import CHANGED, INNOCENT


@pytest.mark.parametrize(("a", "b", "kinds"), CHANGED)
@pytest.mark.parametrize("turned", [False, True], ids=["ab", "ba"])
def test_what_is_told_otherwise_is_found(a: str, b: str, kinds: str, turned: bool) -> None:
    found = substantive(b, a) if turned else substantive(a, b)
    assert {kind for kind, _, _ in found} & set(kinds.split("|")), found


@pytest.mark.parametrize(("a", "b"), INNOCENT)
@pytest.mark.parametrize("turned", [False, True], ids=["ab", "ba"])
def test_what_says_the_same_is_not_flagged(a: str, b: str, turned: bool) -> None:
    assert (substantive(b, a) if turned else substantive(a, b)) == []


def test_spans_are_the_words_that_differ() -> None:
    a, b = "The strike was a major blow to the harbour.", "The strike was a blow to the harbour."
    (change,) = changes_of(a, b)
    assert change.a is not None
    assert (change.a.text, change.b) == ("major", None)
    assert a[change.a.start : change.a.end] == "major"


def test_the_same_text_has_no_changes() -> None:
    text = "The dam may burst within days, officials said. No one was hurt in Orlen."
    assert changes_of(text, text) == ()
