"""The families as a Parquet table: a row for every article of every family, with its links.

A link stands in the row of the article that it names as derived, so every link is there exactly once, and the
row of an origin has none. The schema is `retold.family-members/1` (docs/formats.md).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from retold._version import __version__
from retold.model import Families, Family, FamilyLink
from retold.report.families_dates import published_day

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

__all__ = ["SCHEMA", "write_parquet"]

SCHEMA = "retold.family-members/1"

# Rows that are gathered before they are written. Large enough for good compression, and of articles with
# long titles and addresses no more than a few dozen megabytes.
_ROWS_A_GROUP = 50_000


def write_parquet(families: Families, file: BinaryIO) -> None:
    """Write the table, compressed with Zstandard; what was read and with which settings is in its metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    about = {
        "schema": SCHEMA,
        "retold": {"version": __version__, "settings": dict(families.settings)},
        "articles": families.articles,
        "skipped": families.skipped,
    }
    schema = _schema().with_metadata({"retold": json.dumps(about, sort_keys=True, default=str)})
    rows = (row for family in families.families for row in _rows(family))
    with pq.ParquetWriter(pa.PythonFile(file, mode="w"), schema, compression="zstd") as writer:
        while group := list(islice(rows, _ROWS_A_GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema))


def _schema() -> pa.Schema:
    import pyarrow as pa

    link = pa.struct(
        [
            pa.field("source", pa.string(), nullable=False),
            pa.field("kind", pa.string(), nullable=False),
            pa.field("probability", pa.float64(), nullable=False),
            pa.field("directed", pa.bool_(), nullable=False),
            pa.field("source_share", pa.float64(), nullable=False),
            pa.field("derived_share", pa.float64(), nullable=False),
        ]
    )
    return pa.schema(
        [
            pa.field("family", pa.string(), nullable=False),
            pa.field("article", pa.string(), nullable=False),
            pa.field("origin", pa.bool_(), nullable=False),
            pa.field("title", pa.string()),
            pa.field("byline", pa.string()),
            pa.field("publisher", pa.string()),
            pa.field("published", pa.string()),
            pa.field("day", pa.date32()),
            pa.field("lang", pa.string()),
            pa.field("url", pa.string()),
            pa.field("words", pa.int64(), nullable=False),
            pa.field("links", pa.list_(pa.field("element", link, nullable=False)), nullable=False),
        ]
    )


def _rows(family: Family) -> Iterator[dict[str, Any]]:
    by_derived: defaultdict[str, list[FamilyLink]] = defaultdict(list)
    for link in family.links:
        by_derived[link.derived].append(link)
    for member in family.members:
        given = {name: getattr(member, name) for name in ("title", "byline", "publisher", "published", "lang", "url")}
        yield {
            "family": _whole(family.id),
            "article": _whole(member.id),
            "origin": member.id == family.origin,
            **{name: _whole(text) or None for name, text in given.items()},
            "day": published_day(member.published),
            "words": int(member.words),
            "links": [
                {
                    "source": _whole(link.source),
                    "kind": link.kind,
                    "probability": round(float(link.probability), 6),
                    "directed": bool(link.directed),
                    "source_share": round(float(link.source_share), 6),
                    "derived_share": round(float(link.derived_share), 6),
                }
                for link in by_derived[member.id]
            ],
        }


def _whole(text: str) -> str:
    """The text with U+FFFD for halves of surrogate pairs, which cannot be written as UTF-8."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if not text.isascii() else text
