"""Who retells whom as GraphML: publishers as nodes, ties between them as edges, for Gephi, networkx and others.

GraphML lets an edge be undirected in a directed graph, but networkx refuses to read such a file and igraph
takes no notice. So every edge is directed, and `direction_known` says whether the direction means anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import TextIO

from retold.model import Families, RelationKind
from retold.report.families_publishers import find_network

__all__ = ["write_graphml"]

_KINDS: tuple[RelationKind, ...] = ("copy", "edited", "reworded", "translated", "excerpt")
_NODE_KEYS = {"label": "string", "articles": "int", "families": "int"}
_EDGE_KEYS: dict[str, str] = {
    "weight": "double",  # Gephi, networkx and igraph look for this name
    **dict.fromkeys(_KINDS, "int"),
    "reworded_share": "double",
    "direction_known": "boolean",
}
_NEVER_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_graphml(families: Families, file: TextIO) -> None:
    """Write the graph: nodes by name, edges from the publisher of the source to that of the retelling."""
    network = find_network(families)
    file.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation='
        '"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
    )
    for side, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, kind in keys.items():
            file.write(f'<key id="{side}_{name}" for="{side}" attr.name="{name}" attr.type="{kind}"/>\n')
    file.write('<graph id="publishers" edgedefault="directed">\n')
    ids = {publisher.name: f"n{number}" for number, publisher in enumerate(network.publishers)}
    for publisher in network.publishers:
        about = {"label": publisher.name, "articles": publisher.articles, "families": publisher.families}
        file.write(f'<node id="{ids[publisher.name]}">{_data("node", about)}</node>\n')
    for number, tie in enumerate(network.ties):
        figures: dict[str, object] = {
            "weight": float(tie.links),
            **{kind: tie.kinds.get(kind, 0) for kind in _KINDS},
            "reworded_share": round(tie.reworded_share, 6),
            "direction_known": "true" if tie.directed else "false",
        }
        ends = f'source="{ids[tie.source]}" target="{ids[tie.derived]}"'
        file.write(f'<edge id="e{number}" {ends}>{_data("edge", figures)}</edge>\n')
    file.write("</graph>\n</graphml>\n")


def _data(side: str, values: Mapping[str, object]) -> str:
    return "".join(f'<data key="{side}_{name}">{_text(str(value))}</data>' for name, value in values.items())


def _text(words: str) -> str:
    return escape(_NEVER_IN_XML.sub("\ufffd", words), quote=False)
