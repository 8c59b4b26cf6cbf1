"""The search on a cluster, from end to end: what runs on the driver, and in which order the rest runs on workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from retold.finding import (
    MOST_DAYS,
    Progress,
    SkippedRecord,
    check_days,
    check_ignored,
    families_of,
    search_settings,
)
from retold.match import Links, sort_links
from retold.model import Families, Member
from retold.read.collection_files import Source
from retold.read.collection_ids import UniqueIds
from retold.read.collection_records import FIELDS
from retold.spark.columns import as_signed
from retold.spark.keys import COUNTS, ENTRIES, LEAST, MOST, PAIRS, count_keys, list_entries, list_pairs
from retold.spark.output import write_table
from retold.spark.pairs import CANDIDATES, LINKS, verify_rows
from retold.spark.prints import ARTICLE, BAD, END
from retold.spark.reading import field_keys, list_sources, read_prints
from retold.spark.session import settings_of, spark_session

__all__ = ["find_with_spark"]

# The number of an article: its source in the high bits, its record in the low ones.
_RECORD_BITS = 36
_NUMBERED = r"(#[1-9][0-9]{0,9})+$"  # what `UniqueIds` puts behind an id


def find_with_spark(
    paths: str | Path | Sequence[str | Path],
    *,
    master: str | None = None,
    columns: Mapping[str, str] | None = None,
    ignore_same: Iterable[str] = (),
    most_days: int = MOST_DAYS,
    table: str | None = None,
    progress: Progress | None = None,
    on_bad: Callable[[SkippedRecord], None] | None = None,
) -> Families:
    """Find which articles of a collection tell the same report, with Spark; the same families as `retold.find`.

    `paths` are those of `retold.find`, which every worker must be able to read, and URLs of any storage that Spark
    reads ("s3a://…", "hdfs://…"): files, or folders with all that is below. `master` is Spark's; without it, the
    active session is used, or what the environment says. With `table`, such a URL, the families are also written
    there as Parquet. The other arguments are those of `retold.find`.

    Raises `ReadError` where there is nothing to read, `WriteError`, and `SettingsError`, as where pyspark is not
    installed.
    """
    same = check_ignored(ignore_same)
    check_days(most_days)
    keys = field_keys(columns)
    tell = progress or (lambda step, done: None)
    with spark_session(master) as spark, settings_of(spark) as for_articles:
        sources = list_sources(spark, [paths] if isinstance(paths, str | Path) else paths)
        spark.sparkContext.setJobDescription("retold: reading")
        tell("Reading", 0.0)
        with _Held() as held:
            prints = held(read_prints(spark, sources, keys))
            articles, bad = _number(spark, prints, sources)
            count = articles.count()
            for record in bad:
                if on_bad:
                    on_bad(record)
            for_articles(count)
            tell("Reading", 1.0)
            links, copies = _match(spark, articles, held, tell)
            spark.sparkContext.setJobDescription("retold: families")
            families = _families(spark, articles, links, copies, same, most_days, tell)
        found = Families(families, count, len(bad), search_settings(same, most_days))
        if table is not None:
            write_table(spark, found, table)
    return found


class _Held:
    """Keeps tables on the disks of the workers until the end."""

    def __init__(self) -> None:
        self._tables: list[Any] = []

    def __enter__(self) -> _Held:
        return self

    def __exit__(self, *_: object) -> None:
        for table in reversed(self._tables):
            table.unpersist()

    def __call__(self, table: Any) -> Any:
        from pyspark import StorageLevel

        self._tables.append(table.persist(StorageLevel.DISK_ONLY))
        return self._tables[-1]


def _number(spark: Any, prints: Any, sources: Sequence[Source]) -> tuple[Any, list[SkippedRecord]]:
    """The articles with a number `n` that rises in the order of reading, and with an id; and the bad records."""
    from pyspark.sql import functions as f

    others = prints.filter(f.col("sort") != ARTICLE).select("source", "block", "record", "sort", "ends").toArrow()
    rows = sorted(others.to_pylist(), key=lambda row: (row["source"], row["block"], row["record"]))
    before: dict[tuple[int, int], int] = {(number, 0): 0 for number in range(len(sources))}
    lines = dict.fromkeys(range(len(sources)), 0)
    for row in rows:
        if row["sort"] == END:
            before[row["source"], row["block"]] = lines[row["source"]]
            lines[row["source"]] += row["record"]
    bad = [
        (sources[row["source"]].path, row["record"] + before[row["source"], row["block"]], row["ends"])
        for row in rows
        if row["sort"] == BAD
    ]
    blocks = pa.table(
        {
            "source": pa.array([source for source, _ in before], pa.int32()),
            "block": pa.array([block for _, block in before], pa.int64()),
            "before": pa.array(list(before.values()), pa.int64()),
            "name": [sources[source].name for source, _ in before],
        }
    )
    placed = prints.filter(f.col("sort") == ARTICLE).join(
        f.broadcast(spark.createDataFrame(blocks)), ["source", "block"]
    )
    record = f.col("before") + f.col("record")
    named = f.when(f.col("id") == "", f.concat_ws("#", "name", record.cast("string"))).otherwise(f.col("id"))
    number = f.shiftleft(f.col("source").cast("long"), _RECORD_BITS) + record
    return placed.withColumn("n", number).withColumn("id", named), bad


def _match(spark: Any, articles: Any, held: _Held, tell: Progress) -> tuple[Links, NDArray[np.int64]]:
    """The verified links between articles with different words; and the exact copies (n × 2), each with the first.

    Articles are numbered by `n`.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    spark.sparkContext.setJobDescription("retold: exact copies")
    # What has no words is no copy of anything.
    worded = articles.filter(f.col("hash") != int(as_signed(np.zeros(1, np.uint64))[0]))
    same_words = Window.partitionBy("hash").orderBy("n")
    told = held(
        worded.select("n", "hash", "code", "words", "keys").withColumn("original", f.first("n").over(same_words))
    )
    copies = told.filter(f.col("n") != f.col("original")).select("n", "original").toArrow()
    tell("Comparing", 0.1)
    spark.sparkContext.setJobDescription("retold: frequent keys")
    stories = told.filter(f.col("n") == f.col("original"))
    keyed = stories.select(f.col("hash").alias("story"), "keys")
    frequent = (
        keyed.mapInArrow(count_keys, COUNTS)
        .groupBy("key")
        .agg(f.sum("articles").alias("articles"))
        .filter(f.col("articles") > MOST)
        .select("key")
        .toArrow()
    )
    too_frequent = np.sort(frequent.column("key").to_numpy())
    tell("Comparing", 0.2)
    spark.sparkContext.setJobDescription("retold: comparing")
    entries = keyed.mapInArrow(partial(list_entries, frequent=too_frequent), ENTRIES)
    pairs = entries.repartition("key").sortWithinPartitions("key").mapInArrow(list_pairs, PAIRS)
    sums = (f.sum(name).cast("int").alias(name) for name in ("points", "common"))
    candidates = pairs.groupBy("first", "second").agg(*sums).filter(f.col("points") >= LEAST)
    for side, end in (("second", "2"), ("first", "1")):
        own = stories.select(
            f.col("hash").alias(side),
            f.col("n").alias(f"n{end}"),
            f.col("code").alias(f"lang{end}"),
            f.col("words").alias(f"words{end}"),
        )
        candidates = candidates.join(own, side)
    links = candidates.select(*CANDIDATES).mapInArrow(verify_rows, LINKS).toArrow()
    tell("Comparing", 1.0)
    n1, n2, probability, kind, share1, share2, fragments = (links.column(k).to_numpy() for k in range(7))
    found = Links(
        np.column_stack([n1, n2]).astype(np.int64),
        probability.astype(np.float32),
        kind.astype(np.uint8),
        np.column_stack([share1, share2]).astype(np.float32),
        fragments.astype(np.float32),
    )
    return found, np.column_stack([copies.column(k).to_numpy() for k in range(2)]).astype(np.int64)


