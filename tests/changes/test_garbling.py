"""Spots where machine rewording broke a sentence."""

from __future__ import annotations

import pytest

from retold.changes import find_garbling
from retold.read import read_text

BROKEN = (
    ("The camp lies near the border. Verenian border. It was built in May.", "Verenian border."),
    ("Karshevia wants to become a leading economy. plan. Talks go on.", "plan."),
    ("The the bridge will be closed until spring.", "The the"),
    ("He {praised|lauded|hailed} the rescuers on Monday.", "{praised|lauded|hailed}"),
    ("The ferry left at noon.The crew stayed behind on the quay.", "noon.The"),
    ("The mine was shut in March. workers were not told of it until April.", "workers"),
    ("The ministry counted the votes twice , it said.", "twice ,"),
)

SOUND = (
    "The camp lies near the border. The border is open. No one was hurt.",
    "He had had enough, and said that that was all.",
    "The firm sells phones. iPhone cases are made in Orlen.",
    "Visit www.example.org for more. The map is at example.org/maps.",
    "“I am not leaving.” She has goats. Five goats.",
    "The U.S. envoy left at 5 p.m. on Monday. J.R. Feld stayed.",
)


@pytest.mark.parametrize(("text", "spot"), BROKEN)
def test_broken_spots_are_found(text: str, spot: str) -> None:
    found = find_garbling(read_text(text, lang="en"))
    assert [g.words.text for g in found] == [spot]
    assert all(text[g.words.start : g.words.end] == g.words.text and g.why.endswith(".") for g in found)


@pytest.mark.parametrize("text", SOUND)
def test_sound_sentences_are_left_alone(text: str) -> None:
    assert find_garbling(read_text(text, lang="en")) == ()
