"""The JSON record: the keys that other programs rely on, and nothing lost or bent on the way."""

import dataclasses
import json

import numpy as np

from retold import _version
from retold.model import Relation
from retold.report.record import comparison_record, record_json, record_line

from .builder import article, comparison, ferry, link, unrelated


def test_every_key_of_the_contract_is_there():
    record = comparison_record(ferry())
    assert list(record) == [
        "schema", "retold", "pair", "a", "b", "relation", "alignment", "passages", "headline",
    ]  # fmt: skip
    assert record["schema"] == "retold.comparison/1"
    assert record["retold"]["version"] == _version.__version__
    assert record["pair"] == "ferry-1"
    assert list(record["relation"]) == ["kind", "derived", "probability", "figures"]
    assert record["relation"]["kind"] == "reworded"
    assert record["relation"]["derived"] is True
    assert record["headline"] == {"kind": "edited", "score": 0.82}


def test_sides_carry_text_and_sentences_with_offsets_into_it():
    given = ferry()
    for side, article_ in (("a", given.a), ("b", given.b)):
        written = comparison_record(given)[side]
        assert (written["id"], written["title"], written["lang"]) == (article_.id, article_.title, "en")
        assert len(written["sentences"]) == len(article_.sentences)
        for sentence in written["sentences"]:
            assert list(sentence) == ["text", "start", "end", "furniture", "role"]
            assert written["text"][sentence["start"] : sentence["end"]] == sentence["text"]
    assert comparison_record(given)["a"]["sentences"][0]["furniture"] is True
    assert comparison_record(given)["a"]["sentences"][1]["role"] == "body"


def test_optional_keys_stand_only_where_the_article_has_them():
    record = comparison_record(ferry())
    assert "byline" not in record["a"]
    assert record["b"]["byline"] == "Jo Penrose"
    assert record["b"]["url"] == "https://gazette.example/heron"
    assert "pair" not in comparison_record(unrelated())
    assert comparison_record(unrelated())["headline"] is None


def test_links_and_passages():
    record = comparison_record(ferry())
    assert record["alignment"][3] == {
        "a": [4], "b": [4, 5, 6], "kind": "reworded", "moved": False, "score": 0.71,
    }  # fmt: skip
    assert [found["kind"] for found in record["alignment"] if not found["b"]] == ["dropped", "dropped"]
    assert [found["a"] for found in record["alignment"] if found["moved"]] == [[7]]
    passage = ferry().alignment.passages[0]
    assert record["passages"][0]["a"] == {"start": passage.a.start, "end": passage.a.end}


def test_numpy_numbers_become_plain_ones():
    a, b = article("One."), article("One.")
    given = comparison(a, b, link((np.int64(0),), (np.int64(0),), "verbatim", score=np.float32(1)))
    given = dataclasses.replace(given, relation=Relation("copy", True, np.float64(0.99), {"words": np.float32(0.1)}))
    record = json.loads(record_line(given))
    assert record["relation"]["figures"] == {"words": 0.1}
    assert record["alignment"][0]["a"] == [0]


def test_line_is_one_line_and_both_writings_say_the_same():
    line, pretty = record_line(ferry()), record_json(ferry())
    assert line.count("\n") == 1 == line.endswith("\n")
    assert json.loads(line) == json.loads(pretty) == comparison_record(ferry())
    assert "“We heard" in line


def test_half_a_surrogate_pair_can_still_be_written():
    given = comparison(article("Broken \ud83d sign."), article("A sign."))
    assert json.loads(record_line(given).encode())["a"]["text"] == "Broken \ud83d sign."
