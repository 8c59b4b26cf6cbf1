"""Families and publishers of an archive as JSON-ready data."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from retold.model import Families, Family
from retold.report.families_publishers import find_network, kinds_in_order

__all__ = ["family_summary", "publishers_record"]


def family_summary(family: Family) -> dict[str, Any]:
    """What a list says of a family: its origin, how many articles of whom, and when they were published."""
    times = sorted(member.published for member in family.members if member.published)
    origin = next((member for member in family.members if member.id == family.origin), None)
    first = origin or min(family.members, key=lambda member: (member.published or "~", member.id))
    return {
        "family": family.id,
        "articles": len(family.members),
        "links": len(family.links),
        "origin": family.origin,
        "title": first.title,
        "publishers": sorted({member.publisher for member in family.members if member.publisher}),
        "first_published": times[0] if times else "",
        "last_published": times[-1] if times else "",
    }


def publishers_record(families: Families) -> dict[str, Any]:
    """Publishers with articles in families, and their ties, as the page of `retold find` shows them."""
    network = find_network(families)
    return {
        "publishers": [asdict(publisher) for publisher in network.publishers],
        "ties": [
            {
                "source": tie.source,
                "derived": tie.derived,
                "directed": tie.directed,
                "links": tie.links,
                "kinds": {str(kind): count for kind, count in kinds_in_order(tie.kinds).items()},
            }
            for tie in network.ties
        ],
    }