def _families(
    spark: Any,
    articles: Any,
    links: Links,
    copies: NDArray[np.int64],
    same: Sequence[str],
    most_days: int,
    tell: Progress,
) -> tuple[Any, ...]:
    """The families, with the metadata of their members alone on the driver."""
    from pyspark.sql import functions as f

    tell("Grouping", 0.0)
    wanted = np.unique(np.concatenate([links.pairs.ravel(), copies.ravel()]))
    own = articles.join(spark.createDataFrame(pa.table({"n": wanted})), "n")
    length = (f.length("words") / 4).cast("long").alias("words")
    rows = own.select("n", *FIELDS[:-1], "ends", length).toArrow().sort_by("n").to_pylist()
    renamed = _renamed(articles)
    members: dict[int, Member] = {}
    texts: dict[int, str] = {}
    for place, row in enumerate(rows):
        number = row.pop("n")
        texts[place] = row.pop("ends")
        members[place] = Member(**{**row, "id": renamed.get(number, row["id"])})
    first = np.arange(len(wanted))
    places = np.searchsorted(wanted, copies)
    first[places[:, 0]] = places[:, 1]
    placed = Links(np.searchsorted(wanted, links.pairs), links.probability, links.kinds, links.shares, links.fragments)
    families = families_of(sort_links(placed), first, np.sort(places[:, 0]), members, texts, same, most_days)
    tell("Grouping", 1.0)
    return families


def _renamed(articles: Any) -> dict[int, str]:
    """The new ids of articles whose ids come more than once, by number; as `retold.read.collection` gives them.

    Only the ids that a new one could clash with come to the driver: those that are alike but for numbers at the end.
    """
    from pyspark.sql import functions as f

    ids = articles.select("n", "id", f.regexp_replace("id", _NUMBERED, "").alias("stem"))
    stems = ids.groupBy("id").agg(f.count("n").alias("times"), f.first("stem").alias("stem"))
    again = stems.filter(f.col("times") > 1).select("stem").distinct()
    rows = ids.join(again, "stem").select("n", "id").toArrow().sort_by("n")
    numbers, given = rows.column("n").to_pylist(), rows.column("id").to_pylist()
    new = UniqueIds().unique(given)
    return {n: name for n, name, old in zip(numbers, new, given, strict=True) if name != old}
