"""PROV-JSON, JSON-LD and Web Annotations: read back by libraries that others wrote, where these are installed."""

import dataclasses
import json

import pytest

from retold.model import Credit, Credits
from retold.report.annotations import annotations_json, annotations_record
from retold.report.jsonld import jsonld_record, jsonld_text
from retold.report.names import article_iris
from retold.report.prov import prov_json, prov_record

from .builder import article, comparison, ferry, traced_ferry, translated_ferry
from .test_page import nasty

SCHEMA = "https://schema.org/"
OA = "http://www.w3.org/ns/oa#"
# The part of the annotation context of the W3C that the terms used here need.
ANNOTATION_CONTEXT = {
    "oa": OA,
    "as": "http://www.w3.org/ns/activitystreams#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    "Annotation": "oa:Annotation",
    "TextualBody": "oa:TextualBody",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "describing": "oa:describing",
    "tagging": "oa:tagging",
    "label": {"@id": "rdfs:label"},
    "total": {"@type": "xsd:nonNegativeInteger", "@id": "as:totalItems"},
    "first": {"@type": "@id", "@id": "as:first"},
    "startIndex": {"@type": "xsd:nonNegativeInteger", "@id": "as:startIndex"},
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
    "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"},
    "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
}
CONTEXTS = {"https://schema.org": {"@vocab": SCHEMA}, "http://www.w3.org/ns/anno.jsonld": ANNOTATION_CONTEXT}

GIVEN = {
    "traced": traced_ferry,
    "turned": lambda: traced_ferry("b"),
    "unknown": lambda: traced_ferry(None),
    "bare": ferry,
    "translated": translated_ferry,
    "nasty": nasty,
}


def expanded(text):
    """JSON-LD as pyld understands it, with every term as a full address; nothing is fetched."""
    jsonld = pytest.importorskip("pyld").jsonld

    def load(address, _options):
        return {
            "document": {"@context": CONTEXTS[address.rstrip("/")]},
            "documentUrl": address,
            "contextUrl": None,
            "contentType": "application/ld+json",
        }

    return jsonld.expand(json.loads(text), {"documentLoader": load})


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
def test_prov_is_read_by_a_library_and_comes_back_the_same(given):
    model = pytest.importorskip("prov.model")
    document = model.ProvDocument.deserialize(content=prov_json(given()), format="json")
    again = model.ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert document == again
    assert {"this:a", "this:b"} <= {str(entity.identifier) for entity in document.get_records(model.ProvEntity)}


@pytest.mark.parametrize(("source", "made", "used"), [("a", "this:b", "this:a"), ("b", "this:a", "this:b")])
def test_prov_says_which_was_derived_and_whom_it_credits(source, made, used):
    model = pytest.importorskip("prov.model")
    document = model.ProvDocument.deserialize(content=prov_json(traced_ferry(source)), format="json")
    found = {}
    for record in document.get_records(model.ProvDerivation):
        ends = tuple(str(value) for _, value in record.formal_attributes[:2])
        found[ends] = {str(value) for value in record.get_attribute("prov:type")}
    assert found == {(made, used): set(), ("this:a", "this:report-1"): {"prov:PrimarySource"}}
    (agent,) = document.get_records(model.ProvAgent)
    assert str(agent.label) == "AFP"
    (attribution,) = document.get_records(model.ProvAttribution)
    assert [str(value) for _, value in attribution.formal_attributes[:2]] == ["this:report-1", "this:agency-1"]


def test_prov_calls_words_taken_over_a_quotation():
    given = traced_ferry()
    copied = dataclasses.replace(given, relation=dataclasses.replace(given.relation, kind="copy"))
    assert prov_record(copied)["wasDerivedFrom"]["_:retelling"]["prov:type"]["$"] == "prov:Quotation"
    assert "prov:type" not in prov_record(given)["wasDerivedFrom"]["_:retelling"]


def test_prov_states_no_derivation_where_the_source_is_not_known():
    record = prov_record(traced_ferry(None, credit=None))
    assert "wasDerivedFrom" not in record
    assert record["alternateOf"]["_:alternate"] == {"prov:alternate1": "this:a", "prov:alternate2": "this:b"}
    apart = comparison(article("One."), article("Two."), kind="unrelated")
    assert set(prov_record(apart)) == {"prefix", "entity"}


