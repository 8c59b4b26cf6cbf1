"""Word differences: complete, readable, and blind to typography only."""

import random

import pytest

from retold.report.differences import differences, link_differences, shared_share

from .builder import article, comparison, ferry, link


def marked(a: str, b: str) -> str:
    """Both texts in one, in the manner of wdiff."""
    shown = {"equal": lambda s: a[s.a.start : s.a.end], "a": lambda s: f"[-{a[s.a.start : s.a.end]}-]",
             "b": lambda s: f"{{+{b[s.b.start : s.b.end]}+}}"}  # fmt: skip
    return "".join(shown[segment.kind](segment) for segment in differences(a, b))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("a severe storm", "a serious storm", "a [-severe-]{+serious+} storm"),
        ("It rained.", "It rained hard.", "It rained{+hard+}."),
        ("It rained hard.", "It rained.", "It rained [-hard-]."),
        ("same", "same", "same"),
        ("", "", ""),
        ("", "new", "{+new+}"),
        ("13,000 people", "30,000 people", "[-13,000-]{+30,000+} people"),
        ("He may go", "he may go", "[-He-]{+he+} may go"),
        ("“Yes,” he said – twice", '"Yes," he said - twice', "“Yes,” he said – twice"),
        ("two\n\nwords", "two words", "two\n\nwords"),
        ("中国政府周三", "中国周三", "中国[-政府-]周三"),
        ("पानी गिरा", "पानी गिरी", "पानी [-गिरा-]{+गिरी+}"),
    ],
)
def test_what_is_marked(a, b, expected):
    assert marked(a, b) == expected


def test_a_slight_island_between_larger_changes_is_joined():
    a = "Officials who spoke late of the new plan left early"
    b = "Ministers and aides near to the city gate left early"
    assert marked(a, b).count("[-") == 1
    assert marked(a, b).endswith(" left early")


def test_names_and_numbers_are_never_islands():
    assert " Oslo " in marked("big old Oslo harbour wall fell", "the new Oslo station roof fell").replace("+}", " ")
    assert "[-7-]" not in marked("one two 7 three four", "five six 7 eight nine")


def test_segments_cover_both_texts_without_gap_or_overlap():
    rng = random.Random(7)
    for _ in range(3000):
        a = "".join(rng.choice("ab ,. '“9A\n中") for _ in range(rng.randint(0, 16)))
        b = "".join(rng.choice("ab ,. '“9A\n中") for _ in range(rng.randint(0, 16)))
        at_a = at_b = 0
        for segment in differences(a, b):
            assert (segment.a.start, segment.b.start) == (at_a, at_b)
            at_a, at_b = segment.a.end, segment.b.end
        assert (at_a, at_b) == (len(a), len(b))


def test_shared_share_runs_from_nothing_to_all():
    def share(a, b):
        return shared_share(a, b, differences(a, b))

    assert share("same words", "same words") == 1
    assert share("none", "at all") == 0
    assert share("", "") == 1
    assert 0.4 < share("half same", "half else") < 0.6


def test_pieces_of_a_split_reproduce_every_sentence():
    given = ferry()
    for found in given.alignment.matched:
        result = link_differences(given, found)
        for article_, pieces in ((given.a, result.a), (given.b, result.b)):
            for index, parts in pieces.items():
                said = "".join(article_.text[part.start : part.end] for part in parts)
                assert said == article_.sentences[index].text
                assert all(part.end > part.start for part in parts)
        assert tuple(result.a) == found.a
        assert tuple(result.b) == found.b


def test_offsets_are_right_when_furniture_stands_inside_a_run():
    a = article("First part.", ("Read also: pretzels", "furniture"), "Second part.")
    b = article("First part, second part.")
    result = link_differences(comparison(a, b), link((0, 2), 0, "edited"))
    assert [a.text[p.start : p.end] for p in result.a[2] if not p.differs] == [" part."]
