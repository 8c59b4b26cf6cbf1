"""Names that are one name written otherwise, whichever of a dozen ways; one by one and many at once."""

from __future__ import annotations

import pytest

from retold.changes.mentions import Mention, MentionKind
from retold.changes.same_names import same_name, same_names


def named(name: str, kind: MentionKind = "unknown") -> Mention:
    words = tuple(name.casefold().split())
    return Mention(0, 0, len(words), words, kind, "", name.isupper())


SAME = [
    ("Zelensky", "Zelenskiy"),
    ("Tchaikovsky", "Tschaikowsky"),
    ("Şahin Demir", "Sahin Demir"),
    ("Чехов", "Chekhov"),
    ("Ada Quist", "Quist"),
    ("A Quist", "Ada Quist"),
    ("Orlen Harbour Company", "Orlen Harbor"),
    ("OHC", "Orlen Harbour Council"),
    ("OH", "Orlen Harbour"),
    ("Economic Chamber", "Economy Chamber"),
    ("Bill Tarn", "William Tarn"),
    ("Jörn Brandt", "Jorn Brandt"),
]
OTHER = [
    ("Ada Quist", "Tom Reyle"),
    ("Kirkland", "Kirkwood"),
    ("Price", "Rice"),
    ("Orlen", "Verenia"),
    ("OHC", "Verenia Railway Board"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_one_name(a: str, b: str) -> None:
    assert same_name(named(a), named(b))
    assert same_name(named(b), named(a))


@pytest.mark.parametrize(("a", "b"), OTHER)
def test_two_names(a: str, b: str) -> None:
    assert not same_name(named(a), named(b))
    assert not same_name(named(b), named(a))


def test_many_at_once_are_the_same_as_one_by_one() -> None:
    of_a, of_b = ([named(pair[side]) for pair in SAME + OTHER] for side in (0, 1))
    assert same_names(of_a, of_b) == [[same_name(m, n) for n in of_b] for m in of_a]
    assert same_names([], of_b) == []
    assert same_names(of_a[:2], []) == [[], []]
