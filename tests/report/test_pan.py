"""PAN XML: what the scorers of the PAN task read."""

import xml.etree.ElementTree as ET

import pytest

from retold.errors import WriteError
from retold.model import Passage, Span
from retold.report.pan import pan_document, pan_name, write_pan

from .builder import article, comparison, ferry, unrelated


def test_a_feature_a_passage_with_offsets_in_characters():
    given = ferry()
    document = ET.fromstring(pan_document(given))
    assert document.tag == "document"
    assert document.get("reference") == "harbour/wire-17.txt"
    features = list(document)
    assert len(features) == len(given.alignment.passages) == 2
    for feature, passage in zip(features, given.alignment.passages, strict=True):
        assert feature.get("name") == "detected-plagiarism"
        assert feature.get("source_reference") == "island/heron.html"
        this, length = int(feature.get("this_offset")), int(feature.get("this_length"))
        assert given.a.text[this : this + length] == given.a.text[passage.a.start : passage.a.end] != ""
        source, length = int(feature.get("source_offset")), int(feature.get("source_length"))
        assert given.b.text[source : source + length] == given.b.text[passage.b.start : passage.b.end] != ""


def test_nothing_found_is_a_document_without_features():
    document = ET.fromstring(pan_document(unrelated()))
    assert document.get("reference") == "bakery"
    assert len(document) == 0


@pytest.mark.parametrize("odd", ['a"b', "a'b\"c", "<&>", "line\nbreak\ttab", "ctrl\x01", "half \ud83d"])
def test_any_id_makes_well_formed_xml(odd):
    found = (Passage(Span(0, 4), Span(0, 4), 1.0),)
    given = comparison(article("Same.", id=odd), article("Same.", id=odd), passages=found)
    document = ET.fromstring(pan_document(given))
    expected = odd.replace("\x01", "\ufffd").replace("\ud83d", "\ufffd")
    assert document.get("reference") == expected
    assert document[0].get("source_reference") == expected


@pytest.mark.parametrize(
    ("a", "b", "name"),
    [
        ("suspicious-00001.txt", "source-00294.txt", "suspicious-00001-source-00294.xml"),
        ("susp/one.txt", "src\\two.TXT", "one-two.xml"),
        ("https://news.example/2031/ferry?id=3", "", "ferry_id_3-b.xml"),
        ("../../etc/passwd", "..", "passwd-b.xml"),
        ("v1.5", "x" * 300, f"v1.5-{'x' * 100}.xml"),
    ],
)  # fmt: skip
def test_file_names_follow_the_corpus_and_stay_in_the_folder(a, b, name):
    assert pan_name(comparison(article("x", id=a), article("y", id=b))) == name


def test_write_pan_makes_the_folder_and_returns_the_path(tmp_path):
    path = write_pan(ferry(), tmp_path / "new" / "detections")
    assert path == tmp_path / "new" / "detections" / "wire-17-heron.xml"
    assert path.read_text("utf-8") == pan_document(ferry())


def test_write_pan_says_in_one_sentence_why_it_cannot(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WriteError, match="Cannot write"):
        write_pan(ferry(), tmp_path / "file")
