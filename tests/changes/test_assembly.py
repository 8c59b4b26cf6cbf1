"""How the changes of a pair are put together: one a spot, in order, the same every time, with spans that hold."""

from __future__ import annotations

from itertools import pairwise

import pytest

from retold.align import align_sides, prepare
from retold.changes import find_changes
from retold.changes.assemble import ORDER
from retold.changes.lexicon import certainty, names, opposites, places
from retold.changes.same_names import alike
from retold.model import Change
from retold.read import read_text

from .builder import changes_of, substantive

A = """Orlen's harbour may stay closed until Friday, harbour master Dora Feld said on Monday.

"The crane is not safe," Feld told reporters. The strike was a major blow to the town, which lives off 40 ships a week.

Verenia sent 12 engineers. The city approved the plan to repair the crane, although two councillors resigned over it."""
B = """The harbour of Orlen will stay closed until Friday, harbor master Dora Feld said on Monday.

"The crane is unsafe," Feld told reporters. The strike was a blow to the town, which lives off 14 ships a week.

Karshevia sent a dozen engineers. The city rejected the plan to repair the crane."""


def compared(a: str, b: str, source: str | None = None) -> tuple[Change, ...]:
    first, second = prepare(read_text(a, lang="en")), prepare(read_text(b, lang="en"))
    return find_changes(first, second, align_sides(first, second), source=source)


def test_a_retold_report() -> None:
    told = {c.kind: (c.a.text if c.a else "", c.b.text if c.b else "") for c in compared(A, B, "a") if c.substantive}
    assert told["certainty"][0] in ("may", "major")
    assert told["polarity"] == ("approved", "rejected")
    assert set(told["number"]) == {"40", "14"} or set(told["number"]) == {"40 ships", "14 ships"}
    assert told["name" if "name" in told else "place"] == ("Verenia", "Karshevia")
    assert "quote" in told
    assert any(not c.substantive and c.kind == "number" for c in compared(A, B))


def test_spans_hold_the_words_they_name() -> None:
    for change in compared(A, B):
        for text, words in ((A, change.a), (B, change.b)):
            assert words is None or text[words.start : words.end] == words.text
        assert change.a or change.b
        assert change.why.endswith(".")


def test_one_change_a_spot() -> None:
    changes = compared(A, B)
    for side in ("a", "b"):
        spans = sorted((w.start, w.end) for w in (getattr(c, side) for c in changes) if w is not None)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_order_and_repetition() -> None:
    changes = compared(A, B)
    assert changes == compared(A, B)
    ranks = [(not c.substantive, ORDER.index(c.kind)) for c in changes]
    assert ranks == sorted(ranks)


def test_what_only_one_text_has_is_named_from_the_source() -> None:
    short = "The band played for two hours on the market square of Orlen."
    long = short[:-1] + ", and several drunken spectators were trampled in a stampede."
    assert [c.kind for c in compared(short, long, "a") if c.substantive] == ["addition"]
    assert [c.kind for c in compared(long, short, "b") if c.substantive] == ["addition"]
    assert [c for c in compared(long, short, "a") if c.kind == "addition"] == []


def test_translations_are_compared_by_names_and_figures_only() -> None:
    changes = changes_of(
        "Mayor Dora Feld said that 40 ships had left Orlen.",
        "Bürgermeisterin Dora Feld sagte, dass 14 Schiffe Orlen verlassen hätten.",
        lang_b="de",
    )
    assert {c.kind for c in changes if c.substantive} == {"number"}


def test_passive_is_no_swap_of_roles() -> None:
    assert substantive("Brandt accused Feld of lying.", "Feld was accused by Brandt of lying.") == []
    assert substantive("Feld met Brandt in Orlen.", "Brandt met Feld in Orlen.") == []


@pytest.mark.parametrize(
    ("a", "b"),
    [("zelensky", "zelenskiy"), ("sergei", "sergey"), ("kiev", "kyiv"), ("jaegar", "jaeger"), ("mohammed", "muhammad")],
)
def test_spellings_of_one_name(a: str, b: str) -> None:
    assert alike(a, b)
    assert alike(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [("austria", "australia"), ("iran", "iraq"), ("price", "rice"), ("kirkland", "kirkwood"), ("kim", "kam")],
)
def test_different_names_that_look_alike(a: str, b: str) -> None:
    assert not alike(a, b)
    assert not alike(b, a)


def test_lists_are_well_formed() -> None:
    groups = opposites()
    assert all((line, 1 - side) for line, side in groups["rise"])
    both = [form for form, found in groups.items() if any((line, 1 - side) in found for line, side in found)]
    assert [form for form in both if not form.startswith("=")] == []
    assert len({place for place, _ in places().values()}) > 150
    assert set(certainty().scales) >= {"likelihood", "allegation", "proceedings", "emphasis", "open"}
    assert "president" in names().titles