def test_one_agency_credited_twice_is_one_agent():
    both = Credits(Credit(("AFP", "dpa"), ("x",)), Credit(("AFP",), ("y",)), "kept")
    record = prov_record(traced_ferry(credit=both))
    assert [agent["prov:label"] for agent in record["agent"].values()] == ["AFP", "dpa"]
    assert len(record["wasDerivedFrom"]) == 4


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
def test_jsonld_expands_to_two_news_articles_without_losing_a_key(given):
    made = expanded(jsonld_text(given()))
    assert [thing["@type"] for thing in made] == [[SCHEMA + "NewsArticle"]] * 2
    for thing, written in zip(made, jsonld_record(given())["@graph"], strict=True):
        assert len(thing) == len(written)
    assert [thing["@id"] for thing in made] == list(article_iris(given()).values())


def test_jsonld_says_what_is_based_on_what_and_who_is_credited():
    a, b = expanded(jsonld_text(traced_ferry()))
    assert b[SCHEMA + "isBasedOn"] == [{"@id": a["@id"]}]
    assert SCHEMA + "isBasedOn" not in a
    assert a[SCHEMA + "sourceOrganization"][0][SCHEMA + "name"] == [{"@value": "AFP"}]
    assert a[SCHEMA + "creditText"] == [{"@value": "PORT ELLERY (AFP) –"}]
    assert b["@id"] == "https://gazette.example/heron"
    for given in (traced_ferry(None), ferry()):
        assert all("isBasedOn" not in thing for thing in jsonld_record(given)["@graph"])
    turned = jsonld_record(traced_ferry("b"))["@graph"]
    assert turned[0]["isBasedOn"] == {"@id": turned[1]["@id"]}


def test_jsonld_names_the_work_that_was_translated():
    given = dataclasses.replace(translated_ferry(), direction=traced_ferry().direction)
    a, b = jsonld_record(given)["@graph"]
    assert b["translationOfWork"] == {"@id": a["@id"]}


def test_jsonld_leaves_out_dates_that_are_no_dates():
    given = comparison(article("One.", published="last week"), article("Two.", published="2031-10-07"))
    a, b = jsonld_record(given)["@graph"]
    assert "datePublished" not in a
    assert b["datePublished"] == "2031-10-07"


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
def test_annotations_expand_with_every_key_known(given):
    (collection,) = expanded(annotations_json(given()))
    (page,) = collection["http://www.w3.org/ns/activitystreams#first"]
    items = page["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert len(items) == len(given().changes or ())
    for item in items:
        assert item["@type"] == [OA + "Annotation"]
        assert item[OA + "motivatedBy"] == [{"@id": OA + "describing"}]
        assert {body["@type"][0] for body in item[OA + "hasBody"]} == {OA + "TextualBody"}
        for target in item[OA + "hasTarget"]:
            kinds = {selector["@type"][0] for selector in target[OA + "hasSelector"]}
            assert kinds == {OA + "TextPositionSelector", OA + "TextQuoteSelector"}


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
def test_selectors_find_the_words(given):
    made = given()
    iris = article_iris(made)
    texts = {iris["a"]: made.a.text, iris["b"]: made.b.text}
    for item in annotations_record(made)["first"]["items"]:
        assert 1 <= len(item["target"]) <= 2
        for target in item["target"]:
            place, words = target["selector"]
            text = texts[target["source"]]
            assert text[place["start"] : place["end"]] == words["exact"]
            assert words["prefix"] + words["exact"] + words["suffix"] in text


def test_annotations_are_numbered_as_on_the_page():
    record = annotations_record(traced_ferry())
    assert record["total"] == 7
    tags = [[body["value"] for body in item["body"][1:]] for item in record["first"]["items"]]
    assert tags[:2] == [["quote", "substantive"], ["number", "substantive"]]
    assert tags[5:] == [["number", "only looks different"], ["wording", "only looks different"]]
    assert [item["id"].rpartition("-")[2] for item in record["first"]["items"]] == list("1234567")


def test_articles_have_names_of_their_own():
    assert article_iris(ferry()) == article_iris(ferry())
    same = comparison(article("One.", url="https://x.example/"), article("One.", url="https://x.example/"))
    assert len(set(article_iris(same).values())) == 2
    odd = comparison(article("One.", url='https://x.example/a b"<ü>'), article("Half \ud83d."))
    assert article_iris(odd)["a"] == "https://x.example/a%20b%22%3C%C3%BC%3E"
    assert article_iris(odd)["b"].startswith("urn:uuid:")


@pytest.mark.parametrize("write", [prov_json, jsonld_text, annotations_json])
def test_exports_are_the_same_every_time(write):
    assert write(traced_ferry()) == write(traced_ferry())
