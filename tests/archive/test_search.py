"""Full-text search."""

import pytest


@pytest.fixture
def filled(archive, wire, told):
    """An archive of three articles."""
    archive.add([
        wire(),
        {"id": "bakery", "title": "Baker wins for pretzel AND crust", "text": told["bakery"]},
        {"id": "cafe", "title": "Le café rouvre", "text": "Le café de l'Étoile à Vérac rouvre NEAR la gare, dit Zoë."},
    ])
    return archive


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("harbour", ["storm-1"]),
        ("HARBOUR Tolland", ["storm-1"]),
        ("harbour pretzel", []),
        ('"Mira Tolland"', ["storm-1"]),
        ('"Tolland Mira"', []),
        ('"mira tolland" "harbour office"', ["storm-1"]),
        ('"14 knots" guild', ["bakery"]),
        ('"unclosed Mira', []),
        ('Mira" Tolland', ["storm-1"]),
        ("pretzel AND crust", ["bakery"]),
        ("pretzel OR harbour", []),
        ("NEAR gare", ["cafe"]),
        ("title:pretzel", []),
        ("pretz*", []),
        ("(harbour)", ["storm-1"]),
        ("-harbour ^storm +wave's", []),
        ("cafe verac", ["cafe"]),
        ("CAFÉ zoe", ["cafe"]),
        ('"Café de l\'étoile"', ["cafe"]),
        ("", []),
        (' "" ', []),
        ("*", []),
        ("'; DROP TABLE articles; --", []),
    ],
)
def test_words_are_words(filled, words, names):
    assert [entry.name for entry, _ in filled.search(words)] == names


def test_titles_count_more_and_snippets_show_the_words(filled):
    filled.add([{"id": "other", "title": "Pier rebuilt", "text": "A pretzel stand in Hallen was rebuilt at sea."}])
    found = filled.search("pretzel")
    assert [entry.name for entry, _ in found] == ["bakery", "other"]
    assert "pretzel" in found[1][1]
    assert len(filled.search("pretzel", most=1)) == 1


def test_a_new_version_is_found_by_its_own_words(filled, wire, told):
    filled.add([wire(told["storm"] + "\nThe pilot Vessaren was praised.")])
    assert [entry.name for entry, _ in filled.search("Vessaren")] == ["storm-1@2"]
    assert {entry.name for entry, _ in filled.search("lighthouse")} == {"storm-1@1", "storm-1@2"}
