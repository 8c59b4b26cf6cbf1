"""A comparison as W3C PROV-JSON: which article was derived from which, and whom each names as its source.

Only what was found is stated. Where the direction is not known, two texts of one origin are alternates of each
other; an agency that an article credits becomes a report that nobody here has seen, its primary source.
"""

from __future__ import annotations

from typing import Any

from retold.model import Article, Comparison, Credit
from retold.report.findings import Side, knows_source, retelling_order
from retold.report.names import article_iris, comparison_uuid
from retold.report.record import dump_json

__all__ = ["prov_json", "prov_record"]

_SIDES: tuple[Side, Side] = ("a", "b")
# Where the words themselves were taken over: PROV calls that a quotation, however long.
_QUOTED = frozenset(("copy", "edited", "excerpt"))


def prov_record(comparison: Comparison) -> dict[str, Any]:
    """The PROV-JSON document as dicts and lists; `this:a` and `this:b` are the two articles."""
    iris = article_iris(comparison)
    entities = {f"this:{side}": _article(getattr(comparison, side), iris[side]) for side in _SIDES}
    record: dict[str, Any] = {
        "prefix": {
            "this": f"{comparison_uuid(comparison).urn}#",
            "dcterms": "http://purl.org/dc/terms/",
            "schema": "https://schema.org/",
        },
        "entity": entities,
    }
    derivations: dict[str, dict[str, Any]] = {}
    if knows_source(comparison) and comparison.direction is not None:
        source, retelling = retelling_order(comparison)
        derived = _derivation(f"this:{retelling}", f"this:{source}", "Quotation" if _is_quoted(comparison) else "")
        derived["this:relation"] = comparison.relation.kind
        derived["this:probability"] = _double(comparison.direction.probability)
        derivations["_:retelling"] = derived
    elif comparison.relation.derived:
        record["alternateOf"] = {"_:alternate": {"prov:alternate1": "this:a", "prov:alternate2": "this:b"}}
    agents, attributions = _credit(comparison, entities, derivations)
    for name, part in (("agent", agents), ("wasDerivedFrom", derivations), ("wasAttributedTo", attributions)):
        if part:
            record[name] = part
    return record


def prov_json(comparison: Comparison) -> str:
    """The PROV-JSON document as text."""
    return dump_json(prov_record(comparison), indent=2)


def _article(article: Article, iri: str) -> dict[str, Any]:
    facts = {
        "prov:type": {"$": "schema:NewsArticle", "type": "prov:QUALIFIED_NAME"},
        "prov:location": {"$": iri, "type": "xsd:anyURI"} if article.url else "",
        "dcterms:identifier": article.id,
        "dcterms:title": article.headline,
        "dcterms:creator": article.byline,
        "dcterms:publisher": article.publisher,
        "dcterms:issued": article.published,
        "dcterms:language": article.lang,
    }
    return {name: value for name, value in facts.items() if value}


def _is_quoted(comparison: Comparison) -> bool:
    return comparison.relation.kind in _QUOTED


def _credit(
    comparison: Comparison, entities: dict[str, Any], derivations: dict[str, dict[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Add the reports of credited agencies and what was made from them; the agencies, and whose reports these are."""
    agents: dict[str, Any] = {}
    attributions: dict[str, Any] = {}
    if comparison.credit is None:
        return agents, attributions
    numbers: dict[str, int] = {}
    for side in _SIDES:
        credit: Credit = getattr(comparison.credit, side)
        for agency in credit.agencies:
            if agency not in numbers:
                number = numbers[agency] = len(numbers) + 1
                agents[f"this:agency-{number}"] = {"prov:type": _type("Organization"), "prov:label": agency}
                entities[f"this:report-{number}"] = {"prov:label": f"Report by {agency}"}
                attributions[f"_:report-{number}"] = {
                    "prov:entity": f"this:report-{number}",
                    "prov:agent": f"this:agency-{number}",
                }
            number = numbers[agency]
            made = _derivation(f"this:{side}", f"this:report-{number}", "PrimarySource")
            derivations[f"_:credit-{side}-{number}"] = made
    return agents, attributions


def _derivation(made: str, used: str, type_: str = "") -> dict[str, Any]:
    """A derivation; PROV-JSON writes wasQuotedFrom and hadPrimarySource as derivations with a type."""
    derivation: dict[str, Any] = {"prov:generatedEntity": made, "prov:usedEntity": used}
    if type_:
        derivation["prov:type"] = _type(type_)
    return derivation


def _type(name: str) -> dict[str, str]:
    return {"$": f"prov:{name}", "type": "prov:QUALIFIED_NAME"}


def _double(number: float) -> dict[str, Any]:
    return {"$": str(round(float(number), 6)), "type": "xsd:double"}
